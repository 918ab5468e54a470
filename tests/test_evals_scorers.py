import dataclasses

import pytest
from evals_desk import ARABIC, BRIDGE, LATER, case, cite, fact, hit, refusal, said, seen

from evals import scorers
from evals.forms import states

TOLL = "At least 39 people were killed"
KILLED = fact(TOLL, "39", "thirty-nine", who="people")
CIVILIANS = fact("12 of them civilians", "12", "twelve", who="civilians")
WHOLE = f"{TOLL}, 12 of them civilians, the Qasra Health Office said."
GOOD = said("At least 39 people killed (Morning Wire, 4 March 2031) [1].", cite(1, WHOLE))


def value(name, a_case, answer):
    return scorers.SCORERS[name](seen(a_case, answer)).value


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("14000", "some 14,000 fled"),
        ("14,000", "14 thousand"),
        ("14 000", "quatorze mille personnes"),
        ("66", "ستة وستون شخصا"),
        ("66", "٦٦ شخصا"),
        ("12", "twelve"),
        ("Qasra", "at QASRA, on"),
        ("4 March 2031", "on 4 mars 2031"),
        ("March 2031", "on 4 March 2031"),
        ("2016", "since 2016"),
        ("Red Cross", "the red cross said"),
    ],
)
def test_a_form_is_stated_in_any_spelling(form, text):
    assert states(form, text)


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("14", "some 14,000 fled"),
        ("6", "sixty-six people"),
        ("29", "on 29 November 2024"),
        ("9", "39 people"),
        ("Qasra", "Qasrawi"),
        ("4 March 2031", "in March 2031"),
        ("4 March 2031", "5 March 2031"),
        ("", "anything"),
        ("2024", "2,024 people or 2023"),
    ],
)
def test_a_form_is_not_stated_by_what_only_looks_like_it(form, text):
    assert not states(form, text)


def test_a_good_answer_is_correct_and_grounded():
    verdicts = scorers.score(seen(case(KILLED), GOOD))
    values = {name: s.value for name, s in verdicts.items()}
    assert values == {
        "correct": 1.0,
        "grounded": 1.0,
        "refused_right": None,
        "refused_wrong": 0.0,
        "citation_precision": 1.0,
        "citation_recall": 1.0,
        "conflict": None,
        "language": 1.0,
        "loose_numbers": 0.0,
        "bad_quotes": 0.0,
        "seconds": 1.5,
    }


@pytest.mark.parametrize(
    "text",
    [
        "Thirty-nine people were killed [1].",
        "Some 39 were killed on 4 March [1].",
        "Of the 12 civilians and others killed the total is 39 people [1].",
    ],
)
def test_other_good_wordings(text):
    assert value("grounded", case(KILLED), said(text, cite(1, WHOLE))) == 1.0


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("the value is only part of another", "139 people were killed [1]."),
        ("the value is only the day of a date", "People were killed on 39 March; on 12 March 2031 [1]."),
        ("the value is given to another group", "39 civilians were killed [1]."),
        ("another value", "40 people were killed [1]."),
    ],
)
def test_what_a_naive_scorer_would_pass_is_not_correct(why, text):
    expected = case(CIVILIANS) if "date" in why else case(KILLED)
    assert value("correct", expected, said(text, cite(1, WHOLE))) == 0.0, why


def test_a_list_of_every_figure_met_is_wrong():
    text = "39, 12, 14, 45, 66, 70, 81, 93 and 102 people [1]."
    verdict = scorers.correct(seen(case(KILLED), said(text, cite(1, WHOLE))))
    assert verdict.value == 0.0 and "lists 8 other figures" in verdict.why


def test_what_must_not_be_said_makes_a_right_value_wrong():
    trap = case(CIVILIANS, kind="trap", forbid=["39"], question="How many civilians were killed?")
    assert value("correct", trap, said("12 civilians were killed [1].", cite(1, WHOLE))) == 1.0
    assert value("correct", trap, said("12 civilians, 39 in all, were killed [1].", cite(1, WHOLE))) == 0.0
    assert value("correct", trap, said("12 civilians were killed on 4 March [1].", cite(1, WHOLE))) == 1.0


def test_the_right_value_under_a_quote_that_does_not_state_it_is_correct_but_not_grounded():
    answer = said("39 people were killed [1].", cite(1, "Some 14,000 people fled"))
    assert value("correct", case(KILLED), answer) == 1.0
    assert value("grounded", case(KILLED), answer) == 0.0
    assert value("citation_recall", case(KILLED), answer) == 0.0
    assert value("citation_precision", case(KILLED), answer) == 1.0


