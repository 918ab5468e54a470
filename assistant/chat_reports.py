"""The reports beside the chat: the list, one report opened at a quote, and what became of files that were dropped on the page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant import wording
from assistant.chat_cards import dates_note, day, direction, opener, origin, shown
from assistant.chat_words import EXAMPLES, say
from assistant.chat_words import wording as words_for
from ingest.report import Report

LISTED = 300  # rows drawn at once; the search finds the others
AROUND = 20_000  # characters of a long report shown on either side of the quote


def newest_first(reports: Sequence[Report]) -> list[Report]:
    """The reports by the date that rules; those without one come last."""
    return sorted(reports, key=lambda report: (report.date, report.title), reverse=True)


def matching(reports: Sequence[Report], words: str) -> list[Report]:
    """The reports whose title, publisher, date, language or place has every one of `words`."""
    wanted = words.casefold().split()
    return [report for report in reports if all(word in _about(report) for word in wanted)]


def _about(report: Report) -> str:
    return " ".join((report.title, report.publisher, report.date, report.language, report.source, *report.places)).casefold()


def listing(reports: Sequence[Report], language: str) -> str:
    """The list, newest first, a row a report."""
    rows = newest_first(reports)
    more = f'<li class="more">+ {len(rows) - LISTED}</li>' if len(rows) > LISTED else ""
    return f"<ol>{''.join(_row(report, language) for report in rows[:LISTED])}{more}</ol>"


def _row(report: Report, language: str) -> str:
    return (
        f'<li><button class="open" {opener(report, 0, 0)}>'
        f'<span class="row-title" {direction(report.language)}>{shown(report.title or report.source)}</span>'
        f'<span class="card-from">{origin(report, language)}</span></button></li>'
    )


def summary(reports: Sequence[Report], language: str) -> str:
    """How many reports there are, and from when to when."""
    if not reports:
        return ""
    dates = sorted(report.date for report in reports if report.date)
    span = f"{day(dates[0], words_for(language))} – {day(dates[-1], words_for(language))}" if dates else ""
    return f"{shown(say(language, 'from', n=len(reports)))}<br>{span}"


def choices(reports: Sequence[Report], language: str) -> dict[str, Any]:
    """What a question can be limited to: the publishers and languages there are."""
    names = wording.NAMES[words_for(language)]
    languages = sorted({report.language for report in reports if report.language})
    return {
        "publishers": sorted({report.publisher for report in reports if report.publisher}, key=str.casefold),
        "languages": [[code, names.get(code, code)] for code in languages],
    }


def examples(reports: Sequence[Report]) -> list[dict[str, str]]:
    """Questions to start with, about the seeds; none when they are not among the reports."""
    if not any("seeds" in Path(report.source).parts for report in reports):
        return []
    return EXAMPLES


def opened(report: Report, start: int, end: int, language: str) -> str:
    """A whole report, with the words from `start` to `end` marked; of a very long one, the part around them."""
    text = report.text
    start, end = max(0, min(start, len(text))), max(0, min(end, len(text)))
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    cut = f'<p class="card-note">{shown(say(language, "cut"))}</p>' if (first, last) != (0, len(text)) else ""
    where = "".join(f'<span class="dot"> · </span>{shown(place)}' for place in report.places)
    note = f'<p class="card-note">{dates_note(report, language)}</p>' if report.dates_disagree else ""
    return (
        f'<header><p class="card-from">{origin(report, language)}{where}</p>'
        f"<h2 {direction(report.language)}>{shown(report.title or report.source)}</h2>"
        f'<p class="card-note" dir="auto">{shown(report.url or report.source)}</p>{note}{cut}</header>'
        f'<div class="words" {direction(report.language)}>{_paragraphs(text, first, start, end, last)}</div>'
    )


def _paragraphs(text: str, first: int, start: int, end: int, last: int) -> str:
    """The text line by line, the marked words within; a quote that runs over a line's end is marked on both."""
    lines, at = [], first
    for line in text[first:last].split("\n"):
        a, b = max(start, at), min(end, at + len(line))
        if a < b:
            inner = f"{shown(text[at:a])}<mark>{shown(text[a:b])}</mark>{shown(text[b : at + len(line)])}"
        else:
            inner = shown(line)
        if line.strip():
            lines.append(f'<p dir="auto">{inner}</p>')
        at += len(line) + 1
    return "".join(lines)
