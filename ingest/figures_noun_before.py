"""What a number without a noun behind it counts, as the words before it tell: "the number of mills rose to 40", "30 écoles, 12 fermées"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.figures_events import events, noun_events
from ingest.figures_list import LIGHT
from ingest.figures_phrase import NUMBER, Phrase, phrase
from ingest.figures_tokens import Token
from ingest.figures_what import TOLLS
from ingest.figures_words import PEOPLE, THINGS, bare_forms, noun_class
from ingest.number_words import fold

REACHES = frozenset(map(fold, (
    "to at reached reaches is was stands stood à atteint atteignait est était a alcanza alcanzó es إلى بلغ"
).split()))  # fmt: skip
_HEDGING = LIGHT - REACHES
_FROM = frozenset({"from", "de"})
_AND = frozenset({"and", "et", "y", "و"})
_BEFALLS_PEOPLE = TOLLS | {"displaced", "detained", "missing"}
_PARTICIPLE = re.compile(r"(?:ee?s?|ed|ad[oa]s?|id[oa]s?)$")  # of folded words: without accents


def named_before(tokens: Sequence[Token], at: int, language: str) -> Phrase | None:
    """What a number counts that ends what "the number of" began: "the number of closed mills rose from 30 to at least 40"."""
    if at == 0:
        return None
    if language == "ar" and (named := _named_in_arabic(tokens, at)):
        return named
    end = at - 1
    while end > 0 and (tokens[end].folded in _HEDGING or tokens[end + 1].folded == "least"):
        end -= 1
    if tokens[end].folded not in REACHES:
        return None
    if end > 2 and tokens[end - 1].number is not None and tokens[end - 2].folded in _FROM:
        end -= 2
    for i in range(end - 1, max(-1, end - 20), -1):
        if tokens[i].number is not None or tokens[i].text in ";.":
            return None
        if any(form in NUMBER for form in bare_forms(tokens[i].folded)):
            named = phrase(tokens, i, language)
            return named if named.who and named.last < end else None
    return None


def things_before(tokens: Sequence[Token], at: int, counted: Phrase, language: str) -> str:
    """The class of the things that a number without a noun goes on from: "the most schools, 40 of them shut", "30 écoles, 12 fermées"."""
    after = tokens[at + 1].folded if at + 1 < len(tokens) else ""
    fates = {what for event in events([after], language) for what, _ in event.meanings}
    if not (counted.them or _befell(after, language)) or fates & _BEFALLS_PEOPLE:
        return ""
    i = at - 1
    while i > 1 and tokens[i].folded in LIGHT:
        i -= 1
    if tokens[i].text not in ",،" and tokens[i].folded not in _AND:
        return ""
    i -= 1
    while i > 0 and noun_class(tokens[i].folded, language) not in THINGS and _befell(tokens[i].folded, language):
        i -= 1
    who = noun_class(tokens[i].folded, language)
    return who if who in THINGS else ""


def _befell(word: str, language: str) -> bool:
    """Whether a word tells what was done to something: "closed", "détruites"."""
    return _PARTICIPLE.search(word) is not None or bool(events([word], language))


def _named_in_arabic(tokens: Sequence[Token], at: int) -> Phrase | None:
    """The noun right before a number, where a word for a number stands before that: "عدد القتلى إلى 34 والجرحى إلى 47"."""
    i = at - 2 if tokens[at - 1].folded in REACHES else at - 1
    noun = tokens[i].folded if i > 0 else ""
    counts = any(form in NUMBER for token in tokens[max(0, i - 8) : max(0, i)] for form in bare_forms(token.folded))
    if not counts or not noun.removeprefix("و").startswith("ال"):
        return None
    who = noun_class(noun, "ar")
    return Phrase(i, i, who, noun_events(noun, "ar")) if who in PEOPLE else None
