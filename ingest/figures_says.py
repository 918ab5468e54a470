"""Who says so inside a sentence: "the Observatory said", "selon l'OCHA", "según SANA", "بحسب المرصد". Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.figures_phrase import AUXILIARIES, BE
from ingest.figures_tokens import Token, tokens
from ingest.figures_words import bare_forms
from ingest.name_words import PAGE_WORDS
from ingest.number_words import word_set
from ingest.sayer_names import ASIDE, LONGEST, backward, forward, is_name, is_time, over_day, subject
from ingest.saying_words import (
    AND,
    ARTICLES,
    BEHIND_NAME,
    BETWEEN,
    CONTRAST,
    DAYS,
    GIVEN,
    GIVES,
    PLACED,
    PRONOUNS,
    SAID_BEFORE,
    SOURCE_BEFORE,
    SPEAKS_OF,
    TALLIED,
    TALLIES,
    THIS,
    US,
    VERBS,
)

_THE = frozenset({"the", "le", "el", "la", "l", "this"}) | THIS
_BEFORE_NAME = frozenset({"said", "says", "dijo", "informo", "senalo", "indico", "rapporte", "indique"})
_TOLL = word_set("bilan chiffre cifra balance toll tally nombre numero حصيلة عدد")  # "le bilan en est à 24" names nobody
_OF = frozenset({"de", "del", "du", "d"})  # "el centro de registro"
_SHORT = 2
_HEARER = 6  # tokens
_AS_FOR = word_set("أما وأما")
_TO_HIM = word_set("إليه إليها إليهم له لها لهم لنا لي عنه عنها فيه فيها por teléfono")  # between a verb and its subject


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody named in tokens [first, last] as the one who says so.

    `pronoun` if only "he", "it" or "the group" stands there; `verbal` if told by a verb ("X said") rather than by "according to".
    """

    first: int
    last: int
    pronoun: bool = False
    verbal: bool = True


def sayings(tokens: Sequence[Token], language: str) -> list[Saying]:
    """Every attribution of a sentence, in order."""
    languages = [language] if language in VERBS else list(VERBS)
    found: list[Saying] = []
    folded = [token.folded for token in tokens]
    for i, token in enumerate(tokens):
        if not token.is_word:
            continue
        for each in languages:
            saying = (
                _after_words(tokens, i, each)
                or _possessive(tokens, i, each)
                or (_by_verb(tokens, i, each) if _tells(tokens, folded, i, each) else None)
            )
            if saying and all(saying.first > s.last or saying.last < s.first for s in found):
                found.append(saying)
                break
    return found


def _tells(tokens: Sequence[Token], words: Sequence[str], i: int, language: str) -> bool:
    """Whether a verb of saying stands there; behind an article it is a noun ("un compte")."""
    noun = language in {"fr", "es"} and i > 0 and words[i - 1] in ARTICLES | _OF
    noun = noun or (words[i] == "reached" and not TALLIED.isdisjoint(words[:i]))  # "the toll from the raid in Qasra reached 24"
    return not noun and (is_verb(tokens[i], language) or gives(words, i, PLACED) or tuple(words[i : i + 2]) in SPEAKS_OF)


def named_sayers(text: str, language: str) -> list[str]:
    """Everybody whom a sentence names as saying so, in order."""
    words = tokens(text)
    return [text[words[s.first].start : words[s.last].end].removesuffix("'s") for s in sayings(words, language) if not s.pronoun]


def gives(words: Sequence[str], n: int, verbs: frozenset[str] = GIVES) -> bool:
    """Whether one of these verbs stands there, and soon a number is given: "put the number of dead at 40", but not "placed mines"."""
    return words[n] in verbs and not GIVEN.isdisjoint(words[n + 1 : n + 6])


def _possessive(tokens: Sequence[Token], i: int, language: str) -> Saying | None:
    """English: "the Observatory's tally"."""
    if language != "en" or i + 1 >= len(tokens) or not tokens[i].folded.endswith(("'s", "s'")) or tokens[i + 1].folded not in TALLIES:
        return None
    first = backward(tokens, i)
    return _made(tokens, first, i, language) if tokens[i].folded != "it's" else None


def is_verb(token: Token, language: str) -> bool:
    """Whether it is a verb of saying."""
    return any(form in VERBS[language] for form in bare_forms(token.folded))


