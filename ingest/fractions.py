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
_HALF_OF = re.compile(
    r"(?<!\w)(?:half (?:a|an)|une? demie?|medi[oa]|نصف) (?P<of>dozen|million|billion|douzaine|docena|millón|مليون|مليار)(?!\w)",
    re.IGNORECASE,
)
_SIZES = {"dozen": 12, "douzaine": 12, "docena": 12, "billion": 1e9, "مليار": 1e9}
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


def fractions(text: str) -> list[Number]:
    """Fractions of `text`, in order of form; a part of a whole has kind "fraction", "half a million" and "6½" are counts like others."""
    lower = text.lower()
    if not any(hint in lower for hint in _HINTS):
        return []
    found = [_signed(m) for m in _SIGN.finditer(text)]
    for m in _HALF_OF.finditer(text):
        size = float(_SIZES.get(m["of"].lower(), 1e6))
        found.append(Number(size / 2, m.start(), m.end(), m.group(), pieces=(size,)))
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
