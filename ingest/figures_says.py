"""Who says so inside a sentence: "the Observatory said", "selon l'OCHA", "según SANA", "بحسب المرصد". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.figures_events import events
from ingest.figures_phrase import AUXILIARIES, BE, DETERMINERS
from ingest.figures_tokens import Token, tokens
from ingest.figures_words import bare_forms
from ingest.name_words import PAGE_WORDS
from ingest.saying_words import (
    AND,
    ARTICLES,
    BEHIND_NAME,
    BETWEEN,
    CONNECT,
    CONTRAST,
    DAYS,
    GIVEN,
    GIVES,
    PLACED,
    PRONOUNS,
    ROLES,
    SAID_BEFORE,
    SOURCE_BEFORE,
    SPEAKS_OF,
    STOP_AHEAD,
    STOPS_SUBJECT,
    TALLIED,
    TALLIES,
    THIS,
    TIMES,
    US,
    VERBS,
)

_THE = frozenset({"the", "le", "el", "la", "l", "this"}) | THIS
_ASIDE = frozenset({",", "-", "–", "—"})
_GLUED_ARTICLE = re.compile(r"[a-z]{1,3}-[A-Z]")  # "al-Shaar"
_PREPOSITIONS = frozenset({"in", "near", "at", "from", "to", "by", "on", "against", "of", "outside"})
_LONGEST = 16


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
    noun = language in {"fr", "es"} and i > 0 and words[i - 1] in ARTICLES
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
    first = _backward(tokens, i)
    return _made(tokens, first, i, language) if tokens[i].folded != "it's" else None


def is_verb(token: Token, language: str) -> bool:
    """Whether it is a verb of saying."""
    return any(form in VERBS[language] for form in bare_forms(token.folded))


def _after_words(tokens: Sequence[Token], i: int, language: str) -> Saying | None:
    for words in SOURCE_BEFORE[language]:
        heads = [t.folded for t in tokens[i : i + len(words)]]
        if tuple(heads) == words or (len(words) == 1 and words[0] in bare_forms(heads[0])):
            start = i + len(words)
            while start < len(tokens) - 1 and (is_verb(tokens[start], language) or _is_time(tokens, start)):
                start += 1  # "según informaron este lunes"
            last = _forward(tokens, start, language)
            made = _made(tokens, start, last, language)
            return made and replace(made, verbal=False)
    return None


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
        first, last = _subject(tokens, last) if language == "en" else (_clause_start(tokens, last), last)
        if language != "en" and tokens[last].folded in AND:
            return None  # whoever spoke before goes on
        if first <= last and _is_name(tokens[first : last + 1], language):
            return _made(tokens, first, last, language)
    if language == "ar" or tokens[i].folded in {"said", "says", "dijo", "informo", "senalo", "indico", "rapporte", "indique"}:
        start = next((j for j in range(i + 1, len(tokens)) if not _is_time(tokens, j)), len(tokens))
        last = _forward(tokens, start, language)
        if last >= start and _is_name(tokens[start : last + 1], language):
            return _made(tokens, start, last, language)
    return None


def _made(tokens: Sequence[Token], first: int, last: int, language: str) -> Saying | None:
    """The attribution without the days and verbs at its ends; None if nothing is left of it."""
    while first <= last and (_is_time(tokens, first) or (language in {"fr", "es"} and is_verb(tokens[first], language))):
        first += 1
    while first <= last and not tokens[last].is_capitalised and (tokens[last].folded in BEHIND_NAME or _is_time(tokens, last)):
        last -= 1
    if first > last or (tokens[first].is_capitalised and tokens[first].folded in PAGE_WORDS):
        return None
    words = tokens[first : last + 1]
    if not US.isdisjoint(word.folded for word in words):
        return Saying(last, last, pronoun=True)  # "« Nous avons compté"
    generic = words[0].folded in _THE and len(words) <= 3 and words[-1].folded in SAID_BEFORE
    return Saying(first, last, pronoun=generic)


def _is_time(tokens: Sequence[Token], i: int) -> bool:
    """Whether a time or "and" stands there, no part of a name ("mardi", "este jueves", but "Le Soir", "ce groupe")."""
    token, after = tokens[i], tokens[i + 1].folded if i + 1 < len(tokens) else ""
    return not token.is_capitalised and (token.folded in TIMES | AND or (token.folded in THIS and after in TIMES))


def _belongs(token: Token) -> bool:
    if not token.is_word or token.folded in DAYS:
        return False
    return (
        token.is_capitalised
        or _GLUED_ARTICLE.match(token.text) is not None
        or token.folded in ROLES
        or token.folded in CONNECT
        or token.folded.endswith(("-based", "-run", "-backed", "-led"))
    )


def _subject(tokens: Sequence[Token], last: int) -> tuple[int, int]:
    """English: the name before a verb of saying, also over what is put between the two.

    "the Observatory which monitors Syria said", "the Observatory, counting from May, had reached".
    """
    if tokens[last].text in _ASIDE:
        opened = next((i for i in range(last - 1, max(last - 14, 0), -1) if tokens[i].text in _ASIDE), 0)
        return _subject(tokens, opened - 1) if opened else (last, last - 1)
    first = _backward(tokens, last)
    for i in range(last - 1, max(last - 16, 0), -1):
        if tokens[i].folded in {"which", "who"} and (first > last or first - i <= 4):
            before = _backward(tokens, i - 1)
            if before < i and _is_name(tokens[before:i], "en"):
                return before, i - 1
    if first <= last and (first == 0 or tokens[first - 1].folded not in _PREPOSITIONS):
        return first, last
    if first + 1 < last and any(t.folded in ROLES for t in tokens[first + 1 : last + 1]) and _is_name(tokens[first + 1 : last + 1], "en"):
        return first + 1, last  # "in Aleppo Syrian state television reported"
    opens = tokens[0].folded in {"the", "a", "an"} and last < _LONGEST
    return (
        (0, last)
        if opens and all(t.is_word and t.folded not in AUXILIARIES | STOPS_SUBJECT for t in tokens[1 : last + 1])
        else (last, last - 1)
    )


def _backward(tokens: Sequence[Token], last: int) -> int:
    """English: where the name before a verb of saying begins; its article ends the walk unless "of" or "for" goes on before it."""
    i = last
    while i >= 0 and last - i < _LONGEST:
        token = tokens[i]
        if token.folded in {"the", "a", "an"} and token.is_word:
            before = tokens[i - 1].folded if i > 0 else ""
            if before not in {"of", "for", "and"}:
                return i
        elif not _belongs(token) and token.text not in "()":
            break
        i -= 1
    opened = next((j for j in range(i, max(i - 3, -1), -1) if j >= 0 and tokens[j].folded in {"the", "a", "an"}), None)
    if opened is not None and i < last and all(t.is_word and t.folded not in AUXILIARIES for t in tokens[opened + 1 : i + 1]):
        return opened  # "an informed source"
    i += 1
    while i <= last and (tokens[i].folded in CONNECT or not tokens[i].is_word):
        i += 1
    return i


def _clause_start(tokens: Sequence[Token], last: int) -> int:
    """French and Spanish: the subject begins after the last punctuation or conjunction before its verb."""
    i = last
    while i >= 0 and last - i < _LONGEST:
        token = tokens[i]
        if (
            (not token.is_word and token.text not in "()’'«»")
            or (token.folded in STOP_AHEAD and token.folded not in {"en", "a"})
            or token.number is not None
        ):
            break
        i -= 1
    i += 1
    while i < last and tokens[i].folded in {"y", "et", "e", "mais", "pero"}:
        i += 1
    return i


def _forward(tokens: Sequence[Token], start: int, language: str) -> int:
    """The last token of the name that begins at `start`; start - 1 if there is none."""
    i = start
    while i < len(tokens) and i - start < _LONGEST:
        token = tokens[i]
        if (token.text in "()" and i > start) or (
            token.folded == "at" and i > start and i + 1 < len(tokens) and tokens[i + 1].is_capitalised
        ):
            i += 1
            continue
        ends = token.folded in STOP_AHEAD and not (language == "en" and token.folded in {"a", "an"})  # French "à"
        day = token.folded in DAYS and not (language in {"fr", "es"} and token.is_capitalised)  # "Santo Domingo"
        if not token.is_word or ends or day or token.number is not None:
            break
        if language == "ar" and events([token.folded], "ar"):
            break
        if language == "en" and not _belongs(token) and token.folded not in DETERMINERS:
            break
        i += 1
    while i > start and (tokens[i - 1].folded in CONNECT | DETERMINERS and not tokens[i - 1].text.isupper() or tokens[i - 1].text == "("):
        i -= 1
    return i - 1


def _is_name(words: Sequence[Token], language: str) -> bool:
    if language == "ar":
        return bool(words)
    if len(words) == 1 and words[0].folded in {"report", "reports"}:
        return False
    if len(words) == 1 and words[0].folded in ROLES and not words[0].text.isupper():
        return words[0].folded.endswith("s") and words[0].folded != "news"
    if language in {"fr", "es"}:
        return sum(t.is_word and t.folded not in DETERMINERS for t in words) > 0
    return any((t.is_capitalised and t.folded not in DETERMINERS) or (t.folded in ROLES and t.folded not in CONNECT) for t in words)


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
