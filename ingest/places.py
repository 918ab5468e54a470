"""The places that a text names, in Latin or Arabic letters: all spellings of one place have one id."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from ingest.date_words import MONTHS, WEEKDAYS
from ingest.demonyms import DEMONYMS
from ingest.gazetteer import Place, gazetteer, look_up, spelling
from ingest.place_text import PlaceWord, place_words_of
from ingest.place_words import ARTICLES, COMMON, ELEMENTS, GENERIC, LOCATIVE, LOCATIVE_ARABIC, PARTICLES
from ingest.transliterate import name_key

_MANY = 100_000  # people: a place known beyond its country
_METROPOLIS = 300_000
_GREAT = 500_000
_TOWN = 15_000
_SPELT = 4  # letters that a name must have to be known by another transliteration


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


_Found = dict[tuple[int, int], tuple[Place, ...]]  # (first word, number of words) -> places of that name


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
    tokens = list(place_words_of(text))
    found = {(i, n): places for i, n, places in _matches(tokens)}
    context = _context(tokens, found, countries)
    plain = {t.key for t in tokens if not t.capital}
    lengths: dict[int, list[int]] = {}
    for i, n in found:
        lengths.setdefault(i, []).append(n)
    mentions: list[PlaceMention] = []
    end = 0
    for i, token in enumerate(tokens):
        if i < end or not (i in lengths or token.capital or token.key in ARTICLES):
            continue
        n, place = next(((n, p) for n in reversed(lengths.get(i, ())) if (p := _accept(tokens, i, n, found, context, plain))), (0, None))
        if place is None and (n := _sounding(tokens, i, context)):
            place = _by_sound(tokens[i : i + n], context)
        if place is not None:
            end = i + n
            last = tokens[end - 1]
            mentions.append(PlaceMention(token.start, last.end, place.place_id, place.name, place.country, place.region, place.first))
    return mentions


def unknown_places(text: str) -> set[str]:
    """The keys of names that stand where a place is named ("the town of Torvik") and that no table knows."""
    tokens = list(place_words_of(text))
    known = {spelling(place_word) for place in find_places(text) for place_word in text[place.start : place.end].split()}
    led = (after for before, after in zip(tokens, tokens[1:], strict=False) if after.joined and before.key in LOCATIVE)
    return {name_key(t.text) for t in led if t.capital and t.key not in known and t.key not in MONTHS and t.key not in WEEKDAYS} - {""}


def _context(tokens: list[PlaceWord], found: _Found, countries: Collection[str]) -> set[str]:
    """The countries the text is about whose small places are known: those given, those it names and those of the great cities in it."""
    about = set(countries) | {code for t in tokens if (code := DEMONYMS.get(t.key))}
    for (i, n), places in found.items():
        run, best = tokens[i : i + n], places[0]
        great = best.population >= _METROPOLIS and (len(places) == 1 or best.population > 4 * places[1].population)
        if best.is_country or (great and not (_vague(run) or _shouts(run) or _article_led(run))):
            about.add(best.country)
    return about & gazetteer().detailed


def _matches(tokens: list[PlaceWord]) -> Iterator[tuple[int, int, tuple[Place, ...]]]:
    """Every run of words that is the name of some place, as (first word, number of words, places)."""
    openings, states = gazetteer().openings, gazetteer().states
    for i, token in enumerate(tokens):
        arabic = "\u0600" <= token.text[0] <= "\u06ff"
        state = token.key in states and (token.capital or token.key in _REPUBLIC)
        if not (token.key in openings if arabic else token.capital or state or _is_article(tokens, i)):
            continue
        for n in range(1, 6):
            run = tokens[i : i + n]
            if len(run) < n or (n > 1 and not (run[-1].joined and (arabic or state or run[-1].capital or run[-1].key in PARTICLES))):
                break
            if places := _named(run) if arabic or run[-1].capital else _state(run):
                yield i, n, places


_REPUBLIC = frozenset({"republic", "republique", "republica"})  # begins a country's name in small letters too


def _is_article(tokens: list[PlaceWord], i: int) -> bool:
    """Whether a small word is the Arabic article of the name after it, not an English "as" or "at"."""
    return (
        tokens[i].key in ARTICLES
        and i + 1 < len(tokens)
        and (tokens[i + 1].hyphen or (tokens[i + 1].joined and tokens[i].key in _SURE_ARTICLES))
    )


_SURE_ARTICLES = frozenset({"al", "el", "ash", "ar", "ez"})


def _named(run: list[PlaceWord]) -> tuple[Place, ...]:
    key = " ".join(t.key for t in run)
    if places := look_up(key):
        return places
    if len(run) > 1 and run[0].key in ARTICLES:
        return look_up(key.split(" ", 1)[1])
    if key.endswith("s") and len(key) > 4 and (places := tuple(p for p in look_up(key[:-1]) if p.population >= _MANY)):
        return places  # "Syrias": a possessive whose apostrophe was lost
    return _doubled(key) if len(run) == 1 and key.isascii() and len(key) >= _SPELT else ()


def _state(run: list[PlaceWord]) -> tuple[Place, ...]:
    """The country whose name of several words this is, small letters in it: "Arabie saoudite"."""
    return tuple(place for place in look_up(" ".join(t.key for t in run)) if place.is_country) if len(run) > 1 else ()


@functools.lru_cache(maxsize=32768)
def _doubled(key: str) -> tuple[Place, ...]:
    """The great place of which this is another transliteration, with one consonant doubled or single ("Raqa", "Allepo"); () if not one."""
    once = (key[:i] + key[i + 1 :] for i in range(1, len(key)) if key[i] == key[i - 1])
    twice = (key[:i] + key[i] + key[i:] for i in range(1, len(key)) if key[i] not in "aeiouy")
    found = {place for each in (*once, *twice) for place in look_up(each) if place.population >= _MANY and not place.is_country}
    return tuple(found) if len(found) == 1 else ()


def _accept(tokens: list[PlaceWord], i: int, n: int, found: _Found, context: set[str], plain: set[str]) -> Place | None:
    """The place meant by the words i to i+n, None if they are no name of a place there."""
    places = found.get((i, n))
    if not places:
        return None
    # a hamlet of the country at hand before any namesake but a great city: Moscow is not the one in Idaho
    floor = places[0].population / 8 if places[0].population >= _GREAT else 0
    place = next((p for p in places if p.country in context and p.population >= floor), places[0])
    if place.is_country:
        return place
    if not tokens[i].text[0].isascii() and "\u0600" <= tokens[i].text[0] <= "\u06ff":
        return place if _accept_arabic(tokens, i, n, place, context) else None
    run, known = tokens[i : i + n], place.country in context
    if _vague(run) or (n == 1 and run[0].key in plain):
        return None
    if _shouts(run) and not (known and place.population >= _MANY):
        return None
    if not known and (_article_led(run) or (i and tokens[i].joined and tokens[i - 1].key in _SURE_ARTICLES)):
        return None
    if known:
        famous = place.population >= _MANY and place.first
        return place if famous or not _in_longer_name(tokens, i, n, found) else None
    enough = place.population >= (_GREAT if context else _MANY) or (not context and place.population >= _TOWN and not run[0].opens)
    return place if enough and not _in_longer_name(tokens, i, n, found) else None


def _vague(run: list[PlaceWord]) -> bool:
    """Whether the words are common ones, or only the first part of an Arabic name ("Bab", "Tal")."""
    words = [t.key for t in run if t.key not in ARTICLES]
    return all(w in COMMON for w in words) or (len(run) == 1 and words != [] and words[0] in ELEMENTS)


def _article_led(run: list[PlaceWord]) -> bool:
    return len(run) > 1 and run[0].key in ARTICLES


def _shouts(run: list[PlaceWord]) -> bool:
    """Whether the name is all capitals and so short that it may be an acronym ("SANA")."""
    return len(run) == 1 and run[0].text.rstrip("s").isupper() and len(run[0].text) < 6


def _in_longer_name(tokens: list[PlaceWord], i: int, n: int, found: _Found) -> bool:
    """Whether the words are part of a longer name, as a person's or a battalion's: a neighbour with a capital that is no place."""
    before = tokens[i - 1] if i and tokens[i].joined else None
    after = tokens[i + n] if i + n < len(tokens) and tokens[i + n].joined else None
    if before and before.key in ARTICLES and i > 1 and tokens[i - 1].joined:
        before = tokens[i - 2]
    if after and after.key in ARTICLES:
        return True
    begins = (
        before is not None
        and before.capital
        and not before.opens
        and before.key not in GENERIC
        and (before.key in ELEMENTS or not _ends_place(i, found))
    )
    goes_on = after is not None and after.capital and after.key not in GENERIC and not any((i + n, k) in found for k in (1, 2, 3))
    return begins or goes_on


def _ends_place(i: int, found: _Found) -> bool:
    return any((i - k, k) in found for k in (1, 2, 3))


def _accept_arabic(tokens: list[PlaceWord], i: int, n: int, place: Place, context: set[str]) -> bool:
    """Arabic has no capitals: a city must be big, of several words, or follow a word of place ("مدينة", "في")."""
    before = tokens[i - 1].key if i and tokens[i].joined else ""
    led = before in LOCATIVE_ARABIC
    known = place.country in context
    if n == 1 and LOCATIVE_ARABIC & {tokens[i].key, tokens[i].key.removeprefix("ال")}:
        return False  # "the city"
    if n == 1 and tokens[i].key in COMMON:
        return led and known
    if n > 1:
        return known or place.population >= _MANY
    return (known and (led or place.population >= _TOWN)) or (led and place.population >= _TOWN) or place.population >= 2 * _GREAT


def _sounding(tokens: list[PlaceWord], i: int, context: set[str]) -> int:
    """How many words from i may be a name in a spelling the table lacks: capitals after a word of place, in a known country; else 0."""
    led = i > 0 and tokens[i].joined and tokens[i - 1].key in LOCATIVE
    if not context or not (led or tokens[i].key in ELEMENTS):
        return 0
    n = 0
    while i + n < len(tokens) and n < 4 and (n == 0 or tokens[i + n].joined) and (tokens[i + n].capital or tokens[i + n].key in ARTICLES):
        n += 1
    while n and not tokens[i + n - 1].capital:
        n -= 1
    return n if led or n > 1 else 0


def _by_sound(run: list[PlaceWord], context: set[str]) -> Place | None:
    key = name_key(" ".join(t.text for t in run))
    if len(key) < 4 or _vague(run):
        return None
    open_end = spelling(run[-1].text)[-1] in "aeiouh"
    places = [p for p in gazetteer().sounds_like(key) if p.country in context and (spelling(p.name)[-1] in "aeiouh") == open_end]
    return places[0] if len(places) == 1 else None
