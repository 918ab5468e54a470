"""What a question asks for: a count (of whom, to whom what happened), a name, a place, a date or anything else. No model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ingest.figures_carry import predicate
from ingest.figures_events import Event, events
from ingest.figures_phrase import BE, Phrase, phrase
from ingest.figures_tokens import Token, tokens
from ingest.figures_what import fits
from ingest.figures_words import PEOPLE
from ingest.places import nation
from ingest.report import What

Kind = Literal["count", "who", "where", "when", "why", "other"]

_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "count",
        r"\bhow (?:many|much)\b|\b(?:death )?toll\b|\bnumber of\b|\bwhat (?:share|proportion|percentage)\b|\bcombien\b"
        r"|\bquel (?:\w+ ){0,3}bilan\b"
        r"|\bnombre d|\bquelle proportion\b|\bcu[aá]nt[oa]s?\b|\bn[uú]mero de\b|\bcu[aá]l (?:\w+ ){0,4}balance\b|\bbalance\b"
        r"|\bqu[eé] cifras?\b|\bcifras? de\b|\b(?:what|which) (?:figures?|numbers?|tolls?)\b"
        r"|\bquels? (?:\w+ ){0,2}chiffres?\b|\bcu[aá]l(?:es)? (?:\w+ ){0,2}cifras?\b|(?:^|\W)و?كم(?:\W|$)"
        r"|\bأ?عدا?د\b|حصيلة|كم بلغ|نسبة",
    ),
    ("when", r"\bwhen\b|\bwhat (?:date|day|year|time)\b|\bwhich (?:date|day|year)\b|\bsince when\b|\bquand\b|\bquelle (?:date"
             r"|ann[ée]e)\b|\bquel jour\b"
        r"|\bcu[aá]ndo\b|\bqu[eé] (?:fecha|d[ií]a|a[nñ]o)\b|(?:^|\W)متى(?:\W|$)|أي (?:يوم|تاريخ|عام|سنة)"),
    ("where", r"\bwhere\b|\b(?:which|what) (?:town|city|village|province|district|neighbou?rhood|country|area|site|place|street"
              r"|governorate|side)\b"
        r"|\bo[uù]\b|\bquel(?:le)?s? (?:ville|village|province|r[ée]gion|quartier|pays|localit[ée]|lieu|rue)\b|\bd[oó]nde\b"
        r"|\bqu[eé] (?:ciudad|pueblo|provincia|barrio|pa[ií]s|localidad|lugar)\b|(?:^|\W)أين(?:\W|$)|أي (?:بلدة|مدينة|قرية|محافظة"
        r"|حي|منطقة)"),
    ("why", r"\bwhy\b|\bwhat reason|\bpourquoi\b|\bpor qu[eé]\b|(?:^|\W)لماذا(?:\W|$)|\bhow did\b|\bcomment (?!s'appel)"),
    ("who", r"\bwho(?:se|m)?\b|\bwhich\b|\bname of\b|\bnamed?\b|\bqui\b|\bquel(?:le)?s?\b|\bs'appel|\bnom d|\bqui[eé]n(?:es)?\b"
            r"|\bse llama|\bqu[eé]\b"
        r"|(?:^|\W)من(?:\W|$)|ما اسم|\bأي\b"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
# What stands before the counted noun, by language; a toll is one of the dead unless it says otherwise.
_HEADS = {
    "en": re.compile(
        r"\b(?:how many|(?:the |total |what )number|numbers? of|figures?\b(?: [\w'’-]+){0,6}? (?:of|for)"
        r"|(?P<toll>death toll|toll|casualty count))\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(r"\b(?:combien|nombres?|chiffres?\b(?: [\w'’-]+){0,6}? (?:des?|du|pour)|(?P<toll>bilan))\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:cu[aá]nt[oa]s|n[uú]mero|cifras?\b(?: [\w'’-]+){0,6}? (?:de|para)|(?P<toll>balance))\b", re.IGNORECASE),
    "ar": re.compile(r"(?<!\w)و?(?:كم(?:\s+(?:كان\s+|بلغ\s+)?عدد)?|أ?عدا?د|(?P<toll>حصيلة))(?!\w)", re.IGNORECASE),
}
_NAMED = re.compile(
    r"\bname of\b|\bnamed\b|\bwhat is \w+(?:'s)? name\b|\bcalled\b|\bs'appel|\bnoms? (?:de|du|des|d')|\bse llam|\bnombre del?\b|\bاسم\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"how many|combien|cu[aá]nt|و?كم", re.IGNORECASE)
_WERE = BE | {"eran", "كانوا", "كان", "كن"}
_OUTCOMES = frozenset({"killed", "injured"})
_BASE: dict[str, What] = {
    **dict.fromkeys("fire drop launch conduct".split(), "attacks"),
    **dict.fromkeys("take retake liberate recapture".split(), "captured"),
    **dict.fromkeys("arrest detain abduct kidnap".split(), "detained"),
    **dict.fromkeys("displace uproot".split(), "displaced"),
    **dict.fromkeys("wound injure hurt".split(), "injured"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """`kind` of answer; for a count what happened to those counted and who they are, "" where the question leaves it open.

    `of_what` are the folded words of the counted noun as the question has it ("residential", "buildings"), `nation` the ISO code of
    the country whose people or things they are ("Turkish soldiers"). `named` says that a name is asked for.
    """

    kind: Kind = "other"
    what: What | str = ""
    who: str = ""
    of_what: tuple[str, ...] = ()
    nation: str = ""
    named: bool = False


def classify_question(text: str) -> Asked:
    """What the question asks for, from its own words."""
    asked = [(found.start(), kind) for kind, pattern in _PATTERNS if (found := pattern.search(text))]
    kind = min(asked, key=lambda each: each[0])[1] if asked else "other"  # the first question word rules; at one place, the order above
    return _count(text) if kind == "count" else Asked(kind, named=kind in {"who", "other"} and _NAMED.search(text) is not None)


def _count(text: str) -> Asked:
    heads = [(found.start(), language, found) for language, pattern in _HEADS.items() for found in pattern.finditer(text)]
    if not heads:
        return Asked("count")
    asking = [each for each in heads if _ASKS.match(each[2].group())]  # "of the toll of 8 May, how many were civilians"
    _, language, head = min(asking or heads, key=lambda each: each[0])
    words = tokens(text)
    at = max((i for i, token in enumerate(words) if token.start < head.end()), default=0)
    counted = phrase(words, at, language)
    told = [
        *events([token.folded if token.is_word else "" for token in words], language),
        *(_base_forms(words) if language == "en" else ()),
    ]
    is_toll = head.groupdict().get("toll") is not None
    who = _told_to_be(words, counted, language) or counted.who or predicate(words, at, counted, language)
    if is_toll and who not in PEOPLE:
        return Asked("count", "killed", "people")
    what = _happened(told, at, counted, who) or ("killed" if is_toll else "")
    noun = words[counted.first : counted.last + 1]
    nations = [code for token in words[counted.first : counted.last + (3 if language == "ar" else 2)] if (code := nation(token.text))]
    group = who or ("people" if what in _OUTCOMES else "")
    return Asked("count", what, group, tuple(t.folded for t in noun if t.is_word), nations[0] if nations else "")


def _told_to_be(words: Sequence[Token], counted: Phrase, language: str) -> str:
    """The group in "how many of the dead were children", "" where those counted are no part of others, or are told to be nothing."""
    if counted.who not in {"", "people"}:
        return ""
    for i in range(counted.last + 1, len(words) - 1):
        if words[i].folded in _WERE:
            told = phrase(words, i, language)
            return told.who if told.who in PEOPLE - {"people"} and told.first <= i + 2 else ""
    return ""


def _happened(told: Sequence[Event], at: int, counted: Phrase, who: str) -> What | str:
    """What the question says of those counted: by the noun itself ("combien de blessés"), else by the nearest event that fits them."""
    if counted.who == "attacks":
        return "attacks"
    own = [what for what in counted.events if what in _OUTCOMES]
    if own:
        return own[0]
    near = [
        (abs(event.first - max(at, counted.last)) + (0 if event.first > at else 2) + (20 if what == "other" else 3 * (mark == "n")), what)
        for event in told
        for what, mark in event.meanings
        if (counted.of or not at < event.first <= counted.last) and (mark != "n" or what in _OUTCOMES) and fits(what, who, "v")
    ]
    what = min(near, default=(0.0, ""), key=lambda each: each[0])[1]
    return "" if what == "other" else what or next(iter(counted.events), "")


def _base_forms(words: Sequence[Token]) -> list[Event]:
    """English verbs as they stand after "did" ("how many missiles did they fire")."""
    return [Event(i, i, ((_BASE[t.folded], "v"),)) for i, t in enumerate(words) if t.folded in _BASE]
