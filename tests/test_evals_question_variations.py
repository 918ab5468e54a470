import re
from difflib import SequenceMatcher

import pytest

from evals.question_variations import SLIPS, no_accents, other_digits, typos

QUESTIONS = [
    "How many civilians were killed near the bridge at Qasra before 14,000 people fled?",
    "Combien de personnes sont mortes depuis le début de l'offensive pour prendre Alep ?",
    "¿Cuántas personas murieron en Damasco según el Observatorio?",
    "كم عدد المدنيين الذين قتلوا في إدلب منذ 27 تشرين الثاني؟",
]


def words(text):
    return re.findall(r"\w+", text)


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_few_long_words_are_mistyped_a_little_and_always_the_same(question):
    typed = typos(question, "7")
    assert typed == typos(question, "7") and typed != question
    assert len({typos(question, str(n)) for n in range(9)}) > 1
    changed = [(a, b) for a, b in zip(words(question), words(typed), strict=True) if a != b]
    assert 1 <= len(changed) <= SLIPS
    for before, after in changed:
        assert len(before) >= 5 and before[0] == after[0] and abs(len(before) - len(after)) <= 1
        assert SequenceMatcher(None, before, after).ratio() > 0.7


def test_a_slip_swaps_drops_or_doubles_one_letter_but_the_first():
    word = "weather"
    drops = {word[:n] + word[n + 1 :] for n in range(1, 7)}
    doubles = {word[: n + 1] + word[n:] for n in range(1, 7)}
    swaps = {word[:n] + word[n + 1] + word[n] + word[n + 2 :] for n in range(1, 6)}
    typed = {typos(f"the {word} was", str(n)).split()[1] for n in range(300)}
    assert typed <= drops | doubles | swaps and word not in typed
    assert typed & drops and typed & doubles and typed & swaps


def test_names_places_and_numbers_are_never_mistyped():
    question = "How did Hayat Tahrir reach Damascus and Alexandria with 14,000 fighters in 2024?"
    for n in range(200):
        typed = typos(question, str(n))
        assert all(kept in typed for kept in ("Hayat", "Tahrir", "Damascus", "Alexandria", "14,000", "2024"))
    assert all("إدلب" in typos(QUESTIONS[3], str(n)) and "27" in typos(QUESTIONS[3], str(n)) for n in range(50))


def test_what_has_no_long_word_stays():
    assert typos("Who is he, and why?", "7") == "Who is he, and why?"


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Où a été tué le frère de l'évêque ? Façade, sœur", "Ou a ete tue le frere de l'eveque ? Facade, soeur"),
        ("¿Cuántos niños y mañana?", "¿Cuantos ninos y manana?"),
        ("أُصيب إلى مدرسة مسؤولة", "اصيب الي مدرسه مسووله"),
        ("plain 14,000 – ½", "plain 14,000 – ½"),
    ],
)
def test_accents_and_hamza_are_left_out(text, bare):
    assert no_accents(text) == bare


def test_digits_change_their_script_and_nothing_else():
    assert other_digits("14,000 in ١٢ days of 2024") == "١٤,٠٠٠ in 12 days of ٢٠٢٤"
    assert other_digits("۱۲ and 7") == "12 and ٧"
    assert other_digits("none") == "none"
