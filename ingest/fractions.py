"""Fractions in words and signs: "half of", "deux tiers", "una cuarta parte", "ثلثي", "6½". Pure."""

from __future__ import annotations

import re
import unicodedata

from ingest.digits import Number

_SHARES: tuple[tuple[float, str, tuple[float, ...]], ...] = (
    (2 / 3, r"two[- ]thirds|deux[- ]tiers|dos tercios|dos terceras partes|ثلث(?:ا|ي|ى)", (2,)),
    (3 / 4, r"three[- ]quarters|trois[- ]quarts|tres cuart(?:os|as partes)|ثلاثة أرباع", (3,)),
    (1 / 3, r"(?:one|a)[- ]third(?= of\b)|one[- ]third|un tiers|un tercio|una tercera parte|ال?ثلث", (1,)),
    (1 / 4, r"(?:one|a)[- ]quarter(?= of\b)|one[- ]quarter|un quart|un cuarto(?= de\b)|una cuarta parte|ربع", (1,)),
    (
        1 / 2,
        r"(?<!first[ -])(?<!second[ -])(?<!other[ -])(?<!and a[ -])half(?![- ](?:a |an )?(?:brother|sister|hour|dozen|million|billion|"
        r"time|way|year|past))"
        r"|la moitié|la mitad|نصف",
        (),
    ),
)
_WORDS = re.compile("|".join(rf"(?P<s{i}>(?<!\w)(?:{words})(?!\w))" for i, (_, words, _) in enumerate(_SHARES)), re.IGNORECASE)
_SIZES = {
    "hundred": 100.0,
    **dict.fromkeys("dozen douzaine docena".split(), 12.0),
    **dict.fromkeys("thousand mille millier mil ألف".split(), 1e3),
    **dict.fromkeys("million millón مليون".split(), 1e6),
    **dict.fromkeys("billion milliard مليار".split(), 1e9),
}
_PARTS: tuple[tuple[float, str], ...] = (
    (1 / 2, r"half|(?:un |une )?demie?|medi[oa]|نصف"),
    (3 / 4, r"three[- ]quarters|trois[- ]quarts|tres cuartos|ثلاثة أرباع"),
    (2 / 3, r"two[- ]thirds|deux[- ]tiers|dos tercios|ثلثا|ثلثي"),
    (1 / 4, r"(?:(?:one|a)[- ])?quarter|un quart|un cuarto|ربع"),
    (1 / 3, r"(?:one|a)[- ]third|un tiers|un tercio|ثلث"),
)
_PART_OF = re.compile(  # "half a million", "un quart de million", "three-quarters of a million"
    rf"(?<!\w)(?<!and a )(?:{'|'.join(f'(?P<p{i}>{words})' for i, (_, words) in enumerate(_PARTS))})"
    rf"(?: of)?(?: an?)?(?: de (?:un )?| d['’]une? |[ -])(?P<of>{'|'.join(_SIZES)})(?!\w)",
    re.IGNORECASE,
)
_UNITS = "one two three four five six seven eight nine".split()
_AND_HALF = re.compile(
    rf"(?<!\w)(?P<whole>{'|'.join(_UNITS)}|\d{{1,3}}) and a (?P<part>half|quarter) (?P<of>hundred|thousand|million|billion)(?!\w)",
    re.IGNORECASE,
)
_SIGN = re.compile(r"(?<![\d.,])(?P<whole>\d{0,4})\s?(?P<sign>[½⅓⅔¼¾])")


_HINTS = (
    "half",
    "third",
    "quarter",
    "moiti",
    "tiers",
    "quart",
    "demi",
    "mitad",
    "terc",
    "cuart",
    "medi",
    "نصف",
    "ثلث",
    "ربع",
    "أرباع",
    *"½⅓⅔¼¾",
)


def tells_a_part(text: str) -> bool:
    """Whether a word or sign for a part may stand in a text: "a quarter of a million"."""
    lower = text.lower()
    return any(hint in lower for hint in _HINTS)


def fractions(text: str) -> list[Number]:
    """Fractions of `text`, in order of form; a part of a whole has kind "fraction", "half a million" and "6½" are counts like others."""
    if not tells_a_part(text):
        return []
    found = [_signed(m) for m in _SIGN.finditer(text)]
    found += [_sized(m, next(part for i, (part, _) in enumerate(_PARTS) if m[f"p{i}"])) for m in _PART_OF.finditer(text)]
    for m in _AND_HALF.finditer(text):
        whole = _UNITS.index(m["whole"].lower()) + 1.0 if m["whole"].isalpha() else float(m["whole"])
        found.append(_sized(m, whole + (0.5 if m["part"].lower() == "half" else 0.25), whole))
    taken = [(n.start, n.end) for n in found]
    for m in _WORDS.finditer(text):
        value, _, pieces = _SHARES[int((m.lastgroup or "s0")[1:])]
        if all(m.end() <= start or end <= m.start() for start, end in taken):
            found.append(Number(value, m.start(), m.end(), m.group(), kind="fraction", pieces=pieces))
    return found


def _signed(match: re.Match[str]) -> Number:
    whole = float(match["whole"] or 0)
    value = whole + unicodedata.numeric(match["sign"])
    return Number(value, match.start(), match.end(), match.group(), pieces=(whole,) if whole else ())


def _sized(match: re.Match[str], times: float, whole: float = 0.0) -> Number:
    size = _SIZES[match["of"].lower()]
    return Number(times * size, match.start(), match.end(), match.group(), pieces=(size, *([whole, whole * size] if whole else [])))
