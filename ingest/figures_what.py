"""What happened to those a number counts: the nearest word that governs it, by side, voice and distance. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.figures_events import THEM, Event, befell
from ingest.figures_list import AMONG, AND, LIGHT, includes, made_of
from ingest.figures_phrase import AUXILIARIES, BE, DETERMINERS, HAVE, Phrase
from ingest.figures_tokens import Token
from ingest.figures_words import PEOPLE, bare_forms, noun_class
from ingest.number_words import fold
from ingest.report import What

_TO_PEOPLE = frozenset({"killed", "injured", "displaced", "detained", "missing", "returned", "evacuated", "besieged", "aid", "other"})
TOLLS = frozenset({"killed", "injured"})  # counts that add up and never fall
_TO_THINGS = frozenset({"destroyed", "captured", "attacks", "besieged", "evacuated", "aid", "other"})
_TO_ANIMALS = TOLLS | {"missing", "evacuated", "other"}
_HAPPEN = frozenset({"munitions", "aircraft", "vehicles"})
_CLAUSE = frozenset(map(fold, "while when whereas as after before where because although though but if until since said says tandis "
    "alors pendant quand lorsque mais "
                        "mientras cuando pero aunque según selon فيما بينما عندما حين لكن".split()))  # fmt: skip
_OPENING = frozenset(map(fold, (
    "while when whereas after because although tandis lorsque quand après mientras cuando aunque después بينما عندما حين"
).split()))  # fmt: skip
_WHO = frozenset({"who", "whom", "whose", "qui", "dont", "que", "quienes", "الذين"})
_THAT = frozenset({"that", "que", "qu"})
_SAYING = frozenset("said say says told claimed reported stated announced dit disent declare dijo dijeron dice dicen".split())
_THOSE = frozenset({"those", "ceux", "celles"})
_NOT_DONE = frozenset({("from", "being"), ("d", "etre"), ("de", "ser")})
_WITH = frozenset({"with", "along", "alongside", "avec", "con", "مع"})
_OF = frozenset({"of", "de", "d", "des", "من"})
_PEOPLED = frozenset({"population", "populations", "nation", "country", "pays", "pais"})
_HAVING = frozenset(
    map(fold, "has have had houses housed hosts hosted compte comptait abrite abritait tiene tenía alberga يضم تضم".split())
)
_FAR = 9.0
_TOLLS = frozenset(map(fold, "toll tolls bilan balance حصيلة deaths dead fatalities morts muertos القتلى".split()))
_REACHING = frozenset(
    map(
        fold,
        "to at reached is was stands stood exceeds exceeded passed surpassed high à a atteint dépasse "
        "dépassé est alcanzó supera إلى بلغت بلغ تجاوز تجاوزت عند".split(),
    )
)
BLOCKED = 99.0


@dataclass(frozen=True, slots=True)
class Governor:
    """What governs a number: what happened, how far away that stands (0: beside the number), and the word that tells it, if one does."""

    what: What
    cost: float
    event: Event | None = None


def fits(what: str, who: str | None, mark: str) -> bool:
    """Whether this can happen to those: people are not destroyed, villages are not wounded. An unknown group ("") may be either."""
    if not who:
        return what != "attacks" or mark != "<"
    if who in PEOPLE:
        return what in _TO_PEOPLE or (what == "attacks" and mark == "<" and who in {"fighters", "militants", "rebels", "soldiers"})
    if who == "animals":
        return what in _TO_ANIMALS
    if who == "organisations":
        return what in {"other", "attacks", "destroyed"} and mark in "<v=" or what == "other"
    if who in {"attacks", "aid"}:
        return what == who
    if what == "captured" and mark == "<":
        return who == "settlements"  # towns fall into hands, shells fall on towns
    if mark == "-":
        return what == ("captured" if who == "settlements" else "destroyed")
    return what in _TO_THINGS and (what != "attacks" or who in _HAPPEN)


def governor(tokens: Sequence[Token], found: Sequence[Event], at: int, phrase: Phrase, language: str) -> Governor | None:
    """The event that governs the number at token `at` with the noun `phrase`; None if there is none within reach."""
    if phrase.who in {"attacks", "aid"}:
        return Governor(phrase.who, 0)  # type: ignore[arg-type]
    if any(t.folded.endswith(("-besieged", "besieged")) for t in tokens[phrase.first : phrase.last + 1]):
        return Governor("besieged", 0)
    theirs = [what for what in phrase.events if fits(what, phrase.who or "people", "n")]
    own = [Governor(befell(what, phrase.who), 0 if what in TOLLS else 6) for what in theirs]
    if own and own[0].cost == 0:
        return own[0]
    around = [g for e in found for g in _from(tokens, found, e, at, phrase, language)]
    return min([*around, *own], key=lambda g: g.cost, default=None)


def _from(tokens: Sequence[Token], found: Sequence[Event], event: Event, at: int, phrase: Phrase, language: str) -> list[Governor]:
    if phrase.first <= event.first <= phrase.last and not phrase.of:
        return [Governor(w, 1, event) for w, m in event.meanings if m == "v" and fits(w, phrase.who, m)][:1]
    left = event.last < at
    end = max(at, phrase.last)
    if not left and event.first <= end and not phrase.of:
        return []
    span = range(event.last + 1, at) if left else range(end + 1, event.first)
    distance = _distance(tokens, found, span, event)
    if (
        left
        and (phrase.is_empty or phrase.who == "people")
        and any(t.folded in _TOLLS for t in tokens[event.first : event.last + 1])
        and _reached(tokens, at)
    ):
        distance = min(distance, 0.5)
    if not left and _is_of_others(tokens, span, at, phrase):
        return []
    options = []
    for told, mark in event.meanings:
        if not left and len(span) and told != "besieged" and _is_size(tokens, at) and tokens[span.start].folded not in _WHO:
            continue
        if mark == "n" and any(e.first in span and e.has("v") and is_active(tokens, e, language) for e in found):
            continue  # "200 mourners buried the dead"
        what = befell(told, phrase.who)
        extra = _extra(tokens, event, mark, left, at, phrase, language) + (1 if told == "other" else 0)
        if fits(what, phrase.who, mark) and distance + extra <= _FAR:
            options.append(Governor(what, distance + extra, event))
    return options


def _extra(tokens: Sequence[Token], event: Event, mark: str, left: bool, at: int, phrase: Phrase, language: str) -> float:
    """What it costs that an event with this mark looks to this side."""
    if mark == "v":
        active = is_active(tokens, event, language)
        if left and not active and (phrase.is_empty and _is_sum(tokens, event.first) or includes(tokens, event.last, at)):
            return 2
        if not left and _is_attribute(tokens, event, language):
            return BLOCKED
        if left:
            beside = phrase.other and tokens[event.last + 1].folded in _WITH  # "was arrested with 12 others"
            return 0 if active else (1 if language in {"es", "ar"} or beside else BLOCKED)
        return BLOCKED if active else 0
    if mark == "n":
        return _noun_cost(tokens, event, left, at, phrase)
    if mark in {"=", "-"} and left:
        theirs = phrase.last + 1 < len(tokens) and tokens[phrase.last + 1].text.endswith(THEM)
        return BLOCKED if theirs and tokens[event.first].folded.startswith("خسر") else 0
    if mark == "=":
        return 0.3 if phrase.is_empty and event.first == at + 1 else 1.5
    beside = not phrase.them and event.first == phrase.last + 1  # "12 tanks lost", but "two of them lost a leg"
    is_lost = mark == "-" and (beside or tokens[event.first - 1].folded in BE)
    return 0 if is_lost or (mark in {">", "-"}) is left else BLOCKED


def _noun_cost(tokens: Sequence[Token], event: Event, left: bool, at: int, phrase: Phrase) -> float:
    """What it costs that a noun that tells what happened ("deaths", "the wounded") looks to this side."""
    if left:
        if phrase.is_empty or (phrase.who == "people" and _reached(tokens, at)):
            return 2
        return 0 if made_of(tokens, event, at) else BLOCKED
    between = tokens[max(at, phrase.last) + 1 : event.first]
    if any(t.folded in AMONG for t in between) or any(t.folded in _LEAVING for t in tokens[max(0, at - 4) : at]):
        return -1
    return 0.3 if tokens[event.first - 1].folded in BE or event.first - phrase.last <= 3 else BLOCKED


def is_active(tokens: Sequence[Token], event: Event, language: str) -> bool:
    """Whether a participle is an active verb form with an object after it ("killed 12", "ont tué 12") rather than passive."""
    i = event.first - 1
    chain = []
    while i >= 0 and event.first - i <= 4 and tokens[i].folded in AUXILIARIES:
        chain.append(tokens[i].folded)
        i -= 1
    if any(word in BE for word in chain):
        return False
    if any(word in HAVE for word in chain):
        return True
    before = tokens[event.first - 1] if event.first else None
    if before is not None and before.number is not None:
        return False
    if language in {"fr", "es", "ar"}:
        return before is not None and (before.folded in AND or before.text == ",") and _has_number(tokens, event.last + 1)
    return _has_object(tokens, event.last + 1)


def _is_of_others(tokens: Sequence[Token], span: range, at: int, phrase: Phrase) -> bool:
    """Whether what is told after a count, behind the tokens of `span`, happened to others than those counted."""
    words = [tokens[i].folded for i in span]
    if not words:
        return False
    if words[0] in DETERMINERS and tokens[span.start].is_capitalised:
        return True  # a sentence begins: "214 The number of those killed"
    if {";", "؛"} & {*words} or tuple(words[-2:]) in _NOT_DONE or (words[-1] in _THOSE and not AMONG & {*words}):
        return True
    if _counts_others(tokens, span, at, phrase):
        return True
    return words[0] not in _WHO and ((_is_whole(tokens, at) and words[-1] in AUXILIARIES) or _opens_clause(words))


def _opens_clause(words: Sequence[str]) -> bool:
    """Whether a clause begins among the words and goes on to their end: "marched after two were", not "in Qasra, where ..., were"."""
    last = max((i for i, word in enumerate(words) if word not in AUXILIARIES), default=0)
    return words[last] != "," and any(b in _OPENING or (b in _THAT and a in _SAYING) for a, b in pairwise(["", *words]))


def _counts_others(tokens: Sequence[Token], span: range, at: int, phrase: Phrase) -> bool:
    """Whether another count stands nearer that is none of a list: "of 500 people, 30 were", "has 9,000 residents and 30 people were"."""
    near = max((i for i in span if tokens[i].number is not None), default=None)
    if near is None or phrase.is_empty or phrase.of or AMONG & {token.folded for token in tokens[span.start : near]}:
        return False
    is_bare = all(token.folded in AUXILIARIES for token in tokens[near + 1 : span.stop])
    return _before(tokens, at) in _HAVING or (is_bare and _before(tokens, near) in AND | {",", "،", "with"})


def _is_size(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number tells the size of a place ("a town of 9,000 people")."""
    i = at - 1
    while i > 0 and tokens[i].folded in LIGHT - _OF:
        i -= 1
    return i > 0 and tokens[i].folded in _OF and (tokens[i - 1].folded in _PEOPLED or noun_class(tokens[i - 1].folded, "") == "settlements")


