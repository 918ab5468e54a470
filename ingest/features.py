"""What of a passage a question is compared with: its folded words, the keys of its names, its places. Derived once, at ingest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ingest.names import name_keys
from ingest.places import find_places
from ingest.report import Passage, Report
from ingest.words import terms

HEAD = 300  # characters of a report that tell what it is about


class Terms(str):
    """Terms in a line, with blanks around each. Whole terms are `in` it; that takes less time than to make a set, where few are asked."""

    __slots__ = ()

    @classmethod
    def of(cls, values: Iterable[str]) -> Terms:
        """Each of these once, in order."""
        return cls(f" {' '.join(sorted(set(values)))} ")

    def __contains__(self, term: object) -> bool:
        return str.__contains__(self, f" {term} ")


@dataclass(frozen=True, slots=True)
class Features:
    """`words` are folded, `names` are keys, `places` are ids; `head` are the keys of the names in its report's title and opening."""

    report_id: str
    words: Terms
    names: Terms
    places: Terms
    head: Terms


def features(report: Report, passage: Passage) -> Features:
    """Those of one passage of a report."""
    places = (place.place_id for place in find_places(passage.text))
    lines = terms(passage.text), name_keys(passage.text), places, name_keys(f"{report.title}. {report.text[:HEAD]}")
    return Features(report.report_id, *map(Terms.of, lines))
