"""Which rows of the figures ledger a few words are about: what, who, place, source or date, in any of the four languages."""

from __future__ import annotations

from ingest.archive import Archive
from ingest.dates import find_dates
from ingest.figures_asked import classify_question
from ingest.names import name_keys
from ingest.report import Figure
from ingest.words import terms


def search(archive: Archive, query: str) -> list[Figure]:
    """Figures that fit the query, best first; an empty query gives the whole ledger, newest report first."""
    reports = {report.report_id: report for report in archive.reports()}
    asked = classify_question(f"how many {query}")
    keys, words = name_keys(query), {t for t in terms(query) if len(t) > 2}
    dates = find_dates(query)
    scored = []
    for figure in archive.figures():
        report = reports[figure.report_id]
        sentence = report.text[figure.start : figure.end]
        score = 2.0 * bool(asked.what and figure.what == asked.what) + 1.5 * bool(asked.who and figure.who == asked.who)
        score += 2.0 * len(keys & name_keys(f"{sentence} {figure.where} {figure.attributed_to} {report.title}"))
        score += len(words & set(terms(f"{sentence} {report.title} {report.publisher}"))) / (len(words) or 1)
        score += 2.0 * any(d.first[: len(report.date)] <= report.date <= d.last for d in dates) if report.date else 0.0
        if score > 0 or not query.strip():
            scored.append((score, report.date, figure))
    scored.sort(key=lambda row: (row[0], row[1]), reverse=True)
    best = scored[0][0] if scored else 0.0
    return [figure for score, _, figure in scored if score >= best / 2]
