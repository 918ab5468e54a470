"""The places that a text names, in Latin or Arabic letters: all spellings of one place have one id."""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ingest.number_words import fold
from ingest.place_words import ARTICLES, COMMON, GENERIC, LOCATIVE, LOCATIVE_ARABIC, PARTICLES
from ingest.transliterate import name_key

_MANY = 100_000  # people: a place known beyond its country
_METROPOLIS = 300_000
_TOWN = 15_000


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place named at text[start:end]. `place_id` is the country's ISO code or the GeoNames id of a city, `name` its name there.

    `region` is the first-level division the city lies in ("SY.09"), shared by all places of a governorate; "" for a country.
    """

    start: int
    end: int
    place_id: str
    name: str
    country: str
    region: str = ""
    capital: bool = False  # the most populous place of its region, which the region is mostly called after


@dataclass(frozen=True, slots=True)
class _Place:
    place_id: str
    name: str
    country: str
    region: str
    population: int
    first: bool

    @property
    def is_country(self) -> bool:
        return not self.region


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the text: where it is, how it is spelt, and what stands before it."""

    start: int
    end: int
    text: str
    key: str
    opens: bool  # a sentence or line
    joined: bool  # to the word before, by a space or a hyphen only

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class _Gazetteer:
    """The packaged table; `look_up` and `sounds_like` read it by bisection, without building an index."""

    def __init__(self) -> None:
        packed = (resources.files("ingest") / "places.txt.gz").read_bytes()
        _, countries, cities, spellings, keys = (block.split("\n") for block in gzip.decompress(packed).decode().split("\n\n"))
        self._countries = {line.split("\t")[0]: line.split("\t")[1:] for line in countries}
        self._cities, self._spellings, self._keys = cities, spellings, keys
        self._first = _first_of_regions(cities)
        self.openings = frozenset(line.partition("\t")[0].split(" ", 1)[0] for line in spellings[bisect_left(spellings, "\u0600") :])

    def look_up(self, spelling: str) -> list[_Place]:
        """The places spelt so, countries first, then by population."""
        return [self._place(ref) for ref in _search(self._spellings, spelling)]

    def sounds_like(self, key: str) -> list[_Place]:
        """The places whose name has this key."""
        return [self._place(ref) for ref in _search(self._keys, key)]

    def neighbours(self, country: str) -> list[str]:
        """Codes of the countries that border on one."""
        return self._countries[country][1].split() if country in self._countries else []

    def _place(self, ref: str) -> _Place:
        if not ref.isdecimal():
            return _Place(ref, self._countries[ref][0], ref, "", 10**9, False)
        number, name, country, division, population = self._cities[int(ref)].split("\t")
        return _Place(number, name, country, f"{country}.{division}", int(population), self._first.get(f"{country}.{division}") == int(ref))


def _first_of_regions(cities: list[str]) -> dict[str, int]:
    first: dict[str, int] = {}
    for i, line in enumerate(cities):
        _, _, country, division, _ = line.split("\t")
        first.setdefault(f"{country}.{division}", i)
    return first


def _search(lines: list[str], key: str) -> list[str]:
    i = bisect_left(lines, f"{key}\t")
    return lines[i].partition("\t")[2].split(" ") if i < len(lines) and lines[i].startswith(f"{key}\t") else []


@lru_cache(maxsize=1)
def _gazetteer() -> _Gazetteer:
    return _Gazetteer()


@lru_cache(maxsize=32768)
def _look_up(spelling: str) -> tuple[_Place, ...]:
    return tuple(_gazetteer().look_up(spelling))


def place_key(name: str) -> str:
    """A key that the spellings of one transliterated name share, in Latin or Arabic letters ("Idlib", "Idleb", "إدلب")."""
    return name_key(name)


def within(inner: PlaceMention, outer: PlaceMention) -> bool:
    """Whether `inner` is `outer`, lies in that country, or in the region that is called after that city."""
    if inner.place_id == outer.place_id:
        return True
    return inner.country == outer.country and (not outer.region or (outer.capital and inner.region == outer.region))


