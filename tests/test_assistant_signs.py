import pytest
from told import sentences

from assistant.question import understand
from assistant.signs import asked_days, kind_of_answer, only_says, towns_of


def report(text, language="en"):
    return sentences(text, language)[0].report


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("How many days did the siege of Qasra last?", "It lasted forty days.", 1),
        ("How many days did the siege of Qasra last?", "It cost 40 lives.", 0),
        ("How old was the guard of Qasra?", "The guard was 16 years old.", 1),
        ("How far is Qasra from the border?", "Qasra is a town.", 0),
    ],
)
def test_a_sentence_holds_the_kind_of_number_that_is_asked_for(question, text, holds):
    told = sentences(text)[0]
    assert kind_of_answer(understand(question), text, told.figures)["count"] == holds


@pytest.mark.parametrize(
    ("question", "days"),
    [
        ("How many died on 3 May 2031?", [("2031-05-03", "2031-05-03")]),
        ("How many died between 3 May and 9 June 2031?", [("2031-05-03", "2031-06-09")]),
        ("Combien de morts du 3 mai au 9 juin 2031 ?", [("2031-05-03", "2031-06-09")]),
        ("How many have died since 3 May 2031?", [("2031-05-03", "2999-12-31")]),
        ("How many had died before 3 May 2031?", [("1900-01-01", "2031-05-03")]),
        ("How many died on 12/5/2031?", [("2031-05-12", "2031-05-12"), ("2031-12-05", "2031-12-05")]),
    ],
)
def test_the_days_asked_for_are_days_or_periods(question, days):
    assert sorted(asked_days(understand(question), "2031-07-01")) == days


@pytest.mark.parametrize(
    ("question", "said", "only"),
    [
        ("Who was the bomber?", "Velt", True),
        ("Who was the bomber?", "Mira Salk", False),
        ("Who said that the bomber came by night?", "Velt", False),
        ("Who was the bomber?", "by night", False),
    ],
)
def test_whoever_a_sentence_has_its_words_from_only_says_so(question, said, only):
    assert only_says(understand(question), said, "The bomber came by night past Mira Salk, Odran Velt said.", "en") == only


@pytest.mark.parametrize(
    ("question", "text", "only"),
    [
        ("¿Cómo se llama el alcalde de Qasra?", "Mayor Odran Velt said that the bridge is closed.", False),
        ("Who is the mayor of Qasra?", "“The bridge is closed”, said Odran Velt, the mayor of Qasra.", False),
        ("Who closed the bridge?", "Mayor Odran Velt said that the bridge is closed.", True),
    ],
)
def test_whoever_says_something_in_the_role_that_is_asked_for_may_be_the_answer(question, text, only):
    assert only_says(understand(question), "Odran Velt", text, "en") == only


@pytest.mark.parametrize(
    ("text", "towns"),
    [
        ("Shells fell on Damascus.", 1),
        ("Jets allied with the government of Damascus struck a market.", 0),
        ("The Damascus government said that shells fell on Homs.", 1),
        ("L'aviation alliée du gouvernement de Damas a frappé un marché.", 0),
        ("El gobierno de Damasco lo niega.", 0),
        ("قالت حكومة دمشق إن القصف مستمر.", 0),
        ("Government forces in Damascus shelled a market.", 1),
    ],
)
def test_a_town_that_stands_for_a_government_is_no_town(text, towns):
    assert len(towns_of(text, frozenset({"SY"}))) == towns
