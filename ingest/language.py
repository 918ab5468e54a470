"""Which language a text is in: a whole report as well as a question of two words.

A model over 130 languages tells long texts by itself. In short ones its scores lie close together, so that two more signs count:
how much is written in a language at all, and a few words and marks that are its own. In a long text they weigh nothing.
"""

from __future__ import annotations

import re
import unicodedata

_ENOUGH = 4000
_OURS = frozenset({"en", "fr", "es", "ar"})
_MUCH_WRITTEN = frozenset(
    "am bg bn bs cs da de el et fa fi ha he hi hr hu hy id it ja ka kk ko ku lt lv mk ms nl no pl ps pt ro ru sk sl so sq sr sv sw "
    "ta th tl tr uk ur uz vi zh".split()
)
_DIALECTS = {"pcm": "en", "arz": "ar", "ary": "ar", "wuu": "zh", "yue": "zh", "sdh": "ku", "uzs": "uz"}

# In natural logarithms, as the model's scores are.
_RARER = 6.0
_RARE = 12.0
_OWN_WORD = 6.0
_MOST_WORDS = 3
_DEFAULT = 1.0

_WORDS = {
    "en": "how many who whom when where what which why the of and were was said toll according about",
    "fr": "combien quand qui où quel quelle quels quelles pourquoi selon les des et du aux dans oui bilan morts blessés tués dit était",
    "es": "cuántos cuántas cuantos cuantas quién quien dónde cuándo cuando qué según los las del muertos heridos y había hubo fue",
    "ar": "كم من متى أين اين ماذا هل لماذا في عن قال قتيلا بين حسب وفق",
    "de": "wie wer wann wo warum und die der das viele laut nach",
    "it": "quanti quante chi quando dove perché secondo gli della morti feriti",
    "pt": "quantos quantas quem onde segundo os das mortos feridos não foram",
    "tr": "kaç kim ne zaman nerede kişi göre öldü mi",
    "ru": "сколько кто когда где почему по и погибло",
    "sw": "wangapi nani lini wapi watu ni kwa",
}
_OWN = {word: [code for code in _WORDS if word in _WORDS[code].split()] for words in _WORDS.values() for word in words.split()}
_MARKS = {"es": re.compile(r"[¿¡]"), "fr": re.compile(r"\w[ \u00a0\u202f][?!:;]|\b[cdjlmnqs]['’][aeéèêhiou]")}


def detect(text: str) -> str:
    """ISO 639-1 code of the language of `text`; "" where there are no words to tell it by."""
    import py3langid

    start = unicodedata.normalize("NFC", text[:_ENOUGH])
    if not any(c.isalpha() for c in start):
        return ""
    signs = _signs(start)
    scores: dict[str, float] = {}
    for label, score in py3langid.rank(start):
        code = _DIALECTS.get(label, label)
        if len(code) == 2:
            scores[code] = max(scores.get(code, -float("inf")), float(score) + signs.get(code, 0.0) - _handicap(code))
    best = max(scores, key=lambda code: scores[code])
    featureless = scores[best] < -1e30
    return max(signs, key=lambda code: signs[code], default="") if featureless else best


def _handicap(code: str) -> float:
    if code in _OURS:
        return -_DEFAULT if code == "en" else 0.0
    return _RARER if code in _MUCH_WRITTEN else _RARE


def _signs(text: str) -> dict[str, float]:
    """What words and marks of its own speak for each language; a word that several share speaks for each of them."""
    words = set(re.findall(r"\w+", text.lower()))
    hits = [code for word in words for code in _OWN.get(word, ())]
    found = {code: _OWN_WORD * min(hits.count(code), _MOST_WORDS) for code in set(hits)}
    for code, mark in _MARKS.items():
        if mark.search(text):
            found[code] = found.get(code, 0.0) + _OWN_WORD
    return found
