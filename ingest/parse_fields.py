"""What a file or record says of itself (title, publisher, date ...), under any of the usual names, brought into one form."""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.errors import ReportError

_NAMES = {  # field of a report: the names it goes by, strongest first
    "record_id": ("id",),
    "title": ("title",),
    "text": ("text",),
    "publisher": ("publisher", "source"),
    "published": ("published", "date"),
    "url": ("url",),
    "language": ("language",),
    "places": ("places", "location"),
}
_LANGUAGES = {
    code: names.split()[0]
    for names in (
        "en eng english anglais inglés الإنجليزية",
        "fr fra fre french français francés الفرنسية",
        "es spa spanish espagnol español الإسبانية",
        "ar ara arabic arabe árabe العربية",
        "ru rus russian",
        "uk ukr ukrainian",
        "tr tur turkish",
        "fa fas per persian farsi",
        "ku kur kurdish",
        "he heb hebrew",
        "de deu ger german",
        "it ita italian",
        "pt por portuguese",
        "sw swa swahili",
    )
    for code in names.split()
}
_UNKNOWN = {"", "und", "unknown", "mul", "null", "none", "~"}
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """One report as its file states it; "" where it says nothing. `warnings` name what was not understood."""

    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    places: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    record_id: str = ""
    warnings: tuple[str, ...] = ()


def from_fields(given: Mapping[str, object], text: str | None = None) -> Parsed:
    """A report from named fields; `text` overrides the field of that name. Fields of other names become metadata strings.

    Raises ReportError when there is no text, or when it holds what cannot be stored.
    """
    rest = {str(name).strip().lower(): value for name, value in given.items() if name is not None}
    found = {target: _take(rest, names) for target, names in _NAMES.items()}
    body = check_text(found["text"] if text is None else text)
    published, date_warning = iso_date(_line(found["published"]))
    language, language_warning = iso_language(_line(found["language"]))
    metadata = {name: _value(value) for name, value in rest.items()}
    metadata |= {"published_as_given": _line(found["published"])} if date_warning else {}
    return Parsed(
        text=body,
        title=_line(found["title"]),
        publisher=_line(found["publisher"]),
        published=published,
        url=_line(found["url"]),
        language=language,
        places=_places(found["places"]),
        metadata={name: value for name, value in metadata.items() if value},
        record_id=_line(found["record_id"]),
        warnings=tuple(filter(None, (date_warning, language_warning))),
    )


def check_text(text: object) -> str:
    """`text` itself, if it can be a report's; else ReportError with what is wrong."""
    if text is None or text == "":
        raise ReportError("has no text")
    if not isinstance(text, str):
        raise ReportError(f"its text is not a string but {type(text).__name__}")
    if not text.strip():
        raise ReportError("has no text (only white space)")
    if "\x00" in text:
        raise ReportError("its text has NUL characters; it is not text")
    if _SURROGATE.search(text):
        raise ReportError("its text has broken characters (lone surrogates); save it again as UTF-8")
    return text


def _take(rest: dict[str, object], names: Sequence[str]) -> object:
    """Remove and return the first of `names` that says something; the others stay, as metadata."""
    for name in names:
        if rest.get(name) not in (None, "", [], ()):
            return rest.pop(name)
    for name in names:
        rest.pop(name, None)
    return None


def _line(value: object) -> str:
    return " ".join(_value(value).split())


def _value(value: object) -> str:
    """Any JSON, YAML or TOML value as a string that can be stored."""
    if value is None:
        return ""
    text = value if isinstance(value, str) else _dump(value)
    return _SURROGATE.sub("\ufffd", text.replace("\x00", ""))


def _dump(value: object) -> str:
    if isinstance(value, datetime.date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False, default=str)


def _places(value: object) -> tuple[str, ...]:
    """A list, or a string with ";" between: "Aleppo, Syria" is one place."""
    parts: Iterable[object] = value if isinstance(value, list | tuple) else _value(value).split(";")
    return tuple(dict.fromkeys(filter(None, map(_line, parts))))


def iso_language(given: str) -> tuple[str, str]:
    """ISO 639-1 code for a code or name ("fr-FR", "fra", "French"), and a warning ("" if there is none)."""
    name = given.strip().lower()
    code = re.split(r"[-_]", name)[0]
    if name in _UNKNOWN or code in _UNKNOWN:
        return "", ""
    found = _LANGUAGES.get(name) or _LANGUAGES.get(code) or (code if re.fullmatch("[a-z]{2}", code) else "")
    return found, "" if found else f"language {given[:40]!r} is not known (write fr, es, ar ...); it will be detected"


_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{1,2})(?:\2(\d{1,2}))?(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[ ,T].*)?")
_MONTH_YEAR = re.compile(r"(\d{1,2})[-/.](\d{4})")
_CLOCK = re.compile(r"[ ,T]*\d{1,2}:\d{2}.*$")


def iso_date(given: str) -> tuple[str, str]:
    """A date as ISO at day or month precision, and a warning ("" if there is none); ("", warning) when it cannot be told."""
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in given.strip())
    if text.lower() in _UNKNOWN:
        return "", ""
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day = match.groups()
        found = _iso(year, month, day)
    elif match := _YEAR_LAST.fullmatch(text):
        first, separator, second, year = match.groups()
        if separator != "." and first != second and int(first) <= 12 and int(second) <= 12:
            return "", f"date {given[:40]!r} can be read two ways; taken without a date (write {_iso(year, second, first) or '2016-07-10'})"
        first, second = (second, first) if int(second) > 12 else (first, second)
        found = _iso(year, second, first)
    elif match := _MONTH_YEAR.fullmatch(text):
        found = _iso(match[2], match[1], None)
    else:
        found = _in_words(text)
    return found, "" if found else f"date {given[:40]!r} is none that is known; taken without a date (write it as 2016-07-10)"


def _iso(year: str, month: str, day: str | None) -> str:
    try:
        date = datetime.date(int(year), int(month), int(day or 1))
    except ValueError:
        return ""
    return date.isoformat() if day else date.isoformat()[:7]


def _in_words(text: str) -> str:
    """A date with its month in words, in any language the reports' own dates are read in."""
    from ingest.dates import find_dates

    mentions = find_dates(_CLOCK.sub("", text))
    if len(mentions) != 1 or not re.search(r"\d{4}", text):
        return ""
    mention = mentions[0]
    return {"day": mention.first[:10], "month": mention.first[:7]}.get(mention.precision, "")
