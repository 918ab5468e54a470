"""Whether a question goes on from those before it, and what it asks for then: it keeps what its own words leave open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.as_of import days
from ingest.figures_asked import Asked, classify_question
from ingest.figures_events import events_of
from ingest.figures_tokens import tokens
from ingest.figures_what import fits
from ingest.names import find_names
from ingest.numerals import find_numbers
from ingest.places import find_places
from ingest.words import terms

_GOES_ON = re.compile(
    r"[¿¡\s]*(?:(?:(?:and|et|y|e|but|mais|pero)\b\s*)?"
    r"(?:(?:what|how) about|qu['’]en est-il d(?:es?|u)|quid d(?:es?|u)|qué (?:hay|pasa) (?:con|del?)|و?ماذا عن)\b"
    r"|(?:and|et|y|e|but|mais|pero|of (?:those|them|these)|parmi (?:eux|elles)|de ell[oa]s)\b"
    r"|و(?=(?:كم|متى|أين|اين|من|ما|ماذا|هل|كيف|لماذا|أي|في|على|إلى|الى|بين|عن|بعد|قبل|منذ|حتى|بحسب|حسب)\b|ال\w{3}))",
    re.IGNORECASE,
)
_FILLER = re.compile(r"[¿¡\s]*(?:or|ou|o|so|then|also|yes|no|alors|donc|entonces|aussi|también|أو|أم|و)\b[\s,،]*", re.IGNORECASE)
_THOSE = re.compile(
    r"\b(?:(?:of|among|amongst) them|of (?:those|these)(?=\W*$| (?:was|were|are|had|have|did)\b)|(?:d['’]entre|parmi|entre) (?:eux|elles)"
    r"|(?:de|entre) ell[oa]s|منهم|منهن|بينهم|بينهن)\b",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"\b(?:how many|combien|cu[aá]nt[oa]s)(?=\W*$| (?:in|at|near|from|on|by|for|according|did|were|are|à|en|au|dans|le|selon|ont|por|el"
    r"|según)\b)"
    r"|(?<!\w)و?كم(?= (?:في|من|بحسب|حسب|قبل|بعد|منذ)\b)",
    re.IGNORECASE,
)
_THEY = re.compile(
    r"\b(?:did|do|does|was|were|are|is|has|have|had|will|would|can|could) (?:they|he|she)\b"
    r"|^\W*(?:quand|où|pourquoi|comment|combien) (?:ont|sont|étaient|avaient)-(?:ils|elles)\b",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\b(?:to|on|about|for|behind|by) (?:it|this|that)\W*$|^\W*(?:was|is) (?:it|this|that) (?:[\w'’-]+\W*){1,3}$"
    r"|\b(?:à ce sujet|à cela|de cela|al respecto|(?:sobre|de) (?:eso|ello|esto))\W*$|(?<!\w)(?:على|عن|حول|بشأن|إلى) (?:ذلك|هذا)\W*$",
    re.IGNORECASE,
)
_TWO_CLAUSES = re.compile(r",|\b(?:and|et|y|when|quand|cuando|after|après|que)\b", re.IGNORECASE)
_LED = re.compile(  # what a question of a few words without a verb begins with
    r"[¿¡\s]*(?:in|on|at|for|by|from|near|since|until|before|after|during|according to|à|en|au|aux|dans|pour|depuis|avant|après|selon"
    r"|d['’]après|pendant|desde|hasta|para|por|según|durante|el (?=\d)|le (?=\d)|في|منذ|حتى|قبل|بعد|عن|بحسب|حسب|خلال)(?:\b|(?<=\s))",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:what|how|which|do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|tell|give|list|name|say|says|said"
    r"|que|quoi|comment|est|sont|était|étaient|ont|avait|avaient|qué|cómo|es|son|era|eran|fue|fueron|ha|han|había|hubo|está|están"
    r"|ما|ماذا|هل|كيف|كان|كانت)\b|\bqu['’]|-(?:t-)?(?:ce|ils?|elles?|on)\b",
    re.IGNORECASE,
)
_LONGEST = 8  # words of such a question
_HEADS = ("how many", "combien de", "cuántos", "كم عدد")
_ARTICLES = re.compile(r"(?:the|les?|la|l['’]|des|los|las|el)\s*\b", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0621-\u064a]")
_NOBODY = frozenset({"", "people"})


def leans(text: str) -> bool:
    """Whether a question goes on from the one before: it says so, speaks of "them", or names neither a place nor anyone."""
    if _GOES_ON.match(text) or _points_back(text) or _counts_nothing(text):
        return True
    places = find_places(text)
    if (_LED.match(text) or (text[0] == "و" and any(place.start == 1 for place in places))) and _fragment(text):
        return True
    nameless = not any(c.isupper() for c in text)  # nothing tells its names
    if nameless and (days(text) or (_ARABIC.search(text) and len(terms(text)) > _LONGEST)):
        return False
    return not (places or find_names(text))


def _counts_nothing(text: str) -> bool:
    """Whether it counts nobody knows what ("how many in Homs?", "how many did they find?")."""
    asked = classify_question(text)
    return _NO_NOUN.search(text) is not None and asked.kind == "count" and not (asked.what or asked.who or asked.of_what or asked.measured)


def _points_back(text: str) -> bool:
    """Whether a pronoun stands for what the text itself has not named before."""
    if found := _THOSE.search(text) or _THEY.search(text):
        before = text[: found.start()]
        return not (find_places(before) or find_names(before) or any(n.kind == "count" and not n.weak for n in find_numbers(before)))
    return _THAT.search(text) is not None and _TWO_CLAUSES.search(text) is None


def _fragment(text: str) -> str:
    """The words of a question that has neither a question word nor a verb, after its "and" ("the wounded", "in Homs"); "" for others."""
    opening = _GOES_ON.match(text) or _FILLER.match(text)
    rest = text[opening.end() :].strip() if opening else text
    asked = classify_question(rest)
    bare = asked.kind == "other" and not asked.number and not asked.named and _VERB.search(rest) is None and len(terms(rest)) <= _LONGEST
    return rest if bare else ""


def asked_for(text: str, earlier: Sequence[str]) -> Asked:
    """What kind of answer; a follow-up ("and how many children?", "and in Homs?") keeps what its own words leave open."""
    asked = classify_question(text)
    if not earlier:
        return asked
    before = [asked_for(turn, earlier[:n] if leans(turn) else ()) for n, turn in enumerate(earlier)]
    if rest := _fragment(text):
        return _taken_over(rest, before[-1])
    counted = next((each for each in reversed(before) if each.kind == "count"), None)
    if counted is None or asked.kind != "count" or asked.what or not _leaves_open(text, asked, counted):
        return asked
    if asked.who or not _NO_NOUN.search(text):
        return replace(asked, what=counted.what)
    return replace(asked, what=counted.what, who=counted.who, nation=asked.nation or counted.nation)


def _leaves_open(text: str, asked: Asked, before: Asked) -> bool:
    """Whether a count does not say itself what happened to those counted: "and how many women?", "how many of them were children?"."""
    if not _counts_things(asked) or not fits(before.what, asked.who, "v"):
        return False
    told = events_of(tokens(text), "")
    if any(what == "other" for event in told for what, _ in event.meanings):
        return False
    noun = terms(" ".join(asked.of_what))
    ends = asked.who != "" and terms(text)[-len(noun) :] == noun
    return bool(_GOES_ON.match(text) or _THOSE.search(text) or ends or not noun)


def _counts_things(asked: Asked) -> bool:
    """Whether it asks for a number of people or things, not for money, a time or a length."""
    return asked.kind == "count" and not asked.measured and asked.noun_kind in {"count", "percent"}


def _taken_over(rest: str, before: Asked) -> Asked:
    """What the question before asked for, of those or of what the words `rest` say."""
    if not _counts_things(before) or _LED.match(rest):
        return before
    noun = _ARTICLES.sub("", rest, count=1) if _ARTICLES.match(rest) else rest
    own = next((each for head in _HEADS if (each := classify_question(f"{head} {noun}")).what or each.who), None)
    if own is None:
        return before
    what = own.what or (before.what if fits(before.what, own.who, "v") else "")
    return replace(before, what=what, who=own.who, of_what=own.of_what, nation=own.nation or (before.nation if own.who in _NOBODY else ""))
