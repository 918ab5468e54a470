"""Where the name of whoever says so begins and ends, before or behind its verb. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.date_words import MONTHS
from ingest.figures_events import events
from ingest.figures_phrase import AUXILIARIES, DETERMINERS
from ingest.figures_tokens import Token
from ingest.number_words import word_set
from ingest.saying_words import AND, CONNECT, DAYS, DOCUMENTS, ROLES, STOP_AHEAD, STOPS_SUBJECT, TALLIES, THIS, TIMES

_NOBODY = frozenset({"se", "on", "segun", "selon", "como", "comme"})  # "se reportan", "según confirmó"
ASIDE = frozenset({",", "-", "–", "—"})
LONGEST = 16  # tokens of a name
_GLUED_ARTICLE = re.compile(r"[a-z]{1,3}-[A-Z]")  # "al-Shaar"
_LINKS = word_set("y et e mais pero aunque si bien même quoique or car pues porque sino puisque donc")  # "aunque las autoridades dicen"
_OF_THE = frozenset({"du", "le", "de", "del", "el"})
_WRITTEN = TALLIES | DOCUMENTS | word_set("document texte article documento texto artículo nota")
_DATED = ("date", "fechad", "publi", "paru", "diffus", "difund", "rendu")  # beginnings of "dated", "published"
_PREPOSITIONS = frozenset({"in", "near", "at", "from", "to", "by", "on", "against", "of", "outside"})


def is_time(tokens: Sequence[Token], i: int) -> bool:
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


def subject(tokens: Sequence[Token], last: int) -> tuple[int, int]:
    """English: the name before a verb of saying, also over what is put between the two.

    "the Observatory which monitors Syria said", "the Observatory, counting from May, had reached".
    """
    if tokens[last].text in ASIDE:
        opened = next((i for i in range(last - 1, max(last - 14, 0), -1) if tokens[i].text in ASIDE), 0)
        return subject(tokens, opened - 1) if opened else (last, last - 1)
    first = backward(tokens, last)
    for i in range(last - 1, max(last - 16, 0), -1):
        if tokens[i].folded in {"which", "who"} and (first > last or first - i <= 4):
            before = backward(tokens, i - 1)
            counted = before > 0 and tokens[before - 1].number is not None  # "counted 7,621 Syrians who went back and put others at 90"
            if before < i and not counted and is_name(tokens[before:i], "en"):
                return before, i - 1
    if first <= last and (first == 0 or tokens[first - 1].folded not in _PREPOSITIONS):
        return first, last
    opens = tokens[0].folded in {"the", "a", "an"} and last < LONGEST
    own = tokens[first + 1 : last + 1]
    led = opens and any(t.folded in ROLES for t in tokens[:first])  # "a spokesman at the hospital"
    if len(own) > 1 and not led and any(t.folded in ROLES for t in own) and is_name(own, "en"):
        return first + 1, last  # "in Aleppo Syrian state television reported"
    return (
        (0, last)
        if opens and all(t.is_word and t.folded not in AUXILIARIES | STOPS_SUBJECT for t in tokens[1 : last + 1])
        else (last, last - 1)
    )


def backward(tokens: Sequence[Token], last: int) -> int:
    """English: where the name before a verb of saying begins; its article ends the walk unless "of" or "for" goes on before it."""
    i = last
    while i >= 0 and last - i < LONGEST:
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


def clause_start(tokens: Sequence[Token], last: int) -> int:
    """French and Spanish: the subject begins after the last punctuation or conjunction before its verb."""
    i = last
    while i >= 0 and last - i < LONGEST:
        token = tokens[i]
        if (
            (not token.is_word and token.text not in "()’'«»")
            or (token.folded in STOP_AHEAD and token.folded not in {"en", "a"})
            or token.number is not None
        ):
            break
        i -= 1
    i += 1
    while i < last and tokens[i].folded in _LINKS:
        i += 1
    return i


def over_day(tokens: Sequence[Token], last: int) -> tuple[int, int]:
    """French and Spanish: where a name begins and ends that may end in a date, which is no part of it behind what is written that day.

    "le bulletin de l'ONU daté du 10 mai", but "le Mouvement du 23 mars". Nobody is named where nothing stands before the date.
    """
    i = last
    if tokens[i].folded not in MONTHS or tokens[i].is_capitalised:
        return clause_start(tokens, last), last
    i -= 2 if tokens[i - 1].folded == "de" else 1
    while i >= 0 and (tokens[i].text[0].isdigit() or tokens[i].folded in _OF_THE or tokens[i].folded in DAYS):
        i -= 1
    before = i
    while i >= 0 and tokens[i].folded.startswith(_DATED):
        i -= 1
    first = clause_start(tokens, i) if i >= 0 else last + 1
    written = i < before or any(token.folded in _WRITTEN for token in tokens[first : i + 1])
    return first, i if written else last


def forward(tokens: Sequence[Token], start: int, language: str) -> int:
    """The last token of the name that begins at `start`; start - 1 if there is none."""
    i = start
    while i < len(tokens) and i - start < LONGEST:
        token = tokens[i]
        if token.text == ")" and i > start + 1 and tokens[i - 1].text.isupper() and tokens[i + 1 : i + 2] and tokens[i + 1].folded == "the":
            i += 1  # "according to the Velt Council (VC) the army fled"
            break
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


def is_name(words: Sequence[Token], language: str) -> bool:
    """Whether words may name somebody who says something."""
    if language == "ar":
        return bool(words)
    if len(words) == 1 and words[0].folded in {"report", "reports"}:
        return False
    if len(words) == 1 and words[0].folded in ROLES and not words[0].text.isupper():
        return words[0].folded == "police" or (words[0].folded.endswith("s") and words[0].folded != "news")
    if language in {"fr", "es"}:
        return sum(t.is_word and t.folded not in DETERMINERS | _NOBODY for t in words) > 0
    return any((t.is_capitalised and t.folded not in DETERMINERS) or (t.folded in ROLES and t.folded not in CONNECT) for t in words)
