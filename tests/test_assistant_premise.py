import pytest
from told import sentences

from assistant.premise import absent, another_army, counts_others, other_means, paid_for_another, strange, unnamed, unsourced, unstated
from assistant.question import understand


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
        ("How many people were killed in Homs province?", "Syria: shelling killed 12 people in Palmyra.", 0),
        ("Combien de morts dans la province de Homs ?", "Syria: shelling killed 12 people in Palmyra.", 0),
        ("How many people were killed in Homs?", "Syria: shelling killed 12 people in Palmyra.", 1),
        ("How many people were killed in Hama province?", "Syria: shelling killed 12 people in Palmyra.", 1),
        ("Combien de morts dans le quartier de Torvik à Homs ?", "Syria: a bomb hit the Torvik district of Hama.", 1),
        ("How many died in Torvik, Homs?", "Syria: a bomb hit Hama's Torvik district.", 0),
        ("How many died in the district of Torvik in Homs?", "Syria: a bomb hit Hamas Torvik district.", 1),
        ("How many died in the district of Torvik in Homs?", "Syria: a bomb hit Hama's Torvik district, one Homs.", 0),
        ("How many died in the district of Torvik in Homs?", "Syria: a bomb hit Torvik, others Hama.", 0),
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
        ("How did the toll grow over the following three days?", "Guards died.", 0),
    ],
)
def test_a_number_that_the_question_takes_for_granted_is_stated_or_not(question, text, share):
    assert unstated(understand(question), report(text)) == share


@pytest.mark.parametrize(
    ("question", "text", "language", "share"),
    [
        ("How many soldiers died in the raid by the Red Brigade?", "A raid by the Blue Front killed four soldiers.", "en", 1),
        ("How many soldiers died in the raid by the Blue Front?", "A raid by the Blue Front killed four soldiers.", "en", 0),
        ("How many did the BF kill?", "A raid by the Blue Front killed four soldiers.", "en", 0),
        ("How many did the Blue Front kill?", "A raid by the BF killed four soldiers.", "en", 0),
        ("Did Omar Odran and Mira Velt meet?", "Mira Velt met the governor.", "en", 0.5),
        ("Shelling went on. Name who fired.", "Soldiers fired.", "en", 0),
        ("How many died in the Syrian city of Homs?", "Four died.", "en", 0),
        ("Combien de morts dans le raid de la Brigade Rouge ?", "A raid by the Blue Front killed four soldiers.", "en", 0),
    ],
)
def test_a_name_is_missing_from_a_report_in_its_language_that_has_it_nowhere(question, text, language, share):
    assert unnamed(understand(question), report(text, language)) == share


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("How many people did the Turkish jet kill at Qasra?", "A Syrian air force plane killed 12 people at Qasra.", 2),
        ("¿Cuántas personas mató el caza turco en Qasra?", "A Syrian air force plane killed 12 people at Qasra.", 2),
        ("How many people did the Syrian jet kill at Qasra?", "A Syrian air force plane killed 12 people at Qasra.", 0),
        ("How many people did the Turkish jet kill at Qasra?", "Turkey said that Syrian jets killed 12 people at Qasra.", 2),
        ("How many people did the Turkish jet kill at Qasra?", "Turkish and Syrian jets killed 12 people at Qasra.", 0),
        ("¿Cuántos muertos causó el misil turco?", "A Syrian missile hit a block in the Turkish city of Qasra, killing 12.", 2),
        ("How many people did the Turkish jet kill at Qasra?", "A plane killed 12 people at Qasra.", 0),
        ("How many Turkish teachers died at Qasra?", "A Syrian air force plane killed 12 people at Qasra.", 0),
    ],
)
def test_a_report_may_tell_of_another_country_s_army(question, text, another):
    assert another_army(understand(question), text, "en") == another


