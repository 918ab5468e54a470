"""What words tell of, whatever the language: a question and a passage of another language meet in the concepts of concepts.toml. Pure."""

from __future__ import annotations

import functools
from collections.abc import Iterable

from ingest.figures_words import LANGUAGES, bare_forms, read_lexicon
from ingest.number_words import fold

_SHORTEST = 3  # letters of a beginning


def _by_word() -> dict[str, dict[str, frozenset[str]]]:
    """For each language its words and, with "*", beginnings of words, to the concepts that they stand for."""
    found: dict[str, dict[str, set[str]]] = {language: {} for language in LANGUAGES}
    for rows in read_lexicon("concepts.toml").values():
        for concept, by_language in rows.items():
            for language, words in zip(LANGUAGES, by_language, strict=True):
                for word in words.split():
                    found[language].setdefault(fold(word), set()).add(concept)
    return {language: {word: frozenset(named) for word, named in words.items()} for language, words in found.items()}


_CONCEPTS = _by_word()


def concepts(words: Iterable[str], language: str) -> frozenset[str]:
    """The concepts that folded words of a language stand for; of all four, where the language is another."""
    return frozenset().union(*[_of_word(word, language) for word in words])


@functools.lru_cache(maxsize=20_000)
def concepts_of(words: str, language: str) -> frozenset[str]:
    """The same for words in a line, remembered."""
    return concepts(words.split(), language)


@functools.lru_cache(maxsize=100_000)
def _of_word(word: str, language: str) -> frozenset[str]:
    if language not in _CONCEPTS:
        return frozenset().union(*[_of_word(word, each) for each in LANGUAGES])
    known = _CONCEPTS[language]
    forms = {form for whole in bare_forms(word) for form in (whole, *(f"{whole[:n]}*" for n in range(_SHORTEST, len(whole) + 1)))}
    return frozenset().union(*[known[form] for form in forms if form in known])
