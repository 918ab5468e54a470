"""A number as it is found, and what digits with separators amount to ("14,000", "14 000", "1.5", "12 300" of two numbers). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.number_kinds import Kind

SPACES = " \u00a0\u2007\u2009\u202f"


@dataclass(frozen=True, slots=True)
class Number:
    """One number as the text states it: `text[start:end] == text` of the number, `value` what it amounts to.

    A range ("60,000-80,000") is one number: its value is the lower end, `low` and `high` are both set. A hedge sets `approx` ("at least",
    "more than", "about", "nearly", "up to", "less than") and the bound that follows from it. `readings` are other values the same
    characters may well mean ("14.500" in an English text), `pieces` values that only a careless reader sees in them (14 in "14 thousand").
    `weak` marks a "one" or "un" that may be an article.
    """

    value: float
    start: int
    end: int
    text: str
    low: float | None = None
    high: float | None = None
    approx: str = ""
    kind: Kind = "count"
    readings: tuple[float, ...] = ()
    pieces: tuple[float, ...] = ()
    weak: bool = False

    @property
    def meanings(self) -> frozenset[float]:
        """Every value the number may stand for; both ends of a range."""
        ends = (self.low, self.high) if self.low is not None and self.high is not None else ()
        return frozenset((self.value, *self.readings, *(e for e in ends if e is not None)))


def read_digits(digits: str, start: int) -> list[Number]:
    """What a run of digits with separators means: one number, or several where spaces divide a list ("12 300" of two)."""
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in digits)
    separator = next((c for c in plain if not c.isdecimal()), "")
    end = start + len(digits)
    if not separator:
        return [Number(float(plain), start, end, digits)]
    head, *tail = re.split(rf"[{re.escape(separator)}]", plain)
    fraction = re.search(r"[.,\u066b](\d+)$", tail[-1])
    groups = [*tail[:-1], tail[-1][: fraction.start()] if fraction else tail[-1]]
    grouped = len(head) <= 3 and not head.startswith("0") and all(len(g) == 3 for g in groups)
    if separator in SPACES:
        value = float(head + "".join(groups) + (f".{fraction[1]}" if fraction else ""))
        return [Number(value, start, end, digits, pieces=tuple(float(p) for p in (head, *groups)))]
    if not grouped:
        pieces = (float(head + tail[0]),) if len(tail[0]) == 3 else ()
        return [Number(float(f"{head}.{tail[0]}"), start, end, digits, pieces=pieces)]
    value = float(head + "".join(groups) + (f".{fraction[1]}" if fraction else ""))
    if separator == "\u060c":
        return [Number(value, start, end, digits, readings=tuple(float(p) for p in (head, *groups)))]
    decimal = separator in ".," and len(groups) == 1 and not fraction and set(groups[0]) != {"0"}
    return [Number(value, start, end, digits, readings=(float(f"{head}.{groups[0]}"),) if decimal else ())]
