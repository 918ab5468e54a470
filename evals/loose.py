"""The numbers and dates of an answer that nothing it cites carries."""

from __future__ import annotations

from evals.seen import Seen
from ingest.dates import DateMention, date_spans, find_dates
from ingest.numerals import unbacked, without_dates

_HEAD = 300  # characters of a report that stand for its own dateline


def loose_values(seen: Seen) -> list[str]:
    """Numbers of the text, in digits or words, dates left out, that no quote states and the question does not give."""
    evidence = " .\n".join([*(c.quote for c in seen.answer.citations), seen.asked])
    return [n.text for n in without_dates(unbacked(seen.text, evidence))]


def loose_dates(seen: Seen) -> list[str]:
    """Dates of the text that are neither in a quote, nor in the question, nor a cited report's own."""
    anchors = sorted({r.date for c in seen.answer.citations if (r := seen.cited(c)) is not None} | {""})
    said: dict[tuple[int, int], list[DateMention]] = {}
    for anchor in anchors:
        for mention in find_dates(seen.text, anchor):
            if not mention.relative:
                said.setdefault((mention.start, mention.end), []).append(mention)
    known = _known(seen, anchors)
    loose = [span for span, mentions in said.items() if not any(_within(m, known) for m in mentions)]
    unread = [s for s in date_spans(seen.text) if all(s[1] <= start or end <= s[0] for start, end in said)]
    return [seen.text[start:end] for start, end in sorted([*loose, *unread])]


def _known(seen: Seen, anchors: list[str]) -> list[tuple[str, str]]:
    """First and last days of every date that the answer may give."""
    known = [(d.first, d.last) for anchor in anchors for d in find_dates(seen.asked, anchor)]
    for citation in seen.answer.citations:
        report = seen.cited(citation)
        if report is None:
            continue
        known += [(day, day) for day in (report.date, report.published, citation.published) if day]
        for text in (citation.quote, f"{report.title}\n{report.text[:_HEAD]}"):
            known += [(d.first, d.last) for d in find_dates(text, report.date)]
    return known


def _within(mention: DateMention, known: list[tuple[str, str]]) -> bool:
    """Whether some known day lies within what is said (a month or year as known holds any day of its own)."""
    return any(first[: len(mention.first)] <= mention.last and mention.first <= f"{last}~" for first, last in known)
