"""Follow-ups: whether a question leans on those before it, and what it takes from them."""

import pytest

from assistant.question import understand

EARLIER = ["How many people were killed in Aleppo on 3 May 2031?"]


@pytest.mark.parametrize(
    "text",
    [
        "What about Homs?",
        "In Homs?",
        "How many in Homs?",
        "How many of them were from Homs?",
        "When did they leave Homs?",
        "Did Odran comment on it?",
        "Was it Odran?",
        "Qu’en est-il de Homs ?",
        "Combien d'entre eux venaient de Homs ?",
        "¿Qué hay de Homs?",
        "¿Cuántos de ellos eran de Homs?",
        "وماذا عن حمص؟",
        "وفي حمص؟",
        "وحمص؟",
        "كم منهم من حمص؟",
    ],
)
def test_a_question_that_goes_on_leans_on_the_one_before(text):
    assert understand(text, EARLIER).history == tuple(EARLIER)


@pytest.mark.parametrize(
    "text",
    [
        "how many people died in homs?",
        "how many people died on 4 may 2031?",
        "combien de morts à homs ?",
        "Of the 40 people killed in Homs, how many of them were children?",
        "Is it true that 12 people died in Homs?",
        "Was it the army that shelled Homs?",
        "وفقاً لقصرة، كم عدد القتلى في حمص؟",
        "وزير الدفاع زار حمص متى؟",
        "كم عدد القتلى في ودران في 4 مايو 2031؟",
    ],
)
def test_a_question_that_stands_alone_leans_on_none(text):
    assert understand(text, EARLIER).history == ()


@pytest.mark.parametrize(
    ("text", "kind", "what", "who"),
    [
        ("And in Homs?", "count", "killed", "people"),
        ("And on 4 May?", "count", "killed", "people"),
        ("And the wounded?", "count", "injured", "people"),
        ("Or the wounded?", "count", "injured", "people"),
        ("And civilians?", "count", "killed", "civilians"),
        ("And houses?", "count", "", "buildings"),
        ("And according to Odran?", "count", "killed", "people"),
        ("So how many women?", "count", "killed", "women"),
        ("How many of them were children?", "count", "killed", "children"),
        ("Et à Homs ?", "count", "killed", "people"),
        ("Et les blessés ?", "count", "injured", "people"),
        ("¿Y los heridos?", "count", "injured", "people"),
        ("وماذا عن الجرحى؟", "count", "injured", "people"),
        ("وفي حمص؟", "count", "killed", "people"),
        ("And how many people live in the camp?", "count", "", "people"),
        ("When did the truce begin?", "when", "", ""),
        ("And what did Odran say about it?", "other", "", ""),
    ],
)
def test_a_follow_up_keeps_what_its_own_words_leave_open(text, kind, what, who):
    asked = understand(text, EARLIER).asked
    assert (asked.kind, "" if asked.what == "other" else asked.what, asked.who) == (kind, what, who)


@pytest.mark.parametrize("text", ["How many schools are closed?", "How many goats has the camp?", "And how much did it cost?"])
def test_a_count_of_something_else_is_none_of_the_dead(text):
    assert understand(text, EARLIER).asked.what in {"", "other"}


@pytest.mark.parametrize(
    ("earlier", "kind"),
    [("Who led the raid in Aleppo?", "who"), ("When did the truce begin in Aleppo?", "when"), ("What is Odran?", "other")],
)
def test_a_follow_up_asks_for_the_kind_of_answer_of_the_turn_before(earlier, kind):
    assert understand("And in Homs?", [earlier]).asked.kind == kind


@pytest.mark.parametrize(
    ("earlier", "text", "standalone"),
    [
        (EARLIER[0], "And in Homs?", "How many people were killed on 3 May 2031? And in Homs?"),
        (EARLIER[0], "And on 4 May?", "How many people were killed in Aleppo? And on 4 May 2031?"),
        (EARLIER[0], "And by 10 May?", f"{EARLIER[0]} And by 10 May 2031?"),
        (EARLIER[0], "And that Monday?", f"{EARLIER[0]} And that Monday?"),
        ("How many died in Aleppo on 29 December 2030?", "And on 3 January?", "How many died in Aleppo? And on 3 January 2031?"),
        ("How many died in Aleppo in 2030?", "And in December?", "How many died in Aleppo? And in December 2030?"),
        ("How many fled from Aleppo to Idlib?", "And to Homs?", "How many fled from Aleppo? And to Homs?"),
        ("How many died in Aleppo?", "And Russia?", "How many died in Aleppo? And Russia?"),
        ("How many died in Aleppo?", "And Homs?", "How many died? And Homs?"),
        ("Combien de morts dans la ville d'Alep ?", "Et à Homs ?", "Combien de morts ? Et à Homs ?"),
        ("¿Cuántos murieron en Alepo?", "¿Y en Homs?", "¿Cuántos murieron? ¿Y en Homs?"),
        ("كم شخصا قتل بحلب؟", "وفي حمص؟", "كم شخصا قتل؟ وفي حمص؟"),
    ],
)
def test_a_place_or_day_of_its_own_stands_for_the_one_before(earlier, text, standalone):
    asked = understand(text, [earlier])
    assert (asked.standalone, asked.history) == (standalone, (earlier,))


def test_what_a_turn_between_has_changed_stays_changed():
    asked = understand("And the wounded?", [*EARLIER, "And in Homs?"])
    assert asked.standalone == "How many people were killed on 3 May 2031? And in Homs? And the wounded?"


def test_a_count_as_of_a_day_stays_one():
    assert understand("And children?", ["How many had been killed at Qasra by 3 May 2031?"]).as_of