def _after_words(tokens: Sequence[Token], i: int, language: str) -> Saying | None:
    for words in SOURCE_BEFORE[language]:
        heads = [t.folded for t in tokens[i : i + len(words)]]
        if tuple(heads) == words or (len(words) == 1 and words[0] in bare_forms(heads[0])):
            start = i + len(words)
            while start < len(tokens) - 1 and (is_verb(tokens[start], language) or is_time(tokens, start)):
                start += 1  # "según informaron este lunes"
            start = _past_hearer(tokens, start)
            last = forward(tokens, start, language)
            made = _made(tokens, start, last, language)
            return made and replace(made, verbal=False)
    return None


def _past_hearer(tokens: Sequence[Token], start: int) -> int:
    """Spanish: past whom it was told to, where a name with an article follows: "según confirmó a este diario el alcalde"."""
    if tokens[start].folded != "a":
        return start
    near = range(start + 2, min(start + _HEARER, len(tokens)))
    return next((i for i in near if tokens[i].folded in {"el", "la", "los", "las"}), start)


def _by_verb(tokens: Sequence[Token], i: int, language: str) -> Saying | None:
    last = i - 1
    while last >= 0 and (
        tokens[last].folded in AUXILIARIES or tokens[last].text in '"“”«»' or (language in {"fr", "es"} and tokens[last].folded in BETWEEN)
    ):
        if tokens[last].folded in BE and language == "en":
            return None
        last -= 1
    if language == "en" and last > 1 and tokens[last].folded in DAYS and tokens[last - 1].folded == "on":
        last -= 2
    if language != "ar" and last >= 0:
        if tokens[last].folded in PRONOUNS:
            return Saying(last, last, pronoun=True)
        first, last = subject(tokens, last) if language == "en" else over_day(tokens, last)
        if language != "en" and tokens[last].folded in AND:
            return None  # whoever spoke before goes on
        if first <= last and is_name(tokens[first : last + 1], language):
            return _made(tokens, first, last, language)
    return _behind_verb(tokens, i, last, language)


def _behind_verb(tokens: Sequence[Token], i: int, before: int, language: str) -> Saying | None:
    """Who is named behind the verb at token `i`, `before` which, but for auxiliaries, the last token stands."""
    if language == "ar" and tokens[i].folded.startswith("ف") and (topic := _topic(tokens, i)):
        return _made(tokens, topic, i - 1, language)
    sure = language == "ar" or tokens[i].folded in _BEFORE_NAME
    if not sure and (before < 0 or tokens[before].text not in ASIDE):
        return None
    start = next((j for j in range(i + 1, len(tokens)) if not (is_time(tokens, j) or tokens[j].folded in _TO_HIM)), len(tokens))
    last = forward(tokens, start, language)
    name = tokens[start : last + 1]
    if last < start or not is_name(name, language) or not (sure or any(word.is_capitalised for word in name)):
        return None
    return _made(tokens, start, last, language)


def _topic(tokens: Sequence[Token], verb: int) -> int:
    """Arabic: where the name begins that "as for" leads to a verb ("أما الجيش فقال"); 0 if none does."""
    return next((i + 1 for i in range(verb - 2, max(-1, verb - LONGEST), -1) if tokens[i].folded in _AS_FOR), 0)


def _made(tokens: Sequence[Token], first: int, last: int, language: str) -> Saying | None:
    """The attribution without the days and verbs at its ends; None if nothing is left of it."""
    while first <= last and (is_time(tokens, first) or (language in {"fr", "es"} and is_verb(tokens[first], language))):
        first += 1
    while first <= last and not tokens[last].is_capitalised and (tokens[last].folded in BEHIND_NAME or is_time(tokens, last)):
        last -= 1
    if first > last or (tokens[first].is_capitalised and tokens[first].folded in PAGE_WORDS):
        return None
    words = tokens[first : last + 1]
    if not US.isdisjoint(word.folded for word in words):
        return Saying(last, last, pronoun=True)  # "« Nous avons compté"
    if words[-1].folded in _TOLL and len(words) <= _SHORT:
        return None
    generic = words[0].folded in _THE and len(words) <= 3 and words[-1].folded in SAID_BEFORE
    return Saying(first, last, pronoun=generic)


def nearest(found: Sequence[Saying], at: int, tokens: Sequence[Token], language: str) -> Saying | None:
    """The attribution nearest to the token `at`, no later one of "while X said" or "; X said".

    But for English, what is told follows who tells it.
    """
    found = [s for s in found if s.first < at or not any(_turns(token) for token in tokens[max(0, s.first - 2) : s.first])]
    behind = 1 if language == "en" else 4

    def far(saying: Saying) -> int:
        return at - saying.last if saying.last < at else (saying.first - at) * (behind if saying.verbal else 1)

    return min(found, key=far, default=None)


def _turns(token: Token) -> bool:
    """Whether another statement begins with it."""
    return token.folded in CONTRAST or token.text in {";", "؛"}
