"""The figures ledger: every count that a report states, with what was counted, where, when, and who says so. Rules, no model.

Each sentence is read by itself: numbers that can count (`figures_tokens`), the noun each counts (`figures_phrase`), the event that governs
it (`figures_what`), what carries over from the count before it (`figures_carry`), who says so (`figures_says`). From the sentence before
comes only what happened ("An earlier count gave 277") and whom "it said" means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ingest.dates import find_dates
from ingest.figures_carry import Count, counts
from ingest.figures_events import events
from ingest.figures_says import Saying, nearest, sayings
from ingest.figures_tokens import Token, tokens
from ingest.figures_words import noun_class
from ingest.places import PlaceMention, find_places
from ingest.report import Figure, Passage, Report, What

_ALL_ALONG = ("since", "depuis", "desde", "منذ")


@dataclass(slots=True)
class _Reading:
    """What goes on from one sentence of a report to the next."""

    what: What | None = None
    source: str = ""
    places: list[PlaceMention] = field(default_factory=list)


def extract(report: Report, passages: Sequence[Passage]) -> list[Figure]:
    """Every figure of the report, in the order they stand in its text; `passages` give its sentences."""
    spans = sorted({span for passage in passages for span in passage.sentences})
    reading = _Reading()
    return [figure for start, end in spans for figure in _sentence(report, start, end, reading)]


def _sentence(report: Report, start: int, end: int, reading: _Reading) -> list[Figure]:
    sentence = report.text[start:end]
    words = tokens(sentence)
    found = counts(words, report.language, reading.what)
    said = sayings(words, report.language)
    names = [_name(sentence, words, s, reading) for s in said]
    places = find_places(sentence) if found else []
    figures = [_figure(report, start, end, words, count, found, dict(zip(said, names, strict=True)), places) for count in found]
    reading.what = _told(words, found, report.language)
    reading.source = next((n for n in reversed(names) if n), reading.source)
    return figures


def _told(words: Sequence[Token], found: Sequence[Count], language: str) -> What | None:
    """What a sentence tells of: what it counts first, or else the first event in it."""
    counted = [c.what for c in found if c.part_of is None]
    other = [what for e in events([t.folded if t.is_word else "" for t in words], language) for what, _ in e.meanings[:1]]
    if told := next((what for what in (*counted, *other) if what != "other"), None):
        return told
    return "attacks" if any(t.is_word and noun_class(t.folded, language) == "attacks" for t in words) else None


def _figure(
    report: Report,
    start: int,
    end: int,
    words: Sequence[Token],
    count: Count,
    found: Sequence[Count],
    said: dict[Saying, str],
    places: Sequence[PlaceMention],
) -> Figure:
    sentence = report.text[start:end]
    token = words[count.at]
    number = token.number
    if number is None:
        raise ValueError("a count stands at a number")
    phrase = count.phrase
    source = nearest(list(said), count.at)
    place = min(places, key=lambda p: abs(p.start - token.end) + (30 if p.start < token.start else 0), default=None)
    return Figure(
        report_id=report.report_id,
        start=start,
        end=end,
        value=number.value,
        low=number.low,
        high=number.high,
        approx=number.approx,
        unit="" if phrase.is_empty else sentence[words[phrase.first].start : words[phrase.last].end],
        what=count.what,
        who=count.who,
        where=place.name if place else next(iter(report.places), ""),
        event_date=_event_date(sentence, token, report.date),
        as_of=report.date,
        attributed_to=said[source] if source else "",
        publisher=report.publisher,
        part_of=found[count.part_of].value if count.part_of is not None else None,
        number_start=start + number.start,
        number_end=start + number.end,
    )


def _name(sentence: str, words: Sequence[Token], saying: Saying, reading: _Reading) -> str:
    """The name as it stands in the text; for "he", "it", "the group" the one named before."""
    text = sentence[words[saying.first].start : words[saying.last].end]
    return reading.source or ("" if saying.first == saying.last and saying.pronoun else text) if saying.pronoun else text


def _event_date(sentence: str, token: Token, anchor: str) -> str:
    """The day named nearest to the number ("" if none is); a day since which it is counted is not the day of the event."""
    days = [m for m in find_dates(sentence, anchor) if m.precision == "day" and not _since(sentence, m.start)]
    nearest_day = min(days, key=lambda m: min(abs(m.start - token.end), abs(token.start - m.end)), default=None)
    return nearest_day.first if nearest_day else ""


def _since(sentence: str, start: int) -> bool:
    before = sentence[max(0, start - 12) : start].lower().split()
    return any(word.strip("و") in _ALL_ALONG for word in before[-2:])