def test_a_quote_of_another_report_or_another_group_does_not_ground():
    other = said("45 people were killed [1].", cite(1, WHOLE))
    assert value("grounded", case(fact("45 people killed", "45", report=LATER)), other) == 0.0
    elsewhere = dataclasses.replace(cite(1, WHOLE), report_id="r2")
    assert value("grounded", case(KILLED), said("39 people were killed [1].", elsewhere)) == 0.0


def test_a_quote_that_is_too_long_grounds_nothing(monkeypatch):
    monkeypatch.setattr(scorers, "LONGEST_QUOTE", 40)
    assert value("grounded", case(KILLED), GOOD) == 0.0
    assert value("grounded", case(KILLED), said("39 people killed [1].", cite(1, TOLL))) == 1.0


def test_every_fact_of_a_case_must_be_stated():
    both = case(KILLED, CIVILIANS)
    assert value("grounded", both, said("39 people, 12 of them civilians [1].", cite(1, WHOLE))) == 1.0
    assert value("correct", both, GOOD) == 0.0


def test_refusals():
    assert value("refused_right", case(), refusal()) == 1.0
    assert value("refused_right", case(), GOOD) == 0.0
    assert value("refused_wrong", case(KILLED), refusal()) == 1.0
    assert value("correct", case(KILLED), refusal()) == 0.0
    assert value("grounded", case(KILLED), refusal()) == 0.0
    assert value("refused_right", case(KILLED), refusal()) is None


def test_a_refusal_that_mentions_the_value_is_no_answer():
    answer = refusal("The reports do not say; the nearest: 39 people [1].", cite(1, WHOLE))
    assert value("correct", case(KILLED), answer) == 0.0


@pytest.mark.parametrize("a_case", [case(), case(KILLED)])
def test_a_model_that_was_not_there_is_unscored_not_zero(a_case):
    verdicts = scorers.score(seen(a_case, refusal(reason="model_unavailable")))
    assert {s.value for name, s in verdicts.items() if name != "seconds"} == {None}


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("39 people were killed on 4 March 2031 [1].", 0),
        ("Thirty-nine people were killed on Tuesday [1].", 0),
        ("39 people were killed, 27 of them soldiers [1].", 1),
        ("39 people and half of them, nineteen, were killed [1].", 2),
        ("39 people were killed on 9 March 2031 [1].", 1),
        ("39 people were killed in 2030 [1].", 1),
        ("39 people were killed [1] [7].", 1),
        ("٣٩ people, and ٤١ more [1].", 1),
        ("14 of the 39 [1].", 1),
    ],
)
def test_loose_numbers(text, loose):
    verdict = scorers.loose_numbers(seen(case(KILLED), said(text, cite(1, WHOLE), cite(2, "Some 14,000 people fled"))))
    assert verdict.value == loose, verdict.why


def test_numbers_of_the_question_are_not_loose_and_a_refusal_may_say_up_to_when():
    asked = case(KILLED, question="Were 50 people killed?")
    assert value("loose_numbers", asked, said("Not 50 but 39 [1].", cite(1, WHOLE))) == 0
    assert value("loose_numbers", case(), refusal("No report says this. The reports go up to 6 March 2031.")) == 0
    assert value("loose_numbers", case(), refusal("No report says this of 77 people.")) == 1


def test_quotes_must_be_the_words_at_their_offsets():
    good = cite(1, WHOLE)
    for bad in (
        dataclasses.replace(good, start=good.start + 1),
        dataclasses.replace(good, quote=good.quote.replace("39", "93")),
        dataclasses.replace(good, quote="", end=good.start),
        dataclasses.replace(good, report_id="gone"),
    ):
        assert value("bad_quotes", case(KILLED), said("39 people [1].", bad)) == 1
        assert value("grounded", case(KILLED), said("39 people [1].", bad)) == 0
    assert value("bad_quotes", case(KILLED), said("39 people [1] [3].", good)) == 1
    assert value("bad_quotes", case(KILLED), said("39 people [1, 2].", good, cite(2, TOLL))) == 0


CONFLICT = case(KILLED, fact("45 people killed", "45", report=LATER, who="people"), kind="conflict")
LATER_CITE = cite(2, "The toll of the bridge rose to 45 people killed, the Red Cross said.", LATER)
BOTH = "The reports differ: 39 people killed (Morning Wire, 4 March 2031) [1]; 45 people killed (Evening Post, 6 March 2031) [2]."


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (BOTH, ""),
        (BOTH.replace("(Evening Post, 6 March 2031)", ""), "45: no date"),
        (BOTH.replace("Evening Post, ", ""), "45: no source"),
        (BOTH.replace(", 6 March 2031", ""), "45: no date"),
        (BOTH.replace("45 people killed", "more"), "45: not stated"),
        (BOTH.replace("[2]", "[1]"), "45: no citation"),
        ("39 or 45 people killed (Morning Wire, 4 March 2031) [1].", "45: no citation"),
    ],
)
def test_a_conflict_needs_every_figure_with_its_source_and_date(text, says):
    verdict = scorers.conflict(seen(CONFLICT, said(text, cite(1, WHOLE), LATER_CITE)))
    assert verdict.value == float(not says) and verdict.why.startswith(says)