def _is_whole(tokens: Sequence[Token], at: int) -> bool:
    """Whether the number is that of which another is a part ("300 of the 9,000 residents")."""
    i = at - 1
    while i > 0 and tokens[i].folded in DETERMINERS - _OF:
        i -= 1
    return i > 0 and tokens[i].folded in _OF and tokens[i - 1].number is not None


def _before(tokens: Sequence[Token], at: int) -> str:
    """The word before a number, hedges left out."""
    return next((t.folded for t in reversed(tokens[:at]) if t.folded in _HAVING or t.folded not in LIGHT), "")


def _has_number(tokens: Sequence[Token], i: int) -> bool:
    while i < len(tokens) and tokens[i].folded in LIGHT:
        i += 1
    return i < len(tokens) and tokens[i].number is not None


def _has_object(tokens: Sequence[Token], i: int) -> bool:
    """Whether an object follows: a determiner or a number, unless that number has a participle of its own ("20 killed 30 injured")."""
    start = i
    while i < len(tokens) and tokens[i].folded in LIGHT and tokens[i].folded not in _PREPOSITIONS:
        i += 1
    if i < len(tokens) and tokens[i].number is not None:
        after, then = [*tokens[i + 1 : i + 3], None, None][:2]
        modifies = then is not None and then.is_word and noun_class(then.folded, "en") is not None
        return after is None or after.folded not in _OWN_PARTICIPLE or modifies or tokens[start].folded == "the"
    return i > start and tokens[start].folded in _OPENS_OBJECT


