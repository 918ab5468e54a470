"""The words that are for a country's people or things: "Syrian", "russe", "تركي", "US"."""

from __future__ import annotations

import re
from collections.abc import Collection

from ingest.demonyms import DEMONYMS
from ingest.figures_words import bare_forms
from ingest.names import name_keys
from ingest.number_words import fold
from ingest.place_text import place_words_of
from ingest.place_words import ELEMENTS


def nation_keys(text: str, of: Collection[str] | None = None) -> set[str]:
    """The name keys of the words that are for a country's people or things, of these countries only if they are given."""
    return {key for _, word, code in find_nations(text) if of is None or code in of for key in name_keys(word)}


def find_nations(text: str) -> list[tuple[int, str, str]]:
    """The words that are for a country's people or things ("Syrian", "russe", "تركي", "US"): where each starts, the word, the ISO code."""
    tokens = list(place_words_of(text))
    heads = [None, *(token.key for token in tokens)]  # "تل الروس" is a hill, and of no country
    found = [(t.start, t.text, code) for t, head in zip(tokens, heads, strict=False) if head not in _HEADS and (code := nation(t.text))]
    short = [(m.start(), m[0], code) for m in _SHORT.finditer(text) for code, name in m.groupdict().items() if name]
    return sorted(found + short)


def nation(word: str) -> str:
    """The country (ISO code) whose people or things a word is for, in any of its forms; "" if it is for none."""
    folded = fold(word)
    forms = [folded, folded.removesuffix("s")] if folded.isascii() else [_ARABIC_ENDING.sub("ي", form) for form in bare_forms(folded)]
    return next((code for form in forms if (code := DEMONYMS.get(form))), "")


_HEADS = ELEMENTS | frozenset("برج باب تل عين دير خان جسر قصر قلعه جبل وادي كفر".split())
_ARABIC_ENDING = re.compile("ي(?:ا|ه|ين|ون|ان|ات|تين|تان)$")
_SHORT = re.compile(r"(?<![\w.])(?:(?P<US>USA?|U\.S\.(?:A\.)?|E{2}\.? ?U{2}\.?|É\.-U\.)|(?P<GB>UK|U\.K\.)|(?P<AE>UAE|U\.A\.E\.))(?!\w)")
