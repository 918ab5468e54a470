"""Places: one id for all spellings, few false friends."""

import pytest

from ingest.places import find_places

ALEPPO, MANBIJ, IDLIB = "170063", "167357", "169389"


@pytest.mark.parametrize(
    ("text", "words", "place_id"),
    [
        ("Aleppo", "Aleppo", ALEPPO),
        ("La ville d’Alep, en ruine", "Alep", ALEPPO),
        ("los barrios de Alepo", "Alepo", ALEPPO),
        ("في ريف حلب", "حلب", ALEPPO),
        ("بحلب", "حلب", ALEPPO),
        ("in Idleb province", "Idleb", IDLIB),
        ("مدينة منبج", "منبج", MANBIJ),
    ],
)
def test_one_place_however_spelt(text, words, place_id):
    (found,) = find_places(text)
    assert (text[found.start : found.end], found.place_id, found.country) == (words, place_id, "SY")


@pytest.mark.parametrize("text", ["Most of them were reading.", "Of the dead, many were young.", "Omar and Said left."])
def test_common_words_are_no_places(text):
    assert find_places(text) == []