def test_whoever_lives_somewhere_is_neither_dead_nor_a_fighter():
    told = sentences("The raid killed 12 people. At least 5 fighters blew themselves up. Some 900 people lived in the camp.")
    living, dead = understand("How many displaced people were living in the camp?"), understand("How many people were killed in the camp?")
    figures = [(s.report, f) for s in told for f in s.figures]
    assert [f.value for report, f in figures if not counts_others(living, report, f)] == [900]
    assert [f.value for report, f in figures if counts_others(dead, report, f)] == []


def test_the_day_of_a_date_states_no_number():
    question = understand("To which unit did the 31 soldiers belong?")
    assert unstated(question, report("On May 31 a bomb killed two soldiers.")) == 1
    assert unstated(question, report("A bomb killed 31 soldiers.")) == 0


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("How much compensation did the families get?", "El Gobierno ofrece una recompensa de diez millones.", True),
        ("How much compensation did the families get?", "Las indemnizaciones suman diez millones.", False),
        ("How much money did the families get?", "El Gobierno ofrece una recompensa de diez millones.", False),
        ("Combien coûtait le sac de riz ?", "El saco se vendía a 41.000 francos.", False),
        ("Combien coûtait le sac de riz ?", "El Gobierno ofrece una recompensa de diez millones.", True),
        ("How many families got compensation?", "El Gobierno ofrece una recompensa de diez millones.", False),
    ],
)
def test_a_reward_is_no_compensation(question, text, another):
    assert paid_for_another(understand(question), text, "es") is another


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("How many people did the army helicopters kill in Velt?", "Men with machetes and guns killed 12 people in Velt.", 1),
        ("How many people did the army helicopters kill in Velt?", "Barrels dropped by a chopper killed 12 people in Velt.", 0),
        ("How many people were killed by the raid on Velt?", "Men with machetes and guns killed 12 people in Velt.", 0),
        ("¿Cuántas personas murieron por el gas en Velt?", "Shells killed 12 people in Velt.", 1),
        ("¿Cuántas personas murieron por el gas en Velt?", "A chlorine attack killed 12 people in Velt, where shells fell before.", 0),
        ("How many people did the drone kill in Velt?", "An attack killed 12 people in Velt.", 0.5),
    ],
)
def test_a_means_that_the_report_has_nowhere(question, text, other):
    assert other_means(understand(question), report(text)) == other


def test_a_nation_beside_a_weapon_on_the_wrong_side_is_not_whose_it_is():
    asked = understand("What model of helicopter were two Russian airmen flying at Qasra?")
    assert another_army(asked, "Two pilots were flying a Syrian Mi-25 helicopter at Qasra.", "en") < 2


@pytest.mark.parametrize(
    ("question", "text", "publisher", "missing"),
    [
        ("Selon l'OMS, combien de blessés à Velt ?", "The World Health Organization counted 12 wounded.", "", False),
        ("Selon l'OMS, combien de blessés à Velt ?", "UNICEF counted 12 wounded.", "", True),
        ("Selon l'OMS, combien de blessés à Velt ?", "The United Nations counted 12 wounded.", "", False),
        ("Selon l'ONU, combien de blessés à Velt ?", "UNICEF counted 12 wounded.", "", False),
        ("Selon l'ONU, combien de blessés à Velt ?", "The mayor counted 12 wounded.", "", True),
        ("Selon l'ONU, combien de blessés à Velt ?", "We counted 12 wounded.", "unrightsbriefing", False),
        ("Selon l'agence Reuters, combien de blessés à Velt ?", "The mayor counted 12 wounded.", "Reuters", False),
        ("Selon l'agence Reuters, combien de blessés à Velt ?", "The mayor counted 12 wounded.", "Velt Post", True),
        ("Selon le maire, combien de blessés à Velt ?", "The army counted 12 wounded.", "", False),
        ("Combien de blessés à Velt ?", "The army counted 12 wounded.", "", False),
    ],
)
def test_the_word_of_a_world_body_is_in_no_report_that_does_not_name_it(question, text, publisher, missing):
    assert unsourced(understand(question), sentences(text, publisher=publisher)[0].report) is missing
