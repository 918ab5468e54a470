"""What speaks for a passage or a sentence: words, names, places and dates in common with the question, the kind of thing it holds."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Collection, Container, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from assistant.question import Question
from ingest.concepts import concepts
from ingest.dates import DateMention, find_dates, periods
from ingest.features import HEAD
from ingest.figures_asked import Asked
from ingest.figures_says import named_sayers
from ingest.names import find_names, name_keys
from ingest.nations import find_nations
from ingest.numerals import find_numbers
from ingest.places import PlaceMention, find_places, unknown_places
from ingest.report import Figure, Report
from ingest.transliterate import name_key
from ingest.words import terms

COMMON = 0.05  # a word in more than this share of the passages tells nothing
OUTCOMES = frozenset({"killed", "injured", "displaced", "detained", "missing"})  # a count of these answers no question for another
SHORT_KEY = 2  # letters: names share so short a key by chance
FEW = 10  # unless it is in no more passages than this
_GOVERNMENT_OF = re.compile(
    r"(?:\b(?:governments?|regime|gouvernement|régime|gobierno|régimen)\s+(?:of|in|at|de|d['’])\s*|(?:حكومة|نظام)\s+)\Z", re.IGNORECASE
)
_ON = re.compile(r"(?:\b(?:on|le|el|since|depuis|desde)|(?<!\w)(?:في|يوم|منذ))\s+\Z", re.IGNORECASE)
_ITS_GOVERNMENT = re.compile(r"(?:['’]s)?\s+(?:government|regime)\b", re.IGNORECASE)


def rare_words(question: Question, frequencies: Callable[[Sequence[str]], Mapping[str, int]], passages: int) -> dict[str, int]:
    """The question's words that are rare enough to tell something: word to how many of all `passages` have it (`frequencies` tells)."""
    words = sorted({t for t in terms(question.standalone) if len(t) > 1})
    return _rare(frequencies(words), passages)


def rare_names(question: Question, frequencies: Callable[[Sequence[str]], Mapping[str, int]], passages: int) -> dict[str, int]:
    """The keys of the question's names, in any spelling, that are rare enough to tell something, as `rare_words`."""
    return _rare(frequencies(sorted(key for key in question.names if len(key) > 1)), passages)


def _rare(common: Mapping[str, int], passages: int) -> dict[str, int]:
    return {word: n for word, n in common.items() if 0 < n <= max(COMMON * passages, FEW)}


def words_tell(rare: Mapping[str, int], passages: int) -> dict[str, float]:
    """How much each rare word tells: the log of how rare it is among all `passages`."""
    return {word: math.log1p(max(passages, 2) / n) for word, n in rare.items()}


def tells(keys: Iterable[str], near: Collection[Container[str]]) -> dict[str, float]:
    """How much each of a question's keys (of names, of concepts) tells: the log of how rare it is among those of the passages `near`."""
    seen = {key: sum([key in there for there in near]) for key in sorted(keys)}  # a sum in one order is one sum
    return {key: math.log1p(len(near) / n) for key, n in seen.items() if n}


def share(weighted: Mapping[str, float], there: Container[str], nearby: Container[str] = frozenset()) -> float:
    """Of what the question's words tell, the share that is there (half as much for what is only nearby)."""
    if not weighted:
        return 0.0
    total = sum(weighted.values()) + 3
    return sum([w if k in there else w / 2 if k in nearby else 0.0 for k, w in weighted.items()]) / total


@functools.lru_cache(maxsize=20_000)
def places_in(text: str, countries: frozenset[str] = frozenset()) -> tuple[PlaceMention, ...]:
    """The places that a text names, the small ones of these countries among them."""
    return tuple(find_places(text, countries))


@functools.lru_cache(maxsize=20_000)
def places_of(text: str) -> frozenset[str]:
    """The ids of the places that a text names."""
    return frozenset(place.place_id for place in places_in(text))


@functools.lru_cache(maxsize=20_000)
def nations_of(text: str) -> frozenset[str]:
    """The countries that a text names, or whose people or things."""
    named = {place.country for place in places_in(text) if place.place_id == place.country}
    return frozenset(named | {code for _, _, code in find_nations(text)})


