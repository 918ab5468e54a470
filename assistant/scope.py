"""Which reports may answer: those within the scope that a reader set or the question's own words set. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.answer import Scope
from ingest.report import Report


def in_scope(scope: Scope, reports: Mapping[str, Report]) -> set[str] | None:
    """The ids of the reports that the scope lets answer; None if it does not narrow."""
    if not scope:
        return None
    folded = {p.casefold() for p in scope.publishers}
    places = [p.casefold() for p in scope.places]
    return {
        r.report_id
        for r in reports.values()
        if (not scope.reports or r.report_id in scope.reports)
        and (not scope.languages or r.language in scope.languages)
        and (not folded or r.publisher.casefold() in folded)
        and (not scope.published_from or (r.date and r.date >= scope.published_from[: len(r.date)]))
        and (not scope.published_to or (r.date and r.date <= scope.published_to))
        and (not places or any(p in " ".join([r.title, r.text, *r.places]).casefold() for p in places))
    }