def find_places(text: str, countries: Collection[str] = ()) -> list[PlaceMention]:
    """The places `text` names, in order and without overlap; a longer name is taken before a shorter one.

    `countries` (ISO codes) are those the text is known to be about, beside the ones it names: a small place counts only there.
    """
    tokens = list(_tokens(text))
    found = {(i, n): places for i, n, places in _matches(tokens)}
    context = set(countries) | {p.country for ((_, _), places) in found.items() for p in places[:1] if p.population >= _METROPOLIS}
    plain = {t.key for t in tokens if not t.capital}
    mentions: list[PlaceMention] = []
    i = 0
    while i < len(tokens):
        n, place = next(((n, p) for n in (5, 4, 3, 2, 1) if (p := _accept(tokens, i, n, found, context, plain))), (0, None))
        if place is None and (n := _sounding(tokens, i, context)):
            place = _by_sound(tokens[i : i + n], context)
        if place is not None:
            last = tokens[i + n - 1]
            mentions.append(PlaceMention(tokens[i].start, last.end, place.place_id, place.name, place.country, place.region, place.first))
        i += max(n if place else 1, 1)
    return mentions


_MARKS = "\u0300-\u036f\u064b-\u065f\u0670\u0640"
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}]|['\u2018\u2019`\u02b0-\u02ff](?=[^\W\d_]))*")
_ELISION = re.compile(r"(?:[ldLD]|[Qq]u|[Jj]usqu)['\u2019](?=[A-ZÀ-Ý])")
_POSSESSIVE = re.compile(r"['\u2019]s$")
_OPENS = re.compile(r"(?:^|[.!?\u061f:;\n\u2022\"\u201c\u00ab(]|[-\u2013\u2014]\s)\s*$")


def _tokens(text: str) -> Iterator[_Token]:
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        if elision := _ELISION.match(text, start, end):
            start = elision.end()
        if possessive := _POSSESSIVE.search(text, start, end):
            end = possessive.start()
        word, gap = text[start:end], text[before:start]
        if "\u0600" <= word[0] <= "\u06ff":
            prefixed = _without_prefix(word)
            start, word = end - len(prefixed), prefixed
        opens = _OPENS.search(text[max(0, start - 4) : start]) is not None
        yield _Token(start, end, word, spelling(word), opens, gap in _JOINTS)
        before = match.end()


_JOINTS = frozenset({" ", "-", "\u00a0", "\u2010", "\u2011"})


def _without_prefix(word: str) -> str:
    """An Arabic word without a glued و, ف, ب or ل, if what remains begins a place's name and the whole does not."""
    openings = _gazetteer().openings
    if fold(word) in openings:
        return word
    for cut in (1, 2):
        if len(word) > cut + 2 and all(c in "وفبلك" for c in word[:cut]) and fold(word[cut:]) in openings:
            return word[cut:]
    return word


_QUOTES = re.compile(r"['\u2018\u2019`.\u02b0-\u02ff]")
_OTHER_LETTERS = str.maketrans("ıłøđəæœß", "ilodaaos")
_SPACES = re.compile(r"[\s\u2010-\u2015-]+")


@lru_cache(maxsize=32768)
def spelling(name: str) -> str:
    """A name as it is looked up: no case, accents, apostrophes or hyphens, single spaces."""
    if name.isascii() and name.isalpha():
        return name.lower()
    return " ".join(_SPACES.split(fold(_QUOTES.sub("", name)).translate(_OTHER_LETTERS).strip()))


def _matches(tokens: list[_Token]) -> Iterator[tuple[int, int, tuple[_Place, ...]]]:
    """Every run of words that is the name of some place, as (first word, number of words, places)."""
    openings = _gazetteer().openings
    for i, token in enumerate(tokens):
        arabic = "\u0600" <= token.text[0] <= "\u06ff"
        if not (token.key in openings if arabic else token.capital or token.key in ARTICLES):
            continue
        for n in range(1, 6):
            run = tokens[i : i + n]
            if len(run) < n or (n > 1 and not (run[-1].joined and (arabic or run[-1].capital or run[-1].key in PARTICLES))):
                break
            if (arabic or run[-1].capital) and (places := _named(run)):
                yield i, n, places


def _named(run: list[_Token]) -> tuple[_Place, ...]:
    key = " ".join(t.key for t in run)
    if places := _look_up(key):
        return places
    if len(run) > 1 and run[0].key in ARTICLES:
        return _look_up(key.split(" ", 1)[1])
    if key.endswith("s") and len(key) > 4:  # "Syrias": a possessive whose apostrophe was lost
        return tuple(p for p in _look_up(key[:-1]) if p.population >= _MANY)
    return ()


def _accept(
    tokens: list[_Token], i: int, n: int, found: dict[tuple[int, int], tuple[_Place, ...]], context: set[str], plain: set[str]
) -> _Place | None:
    """The place meant by the words i to i+n, None if they are no name of a place there."""
    places = found.get((i, n))
    if not places:
        return None
    place = next((p for p in places if p.is_country), None) or next((p for p in places if p.country in context), places[0])
    if place.is_country:
        return place
    if not tokens[i].text[0].isascii() and "\u0600" <= tokens[i].text[0] <= "\u06ff":
        return place if _accept_arabic(tokens, i, n, place, context) else None
    known = place.country in context
    if n == 1 and (tokens[i].key in COMMON or tokens[i].key in plain):
        return None
    if place.population >= _MANY:
        return place if known or not _in_longer_name(tokens, i, n, found) else None
    if known:
        return None if _in_longer_name(tokens, i, n, found) else place
    alone = not context and place.population >= _TOWN and not tokens[i].opens
    return place if alone and not _in_longer_name(tokens, i, n, found) else None


def _in_longer_name(tokens: list[_Token], i: int, n: int, found: dict[tuple[int, int], tuple[_Place, ...]]) -> bool:
    """Whether the words are part of a longer name, as a person's or a battalion's: a neighbour with a capital that is no place."""
    before = tokens[i - 1] if i and tokens[i].joined else None
    after = tokens[i + n] if i + n < len(tokens) and tokens[i + n].joined else None
    if before and before.key in ARTICLES and i > 1 and tokens[i - 1].joined:
        before = tokens[i - 2]
    if after and after.key in ARTICLES:
        return True
    begins = before is not None and before.capital and not before.opens and before.key not in GENERIC and not _ends_place(i, found)
    goes_on = after is not None and after.capital and after.key not in GENERIC and not any((i + n, k) in found for k in (1, 2, 3))
    return begins or goes_on


def _ends_place(i: int, found: dict[tuple[int, int], tuple[_Place, ...]]) -> bool:
    return any((i - k, k) in found for k in (1, 2, 3))


def _accept_arabic(tokens: list[_Token], i: int, n: int, place: _Place, context: set[str]) -> bool:
    """Arabic has no capitals: a city must be big, of several words, or follow a word of place ("مدينة", "في")."""
    before = tokens[i - 1].key if i and tokens[i].joined else ""
    led = before in LOCATIVE_ARABIC
    known = place.country in context
    if n == 1 and tokens[i].key in LOCATIVE_ARABIC:
        return False
    if n == 1 and tokens[i].key in COMMON:
        return led and known
    if n > 1:
        return known or place.population >= _MANY
    return (known and (led or place.population >= _TOWN)) or (led and place.population >= _TOWN) or place.population >= _METROPOLIS


def _sounding(tokens: list[_Token], i: int, context: set[str]) -> int:
    """How many words from i may be a name in a spelling the table lacks: capitals after a word of place, in a known country; else 0."""
    if not context or i == 0 or not tokens[i].joined or tokens[i - 1].key not in LOCATIVE:
        return 0
    n = 0
    while i + n < len(tokens) and n < 4 and (n == 0 or tokens[i + n].joined) and (tokens[i + n].capital or tokens[i + n].key in ARTICLES):
        n += 1
    while n and not tokens[i + n - 1].capital:
        n -= 1
    return n


def _by_sound(run: list[_Token], context: set[str]) -> _Place | None:
    key = name_key(" ".join(t.text for t in run))
    if len(key) < 4 or (len(run) == 1 and run[0].key in COMMON):
        return None
    places = [p for p in _gazetteer().sounds_like(key) if p.country in context]
    return places[0] if len(places) == 1 else None
