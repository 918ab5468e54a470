"""What kind of number stands at a place, and whether a "one", a "hundred" or a "seize" is a number there at all. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Kind = Literal["count", "percent", "ordinal", "fraction", "money", "measure", "time", "identifier", "year", "date"]

_MONTHS = (
    r"(?:jan(?:uary|vier)?|feb(?:ruary)?|f[ée]v(?:rier)?|mar(?:ch|s|zo)?|apr(?:il)?|avr(?:il)?|abril|may|mai|mayo|june?|juin|junio|"
    r"july?|juillet|julio|aug(?:ust)?|ao[uû]t|"
    r"agosto|sept?(?:ember|embre|iembre)?|oct(?:ober|obre|ubre)?|nov(?:ember|embre|iembre)?|d[eé]c(?:ember|embre)?|diciembre|enero|febrero|"
    r"يناير|فبراير|مارس|[أا]بريل|مايو|يونيو|يوليو|[أا]غسطس|سبتمبر|[أا]كتوبر|نوفمبر|ديسمبر|كانون|تشرين|شباط|[آا]ذار|نيسان|[أا]يار|حزيران|"
    r"تموز|[آا]ب|[أا]يلول)"
)
_DATE_BEFORE = re.compile(rf"\b{_MONTHS}\.?(?:\s+(?:de|del|of))?[\s/]*$", re.IGNORECASE)
PERCENT = re.compile(r"\s*(?:%|٪|percent\b|per cent\b|pour cent\b|por ciento\b|(?:في|ب)\s?ال(?:مئة|مائة)|%)", re.IGNORECASE)
_KIND_AFTER: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("percent", PERCENT),
    ("ordinal", re.compile(r"(?:st|nd|rd|th|er|re|ère|ème|e|º|ª|°)\b|\.?[ºª]")),
    (
        "money",
        re.compile(
            r"\s*(?:de |of )?(?:[$€£]|(?:US |American |Syrian |Turkish )?(?:dollars?|euros?|lir(?:a|as|e)|livres? syriennes?|"
            r"libras sirias|dólares|(?:Syrian|Egyptian|Sudanese|Lebanese) pounds?|pesos?|kyats?|ri[yj]?als?|dinar(?:e?s)?|dirhams?"
            r"|(?:CFA )?francs?|francos|F ?CFA|afghanis?|rupees?|roupies|rupias|rou?bles?|rublos?|hryvnias?|sh[eé]kels?|nairas?|birrs?"
            r"|shillings?|gourdes?|guaran[ií](?:e?s)?|quetzales|lempiras?|soles|reales|meticais|bol[ií]var(?:e?s)?|yuan|yens?|USD|EUR|SYP)\b|دولار|يورو|ليرة|(?:ريال|دينار|درهم|جنيه|فرنك|روبل|شيكل|بيزو|روبية|روبيات|نايرا|شلن|شلنات|قرش)(?!ة))",
            re.IGNORECASE,
        ),
    ),
    (
        "time",
        re.compile(
            r"(?::\d\d|h\d\d\b|\s?[ap]\.?m\b|\s?(?:GMT|UTC|o['’]clock)|[-\s]*(?:d[e'’]\s?)?(?:seconds?|minutes?|hours?|days?|weeks?|"
            r"weekends?|months?|"
            r"years?|decades?|jours?|heures?|secondes?|"
            r"semaines?|mois|ans?|années?|segundos?|minutos?|horas?|días?|semanas?|mes(?:es)?|años?|décadas?)\b|[-\s]year[- ]old|"
            r"\s*(?:ال)?(?:يوم|أيام|شهر|أشهر|أسبوع|أسابيع|سنة|سنوات|"
            r"عام|أعوام|ساعة|ساعات|دقيقة|دقائق|ثانية|ثوان)(?:ا|اً)?\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "measure",
        re.compile(
            r"[-\s]?(?:(?:square|cubic|metric|long|short)\s+)?(?:km2?²?|kms|kg|kgs|mm|cm|m²|m|lb|lbs|ft|°|kilom[eè]t(?:er|re)s?|k?ilos?|kilo?grams?|"
            r"kilogrammes?|kilogramos?|met(?:er|re)s?|mètres?|metros?|miles?|"
            r"millas|yards?|feet|foot|inch(?:es)?|tons?|tonnes?|toneladas?|hectares?|hectáreas|acres?|lit(?:er|re)s?|litros?|degrees?|"
            r"degrés|grados|pounds?|calib(?:er|re)|kilómetros?|"
            r"megawatts?|pulgadas?|pouces?|pieds?|pies|mil[ií]m[eè]tr(?:e|o|es|os)|cent[ií]m[eè]tr(?:e|o|es|os)|barrels? of oil)\b|"
            r"\s*(?:كيلومتر|كلم|كم|متر|أمتار|مليمتر|سنتيمتر|قدم|أقدام|بوصة|ميل|أميال|طن|أطنان|كيلوغرام|كيلو|كغ|لتر|هكتار|درجة|ملم)",
            re.IGNORECASE,
        ),
    ),
)
_MONEY_BEFORE = re.compile(
    r"(?:[$€£₦₹₨₵₺₴]|\b(?:USD|EUR|US\$|R\$|Rs\.?|PKR|INR|NGN|KSh|COP|SDG|YER|SYP|LBP|F?CFA|XAF|XOF|HTG|MMK|AFN|ETB|UGX|TZS|ZAR|MZN))\s?$"
)
_TIME_BEFORE = re.compile(r"(?:\d:|\d[h.]|\bat |\baged? (?:of )?|\bâgée?s? de |\ba las |\bالساعة )$", re.IGNORECASE)
_AGE_BEFORE = re.compile(  # "the oldest victim was 83", "la plus jeune avait 6"
    r"(?:(?<!\bin the )(?<!\bat the )(?<!among the )(?<!\w.s )\b(?:young|old)est\b"
    r"(?:(?!\b(?:toll|number|part|city|town|camp|country)\b)[^.,;:\d]){0,40}"
    r"\b(?:was|is|were|are|being|at)"
    r"|\bplus (?:jeune|âgée?|vieux|vieille)s?\b[^.,;:\d]{0,40}\ba(?:vait|vaient)?"
    r"|\bm[áa]s (?:joven|jóvenes|viej[oa]s?)\b[^.,;:\d]{0,40}\btenía[ns]?)\s(?:only |just |à peine |apenas |solo )?(?:\d+ (?:and|et|y) )?$",
    re.IGNORECASE,
)
_OLDEST = 120  # years
_NAME_BEFORE = re.compile(r"(?P<lead>[^\W\d_]+\s+)?(?P<name>(?:[A-ZÀ-Ý][\w'’-]*\s){1,4}[A-ZÀ-Ý][\w'’-]+)(?:,\s|\s\()\Z")
_APART = re.compile(r"\s*[,)]")
_WHERE = frozenset("in at near from of to on around outside inside à en dans vers de du des près sur hacia desde cerca".split())
_AGE_ALONE = re.compile(r"\s*(?:[.,;:!?)]|and\b|et\b|y\b|$)")
_CLOCK = re.compile(r"(?:[:h.]\d\d)?\s?(?:[ap]\.?m\b|GMT|UTC|local time|h\b)", re.IGNORECASE)
_STAMP_BEFORE = re.compile(r"\b20\d\d\s\Z")  # "Feb 28 2015 190703": 19:07:03
_STAMP = re.compile(r"(?:[01]\d|2[0-3])[0-5]\d[0-5]\d")
_NAMED = re.compile(
    r"(?:\b(?:division|brigade|regiment|battalion|resolution|base|route|highway|channel|article|annex|chapter|phase|page|number|block|"
    r"unit|sector|camp|gate|hall|room|flight|type|model|appendix|section|paragraph|résolution|régiment|base aérienne|numéro|división|"
    r"brigada|resolución|regimiento|número|artículo)|\bnos?\.|\bn[°º]|[#№]|"
    r"(?:ال)?(?:قرار|فرقة|لواء|فوج|كتيبة|رقم|قناة|مادة|قطاع))\s*(?:\(\s*)?$",
    re.IGNORECASE,
)
_GIVEN_BEFORE = re.compile(r"(?<!\w)[وبل]*(?:ال)?رقم\s*$")  # "the figure 43" as well as "number 43": what follows tells which
_IS_COUNT = re.compile(r"\d[\d.,]*\s+(?:(?:[أا]لف|آلاف|مليون|ملايين)(?!\w)|[\u0621-\u064a]{2,}(?:ًا|اً?)(?!\w))")
_GLUED_BEFORE = re.compile(r"(?:[A-Za-z]|[A-Z][A-Za-z]{0,4}[-‑]|\b[A-Z]\.|[\u0621-\u064a]{4})\Z")
_GLUED_AFTER = re.compile(r"[A-Z]\d|[A-Z]{1,3}\b|-[A-Z]\b")
_AGE = re.compile(r"[-\s]year", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:in|since|until|till|by|from|during|early|late|mid|of|through|before|after|the|its|their|and|en|depuis|fin|début|de|del|"
    r"desde|hasta|a|à|entre|between|année|año|year|spring|summer|"
    r"autumn|fall|winter|été|hiver|printemps|automne)|[-–/(]|عام|سنة|في|منذ|العام)[\s-]*$",
    re.IGNORECASE,
)
_NOUN_AFTER = re.compile(
    r"\s+(?!(?:and|to|when|the|after|in|by|at|on|as|with|et|y|a|à|dans|when|because|uprising|war|ceasefire)\b)[a-zà-ÿ]{3,}", re.UNICODE
)


def classify(text: str, start: int, end: int, value: float) -> Kind:
    """What kind of number stands at [start, end), as well as rules can tell; "count" where nothing speaks against it."""
    before = text[max(0, start - 24) : start]
    if _MONEY_BEFORE.search(before):
        return "money"
    if text[start].isdecimal() and (_GLUED_BEFORE.search(before) or _GLUED_AFTER.match(text, end)):
        return "identifier"
    if not _AGE.match(text, end) and is_year(text, start, end, value):
        return "year"
    if _NAMED.search(before) and not (_GIVEN_BEFORE.search(before) and _IS_COUNT.match(text, start)):
        return "identifier"
    if _STAMP_BEFORE.search(before) and _STAMP.fullmatch(text, start, end):
        return "time"
    for kind, pattern in _KIND_AFTER:
        if pattern.match(text, end):
            return kind
    if value <= _OLDEST and _is_age(text, start, end):
        return "time"
    if _TIME_BEFORE.search(before) and (
        _CLOCK.match(text, end) or before[-1:] in ":h" or "a" in before[-8:].lower() and "g" in before[-6:].lower()
    ):
        return "time"
    return "count"


def _is_age(text: str, start: int, end: int) -> bool:
    """Whether a number is told as somebody's age: "the oldest was 83", "Mira Odran, 51,", but not "in Deir Ezzor, 51,"."""
    before = text[max(0, start - 72) : start]
    if _AGE_BEFORE.search(before) and _AGE_ALONE.match(text, end):
        return True
    named = _NAME_BEFORE.search(before) if text[start].isdecimal() and _APART.match(text, end) else None
    return named is not None and not {(named["lead"] or "").strip().lower(), named["name"].split()[0].lower()} & _WHERE


