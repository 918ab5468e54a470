import tomllib
from importlib import resources

import pytest

from ingest.concepts import concepts
from ingest.figures_words import LANGUAGES
from ingest.words import terms


def meant(text, language):
    return concepts(terms(text), language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The mayor said that shops had burned."),
        ("fr", "Le maire a dit que des magasins avaient brûlé."),
        ("es", "El alcalde dijo que se quemaron tiendas."),
        ("ar", "وقال العمدة إن محلات احترقت."),
    ],
)
def test_the_same_is_meant_in_every_language(language, text):
    assert {"mayor", "shop", "burn"} <= meant(text, language)


def test_a_word_of_one_language_means_nothing_in_another():
    assert "bread" in meant("du pain", "fr")
    assert "bread" not in meant("in pain", "en")


def test_a_language_without_words_of_its_own_takes_those_of_all_four():
    assert {"bread", "mayor"} <= meant("pain mayor", "de")


def test_a_beginning_is_no_word_by_itself_where_it_has_no_open_ending():
    assert "mine" in meant("a mine", "en")
    assert "mine" not in meant("a minister", "en")


def test_every_concept_has_words_in_every_language():
    rows = tomllib.loads(resources.files("ingest").joinpath("concepts.toml").read_text(encoding="utf-8"))
    assert all(len(words) == len(LANGUAGES) and all(words) for group in rows.values() for words in group.values())
