"""What acronyms stand for, as reports spell them out: "Organisation mondiale de la santé (OMS)". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.number_words import fold, word_set

_ACRONYM = re.compile(r"(?<!\w)[A-Z]{3,8}(?!\w)")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL = word_set("of the for and in on de du des la le les l d del los las y et para por pour en a au aux")  # they have no letter in it
_LONGEST = 12  # words


def spelled_out(text: str, reports: Iterable[str]) -> str:
    """The names that the acronyms in a text stand for, as the texts of reports put them before the acronym in brackets; "" if none does."""
    acronyms = _ACRONYM.findall(text)
    if not acronyms:
        return ""
    bracketed = re.compile(rf"\(({'|'.join(acronyms)})\)")
    found = [_name_before(report[: match.start()], match[1]) for report in reports for match in bracketed.finditer(report)]
    return " ".join(dict.fromkeys(filter(None, found)))


def _name_before(before: str, acronym: str) -> str:
    """The words at the end of a text whose letters the acronym is made of; "" if they are not."""
    letters = list(fold(acronym))
    for word in reversed(list(_WORD.finditer(before))[-_LONGEST:]):
        folded = fold(word[0])
        if folded in _SMALL:
            continue
        if folded[0] != letters.pop():
            return ""
        if not letters:
            return before[word.start() :].strip()
    return ""