def is_year(text: str, start: int, end: int, value: float) -> bool:
    """Whether a number of four digits is a year, by its value and what stands around it."""
    if end - start != 4 or not 1900 <= value < 2100 or not text[start].isdecimal():
        return False
    before = text[max(0, start - 24) : start]
    return bool(_YEAR_BEFORE.search(before) or _DATE_BEFORE.search(before)) or not _NOUN_AFTER.match(text, end)


_PEOPLE = (
    r"(?:other\s+|more\s+|young\s+|little\s+|autre\s+|seule?\s+|jeune\s+|solo\s+|sola\s+|otr[oa]\s+|[a-z]+ian\s+)?"
    r"(?:person|civilian|child|girl|boy|man|woman|soldier|fighter|rebel|militant|officer|medic|doctor|nurse|paramedic|journalist|"
    r"student|worker|volunteer|member|people|individual|prisoner|"
    r"hostage|commander|policeman|dead|killed|wounded|injured|death|casualty|victim|shell|rocket|missile|mortar|bomb|barrel|airstrike|"
    r"attack|raid|explosion|car|vehicle|tank|helicopter|"
    r"plane|hospital|school|house|home|building|personne|civile?s?|enfant|fille|garçon|homme|femme|soldat|combattant|rebelle|officier|"
    r"médecin|infirmier|journaliste|étudiante?|"
    r"membre|mort|tuée?|blessée?|victime|obus|roquette|missile|hôpital|école|persona|niñ[oa]|hombre|mujer|soldado|combatiente|oficial|"
    r"médico|periodista|estudiante|miembro|muert[oa]|"
    r"herid[oa]|víctima|cohete|misil|hospital|escuela)\b"
)
_COUNTED_AFTER = re.compile(rf"\s+{_PEOPLE}", re.IGNORECASE)
_ELLIPTIC_AFTER = re.compile(
    r"\s+(?:was|were|were|in critical|died|dead|dans|par|lors|mort|est mort|murió|fue|en un|en una)\b", re.IGNORECASE
)
_ONLY_BEFORE = re.compile(
    r"(?:\b(?:only|just|at least|least|than|killing|killed|kills|wounding|injuring|au moins|seulement|dont|tué|tuant|al menos|sólo|"
    r"solo)\s+)$",
    re.IGNORECASE,
)
_NO_ONE = re.compile(r"\b(?:no|any|every|each|some|this|that|the|another|which|last|as|for|square)[\s-]*$", re.IGNORECASE)
_OF_AFTER = re.compile(r"\s+(?:of|another|day|time|hand|side|thing|by one|que|de los|de las|des|de)\b", re.IGNORECASE)


