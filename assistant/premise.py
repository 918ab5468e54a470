"""What a question takes for granted and a report does not bear out: countries, places, numbers and names that it has nowhere.

So with whose people are counted, whose army acts, and with what.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence

from assistant.question import Question
from assistant.signs import OUTCOMES, SHORT_KEY, about, keys_of, nations_of, places_in, told, towns_of, unknown_place_keys
from assistant.wording import LANGUAGES
from ingest.asked_words import LIVING
from ingest.bodies import bodies, other_bodies, published_by
from ingest.concepts import concepts
from ingest.date_words import WEEKDAYS
from ingest.figures_words import ARMED, noun_class, read_lexicon
from ingest.names import find_names, initials
from ingest.nations import find_nations, nation
from ingest.numerals import find_numbers
from ingest.places import PlaceMention, within
from ingest.report import Figure, Report
from ingest.transliterate import name_key
from ingest.words import fold, terms

LEAST_GRANTED = 2  # "the two sides" are counted by nobody
BESIDE = 3  # words: "the Syrian air force plane"
NEARBY = 300  # characters before a count that tell whose army is meant
BEFELL = OUTCOMES - {"displaced"}  # whoever this happened to is not told of as living somewhere
CIVIL = frozenset({"civilians", "children", "families", "students", "teachers", "medics", "journalists", "refugees", "aid workers"})
WEAPONRY = frozenset({"aircraft", "attacks", "munitions"})
WARRING = ARMED | WEAPONRY | {"vehicles"}
PAID = frozenset({"budget", "compensation", "price", "ransom", "reward", "salary"})
WEAPONS = frozenset(read_lexicon("concepts.toml")["weapons"])
FLOWN = frozenset({"airstrike", "bomb", "warplane"})
FROM_THE_AIR = frozenset({"barrel", "drone", "helicopter"})
MEANS = FROM_THE_AIR | {"gas", "knife"}
_PROVINCE = re.compile(r"\s+(?:province|governorate|region|oblast|county|state)\b", re.IGNORECASE)
_PROVINCE_OF = re.compile(
    r"(?:\b(?:province|governorate|region|state|gouvernorat|région|département|provincia|gobernación|región|departamento|estado)"
    r"\s+(?:of |de (?:la )?|du |d['’])|(?<!\w)(?:ال)?(?:محافظة|إقليم|ولاية|ريف)\s+)\Z",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"([^\W\d_]+)(?:\s+(?:district|quarter|neighbou?rhood|area|suburb))?,?\s+(?:in|of|à|de|d['’]|en|في)\s+\Z", re.IGNORECASE
)
_ITS_PART = re.compile(r"(?:['’]?s)?\s+([^\W\d_]+)")
_WORD = re.compile(r"[^\W\d_]+")
_OF = re.compile(r"(?:of|de|des|d|del)\Z|ل", re.IGNORECASE)
_CUT = re.compile(r"[,;،؛]")
_WHICH = frozenset("which what quels quelles que cuales اي".split())


def strange(question: Question, report: Report) -> float:
    """Of the countries that the question names, the share of which the whole report names nothing, no town and none of its people.

    One of which it only names a town by the way counts half. 0 for a report in a language whose names no table knows.
    """
    asked = nations_of(question.standalone)
    if not asked or report.language not in LANGUAGES:
        return 0.0
    strangers, by_the_way = asked - known_countries(report), asked & _named_by_the_way(report)
    return (len(strangers) + len(by_the_way) / 2) / len(asked)


def known_countries(report: Report) -> frozenset[str]:
    """The countries that a report names, or a place of which."""
    return about(report) | {place.country for place in places_in(told(report))}


def _named_by_the_way(report: Report) -> frozenset[str]:
    """The countries of which a report names nothing but one town, and towns of other countries too."""
    towns = Counter(country for country, _ in towns_of(told(report), about(report)))
    return frozenset(country for country, named in towns.items() if named == 1 and len(towns) > 1) - about(report)


def absent(question: Question, report: Report) -> bool:
    """Whether the question names towns or provinces, and the whole report none of them in any spelling.

    A place that no table knows, named in both, speaks for the report, unless each puts it in another town; so does a town in the
    province that is asked about.
    """
    text, countries = question.standalone, about(report)
    asked = [place for place in places_in(text, countries) if place.place_id != place.country]
    there, keys = towns_of(told(report), countries), keys_of(told(report))
    if not asked:
        return False
    if shared := unknown_place_keys(text) & keys:
        own, other = (_towns_of_a_part(words, countries, shared) for words in (text, told(report)))
        return bool(own and other) and not own & (there | other)
    if any((place.country, place.place_id) in there or keys_of(f"{text[place.start : place.end]} {place.name}") & keys for place in asked):
        return False
    return not any(_is_a_province(text, place) and within(town, place) for place in asked for town in places_in(told(report), countries))


def _towns_of_a_part(text: str, countries: frozenset[str], parts: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The towns that one of these parts is said to be of: "the Torvik district of Qasra", "Qasra's Torvik", "Torvik, à Qasra"."""
    found = set()
    for place in places_in(text, countries):
        before, after = _PART_OF.search(text, 0, place.start), _ITS_PART.match(text, place.end)
        if place.place_id != place.country and any(name_key(part[1]) in parts for part in (before, after) if part):
            found.add((place.country, place.place_id))
    return frozenset(found)


