import pytest

from assistant.question import understand
from assistant.spelling import mended


def nothing(words):
    return ()


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "How many civilains were kiled in the twons near Qasra?", "How many civilians were killed in the towns near Qasra?"),
        ("en", "How many were killed on 3 Auguts?", "How many were killed on 3 August?"),
        ("fr", "Cmbien de soldats ont été bleessés ?", "Combien de soldats ont été blessés ?"),
        ("es", "¿Cuántos ciiles murieorn en Qasra?", "¿Cuántos civiles murieron en Qasra?"),
        ("ar", "كم عدد المددنيين في القصرة؟", "كم عدد المدنيين في القصرة؟"),
    ],
)
def test_a_slip_is_read_as_what_was_meant(language, typed, meant):
    assert mended(typed, language, nothing) == meant


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Would Qasra's wounded have been cited by the Torvik office, or by Odarn Velt?"),
        ("en", "How many mines, bombs and shells had hit Belmar by noon?"),
        ("fr", "Quels obus ont touché la ville de Torvik mardi ?"),
        ("es", "Cuantos murieron segun la oficina de Torvik"),
        ("ar", "من سيطر على بلدة الوردان؟"),
        ("sw", "Watu wangapi waliuawa Qasra?"),
    ],
)
def test_words_and_names_stay(language, text):
    assert mended(text, language, nothing) == text


def test_a_word_of_the_reports_is_no_slip():
    assert mended("Which kiled stands there?", "en", {"kiled"}.intersection) == "Which kiled stands there?"


def test_a_question_is_answered_as_meant_and_told_as_typed():
    asked = understand("And how many civilains?", ["How many were kiled at Qasra?"], known=nothing)
    assert asked.typed == "And how many civilains?" and asked.text == "And how many civilians?"
    assert asked.history == ("How many were killed at Qasra?",) and (asked.asked.what, asked.asked.who) == ("killed", "civilians")
    assert understand("How many civilains?").text == "How many civilains?", "without the words of an archive nothing is a slip"
