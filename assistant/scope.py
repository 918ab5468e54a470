"""Which reports may answer: those within the scope that a reader set or the question's own words set. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from assistant.answer import Scope
from ingest.report import Report

_SHORT = 2  # letters


def in_scope(scope: Scope, reports: Mapping[str, Report], cited: bool = False) -> set[str] | None:
    """The ids of the reports that the scope lets answer; None if it does not narrow.

    `cited` says that the word of its publishers is asked for: then reports of others that name them may have it too.
    """
    if not scope:
        return None
    folded = {p.casefold() for p in scope.publishers}
    places = [p.casefold() for p in scope.places]
    return {
        r.report_id
        for r in reports.values()
        if (not scope.reports or r.report_id in scope.reports)
        and (not scope.languages or r.language in scope.languages)
        and (not folded or r.publisher.casefold() in folded or (cited and _names(r, scope.publishers)))
        and (not scope.published_from or (r.date and r.date >= scope.published_from[: len(r.date)]))
        and (not scope.published_to or (r.date and r.date <= scope.published_to))
        and (not places or any(p in " ".join([r.title, r.text, *r.places]).casefold() for p in places))
    }


def case(publisher: str) -> re.RegexFlag:
    """Two letters are a publisher in capitals only."""
    return re.IGNORECASE if len(publisher) > _SHORT else re.NOFLAG


def _names(report: Report, publishers: Collection[str]) -> bool:
    """Whether the text of a report names one of these publishers."""
    text = report.text.casefold()  # a plain search first: most reports name none
    return any(p.casefold() in text and re.search(rf"(?<!\w){re.escape(p)}(?!\w)", report.text, case(p)) for p in publishers)
