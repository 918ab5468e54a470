"""An answer in the report's own words."""

import pytest
from told import sentences

from assistant.own_words import own_number, own_words


@pytest.mark.parametrize(
    ("answer", "text", "language", "said"),
    [
        ("450 dollars", "وتبلغ كلفة الطرف الصناعي الواحد 450 دولارا.", "ar", "450"),
        ("34%", "Parmi eux, 34 % souffraient de la faim.", "fr", "34 %"),
        ("five", "C'est la première depuis près de cinq ans.", "fr", "cinq"),
        ("450 dollars a year each", "وتبلغ كلفة الطرف 450 دولارا.", "ar", ""),
        ("24", "Insulin was flown in on Jan 24.", "en", ""),
        ("12", "The 12 men carried 12 bags.", "en", ""),
    ],
)
def test_a_number_is_told_as_the_sentence_has_it(answer, text, language, said):
    assert own_number(answer, sentences(text, language)[0]) == said


def test_words_are_told_as_the_sentence_has_them():
    (sentence,) = sentences("The raid was led by Colonel Odran Velt.")
    assert own_words("colonel odran velt", sentence) == "Colonel Odran Velt"
    assert own_words("Mira Salk", sentence) == ""
