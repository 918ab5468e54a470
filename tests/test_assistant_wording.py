import pytest

from assistant.wording import HEDGES, LANGUAGES, MONTHS, NAMES, TEXT, WHAT, WHO, day, number, one
from ingest.numerals import find_numbers, values


def test_every_language_has_every_wording():
    assert set(TEXT) == set(LANGUAGES) == set(MONTHS) == set(HEDGES) == set(WHAT) == set(NAMES)
    assert {frozenset(words) for words in TEXT.values()} == {frozenset(TEXT["en"])}
    assert {frozenset(words) for words in WHAT.values()} == {frozenset(WHAT["en"])}
    assert {frozenset(words) for words in HEDGES.values()} == {frozenset(HEDGES["en"])}
    assert set(WHO) == set(LANGUAGES) - {"en"}
    assert all(len(months) == 12 for months in MONTHS.values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", [7, 255, 1472, 14000, 452700, 1100000, 2.5])
def test_a_number_we_write_is_read_back_as_the_same(language, value):
    assert float(value) in values(number(language, value))


@pytest.mark.parametrize(
    "language, iso, written",
    [
        ("en", "2016-10-03", "3 October 2016"),
        ("fr", "2016-08-01", "1er août 2016"),
        ("es", "2016-01-26", "26 de enero de 2016"),
        ("ar", "2017-04-08", "8 أبريل 2017"),
        ("en", "2016-10", "October 2016"),
        ("es", "2016-10", "octubre de 2016"),
        ("en", "2016", "2016"),
    ],
)
def test_dates_as_people_write_them(language, iso, written):
    assert day(language, iso) == written


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("hedge", ["at least", "about", "more than", "nearly", "up to", "less than"])
def test_a_hedge_we_write_is_read_back_as_the_same(language, hedge):
    (found,) = find_numbers(f"{HEDGES[language][hedge]} {number(language, 50)}")
    assert (found.value, found.approx) == (50, hedge)


@pytest.mark.parametrize(
    "language, several, single",
    [
        ("en", "civilians", "civilian"),
        ("en", "people", "person"),
        ("en", "killed", "killed"),
        ("fr", "civils", "civil"),
        ("fr", "tuées", "tuée"),
        ("fr", "de retour", "de retour"),
        ("es", "mujeres", "mujer"),
        ("es", "muertos", "muerto"),
        ("ar", "مدنيون", "مدني"),
        ("ar", "قتلى", "قتيل"),
    ],
)
def test_a_label_of_one(language, several, single):
    assert one(language, several) == single


def test_every_group_has_a_word_for_one_of_it():
    groups = {"en": WHO["fr"].keys(), **{language: words.values() for language, words in WHO.items()}}
    assert [label for language, labels in groups.items() for label in labels if one(language, label) == label] == []