def _is_a_province(text: str, place: PlaceMention) -> bool:
    """Whether the region called after a town is meant: "Donetsk region", "la province d'Idleb"."""
    return bool(_PROVINCE.match(text, place.end) or _PROVINCE_OF.search(text, 0, place.start))


def unstated(question: Question, report: Report) -> float:
    """Of the numbers that the question takes for granted ("the four soldiers"), the share that the report states nowhere."""
    granted = _granted(question.standalone)
    return len(granted - _values_of(told(report))) / len(granted) if granted else 0.0


def unnamed(question: Question, report: Report) -> float:
    """Of the names in the question, places and nations left out, the share that a report in its language has nowhere.

    An acronym is there where a name with its initials is, and the other way round; so is a name of the report's publisher.
    """
    text = question.standalone
    if question.spoken != report.language:
        return 0.0
    placed = [(p.start, p.end) for p in places_in(text, about(report))] + [(at, at + len(word)) for at, word, _ in find_nations(text)]
    asked = [n.text for n in find_names(text) if not _opens(text[: n.start]) and not any(a < n.end and n.start < b for a, b in placed)]
    there = _marks_of(f"{told(report)} {report.publisher}")
    return sum([not _marks_of(name) & there for name in asked]) / len(asked) if asked else 0.0


def unsourced(question: Question, report: Report) -> bool:
    """Whether the word of a world body or a news agency is asked for, and the report names none that may be it, nor is it published by one.

    That a name of another language is nowhere tells nothing; these are known in all.
    """
    asked = bodies(question.source)
    if not asked or any(published_by(body, report.publisher) for body in asked):
        return False
    there = bodies(told(report))
    return not there or other_bodies(asked, there)


def _opens(before: str) -> bool:
    """Whether a word behind this opens a sentence: its capital makes it no name."""
    return before.rstrip(' ¿¡"“«')[-1:] in {"", ".", "!", "?", ":"}


@functools.lru_cache(maxsize=4096)
def _marks_of(text: str) -> frozenset[str]:
    """What tells the names in a text: their words, their keys where these are long enough to be one name's, their initials; acronyms."""
    return frozenset(terms(text)) | {key for key in keys_of(text) if len(key) > SHORT_KEY} | initials(text)


@functools.lru_cache(maxsize=4096)
def _granted(text: str) -> frozenset[float]:
    numbers = [n for n in find_numbers(text) if n.kind not in {"date", "year", "time"} and not n.weak and n.value > LEAST_GRANTED]
    return frozenset(n.value for n in numbers if not _grants_nothing(text[: n.start].split()))


def _grants_nothing(before: Sequence[str]) -> bool:
    """Whether a number after these words is the day of a date ("Thursday 17"), or only says how many answers there are ("which three")."""
    last = fold(before[-1].lstrip("¿¡")) if before else ""
    return last in WEEKDAYS or last in _WHICH


@functools.lru_cache(maxsize=4096)
def _values_of(text: str) -> frozenset[float]:
    """The values that a text states; the 31st of a month states no 31."""
    return frozenset(value for n in find_numbers(text) if n.kind not in {"date", "year"} for value in n.meanings)


