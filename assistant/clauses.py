"""The clause of a sentence that a number stands in: what is told of that number alone."""

from __future__ import annotations

import re

from assistant.question import Question
from assistant.retrieve import Sentence
from assistant.signs import keys_of, places_in
from assistant.toll_words import VAGUE
from ingest.numerals import find_numbers
from ingest.report import Figure

_BETWEEN = re.compile(r"[,;:،؛()–—]|\s-\s|\b(?:and|et|y)\b|\sو(?=\d)")


def clause(sentence: Sentence, figure: Figure) -> str:
    """The part of the sentence that the figure stands in: of "640 left Aleppo, 334 Idlib" one figure's is "334 Idlib"."""
    if figure.number_start < 0:
        return sentence.text
    start, end = _around(sentence.text, figure.number_start - sentence.start, figure.number_end - sentence.start)
    return sentence.text[start:end]


def of_another_place(question: Question, sentence: Sentence, said: str, figure: Figure | None) -> bool:
    """Whether the number's clause names towns that are not asked for, and the name that is stands in another clause with its own number.

    "3,500 left the prison of Qasra, while Velt let go of thousands" counts nobody of Velt.
    """
    start, end = _place_of(sentence, said, figure)
    if end <= start:
        return False
    text, asked = sentence.text, question.names
    first, last = _around(text, start, end)
    own = text[first:last]
    towns = [own[place.start : place.end] for place in places_in(own) if place.place_id != place.country]
    if not towns or keys_of(own) & asked:
        return False
    return any(keys_of(other) & asked and _counts(other) for other in (*_BETWEEN.split(text[:first]), *_BETWEEN.split(text[last:])))


def _place_of(sentence: Sentence, said: str, figure: Figure | None) -> tuple[int, int]:
    """Where in the sentence the number stands that is told; (0, 0) if none is."""
    if figure is not None and figure.number_start >= 0:
        return figure.number_start - sentence.start, figure.number_end - sentence.start
    at = sentence.text.find(said) if said and find_numbers(said) else -1
    return (at, at + len(said)) if at >= 0 else (0, 0)


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause around text[start:end]."""
    cuts = list(_BETWEEN.finditer(text))
    first = max((cut.end() for cut in cuts if cut.end() <= start), default=0)
    return first, min((cut.start() for cut in cuts if cut.start() >= end), default=len(text))


def _counts(text: str) -> bool:
    return bool(find_numbers(text)) or VAGUE.search(text) is not None
