from dataclasses import replace

import pytest
from fakes import ScriptedModel, yes
from told import sentences

from assistant import weights
from assistant.chat_model import Reply
from assistant.errors import BadReply
from assistant.judge import Tried, ask_model, judge, signs_of
from assistant.judge import prompt as judge_prompt
from assistant.question import understand
from assistant.read import Proposal, lead, likeliest, line, locate, prompt, read, within

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


def test_of_an_answer_that_was_cut_the_last_word_may_be_half_a_word():
    long = "Which of the many brigades of the northern front in Qasra led the raid on the old bridge near Torvik that night?"
    assert locate(understand(long), long[len("Which ") :][:80], sentences(f"{long[6:-1]}.")) == []


@pytest.mark.parametrize(
    ("question", "answer", "said", "found"),
    [
        ("How many people were killed on 12 May 2031?", "12", "Shelling killed 12 people.", True),
        ("How many people were killed at Qasra?", "many", "Shelling killed many people.", False),
        ("How many people were killed at Qasra?", "dozens", "Shelling killed dozens of people.", True),
        ("How many people were killed at Qasra?", "12", "Shelling began on 12 May and killed people.", False),
        ("How many beds had the hospital of Qasra?", "12", "Shells at the hospital killed 12 people.", False),
        ("How many beds had the hospital of Qasra?", "12", "The hospital had 12 beds.", True),
        ("How many shops burned at Qasra?", "34", "Shells killed 34 people at Qasra.", False),
        ("How many fighters were killed at Qasra?", "1,180", "At Qasra 1,180 families were displaced.", False),
        ("What sum did each passenger pay?", "600,000 kyats", "Each passenger paid 600,000 kyats.", True),
        ("How old was the guard?", "the guard", "The guard was shot.", False),
        ("How old was the guard?", "16", "The guard was 16 years old.", True),
        ("How many displaced people were living in Qasra?", "12", "Shells killed 12 people at Qasra.", False),
        ("How many displaced people were living in Qasra?", "1,200", "Some 1,200 displaced people lived at Qasra.", True),
        ("How many Turkish soldiers were killed at Qasra?", "12", "Shells killed 12 Syrian soldiers at Qasra.", False),
        ("How many Turkish soldiers were killed at Qasra?", "12", "Shells killed 12 Turkish soldiers at Qasra.", True),
        ("¿Cuántos soldados están desplegados en Qasra?", "87", "Shells killed 87 soldiers at Qasra.", False),
        ("Combien de soldats sont stationnés à Qasra ?", "87", "Shells killed 87 soldiers at Qasra.", False),
        ("How many mines did the team of Qasra clear?", "312 hectares", "The team of Qasra cleared 312 hectares.", False),
        ("How many hectares did the team of Qasra clear?", "312 hectares", "The team of Qasra cleared 312 hectares.", True),
        ("How much of the town was destroyed?", "half", "Half of the town was destroyed.", True),
    ],
)
def test_where_a_number_is_asked_for_only_a_number_of_that_kind_is_an_answer(question, answer, said, found):
    assert bool(locate(understand(question), answer, sentences(said))) == found


@pytest.mark.parametrize(
    ("question", "answer", "said"),
    [
        ("Which hospital took the wounded of Qasra?", "Salman of Velt", "Salman Hospital"),
        ("ما اسم المستشفى الذي نقل إليه جرحى قصرى؟", "مستشفى سلمان", "Salman Hospital"),
        ("Why did they leave Qasra for Velt?", "Salman was driven", ""),
    ],
)
def test_a_name_that_the_model_gives_in_other_words_is_told_as_the_sentence_has_it(question, answer, said):
    found = locate(understand(question), answer, sentences("The wounded were driven to Salman Hospital in Velt."))
    assert [proposal.said for proposal in found] == [said]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30-11-2014 Shells fell near the bridge of Qasra.", False),
        ("The bridge of Qasra was shelled on 30 November 2014.", True),
        ("The bridge of Qasra was shelled on Sunday.", True),
    ],
)
def test_the_day_of_a_dateline_tells_no_day_of_anything(text, found):
    report = replace(sentences(text)[0].report, published="2014-11-30", dateline="")
    told = [replace(each, report=report) for each in sentences(text)]
    assert bool(locate(understand("When was the bridge of Qasra shelled in November 2014?"), "2014-11-30", told)) == found


