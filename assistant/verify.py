"""Step 4 and the end of step 7, verify: no model. A quote is a slice of the report; a claim holds nothing that its quotes do not.

What a claim may hold beyond its quotes' own words: a value, day or name that follows from them, or from the cited report's date,
dateline, title or publisher, by normalisation (number words, digit scripts, "on Monday", a name's other spelling).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.answer import Citation, Claim
from ingest.dates import find_dates
from ingest.names import find_names, name_keys
from ingest.numerals import unbacked, without_dates
from ingest.report import Report
from ingest.words import terms

_MARKERS = re.compile(r"\[(\d+)\]")


def quote_stands(report: Report, citation: Citation) -> bool:
    """Whether the quote is in the report at its offsets, to the character."""
    return bool(citation.quote) and report.text[citation.start : citation.end] == citation.quote


def unsupported(claim: str, quotes: Sequence[str], reports: Sequence[Report], asked: str = "", own_words: Iterable[str] = ()) -> list[str]:
    """Every number, date and name of `claim` that neither its `quotes` nor the cited `reports`' heads carry ([] if it holds).

    A number must stand in a quote (or in the question, `asked`); the day of a date may come from a report's date; a name may come
    from a publisher, title or the question. `own_words` are sitrep's own (labels, months), which are no names.
    """
    bare = _MARKERS.sub(" ", claim)
    evidence = "\n".join([*quotes, asked])
    loose = [n.text for n in without_dates(unbacked(bare, evidence))]
    loose += [bare[start:end] for start, end in _undated(bare, quotes, reports)]
    known = {k for text in [*quotes, asked, *_heads(reports), *own_words] for k in name_keys(text)}
    folded = {w for text in [*quotes, asked, *_heads(reports), *own_words] for w in terms(text)}
    loose += [n.text for n in find_names(bare) if not (name_keys(n.text) & known or set(terms(n.text)) <= folded)]
    return loose


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