def counts_one(text: str, start: int, end: int) -> bool:
    """Whether a "one", "un", "una" or "واحد" counts something ("one person", "un civil tué") and is not an article or a pronoun."""
    word, before = text[start:end], text[max(0, start - 24) : start]
    if word == "UN" or _NO_ONE.search(before) or text[end : end + 1] == "-":
        return False
    if not word.isascii():
        return True
    if _OF_AFTER.match(text, end) and not _ONLY_BEFORE.search(before):
        return False
    if _COUNTED_AFTER.match(text, end) or _ONLY_BEFORE.search(before):
        return word.lower() == "one" or _COUNTED_AFTER.match(text, end) is not None
    return _ELLIPTIC_AFTER.match(text, end) is not None


_INDEFINITE = re.compile(
    r"\b(?:several|few|many|couple of|plusieurs|quelques|varios|varias|unos pocos|pocos|cada|per|pour|por|عدة|بضعة|بضع)\s+$|(?:\bفي\s+|"
    r"ب)ال$",
    re.IGNORECASE,
)


def is_indefinite(text: str, start: int) -> bool:
    """Whether the word before makes a hundred, thousand or dozen no number ("several hundred", "per cent")."""
    return _INDEFINITE.search(text[max(0, start - 24) : start]) is not None


_FALSE_FRIENDS = {"once": "es", "dos": "es", "seize": "fr", "sept": "fr", "cent": "fr", "mil": "es"}
_FREQUENT = {
    "en": frozenset("the of and in to was were by on at from with that has have had for its".split()),
    "fr": frozenset("le les des du et dans par au aux est ont sur pour une qui ce cette avec".split()),
    "es": frozenset("el los las del y en por con una al se fue fueron para más lo su".split()),
}
_WORD = re.compile(r"[^\W\d_]+")


def speaks(text: str, start: int, end: int, languages: str) -> bool:
    """Whether a word that is a number in one language and something else in another ("once", "seize") is in its language here."""
    home = _FALSE_FRIENDS.get(text[start:end].lower())
    if home is None or home not in languages:
        return True
    votes = _votes(text[max(0, start - 160) : start], text[end : end + 160])
    return votes[home] >= max(votes.values()) and (votes[home] > 0 or home != "es" or text[start:end].lower() != "once")


@lru_cache(maxsize=1024)
def _votes(before: str, after: str) -> dict[str, int]:
    words = [w.lower() for w in _WORD.findall(f"{before} {after}")]
    return {language: sum(w in frequent for w in words) for language, frequent in _FREQUENT.items()}
