"""Dates that a text writes out ("17 September 2016", "8 كانون الأول/ديسمبر", "10/07/2016", "late May"), with exact offsets. Pure."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from ingest.date_words import (
    DOUBTFUL_MONTHS,
    MONTHS,
    ORDINAL_DAYS,
    PARTS,
    SHORT_MONTHS,
    SHORT_WEEKDAYS,
    TWO_WORD_MONTHS,
    WEEKDAYS,
)
from ingest.number_kinds import is_year
from ingest.number_words import fold

Precision = Literal["day", "month", "year", "range"]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date at text[start:end]: from `first` to `last`, both ISO days ("2016-09-17") whatever the precision.

    `readings` are the days that an ambiguous numeric date may mean ("10/07/2016"); `relative` says that the date was worked out from
    the anchor ("on Monday"), `guessed` that its year was.
    """

    start: int
    end: int
    first: str
    last: str
    precision: Precision
    relative: bool = False
    guessed: bool = False
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parts:
    """A date as it is written, before its year is known: 0 where the text says nothing."""

    start: int
    end: int
    month: int
    day: int = 0
    last_day: int = 0
    year: int = 0
    part: str = ""
    weekday: int = -1


WORD = re.compile(
    r"(?i:avant-hier|apr[eè]s-demain|aujourd['\u2019]hui|\bday (?:before yesterday|after tomorrow)|\bantes de ayer|\bpasado mañana)\b"
    r"|\bو?(?:(?:قبل|منذ) يومين\b(?!\s+من\b)|بعد غد\b)|[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670])*"
)
_ORDINAL = r"(?:st|nd|rd|th|er|ero|º|ª|°|\.º)?"
_OF = r"(?:of|de|d['\u2019]|del|من|شهر|من شهر|the)"
_TO = r"(?:-|–|—|to|and|et|y|au|à|al|a|or|ou|إلى|الى|و|&)"
_AS_WRITTEN = str.maketrans({"e": "[eé]", "a": "[aá]", "ا": "[اأإآ]", "ه": "[هة]"})  # the keys are folded
_WEEKDAY = "|".join(f"(?:ال)?{key}" if key[0] > "z" else key for key in WEEKDAYS).translate(_AS_WRITTEN)
_DAY_BEFORE = re.compile(
    rf"(?<![\d.,/:-])(?:(?P<first>\d{{1,2}}){_ORDINAL}\s*{_TO}\s*(?:le |el |the |ال)?(?:(?:{_WEEKDAY})\s+)?)?"
    rf"(?P<day>\d{{1,2}}){_ORDINAL}[\s.-]*(?:{_OF}\s*)?$",
    re.IGNORECASE,
)
_IN_A_WORD = re.compile(r"[^\W\d_](?<!\Wو)(?<!^و)\Z")
_WORD_DAY = re.compile(r"\b(?P<day>first|premier|primero)\s+(?:of |de )?$", re.IGNORECASE)
_ARABIC_DAY = re.compile(  # after another word it is that word's: "the first half of May", "the second Sunday of May"
    r"(?:^|(?:^|[\s(،])و?(?:في|يوم|اليوم|منذ|حتى|بتاريخ|قبل|بعد|بين|من|إلى|الى|مساء|صباح|فجر|ظهر|عصر|ليل|ليلة|عشية|حلول|غاية)\s+)"
    r"(?P<day>ال\w+(?:\s+(?:عشر|والعشرين|والثلاثين))?)\s+من\s+(?:شهر\s+)?$"
)
_YEAR_AFTER = re.compile(
    r"[.,\u060c]?[\s\u00a0-]*(?:(?:of|de|del|من|عام|سنة|من عام|لعام)\s+)*(?P<year>(?:19|20)\d\d)(?!\d|[.,]\d)", re.IGNORECASE
)
_DAY_AFTER = re.compile(
    r"\.?[\s\u00a0]+(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)?(?:\s*(?:-|–|to|and|through)\s*(?P<last>\d{1,2})(?:st|nd|rd|th)?)?"
    r"(?!\d|[.,:]\d|\s*(?:%|percent|per cent|km|:))",
    re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(r"\.?\s+(?P<day>\d{1,2})(?P<year>20[0-3]\d)(?!\d)")  # "Jan 202015": the comma was lost
_PART_BEFORE = re.compile(r"([^\W\d_]+)[\s-]+(?:d['\u2019]|(?:(?:of|de|du|del|شهر)\s+)?(?:mois d[e'\u2019]\s*)?)$", re.IGNORECASE)
_HALF_BEFORE = re.compile(
    r"(?:(?P<first>first|première|primera)|second|seconde|deuxième|segunda) (?:half|moitié|quinzaine|mitad|quincena) (?:of |de |d['’])$"
    r"|النصف (?:(?P<first_ar>الأول)|الثاني) من (?:شهر )?$",
    re.IGNORECASE,
)
_IN_BEFORE = re.compile(
    r"(?:^|\W)(?:in|since|until|till|by|during|of|last|this|early|late|mid|en|de|depuis|dès|jusqu['\u2019]en|fin|début|mi|"
    r"mois de|desde|hasta|في|منذ|شهر|خلال|حتى)[\s-]+$",
    re.IGNORECASE,
)
_IN = re.compile(r"(?:^|\W)in\s+$", re.IGNORECASE)
_ON_BEFORE = re.compile(r"\b(?:on|since|until|till|by)\s+(?:the\s+)?$", re.IGNORECASE)
_AND_MONTH = re.compile(rf"\s*{_TO}\s*(?P<month>[^\W\d_]+)", re.IGNORECASE)
_MONTH_AND = re.compile(rf"(?P<month>[^\W\d_]+)\s*{_TO}\s*(?:d['\u2019])?$", re.IGNORECASE)
_WEEKDAY_BEFORE = re.compile(r"([^\W\d_]+)\.?[\s,،]+(?:the |le |el |al )?$")
_ISO = re.compile(r"(?<![\d/.-])(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d|[-/]\d)")
_NUMERIC = re.compile(r"(?<![\d/.,-])(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d|\d\d)(?!\d|[-/.]\d)")
_FOUR = re.compile(r"(?<![\w.,/:-])(?:19|20)\d\d(?![\w/:]|[.,]\d)")


def written_dates(text: str) -> list[Parts]:
    """Dates with the name of a month, as they are written, in order."""
    found: list[Parts] = []
    words = list(WORD.finditer(text))
    for i, word in enumerate(words):
        month = _MONTH_KEYS.get(fold(word.group()))
        if month is None:
            continue
        end, pair = word.end(), fold(words[i + 1].group()) if i + 1 < len(words) else ""
        if month == 0 and (month := TWO_WORD_MONTHS.get((_bare(fold(word.group())), pair), 0)):
            end = words[i + 1].end()
        if not month or (found and word.start() < found[-1].end):
            continue
        end = _second_name(text, words[i + 1 :], month, end)
        parts = _around(text, word, end, month)
        if parts is not None:
            found.append(parts)
    return _shared_years(text, found)


def _shared_years(text: str, found: list[Parts]) -> list[Parts]:
    """As in "May and June 2016", "3 mars et 5 avril 2016": the year that is said once is that of both."""
    for i in range(len(found) - 2, -1, -1):
        a, b = found[i], found[i + 1]
        if not a.year and b.year and a.month <= b.month and _AND.fullmatch(text, a.end, b.start):
            found[i] = replace(a, year=b.year)
    return found


_AND = re.compile(rf"\s*(?:{_TO}|,|until|through|jusqu['\u2019]au|hasta)\s*(?:le |el |the |en |in )?", re.IGNORECASE)


def _bare(key: str) -> str:
    """A month's name without a glued Arabic preposition."""
    return key[1:] if key[0] in _GLUED and key not in _NAMES and key[1:] in _NAMES else key


_GLUED = "بلو"
_NAMES = MONTHS | SHORT_MONTHS | {first: 0 for first, _ in TWO_WORD_MONTHS}  # 0: the next word says which month
_MONTH_KEYS = {**{g + key: n for key, n in _NAMES.items() if not key.isascii() for g in _GLUED}, **_NAMES}


def _second_name(text: str, words: list[re.Match[str]], month: int, end: int) -> int:
    """Where a month that is named twice ends ("كانون الأول/ديسمبر", "أبريل (نيسان)")."""
    for k, word in enumerate(words[:3]):
        if word.start() < end:
            continue
        if text[end : word.start()].strip() not in {"/", "("}:
            break
        key = fold(word.group())
        after = words[k + 1] if k + 1 < len(words) else None
        stop = (
            after.end()
            if after and TWO_WORD_MONTHS.get((key, fold(after.group()))) == month
            else word.end()
            if MONTHS.get(key) == month
            else 0
        )
        return stop + (text[stop : stop + 1] == ")") if stop else end
    return end


def _around(text: str, word: re.Match[str], end: int, month: int) -> Parts | None:
    """What stands before and after a month's name; None if it is no month there."""
    before = text[max(0, word.start() - 40) : word.start()]
    if (m := _RUN_TOGETHER.match(text, end)) and 1 <= int(m["day"]) <= 31 and not _DAY_BEFORE.search(before):
        return _with_weekday(text, Parts(word.start(), m.end(), month, int(m["day"]), 0, int(m["year"])))
    parts = _day_before(before, word.start(), end, month) or _day_after(text, before, word.start(), end, month)
    if m := _YEAR_AFTER.match(text, parts.end):
        parts = replace(parts, year=int(m["year"]), end=m.end())
    if not parts.day and (m := _PART_BEFORE.search(before)) and (part := PARTS.get(fold(m.group(1)), "")):
        parts = replace(parts, part=part, start=word.start() - len(before) + m.start())
    elif not parts.day and (m := _HALF_BEFORE.search(before)):
        parts = replace(parts, part=f"{'first' if m.lastgroup else 'second'} half", start=word.start() - len(before) + m.start())
    beside = (_AND_MONTH.match(text, end), _MONTH_AND.search(before))  # "between May and July": one month makes the other one
    placed = bool(parts.part) or _IN_BEFORE.search(before) is not None or any(m and fold(m["month"]) in MONTHS for m in beside)
    sure = parts.year > 0 or (parts.day > 0 and _ON_BEFORE.search(text[: parts.start]) is not None)
    if not _is_month(word, bool(parts.day or parts.year), placed, sure):
        return None
    return _with_weekday(text, parts)


def _day_before(before: str, start: int, end: int, month: int) -> Parts | None:
    """As in "17 September", "17-19 September", "1er août", "first of May"."""
    offset = start - len(before)
    if m := _WORD_DAY.search(before):
        return Parts(offset + m.start(), end, month, 1)
    if (m := _ARABIC_DAY.search(before)) and (day := ORDINAL_DAYS.get(fold(" ".join(m["day"].split())), 0)):
        return Parts(offset + m.start("day"), end, month, day)
    m = _DAY_BEFORE.search(before)
    if m is None or not 1 <= int(m["day"]) <= 31 or _IN_A_WORD.search(before, 0, m.start()):
        return None
    first, day = int(m["first"] or 0), int(m["day"])
    if 1 <= first < day:
        return Parts(offset + m.start(), end, month, first, day)
    return Parts(offset + (m.start("day") if first else m.start()), end, month, day)


def _day_after(text: str, before: str, start: int, end: int, month: int) -> Parts:
    """As in "September 17", "October 5-7"; no day in "in May 20 people died"."""
    m = _DAY_AFTER.match(text, end)
    if m is None or not 1 <= int(m["day"]) <= 31 or (_IN.search(before) and not _YEAR_AFTER.match(text, m.end())):
        return Parts(start, end, month)
    day, last = int(m["day"]), int(m["last"] or 0)
    return Parts(start, m.end(), month, day, last if last > day else 0)


def _is_month(word: re.Match[str], dated: bool, placed: bool, sure: bool) -> bool:
    key, name = fold(word.group()), word.group()
    if key in SHORT_MONTHS:
        return dated
    if key in {"may", "march"} and name[0].islower():
        return sure
    return dated or placed or _bare(key) not in DOUBTFUL_MONTHS


def _with_weekday(text: str, parts: Parts) -> Parts:
    before = text[max(0, parts.start - 24) : parts.start]
    m = _WEEKDAY_BEFORE.search(before)
    if m is None or not parts.day:
        return parts
    key = fold(m.group(1))
    weekday = WEEKDAYS.get(key, SHORT_WEEKDAYS.get(key, -1) if m.group(1)[0].isupper() else -1)
    if weekday < 0:
        return parts
    start = parts.start - len(before) + m.start()
    return replace(parts, start=start, weekday=weekday)


def resolve(parts: Parts, anchor: date | None) -> DateMention | None:
    """The days that written parts mean; a missing year is the one nearest before the anchor. None if there is no such day, or no anchor."""
    year = parts.year or (_year_near(parts, anchor) if anchor else 0)
    if not year:
        return None
    length = calendar.monthrange(year, parts.month)[1]
    if max(parts.day, parts.last_day) > length:
        return None
    low, high = (parts.day, parts.last_day or parts.day) if parts.day else _part_of_month(parts.part, length)
    precision: Precision = "day" if parts.day and not parts.last_day else "range" if parts.day or parts.part else "month"
    first, last = (date(year, parts.month, d).isoformat() for d in (low, high))
    return DateMention(parts.start, parts.end, first, last, precision, guessed=not parts.year)


def _part_of_month(part: str, length: int) -> tuple[int, int]:
    days = {"early": (1, 10), "mid": (10, 20), "late": (20, length), "first half": (1, 15), "second half": (16, length)}
    return days.get(part, (1, length))


def _year_near(parts: Parts, anchor: date) -> int:
    """The year of the latest such day not after the anchor; a day may be a month ahead (announced), a given weekday must fit."""
    limit = anchor + timedelta(days=31) if parts.day else anchor
    for year in range(anchor.year + 1, anchor.year - 8, -1):
        if (parts.day or 1) > calendar.monthrange(year, parts.month)[1] or date(year, parts.month, parts.day or 1) > limit:
            continue
        if parts.weekday < 0 or parts.last_day or date(year, parts.month, parts.day).weekday() == parts.weekday:
            return year
    return 0


def numeric_dates(text: str) -> list[DateMention]:
    """Dates in figures: year first, or day and month with the year last (both orders where the slashes leave it open)."""
    found = [m for k in _ISO.finditer(text) if (m := _days(k.start(), k.end(), [(k["y"], k["m"], k["d"])]))]
    for k in _NUMERIC.finditer(text):
        year = k["y"] if len(k["y"]) == 4 else f"20{k['y']}"
        orders = [(year, k["b"], k["a"])]
        if k["s"] == "/" or int(k["b"]) > 12:
            orders.append((year, k["a"], k["b"]))
        if len(k["y"]) == 2 and k["s"] == ".":
            continue
        if mention := _days(k.start(), k.end(), orders):
            found.append(mention)
    return found


def _days(start: int, end: int, orders: list[tuple[str, str, str]]) -> DateMention | None:
    days = sorted({d.isoformat() for o in orders if (d := _day(*map(int, o)))})
    if not days:
        return None
    return DateMention(start, end, days[0], days[-1], "day" if len(days) == 1 else "range", readings=tuple(days) if len(days) > 1 else ())


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] else None


def years(text: str) -> list[DateMention]:
    """Years that stand alone ("in 2016", "the 2016 ceasefire"), not counts of four digits."""
    return [
        DateMention(m.start(), m.end(), f"{m.group()}-01-01", f"{m.group()}-12-31", "year")
        for m in _FOUR.finditer(text)
        if m.group().isascii() and is_year(text, m.start(), m.end(), float(m.group()))
    ]
