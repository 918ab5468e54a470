"""What a question asks for: a count (of whom, to whom what happened), a name, a place, a date or anything else. Four languages, no model."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from ingest.figures_events import events
from ingest.figures_tokens import tokens
from ingest.figures_words import bare_forms, noun_class
from ingest.report import What

Kind = Literal["count", "who", "where", "when", "why", "other"]

_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "count",
        r"\bhow (?:many|much)\b|\b(?:death )?toll\b|\bnumber of\b|\bwhat (?:share|proportion|percentage)\b|\bcombien\b|\bquel (?:\w+ ){0,3}bilan\b"
        r"|\bnombre d|\bquelle proportion\b|\bcu[aá]nt[oa]s?\b|\bn[uú]mero de\b|\bcu[aá]l (?:\w+ ){0,4}balance\b|\bbalance\b|\bqu[eé] cifra\b|\bcifra de\b|(?:^|\W)و?كم(?:\W|$)"
        r"|\bعدد\b|حصيلة|كم بلغ|نسبة",
    ),
    ("when", r"\bwhen\b|\bwhat (?:date|day|year|time)\b|\bwhich (?:date|day|year)\b|\bsince when\b|\bquand\b|\bquelle (?:date|ann[ée]e)\b|\bquel jour\b"
        r"|\bcu[aá]ndo\b|\bqu[eé] (?:fecha|d[ií]a|a[nñ]o)\b|(?:^|\W)متى(?:\W|$)|أي (?:يوم|تاريخ|عام|سنة)"),
    ("where", r"\bwhere\b|\b(?:which|what) (?:town|city|village|province|district|neighbou?rhood|country|area|site|place|street|governorate|side)\b"
        r"|\bo[uù]\b|\bquel(?:le)?s? (?:ville|village|province|r[ée]gion|quartier|pays|localit[ée]|lieu|rue)\b|\bd[oó]nde\b"
        r"|\bqu[eé] (?:ciudad|pueblo|provincia|barrio|pa[ií]s|localidad|lugar)\b|(?:^|\W)أين(?:\W|$)|أي (?:بلدة|مدينة|قرية|محافظة|حي|منطقة)"),
    ("why", r"\bwhy\b|\bwhat reason|\bpourquoi\b|\bpor qu[eé]\b|(?:^|\W)لماذا(?:\W|$)|\bhow did\b|\bcomment (?!s'appel)"),
    ("who", r"\bwho(?:se|m)?\b|\bwhich\b|\bname of\b|\bnamed?\b|\bqui\b|\bquel(?:le)?s?\b|\bs'appel|\bnom d|\bqui[eé]n(?:es)?\b|\bse llama|\bqu[eé]\b"
        r"|(?:^|\W)من(?:\W|$)|ما اسم|\bأي\b"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
_HEAD = re.compile(
    r"\b(?:how many|number of|combien (?:de |d['’])|nombre (?:de |d['’])|cu[aá]nt[oa]s|n[uú]mero de)\s*|(?:^|\s)و?كم\s+(?:عدد\s+)?|عدد\s+",
    re.IGNORECASE,
)
_NEAR = 4  # words after "how many" in which the counted noun stands


@dataclass(frozen=True, slots=True)
class Asked:
    """`kind` of answer; for a count what happened to those counted and who they are, "" where the question leaves it open."""

    kind: Kind = "other"
    what: What | str = ""
    who: str = ""


def classify_question(text: str) -> Asked:
    """What the question asks for, from its own words."""
    asked = [(found.start(), kind) for kind, pattern in _PATTERNS if (found := pattern.search(text))]
    kind = min(asked, key=lambda each: each[0])[1] if asked else "other"  # the first question word rules; at one place, the order above
    if kind != "count":
        return Asked(kind)
    words = [token.folded if token.is_word else "" for token in tokens(text)]
    found = [what for event in events(words, "") for what, mark in event.meanings[:1] if mark != "x"]
    return Asked("count", next((what for what in found if what != "other"), ""), _counted(text))


def _counted(text: str) -> str:
    """The class of the noun right after "how many"."""
    head = _HEAD.search(text)
    if head is None:
        return ""
    for token in [t for t in tokens(text[head.end() :]) if t.is_word][:_NEAR]:
        for form in bare_forms(token.folded):
            who = noun_class(form, "")
            if who:
                return who
    return ""
