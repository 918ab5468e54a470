"""What a question asks for: a count (of whom, to whom what happened), a name, a place, a date or anything else. No model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.asked_events import THEY_FR, WERE, base_forms, does, happened
from ingest.asked_words import HEADS, KIND_PATTERNS, LEAD, MEASURED, NAMED, NAMELESS, ONE_OF_THEM, QUESTION, UNITS, WHICH, WHOSE, Kind
from ingest.figures_carry import predicate
from ingest.figures_events import events, events_of
from ingest.figures_phrase import AUXILIARIES, BE, DETERMINERS, Phrase, phrase
from ingest.figures_says import gives, is_verb
from ingest.figures_tokens import Token, tokens
from ingest.figures_what import TOLLS
from ingest.figures_words import PEOPLE, noun_class
from ingest.nations import nation
from ingest.number_words import fold
from ingest.numerals import find_numbers
from ingest.report import What
from ingest.saying_words import ALSO_DOING, CITES, GIVES, PLACED, SOURCE_BEFORE, SPEAKS_OF, WHO_ASKS

_ASKS = re.compile(r"how many|combien|cu[aá]nt|و?كم", re.IGNORECASE)
_NO_NOUN = DETERMINERS | AUXILIARIES | {"did", "do", "does"}
_NAMED = PEOPLE | {"organisations", "settlements", "buildings"}
_PLACING = frozenset(map(fold, "lors près autour cours partir raison suite cause loin hors coups moins plus".split()))
_PUT_AT = frozenset({"at", "a", "en"})
_VERB_WITHIN = 6  # words after the one that asks


@dataclass(frozen=True, slots=True)
class Asked:
    """`kind` of answer; for a count what happened to those counted and who they are, "" where the question leaves it open.

    `of_what` are the folded words of the counted noun as the question has it ("residential", "buildings"), `nation` the ISO code of
    the country whose people or things they are ("Turkish soldiers"). For money, a share or a time nobody is counted, and `of_what` is
    its unit: "dollars", "percent", "days". `named` says that a name is asked for, `measured` that a number which counts nothing is (an
    age, a distance), `number` that any number is, `does` that it asks how many did or were what no toll tells of ("enrolled").
    """

    kind: Kind = "other"
    what: What | str = ""
    who: str = ""
    of_what: tuple[str, ...] = ()
    nation: str = ""
    named: bool = False
    measured: bool = False
    does: bool = False

    @property
    def noun_kind(self) -> str:
        """The kind of number that goes with its noun: "measure" for kilometres, "count" for people and where there is no noun."""
        return next((number.kind for number in find_numbers(f"5 {' '.join(self.of_what)}")), "count")

    @property
    def number(self) -> bool:
        """Whether only a number can be the answer."""
        return self.kind == "count" or self.measured


def classify_question(text: str) -> Asked:
    """What the question asks for, from its own words."""
    asking = _asking(text)
    if WHOSE.search(asking):
        return Asked("who")
    at, kind = _kind(asking)
    if asking != text and ONE_OF_THEM.match(asking):
        at, kind = 0, _kind(text.removesuffix(asking))[1]
    unit = next((unit for unit, pattern in UNITS if (found := pattern.search(asking)) and found.start() <= at), "")
    if unit:
        return Asked("count", of_what=(unit,))
    measure = MEASURED.search(asking)
    if measure and (measure.start() == at if kind == "count" else measure.start() < at + (kind == "who")):
        return Asked("count" if kind == "count" else "other", measured=True)
    if kind == "count":
        return _count(text)
    named = kind in {"who", "other"} and (NAMED.search(text) is not None or _asks_which(text))
    return Asked("other" if kind == "who" and not named and NAMELESS.match(asking, at) else kind, named=named)


def asks_who_says(question: str, language: str) -> bool:
    """Whether a question asks who said something: "who told the council that", "selon qui", "¿de quién es la cifra?"."""
    if WHOSE.search(question):
        return True
    words = [token for token in tokens(question) if token.is_word or token.number is not None]
    folded = [token.folded for token in words]
    for i, word in enumerate(folded):
        if word not in WHO_ASKS.get(language, ()):
            continue
        before = tuple(folded[max(0, i - 3) : i])
        if any(before[-len(source) :] == source for source in SOURCE_BEFORE[language]):
            return True
        near = range(i + 1, min(i + 1 + _VERB_WITHIN, len(words)))
        return any(_says(words, folded, n, language) for n in near)
    return False


def _says(words: Sequence[Token], folded: Sequence[str], n: int, language: str) -> bool:
    """Whether a verb there says something, or gives a number: "told", "puts the number at 24", "speaks of 24", "cited 24"."""
    if gives(folded, n, GIVES | PLACED) or tuple(folded[n : n + 2]) in SPEAKS_OF:
        return True
    cites = folded[n] in CITES and any(word.number is not None for word in words[n + 1 : n + 4])
    return cites or (words[n].is_word and is_verb(words[n], language) and _only_says(words, n))


def _only_says(words: Sequence[Token], n: int) -> bool:
    """Whether a verb is no deed ("listed"), or one that puts something at a number: "chiffre à 24", "puts it at 24"."""
    if words[n].folded not in ALSO_DOING:
        return True
    at = next((i for i in range(n + 1, min(n + 3, len(words))) if words[i].folded in _PUT_AT), len(words))
    return any(word.number is not None for word in words[at + 1 : at + 4])


def _asks_which(text: str) -> bool:
    """Whether it asks which one of people, groups, places or buildings: these have names, weapons and reasons have none."""
    for language, pattern, words in WHICH:
        for found in pattern.finditer(text):
            after = [token.folded for token in tokens(text[found.end() :])[:words]]
            after = after[: next((i for i, word in enumerate(after) if word in _NO_NOUN or events([word], language)), words)]
            if any(noun_class(word, language) in _NAMED for word in after):
                return True
    return False


def _kind(text: str) -> tuple[int, Kind]:
    """What kind of answer a text asks for, and where; the first word rules, at one place the order of the kinds."""
    asked = [(found.start(), kind) for kind, pattern in KIND_PATTERNS if (found := pattern.search(text))]
    return min(asked, key=lambda each: each[0], default=(len(text), "other"))


def _asking(text: str) -> str:
    """The text without what it only leans on ("according to the toll of 8 May, ...", sentences before the question), if the rest asks."""
    question = QUESTION.search(text)
    if question and _kind(question[0])[1] != "other":
        text = question[0]
    lead = LEAD.match(text)
    rest = text[lead.end() :] if lead else ""
    return rest if _kind(rest)[1] != "other" else text


def _count(text: str) -> Asked:
    heads = [(found.start(), language, found) for language, pattern in HEADS.items() for found in pattern.finditer(text)]
    if not heads:
        return Asked("count")
    asking = [each for each in heads if _ASKS.match(each[2].group())]  # "of the toll of 8 May, how many were civilians"
    _, language, head = min(asking or heads, key=lambda each: each[0])
    words = tokens(text)
    at = max((i for i, token in enumerate(words) if token.start < head.end()), default=0)
    at = _before_noun(words, at) if language == "fr" else at
    counted = _counted(words, at, language)
    told = [
        *events_of(words, language),
        *(base_forms(words) if language == "en" else ()),
    ]
    is_toll = any(head.groupdict().values())
    who = _told_to_be(words, counted, language) or counted.who or predicate(words, at, counted, language)
    who = who or (_meant(words[:at], language) if counted.them else "")
    if is_toll and who not in PEOPLE:
        return Asked("count", "killed", "people")
    what = happened(told, words, at, counted, who, language) or ("killed" if is_toll else "")
    they_were = counted.is_empty and at + 1 < len(words) and words[at + 1].folded in BE  # "of the sites hit, how many were schools"
    named = phrase(words, at + 1, language) if they_were else counted
    noun = words[named.first : named.last + 1]
    nations = [code for token in words[counted.first : counted.last + (3 if language == "ar" else 2)] if (code := nation(token.text))]
    group = who or ("people" if what in TOLLS else "")
    deed = not what and bool(group) and does(words, counted)
    return Asked("count", what, group, tuple(t.folded for t in noun if t.is_word), nations[0] if nations else "", does=deed)


def _meant(before: Sequence[Token], language: str) -> str:
    """The group that "of them" means: the first that is told of before it."""
    told = (noun_class(token.folded, language) for token in before if token.is_word)
    return next((who for who in told if who in PEOPLE - {"people"}), "")


def _before_noun(words: Sequence[Token], at: int) -> int:
    """French: the token before what is counted, which may follow the verb ("combien l'attaque a-t-elle fait de morts")."""
    if at + 1 >= len(words) or words[at + 1].folded in {"d", "de", *THEY_FR}:
        return at
    for i in range(at + 2, len(words) - 1):
        known = noun_class(words[i + 1].folded, "fr")
        verb = words[i - 1].folded
        is_verb = noun_class(verb, "fr") is None or words[i - 2].folded.endswith(("-il", "-ils", "-elle", "-elles", "-on"))
        if words[i].folded in {"d", "de"} and known and is_verb and verb not in _PLACING:
            return i - 1
    return at


def _counted(words: Sequence[Token], at: int, language: str) -> Phrase:
    """What is counted; in Arabic that is the word right after "كم", behind which the verb stands, or what "كم منهم" are told to be."""
    if language == "ar" and [word.folded for word in words[at + 1 : at + 2]] == ["منهم"]:
        return phrase(words, at + 1, language)
    counted = phrase(words, at, language)
    is_next = language == "ar" and words[at].folded.endswith("كم") and counted.first == at + 1 < counted.last
    return phrase(words[: at + 2], at, language) if is_next else counted


def _told_to_be(words: Sequence[Token], counted: Phrase, language: str) -> str:
    """The group in "how many of the dead were children", "" where those counted are no part of others, or are told to be nothing."""
    if counted.who not in {"", "people"} and not (counted.of and counted.who in PEOPLE):
        return ""
    for i in range(counted.last + 1, len(words) - 1):
        if words[i].folded in WERE and words[i - 1].folded not in {"se", "s"}:
            told = phrase(words, i, language)
            is_fate = told.last == i + 1 and any(e.has("v") for e in events([words[told.last].folded], language))  # "fueron detenidas"
            return told.who if told.who in PEOPLE - {"people"} and told.first <= i + 2 and not is_fate else ""
    return ""
