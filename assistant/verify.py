"""Step 4 and the end of step 7, verify: no model. A quote is a slice of the report; a claim holds nothing that its quotes do not.

What a claim may hold beyond its quotes' own words: a value, day or name that follows from them, or from the cited report's date,
dateline, title or publisher, by normalisation (number words, digit scripts, "on Monday", a name's other spelling).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from itertools import pairwise

from assistant.answer import Citation, Claim
from ingest.dates import find_dates
from ingest.name_words import COMMON
from ingest.names import find_names, name_keys
from ingest.numerals import find_numbers, unbacked, without_dates
from ingest.report import Report
from ingest.words import terms

_MARKERS = re.compile(r"\[(\d+)\]")
_LIKE_A_DATE = re.compile(r"(?<![\d.,])\d{1,2}\.\d{1,2}\s+[^\W\d]")
_RUNS_ON = re.compile(r"[\s–—-]*")


def quote_stands(report: Report, citation: Citation) -> bool:
    """Whether the quote is in the report at its offsets, to the character."""
    return bool(citation.quote) and report.text[citation.start : citation.end] == citation.quote


def unsupported(claim: str, quotes: Sequence[str], reports: Sequence[Report], asked: str = "", own_words: Iterable[str] = ()) -> list[str]:
    """Every number, date and name of `claim` that neither its `quotes` nor the cited `reports`' heads carry ([] if it holds).

    A number must stand in a quote; the day of a date may come from a report's date; a name, with all its words, may come from a
    publisher, title or the question (`asked`). `own_words` are sitrep's own (labels, months), which are no names.
    """
    bare = _MARKERS.sub(" ", claim)
    unstated = [without_dates(unbacked(bare, quote)) for quote in quotes or [""]]
    loose = [n.text for n in unstated[0] if all(n in others for others in unstated)]
    loose += [bare[start:end] for start, end in _undated(bare, quotes, reports)]
    told = [*quotes, asked, *_heads(reports), *own_words]
    known, folded = {k for text in told for k in name_keys(text)}, {w for text in told for w in terms(text)}
    for name in (n.text for n in find_names(bare)):
        if any(_is_strange(word, known, folded) for word in name.split()) and not _stands(name, told):
            loose.append(name)
    return loose


def _stands(name: str, told: Sequence[str]) -> bool:
    """Whether a name stands in these texts to the letter."""
    return any(re.search(rf"{re.escape(name)}(?!\w)", text) for text in told)


def _is_strange(word: str, known: Set[str], folded: Set[str]) -> bool:
    """Whether a word of a name is known neither by its sound nor by its letters; particles and common words are no names."""
    if word == word.lower() or set(terms(word)) <= folded | COMMON:
        return False
    keys = name_keys(word)
    return not keys or not keys <= known


def _heads(reports: Sequence[Report]) -> list[str]:
    return [f"{r.title} {r.publisher}" for r in reports]


def _undated(claim: str, quotes: Sequence[str], reports: Sequence[Report]) -> list[tuple[int, int]]:
    """Where the claim names a date that no report carries; "17 September" and "on Monday" are read as that report would mean them."""
    held: dict[tuple[int, int], bool] = {}
    for report in reports:
        for d in find_dates(claim, report.date):
            held[d.start, d.end] = held.get((d.start, d.end), False) or _dated(d.first, d.last, quotes, reports)
    return [span for span, dated in held.items() if not dated]


def _dated(first: str, last: str, quotes: Sequence[str], reports: Sequence[Report]) -> bool:
    """Whether some report's date, or a date in a quote read against it, lies within what the claim says."""
    for quote, report in zip(quotes, reports, strict=True):
        stated = [(report.date, report.date), (report.published, report.published)]
        stated += [(d.first, d.last) for d in find_dates(quote, report.date)]
        if any(a and a <= last + "~" and first <= b + "~" for a, b in stated):
            return True
    return False


def keep(
    claims: Sequence[Claim], citations: Sequence[Citation], reports: dict[str, Report], asked: str, own_words: Sequence[str]
) -> tuple[list[Claim], list[str]]:
    """The claims that hold, and a line for each that does not: a number that fails costs the claim, not the reader."""
    held, dropped = [], []
    for claim in claims:
        used = [c for c in citations if c.marker in claim.markers]
        broken = [c.quote[:60] for c in used if not quote_stands(reports[c.report_id], c)]
        loose = unsupported(claim.text, [c.quote for c in used], [reports[c.report_id] for c in used], asked, own_words)
        if used and not broken and not loose:
            held.append(claim)
        else:
            dropped.append(f"{claim.text} — not carried by its quotes: {', '.join([*broken, *loose]) or 'no citation'}")
    return held, dropped


def may_be_misread(text: str) -> bool:
    """Whether a careless reader takes a number of `text` for another: "6.36 million" for a date, "2017 - Ninety-eight days" for one."""
    dated = ((a, b) for a, b in pairwise(find_numbers(text)) if a.kind in {"date", "year"} and b.text[0].isalpha())
    return _LIKE_A_DATE.search(text) is not None or any(_RUNS_ON.fullmatch(text, a.end, b.start) for a, b in dated)
