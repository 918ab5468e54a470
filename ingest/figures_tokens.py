"""A sentence as tokens: words, numbers that may count something, and punctuation. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import zip_longest

from ingest.digits import Number
from ingest.number_hedges import hedge
from ingest.number_words import NOUN_DUALS, fold
from ingest.numerals import find_numbers

_PIECE = re.compile(
    r"[A-Z]{1,3}\d{1,3}\b|[^\W\d_][^\W\d_\u0300-\u036f\u064b-\u065f]*(?:[\u0300-\u036f\u064b-\u065f]+[^\W\d_]*)*(?:['’-][^\W_]+)*"
    r"|\d[\w.,:/-]*|[^\w\s]"
)
_RANGE = re.compile(r"(?:\b(?:range|fourchette|horquilla|rango)|نطاق)\s+\w*\s*$", re.IGNORECASE)
_ELIDED = re.compile(r"^(?:l|d|qu|s|n|c|j|m)['’](?=\w)", re.IGNORECASE)
_OPENS = re.compile(r"\s+([^\W\d_]+)\s+")


@dataclass(frozen=True, slots=True)
class Token:
    """One token: `text[start:end]`, its folded form, and the number it is, if it may count something."""

    text: str
    folded: str
    start: int
    end: int
    number: Number | None = None

    @property
    def is_word(self) -> bool:
        """Whether it is a word (no number, no punctuation)."""
        return self.number is None and self.text[0].isalpha()

    @property
    def is_capitalised(self) -> bool:
        """Whether it is a word with a capital letter: a name, or the first of a sentence."""
        return self.is_word and self.text[0].isupper()

    @property
    def is_dual(self) -> bool:
        """Whether it is an Arabic noun whose ending says "two"."""
        return self.number is not None and self.folded in NOUN_DUALS


def tokens(sentence: str) -> list[Token]:
    """The tokens of a sentence in order. Only numbers that can be counts are numbers; dates, ages, money and the like are punctuation."""
    found = [n for n in find_numbers(sentence) if n.kind == "count" and n.value > 0 and not _compound(sentence, n)]
    numbers = [n for n, after in zip_longest(found, found[1:]) if after is None or not _stands_before(sentence, n, after)]
    made: list[Token] = []
    at = 0
    for number in _ranges(sentence, numbers):
        made += _words(sentence, at, number.start)
        made.append(Token(number.text, fold(number.text), number.start, number.end, number))
        at = number.end
    return made + _words(sentence, at, len(sentence))


def _ranges(sentence: str, numbers: list[Number]) -> list[Number]:
    """The numbers, the two ends of a range that is called one made one number ("a range of 800,000 to one million")."""
    joined: list[Number] = []
    for number in numbers:
        before = joined[-1] if joined else None
        if before is not None and before.value < number.value and _RANGE.search(sentence[: before.start]) is not None:
            if sentence[before.end : number.start].strip() in {"to", "à", "a", "and", "et", "y", "إلى"}:
                joined[-1] = replace(before, low=before.value, high=number.value, end=number.end, text=sentence[before.start : number.end])
                continue
        joined.append(number)
    return joined


def _compound(sentence: str, number: Number) -> bool:
    """Whether the number is the first part of a compound ("four-wheel", "two-day") or the last of a name ("Mi-8")."""
    after = sentence[number.end : number.end + 2]
    return after[:1] in "-‑" and after[1:2].isalpha() if after else False


def _stands_before(sentence: str, number: Number, after: Number) -> bool:
    """Whether a sentence begins with the number after this one, which is something of the page: "Short URL 113 At least nine died"."""
    opened = _OPENS.match(sentence, number.end, after.start)
    if not opened or not opened[1][0].isupper() or not after.approx:
        return False
    return hedge(sentence[opened.end() :], after.start - opened.end(), after.end - opened.end(), after.value)[0] == ""


def _words(sentence: str, start: int, end: int) -> list[Token]:
    made = []
    for found in _PIECE.finditer(sentence, start, end):
        text, first = found.group(), found.start()
        if elided := _ELIDED.match(text):
            made.append(Token(elided.group(), fold(elided.group())[:-1], first, first + elided.end()))
            text, first = text[elided.end() :], first + elided.end()
        made.append(Token(text, fold(text) if text[0].isalpha() else text, first, found.end()))
    return made
