"""The same question typed otherwise: with slips, without accents, in another digit script. Pure, and the same every time."""

from __future__ import annotations

import random
import re
import unicodedata

from ingest.names import find_names
from ingest.places import find_places

SLIPS = 3  # at most, and one at least
_SHARE = 0.25  # of the words that may have one
_WORD = re.compile(r"[^\W\d_]{5,}")
_ARABIC_INDIC = {ord(str(n)): chr(0x0660 + n) for n in range(10)}
_LATIN = {ord(digit): str(n) for start in (0x0660, 0x06F0) for n in range(10) for digit in chr(start + n)}
_BARE = {ord(a): b for a, b in zip("ىةٱœŒæÆ", ("ي", "ه", "ا", "oe", "OE", "ae", "AE"), strict=True)} | {0x0640: None}


def typos(text: str, seed: str) -> str:
    """The text with one to SLIPS slips: two letters swapped, one left out or one typed twice, in words of five letters and more.

    Typists see a slip in a short word, and seldom get a word's first letter wrong: both stay. They do get names wrong, but then it may
    be another name (Hama, Homs) and another question, whose answer nobody knows: names and places stay, as do numbers. Arabic has
    no capitals: there only places are known to be names.
    """
    kept = [*((n.start, n.end) for n in find_names(text)), *((p.start, p.end) for p in find_places(text))]
    words = [m.span() for m in _WORD.finditer(text) if not any(a < m.end() and m.start() < b for a, b in kept)]
    chance = random.Random(f"{seed} {text}")
    chosen = chance.sample(words, min(len(words), SLIPS, max(1, round(len(words) * _SHARE))))
    for start, end in sorted(chosen, reverse=True):
        text = text[:start] + _slip(text[start:end], chance) + text[end:]
    return text


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word) - 1)
    kind = chance.choice(("swap", "drop", "double"))
    if kind == "swap" and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == "drop" else word[:at] + word[at] + word[at:]


def no_accents(text: str) -> str:
    """The text as typed on a keyboard without accents; Arabic without hamza, vowel signs, final ta marbuta and alif maqsura."""
    bare = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", bare).translate(_BARE)


def other_digits(text: str) -> str:
    """The text with its Latin digits in Arabic-Indic script, and the other way round; separators stay."""
    return text.translate(_ARABIC_INDIC | _LATIN)
