"""What words tell of, whatever the language: a question and a passage of another language meet in the concepts of concepts.toml. Pure."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from ingest.figures_words import LANGUAGES, bare_forms, read_lexicon
from ingest.number_words import fold

_SHORTEST = 3  # letters of a beginning
_REMEMBERED = 100_000  # words of a language


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


class _Meant(dict[str, frozenset[str]]):
    """The concepts of each word in some languages, looked up once: most passages are made of the same words."""

    def __init__(self, languages: Sequence[str]) -> None:
        self._tables = [_CONCEPTS[language] for language in languages]

    def __missing__(self, word: str) -> frozenset[str]:
        if len(self) >= _REMEMBERED:
            self.clear()
        forms = {form for whole in bare_forms(word) for form in (whole, *(f"{whole[:n]}*" for n in range(_SHORTEST, len(whole) + 1)))}
        self[word] = found = frozenset().union(*(table[form] for table in self._tables for form in forms if form in table))
        return found


_MEANT = {language: _Meant([language]) for language in LANGUAGES}
_OF_ANY = _Meant(LANGUAGES)


def concepts(words: Iterable[str], language: str) -> frozenset[str]:
    """The concepts that folded words of a language stand for; of all four, where the language is another."""
    return frozenset().union(*filter(None, map(_MEANT.get(language, _OF_ANY).__getitem__, words)))


@functools.lru_cache(maxsize=20_000)
def concepts_of(words: str, language: str) -> frozenset[str]:
    """The same for words in a line, remembered."""
    return concepts(words.split(), language)
