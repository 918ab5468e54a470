"""An answer in the report's own words."""

import pytest
from told import sentences

from assistant.own_words import own_meaning, own_number, own_words


@pytest.mark.parametrize(
    ("answer", "text", "language", "said"),
    [
        ("450 dollars", "وتبلغ كلفة الطرف الصناعي الواحد 450 دولارا.", "ar", "450"),
        ("34%", "Parmi eux, 34 % souffraient de la faim.", "fr", "34 %"),
        ("five", "C'est la première depuis près de cinq ans.", "fr", "près de cinq"),
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


@pytest.mark.parametrize(
    ("answer", "text", "language", "told"),
    [
        ("3,500", "The prison held more than 3,500 men.", "en", "more than 3,500"),
        ("3500", "La prison comptait près de 3500 hommes.", "fr", "près de 3500"),
        ("3,500 men", "The prison held nearly 3,500 men.", "en", "nearly 3,500 men"),
        ("3,500", "The prison held 3,500 men.", "en", "3,500"),
        ("more than 3,500", "The prison held more than 3,500 men.", "en", "more than 3,500"),
    ],
)
def test_a_number_is_told_with_its_reserve(answer, text, language, told):
    assert own_words(answer, sentences(text, language)[0]) == told


@pytest.mark.parametrize(
    ("answer", "text", "language", "word"),
    [
        ("West", "Ils ont fui les quartiers ouest de la ville.", "fr", "ouest"),
        ("bridge", "Un pont a été détruit.", "fr", "pont"),
        ("bridge", "Le pont et un autre pont ont été détruits.", "fr", "pont"),
        ("mosque", "Un pont a été détruit.", "fr", ""),
        ("a bridge", "Un pont a été détruit.", "fr", ""),  # of several words, which may mean something else together
        ("north", "De l'ouest au nord et au Nord-Est.", "fr", "nord"),
        ("shell", "Des obus et des mortiers sont tombés.", "fr", ""),  # two words of one meaning
    ],
)
def test_a_word_of_another_language_is_told_as_the_sentence_has_it(answer, text, language, word):
    assert own_meaning(answer, "en", sentences(text, language)[0]) == word
