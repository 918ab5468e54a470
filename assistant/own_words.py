"""An answer as the sentence that states it spells it: the words that are told are always the report's own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.retrieve import Sentence
from ingest.number_kinds import PERCENT
from ingest.numerals import find_numbers
from ingest.words import fold

LONGEST = 80  # characters of an answer
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
    return text[at:end]


def own_number(answer: str, sentence: Sentence) -> str:
    """The one number of a short answer as the sentence has it, in whatever script ("450 dollars" for "450 دولارا")."""
    values = [n.value for n in find_numbers(answer)] if len(answer.split()) <= GAP else []
    found = [n for n in find_numbers(sentence.text) if len(values) == 1 and n.value == values[0] and n.kind not in {"date", "year"}]
    if len(found) != 1:
        return ""
    percent = PERCENT.match(sentence.text, found[0].end)
    return sentence.text[found[0].start : percent.end() if percent else found[0].end]


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