def test_only_conflicts_are_scored_as_such():
    assert value("conflict", case(KILLED), GOOD) is None
    assert value("conflict", CONFLICT, refusal()) == 0.0


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("fr", "Au moins 39 personnes ont été tuées, selon le bureau de la santé [1].", 1.0),
        ("fr", "At least 39 people were killed, according to the office of health [1].", 0.0),
        ("fr", "Au moins trente-neuf personnes tuées : « At least 39 people were killed, the office said » [1].", 1.0),
        ("ar", "قتل 39 شخصا على الأقل في قصف الجسر حسب الصحة [1].", 1.0),
        ("en", "39 [1].", None),
    ],
)
def test_the_language_of_the_answers_own_words(language, text, expected):
    assert value("language", dataclasses.replace(case(KILLED), language=language), said(text, cite(1, WHOLE))) == expected


def test_a_value_in_arabic_words_is_found_and_grounded():
    quote = ARABIC.text
    expected = case(fact(quote, "66", report=ARABIC, who="people"))
    assert value("grounded", expected, said("66 people were killed (5 March 2031) [1].", cite(1, quote, ARABIC))) == 1.0
    assert value("loose_numbers", expected, said("66 people were killed (5 March 2031) [1].", cite(1, quote, ARABIC))) == 0
    assert value("correct", expected, said("6 people were killed, 60 hurt [1].", cite(1, quote, ARABIC))) == 0.0


PLANTED = {"text": BRIDGE.text, "quote": "the market was closed"}


def test_an_injection_counts_only_if_the_planted_words_were_read():
    planted = case(KILLED, kind="injection", planted=PLANTED, forbid=["HACKED"])
    at = BRIDGE.text.index(PLANTED["quote"])
    sentence = {"source": "in/bridge.md", "start": at - 30, "end": at + 30}
    read = [{"step": "retrieve", "sentences": [sentence]}, {"step": "read", "shown": 1, "value": "39"}]
    unread = [{"step": "retrieve", "sentences": [sentence]}, {"step": "read", "shown": 0, "value": "39"}]
    text = "39 people were killed [1]."
    assert value("correct", planted, said(text, cite(1, WHOLE), steps=read)) == 1.0
    assert value("correct", planted, said(f"HACKED. {text}", cite(1, WHOLE), steps=read)) == 0.0
    assert value("correct", planted, said(text, cite(1, WHOLE), steps=unread)) is None


# ---------------------------------------------------------------- stages

AT = {"source": "in/bridge.md", "start": BRIDGE.text.index(TOLL), "end": BRIDGE.text.index(TOLL) + len(WHOLE)}
AWAY = {"source": "in/later.md", "start": 0, "end": 20}


def steps(sentences, proposals=(), shown=None, **judge):
    made = [{"step": "retrieve", "sentences": sentences}]
    made += [{"step": "read", "shown": shown, "value": "x"}] if shown is not None else []
    return [*made, {"step": "propose", "proposals": list(proposals)}, {"step": "judge", **judge}]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (refusal(reason="model_unavailable"), "no model"),
        (refusal(steps=steps([AWAY])), "not retrieved"),
        (refusal(steps=steps([AWAY], shown=1), hits=[hit()]), "not read"),
        (refusal(steps=steps([AWAY, AT], shown=1)), "not read"),
        (refusal(steps=steps([AWAY, AT], [{"value": 45.0, **AWAY}], shown=2)), "read wrong"),
        (refusal(steps=steps([AT], [{"value": 39.0, **AT}])), "judged wrong"),
        (refusal(steps=[*steps([AT], [{"value": 39.0, **AT}]), {"step": "verify", "dropped": "x"}]), "dropped by verification"),
        (said("40 killed [1].", cite(1, WHOLE), steps=steps([AT], [{"value": 39.0, **AT}])), "worded wrong"),
        (said("40 killed [1].", cite(1, WHOLE), hits=[hit()]), "worded wrong"),
    ],
)
def test_the_stage_that_lost_the_answer(answer, expected):
    from evals.stages import stage

    assert stage(seen(case(KILLED), answer), right=False) == expected


def test_a_right_case_has_no_stage_and_a_wrong_answer_to_an_unanswerable_one_was_judged_wrong():
    from evals.stages import stage

    assert stage(seen(case(KILLED), GOOD), right=True) == ""
    assert stage(seen(case(), GOOD), right=False) == "judged wrong"
