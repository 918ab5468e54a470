import pytest
from fakes import ScriptedModel, yes
from told import sentences

from assistant.chat_model import Reply
from assistant.errors import BadReply
from assistant.judge import ask_model, signs_of
from assistant.question import understand
from assistant.read import Proposal, lead, line, locate, prompt, read, within

WHO = understand("Who led the raid at Qasra?")


def test_code_finds_the_sentence_that_states_the_models_value():
    first = locate(WHO, "Velt", sentences())[0]
    assert first.sentence.text == "The raid was led by Odran Velt."
    assert first.said == "Velt"


def test_a_value_no_sentence_states_is_no_proposal():
    assert locate(WHO, "Zargun Plax", sentences()) == []
    assert locate(WHO, "13 civilians", sentences()) == []


def test_an_answer_that_repeats_the_question_is_none():
    assert locate(WHO, "the raid", sentences()) == []


def test_a_proposal_leads_over_the_next_of_a_value_that_is_not_told_beside_it():
    first, second, third = sentences()
    scored = [Proposal(first, "a", score=5.0), Proposal(second, "A", score=4.0), Proposal(third, "b", score=3.5)]
    assert lead(scored, {"a"}) == 1.5
    assert lead(scored, {"a", "b"}) == lead(scored[:2], {"a"}) == 10.0


def test_a_name_in_another_script_is_found():
    found = locate(WHO, "Manbij", sentences("قُتل شخصان في منبج أمس.", "ar"))
    assert found and "منبج" in found[0].sentence.text


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("avions russes", "Jets of the Russian air force struck Qasra."),
        ("ouest", "The raid came from the west."),
        ("الطيران الروسي", "Le raid a été mené par l'aviation russe."),
        ("el ministro", "Le ministre a ordonné le raid."),
        ("50%", "Half of the houses burned."),
    ],
)
def test_an_answer_in_another_language_is_found_by_what_says_the_same(answer, said):
    assert [p.sentence.text for p in locate(WHO, answer, sentences(said))] == [said]


def test_words_that_only_begin_alike_say_something_else():
    assert locate(WHO, "contre", sentences("The house was under control.")) == []
    assert locate(WHO, "est", sentences("Shells fell to the west.")) == []


def test_the_prompt_holds_sentences_dates_and_the_earlier_question():
    asked = understand("And how many wounded?", ["How many were killed at Qasra?"])
    text = prompt(asked, sentences())[1].content
    assert "1. (2031-03-04, Raid) At least 12" in text and "Earlier question: How many were killed at Qasra?" in text


def test_reading_keeps_to_the_budget_but_never_reads_nothing():
    model = ScriptedModel()
    assert len(within(sentences(), model, 1000)) == 3
    assert len(within(sentences(), model, 1)) == 2


def test_a_reply_that_is_no_json_is_one_clear_line():
    with pytest.raises(BadReply, match="not JSON"):
        read(understand("Who led the raid?"), sentences(), ScriptedModel(["Odran Velt"]))


def test_a_reply_cut_at_the_limit_is_taken_as_far_as_it_goes():
    cut = Reply('{"answer": "Odran Ve', 10, 40, 0.0)
    assert read(understand("Who led the raid?"), sentences(), ScriptedModel([cut]))[0] == "Odran Ve"


@pytest.mark.parametrize("words", [("yes", "no"), ("Yes", "No"), (" oui", " non"), ("نعم", "لا")])
def test_the_judges_probability_is_that_of_yes_against_no(words):
    asked, (first, *_) = understand("How many were killed?"), sentences()
    probability, _ = ask_model(asked, Proposal(first, "", first.figures[0]), ScriptedModel([yes(0.8, words=words)]))
    assert probability == pytest.approx(0.8, abs=1e-6)


def test_a_judge_that_says_neither_is_undecided():
    asked, (first, *_) = understand("How many were killed?"), sentences()
    assert ask_model(asked, Proposal(first, "12"), ScriptedModel(["maybe"]))[0] == 0.5


@pytest.mark.parametrize(
    ("said", "date", "early"),
    [("on 4 March 2031", 1.0, 0.0), ("in March 2031", -0.67, 1.0), ("on 5 March 2031", -0.67, 1.0), ("yesterday", -0.67, 1.0)],
)
def test_a_report_that_states_the_day_asked_for_speaks_of_it_whatever_its_own_date(said, date, early):
    asked = understand("How many were killed at Qasra on 4 March 2031?")
    (told,) = sentences(f"Some 12 people were killed at Qasra {said}.", published="2031-01-01")
    signs = signs_of(asked, Proposal(told, "", told.figures[0]), 1.0, 0.5)
    assert (signs["date"], signs["early"]) == (pytest.approx(date, abs=0.01), early)


def test_white_space_of_a_report_cannot_start_a_new_line_of_the_prompt():
    spread = sentences("Shells fell\non Qasra\tat dawn.", title="")[0]
    assert "\n" not in line(spread)
