"""Whether a text states a value: numbers by what they amount to, dates by their days, anything else as whole words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ingest.dates import DateMention, date_spans, find_dates
from ingest.digits import Number
from ingest.numerals import find_numbers
from ingest.words import fold

_BLANK = re.compile(r"\s+")
_EDGES = " \t\n.,;:!?\"'«»“”()"


def states(form: str, text: str, anchor: str = "") -> bool:
    """Whether `text` states `form`; `anchor` is the ISO day from which "on Friday" in the text is told.

    A count is not stated by the day or year of a date ("29 November" does not say 29), nor 14 by "14,000", nor 6 by "sixty-six".
    """
    form = form.strip(_EDGES)
    if not form:
        return False
    if number := whole_number(form):
        return any(number.meanings & n.meanings for n in find_numbers(text) if _alike(number, n))
    if (day := _whole_date(form, anchor)) and any(_same_day(day, d) for d in find_dates(text, anchor)):
        return True
    return has_words(form, text)


def states_any(forms: Iterable[str], text: str, anchor: str = "") -> bool:
    """Whether `text` states one of the forms."""
    return any(states(form, text, anchor) for form in forms)


def _alike(form: Number, said: Number) -> bool:
    """Whether both are counts, or both may be a year ("2,024 people" are none)."""
    if form.kind == "year":
        return said.text.isdecimal()
    return said.kind not in {"date", "year"}


def whole_number(form: str) -> Number | None:
    """The number that the whole of `form` is, None if it is something else."""
    found = find_numbers(form)
    if len(found) != 1 or form[: found[0].start].strip(_EDGES) or form[found[0].end :].strip(_EDGES):
        return None
    return found[0]


def has_words(form: str, text: str) -> bool:
    """Whether the words of `form` stand in `text` as they are, whatever the case, accents and digit script."""
    folded, within = plain(form), plain(text)
    if re.search(rf"(?<!\w){re.escape(folded)}(?!\w)", within):
        return True
    return not folded.isascii() and folded in within  # Arabic glues "and", "in" and the article to a word


def plain(text: str) -> str:
    """The folded text with single blanks."""
    return _BLANK.sub(" ", fold(text)).strip()


def without_dates(text: str) -> str:
    """The text with its written dates blanked out, offsets kept."""
    for start, end in date_spans(text):
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def amounts(text: str) -> set[float]:
    """The counts that `text` states: numbers that are no dates, years or identifiers."""
    return {v for n in find_numbers(text) if n.kind not in {"date", "year", "identifier"} and not n.weak for v in (n.value,)}


def expected_amounts(forms: Sequence[str]) -> set[float]:
    """Every value that these forms may stand for."""
    return {v for form in forms for n in find_numbers(form) for v in n.meanings}


def _whole_date(form: str, anchor: str) -> DateMention | None:
    found = find_dates(form, anchor)
    if len(found) != 1 or form[: found[0].start].strip(_EDGES) or form[found[0].end :].strip(_EDGES):
        return None
    return found[0]


def _same_day(asked: DateMention, said: DateMention) -> bool:
    """Whether what is said is at least as exact as what was asked for, and lies within it."""
    return asked.first <= said.first and said.last <= asked.last