def test_what_an_earlier_question_named_may_be_the_answer():
    asked = understand("Where did the guards go?", ["How many guards left Torvik for Qasra?"])
    assert locate(asked, "Qasra", sentences("The guards went to Qasra."))


def test_a_proposal_leads_over_the_next_of_a_value_that_is_not_told_beside_it():
    first, second, third = sentences()
    scored = [Proposal(first, "a", score=5.0), Proposal(second, "A", score=4.0), Proposal(third, "b", score=3.5)]
    assert lead(scored[0], scored, {"a"}) == 1.5
    assert lead(scored[0], scored, {"a", "b"}) == lead(scored[0], scored[:2], {"a"}) == 10.0
    assert lead(scored[2], scored, {"b"}) == -1.5, "it is behind"
    assert likeliest(scored, 2) == [scored[0], scored[2]], "each value once"
    assert likeliest([scored[0], replace(scored[2], score=1.5)], 2) == [scored[0]], "too far behind"


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


def test_the_question_s_own_words_in_an_answer_need_not_stand_in_a_report_of_another_language():
    whose = understand("Whose air force struck Qasra?")
    assert locate(whose, "Russian air force", sentences("Le raid a été mené par l'aviation russe.", "fr"))
    assert not locate(whose, "Turkish air force", sentences("Le raid a été mené par l'aviation russe.", "fr"))


def test_an_answer_of_another_language_is_found_by_what_its_word_means():
    told = sentences("Les habitants ont fui. Ils ont quitté les quartiers ouest de Qasra.", "fr")
    side = understand("From which side of the town did people flee?")
    assert [(p.said, p.sentence.text) for p in locate(side, "West", told)] == [("ouest", told[1].text)]
    assert locate(understand("Which quarters in the west of the town were left?"), "western", told) == []  # the question has it


@pytest.mark.parametrize(
    ("question", "answer", "found"),
    [
        ("أي مدينة في ريف حلب تعرضت للقصف؟", "Alep", False),
        ("أي مدينة في ريف حلب تعرضت للقصف؟", "Manbij", True),
        ("أين وقع القصف؟", "Alep", True),
    ],
)
def test_a_place_that_the_question_names_in_another_language_is_no_answer(question, answer, found):
    told = sentences("Les obus ont frappé Manbij, près d'Alep.", "fr")
    assert bool(locate(understand(question), answer, told)) is found


def test_a_number_that_the_question_has_in_words_only_repeats_it():
    who = understand("Who is the ten-year-old girl who was shot in Qasra?")
    assert locate(who, "a 10-year-old girl shot in Qasra", sentences("A 10-year-old girl was shot in Qasra.")) == []


def test_a_sentence_with_the_answers_own_words_stands_before_one_with_some_of_them():
    found = locate(WHO, "Velt Bridge Watch", sentences("The raid hit Velt and Bridge Street. It was led by the Velt Bridge Watch."))
    assert [p.said for p in found] == ["Velt Bridge Watch"]


def test_words_that_only_begin_alike_say_something_else():
    assert locate(WHO, "contre", sentences("The house was under control.")) == []
    assert locate(WHO, "est", sentences("Shells fell to the west.")) == []


@pytest.mark.parametrize(
    ("question", "answer", "told"),
    [
        ("Who supplied the Iranian-made drones?", "Iran", "The drones came from Iran."),
        ("Where did the Jordanian jets take off?", "Jordan", "The jets took off in Jordan."),
        ("When in March 2031 was Qasra shelled?", "March 20", "It was shelled on March 20."),
        ("Which highway runs past Qasra?", "M4 highway", "The town lies along the M4 highway."),
    ],
)
def test_an_answer_that_a_word_of_the_question_begins_with_is_one(question, answer, told):
    assert locate(understand(question), answer, sentences(told))


