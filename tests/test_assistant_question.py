"""What a question says itself: the numbers it gives, the places in it, the publisher it names."""

import pytest
from told import sentences

from assistant import weights
from assistant.answer import Scope
from assistant.ledger import proposals
from assistant.question import understand
from assistant.scope import in_scope
from ingest.report import Report

PUBLISHERS = ("Velt", "Velt Wire", "Qasra Times", "ODN", "VN", "قصرة")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("How many people were killed on 12 May 2031?", set()),
        ("Combien de personnes ont été tuées dans un attentat le 5 mai ?", set()),
        ("¿Cuántas personas murieron en una explosión el 5 de mayo?", set()),
        ("In the two-day battle how many died?", set()),
        ("كم قتيلا في 12 مايو 2031؟", set()),
        ("Of the 40 dead, how many were soldiers?", {40}),
    ],
)
def test_the_numbers_of_a_question_are_counts(text, numbers):
    assert understand(text).numbers == numbers


@pytest.mark.parametrize(
    ("text", "publishers"),
    [
        ("According to Velt Wire, how many died?", ("Velt Wire",)),
        ("D’après l’ODN, combien de morts ?", ("ODN",)),
        ("Selon l'agence officielle ODN, combien de morts ?", ("ODN",)),
        ("Según la agencia Velt, ¿cuántos muertos?", ("Velt",)),
        ("De acuerdo con Qasra Times, ¿cuántos muertos?", ("Qasra Times",)),
        ("وفقاً لقصرة، كم قتيلا؟", ("قصرة",)),
        ("حسب وكالة قصرة، كم قتيلا؟", ("قصرة",)),
        ("According to VN, how many died?", ("VN",)),
        ("according to vn, how many died?", ()),
        ("According to the Velters, how many died?", ()),
    ],
)
def test_the_publisher_that_a_question_names_narrows_its_scope(text, publishers):
    assert understand(text, publishers=PUBLISHERS).scope.publishers == publishers


def test_the_word_of_a_publisher_is_looked_for_in_reports_of_others_that_name_it_too():
    reports = {
        name: Report(name, "a.md", text, publisher=publisher)
        for name, publisher, text in (
            ("own", "ODN", "A raid killed 12 people."),
            ("cites", "Velt Wire", "A raid killed 12 people, odn reported."),
            ("other", "Velt Wire", "A raid at Odnar killed 12 people."),
        )
    }
    asked = understand("According to ODN, how many died?", publishers=["ODN", "Velt Wire"])
    assert in_scope(asked.scope, reports, asked.cited) == {"own", "cites"}
    chosen = understand("How many died?", scope=Scope(publishers=("ODN",)))
    assert in_scope(chosen.scope, reports, chosen.cited) == {"own"}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("¿Por qué país entraron la mayoría de ellos?", "where"),
        ("¿Por qué entraron en el país?", "why"),
        ("¿Por qué los rebeldes dejaron la ciudad?", "why"),
    ],
)
def test_through_which_country_asks_where(text, kind):
    assert understand(text).asked.kind == kind



@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("how many people died in homs?", "how many people died in Homs?"),
        ("combien de morts à homs ?", "combien de morts à Homs ?"),
        ("¿cuántos muertos en homs?", "¿cuántos muertos en Homs?"),
        ("how many people died in the reading room?", "how many people died in the reading room?"),
        ("How many ODN men died in homs?", "How many ODN men died in homs?"),
    ],
)
def test_a_place_typed_in_small_letters_is_read_as_one(typed, text):
    asked = understand(typed)
    assert (asked.typed, asked.text) == (typed, text)


def test_a_toll_that_equals_the_day_asked_for_is_found():
    told = sentences("Shelling killed 12 people at Qasra on 12 May 2031.")
    asked = understand("How many people were killed at Qasra on 12 May 2031?")
    found = proposals(asked, told, weights.load(), lambda _, texts: [0.0] * len(texts))
    assert [p.figure.value for p in found] == [12]


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("How many people died, according to the army?", "the army"),
        ("What death toll did the Red Crescent give for Qasra?", "the Red Crescent"),
        ("How many civilians did the army say were killed in Velt?", "the army"),
        ("How many people has the ministry confirmed dead in Qasra?", "the ministry"),
        ("Quel total de morts l'OSDH donnait-il au lundi 2 décembre ?", "OSDH"),
        ("Combien de morts l'Observatoire de Velt a-t-il recensés ?", "Observatoire de Velt"),
        ("¿Cuántos muertos contabilizó la ONU?", "la ONU"),
        ("كم قتيلا أحصت الأمم المتحدة؟", "الأمم المتحدة"),
        ("How many civilians did the army kill in Velt?", ""),
        ("How many people did they report killed?", ""),
        ("Combien de villages l'armée a-t-elle repris ?", ""),
        ("How many people died, according to the reports?", ""),
        ("À combien l'OMS chiffre-t-elle les habitants ayant besoin de soins ?", "OMS"),
        ("¿Cuántos retornos contabilizaba la OCHA?", "la OCHA"),
        ("¿Cuántos heridos contaron los médicos?", "los médicos"),
        ("¿Con cuántos soldados cuenta el ejército?", ""),
    ],
)
def test_whose_word_is_asked_for(text, source):
    assert understand(text).source == source


@pytest.mark.parametrize("text", ["Quel bilan le maire donnait-il de l'attaque ?", "What death toll did the mayor give for Qasra?"])
def test_whoever_gives_a_toll_is_nobody_who_is_counted(text):
    asked = understand(text).asked
    assert (asked.what, asked.who) == ("killed", "people")
