"""The hedge of a number ("at least", "près de", "ما لا يقل عن") and the words that make two numbers a range. Pure."""

from __future__ import annotations

import re

from ingest.number_words import WORDS, fold

_BEFORE = 48  # characters that a hedge or a between may take before its number


def _any(*parts: str) -> str:
    return "(?:" + "|".join(parts) + ")"


# Words that may stand between a hedge and its number: "at least another 20", "more than a dozen", "au moins quelque 20".
_FILLER = (
    r"(?:\s+(?:another|other|some|the|a|an|about|of|a total of|a further|further|an additional|additional|as many as|les?|la|une?|"
    r"autres?|quelque|"
    r"un total de|los|las|una|uno|otr[oa]s|unos|unas|de|más de|يقارب|من|عن))*\s*"
)
_HEDGES: tuple[tuple[str, str], ...] = (
    (
        "at least",
        _any(
            r"at (?:the very )?least",
            r"no(?:t)? (?:fewer|less) than",
            r"a minimum of",
            r"minimum",
            r"au moins",
            r"au minimum",
            r"pas moins de",
            r"al menos",
            r"por lo menos",
            r"(?:como )?mínimo(?: de)?",
            r"no menos de",
            r"على الأقل",
            r"(?:ما )?لا يقل عن",
            r"لا تقل عن",
        ),
    ),
    (
        "nearly",
        _any(
            r"nearly",
            r"almost",
            r"close to",
            r"just under",
            r"just short of",
            r"près de",
            r"presque",
            r"pas loin de",
            r"casi",
            r"cerca de",
            r"(?:ما )?يقرب من",
            r"(?:ما )?يقارب",
            r"يناهز",
            r"قرابة",
        ),
    ),
    (
        "less than",
        _any(r"less than", r"fewer than", r"under", r"below", r"moins de", r"menos de", r"أقل من"),
    ),
    (
        "up to",
        _any(
            r"up to",
            r"as many as",
            r"at (?:the )?most",
            r"no more than",
            r"a maximum of",
            r"jusqu['’]à",
            r"au plus",
            r"au maximum",
            r"pas plus de",
            r"hasta",
            r"como máximo",
            r"no más de",
            r"ما يصل إلى",
            r"يصل إلى",
            r"لا يزيد (?:على|عن)",
            r"بحد أقصى",
        ),
    ),
    (
        "more than",
        _any(
            r"more than",
            r"(?<!to hand )(?<!handed )(?<!handing )(?<!to turn )(?<!turned )(?<!turning )over",
            r"upwards? of",
            r"in excess of",
            r"above",
            r"exceed(?:ed|s|ing)?",
            r"(?:topped|topping|surpass(?:ed|es|ing)?)",
            r"dépass(?:e|ent|ait|aient|é|ant)",
            r"(?<!no )(?:super(?:an?|ó|aron|aba|aban|ando|ado)|rebas(?:an?|ó|aron|aba|aban|ando|ado))",
            r"(?<!لا )(?:تجاوزت?|[يت]تجاوز|[يت]فوق)",
            r"well over",
            r"plus d['’]",
            r"plus de",
            r"au[- ]delà de",
            r"más de",
            r"أكثر من",
            r"(?:ما )?يزيد (?:على|عن)",
            r"تزيد (?:على|عن)",
            r"ما يفوق",
            r"فوق",
        ),
    ),
    (
        "about",
        _any(
            r"about",
            r"around",
            r"approximately",
            r"approx\.?",
            r"roughly",
            r"some",
            r"circa",
            r"an estimated",
            r"estimated",
            r"environ",
            r"quelques?",
            r"autour de",
            r"à peu près",
            r"approximativement",
            r"unos",
            r"unas",
            r"alrededor de",
            r"aproximadamente",
            r"en torno a",
            r"نحو",
            r"حوالي",
            r"حوالى",
            r"زهاء",
            r"ما يقارب",
            r"تقريبا",
            r"~",
            r"≈",
            r"±",
        ),
    ),
)
_HEDGE_BEFORE = [(name, re.compile(rf"(?:(?<![^\W_])|(?<=\bو)){pattern}{_FILLER}$", re.IGNORECASE)) for name, pattern in _HEDGES]
# After the number and its noun, before any other number: "15 شخصاً على الأقل", "15 personnes au moins", "15 people or more".
_HEDGE_AFTER = [
    (name, re.compile(rf"(?:\+|(?:[-\s]+[^\s\d,.;:،؛]+){{0,3}}?[\s,،]+{pattern}(?!\w|\s+\d))", re.IGNORECASE))
    for name, pattern in (
        (
            "at least",
            _any(
                r"or more",
                r"or higher",
                r"at least",
                r"ou plus",
                r"au moins",
                r"o más",
                r"al menos",
                r"por lo menos",
                r"على الأقل",
                r"أو أكثر",
                r"كحد أدنى",
            ),
        ),
        ("about", _any(r"or so", r"environ", r"approximately", r"aproximadamente", r"تقريب[اً]+")),
        ("up to", _any(r"at most", r"au plus", r"au maximum", r"como máximo", r"على الأكثر", r"كحد أقصى")),
    )
]
_ODD = re.compile(r"[- ]odd\b")
_COLLECTIVE = re.compile(r"\b(?:an?|une|un)\s+(?:dozen|hundred|thousand|million|\w+aine|millier|\w+ena|centenar|millar)\b", re.IGNORECASE)