def test_an_answer_that_was_cut_within_a_word_is_told_to_its_end():
    told = "The convoy of twelve lorries that had waited for a week at the big crossing near Torvik left for Qasra on Monday."
    (found,) = locate(understand("What happened to the aid?"), told[4:84], sentences(told))
    assert told[4:84].endswith("Tor") and found.said.endswith("Torvik")
    (short,) = locate(understand("What happened to the aid?"), "twelve lor", sentences(told))
    assert short.said == "twelve lor"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("Velt Front and Shields of Odran", "Velt Front and the Shields of Odran"),
        ("Velt Front, Shields", "Velt Front and the Shields"),
        ("Velt Shields", ""),
        ("Odran Velt", ""),
    ],
)
def test_an_answer_may_leave_out_small_words_of_the_sentence(answer, said):
    (found,) = locate(understand("Which groups did it?"), answer, sentences("It was done by the Velt Front and the Shields of Odran."))
    assert found.said == said


def test_the_prompt_holds_sentences_dates_and_the_earlier_question():
    asked = understand("And how many wounded?", ["How many were killed at Qasra?"])
    text = prompt(asked, sentences())[1].content
    assert text.startswith("(2031-03-04)\n- At least 12") and "Topic: How many were killed at Qasra\nQuestion: And how" in text


def test_the_sentences_of_a_report_stand_under_its_head_in_its_order():
    one, other = sentences(title="A raid at night"), sentences("Qasra was calm.", title="Calm", published="2031-03-09")
    text = prompt(understand("Who led the raid?"), [one[1], other[0], one[0]])[1].content
    assert [line[:12] for line in text.split("\n")[:5]] == ["(2031-03-04,", "- At least 1", "- The raid w", "(2031-03-09)", "- Qasra was "]


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
    probability, _ = ask_model(asked, [Proposal(first, "", first.figures[0])], ScriptedModel([yes(0.8, words=words)]))
    assert probability == pytest.approx(0.8, abs=1e-6)


def test_the_judge_sees_each_sentence_of_an_answer_once():
    first, second, _ = sentences()
    asked = understand("How did the toll at Qasra change?")
    shown = judge_prompt(asked, [Proposal(first, "", figure) for figure in first.figures] + [Proposal(second, "Odran")])[-1].content
    assert shown.count("At least 12") == shown.count("The raid was led") == 1
    assert "Proposed answer: 12, then 30, then Odran\n" in shown


def test_a_judge_that_says_neither_is_undecided():
    asked, (first, *_) = understand("How many were killed?"), sentences()
    assert ask_model(asked, [Proposal(first, "12")], ScriptedModel(["maybe"]))[0] == 0.5


@pytest.mark.parametrize(
    ("said", "date", "early"),
    [("on 4 March 2031", 1.0, 0.0), ("in March 2031", -0.67, 1.0), ("on 5 March 2031", -0.67, 1.0), ("yesterday", -0.67, 1.0)],
)
def test_a_report_that_states_the_day_asked_for_speaks_of_it_whatever_its_own_date(said, date, early):
    asked = understand("How many were killed at Qasra on 4 March 2031?")
    (told,) = sentences(f"Some 12 people were killed at Qasra {said}.", published="2031-01-01")
    signs = signs_of(asked, Tried(Proposal(told, "", told.figures[0]), yes=0.5, margin=1.0))
    assert (signs["date"], signs["early"]) == (pytest.approx(date, abs=0.01), early)


@pytest.mark.parametrize(
    ("question", "text", "against"),
    [
        ("How many warplanes took part in the raid on Qasra?", "Jets carried out three strikes on Qasra.", {"other_things"}),
        ("How many strikes were carried out on Qasra?", "Jets carried out three strikes on Qasra.", set()),
        ("How many students were enrolled at Qasra?", "Shells killed eight students at Qasra.", {"other_deed", "unasked"}),
        ("How many students were killed at Qasra?", "Shells killed eight students at Qasra.", set()),
        ("How many people were killed at Qasra in 2029?", "Shells killed eight people at Qasra in May 2030.", {"another_time"}),
    ],
)
def test_what_counts_other_things_or_another_time_speaks_against_a_figure(question, text, against):
    (told,) = sentences(text)
    signs = signs_of(understand(question), Tried(Proposal(told, "", told.figures[0]), yes=0.5, margin=1.0))
    assert {name for name in ("other_things", "other_deed", "unasked", "another_time") if signs[name]} == against