def paid_for_another(question: Question, text: str, language: str) -> bool:
    """Whether it asks how much money something was (a ransom, a reward), and the text tells of money of another kind, or of none.

    That something is sold need not be said: a price is told with the thing.
    """
    meant = question.concepts & PAID if question.asked.of_what == ("dollars",) else frozenset()
    there = concepts(terms(text), language) & PAID
    return bool(meant) and not meant & there and (meant != {"price"} or bool(there))


def other_means(question: Question, report: Report) -> float:
    """1 if the question is of a means (a helicopter, gas) that the whole report has nowhere, though it tells of other weapons.

    Half if those are only air raids, which may have been flown by helicopters or drones.
    """
    asked = question.concepts & MEANS
    there = concepts(terms(told(report)), report.language) & WEAPONS if asked else frozenset()
    if asked & there or not there:
        return 0.0
    return 0.5 if there <= FLOWN and asked & FROM_THE_AIR else 1.0


def counts_others(question: Question, report: Report, figure: Figure) -> bool:
    """Whether others are counted than are asked for.

    They are of another country, civilians for armed men, armed men for civilians, or the dead or fighters where it asks who lives there.
    """
    asked, counted = question.asked.who, figure.who
    fighters = counted in ARMED and asked not in ARMED
    if (asked in ARMED and counted in CIVIL) or (asked in CIVIL and counted in ARMED):
        return True
    return _of_another_nation(question, report, figure) or ((figure.what in BEFELL or fighters) and _asks_who_lives(question))


def _of_another_nation(question: Question, report: Report, figure: Figure) -> bool:
    """Whether another country's people or things are counted than are asked for.

    The counted noun and the word after it say so, or, where armed men are counted, that only another army is told of there.
    """
    asked = question.asked.nation
    if not asked or figure.number_end < 0 or not figure.unit:
        return False
    words = _WORD.findall(report.text[figure.number_end : figure.end])
    named = len(figure.unit.split())
    words = words[: named + (3 if any(_OF.match(word) for word in words[named : named + 1]) else 1)]  # "bodies of Russian soldiers"
    own = next((code for word in words if (code := nation(word))), "")
    if own or figure.who not in ARMED:
        return own not in {"", asked}
    cut = _CUT.search(report.text, figure.number_end, figure.end)  # behind it others may be counted
    near = report.text[max(0, figure.start - NEARBY) : cut.start() if cut else figure.end]
    return asked not in nations_of(near) and bool(_of_nations(near, report.language, ARMED) - nations_of(question.standalone))


def another_army(question: Question, text: str, language: str) -> float:
    """1 if a text tells of the armed men or weapons of another country than the question, and nothing of that one; else 0.

    2 if it is another country's weapons that it tells of, and the question is of one country's: so plain a contradiction no yes outweighs.
    """
    fired, there = _of_nations(question.standalone, question.spoken, WEAPONRY, True), _of_nations(text, language, WEAPONRY, True)
    if fired and there and not fired & there:
        return 2.0
    asked = _of_nations(question.standalone, question.spoken, WARRING)
    return float(bool(asked) and not asked & nations_of(text) and bool(_of_nations(text, language, WARRING)))


@functools.lru_cache(maxsize=20_000)
def _of_nations(text: str, language: str, kinds: frozenset[str], sure: bool = False) -> frozenset[str]:
    """The countries whose armed men or weapons a text tells of, in so many words: "the Syrian army", "avions russes".

    To be `sure`, the noun must stand on the side on which the language has it.
    """
    found = set()
    for at, word, code in find_nations(text):
        before, after = _WORD.findall(text[:at])[-BESIDE:], _WORD.findall(text[at + len(word) :])[:BESIDE]
        beside = (*before, *after) if not sure else after if language == "en" else before
        if any(noun_class(fold(each), language) in kinds for each in beside):
            found.add(code)
    return frozenset(found)


def _asks_who_lives(question: Question) -> bool:
    """Whether it asks how many people live somewhere, and so for nobody to whom anything happened."""
    return question.asked.kind == "count" and not question.asked.what and LIVING.search(question.text) is not None