def hedge(text: str, start: int, end: int, value: float) -> tuple[str, float | None, float | None]:
    """The hedge of the number at [start, end) in English ("" if none), and the bounds that follow from it."""
    name = _hedge_name(text, start, end)
    low = value if name in {"at least", "more than"} else None
    high = value if name in {"up to", "less than"} else None
    return name, low, high


_AND = re.compile(r"\s(?:and|et|y|or(?! more| higher| so)|ou(?! plus)|o(?! más)|و\w*)\s")
_NEXT_WORDS = re.compile(r"\s+(\w+)(?:\s+(\w+))?")


def _counts_on(text: str, end: int) -> bool:
    """Whether a number follows soon, which the hedge then belongs to ("20 killed, at least seven of them children")."""
    following = _NEXT_WORDS.match(text, end)
    return following is not None and any(w[0].isdecimal() or fold(w) in WORDS for w in following.groups() if w)


def _hedge_name(text: str, start: int, end: int) -> str:
    before = text[max(0, start - _BEFORE) : start]
    for name, pattern in _HEDGE_BEFORE:
        if pattern.search(before):
            return name
    for name, pattern in _HEDGE_AFTER:
        if (m := pattern.match(text, end)) and not _AND.search(m.group()) and not _counts_on(text, m.end()):
            return name
    if _ODD.match(text, end) or fold(text[start:end]).endswith(("aine", "ena", "dozen")):
        return "about"
    return ""


_BETWEEN = re.compile(r"(?:\bbetween|\bentre|\bبين)\s+(?:about |around |some |an estimated |environ |unos |unas )?$", re.IGNORECASE)
_FROM = re.compile(r"\b(?:from|du|desde|rose|increased|up|من)\s+$", re.IGNORECASE)
# "rose by 3 to 15" moves to 15, "rose by 10 to 15 percent" does not
_BY = re.compile(
    r"\b(?:rose|risen|ris(?:es|ing)|increas\w+|gr[eo]w\w*|climbed|jumped|went up|fell|fallen|dropped|decreas\w+|went down) by\s+$"
    r"|\b(?:subi|aument|creci|baj|disminuy)\w* en\s+$|بمقدار\s+$",
    re.IGNORECASE,
)
_SHARE = re.compile(r"\s*(?:%|٪|per ?cent|pour cent|por ciento|في المئة|بالمئة)", re.IGNORECASE)
_DE = re.compile(r"\bde\s+$", re.IGNORECASE)
_SPREAD = re.compile(r"\b(?:rang\w+|anywhere|estimate\w*|fourchette|entre)\b[^.;]{0,12}$", re.IGNORECASE)
_MOVES = re.compile(
    r"\b(?:pass\w+|augment\w+|mont\w+|hausse|baiss\w+|recul\w+|chut\w+|tomb\w+|grimp\w+|rédui\w+|pas[óo]|pasado|sub\w+|aument\w+|baj\w+|"
    r"elev\w+|reduj\w+)\b[^.;]{0,30}$",
    re.IGNORECASE,
)


def links_range(text: str, start: int, end: int, then: int, stop: int) -> bool:
    """Whether the numbers [start, end) and [then, stop) are the two ends of one range."""
    gap = text[end:then].strip(" \u00a0\u202f\n").lower()
    before = text[max(0, start - 24) : start]
    if gap in {"-", "–", "—", "‑"}:
        tight = then - end == 1 or gap in "–—"
        return tight and before[-1:] not in {"-", "–", "/", "."} and text[stop : stop + 1] not in {"–", "/"}
    if gap in {"or", "ou", "o", "u", "أو"}:
        return True  # "six or seven people"; what is told to be less than the first is no range
    if gap in {"and", "et", "y", "و"}:
        return _BETWEEN.search(before) is not None
    if gap not in {"to", "à", "a", "إلى", "الى"}:
        return False
    lead = text[max(0, start - 48) : start]
    if _BY.search(before) and not _SHARE.match(text, stop):
        return False
    if _FROM.search(before):
        return _SPREAD.search(lead[:-1].rstrip().rsplit(" ", 1)[0]) is not None
    return _DE.search(before) is None or _MOVES.search(lead) is None
