"""The two sides' names exchanged, in a text, a report and a case. Who wins, loses or kills must change nothing in how it is told.

The names are general ones ("the army", "rebel forces") and stand in sides.json: pairs of a language, the government's side first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from evals.case import Case, Fact, Place, digest
from evals.case_check import find
from ingest.report import Report

SIDES = Path(__file__).with_name("sides.json")
_GROUPS = {"soldiers": "rebels", "rebels": "soldiers", "militants": "soldiers"}
_GLUED = "([وف]?[بكل]?)"  # what Arabic writes together with the word after it


@dataclass(frozen=True, slots=True)
class Swapped:
    """A text with the names exchanged; `moves` are where each name stood and where the other one stands now."""

    text: str
    moves: tuple[tuple[int, int, int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the words at these offsets stand now, with the whole of a name that was cut."""
        return self._moved(start, last=False), self._moved(end, last=True)

    def _moved(self, at: int, *, last: bool) -> int:
        shift = 0
        for start, end, new_start, new_end in self.moves:
            if start < at < end:
                return new_end if last else new_start
            if end <= at:
                shift = new_end - end
        return at + shift


def swap(text: str, language: str) -> Swapped:
    """The text with the sides' names of that language exchanged, whole words only, capitals kept."""
    pattern, pairs = _table((language,))
    made, moves, size, done = "", [], 0, 0
    for match in pattern.finditer(text):
        start, end = match.span(2)
        new, _ = pairs[match[2].casefold()]
        new = new[0].upper() + new[1:] if text[start].isupper() else new
        made += text[done:start] + new
        size = len(made)
        moves.append((start, end, size - len(new), size))
        done = end
    return Swapped(made + text[done:], tuple(moves))


def marked(text: str, *, flipped: bool = False) -> str:
    """The text with every name replaced by the number of its side, `flipped` by that of the other: equal if only names differ."""
    pattern, pairs = _table(tuple(_pairs()))
    return pattern.sub(lambda m: f"{m[1]}<{pairs[m[2].casefold()][1] ^ flipped}>", text)


def swap_report(report: Report) -> Report:
    """The report with the names exchanged in title and text."""
    return replace(report, title=swap(report.title, report.language).text, text=swap(report.text, report.language).text)


def swap_case(case: Case, reports: Sequence[Report]) -> Case:
    """The case with the names exchanged, about reports in which they are too; the case itself if it names no side."""
    asked = (case.question, *case.history)
    question, *history = (swap(text, case.language).text for text in asked)
    languages = [case.language, *(r.language for f in case.expected for p in f.places if (r := find(reports, p.report)))]
    expected = tuple(_fact(fact, languages, reports) for fact in case.expected)
    sided = (question, *history) != asked or any(a.quote != b.quote or a.sha256 != b.sha256 for a, b in _places(case.expected, expected))
    if not sided:
        return case
    nearest = case.nearest and _place(case.nearest, reports)
    forbid = tuple(form for given in case.forbid for form in _forms(given, languages))
    return replace(case, question=question, history=tuple(history), expected=expected, forbid=forbid, nearest=nearest)


def _places(before: Iterable[Fact], after: Iterable[Fact]) -> list[tuple[Place, Place]]:
    return [pair for a, b in zip(before, after, strict=True) for pair in zip(a.places, b.places, strict=True)]


def _fact(fact: Fact, languages: Sequence[str], reports: Sequence[Report]) -> Fact:
    first, *also = (_place(place, reports) for place in fact.places)
    other = (first.quote, first.sha256) != (fact.quote, fact.sha256)
    return replace(
        fact,
        any_of=tuple(dict.fromkeys(form for given in fact.any_of for form in _forms(given, languages))),
        **{name: getattr(first, name) for name in ("start", "end", "quote", "sha256")},
        who=_GROUPS.get(fact.who, fact.who) if other else fact.who,
        also=tuple(also),
    )


def _place(place: Place, reports: Sequence[Report]) -> Place:
    report = find(reports, place.report)
    if report is None:
        return place
    swapped = swap(report.text, report.language)
    start, end = swapped.span(place.start, place.end)
    words = swapped.text[start:end]
    return replace(place, start=start, end=end, quote=words if place.quote else "", sha256=digest(words) if place.sha256 else "")


def _forms(form: str, languages: Iterable[str]) -> list[str]:
    """A form with the names exchanged in whichever of these languages has them; as it is if none has."""
    return sorted({swap(form, language).text for language in languages} - {form}) or [form]


@cache
def _pairs() -> Mapping[str, list[tuple[str, str]]]:
    return {language: [(a, b) for a, b in pairs] for language, pairs in json.loads(SIDES.read_text(encoding="utf-8")).items()}


@cache
def _table(languages: tuple[str, ...]) -> tuple[re.Pattern[str], Mapping[str, tuple[str, int]]]:
    """What finds the names of these languages (the longest first), and for each the other side's name and its own side."""
    pairs: dict[str, tuple[str, int]] = {}
    for language in languages:
        for a, b in _pairs().get(language, ()):
            pairs[a], pairs[b] = (b, 0), (a, 1)
    names = "|".join(re.escape(name) for name in sorted(pairs, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<!\w){_GLUED}({names or '(?!)'})(?!\w)", re.IGNORECASE), pairs
