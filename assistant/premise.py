"""What a question takes for granted and a report does not bear out: countries, places, numbers and names that it has nowhere."""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Sequence

from assistant.question import Question
from assistant.signs import about, keys_of, nations_of, places_in, told, towns_of, unknown_place_keys
from assistant.wording import LANGUAGES
from ingest.date_words import WEEKDAYS
from ingest.names import find_names, initials
from ingest.nations import find_nations
from ingest.numerals import find_numbers, values
from ingest.report import Report
from ingest.words import fold, terms

LEAST_GRANTED = 2  # "the two sides" are counted by nobody
SHORT = 2  # letters: names share so short a key by chance
_WHICH = frozenset("which what quels quelles que cuales اي".split())


def strange(question: Question, report: Report) -> float:
    """Of the countries that the question names, the share of which the whole report names nothing, no town and none of its people.

    One of which it only names a town by the way counts half. 0 for a report in a language whose names no table knows.
    """
    asked = nations_of(question.standalone)
    if not asked or report.language not in LANGUAGES:
        return 0.0
    strangers, by_the_way = asked - known_countries(report), asked & _named_by_the_way(report)
    return (len(strangers) + len(by_the_way) / 2) / len(asked)


def known_countries(report: Report) -> frozenset[str]:
    """The countries that a report names, or a place of which."""
    return about(report) | {place.country for place in places_in(told(report))}


def _named_by_the_way(report: Report) -> frozenset[str]:
    """The countries of which a report names nothing but one town, and towns of other countries too."""
    towns = Counter(country for country, _ in towns_of(told(report), about(report)))
    return frozenset(country for country, named in towns.items() if named == 1 and len(towns) > 1) - about(report)


def absent(question: Question, report: Report) -> bool:
    """Whether the question names towns or provinces, and the whole report none of them in any spelling.

    A place that no table knows, named in both, speaks for the report.
    """
    countries = about(report)
    asked = [place for place in places_in(question.standalone, countries) if place.place_id != place.country]
    there, keys = towns_of(told(report), countries), keys_of(told(report))
    return bool(asked) and not unknown_place_keys(question.standalone) & keys and not any(
        (place.country, place.place_id) in there or keys_of(f"{question.standalone[place.start : place.end]} {place.name}") & keys
        for place in asked
    )


def unstated(question: Question, report: Report) -> float:
    """Of the numbers that the question takes for granted ("the four soldiers"), the share that the report states nowhere."""
    granted = _granted(question.standalone)
    return len(granted - _values_of(told(report))) / len(granted) if granted else 0.0


def unnamed(question: Question, report: Report) -> float:
    """Of the names in the question, places and nations left out, the share that a report in its language has nowhere.

    An acronym is there where a name with its initials is, and the other way round; so is a name of the report's publisher.
    """
    text = question.standalone
    if question.spoken != report.language:
        return 0.0
    placed = [(p.start, p.end) for p in places_in(text, about(report))] + [(at, at + len(word)) for at, word, _ in find_nations(text)]
    asked = [n.text for n in find_names(text) if not _opens(text[: n.start]) and not any(a < n.end and n.start < b for a, b in placed)]
    there = _marks_of(f"{told(report)} {report.publisher}")
    return sum([not _marks_of(name) & there for name in asked]) / len(asked) if asked else 0.0


def _opens(before: str) -> bool:
    """Whether a word behind this opens a sentence: its capital makes it no name."""
    return before.rstrip(" ¿¡\"“«")[-1:] in {"", ".", "!", "?", ":"}


@functools.lru_cache(maxsize=4096)
def _marks_of(text: str) -> frozenset[str]:
    """What tells the names in a text: their words, their keys where these are long enough to be one name's, their initials; acronyms."""
    return frozenset(terms(text)) | {key for key in keys_of(text) if len(key) > SHORT} | initials(text)


@functools.lru_cache(maxsize=4096)
def _granted(text: str) -> frozenset[float]:
    numbers = [n for n in find_numbers(text) if n.kind not in {"date", "year", "time"} and not n.weak and n.value > LEAST_GRANTED]
    return frozenset(n.value for n in numbers if not _grants_nothing(text[: n.start].split()))


def _grants_nothing(before: Sequence[str]) -> bool:
    """Whether a number after these words is the day of a date ("Thursday 17"), or only says how many answers there are ("which three")."""
    last = fold(before[-1].lstrip("¿¡")) if before else ""
    return last in WEEKDAYS or last in _WHICH


@functools.lru_cache(maxsize=4096)
def _values_of(text: str) -> frozenset[float]:
    return frozenset(values(text))
