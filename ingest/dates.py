"""The dates of a text: those written out, those told from the day of the report, and the day that the report's own head states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingest.calendar_dates import DateMention, numeric_dates, resolve, written_dates, years
from ingest.date_words import SHORT_WEEKDAYS, UNITS, WEEKDAYS
from ingest.number_words import WORDS, fold
from ingest.relative_dates import day_spans, relative_dates

__all__ = ["DateMention", "dateline", "date_spans", "days_apart", "find_dates", "overlap", "periods"]

_FIGURES = {ord(c): str(i) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, c in enumerate(digits)}
_HEAD = 300


def find_dates(text: str, anchor: str = "") -> list[DateMention]:
    """The dates of `text`, in order and without overlap; `anchor` is the ISO day that "on Monday" and "17 September" are told from.

    Without an anchor such dates are left out, since nothing says which they are; `date_spans` has their places.
    """
    plain = text.translate(_FIGURES)
    day = _anchor(anchor)
    parts = written_dates(plain)
    found = [m for p in parts if (m := resolve(p, day))] + numeric_dates(plain) + (relative_dates(plain, day) if day else [])
    found += [_in_season(plain, y) for y in years(plain) if not any(p.start <= y.start < p.end for p in parts)]
    return _apart(found)


_SEASONS = {
    3: "spring|printemps|primavera|ربيع",
    6: "summer|l['’]été|verano|صيف",
    9: "autumn|fall|automne|otoño|خريف",
}  # in winter a year ends and begins
_SEASON = re.compile(
    rf"(?<!\w)(?:{'|'.join(f'(?P<m{month}>{words})' for month, words in _SEASONS.items())})\s(?:(?:of|de|del|عام|سنة)\s)?\Z", re.IGNORECASE
)


def _in_season(text: str, year: DateMention) -> DateMention:
    """The part of a year that "summer", "l'automne" before it means; the year where none stands there."""
    named = _SEASON.search(text, 0, year.start)
    if named is None:
        return year
    month = next(month for month in _SEASONS if named[f"m{month}"])
    last = _bounds(f"{year.first[:4]}-{month + 2:02}")[1]
    return DateMention(named.start(), year.end, f"{year.first[:4]}-{month:02}-01", last, "range")


def date_spans(text: str) -> list[tuple[int, int]]:
    """Where dates are written out in `text`, also those without a month or a year."""
    plain = text.translate(_FIGURES)
    spans = [(p.start, p.end) for p in written_dates(plain)] + [(m.start, m.end) for m in numeric_dates(plain)]
    return sorted(spans + day_spans(plain))


def _anchor(anchor: str) -> date | None:
    return date.fromisoformat(_bounds(anchor)[1]) if anchor else None


def _apart(found: list[DateMention]) -> list[DateMention]:
    """Of mentions that overlap the one that says most (written before relative, longer before shorter)."""
    kept: list[DateMention] = []
    for mention in sorted(found, key=lambda m: (m.relative, m.start - m.end)):
        if all(mention.end <= k.start or k.end <= mention.start for k in kept):
            kept.append(mention)
    return sorted(kept, key=lambda m: m.start)


def _bounds(iso: str) -> tuple[str, str]:
    """First and last day of an ISO day, month or year; ValueError if it is none."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", iso[:10]):
        date.fromisoformat(iso[:10])
        return iso[:10], iso[:10]
    if re.fullmatch(r"\d{4}(-\d{2})?", iso):
        year, month = int(iso[:4]), int(iso[5:] or 0)
        last = date(year + (month in {0, 12}), month % 12 + 1 if month else 1, 1).toordinal() - 1
        return date(year, month or 1, 1).isoformat(), date.fromordinal(last).isoformat()
    raise ValueError(f"{iso!r} is no ISO date; give it like 2016-09-17, 2016-09 or 2016")


def days_apart(a: str, b: str) -> int:
    """Days between two ISO dates, each a day, a month or a year: 0 if one may lie in the other. ValueError if one is no date."""
    (a_first, a_last), (b_first, b_last) = _bounds(a), _bounds(b)
    gap = max(date.fromisoformat(a_first) - date.fromisoformat(b_last), date.fromisoformat(b_first) - date.fromisoformat(a_last))
    return max(gap.days, 0)