def test_white_space_of_a_report_cannot_start_a_new_line_of_the_prompt():
    spread = sentences("Shells fell\non Qasra\tat dawn.", title="")[0]
    assert "\n" not in line(spread)


@pytest.mark.parametrize(
    ("question", "answer", "said", "found"),
    [
        ("What was the name of the bomber?", "suicide bomber", "A suicide bomber hit Qasra.", False),
        ("What was the name of the bomber?", "Odran Velt", "Odran Velt, a suicide bomber, hit Qasra.", True),
        ("Comment s'appelle le pont de Qasra ?", "Qasra", "Le pont de Qasra est fermé.", False),
        ("ما اسم المنفذ؟", "زرغون", "وصل المنفذ زرغون إلى المدينة.", True),
        ("ما اسم المنفذ؟", "منفذ الهجوم", "The attack killed 12 people.", False),
        ("ما اسم المنفذ؟", "زرغون", "Zargun carried out the attack.", True),
        ("Comment s'appelait le pilote ?", "Pilot of the plane", "The raid killed the pilot of the plane.", False),
        ("What was the Swiss aid group called?", "ONG suisse", "Trois employés d'une ONG suisse sont morts.", False),
        ("Who hit Qasra?", "a suicide bomber", "A suicide bomber hit Qasra.", True),
        ("Quel était le modèle de l'avion syrien ?", "Syrian military aircraft", "The Syrian Observatory said a jet fell.", False),
    ],
)
def test_where_a_name_is_asked_for_only_a_name_is_an_answer(question, answer, said, found):
    language = "ar" if "ا" in said else "fr" if "est" in said else "en"
    assert bool(locate(understand(question), answer, sentences(said, language))) == found


def test_tons_are_no_people():
    asked = understand("Combien de tonnes d'aide le convoi transportait-il ?")
    assert locate(asked, "78,000", sentences("The convoy carried aid for 78,000 people.")) == []
    assert locate(asked, "40", sentences("The convoy carried 40 tons of aid for 78,000 people.")) != []


@pytest.mark.parametrize(
    ("question", "said", "elsewhere"),
    [
        ("How many were killed in Homs?", "Some 12 people were killed in Aleppo.", 1.0),
        ("How many were killed in Homs?", "Some 12 people were killed in Aleppo and in Homs.", 0.0),
        ("How many were killed in Kostiantynivka?", "Murieron 12 personas en Kostiantínivka, en la región de Donetsk.", 0.0),
        ("How many were killed in the village of Torvik near Homs?", "Some 12 people were killed in Torvik, and 4 in Aleppo.", 0.0),
        ("Which city near Homs was shelled, killing 12 people?", "Some 12 people were killed in Aleppo.", 0.0),
        ("كم قتيلا في سوق أبو زبد قرب الأبيض في السودان؟", "Sudan: some 12 people were killed in Abu Zabad.", 0.0),
        ("كم قتيلا في سوق الأبيض في السودان؟", "Sudan: some 12 people were killed in Abu Zabad.", 1.0),
    ],
)
def test_a_sentence_on_another_town_speaks_of_elsewhere_unless_a_place_is_asked_for(question, said, elsewhere):
    (told,) = sentences(said, title="Syria")
    assert signs_of(understand(question), Tried(Proposal(told, "12"), yes=0.5, margin=1.0))["elsewhere"] == elsewhere


def test_that_the_model_says_no_to_a_guess_makes_no_answer_likelier():
    told = sentences()[0]
    said = Tried(Proposal(told, "Odran Velt"), yes=0.6, margin=1.0)
    guess, other = (Tried(Proposal(told, "Qasra", guessed=guessed), yes=0.1, margin=0.0) for guessed in (True, False))
    asked = understand("Who led the raid?")
    alone = judge(asked, [said], weights.load())[0].probability
    assert judge(asked, [said, guess], weights.load())[0].probability == alone
    assert judge(asked, [said, other], weights.load())[0].probability > alone


