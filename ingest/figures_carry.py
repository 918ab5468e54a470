"""The counts of one sentence, and what each takes over from the one before it: lists, parts of a total, elliptic counts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ingest.figures_denied import is_denied
from ingest.figures_events import Event, events
from ingest.figures_list import AMONG, INCLUDING, LIGHT, is_listed, points_back
from ingest.figures_noun_before import REACHES, named_before, things_before
from ingest.figures_phrase import AUXILIARIES, BE, DETERMINERS, Phrase, phrase
from ingest.figures_tokens import Token
from ingest.figures_what import Governor, fits, governor
from ingest.figures_words import PEOPLE, bare_forms
from ingest.number_words import fold, word_set
from ingest.report import What

_COUNTING = frozenset(map(fold, (
    "gave gives put puts count counted counts tally total toll figure listed lists recorded estimated registered reached balance "
    "cifra contó registra registran registró "
    "eleva bilan total chiffre recensait recense dénombré relevé évoquait حصيلة عدد القائمة تشمل بلغ بلغت"
).split()))  # fmt: skip
_SPEAKING = word_set(
    "acknowledged acknowledges admitted admits spoke speaks claimed claims reconoce reconocen reconoció admite admiten habla hablan habló "
    "parle parlent parlait reconnaît reconnaissent admet avance avancent تحدث تحدثت اعترف اعترفت"
)
_BELIEVED = frozenset(map(fold, "believed to reported thought likely said".split()))
_AND = frozenset({"and", "et", "y", "و", "ou", "well", "plus", "ainsi"})
_OUT_OF = frozenset({"of", "among", "sur", "parmi", "de", "من"})
_ALL = word_set("all tous toutes todos todas جميعهم كلهم جميعهن كلهن")
_THEM = word_set("of them de d ellos ellas eux elles")
_FROM = frozenset({"from", "de", "من"})
_TO = frozenset({"to", "a", "hasta", fold("إلى")})
_FROM_TO = _FROM | _TO
_REACH_NAMED = 9.0
_REACH_UNKNOWN = 3.0
_REACH_BARE = 3.5


@dataclass(frozen=True, slots=True)
class Count:
    """One figure of a sentence: the number at token `at`, what it counts; `part_of` is the index of the total it is a part of."""

    at: int
    value: float
    phrase: Phrase
    what: What
    who: str
    governor: Governor | None = None
    part_of: int | None = None


def counts(tokens: Sequence[Token], language: str, told_before: What | None = None) -> list[Count]:
    """The figures of a sentence; `told_before` is what the sentence before told of."""
    found = events([t.folded if t.is_word or t.is_dual else "" for t in tokens], language)
    made: list[Count] = []
    for at, token in enumerate(tokens):
        if token.number is None:
            continue
        counted = phrase(tokens, at, language)
        if counted.is_empty and not (counted.of or counted.other):
            counted = named_before(tokens, at, language) or counted
        if counted.is_empty and len(made) == 1 and _opens_with(tokens, made[0]):
            counted = replace(counted, who=predicate(tokens, at, counted, language) or made[0].who)
        people = any(count.who in PEOPLE for count in made)  # "ten wounded are in hospital, two of them in Velt"
        if counted.who == "" and not people and (things := things_before(tokens, at, counted, language)):
            counted = replace(counted, who=things)
        if counted.who in {"", "people"} and (everybody := _all_of(tokens, max(at, counted.last) + 1, language)):
            counted = replace(counted, who=everybody)
        if counted.who is None or is_denied(tokens, found, at, language):
            continue
        count = _count(tokens, found, at, counted, language, made, told_before)
        if count is not None:
            made.append(count)
    return _with_totals_after(tokens, made)


def _count(
    tokens: Sequence[Token],
    found: Sequence[Event],
    at: int,
    counted: Phrase,
    language: str,
    made: Sequence[Count],
    told_before: What | None,
) -> Count | None:
    number = tokens[at].number
    value = number.value if number else 0.0
    stands = counted.first if counted.first <= counted.last < at else at  # "the number of those killed rose to 40"
    rule = governor(tokens, found, stands, counted, language)
    tallied = _is_tallied(tokens, at, _COUNTING | _SPEAKING if counted.is_empty else _COUNTING)
    if rule is not None and rule.cost > (_REACH_NAMED if tallied else _reach(counted)):
        rule = None
    if rule is not None and rule.what == "other" and tallied and told_before and fits(told_before, counted.who, "v"):
        rule = None
    if rule is not None and _died_at_last(tokens, found, rule, counted):
        rule = replace(rule, what="killed")
    total = _total(tokens, at, counted, made)
    who = counted.who or predicate(tokens, at, counted, language) or (_among(tokens, at, language) if counted.is_empty else "")
    if total is not None and (rule is None or rule.cost > 1.5 or rule.what == made[total].what):
        what = rule.what if rule is not None and rule.what != "other" and rule.cost <= 1.5 else made[total].what
        return Count(at, value, counted, what, who or made[total].who, rule, total)
    rule, before = _led_by(rule, made[-1:], tokens, at, replace(counted, who=who))
    if rule is not None:
        return Count(at, value, counted, rule.what, who or _unsaid(rule, counted, before, tokens, at), rule)
    if before is not None and _carries(tokens, before, at, counted, who, tallied) and fits(before.what, who or before.who, "v"):
        return Count(at, value, counted, before.what, who or before.who, before.governor)
    if number is not None and number.weak:
        return None
    goes_on = tallied or (not found and (counted.of or (who in PEOPLE and points_back(tokens))))
    if told_before and fits(told_before, who, "v") and goes_on:
        return Count(at, value, counted, told_before, who or _group(told_before))
    if who or tallied or counted.other:
        return Count(at, value, counted, _default(who), who or "people")
    return None


def _led_by(
    rule: Governor | None, before: Sequence[Count], tokens: Sequence[Token], at: int, counted: Phrase
) -> tuple[Governor | None, Count | None]:
    """What governs a count, and the count it may go on from: neither stands before it where an unknown noun is on no list with that."""
    if not before or counted.who or counted.is_empty or counted.other or counted.of:
        return rule, before[0] if before else None
    if is_listed(tokens, max(before[0].at, before[0].phrase.last), at, counted.last):
        return rule, before[0]
    return (None if rule and rule.event and rule.event.last < before[0].at else rule), None


def _died_at_last(tokens: Sequence[Token], found: Sequence[Event], rule: Governor, counted: Phrase) -> bool:
    """Whether those told to be wounded died: "five people wounded by shells that struck the camp died overnight"."""
    state = rule.event
    if rule.what != "injured" or state is None or state.first != counted.last + 1:
        return False
    for event in (each for each in found if each.first > state.last):
        if any(token.number is not None or token.text in ",;." for token in tokens[state.last + 1 : event.first]):
            return False
        if ("killed", "<") in event.meanings:
            return True
    return False


def _reach(counted: Phrase) -> float:
    if counted.who:
        return _REACH_NAMED
    return _REACH_BARE + (3 if counted.other or counted.of else 0) if counted.is_empty or counted.of else _REACH_UNKNOWN


def _default(who: str) -> What:
    return "attacks" if who == "munitions" else "other"


def _unsaid(rule: Governor, counted: Phrase, before: Count | None, tokens: Sequence[Token], at: int) -> str:
    """The group of a count whose noun is missing or not known."""
    if not counted.is_empty and not counted.of:
        return _group(rule.what)
    same_event = before is not None and before.governor is not None and before.governor.event is rule.event and rule.event is not None
    if before is not None and before.what == rule.what and (same_event or counted.of):
        return before.who
    return _group(rule.what)


def _opens_with(tokens: Sequence[Token], whole: Count) -> bool:
    """Whether the sentence opens with a count as that of which the next are parts: "Of the 40 hostages, 12 were freed"."""
    before = [token.folded for token in tokens[: whole.at] if token.folded not in DETERMINERS - _OUT_OF]
    return len(before) == 1 and before[0] in _OUT_OF


def _group(what: What) -> str:
    """The group that something happens to, where nothing tells it."""
    return {"attacks": "attacks", "destroyed": "things", "captured": "things"}.get(what, "people")


def _total(tokens: Sequence[Token], at: int, counted: Phrase, made: Sequence[Count]) -> int | None:
    """Index of the count that this one is a part of, told by "including", "of them", a colon, or by going on such a list."""
    if not made or made[-1].who not in PEOPLE | {""}:
        return None
    between = [t for t in tokens[max(made[-1].phrase.last, made[-1].at) + 1 : at]]
    words = {t.folded for t in between[-5:]}
    if any(word == "among" and before in AUXILIARIES for before, word in pairwise(t.folded for t in between[-5:])):
        return None
    parent = made[-1].part_of
    if words & INCLUDING or (counted.of and tokens[counted.last].folded in {"them", "whom", "ellos", "ellas", "eux", "منهم"}):
        return len(made) - 1 if parent is None or not words & INCLUDING else parent
    if any(t.text == ":" for t in between) and parent is None:
        return len(made) - 1
    if (
        parent is not None
        and len(between) <= 8
        and not any(t.text in ";." for t in between)
        and (len(between) <= 3 or ":" in _marks(tokens, made[parent]))
    ):
        return parent
    return None


def _marks(tokens: Sequence[Token], total: Count) -> set[str]:
    return {t.text for t in tokens[total.at : total.at + 12] if not t.is_word}


def _carries(tokens: Sequence[Token], before: Count, at: int, counted: Phrase, who: str, tallied: bool) -> bool:
    """Whether a count without an event of its own goes on from the one before it."""
    if who and (who in PEOPLE) != (before.who in PEOPLE):
        return False
    between = tokens[max(before.phrase.last, before.at) + 1 : at]
    if any(t.text in ";." for t in between):
        return False
    if (counted.who and not counted.other) or not (counted.is_empty or counted.other or counted.of):
        return len(between) <= 14 and any(t.folded in _AND or t.text in ",،:" for t in between[-4:])
    if counted.is_empty and not (counted.other or counted.of or tallied or who):
        moves = len(between) == 1 and between[0].folded in REACHES  # "rose by 3 to 15"
        moves = moves or _goes_from(tokens, before.at, at)
        return moves or (_ends_or_goes_on(tokens, at) and any(t.folded in _AND or t.text in ",،:" for t in between[-3:]))
    return True


def _goes_from(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a count went from the number at one token to that at another: "rose from 1,900 in May to about 6,400"."""
    start, end = (next((t.folded for t in reversed(tokens[:at]) if t.folded not in LIGHT - _FROM_TO), "") for at in (first, last))
    return start in _FROM and end in _TO