def about(report: Report) -> frozenset[str]:
    """The countries that a report names: it is about them, as far as small places go."""
    return nations_of(told(report))


def told(report: Report) -> str:
    """All that a report says."""
    return f"{report.title}. {report.text}"


@functools.lru_cache(maxsize=20_000)
def towns_of(text: str, countries: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The places that a text about these countries names, countries left out, each with its country: (country, id).

    A town that stands for a government ("the government of Damascus") is none.
    """
    named = [place for place in places_in(text, countries) if place.place_id != place.country]
    return frozenset((place.country, place.place_id) for place in named if not _is_a_government(text, place))


def _is_a_government(text: str, place: PlaceMention) -> bool:
    return bool(_GOVERNMENT_OF.search(text, 0, place.start) or _ITS_GOVERNMENT.match(text, place.end))


def elsewhere(question: Question, text: str, here: frozenset[tuple[str, str]], countries: frozenset[str]) -> bool:
    """Whether a text about these countries names towns of the same country as those `here`, none of them, and no other place asked for."""
    shared = {country for country, _ in here}
    there = {town for town in towns_of(text, countries) if town[0] in shared}
    if not there or there & here or _keys_of_places(question.standalone) & name_keys(text):
        return False
    return not any(name_key(text[place.start : place.end]) in _keys_of_pairs(question.standalone) for place in places_in(text, countries))


@functools.lru_cache(maxsize=4096)
def _keys_of_pairs(text: str) -> frozenset[str]:
    """The keys of every two words of a text that stand together, as far as they are long: names of other scripts that no table knows."""
    words = text.split()
    keys = (name_key(f"{one} {other}") for one, other in pairwise(words))
    return frozenset(key for key in keys if len(key) > SHORT_KEY)


@functools.lru_cache(maxsize=4096)
def _keys_of_places(text: str) -> frozenset[str]:
    """The keys of the places that a text names, countries left out, those that no table knows among them."""
    known = (text[place.start : place.end] for place in places_in(text) if place.place_id != place.country)
    return unknown_place_keys(text) | {key for name in known for key in keys_of(name)}


@functools.lru_cache(maxsize=4096)
def unknown_place_keys(text: str) -> frozenset[str]:
    """The keys of the places in a text that no table knows."""
    return frozenset(unknown_places(text))


def named(asked: Collection[str], there: Container[str]) -> float:
    """Of the places asked about, the share that is there; 0.5 if none is asked about."""
    return sum([place in there for place in asked]) / len(asked) if asked else 0.5


@functools.lru_cache(maxsize=4096)
def _name_keys_of(text: str) -> frozenset[str]:
    return frozenset(name_keys(text))


def keys_of(text: str) -> frozenset[str]:
    """The keys of the names in a text that tell one from another: those of one letter do not."""
    return frozenset(key for key in _name_keys_of(text) if len(key) > 1)


def only_says(question: Question, said: str, text: str, language: str) -> bool:
    """Whether what is said is the name of whoever the text has its words from, and the question asks for nobody in that role."""
    keys = keys_of(said)
    sayers = [name for name in named_sayers(text, language) if keys <= name_keys(name)] if keys and not question.asks_who_says else []
    return bool(sayers) and not any(question.concepts & concepts(terms(_with_role(name, text)), language) for name in sayers)


def _with_role(name: str, text: str) -> str:
    """A name of a text with what is put behind it: "Mira Odran, the mayor of Velt"."""
    role = re.search(rf"{re.escape(name)}, [^,.;]+", text)
    return role[0] if role else name


@functools.lru_cache(maxsize=4096)
def number_kinds(asked: Asked) -> frozenset[str]:
    """The kinds of number that can be the answer to a question for a number: those of its noun ("how many kilometres" a measure)."""
    if asked.measured or not asked.of_what:
        return frozenset({"percent", "fraction", "money", "measure", "time", *(() if asked.measured else ("count",))})
    alike = {"percent": {"percent", "fraction"}, "count": {"count", "percent", "fraction"}}
    return frozenset(alike.get(asked.noun_kind, {asked.noun_kind}))


def kind_of_answer(question: Question, text: str, counted: Sequence[Figure]) -> dict[str, float]:
    """Whether the sentence holds the kind of thing asked for: a count of that, or a name the question does not already give."""
    asked = question.asked
    if asked.number:
        kinds = number_kinds(asked)
        numbers = any(n.kind in kinds and not n.weak for n in find_numbers(text))
        return {
            "count": float(numbers or (bool(counted) and "count" in kinds)),
            "what": float(not asked.what or any(f.what == asked.what for f in counted)),
            "who": float(bool(asked.who) and any(f.who == asked.who for f in counted)),
        }
    if asked.kind == "when":
        return {"day": float(bool(find_dates(text)))}
    given = _name_keys_of(question.text)
    new = [n for n in find_names(text) if not name_keys(n.text) & given]
    return {"name": float(bool(new)) if asked.kind in {"who", "name", "where"} else 0.5}


def asked_days(question: Question, reported: str) -> tuple[tuple[str, str], ...]:
    """First and last day of each date asked for; a year that is left out is read as a report of that day would mean it."""
    fixed = _fixed_days(question.standalone)
    return _days(question.standalone, reported) if fixed is None else fixed


@functools.lru_cache(maxsize=4096)
def _fixed_days(text: str) -> tuple[tuple[str, str], ...] | None:
    """The dates of a text if they are the same whenever it is told, as most are; None if they depend on the day."""
    once, again = (_days(text, day) for day in ("2001-02-03", "2012-10-30"))
    return once if once == again else None


@functools.lru_cache(maxsize=4096)
def _days(text: str, anchor: str) -> tuple[tuple[str, str], ...]:
    """The dates of a text, each reading of one; a bare weekday says nothing of which week is meant."""
    found = [d for d in find_dates(text, anchor) if d.first != d.last or any(c.isdigit() for c in text[d.start : d.end])]
    spans = [[(day, day) for day in d.readings] or [(d.first, d.last)] for d in periods(text, found)]
    return tuple(span for each in spans for span in each)


def date_fit(question: Question, reported: str) -> float:
    """How well a report of that date fits the dates asked for: 1 right after them, 0 with no dates or long after, -1 long before."""
    return _fit_of_any(asked_days(question, reported), reported) if reported else 0.0


@functools.lru_cache(maxsize=20_000)
def _fit_of_any(days: tuple[tuple[str, str], ...], reported: str) -> float:
    return max((_fit(first_day(first), last_day(last), first_day(reported)) for first, last in days), default=0.0)


def states_day(question: Question, text: str, reported: str) -> bool:
    """Whether a text of a report of that date itself states a day (or month) that is asked for, or one within it."""
    asked = asked_days(question, reported)
    return bool(asked) and any(a <= day.first and day.last <= b for day in dates_of(text, reported) for a, b in asked)


@functools.lru_cache(maxsize=4096)
def dates_of(text: str, anchor: str) -> tuple[DateMention, ...]:
    """The dates that a text tells, those told from the day `anchor` among them."""
    return tuple(find_dates(text, anchor))


def is_dateline(report: Report, start: int, day: DateMention) -> bool:
    """Whether a date in the sentence at `start`, at the head of a report, only tells of which day that is: "AFP Saturday 2 Jul 2016"."""
    at = start + day.start
    year = day.first[:4] in report.text[at : start + day.end]
    return start < HEAD and day.first == report.date and year and _ON.search(report.text, 0, at) is None


def _fit(first: date, last: date, day: date) -> float:
    if day < first - timedelta(days=2):
        return -0.3 if (first - day).days <= 10 else max(-1.0, -0.5 - (first - day).days / 365)
    for days, fit in ((1, 1.0), (4, 0.8), (45, 0.4), (365, 0.0)):
        if day <= last + timedelta(days=days):
            return fit
    return -0.3


def first_day(iso: str) -> date:
    """The first day of an ISO day, month or year."""
    return date.fromisoformat((iso + "-01-01")[:10] if len(iso) < 10 else iso[:10])


def last_day(iso: str) -> date:
    """The last day of an ISO day, month or year."""
    if len(iso) >= 10:
        return date.fromisoformat(iso[:10])
    first = first_day(iso)
    return (
        (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) if len(iso) == 7 else first.replace(month=12, day=31)
    )
