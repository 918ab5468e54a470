"""The packaged gazetteer: which places a spelling, or a key of how it sounds, may mean. Data: GeoNames, CC BY 4.0."""

from __future__ import annotations

import gzip
import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ingest.number_words import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A country or a city; `region` is its first-level division ("" for a country), `first` whether it is the most populous there."""

    place_id: str
    name: str
    country: str
    region: str
    population: int
    first: bool

    @property
    def is_country(self) -> bool:
        """Whether this is a whole country."""
        return not self.region


class Gazetteer:
    """The packaged table; `look_up` and `sounds_like` read it by bisection, without building an index."""

    def __init__(self) -> None:
        packed = (resources.files("ingest") / "places.txt.gz").read_bytes()
        source, countries, cities, spellings, keys = (block.split("\n") for block in gzip.decompress(packed).decode().split("\n\n"))
        self._countries = {line.split("\t")[0]: line.split("\t")[1:] for line in countries}
        self._cities, self._spellings, self._keys = cities, spellings, keys
        _, detailed, states = source[0].split("\t")
        self.detailed = frozenset(detailed.split())  # countries with their small places
        self.states = frozenset(states.split())  # first words of countries' names of several words
        self.openings = frozenset(line.partition("\t")[0].split(" ", 1)[0] for line in spellings[bisect_left(spellings, "\u0600") :])

    def look_up(self, spelling: str) -> list[Place]:
        """The places spelt so, countries first, then by population."""
        return [self._place(ref) for ref in _search(self._spellings, spelling)]

    def sounds_like(self, key: str) -> list[Place]:
        """The places whose name has this key."""
        return [self._place(ref) for ref in _search(self._keys, key)]

    def _place(self, ref: str) -> Place:
        if not ref.isdecimal():
            return Place(ref, self._countries[ref][0], ref, "", 10**9, False)
        number, name, country, division, population, *first = self._cities[int(ref)].split("\t")
        return Place(number, name, country, f"{country}.{division}", int(population), bool(first))


def _search(lines: list[str], key: str) -> list[str]:
    i = bisect_left(lines, f"{key}\t")
    return lines[i].partition("\t")[2].split(" ") if i < len(lines) and lines[i].startswith(f"{key}\t") else []


@lru_cache(maxsize=1)
def gazetteer() -> Gazetteer:
    """The table, read once."""
    return Gazetteer()


@lru_cache(maxsize=32768)
def look_up(spelling: str) -> tuple[Place, ...]:
    """The places spelt so, countries first, then by population."""
    return tuple(gazetteer().look_up(spelling))


_QUOTES = re.compile(r"['\u2018\u2019`.\u02b0-\u02ff]")
_OTHER_LETTERS = str.maketrans("ıłøđəæœß", "ilodaaos")
_SPACES = re.compile(r"[\s\u2010-\u2015-]+")


@lru_cache(maxsize=32768)
def spelling(name: str) -> str:
    """A name as it is looked up: no case, accents, apostrophes or hyphens, single spaces."""
    if name.isascii() and name.isalpha():
        return name.lower()
    return " ".join(_SPACES.split(fold(_QUOTES.sub("", name)).translate(_OTHER_LETTERS).strip()))
