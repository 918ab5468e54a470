import pytest
from fakes import ScriptedModel, yes

from assistant.chat_model import Reply
from assistant.errors import BadReply
from assistant.judge import ask_model
from assistant.question import understand
from assistant.read import Proposal, from_ledger, line, locate, prompt, read, within
from assistant.retrieve import Sentence
from ingest.figures import extract
from ingest.report import Report
from ingest.split import passages

WHO = understand("Who led the raid at Qasra?")
TEXT = "At least 12 civilians were killed and 30 wounded at Qasra. The raid was led by Odran Velt. Trucks left in the night."


def sentences(text=TEXT, language="en", title="Raid"):
    report = Report("r1", "a.md", text, title=title, published="2031-03-04", language=language)
    passage = passages(report)[0]
    figures = extract(report, [passage])
    return [
        Sentence(report, passage, start, end, 5.0 - n, {}, tuple(f for f in figures if start <= f.start < end))
        for n, (start, end) in enumerate(passage.sentences)
    ]


def test_a_count_comes_from_the_ledger_without_a_model():
    found = from_ledger(understand("How many people were wounded at Qasra?"), sentences())
    assert [p.figure.value for p in found] == [30]


def test_a_number_that_the_question_gives_is_no_answer_to_it():
    found = from_ledger(understand("Of the 12 killed at Qasra, how many were killed by night?"), sentences())
    assert 12 not in [p.figure.value for p in found]


def test_other_questions_are_not_the_ledgers():
    assert from_ledger(understand("Who led the raid?"), sentences()) == []


def test_code_finds_the_sentence_that_states_the_models_value():
    first = locate(WHO, "Velt", sentences())[0]
    assert first.sentence.text == "The raid was led by Odran Velt."
    assert first.said == "Velt"


def test_a_value_no_sentence_states_is_no_proposal():
    assert locate(WHO, "Zargun Plax", sentences()) == []
    assert locate(WHO, "13 civilians", sentences()) == []


def test_an_answer_that_repeats_the_question_is_none():
    assert locate(WHO, "the raid", sentences()) == []


def test_a_figure_of_another_day_stands_behind_one_of_the_day_asked_for():
    told = sentences("Shells killed 20 people on 1 March 2031. A raid killed 12 people on 3 March 2031.")
    asked = understand("How many people were killed on 3 March 2031?")
    assert [p.figure.value for p in from_ledger(asked, told)] == [12, 20]


def test_a_name_in_another_script_is_found():
    found = locate(WHO, "Manbij", sentences("قُتل شخصان في منبج أمس.", "ar"))
    assert found and "منبج" in found[0].sentence.text


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


def test_white_space_of_a_report_cannot_start_a_new_line_of_the_prompt():
    spread = sentences("Shells fell\non Qasra\tat dawn.", title="")[0]
    assert "\n" not in line(spread)
