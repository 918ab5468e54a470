import pytest
from told import sentences

from assistant.question import understand
from assistant.signs import absent, asked_days, kind_of_answer, only_says, strange, unstated


def report(text, language="en"):
    return sentences(text, language)[0].report


@pytest.mark.parametrize(
    ("question", "text", "language", "share"),
    [
        ("How many people died in Homs, Syria?", "Shelling killed 12 people in Homs.", "en", 0),
        ("How many were killed by Turkish soldiers?", "Shelling killed 12 people in Homs.", "en", 1),
        ("How many were killed by Turkish planes?", "Shelling killed 12 in the Syrian town of Idlib, a group in Istanbul said.", "en", 0.5),
        ("How many were killed by Turkish planes?", "Shelling killed 12 people in Ankara, a group in Istanbul said.", "en", 0),
        ("How many American troops died?", "U.S. troops were hit; 12 died.", "en", 0),
        ("How many American troops died?", "Doce soldados de EE.UU. murieron.", "es", 0),
        ("How many Russian planes?", "قصفت طائرات روسية المدينة.", "ar", 0),
        ("How many Russian and Turkish planes?", "قصفت طائرات تركية المدينة.", "ar", 0.5),
        ("How many Ukrainian houses burned?", "В городе сгорело 12 домов.", "ru", 0),
        ("كم قتيلا في منطقة تل الروس؟", "Shelling killed 12 people.", "en", 0),
    ],
)
def test_a_country_is_strange_to_a_report_that_names_nothing_of_it(question, text, language, share):
    assert strange(understand(question), report(text, language)) == share


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("How many people were killed in Homs?", "Syria: shelling killed 12 people in Hama.", 1),
        ("How many people were killed in Homs?", "Syria: shelling killed 12 people in Hama, others in Homs.", 0),
        ("How many people were killed in Homs and Idlib?", "Syria: shelling killed 12 people in Homs.", 0),
        ("How many people were killed in Raqqa?", "Syria: shelling killed 12 people in Raqa.", 0),
        ("كم قتيلا في مدينة حمص؟", "Syria: shelling killed 12 people in Homs.", 0),
        ("How many people were killed in Syria?", "Shelling killed 12 people.", 0),
        ("How long is the curfew in Homs after the raid in Torvik?", "Syria: a curfew after the raid in Torvik.", 0),
    ],
)
def test_a_town_is_absent_from_a_report_that_does_not_name_it(question, text, share):
    assert absent(understand(question), report(text)) == share


@pytest.mark.parametrize(
    ("question", "text", "share"),
    [
        ("Who shot the four guards?", "Four guards were shot.", 0),
        ("Who shot the four guards?", "Five guards were shot.", 1),
        ("¿Qué aldea fue alcanzada por el ataque en el que murieron 19 civiles?", "Nineteen civilians died.", 0),
        ("Who shot the guards on Thursday 17 March?", "Guards were shot.", 0),
        ("Which three towns were taken?", "Guards took Velt, Qasra and Torvik.", 0),
        ("Which two sides signed?", "Both signed.", 0),
    ],
)
def test_a_number_that_the_question_takes_for_granted_is_stated_or_not(question, text, share):
    assert unstated(understand(question), report(text)) == share


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
