"""The wording of a follow-up that stands alone: the questions it leans on, without the places and days for which it names others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.as_of import days
from ingest.dates import EARLIEST, DateMention
from ingest.places import find_places
from ingest.words import fold

_MUCH = 300  # days between days of one year


def stand_alone(text: str, earlier: Sequence[str]) -> str:
    """The question with the earlier ones it leans on, each without the places and days for which a later one names others."""
    turns = [*earlier, text]
    held = [_without_what_changed(turn, " ".join(turns[n + 1 :])) for n, turn in enumerate(earlier)]
    return " ".join([*held, _with_year(text, earlier)])


def _without_what_changed(turn: str, later: str) -> str:
    for start, end in sorted([*_days_changed(turn, later), *_places_changed(turn, later)], reverse=True):
        turn = turn[:start].rstrip() + turn[end:]
    return turn.strip()


_DAY_LED = re.compile(
    r"(?:\b(?:on|in|at|by|of|from|between|since|until|till|before|after|as|le|du|au|en|entre|dès|depuis|avant|après|jusqu['’]au|el|del|al"
    r"|desde|hasta|antes|tras)\s+|(?<!\w)(?:في|يوم|من|بين|منذ|حتى|قبل|بعد|عام|شهر|بتاريخ)\s+)+$",
    re.IGNORECASE,
)


def _days_changed(turn: str, later: str) -> list[tuple[int, int]]:
    """Where the turn names days for which a later turn names others; "by 10 May" leaves the day of the event as it is."""
    again = {as_of for day, as_of in days(later) if day.first != day.last or not day.relative}  # "that Friday" may be the same day
    leads = [(day, _DAY_LED.search(turn[: day.start])) for day, as_of in days(turn) if as_of in again]
    return [(lead.start() if lead else day.start, day.end) for day, lead in leads]


def _with_year(text: str, earlier: Sequence[str]) -> str:
    """The text, its days that have no year with the year of the last earlier day that has one ("on 3 May 2021?" "And on 4 May?")."""
    known = [day for turn in earlier for day, _ in days(turn) if not (day.guessed or day.relative)]
    for day, _ in reversed(days(text)) if known else ():
        if day.guessed:
            text = f"{text[: day.end]} {_year_beside(day, known[-1])}{text[day.end :]}"
    return text


def _year_beside(day: DateMention, known: DateMention) -> int:
    """The year of the known day, the one before or after it where that is much nearer: "3 January" after "29 December 2020"."""
    near, told = (date.fromisoformat(each.last if each.first == EARLIEST else each.first) for each in (known, day))
    apart = (told.replace(year=near.year, day=min(told.day, 28)) - near).days
    return near.year - (0 if known.precision == "year" else int(apart / _MUCH))


_WITHIN = frozenset(map(fold, "in at near around inside outside à en dans au aux près في ب قرب".split()))
_BEFORE_A_PLACE = _WITHIN | frozenset(
    map(fold, "from to on for toward towards sur vers pour depuis hacia sobre para desde من إلى على نحو".split())
)
_ALSO = frozenset(map(fold, "and or et ou y o و أو".split()))
_BARE = _ALSO | frozenset(map(fold, "but mais pero about il hay con عن".split())) | {""}
_KIND_OF_PLACE = frozenset(
    map(
        fold,
        "the of city town village province governorate region district countryside suburbs area north south east west northern southern "
        "eastern western la le les l de d du ville province région gouvernorat quartier campagne nord sud est ouest el los las del ciudad "
        "pueblo provincia región norte sur este oeste مدينة بلدة قرية محافظة ريف منطقة حي شمال جنوب شرق غرب".split(),
    )
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)(?:\s+|['’])?$")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A place in a question, from its preposition to its end, and the word that it stands after ("in", "from", "left")."""

    start: int
    end: int
    after: str
    is_country: bool


def _places_changed(turn: str, later: str) -> list[tuple[int, int]]:
    """Where the turn names a place for which a later turn names another: after the same word ("in"), or both without one ("and Homs?")."""
    named, again = _placed(turn), _placed(later)
    return [(place.start, place.end) for place in named if any(_instead(place, other, len(named)) for other in again)]


def _instead(place: _Placed, other: _Placed, named: int) -> bool:
    if other.after in _BARE:
        return named == 1 and place.is_country == other.is_country
    return place.after == other.after or {place.after, other.after} <= _WITHIN


def _placed(text: str) -> list[_Placed]:
    found: list[_Placed] = []
    for place in find_places(text):
        start = place.start
        while (word := _WORD_BEFORE.search(text[:start])) and fold(word[1]) in _KIND_OF_PLACE:
            start = word.start()
        after, led_from = (fold(word[1]), word.start()) if word else ("", start)
        if after[:1] == "و" and after[1:] in _BEFORE_A_PLACE:
            after = after[1:]
        if after in _ALSO and found and not text[found[-1].end : led_from].strip(" ,"):
            after = found[-1].after  # "in Homs and Hama"
        elif after in _BEFORE_A_PLACE:
            start = led_from
        found.append(_Placed(start, place.end, after, place.place_id == place.country))
    return found
