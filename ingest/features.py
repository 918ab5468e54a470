"""What of a passage a question is compared with: its folded words, the keys of its names, its places. Derived once, at ingest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.names import name_keys
from ingest.places import find_places
from ingest.report import Passage, Report
from ingest.words import terms

HEAD = 300  # characters of a report that tell what it is about


def line_of(values: Iterable[str]) -> str:
    """Each of these terms once, in order, in a line with blanks around each: one is there where `spaced(term)` is in the line.

    To look for few terms takes less time so than to make a set of all.
    """
    return f" {' '.join(sorted(set(values)))} "


def spaced(term: str) -> str:
    """A term as it stands in a line of terms."""
    return f" {term} "


@dataclass(frozen=True, slots=True)
class Features:
    """Lines of terms: `words` are folded, `names` are keys, `places` are ids; `head` keys of names in its report's title and opening."""

    report_id: str
    words: str
    names: str
    places: str
    head: str


def features(report: Report, passage: Passage) -> Features:
    """Those of one passage of a report."""
    places = (place.place_id for place in find_places(passage.text))
    lines = terms(passage.text), name_keys(passage.text), places, name_keys(f"{report.title}. {report.text[:HEAD]}")
    return Features(report.report_id, *map(line_of, lines))
