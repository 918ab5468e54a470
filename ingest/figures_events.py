"""The words that tell what happened to those counted ("killed", "ont été blessées", "نزح"): the lookup in figures_events.toml."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.figures_tokens import Token
from ingest.figures_words import ARMED, LANGUAGES, PEOPLE, bare_forms, noun_class, of_language, read_lexicon, side
from ingest.number_words import fold
from ingest.report import What


@dataclass(frozen=True, slots=True)
class Event:
    """One word or phrase found in a sentence: tokens [first, last] and every meaning it may have, with its marks."""

    first: int
    last: int
    meanings: tuple[tuple[What, str], ...]

    def has(self, mark: str) -> bool:
        """Whether any of its meanings carries one of these marks."""
        return any(m in mark for _, m in self.meanings)


THEM = ("هم", "هن", "ها")  # what an Arabic word ends in that has them for its object
_Table = dict[str, list[tuple[tuple[str, ...], bool, What, str]]]


def _tables() -> dict[str, _Table]:
    made: dict[str, _Table] = {language: {} for language in (*LANGUAGES, "")}
    lexicon: dict[What, dict[str, str]] = read_lexicon("figures_events.toml")  # type: ignore[assignment]
    for what, row in lexicon.items():
        for language, words in row.items():
            for entry in words.split():
                mark, _, phrase = entry.partition(":")
                parts = tuple(fold(part) for part in phrase.removesuffix("*").split("_"))
                for table in (made[language], made[""]):
                    table.setdefault(parts[0] if len(parts) > 1 or not phrase.endswith("*") else parts[0][:3], []).append(
                        (parts, phrase.endswith("*"), what, mark)
                    )
    return made


_TABLES = _tables()


def events(words: Sequence[str], language: str) -> list[Event]:
    """The events told by the folded words of a sentence ("" for what is no word), longest phrase first, in order."""
    table = _TABLES[of_language(language)]
    found: list[Event] = []
    at = 0
    while at < len(words):
        length, meanings = _longest(words, at, table) if words[at] else (1, ())
        if meanings:
            found.append(Event(at, at + length - 1, meanings))
        at += length
    return found


def events_of(words: Sequence[Token], language: str) -> list[Event]:
    """The events that the words of a sentence tell, numbers and punctuation left out."""
    return events([token.folded if token.is_word else "" for token in words], language)


def befell(what: What, who: str | None) -> What:
    """What an event means for these: armed men who are "destroyed" were killed, prisoners who fled were not displaced."""
    if what == "destroyed" and who in ARMED:
        return "killed"
    return "other" if what == "displaced" and who == "prisoners" else what


def noun_events(folded: str, language: str) -> tuple[What, ...]:
    """What a counted noun itself says ("dead", "prisoners"), empty if nothing."""
    _, meanings = _longest([folded], 0, _TABLES[of_language(language)])
    return tuple(what for what, mark in meanings if mark == "n")


def _longest(words: Sequence[str], at: int, table: _Table) -> tuple[int, tuple[tuple[What, str], ...]]:
    best: list[tuple[What, str]] = []
    length = 1
    for form in (*bare_forms(words[at]), *_without_object(words[at])):
        for parts, is_open, what, mark in (*table.get(form, ()), *(table.get(form[:3], ()) if len(form) > 3 else ())):
            if not _matches(words, at, form, parts, is_open):
                continue
            if len(parts) > length:
                best, length = [], len(parts)
            if len(parts) == length and (what, mark) not in best:
                best.append((what, mark))
        if best:
            break
    return length, tuple(best)


def _without_object(word: str) -> list[str]:
    """An Arabic verb without the pronoun that it ends in: "قتلهم", which killed them."""
    return [word.removesuffix(ending) for ending in THEM if word.endswith(ending) and len(word) > len(ending) + 2]


def _matches(words: Sequence[str], at: int, form: str, parts: tuple[str, ...], is_open: bool) -> bool:
    if len(parts) == 1:
        return form == parts[0] or (is_open and form.startswith(parts[0]))
    return form == parts[0] and tuple(words[at + 1 : at + len(parts)]) == parts[1:]


_VAGUE = frozenset(map(fold, "them those these which whom some half most many others among eux elles dont certains ellos ellas".split()))


def names_people(unit: str, language: str) -> bool:
    """Whether nothing in a counted noun, as the text has it, speaks against people: "victims", "of them", "killed", not "cows"."""
    words = [word for word in re.findall(r"[^\W\d_]+", unit) if len(word) > 3 and fold(word) not in _VAGUE]
    folded = [fold(word) for word in words]
    if any(noun_class(w, language) in PEOPLE or side(w, language) for w in folded):
        return True
    told = {at for event in events(folded, language) for at in range(event.first, event.last + 1)}
    return all(word[0].isupper() or at in told or noun_class(folded[at], language) == "" for at, word in enumerate(words))
