"""Numbers in a text, in digits of any script and in words of four languages, each with its exact place and its value.

A number that this module does not see is a number that nobody checks: `values` therefore also holds what only a careless reader
would take for a number ("seize" in an English text), while `find_numbers` gives the numbers that are meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.dates import date_spans
from ingest.digits import SPACES, Number, read_digits
from ingest.fractions import fractions
from ingest.number_hedges import hedge, links_range
from ingest.number_kinds import Kind, classify, counts_one, is_indefinite, speaks
from ingest.number_words import ELEVEN, NOUN_DUALS, TWELVE, WORDS, Sum, Word, fold

_MARKS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670"
_GROUPED = rf"\d{{1,3}}(?P<sep>[{SPACES},.'\u2019\u066c\u060c])\d{{3}}(?:(?P=sep)\d{{3}})*(?!\d)(?:[.,\u066b]\d+(?![\d.]))?"
_TOKEN = re.compile(rf"(?P<digits>(?<!\d)(?:{_GROUPED}|\d+(?:[.,\u066b]\d+(?!\d|\.\d))?))|(?P<word>[^\W\d_](?:[^\W\d_]|[{_MARKS}])*)")
_JOIN = re.compile(r"[\s\u200b-\u200f-]*")
_PREFIX = re.compile(rf"(?P<and>و[{_MARKS}]*)?(?P<rest>(?:[فبلك][{_MARKS}]*)?(?:ا[{_MARKS}]*ل[{_MARKS}]*|(?<=ل)ل[{_MARKS}]*)?)")
_RUNS_ON = re.compile(r"[\s-]*(?:(?:and|et|y)[\s-]+)?(?:و)?", re.IGNORECASE)
_LINKS = frozenset({"and", "et", "y", "و"})
_HALF = re.compile(r"\s+(?:and a half|et demie?|y medi[oa]|ونصف(?: (?:ال)?(?:مليون|مليار))?)\b", re.IGNORECASE)
_BACKING: dict[Kind, Set[Kind]] = {"count": {"count", "fraction"}, "percent": {"percent"}}  # the others: by all but percentages
_SAID = re.compile(r"[^:“«]{1,80}?(?=\s*:\s*[“«])")
_NEVER = frozenset({12, 100, 1e3, 1e6, 1e9, 1e12})  # "dozens", "hundreds" alone: nobody reads a value there, but 10 in "tens"


def find_numbers(text: str) -> list[Number]:
    """The numbers of `text`, in order: offsets are exact and do not overlap; dates and identifiers are among them, told apart by `kind`."""
    meant, _ = _scan(text)
    spans = date_spans(text)
    return _ranges(text, [_in_context(text, n, spans) for n in meant])


def values(text: str) -> set[float]:
    """Every value that any reader may find in `text`: what is meant, its other readings, and what only looks like a number."""
    meant, shadows = _scan(text)
    return {v for n in (*meant, *shadows, *find_numbers(text)) for v in (*n.meanings, *n.pieces)}


def same(a: Number, b: Number) -> bool:
    """Whether the two numbers can state the same value."""
    return bool(a.meanings & b.meanings)


def unbacked(claim: str, evidence: str) -> list[Number]:
    """The numbers of `claim` that `evidence` does not state; a "one" that may be an article needs no backing.

    Stricter than comparing `values`: 14 is not backed by "14 thousand", nor a count by a percentage, a day, an age or the 8 of "Mi-8".
    What only looks like a number must stand in the evidence as such.
    """
    claim, evidence = claim.replace("\n", "\t"), evidence.replace("\n", "\t")  # a line's end hides what a number counts
    (meant, shadows), (claimed, ghosts), told = _scan(evidence), _scan(claim), find_numbers(evidence)
    stated = {(v, n.kind) for n in [*_told_as(meant, told), *told] for v in n.meanings}
    seen = {v for v, _ in stated} | {v for n in (*meant, *shadows) for v in (n.value, *n.pieces)}
    loose = [n for n in _told_as(claimed, find_numbers(claim)) if not (n.weak or _backed(n, stated, seen) or _cut(n, claim, evidence))]
    return sorted([*loose, *(n for n in ghosts if n.value not in seen and n.value > 2)], key=lambda n: n.start)


def _told_as(numbers: Iterable[Number], told: Sequence[Number]) -> list[Number]:
    """The numbers, each of the kind that it has among those `told` in its text: both ends of "50-60 %" are percentages."""
    return [replace(n, kind=next((t.kind for t in told if t.start <= n.start < t.end), n.kind)) for n in numbers]


def _backed(number: Number, stated: Set[tuple[float, Kind]], seen: set[float]) -> bool:
    """Whether its value is stated of a like kind, and so is the 14 of "14 thousand"; digits grouped by spaces are one number."""
    kinds = _BACKING.get(number.kind)
    whole = not any(c.isalpha() for c in number.text) or seen.issuperset(number.pieces)
    return whole and any(v in number.meanings and (kind in kinds if kinds else kind != "percent") for v, kind in stated)


def _cut(number: Number, claim: str, evidence: str) -> bool:
    """Whether it is cut from the quote that follows it (after a colon), and so without the noun that tells its kind."""
    said = _SAID.match(claim, number.start)
    return said is not None and re.search(rf"(?<![a-z\d-]){re.escape(said.group())}", evidence, re.IGNORECASE) is not None


def without_dates(numbers: Iterable[Number]) -> list[Number]:
    """The numbers that are no part of a date."""
    return [n for n in numbers if n.kind not in {"date", "year"}]


def _scan(text: str) -> tuple[list[Number], list[Number]]:
    """The numbers that are meant, and those that are not."""
    meant: list[Number] = []
    shadows: list[Number] = []
    parts = fractions(text)
    runs = [(n, w) for n, w in _runs(text) if all(n.end <= p.start or p.end <= n.start for p in parts)] if parts else _runs(text)
    for number, word in runs:
        if word is None or not _is_shadow(text, number, word):
            one = word is not None and number.value == 1 and word.part == "unit"
            meant.append(replace(number, weak=True) if one else number)
        elif word.part == "hundred" and text[: number.start].endswith("ال"):
            continue  # "في المئة", percent
        elif fold(number.text) != "once" and not (word.indefinite and number.value in _NEVER and number.text != "آلاف"):
            shadows.append(number)
    return sorted([*meant, *parts], key=lambda n: n.start), shadows + [
        n for (a, _), (b, _) in pairwise(runs) if (n := _misread(text, a, b))
    ]


def _misread(text: str, a: Number, b: Number) -> Number | None:
    """What a careless reader makes of digits right before a number word ("the 1967 Six Day War": 1973), None if nothing."""
    if not a.text.isdecimal() or b.text[0].isdecimal() or not _RUNS_ON.fullmatch(text, a.end, b.start):
        return None
    round_ten = a.value % 10 == 0 and 20 <= a.value <= 90
    if (a.value >= 100 and b.value < a.value) or (round_ten and b.value < 20) or (a.value == 10 and 7 <= b.value <= 9):
        return Number(a.value + b.value, a.start, b.end, text[a.start : b.end])
    return None


def _is_shadow(text: str, number: Number, word: Word) -> bool:
    """Whether a number of one word (`word`) is none in its context: an article, an indefinite plural, a word of another language."""
    if word.indefinite or (word.part in {"hundred", "scale", "collective"} and is_indefinite(text, number.start)):
        return True
    if word.part == "unit" and word.value == 1:
        return not counts_one(text, number.start, number.end)
    return not speaks(text, number.start, number.end, word.languages)


def _runs(text: str) -> list[tuple[Number, Word | None]]:
    """Maximal numbers of the text; beside each the word it consists of, if it is a single word."""
    found: list[tuple[Number, Word | None]] = []
    run: _Run | None = None
    tokens = list(_TOKEN.finditer(text))
    skip = -1
    for i, token in enumerate(tokens):
        if i == skip or (found and token.start() < found[-1][0].end):
            continue
        if token["digits"] is not None:
            _close(run, text, found)
            run = _Run.of_digits(token.group(), token.start(), found)
            continue
        key = fold(token.group())
        if run is None and key not in WORDS and key.isascii() and not key.endswith("s"):
            continue  # most words: nothing to read, nothing to end
        end = token.end()
        teen = _arabic_teen(token, tokens[i + 1], text) if not key.isascii() and i + 1 < len(tokens) else None
        if teen:
            end, skip = tokens[i + 1].end(), i + 1
        start, word, glue = teen or _lookup(token, key)
        if run is not None and _JOIN.fullmatch(text, run.reach, token.start()) is None:
            _close(run, text, found)
            run = None
        if word is None:
            if run is not None and not run.link and token.group().lower() in _LINKS:
                run.link, run.reach = token.group().lower(), end
                continue
            _close(run, text, found)
            run = None
        elif run is None or not run.take(word, glue, end):
            _close(run, text, found)
            run = _Run.of_word(word, start, end)
    _close(run, text, found)
    return found


@dataclass(slots=True)
class _Run:
    """A number while it is read: `end` is where it ends so far, `reach` where the next word must follow."""

    sum: Sum
    start: int
    end: int
    reach: int
    word: Word | None
    link: str = ""
    digits: Number | None = None

    @staticmethod
    def of_word(word: Word, start: int, end: int) -> _Run:
        total = Sum()
        total.take(word, "")
        return _Run(total, start, end, end, word)

    @staticmethod
    def of_digits(text: str, start: int, found: list[tuple[Number, Word | None]]) -> _Run:
        *before, last = read_digits(text, start)
        found.extend((n, None) for n in before)
        total = Sum()
        total.start_digits(last.value)
        return _Run(total, last.start, last.end, last.end, None, digits=last)

    def take(self, word: Word, glue: str, end: int) -> bool:
        closed = self.word is not None and (self.word.indefinite or (self.word.part == "pair" and self.word.value == 2))
        if closed or not self.sum.take(word, glue or self.link):
            return False
        self.end = self.reach = end
        self.link, self.word = "", None
        return True


def _close(run: _Run | None, text: str, found: list[tuple[Number, Word | None]]) -> None:
    if run is None:
        return
    if run.digits is not None and not run.sum.spelled:
        found.append((run.digits, None))
        return
    value, end = run.sum.value, run.end
    if run.sum.last is not None and run.sum.last.part == "scale" and (half := _HALF.match(text, end)):
        value, end = value + run.sum.scale / 2, half.end()
    readings = tuple(r * value / run.digits.value for r in run.digits.readings) if run.digits and run.digits.value else ()
    pieces = [*run.sum.pieces, *(run.digits.pieces if run.digits else ())]
    if run.digits is not None and (decimals := re.search(r"[.,\u066b](\d+)$", run.digits.text)):
        pieces.append(float(decimals[1]) * run.sum.scale)  # "2 million" in "1.2 million"
    number = Number(value, run.start, end, text[run.start : end], pieces=tuple(pieces), readings=readings)
    found.append((number, run.word))


def _lookup(token: re.Match[str], key: str) -> tuple[int, Word | None, str]:
    """Where the number word in a token (folded: `key`) starts, the word, and a glued Arabic "and"."""
    word = WORDS.get(key)
    if word is None and key.isascii() and key.endswith("s") and (single := WORDS.get(key[:-1])):
        word = replace(single, indefinite=True)  # "fives", "seizes": no number, but a careless reader takes it for one
    if word is not None or key.isascii() or key[0] not in "وفبلكا":
        return token.start(), word, ""
    prefix = _PREFIX.match(token.group())
    if prefix is None or not prefix.group():
        return token.start(), None, ""
    for cut, glue in ((prefix.end("and"), "و"), (prefix.end(), "و" if prefix["and"] else "")):
        bare = fold(token.group()[cut:]) if cut > 0 else ""
        word = WORDS.get(bare)
        if bare == _HUNDRED and not set(token.group()) & set("ئا"):
            continue  # "كمية", a quantity
        if word is not None and (bare not in _BARE_ONLY or cut == prefix.end("and")):
            return token.start() + cut, word, glue
    return token.start(), None, ""


_HUNDRED = fold("مئة")
_BARE_ONLY = NOUN_DUALS | {fold(w) for w in ("ست", "اثنين", "إثنين")}


def _arabic_teen(token: re.Match[str], after: re.Match[str], text: str) -> tuple[int, Word, str] | None:
    """Eleven or twelve in Arabic, which are two words whose first alone is none: where it starts, the word, a glued "and"."""
    if fold(after.group()) not in _TEN or not _JOIN.fullmatch(text, token.end(), after.start()):
        return None
    prefix = _PREFIX.match(token.group())
    for cut, glue in ((0, ""), (prefix.end("and"), "و") if prefix and prefix["and"] else (0, ""), (prefix.end() if prefix else 0, "")):
        bare = fold(token.group()[cut:])
        if bare in ELEVEN or bare in TWELVE:
            return token.start() + cut, Word(11 if bare in ELEVEN else 12, "teen", "ar"), glue
    return None


_TEN = frozenset({fold("عشر"), fold("عشرة")})


def _in_context(text: str, number: Number, dates: list[tuple[int, int]]) -> Number:
    if number.kind == "fraction":
        return replace(number, approx=hedge(text, number.start, number.end, number.value)[0])
    if any(start <= number.start and number.end <= end for start, end in dates):
        return replace(number, kind="date")
    kind = classify(text, number.start, number.end, number.value)
    if kind == "identifier":
        return replace(number, kind=kind)
    approx, low, high = hedge(text, number.start, number.end, number.value)
    return replace(number, kind=kind, approx=approx, low=low, high=high, weak=number.weak and not approx)


def _ranges(text: str, numbers: list[Number]) -> list[Number]:
    """The numbers with the two ends of each range made one."""
    joined: dict[int, Number] = {}
    for i, (a, b) in enumerate(pairwise(numbers)):
        if i in joined or a.kind in _UNRANGED or b.kind in _UNRANGED or not links_range(text, a.start, a.end, b.start, b.end):
            continue
        scaled = a.value * _shared_scale(a, b)
        if scaled >= b.value:
            continue
        pieces = (*a.pieces, *b.pieces, *((a.value,) if scaled != a.value else ()))
        joined[i + 1] = replace(
            a,
            value=scaled,
            low=scaled,
            high=b.value,
            end=b.end,
            text=text[a.start : b.end],
            approx="",
            kind=b.kind,
            pieces=pieces,
            weak=False,
        )
    return [joined.get(i, n) for i, n in enumerate(numbers) if i + 1 not in joined]


def _shared_scale(a: Number, b: Number) -> float:
    """What the end of a range lends to its start: a thousand in "10 to 15 thousand", a hundred in "two to three hundred"."""
    word = WORDS.get(fold(re.split(r"[\s-]", b.text)[-1]))
    if word is None or word.part not in {"scale", "hundred"} or a.value >= b.value / word.value:
        return 1
    return word.value


_UNRANGED = frozenset({"date", "year", "identifier"})
