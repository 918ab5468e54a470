"""Step 3 where the model read nothing that holds: what the likeliest sentences have of the kind that is asked for, found by code.

Who said so, where the question asks who said it; the day, where it asks when; the share, where it asks for one; else, where a name is
asked for, the likeliest sentence's names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.own_words import with_its_sign
from assistant.question import Question
from assistant.read import Proposal, places_given
from assistant.retrieve import Sentence
from assistant.signs import dates_of, is_dateline, only_says
from ingest.date_words import MONTHS, WEEKDAYS
from ingest.dates import overlap
from ingest.features import HEAD
from ingest.figures_says import named_sayers
from ingest.names import find_names, name_keys
from ingest.nations import find_nations
from ingest.number_words import fold
from ingest.numerals import find_numbers, values
from ingest.places import find_places
from ingest.words import terms

LOOKED_AT = 3  # sentences
COUNTERS = 25  # sentences that are searched for a number
MOST = 3  # that the model is asked about
_DATELINE = re.compile(r"[^.\n]{0,60}?[\w).]\s*(?:--|[-–—])\s")  # "BEIRUT, Jan 5 (Agency) - "
_LOWER = re.compile(r"\b[a-zà-ÿ]{3,}\b")
_LED = re.compile(r"\b[A-ZÀ-Þ][\w'’-]+ (?:of|for|de|du) (?:the )?$")  # "Army of", which is no name by itself


def proposals(question: Question, sentences: Sequence[Sentence]) -> list[Proposal]:
    """What may be the answer, in the order of the sentences; [] for questions of another kind."""
    seen = [s for s in sentences[:LOOKED_AT] if not s.instructs]
    if question.asked.kind == "when":
        of_kind = _days
    elif question.asked.of_what == ("percent",):
        of_kind = _shares
    elif question.asks_who_says:
        counted = [s for s in sentences[:COUNTERS] if _counters(question, s) and not s.instructs]
        of_kind, seen = _sayers, counted or seen
    elif question.asked.named or question.asked.kind in {"who", "where"}:
        of_kind, seen = _names, seen[:1]
    else:
        return []
    return [Proposal(sentence, said, None, sentence.score, guessed=True) for sentence in seen for said in of_kind(question, sentence)]


def of_another(question: Question, proposal: Proposal) -> bool:
    """Whether a question asks who gives a number, and the sentence of what is proposed has it from another, or not at all."""
    if not (question.asks_who_says and question.numbers):
        return False
    counters = _counters(question, proposal.sentence)
    if not counters:
        return not question.numbers & values(proposal.sentence.text)
    said = name_keys(proposal.said)
    return not any(said & name_keys(name) or (proposal.said and fold(proposal.said) in fold(name)) for name in counters)


def _counters(question: Question, sentence: Sentence) -> list[str]:
    """Whoever the sentence has a number from that the question gives, and the question does not name."""
    of_it = (f.attributed_to for f in sentence.figures if f.value in question.numbers)
    return [name for name in dict.fromkeys(of_it) if name and name in sentence.text and not _is_given(question, name)]


def _is_given(question: Question, name: str) -> bool:
    """Whether the question names them too: a name by its keys, others ("the local authorities") by their words."""
    keys = name_keys(name)
    return keys <= question.names if keys else set(terms(name)) <= set(terms(question.text))


def _shares(question: Question, sentence: Sentence) -> Iterator[str]:
    """The shares that the sentence tells, in percent or as "half"."""
    told = (number for number in find_numbers(sentence.text) if number.kind in {"percent", "fraction"})
    return (with_its_sign(number, sentence.text) for number in told)


def _sayers(question: Question, sentence: Sentence) -> Iterator[str]:
    """Whoever the sentence names as saying so and the question does not; of a number that the question gives, whoever it is from."""
    told = _counters(question, sentence) or named_sayers(sentence.text, sentence.report.language)
    return (name for name in told if not _is_given(question, name))


def _names(question: Question, sentence: Sentence) -> Iterator[str]:
    """The names of the sentence but those of a dateline, of the question, of countries and their people, and of whoever only says so."""
    text, language = sentence.text, sentence.report.language
    head = _head(sentence)
    for name in find_names(text):
        if name.start < head:
            continue
        keys = name_keys(name.text)
        given = question.names | places_given(question, name.text)
        if keys and not keys & given and not _is_a_country(name.text) and not only_says(question, name.text, text, language):
            led = _LED.search(text[: name.start])
            yield text[led.start() if led else name.start : name.end]


def _head(sentence: Sentence) -> int:
    """Where the dateline of a sentence ends, 0 if it has none."""
    head = _DATELINE.match(sentence.text) if sentence.start < HEAD else None
    return head.end() if head else 0


def _dated_head(sentence: Sentence) -> int:
    """Where a dateline ends that tells the day of the report: nothing but names, a weekday and a month stand in it."""
    end = _head(sentence)
    words = [fold(word) for word in _LOWER.findall(sentence.text[:end])]
    return end if sentence.report.language != "ar" and all(word in MONTHS or word in WEEKDAYS for word in words) else 0


def _is_a_country(name: str) -> bool:
    """Whether the whole name is that of a country, or of its people or things."""
    whole = (place for place in find_places(name) if (place.start, place.end) == (0, len(name)))
    return any(word == name for _, word, _ in find_nations(name)) or any(place.place_id == place.country for place in whole)


def is_of_dateline(sentence: Sentence, said: str) -> bool:
    """Whether what is said is only the day of the report, as its dateline or stamp tells it."""
    at = sentence.text.find(said) if said else -1
    return at >= 0 and _is_in_dateline(sentence, at, at + len(said))


def _is_in_dateline(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a piece of the sentence stands in its dateline, or in a date that only tells of which day the report is."""
    stamps = (day for day in dates_of(sentence.text, sentence.report.date) if is_dateline(sentence.report, sentence.start, day))
    return end <= _dated_head(sentence) or any(day.start <= start and end <= day.end for day in stamps)


def _days(question: Question, sentence: Sentence) -> Iterator[str]:
    """The days that the sentence tells, but those that the question gives."""
    asked = [given for given in question.dates if given.precision == "day"]
    for day in dates_of(sentence.text, sentence.report.date):
        told = day.precision == "day" and not _is_in_dateline(sentence, day.start, day.end)
        if told and not any(overlap(day, given) for given in asked):
            yield sentence.text[day.start : day.end]