def test_to_be_better_than_another_makes_no_answer_likelier_that_the_model_says_no_to():
    told = sentences()[0]
    good, poor = (Tried(Proposal(told, said), yes=yes, margin=1.0) for said, yes in (("Odran Velt", 0.6), ("Mira Salk", 0.4)))
    worse = Tried(Proposal(told, "Qasra"), yes=0.1, margin=0.0)
    assert signs_of(WHO, good, [worse])["rival"] > 0
    assert signs_of(WHO, poor, [worse])["rival"] == 0
    assert signs_of(WHO, poor, [good])["rival"] < 0


@pytest.mark.parametrize(
    ("question", "text", "value", "whole"),
    [
        ("How many fighters were killed?", "At Qasra 12 civilians were killed.", 12, 1),
        ("How many soldiers were killed?", "At Qasra 12 fighters were killed.", 12, 0),
        ("How many soldiers were hurt?", "At Qasra 62 soldiers were killed and a hundred others were injured.", 100, 0),
        ("How many soldiers were hurt?", "At Qasra 62 people were killed and a hundred others were injured.", 100, 1),
    ],
)
def test_the_count_of_another_group_or_of_everybody_is_hardly_that_of_a_group(question, text, value, whole):
    (told,) = sentences(text)
    figure = next(f for f in told.figures if f.value == value)
    assert signs_of(understand(question), Tried(Proposal(told, "", figure), yes=0.6, margin=1.0))["whole"] == whole


@pytest.mark.parametrize(("text", "found"), [("The siege began in late 2031.", False), ("The siege began on 6 March 2031.", True)])
def test_a_longer_time_does_not_state_a_day(text, found):
    assert bool(locate(understand("When did the siege of Qasra begin?"), "2031-03-06", sentences(text))) == found


def test_a_guess_that_the_model_says_no_to_is_none_and_a_total_is_hardly_a_part():
    told = sentences("At Qasra 126 people were killed, among them 12 children. A further 30 people died at Velt.")
    signs = signs_of(WHO, Tried(Proposal(told[0], "Qasra", guessed=True), yes=0.4, margin=1.0))
    assert (signs["unread"], signs_of(WHO, Tried(Proposal(told[0], "Qasra"), yes=0.4, margin=1.0))["unread"]) == (1, 0)
    children = understand("How many children were killed?")
    total, part = (next(f for f in told[0].figures if f.value == value) for value in (126, 12))
    assert [signs_of(children, Tried(Proposal(told[0], "", f), yes=0.6, margin=1.0))["whole"] for f in (total, part)] == [1, 0]
    assert signs_of(understand("How many people were killed?"), Tried(Proposal(told[0], "", total), yes=0.6, margin=1.0))["whole"] == 0


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("The girl of Qasra who was shot in the leg was evacuated to a hospital in town", False),
        ("The girl of Qasra who was shot in the leg was evacuated to a hospital in Velt", True),
        ("The nurse", True),
    ],
)
def test_an_answer_of_the_questions_words_and_one_more_is_none_unless_that_is_a_name(answer, found):
    asked = understand("Who is the girl of Qasra who was shot in the leg and was evacuated to a hospital?")
    assert bool(locate(asked, answer, sentences(f"{answer}, the nurse said."))) is found


def test_those_who_fled_are_not_those_who_came_back():
    told = sentences("More than 5,000 people fled the camps in a week.")
    assert locate(understand("How many people fled in a week?"), "5,000", told)
    assert locate(understand("How many people came home in a week?"), "5,000", told) == []


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Raids killed 12 children.", 0.5),
        ("Raids killed 90 people, including 12 children.", 0.0),
        ("Raids hurt 12, among them 3 boys.", 1.0),
    ],
)
def test_a_part_is_asked_for_and_the_count_is_none(text, whole):
    asked = understand("How many of those hit in the raids were children?")
    (told,) = sentences(text)
    figure = next(f for f in told.figures if f.value == 12)
    assert signs_of(asked, Tried(Proposal(told, "", figure), yes=0.5, margin=1.0))["whole"] == whole
