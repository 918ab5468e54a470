"""Slips of the keyboard in a question: a word that nobody writes is read as the one word it may be a slip of.

Only what is one slip away counts: a letter left out, typed twice or wrongly, two letters swapped. A name may be anyone's: with a capital
only a month or a weekday is read, and Arabic, which has none, only as a word of what happens to people. How often words are written
comes from the lists of `wordfreq`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache

from assistant.wording import LANGUAGES
from ingest.date_words import MONTHS, WEEKDAYS
from ingest.figures_events import noun_events
from ingest.figures_words import noun_class
from ingest.words import fold, terms

SHORTEST = 5  # letters; too many short words are one slip apart
RARER = 1e-3  # of how often the right word is written, the slip is at most that
LEAST = 1e-7  # of all words; one that is seldomer written is no likely reading
LEAST_AT_THE_HEAD = 3e-5  # one that opens the question has a capital like a name
WRONG_KEY = 0.1  # as likely as another slip
_DAYS = MONTHS.keys() | WEEKDAYS.keys()
_OPENING = " ¿¡\"'«("
Known = Callable[[Sequence[str]], Collection[str]]
_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "fr": "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûœ",
    "es": "abcdefghijklmnopqrstuvwxyzáéíóúüñ",
    "ar": "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي",
}


def mended(text: str, language: str, known: Known) -> str:
    """`text` with each slip read as what was meant; `known` tells which folded words the reports have, which are never slips."""
    if language not in LANGUAGES:
        return text
    words = [m for m in _WORD.finditer(text) if len(m[0]) >= SHORTEST and (m[0][1:].islower() or language == "ar")]
    there = known([term for m in words for term in terms(m[0])])
    for m in reversed(words):
        if not any(term in there for term in terms(m[0])):
            right = _meant(m[0], language, opens=not text[: m.start()].strip(_OPENING))
            text = text[: m.start()] + right + text[m.end() :]
    return text


def _meant(word: str, language: str, opens: bool) -> str:
    """The word that `word` may be a slip of, itself if there is none or it is a word of its own."""
    often, low = _frequencies(language), word.lower()
    own = max(often.get(low, 0.0), often.get(fold(word), 0.0))
    near = [each for each in _one_slip_away(low, _LETTERS[language]) if often.get(each, 0.0) >= max(LEAST, own / RARER)]
    if language == "ar":
        near = [each for each in near if noun_class(fold(each), "ar") is not None or noun_events(fold(each), "ar")]
    elif word != low:
        near = [each for each in near if fold(each) in _DAYS or (opens and often[each] >= LEAST_AT_THE_HEAD)]
    if not near:
        return word
    right = max(near, key=lambda each: often[each] * (WRONG_KEY if _has_a_wrong_letter(low, each) else 1.0))
    return right if word == low else right.capitalize()


def _has_a_wrong_letter(slip: str, right: str) -> bool:
    """Whether a letter of the slip is not of the word, which is rarer than one left out, typed twice or in the wrong order."""
    if len(slip) == len(right):
        return sorted(slip) != sorted(right)
    once = (slip[:at] + slip[at + 1 :] for at in range(len(slip) - 1) if slip[at] == slip[at + 1])
    return len(slip) > len(right) and right not in once


def _one_slip_away(word: str, letters: str) -> Iterable[str]:
    """Every word that `word` may be a slip of; the first letter is seldom wrong."""
    for at in range(1, len(word) + 1):
        head, tail = word[:at], word[at:]
        yield from (head + letter + tail for letter in letters)
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]


@cache
def _frequencies(language: str) -> Mapping[str, float]:
    """How often each word of a language is written, as a share of all words."""
    import wordfreq

    frequencies: Mapping[str, float] = wordfreq.get_frequency_dict(language, "best")
    return frequencies