def _ends_or_goes_on(tokens: Sequence[Token], at: int) -> bool:
    if at + 1 >= len(tokens):
        return True
    after = tokens[at + 1]
    return not after.is_capitalised and (after.is_word or after.text in ".,;")


def predicate(tokens: Sequence[Token], at: int, counted: Phrase, language: str) -> str:
    """The group told after the number as its predicate: "four were foreign fighters", "two of them children"."""
    if not (counted.of or counted.is_empty):
        return ""
    i = max(counted.last, at) + 1
    limit = i + 5
    linked = counted.of
    while i < min(limit, len(tokens)) and tokens[i].is_word:
        word = tokens[i].folded
        linked = linked or word in BE
        if not (word in AUXILIARIES or word in _BELIEVED or word in DETERMINERS or word in {"killed", "dead", "wounded", "injured"}):
            break
        i += 1
    if not linked or i >= len(tokens) or not tokens[i].is_word:
        return ""
    after = phrase(tokens, i - 1, language) if tokens[i - 1].number is None or i - 1 == at else None
    return after.who or "" if after is not None and after.first == i else ""


def _all_of(tokens: Sequence[Token], end: int, language: str) -> str:
    """The group that all of those counted are of ("32 dead, all civilians", "12 personnes, toutes des civils"); "" if none is told."""
    for i in range(end, min(end + 3, len(tokens) - 2)):
        if tokens[i].text in ",،" and tokens[i + 1].folded in _ALL:
            last = next((n for n in range(i + 2, len(tokens)) if tokens[n].folded not in DETERMINERS | _THEM), len(tokens))
            named = phrase(tokens, last - 1, language)
            return named.who if named.who in PEOPLE and named.first == last else ""
    return ""


