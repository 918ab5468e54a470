"""Whether two words of different languages say the same: points of the compass, nations, and words that begin alike. Pure."""

from __future__ import annotations

from collections.abc import Collection
from os.path import commonprefix

from ingest.demonyms import DEMONYMS
from ingest.words import terms

_COMPASS = {
    "north": "northern nord norte septentrional شمال شمالي شمالية",
    "south": "southern sud sur méridional جنوب جنوبي جنوبية",
    "east": "eastern est este oriental orientale شرق شرقي شرقية",
    "west": "western ouest oeste occidental occidentale غرب غربي غربية",
}
_MEANINGS = {terms(word)[0]: point for point, words in _COMPASS.items() for word in [point, *words.split()]} | {
    terms(word)[0]: code for word, code in DEMONYMS.items()
}
_OBSERVATORIES = frozenset("observatory observatoire observatorio مرصد".split())
_ALIKE = 6  # letters that two words must begin with, and
_SHARE = 0.7  # of the longer one


def said_among(word: str, words: Collection[str]) -> bool:
    """Whether a folded word, or one of another language that says the same, is among these ("russe" among "russian", "jets")."""
    if word in words:
        return True
    meaning = _MEANINGS.get(word)
    return any(_alike(word, other) or (meaning is not None and _MEANINGS.get(other) == meaning) for other in words)


def _alike(one: str, other: str) -> bool:
    one, other = one.replace("cion", "tion"), other.replace("cion", "tion")
    return len(commonprefix([one, other])) >= max(_ALIKE, _SHARE * max(len(one), len(other)))


def names_an_observatory(text: str) -> bool:
    """Whether a text names an observatory: of those who count they alone are called so in all four languages, and nothing else is."""
    return not _OBSERVATORIES.isdisjoint(terms(text))
