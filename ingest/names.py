"""Names in a text, people, groups and places alike, and keys that match them across spellings and scripts."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from ingest.date_words import MONTHS, SHORT_MONTHS, SHORT_WEEKDAYS, WEEKDAYS
from ingest.name_words import COMMON, NAME_ARTICLES, NAME_PARTICLES, PAGE_WORDS
from ingest.number_words import WORDS, fold
from ingest.transliterate import name_key


@dataclass(frozen=True, slots=True)
class NameMention:
    """A name at text[start:end]; `key` is the same for its spellings and transliterations ("" for an acronym of vowels only)."""

    start: int
    end: int
    text: str
    key: str


_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}]|['\u2018\u2019`\u02b0-\u02ff](?=[^\W\d_]))*")
_ELISION = re.compile(r"(?:[ldsnjmtcLDSNJMTC]|[Qq]u|[Jj]usqu)['\u2019](?=[^\W\d_])")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_OPENS = re.compile(r"(?:^|[.!?\u061f:;\n\u2022\"\u201c\u00ab(\u00bf\u00a1]|[-\u2013\u2014]\s)\s*$")
_ACRONYM = re.compile(r"[A-Z]{2,}s?")
_ALL_CAPITALS = re.compile(r"\b[A-Z]{2,}\b")
_CAPITAL = re.compile(r"(?<![^\W\d_])[A-ZÀ-Þ]")
_NO_NAMES = frozenset({*MONTHS, *SHORT_MONTHS, *WEEKDAYS, *SHORT_WEEKDAYS, *(w for w in WORDS if w.isascii())})
_JOINTS = frozenset({" ", "-", "\u00a0", "\u2010", "\u2011"})


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    folded: str
    opens: bool
    joined: bool
    hyphen: bool

    @property
    def named(self) -> bool:
        """Whether the word by itself may be a name: a capital, no month or number, and at the head of a sentence no common word."""
        return self.text[0].isupper() and (_ACRONYM.fullmatch(self.text) is not None or self.folded not in _NO_NAMES | COMMON)


def find_names(text: str) -> list[NameMention]:
    """Runs of capitalised words in Latin letters, with the particles inside them, and acronyms, in order.

    Months, days, numbers and common words (mostly capitalised because they open a sentence) are left out, and
    runs of titles or tags of a web page. Arabic has no capitals: use `name_keys` there.
    """
    words = list(_words(text))
    found: list[NameMention] = []
    i = 0
    while i < len(words):
        n = _length(words, i)
        if n and words[i].folded not in PAGE_WORDS:
            start, end = words[i].start, words[i + n - 1].end
            found.append(NameMention(start, end, text[start:end], name_key(text[start:end])))
        i += max(n, 1)
    return found


def name_keys(text: str) -> set[str]:
    """The keys of all words that may be names: the capitalised ones in Latin letters, those of four letters and more in Arabic."""
    keys: set[str] = set()
    for word in _words(text):
        if "\u0600" <= word.text[0] <= "\u06ff":
            if len(word.folded) > 3:
                keys.add(name_key(word.text))
                keys.add(name_key(word.text[1:]) if word.text[0] in "وبلفك" else "")
        elif word.text[0].isupper():
            keys.add(name_key(word.text))
    return keys - {""}


@functools.lru_cache(maxsize=4096)
def initials(text: str) -> frozenset[str]:
    """The acronyms in a text, and the initials of its names of several words: "SOHR" for "Syrian Observatory for Human Rights"."""
    found = {"".join(_CAPITAL.findall(name.text)) for name in find_names(text)} | set(_ALL_CAPITALS.findall(text))
    return frozenset(each for each in found if len(each) > 1)


def same_name(a: str, b: str) -> bool:
    """Whether two names can be spellings of one: equal letters, equal keys, or for short keys equal first sounds as well."""
    if fold(a) == fold(b):
        return True
    key, other = name_key(a), name_key(b)
    if not key or key != other:
        return False
    return len(key) > 2 or abs(len(a) - len(b)) < 3


def _words(text: str) -> list[_Word]:
    words = []
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if elision := _ELISION.match(text, start, end):
            start = elision.end()
        if possessive := _POSSESSIVE.search(text, start, end):
            end = possessive.start()
        opens = _OPENS.search(text[max(0, start - 4) : start]) is not None
        words.append(
            _Word(start, end, text[start:end], fold(text[start:end]), opens, text[before:start] in _JOINTS, text[before:start] == "-")
        )
        before = match.end()
    return words


def _length(words: list[_Word], i: int) -> int:
    """How many words from i are one name, 0 if none starts there: capitals, with particles between them."""
    n = 1
    if words[i].folded in NAME_ARTICLES and words[i].text[0].islower():
        if i + 1 >= len(words) or not words[i + 1].joined or not words[i + 1].named or (words[i].text == "el" and not words[i + 1].hyphen):
            return 0
        n = 2
    elif not words[i].named:
        return 0
    end = n
    while i + n < len(words) and words[i + n].joined:
        word = words[i + n]
        n += 1
        if word.named or (word.text[0].isupper() and word.folded not in _NO_NAMES and not word.opens):
            end = n
        elif word.folded not in NAME_PARTICLES or n - end > 3:
            break
    return end
