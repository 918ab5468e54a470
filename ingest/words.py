"""The form in which words are compared: without case, accents, Arabic spelling variants and digit scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LETTERS = {ord(a): b for a, b in zip("ىةیکٱ", "يهيكا", strict=True)} | {0x0640: None, 0x2019: "'", 0x02BC: "'"}
_WORD = re.compile(r"[^\W_]+")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f\u2009,.'\u066c]\d{3})+(?![\d])")
_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=[\u0621-\u064a]{3})")
_AND = re.compile(r"^و(?=[\u0621-\u064a]{4})")


def fold(text: str) -> str:
    """`text` without case and accents, Arabic letters in one spelling, digits as 0-9. Its length may differ from the text's."""
    return text.casefold() if text.isascii() else unicodedata.normalize("NFKD", text).translate(_FOLDED).casefold()


def terms(text: str) -> list[str]:
    """The folded words of `text` in order; "14 000" and "14,000" are one word, Arabic words lose "and" and the article."""
    whole = _GROUPED.sub(lambda m: re.sub(r"\D", "", m[0]), fold(text))
    return [_stem(word) for word in _WORD.findall(whole)]


def any_of(words: Iterable[str], column: str = "folded") -> str:
    """An FTS5 expression that matches any of these folded words, or of these keys in the column "names" ("" if there is none)."""
    either = " OR ".join(f'"{word}"' for word in dict.fromkeys(words) if _WORD.fullmatch(word))
    return f"{column} : ({either})" if either else ""


class _Folded(dict[int, str | int | None]):
    """What becomes of a character, by its code point; looked up once for each."""

    def __missing__(self, code: int) -> str | int | None:
        char = chr(code)
        folded = None if unicodedata.combining(char) else str(unicodedata.digit(char)) if char.isdecimal() else code
        self[code] = folded
        return folded


_FOLDED = _Folded(_LETTERS)


def _stem(word: str) -> str:
    if not "\u0621" <= word[0] <= "\u064a":
        return word
    return _AND.sub("", word) if not _ARTICLE.match(word) else _ARTICLE.sub("", word)
