"""The words for a country's people and things, in every form: the lookup in demonyms.toml. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.figures_words import LANGUAGES, read_lexicon
from ingest.number_words import fold

_FEMININE_FR = {"ien": "ienne", "yen": "yenne", "éen": "éenne", "on": "onne", "e": "e", "è": "è", "é": "é"}  # the others add "e"
_FORMS_ES = {"o": ("a",), "és": ("esa", "eses"), "án": ("ana", "anes"), "ol": ("ola", "oles"), "í": ("íes",)}


def _forms(word: str, language: str) -> Iterator[str]:
    """A word in the singular and, where an "s" does not make it, in the plural, of men and women."""
    yield word
    if language == "fr":
        ending = next((end for end in _FEMININE_FR if word.endswith(end)), "")
        yield word.removesuffix(ending) + _FEMININE_FR.get(ending, "e")
    elif language == "es":
        yield from (word.removesuffix(end) + form for end, forms in _FORMS_ES.items() if word.endswith(end) for form in forms)
    elif language == "ar":
        yield from (before + word + after for before in ("", "ال") for after in ("", "ة", "ين", "ون"))


DEMONYMS = {
    form: code
    for code, by_language in read_lexicon("demonyms.toml").items()
    for language, words in zip(LANGUAGES, by_language, strict=True)
    for word in words.split()
    for one in _forms(word, language)
    for form in (fold(one), *([fold(one) + "s"] if fold(one).isascii() and not one.endswith("s") else []))
}
"""Folded words to ISO codes."""
