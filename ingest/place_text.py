"""The words of a text as places are looked for in it: without elisions, possessives and what Arabic glues to a name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.gazetteer import gazetteer, spelling
from ingest.number_words import fold


@dataclass(frozen=True, slots=True)
class PlaceWord:
    """A word of a text: where it is, how it is spelt, and what stands before it."""

    start: int
    end: int
    text: str
    key: str
    opens: bool  # a sentence or line
    joined: bool  # to the word before, by a space or a hyphen only
    hyphen: bool  # joined by a hyphen

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}]|['\u2018\u2019`\u02b0-\u02ff](?=[^\W\d_]))*")
_ELISION = re.compile(r"(?:[ldLD]|[Qq]u|[Jj]usqu)['\u2019](?=[A-ZÀ-Ý])")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_OPENS = re.compile(r"(?:^|[.!?\u061f:;\n\u2022\"\u201c\u00ab(]|[-\u2013\u2014]\s)\s*$")


def place_words_of(text: str) -> Iterator[PlaceWord]:
    """The words of a text, an Arabic one without what is glued to a place's name."""
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if elision := _ELISION.match(text, start, end):
            start = elision.end()
        if possessive := _POSSESSIVE.search(text, start, end):
            end = possessive.start()
        word, gap = text[start:end], text[before:start]
        if "\u0600" <= word[0] <= "\u06ff":
            prefixed = _without_prefix(word)
            start, word = end - len(prefixed), prefixed
        opens = _OPENS.search(text[max(0, start - 4) : start]) is not None
        yield PlaceWord(start, end, word, spelling(word), opens, gap in _JOINTS, gap in _HYPHENS)
        before = match.end()


_HYPHENS = frozenset({"-", "\u2010", "\u2011"})
_JOINTS = _HYPHENS | {" ", "\u00a0"}


def _without_prefix(word: str) -> str:
    """An Arabic word without a glued و, ف, ب or ل, if what remains begins a place's name and the whole does not."""
    openings = gazetteer().openings
    if fold(word) in openings:
        return word
    for cut in (1, 2):
        if len(word) > cut + 2 and all(c in "وفبلك" for c in word[:cut]) and fold(word[cut:]) in openings:
            return word[cut:]
    return word
