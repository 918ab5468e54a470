"""One key for every spelling of a transliterated name: Idlib, Idleb and إدلب are all "dlb", Manbij, Minbej and منبج "mnbj". Pure.

The key holds the consonants a reader would hear. Articles fall (al-, el-, ash-, Ezzor), doubled letters are one, q and k, gh and g, p and
b, v and f are one, long vowels and diphthongs fall; y and w stay only where they are consonants ("Jamiliya" is "jmly", "Suwayda" is "swd").
"""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.number_words import fold

_ARTICLES = frozenset("al el il ul ar er as es ash ach esh ech at et ath ad ed adh an en az ez az ed".split())
_QUOTES = re.compile(r"['\u2018\u2019\u201b`\u00b4\u02b0-\u02ff]")
_SPLIT = re.compile(r"[^\w]+|_")
_GLUED_ARTICLE = re.compile(r"^[aeu]([tdrzsnl])(?=\1[aeiouyhw])")
_DIGRAPHS = (
    (re.compile(r"dsch|dzh|dj"), "j"),
    (re.compile(r"sch|tch|sh|ch"), "S"),
    (re.compile("kh"), "x"),
    (re.compile("gh"), "g"),
    (re.compile("dh"), "d"),
    (re.compile("th"), "t"),
    (re.compile("ph|v"), "f"),
    (re.compile("ck|q"), "k"),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("c"), "k"),
    (re.compile("x"), "x"),
    (re.compile("p"), "b"),
    (re.compile("m(?=b)"), "n"),
    (re.compile("oo|ou|o(?=w)"), "u"),
    (re.compile("ee|ii"), "i"),
    (re.compile(r"([^aeiou])\1+"), r"\1"),
    (re.compile("u(?=[aeio])"), "w"),
    (re.compile("(?<=.)i(?=[aeou])"), "y"),
    (re.compile("w{2,}"), "w"),
    (re.compile("y{2,}"), "y"),
    (re.compile("(?<=[aeiou])h$"), ""),
)
_SEMIVOWEL = re.compile(r"(?<=.)[wy](?![aeiou])")  # in a diphthong, or a vowel itself
_NO_CONSONANT = re.compile("[^b-df-hj-np-tv-zS]")

_ARABIC = {
    **dict(zip("بتثجحخدذرزسشصضطظعغفقكلمنهپچژگڤ", "bttjhxddrzsSsdtz\0gfkklmnhbSjgf", strict=True)),
    **dict.fromkeys("اآأإىءـ", "\0"),
}
_ARABIC_ARTICLE = re.compile(r"^(?:[وفبك]?ال|لل)(?=..)")


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The key of a name in Latin or Arabic letters; "" if it has none of either."""
    words = [w for w in _SPLIT.split(fold(_QUOTES.sub("", name))) if w]
    while len(words) > 1 and words[0] in _ARTICLES:
        words = words[1:]
    words = [w for i, w in enumerate(words) if i == 0 or w not in _ARTICLES]
    keys = [_word_key(w, last=i == len(words) - 1) for i, w in enumerate(words)]
    return re.sub(r"(.)\1+", r"\1", "".join(keys)) if len(keys) > 1 and keys[-1] == "l" else "".join(keys)


def _word_key(word: str, *, last: bool) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        return _arabic_key(word)
    # "Maarat" before another word is "Maara": the t is heard, not written, in Arabic
    silent_t = not last and word.endswith(("at", "et", "it"))
    word = _GLUED_ARTICLE.sub("", word)
    for pattern, letter in _DIGRAPHS:
        word = pattern.sub(letter, word)
    key = _NO_CONSONANT.sub("", _SEMIVOWEL.sub("", word))
    return key[:-1] if silent_t and len(key) > 2 else key


def _arabic_key(word: str) -> str:
    word = _ARABIC_ARTICLE.sub("", word)
    if len(word) > 1 and word.endswith("ه"):
        word = word[:-1] + "\0"
    out = []
    for i, letter in enumerate(word):
        after = word[i + 1 : i + 2]
        if letter in "وي":
            consonant = i == 0 or (after and after in "اويىه\0آ") or (letter == "و" and word[i - 1] == "ا" and after)
            out.append({"و": "w", "ي": "y"}[letter] if consonant else "")
        else:
            out.append(_ARABIC.get(letter, ""))
    key = "".join(out).replace("\0", "")
    return re.sub(r"m(?=b)", "n", re.sub(r"([wy])\1+", r"\1", key))
