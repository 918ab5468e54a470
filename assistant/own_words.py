"""An answer as the sentence that states it spells it: the words that are told are always the report's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.retrieve import Sentence
from ingest.cognates import said_among
from ingest.concepts import concepts
from ingest.digits import Number
from ingest.number_kinds import PERCENT
from ingest.numerals import find_numbers
from ingest.words import fold, terms

LONGEST = 80  # characters of an answer
RESERVE = 3  # words of a reserve before a number: "près de la"
GAP = 2  # words that an answer may leave out between two words of a sentence
_WORD = re.compile(r"[^\W_]+")


def own_words(answer: str, sentence: Sentence) -> str:
    """The answer as the sentence spells it, with a word or two that it leaves out; "" where the sentence has it in other words."""
    text, trimmed = sentence.text, answer.strip(" .\"'“”«»")
    at = text.casefold().find(trimmed.casefold())
    if at < 0 or len(text.casefold()) != len(text):
        return _with_gaps(_WORD.findall(fold(answer)), text)
    end = at + len(trimmed)
    while len(answer) >= LONGEST and text[end - 1].isalnum() and text[end : end + 1].isalnum():
        end += 1  # it was cut within a word
    first = next((n for n in find_numbers(text) if n.start == at), None)
    return text[_start(first, text) if first else at : end]


def own_number(answer: str, sentence: Sentence) -> str:
    """The one number of a short answer as the sentence has it, in whatever script ("450 dollars" for "450 دولارا")."""
    values = [n.value for n in find_numbers(answer)] if len(answer.split()) <= GAP else []
    found = [n for n in find_numbers(sentence.text) if len(values) == 1 and n.value == values[0] and n.kind not in {"date", "year"}]
    return with_its_sign(found[0], sentence.text) if len(found) == 1 else ""


def with_its_sign(number: Number, text: str) -> str:
    """A number of a text as it stands there, with its reserve ("nearly half") and the "per cent" behind it."""
    percent = PERCENT.match(text, number.end)
    return text[_start(number, text) : percent.end() if percent else number.end]


def _start(number: Number, text: str) -> int:
    """Where a number starts together with its reserve."""
    starts = [number.start, *(word.start() for word in reversed(list(_WORD.finditer(text, 0, number.start))[-RESERVE:]))]
    return next((at for at in starts if [n.approx for n in find_numbers(text[at : number.end])] == [number.approx]), number.start)


def own_meaning(answer: str, spoken: str, sentence: Sentence) -> str:
    """The one word of a sentence in another language than `spoken` that means what an answer of one word says ("ouest" for "west")."""
    if len(answer.split()) != 1:
        return ""
    word, meant, language = fold(answer), concepts(terms(answer), spoken), sentence.report.language
    told = [w[0] for w in _WORD.finditer(sentence.text) if said_among(word, terms(w[0])) or meant & concepts(terms(w[0]), language)]
    return told[0] if len(set(map(fold, told))) == 1 else ""


def _with_gaps(words: Sequence[str], text: str) -> str:
    """The words of a text from the first to the last of these, if it has them in this order, no more than GAP others between two."""
    spans = list(_WORD.finditer(text))
    there = [fold(span[0]) for span in spans]
    for first, word in enumerate(there):
        if len(words) > 1 and word == words[0] and (last := _last_of(words, there, first)) is not None:
            return text[spans[first].start() : spans[last].end()]
    return ""


def _last_of(words: Sequence[str], there: Sequence[str], first: int) -> int | None:
    """Where the last of the words stands if the first stands at `first` and the others follow near; None if they do not."""
    at = first
    for word in words[1:]:
        ahead = there[at + 1 : at + 2 + GAP]
        if word not in ahead:
            return None
        at += 1 + ahead.index(word)
    return at
