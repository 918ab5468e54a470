"""Dates told from the day of the report: "on Monday", "hier", "la semaine dernière", "قبل ثلاثة أيام", "in the past 24 hours". Pure."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from ingest.calendar_dates import WORD, DateMention, Precision
from ingest.date_words import NEAR_DAYS, NEXT, PAST, THIS, UNITS, WEEKDAYS
from ingest.number_words import WORDS, fold

_COUNT = r"(\d{1,3}|[^\W\d_]+)\s+([^\W\d_]+)"
_AGO = re.compile(rf"\b{_COUNT}\s+ago\b|\bil y a\s+{_COUNT}|\bhace\s+{_COUNT}|\b(?:قبل|منذ)\s+{_COUNT}", re.IGNORECASE)
_WITHIN = re.compile(
    rf"\b(?:the|in|over|during)\s+(?:the\s+)?(?:past|last|previous)\s+{_COUNT}|\b(?:ces|les|des)\s+{_COUNT}\s+derni[eè]re?s"
    rf"|\b(?:ces|les)\s+derni[eè]re?s\s+{_COUNT}|\b[uú]ltim[oa]s\s+{_COUNT}|(?:ال)?(ساعات)\s+(?:ال)?(\d{{1,3}})\s+الماضية",
    re.IGNORECASE,
)
_DAY_OF_MONTH = re.compile(  # "el pasado día 12", "le 12 dernier": of no month
    r"\b(?:pasado )?día (\d{1,2})\b(?! (?:de|del)\b)|\ble (\d{1,2}) (?:dernier|courant)\b|\bon the (\d{1,2})(?:st|nd|rd|th)(?=\s*[.,;])",
    re.IGNORECASE,
)
_MORNING = frozenset({"la", "esta", "de", "cada"})  # "la mañana" is the morning, not tomorrow
_EVERY = frozenset({"every", "each", "chaque", "cada", "tous", "كل"})


def relative_dates(text: str, anchor: date) -> list[DateMention]:
    """What the text says relative to `anchor`, in order; may overlap with written dates, which rule."""
    found = [m for k in _AGO.finditer(text) if (m := _ago(k, anchor))] + [m for k in _WITHIN.finditer(text) if (m := _within(k, anchor))]
    found += [m for k in _DAY_OF_MONTH.finditer(text) if (m := _day_of_month(k, anchor))]
    words = list(WORD.finditer(text))
    keys = [fold(w.group()) for w in words]
    for i, key in enumerate(keys):
        if key not in _KEYS:
            continue
        near = [keys[j] if 0 <= j < len(keys) and _adjacent(text, words, i, j) else "" for j in (i - 1, i + 1)]
        bare = key if key in _WORDS else key[1:]
        mention = _weekday(bare, near, words, i, anchor) or _near_day(words[i], bare, near, anchor) or _period(bare, near, words, i, anchor)
        if mention:
            found.append(mention)
    return found


def day_spans(text: str) -> list[tuple[int, int]]:
    """Where a day is told by its number alone."""
    return [found.span() for found in _DAY_OF_MONTH.finditer(text)]


def _day_of_month(match: re.Match[str], anchor: date) -> DateMention | None:
    """The latest day of that number not after the anchor."""
    number = int(next(group for group in match.groups() if group))
    months = (_month(anchor.year, anchor.month - back) for back in range(3))
    days = (first.replace(day=number).isoformat() for first, last in months if 1 <= number <= last.day)
    day = next((day for day in days if day <= anchor.isoformat()), None)
    return DateMention(match.start(), match.end(), day, day, "day", relative=True) if day else None


_WORDS = frozenset({*WEEKDAYS, *NEAR_DAYS, *UNITS, "manana", fold("أول")})
_KEYS = _WORDS | {glued + key for key in _WORDS if not key.isascii() for glued in "ولب"}


def _adjacent(text: str, words: list[re.Match[str]], i: int, j: int) -> bool:
    a, b = (words[i], words[j]) if i < j else (words[j], words[i])
    return text[a.end() : b.start()].strip(" \u00a0-") == ""


def _weekday(key: str, near: list[str], words: list[re.Match[str]], i: int, anchor: date) -> DateMention | None:
    """The latest such day not after the anchor; "last" the one before it if that is the anchor itself, "next" the one after."""
    word = words[i]
    if key not in WEEKDAYS or near[0] in _EVERY or (key.endswith("day") and word.group()[0].islower()):
        return None
    back = (anchor.weekday() - WEEKDAYS[key]) % 7
    day = anchor - timedelta(days=back)
    start, end = word.start(), word.end()
    if near[0] in NEXT or near[1] in NEXT:
        day += timedelta(days=7)
    elif (near[0] in PAST or near[1] in PAST) and back == 0:
        day -= timedelta(days=7)
    start = words[i - 1].start() if near[0] in PAST | NEXT | THIS else start
    end = words[i + 1].end() if near[1] in PAST | NEXT else end
    return DateMention(start, end, day.isoformat(), day.isoformat(), "day", relative=True)


def _near_day(word: re.Match[str], key: str, near: list[str], anchor: date) -> DateMention | None:
    shift = NEAR_DAYS.get(key)
    if key == "manana" and near[0] not in _MORNING:
        shift = 1
    if key == fold("أول") and near[1] == fold("أمس"):
        shift = -2
    if shift is None or (key == fold("أمس") and near[0] == fold("أول")):
        return None
    day = (anchor + timedelta(days=shift)).isoformat()
    return DateMention(word.start(), word.end(), day, day, "day", relative=True)


def _period(key: str, near: list[str], words: list[re.Match[str]], i: int, anchor: date) -> DateMention | None:
    """Whole weeks, months and years: "last week", "ce mois", "el año pasado"; a week begins on Monday."""
    unit = UNITS.get(key)
    if unit not in {"week", "month", "year"}:
        return None
    before, after = near
    shift = (
        -1 if before in PAST or after in PAST else 1 if before in NEXT or after in NEXT else 0 if before in THIS or after in THIS else None
    )
    if shift is None:
        return None
    start = words[i - 1 if before in PAST | NEXT | THIS else i].start()
    end = words[i + 1 if after in PAST | NEXT | THIS else i].end()
    first, last, precision = _whole(unit, shift, anchor)
    return DateMention(start, end, first.isoformat(), last.isoformat(), precision, relative=True)


def _whole(unit: str, shift: int, anchor: date) -> tuple[date, date, Precision]:
    if unit == "week":
        monday = anchor - timedelta(days=anchor.weekday() - 7 * shift)
        return monday, monday + timedelta(days=6), "range"
    if unit == "year":
        return date(anchor.year + shift, 1, 1), date(anchor.year + shift, 12, 31), "year"
    return *_month(anchor.year, anchor.month + shift), "month"


def _month(year: int, month: int) -> tuple[date, date]:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _taken(match: re.Match[str]) -> tuple[int, str]:
    """The number and the unit of a match of _AGO or _WITHIN; 0 and "" if they are none."""
    number, name = (g for g in match.groups() if g)
    if name.isdecimal():
        number, name = name, number
    unit = UNITS.get(fold(name), "")
    word = WORDS.get(fold(number))
    count = (
        int(number)
        if number.isdecimal()
        else int(word.value)
        if word and word.part in {"unit", "ten", "teen"}
        else 1
        if fold(number) == "a"
        else 0
    )
    return count, unit


def _ago(match: re.Match[str], anchor: date) -> DateMention | None:
    count, unit = _taken(match)
    if not count or not unit or unit == "hour":
        return None
    if unit in {"day", "week"}:
        day = anchor - timedelta(days=count * (7 if unit == "week" else 1))
        slack = timedelta(days=3 if unit == "week" else 0)
        precision: Precision = "range" if unit == "week" else "day"
        return DateMention(match.start(), match.end(), (day - slack).isoformat(), (day + slack).isoformat(), precision, relative=True)
    if unit == "year":
        first, last, precision = date(anchor.year - count, 1, 1), date(anchor.year - count, 12, 31), "year"
    else:
        (first, last), precision = _month(anchor.year, anchor.month - count), "month"
    return DateMention(match.start(), match.end(), first.isoformat(), last.isoformat(), precision, relative=True)


_DAYS_IN = {"day": 1, "week": 7, "month": 31, "year": 366}


def _within(match: re.Match[str], anchor: date) -> DateMention | None:
    count, unit = _taken(match)
    if not count or not unit:
        return None
    days = -(-count // 24) if unit == "hour" else count * _DAYS_IN[unit]
    first = (anchor - timedelta(days=days)).isoformat()
    return DateMention(match.start(), match.end(), first, anchor.isoformat(), "range", relative=True)
