"""What a question says happened to those it counts, or that they did: "were killed", "étaient inscrits". No model."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from ingest.figures_events import Event, befell
from ingest.figures_phrase import AUXILIARIES, BE, HAVE, Phrase
from ingest.figures_tokens import Token
from ingest.figures_what import TOLLS, fits, is_active
from ingest.figures_words import noun_class
from ingest.number_words import fold, word_set
from ingest.report import What

_ARTICLES = frozenset({"the", "a", "an", "la", "l", "le", "un", "une"})
_OPEN = ("affect", "afect", "remain", "restent", "permanec")  # who is affected may be killed or not, who remains still held
_THOSE = frozenset({"those", "ceux", "celles"})
_HAVING = frozenset({"having", "avoir", "haber"})
_THAT = frozenset({"that", "which", "qui", "que", "الذي", "التي"})
_AMONG = frozenset({"among", "amongst", "parmi"})
_OWN = frozenset({"their", "his", "her", "leur", "leurs", "son", "sa", "ses", "su", "sus"})
_BEFORE_ADVERBIAL = frozenset("in at on by near during since after before from under over inside outside between this last so".split())
THEY_FR = frozenset(map(fold, "ont sont étaient avaient furent seraient auraient".split()))
WERE = BE | {"eran", "كانوا", "كان", "كن"}
_CLAUSES = _THAT | frozenset(map(fold, "when after as who where lorsque quand après où cuando tras después donde عندما بعد حين".split()))
_PARTICIPLE = ("é", "ée", "és", "ées", "ado", "ada", "ados", "adas", "ido", "ida", "idos", "idas")
_DEEDS = tuple(map(fold, (  # participles of what is no fate: a toll never answers how many they were
    "enrol regist employ hired attend vaccinat immuni licens accredit invit inscri scolaris embauch vaccin "
    "matricul emplead contratad vacunad invitad "
    "rescu surviv saved sauv secour survec rescat sobreviv deport expel expuls"
).split()))  # fmt: skip
_ALIVE = word_set("alive vivant vivants vivante vivantes vivo vivos viva vivas أحياء حيا")
_MAY_FLEE = frozenset({"", "people", "civilians", "children", "women", "men", "families", "refugees", "teachers"})
_BASE: dict[str, What] = {
    **dict.fromkeys("fire drop launch conduct".split(), "attacks"),
    **dict.fromkeys("take retake liberate recapture".split(), "captured"),
    **dict.fromkeys("arrest detain abduct kidnap".split(), "detained"),
    **dict.fromkeys("displace uproot".split(), "displaced"),
    **dict.fromkeys("wound injure hurt".split(), "injured"),
    **dict.fromkeys("free release exchange".split(), "other"),
}


def happened(told: Sequence[Event], words: Sequence[Token], at: int, counted: Phrase, who: str, language: str) -> What | str:
    """What the question says of those counted: by the noun itself ("combien de blessés"), else by the nearest event that fits them."""
    if counted.who == "attacks":
        return "attacks"
    if later := _later_fate(told, words, counted):
        return later
    own = [what for what in counted.events if what in TOLLS]
    if own:
        return own[0]
    near = [
        (
            abs(event.first - max(at, counted.last)) + (0 if event.first > at else 2) + (20 if what == "other" else 3 * (mark == "n")),
            befell(what, who),
        )
        for event in told
        for what, mark in event.meanings
        if (counted.of or not at < event.first <= counted.last)
        and fits(what, who, mark if mark == "-" or (what == "captured" and mark == "<") else "v")
        and _is_theirs(words, event, what, mark, counted, language)
    ]
    what = min(near, default=(0.0, ""), key=lambda each: each[0])[1] or next((befell(own_event, who) for own_event in counted.events), "")
    return "" if what == "other" and who in _MAY_FLEE else what  # those who live or arrive somewhere may be told to have fled there


def does(words: Sequence[Token], counted: Phrase) -> bool:
    """Whether behind those counted stands what they did or were, and no toll tells of: "were enrolled", "étaient inscrits"."""
    rest = (i for i in range(counted.last + 1, len(words)) if words[i].folded not in AUXILIARIES | THEY_FR | WERE)
    at = next(rest, counted.last + 1)
    alive = not _ALIVE.isdisjoint(word.folded for word in words[counted.last + 1 :])
    return alive or (at > counted.last + 1 and words[at].folded.startswith(_DEEDS))


def _later_fate(told: Sequence[Event], words: Sequence[Token], counted: Phrase) -> What | str:
    """What at last happened to those who are counted by what happened before: "people displaced ... had died", "blessés ... morts"."""
    state = next(
        (
            event
            for event in told
            if event.first in {counted.last, counted.last + 1} and (not event.has("<>-") or _is_going_on(words, event))
        ),
        None,
    )
    for event in (each for each in told if state and each.first > state.last):
        between = {word.folded for word in words[counted.last + 1 : event.first]}
        toll = next((what for what, _ in event.meanings if what in TOLLS), "")
        if toll and not between & _CLAUSES and (between & (BE | HAVE | WERE | THEY_FR) or event.has("<=")):
            return toll
    return ""


def _is_going_on(words: Sequence[Token], event: Event) -> bool:
    """Whether what those counted were about tells who they are: "fleeing on foot", "fuyant"."""
    return event.first == event.last and words[event.first].folded.endswith(("ing", "ant"))


def _is_theirs(words: Sequence[Token], event: Event, what: What, mark: str, counted: Phrase, language: str) -> bool:
    """Whether an event may be what happened to those counted, by its place and the words around it."""
    if what == "other" and words[event.first].folded.startswith(_OPEN):
        return False
    if mark == "n":
        return what in TOLLS or (language != "en" and event.first == counted.last + 1 > counted.first)
    return not (_describes(words, event, counted, language) or _remains(words, event) or _is_done_by(words, event, mark, counted, language))


def _describes(words: Sequence[Token], event: Event, counted: Phrase, language: str) -> bool:
    """Whether it only describes something else than those counted: "the besieged town", "la reprise des combats", "المخيم المحاصر".

    So does what a clause about another noun tells: "the attack that killed the mayor", "the funeral of those killed", "accused of killing".
    """
    if event.first <= counted.last + 1:
        return False
    earlier, before = (word.folded for word in words[event.first - 2 : event.first])
    accused = before in {"of", "for"} and words[event.first].folded.endswith("ing") or (before in _HAVING and earlier in {"of", "d", "de"})
    if accused or (before in _THOSE and earlier not in _AMONG):
        return True
    others = words[counted.last + 1 : event.first]
    if language in {"fr", "es"} and words[event.first].text.endswith(_PARTICIPLE) and not any(map(_is_auxiliary, others)):
        return True
    told_of = any(b.folded in _THAT and noun_class(a.folded, "") is not None for a, b in pairwise(others))
    return told_of or (before in _ARTICLES and (before != "a" or language == "en")) or words[event.first].folded.startswith("ال")


def _is_auxiliary(word: Token) -> bool:
    """Whether a word is one, alone or before its subject: "a-t-elle"."""
    return word.folded.partition("-")[0] in AUXILIARIES


def _remains(words: Sequence[Token], event: Event) -> bool:
    """Whether "left" tells who is still there: "how many doctors do they have left in the town"."""
    after = words[event.last + 1].folded if event.last + 1 < len(words) else "?"
    is_left = event.first == event.last and words[event.first].folded == "left"
    return is_left and words[event.first - 1].folded not in HAVE and (not after.isalpha() or after in {"in", "at", "on", "there", "inside"})


def _is_done_by(words: Sequence[Token], event: Event, mark: str, counted: Phrase, language: str) -> bool:
    """Whether those counted do it, or it happens to what is theirs: "how many gunmen killed the mayor", "ont perdu leur maison"."""
    after = words[event.last + 1] if event.last + 1 < len(words) else None
    if mark == "<" or after is None or not after.is_word or event.first <= counted.last:
        return False
    between = {word.folded for word in words[counted.last + 1 : event.first]}
    if between & BE:
        return False
    if after.folded in _OWN or (words[event.first].folded.startswith("خسر") and after.text.endswith(("ه", "ها", "هم", "هن"))):
        return True
    if language == "fr" and between & {"ont", "avaient"} and after.folded in _ARTICLES - {"a"}:
        return True
    if language != "en" or not between <= AUXILIARIES | {"who", "that"}:
        return False
    return is_active(words, event, language) if mark == "v" else after.folded not in _BEFORE_ADVERBIAL


def base_forms(words: Sequence[Token]) -> list[Event]:
    """English verbs as they stand after "did" ("how many missiles did they fire")."""
    return [Event(i, i, ((_BASE[t.folded], "v"),)) for i, t in enumerate(words) if t.folded in _BASE]
