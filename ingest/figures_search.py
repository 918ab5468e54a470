"""Which rows of the figures ledger a few words are about: what, whom, place, day, source or number, in any of the four languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ingest.archive import Archive
from ingest.dates import DateMention, find_dates
from ingest.figures_events import events
from ingest.figures_tokens import Token, tokens
from ingest.figures_words import noun_class
from ingest.names import name_keys
from ingest.numerals import find_numbers
from ingest.places import PlaceMention, find_places
from ingest.report import Figure, Report
from ingest.transliterate import name_key
from ingest.words import fold, terms

_EMPTY = frozenset(
    "how many much the and for with who what when where was were are have has had been from that did does people persons person number "
    "combien les des dans pour par avec qui ont ete sont sur personnes nombre quel quelle est cuantas cuantos los las del por con que "
    "han fueron personas numero كم عدد من الي علي في عن شخص شخصا according selon segun بحسب reported toll total".split()
)
_IN_REPORT = 0.5  # a place named elsewhere in the report


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a query asks for. Every part that is not empty must fit a figure; `whats` and `groups` each by any of theirs."""

    whats: frozenset[str]
    groups: frozenset[str]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    numbers: frozenset[float]
    words: tuple[str, ...]

    @property
    def parts(self) -> int:
        """How many things must fit."""
        return bool(self.whats) + bool(self.groups) + len(self.places) + len(self.dates) + bool(self.numbers) + len(self.words)


@dataclass(frozen=True)
class _Row:
    """A figure beside its report, with what its sentence names, read once."""

    figure: Figure
    report: Report

    @cached_property
    def sentence(self) -> str:
        return self.report.text[self.figure.start : self.figure.end]

    @cached_property
    def named(self) -> str:
        """The sentence with all that tells where it comes from."""
        return f"{self.sentence} {self.figure.attributed_to} {self.report.title} {self.report.publisher} {self.report.source}"

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(terms(self.named)) | name_keys(self.named)

    def says(self, word: str) -> bool:
        """Whether the word, each of its parts, or the name in another spelling stands there."""
        return name_key(word) in self.words or all(term in self.words for term in terms(word))


def read(query: str) -> Wanted:
    """The query taken apart: events, groups, places, days, numbers, and the words left over (names, sources)."""
    dates = find_dates(query)
    places = [p for p in find_places(query) if not _is_part(query, p)]
    taken = [*((p.start, p.end) for p in places), *((d.start, d.end) for d in dates)]
    left = [t for t in tokens(query) if all(t.end <= start or end <= t.start for start, end in taken)]
    whats: set[str] = set()
    groups: set[str] = set()
    words: list[str] = []
    for token in (t for t in left if t.is_word):
        told, group = _told(token), noun_class(token.folded, "")
        whats |= told
        groups |= {group} if group and not told and group != "people" else set()
        if not told and group is None and len(token.folded) > 2 and fold(token.text) not in _EMPTY:
            words.append(token.text)
    numbers = frozenset(n.value for n in find_numbers(query) if all(n.end <= start or end <= n.start for start, end in taken))
    return Wanted(frozenset(whats), frozenset(groups), tuple(places), tuple(dates), numbers, tuple(words))


def _is_part(query: str, place: PlaceMention) -> bool:
    """Whether what looks like a place is an acronym ("SANA") or half of a compound ("Croix-Rouge")."""
    word, around = query[place.start : place.end], query[max(0, place.start - 1) : place.start] + query[place.end : place.end + 1]
    return (word.isascii() and word.isupper() and len(word) > 2) or "-" in around


def _told(token: Token) -> set[str]:
    return {what for event in events([token.folded], "") for what, _ in event.meanings if what != "other"}


@dataclass(frozen=True, slots=True)
class Found:
    """The figures a query is about, the latest report first; `whole` if they fit all of it."""

    figures: list[Figure]
    whole: bool


def find(archive: Archive, query: str) -> Found:
    """The figures that fit all of the query; where none does, those that fit most of it. An empty query gives the whole ledger."""
    wanted = read(query)
    reports = {report.report_id: report for report in archive.reports()}
    rows = [_Row(figure, reports[figure.report_id]) for figure in archive.figures() if figure.report_id in reports]
    own = [_fits_itself(wanted, row.figure) for row in rows]
    alone = wanted.parts - len(wanted.places) - len(wanted.words)
    known: dict[str, set[str]] = {}
    promising = [row for row, fit in zip(rows, own, strict=True) if fit == alone]
    kept = _best(promising, [alone] * len(promising), wanted, known)
    if not kept or kept[0][0] < wanted.parts:
        kept = _best(rows, own, wanted, known)
    kept.sort(key=lambda each: (each[2].report.date, each[1], -each[2].figure.start), reverse=True)
    figures = [row.figure for fit, _, row in kept if fit or not wanted.parts]
    return Found(figures, not kept or kept[0][0] == wanted.parts)


def search(archive: Archive, query: str) -> list[Figure]:
    """The figures of `find`."""
    return find(archive, query).figures


def _best(rows: Sequence[_Row], own: Sequence[int], wanted: Wanted, known: dict[str, set[str]]) -> list[tuple[int, float, _Row]]:
    """The rows that fit most: how much of the query, how near its places are, and the row."""
    scored = []
    for row, fit in zip(rows, own, strict=True):
        near = [_place(place, row, known) for place in wanted.places]
        said = sum(row.says(word) for word in wanted.words)
        scored.append((fit + said + sum(each > 0 for each in near), sum(near), row))
    best = max((fit for fit, _, _ in scored), default=0)
    return [each for each in scored if each[0] == best]


def _fits_itself(wanted: Wanted, figure: Figure) -> int:
    """How many parts of the query the figure alone fits: what, whom, number, days."""
    alone = (
        figure.what in wanted.whats,
        figure.who in wanted.groups,
        bool(wanted.numbers & {figure.value, figure.low, figure.high}),
        *(_on(date, figure) for date in wanted.dates),
    )
    return sum(alone)


def _place(wanted: PlaceMention, row: _Row, known: dict[str, set[str]]) -> float:
    """1 if the row's sentence names the place, less if only its report does. A country is also any place of it."""
    report = row.report
    if row.sentence not in known:
        known[row.sentence] = _ids(row.sentence)
    if row.figure.where == wanted.name or wanted.place_id in known[row.sentence]:
        return 1.0
    if report.report_id not in known:
        known[report.report_id] = _ids(f"{report.title} {' '.join(report.places)} {report.text}")
    return _IN_REPORT if wanted.place_id in known[report.report_id] else 0.0


def _ids(text: str) -> set[str]:
    mentions: Sequence[PlaceMention] = find_places(text)
    return {m.place_id for m in mentions} | {m.country for m in mentions}


def _on(wanted: DateMention, figure: Figure) -> bool:
    """Whether the event, or where its day is not known the report, lies in the period asked for."""
    day = figure.event_date or figure.as_of
    return bool(day) and wanted.first[: len(day)] <= day <= wanted.last
