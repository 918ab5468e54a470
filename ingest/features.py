"""What of a passage a question is compared with: its folded words, the keys of its names, its places. Derived once, at ingest."""

from __future__ import annotations

from dataclasses import dataclass

from ingest.names import name_keys
from ingest.places import find_places
from ingest.report import Passage, Report
from ingest.words import terms

HEAD = 300  # characters of a report that tell what it is about


@dataclass(frozen=True, slots=True)
class Features:
    """`words` are folded, `names` are keys, `places` are ids; `head` are the keys of the names in its report's title and opening."""

    report_id: str
    words: frozenset[str]
    names: frozenset[str]
    places: frozenset[str]
    head: frozenset[str]


def features(report: Report, passage: Passage) -> Features:
    """Those of one passage of a report."""
    places = frozenset(place.place_id for place in find_places(passage.text))
    head = name_keys(f"{report.title}. {report.text[:HEAD]}")
    return Features(report.report_id, frozenset(terms(passage.text)), frozenset(name_keys(passage.text)), places, frozenset(head))