def _is_tallied(tokens: Sequence[Token], at: int, words: frozenset[str]) -> bool:
    """Whether one of these words of counting stands before the number, with no other number between ("an earlier count gave 277")."""
    for token in reversed(tokens[max(0, at - 12) : at]):
        if token.number is not None or token.text in ";.":
            return False
        if any(form in words for form in bare_forms(token.folded)):
            return True
    return False


def _among(tokens: Sequence[Token], at: int, language: str) -> str:
    """The group of a toll that its number follows ("the death toll among troops has reached 12")."""
    for i in range(at - 1, max(0, at - 16), -1):
        if tokens[i].text in ";." or (tokens[i].number is not None and tokens[i - 1].folded not in _OUT_OF):
            return ""
        if tokens[i].folded in AMONG and tokens[i - 1].folded in _COUNTING:
            who = phrase(tokens, i, language).who
            return who if who in PEOPLE else ""
    return ""


def _with_totals_after(tokens: Sequence[Token], made: list[Count]) -> list[Count]:
    """The counts, those told to be "among the 126 killed", or to have died since, made parts of the total that follows them."""
    for i in range(len(made) - 1):
        one, other = made[i], made[i + 1]
        between = [t.folded for t in tokens[max(one.phrase.last, one.at) + 1 : other.at]]
        told = len(between) <= 5 and bool({"among", "parmi"} & set(between)) or (one.phrase.of and len(between) <= 1)
        if one.part_of is None and one.what == other.what == "killed" and other.value > one.value and _were_wounded(one):
            made[i] = replace(one, part_of=i + 1)  # "five of the wounded died overnight, bringing the death toll to 14"
        elif one.part_of is None and told and other.value >= one.value:
            made[i] = replace(one, part_of=i + 1, who=one.who if one.phrase.who or not one.phrase.of else other.who)
            before = made[i - 1] if i else None
            if before is not None and before.part_of is None and one.at - max(before.phrase.last, before.at) <= 2:
                made[i - 1] = replace(before, part_of=i + 1)
    return made


def _were_wounded(count: Count) -> bool:
    """Whether those counted as dead are told of as wounded before."""
    event = count.governor.event if count.governor else None
    return event is not None and "injured" in {what for what, _ in event.meanings}
