"""The nouns that are counted in conflict reports, and whom or what they count, in four languages: the lookup in figures_words.toml."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from ingest.number_words import fold

LANGUAGES = ("en", "fr", "es", "ar")
PEOPLE = frozenset(
    "people civilians children women men families students teachers soldiers rebels militants fighters police medics journalists prisoners "
    "refugees officials".split()
) | {"aid workers"}
ARMED = frozenset("soldiers rebels militants fighters police".split())
THINGS = frozenset("settlements buildings vehicles aircraft munitions attacks organisations aid things animals".split())


@dataclass(slots=True)
class Lexicon:
    """Folded words, some with open endings, to what they mean; one for each language."""

    exact: dict[str, str] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)

    def add(self, words: str, meaning: str) -> None:
        """Take in a blank-separated list; the first meaning of a word stays."""
        for word in words.split():
            table = self.open if word.endswith("*") else self.exact
            table.setdefault(fold(word.removesuffix("*")), meaning)

    def get(self, folded: str) -> str | None:
        """The meaning of a folded word, None if it is not in the list. Arabic words are also tried without prefix and accusative ending."""
        for form in (*bare_forms(folded), *_accusatives(folded)):
            if form in self.exact:
                return self.exact[form]
            for n in range(len(form), 2, -1):
                if form[:n] in self.open:
                    return self.open[form[:n]]
        return None


_GLUED = ("وال", "بال", "فال", "كال", "ولل", "ال", "لل", "و", "ف", "ب", "ل", "ك")


def bare_forms(folded: str) -> Iterable[str]:
    """The word, and for Arabic the word without article, "and" and one-letter prepositions."""
    yield folded
    if folded and "\u0621" <= folded[0] <= "\u064a":
        for glued in _GLUED:
            if folded.startswith(glued) and len(folded) - len(glued) >= 2:
                yield folded[len(glued) :]


def _accusatives(folded: str) -> Iterable[str]:
    """An Arabic word as it stands after a number, without the ending for that ("مسجدا"); short words end so by themselves."""
    if folded.endswith("ا") and len(folded) >= 4:
        yield from bare_forms(folded[:-1])


@functools.cache
def read_lexicon(name: str) -> dict[str, Any]:
    """A lexicon file of this package."""
    return tomllib.loads(resources.files("ingest").joinpath(name).read_text(encoding="utf-8"))


_NO_FIGURE = "not a figure"


def _lexicons(source: Mapping[str, Mapping[str, str]]) -> dict[str, Lexicon]:
    made = {language: Lexicon() for language in (*LANGUAGES, "")}
    for key, row in source.items():
        meaning = "" if key == _NO_FIGURE else key
        for language, words in row.items():
            made[language].add(words, meaning)
            made[""].add(words, meaning)
    return made


_LEXICON = read_lexicon("figures_words.toml")
_WHO = _lexicons(_LEXICON["nouns"])
_SIDE = _lexicons(_LEXICON["sides"])
_IS_SIDED = _lexicons(_LEXICON["sided"])


def of_language(language: str) -> str:
    """The lexicon to use for a report's language: its own, or all four together."""
    return language if language in LANGUAGES else ""


def noun_class(folded: str, language: str) -> str | None:
    """The class a noun counts ("" for nouns whose number is no figure), None if it is not known."""
    return _WHO[of_language(language)].get(folded)


def side(folded: str, language: str) -> str | None:
    """The class that a word beside a noun points to ("regime" to soldiers), None if it says nothing."""
    return _SIDE[of_language(language)].get(folded)


def sided(folded: str, language: str) -> str | None:
    """Give "armed" or "trade" where the words beside the noun decide whom it counts ("fighters", "members", "workers")."""
    return _IS_SIDED[of_language(language)].get(folded)