def overlap(a: DateMention, b: DateMention) -> bool:
    """Whether the two mentions can mean a day in common."""
    return a.first <= b.last and b.first <= a.last


EARLIEST, LATEST = "1900-01-01", "2999-12-31"  # where a period is open
_ARTICLE = r"(?:(?:le|la|el)\s+|l['\u2019])?(?:(?:year|année|año|mois de|يوم|شهر|عام|سنة)\s+)?"
_THROUGH = re.compile(
    r"\s*(?:(?P<and>and|et|y|و)|to|until|till|through|up to|au|jusqu['\u2019]au|à|al?|hasta|إلى|الى|حتى|-|–|—)\s*(?:(?:in|en|the|في)\s+)?"
    + _ARTICLE,
    re.IGNORECASE,
)
_BETWEEN = re.compile(rf"(?:^|\W)(?:between|entre|بين)\s+(?:the\s+)?{_ARTICLE}$", re.IGNORECASE)
_OPEN = re.compile(
    r"(?:^|\W)(?:(?P<since>since the|since|after|depuis|après|dès|à partir d[eu]|desde|tras|después del?|a partir del?"
    rf"|و?(?:منذ|بعد|(?:ابتداء|اعتبار)\w* من))|before|avant|antes del?|و?قبل)\s+{_ARTICLE}$",
    re.IGNORECASE,
)


def periods(text: str, found: Sequence[DateMention]) -> list[DateMention]:
    """The dates found in `text`, two that are the ends of one period as one; "since" and "before" a day reach to LATEST and from EARLIEST.

    A period with "since" ends where a later day of the text says so; "two days after" a day is none.
    """
    joined: list[DateMention] = []
    for mention in found:
        if joined and _goes_on(text, joined[-1], mention):
            joined[-1] = _from_to(joined[-1], mention)
        else:
            joined.append(mention)
    return [_opened(text, mention, joined) for mention in joined]


def _goes_on(text: str, a: DateMention, b: DateMention) -> bool:
    """Whether a period from `a` to `b` is told ("from 3 May to 9 June", "entre mai et juillet"); "on 3 and 9 June" are two days."""
    glued = text[b.start] == "و"
    link = _THROUGH.fullmatch(text, a.end, b.start + glued)
    return link is not None and not (a.relative or b.relative) and (not link["and"] or _BETWEEN.search(text[: a.start]) is not None)


def _from_to(a: DateMention, b: DateMention) -> DateMention:
    """Both as one; of two years the one that is not written follows from the other."""
    first, last = a.first, b.last
    if a.guessed and (first > last or not b.guessed):
        first = _moved(first, int(last[:4]) - (first[4:] > last[4:]))
    elif b.guessed and not a.guessed:
        last = _moved(last, int(first[:4]) + (last[4:] < first[4:]))
    first, last = sorted((first, last))
    return DateMention(a.start, b.end, first, last, "range", guessed=a.guessed or b.guessed)


def _moved(day: str, year: int) -> str:
    return f"{year}{day[4:]}".replace("-02-29", "-02-28")


def _opened(text: str, mention: DateMention, all_told: Sequence[DateMention]) -> DateMention:
    """The mention as far as "since", "after" or "before" let it reach."""
    led = _OPEN.search(text[: mention.start])
    before = re.search(r"([^\W\d_]+)\W*$", text[: led.start()]) if led else None
    if led is None or (before and fold(before.group(1)) in UNITS):
        return mention
    if led["since"]:
        return mention if any(other.first > mention.last for other in all_told) else replace(mention, last=LATEST, readings=())
    return mention if any(other.last < mention.first for other in all_told) else replace(mention, first=EARLIEST, readings=())