def _is_sum(tokens: Sequence[Token], i: int) -> bool:
    """Whether "the number of", "the total of" stands not far before token `i`."""
    return any(t.folded in {"number", "total", "nombre", "numero", "عدد"} for t in tokens[max(0, i - 9) : i])


def _is_attribute(tokens: Sequence[Token], event: Event, language: str) -> bool:
    """Whether an English participle belongs to the noun after it ("from the besieged town")."""
    i, after = event.first - 1, event.last + 1
    return (
        language == "en"
        and i >= 0
        and tokens[i].folded in {"the", "a", "an"}
        and after < len(tokens)
        and (tokens[after].is_word and tokens[after].folded not in AUXILIARIES)
    )


_PREPOSITIONS = frozenset({"of", "in", "by"})
_OPENS_OBJECT = frozenset("a an the its his her their another some several many dozens hundreds".split())
_LEAVING = frozenset(map(fold, "leaving left leave leaves laissant laissé dejando dejó dejaron".split()))
_OWN_PARTICIPLE = frozenset({"killed", "injured", "wounded", "dead", "missing", "arrested", "hurt", "displaced"})


def _distance(tokens: Sequence[Token], found: Sequence[Event], span: range, event: Event) -> float:
    """How far the words between a number and an event put them apart; clauses and other events count most."""
    cost = 0.0
    for i in span:
        token = tokens[i]
        if token.number is not None:
            cost += 1.5
        elif not token.is_word:
            cost += {",": 0.5, ";": 4, ":": 1.5, ".": 6, "?": 6, "؟": 6, "!": 6, "،": 0.5, "؛": 4}.get(token.text, 0.2)
        elif token.folded in _CLAUSE:
            cost += 3
        elif token.folded in AND:
            cost += 0.6
        else:
            cost += 0.1 if token.folded in LIGHT else 0.7
    between = [e for e in found if e is not event and e.first in span and e.has("<>-v=") and any(w != "other" for w, _ in e.meanings)]
    return cost + 4 * len(between)


def _reached(tokens: Sequence[Token], at: int) -> bool:
    """Whether a word of reaching stands before the number ("has risen to at least 112")."""
    i = at - 1
    while i > 0 and tokens[i].folded in LIGHT and tokens[i].folded not in _REACHING:
        i -= 1
    return i >= 0 and any(form in _REACHING for form in bare_forms(tokens[i].folded))
