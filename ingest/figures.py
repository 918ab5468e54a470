"""The figures ledger: every count that a report states, with what was counted, where, when, and who says so. Rules, no model.

Each sentence is read by itself: numbers that can count (`figures_tokens`), the noun each counts (`figures_phrase`), the event that governs
it (`figures_what`), what carries over from the count before it (`figures_carry`), who says so (`figures_says`). From the sentence before
comes only what happened ("An earlier count gave 277") and whom "it said" means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest import figures_setting as setting
from ingest.figures_carry import Count, counts
from ingest.figures_events import events_of
from ingest.figures_says import Saying, nearest, sayings
from ingest.figures_tokens import Token, tokens
from ingest.figures_what import TOLLS
from ingest.figures_words import PEOPLE, noun_class
from ingest.number_words import word_set
from ingest.places import PlaceMention, find_places
from ingest.report import Figure, Passage, Report, What

_REMAINING = word_set("remaining other others rest autres restants restantes otros otras demás")


def extract(report: Report, passages: Sequence[Passage]) -> list[Figure]:
    """Every figure of the report, in the order they stand in its text; `passages` give its sentences."""
    reader = _Reader(report)
    spans = sorted({span for passage in passages for span in passage.sentences})
    return [figure for start, end in spans for figure in reader.sentence(start, end)]


@dataclass(slots=True)
class _Reader:
    """Reads one report sentence by sentence; holds what goes on from one to the next: what was told, of how many, who was named, where."""

    report: Report
    told: What | None = None
    totals: tuple[Figure, ...] = ()
    tolls: dict[What, float] = field(default_factory=dict)
    source: str = ""
    place: PlaceMention | None = None

    def sentence(self, start: int, end: int) -> list[Figure]:
        """The figures of the sentence at [start, end)."""
        text = self.report.text[start:end]
        words = tokens(text)
        found = counts(words, self.report.language, self.told)
        said = self._said(text, words)
        places = find_places(text)
        figures: list[Figure] = []
        for count in found:
            source = nearest(list(said), count.at, words, self.report.language)
            figure = self._figure(text, start, words, count, places)
            total = self._total(words, found, count, figures)
            figures.append(replace(figure, attributed_to=said[source] if source else "", part_of=total))
        self.told = _told(words, found, self.report.language)
        self.totals = tuple(figure for figure in figures if figure.part_of is None and figure.who in PEOPLE)
        self.tolls |= {total.what: total.value for total in sorted(self.totals, key=lambda t: t.value) if total.what in TOLLS}
        self.place = next((place for place in reversed(places) if place.region), self.place)
        return figures

    def _total(self, words: Sequence[Token], found: Sequence[Count], count: Count, figures: Sequence[Figure]) -> float | None:
        """The total that a count is a part of: "the remaining ten" of what the part told before them is one of.

        "Of them" speaks of the total of the sentence before, "of the dead" of the toll told last. `figures` are those told before it in
        its sentence.
        """
        if figures and figures[-1].part_of is not None and words[count.at - 1].folded in _REMAINING:
            return figures[-1].part_of
        if count.part_of is not None:
            return found[count.part_of].value
        if _is_of_the_toll(count):
            here = [f.value for f in figures if f.part_of is None and (f.what, f.who) == (count.what, "people")]
            toll = max(here, default=self.tolls.get(count.what, 0))
            if toll > count.value:
                return toll
        before = [total for total in self.totals if total.value >= count.value] if count.phrase.them else []
        meant = {total.value for total in before if total.what == count.what} or {total.value for total in before}
        return meant.pop() if len(meant) == 1 else None

    def _figure(self, text: str, start: int, words: Sequence[Token], count: Count, places: Sequence[PlaceMention]) -> Figure:
        number = words[count.at].number
        if number is None:
            raise ValueError("a count stands at a number")
        phrase = count.phrase
        place = setting.where(text, places, number.start, number.end)
        event_day, until = setting.days(text, number.start, number.end, self.report.date)
        return Figure(
            report_id=self.report.report_id,
            start=start,
            end=start + len(text),
            value=number.value,
            low=number.low,
            high=number.high,
            approx=number.approx,
            unit="" if phrase.is_empty or phrase.them else text[words[phrase.first].start : words[phrase.last].end],
            what=count.what,
            who=count.who,
            where=place.name if place else setting.report_place(self.report, self.place),
            event_date=event_day,
            as_of=until or self.report.date,
            publisher=self.report.publisher,
            number_start=start + number.start,
            number_end=start + number.end,
        )

    def _said(self, text: str, words: Sequence[Token]) -> dict[Saying, str]:
        """Who says so, as named in the text; for "he", "it", "the group" the one named before."""
        said: dict[Saying, str] = {}
        for saying in sayings(words, self.report.language):
            name = text[words[saying.first].start : words[saying.last].end].removesuffix("'s")
            if saying.pronoun:
                name = self.source or ("" if saying.first == saying.last else name)
            said[saying] = name
            self.source = name or self.source
        return said


def _is_of_the_toll(count: Count) -> bool:
    """Whether it counts some of those to whom it is already told to have happened: "two of the dead", "ten of those killed"."""
    event = count.governor.event if count.governor else None
    said = count.what in count.phrase.events or (event is not None and count.at < event.first <= count.phrase.last + 1)
    return count.phrase.of and said


def _told(words: Sequence[Token], found: Sequence[Count], language: str) -> What | None:
    """What a sentence tells of: what it counts first, or else the first event in it."""
    counted = [c.what for c in found if c.part_of is None]
    other = [what for e in events_of(words, language) for what, _ in e.meanings[:1]]
    if told := next((what for what in (*counted, *other) if what != "other"), None):
        return told
    return "attacks" if any(t.is_word and noun_class(t.folded, language) == "attacks" for t in words) else None