_LABEL = re.compile(
    r"(?:published(?: on| at)?|publication(?: date)?|date of publication|posted(?: on)?|(?:last )?updated?(?: on| at)?|last modified|"
    r"issued(?: on)?|dated?|"
    r"publi[ée]e?(?: le)?|mis à jour(?: le)?|modifi[ée] le|publicado(?: el)?|actualizado(?: el)?|fecha(?: de publicación)?|تاريخ النشر|"
    r"نشر في|آخر تحديث|التاريخ|تاريخ)\s*[:.-]?\s*$",
    re.IGNORECASE,
)
_AGENCY_AFTER = re.compile(r"\s*(?:,\s*)?\([A-Z][\w .&/-]{1,30}\)\s*[-–—:]?")
_CITY_BEFORE = re.compile(r"(?:^|\n)\s*(?:[A-ZÀ-Ý][\w'’À-ÿ-]*[\s,./]*){1,6}[,(–—-]\s*(?:le |el )?$")
_RUNS_ON = re.compile(r"\s*(?:,\s*)?([a-zà-ÿ]+)")
_PLACE_AGENCY_AFTER = re.compile(r"\s*(?:[A-Z][\w'’-]*[\s,]+){1,3}\(?[A-Z]{2,}\)?\s?[-–—:]")
_TIME_AFTER = re.compile(
    r"[\s,]*(?:at |à |a las |-|–|\|)?\s*(?:\d{1,2}[:.h]\d\d|\d{4})?(?:\s?[APap]\.?[Mm]\b)?\s*(?:GMT|UTC|[A-Z]{2,4}T\b|local time)?"
)


def dateline(text: str, published: str = "") -> str:
    """The ISO day (or month) that the head of a text states as its own date, "" if none.

    A dateline is a date at the very start, after a label ("Published"), after a place ("ALEPPO, Oct. 3 (Reuters)") or alone between two
    sentences; a date inside a sentence ("killed on 17 September 2016") is none. `published` gives a missing year and settles 10/07/2016.
    """
    head = text[:_HEAD].translate(_FIGURES)
    day = _anchor(published) if published else None
    written = [(m, p.weekday >= 0) for p in written_dates(head) if (m := resolve(p, day))]
    dates = sorted([*written, *((m, False) for m in numeric_dates(head))], key=lambda pair: pair[0].start)
    for mention, has_weekday in dates:
        if mention.precision in {"day", "month"} or mention.readings:
            if _is_dateline(head, mention, has_weekday):
                return _settled(mention, published)
    return ""


def _is_dateline(head: str, mention: DateMention, has_weekday: bool) -> bool:
    before, after = head[: mention.start], head[mention.end :]
    if _LABEL.search(before):
        return True
    place = _CITY_BEFORE.search(before) is not None
    if mention.guessed or mention.precision == "month":
        return place and _AGENCY_AFTER.match(after) is not None
    if (place and _AGENCY_AFTER.match(after)) or (not before.strip() and head[mention.start : mention.end].replace("-", "").isdecimal()):
        return True
    time = _TIME_AFTER.match(after)
    runs_on = _RUNS_ON.match(after, time.end() if time else 0)
    if runs_on and fold(runs_on.group(1)) not in WORDS:
        return False
    if _PLACE_AGENCY_AFTER.match(after) and not _follows_on(before):
        return True
    return not before.strip() or _ends(before) or has_weekday


def _ends(before: str) -> bool:
    """Whether the text before a date has come to an end: a line, a sentence, a name or title and not "on", "le", "since"."""
    if before.rstrip(" \t").endswith(("\n", ".", "|", "-", "–", "—", ":", ",", ")", "”", '"')):
        return True
    last = re.search(r"([^\W\d_]+)\W*$", before)
    if last is None:
        return True
    return last.group(1)[0].isupper() and not _follows_on(before) and fold(last.group(1)) not in WEEKDAYS.keys() | SHORT_WEEKDAYS.keys()


def _follows_on(before: str) -> bool:
    last = re.search(r"([^\W\d_]+)\W*$", before)
    return last is not None and fold(last.group(1)) in _ON


_ON = frozenset("on in of since until till by from before after the during between le en el del desde hasta au du".split())


def _settled(mention: DateMention, published: str) -> str:
    """The day of a mention; of two readings the one nearest to the published date, else the one with the day first."""
    if mention.precision == "month":
        return mention.first[:7]
    if not mention.readings:
        return mention.first
    if published:
        return min(mention.readings, key=lambda d: days_apart(d, published))
    return mention.readings[0]
