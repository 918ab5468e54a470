"""What a question takes from those before it: whether it goes on from them, what it leaves open, and which of their places and days hold.

A follow-up keeps of the earlier questions what its own words leave open: one that names a place or a day asks about no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.as_of import days
from ingest.dates import EARLIEST, DateMention
from ingest.figures_asked import Asked, classify_question
from ingest.figures_events import events
from ingest.figures_tokens import tokens
from ingest.figures_what import fits
from ingest.names import find_names
from ingest.numerals import find_numbers
from ingest.places import find_places
from ingest.words import fold, terms

_GOES_ON = re.compile(
    r"[¿¡\s]*(?:(?:(?:and|et|y|e|but|mais|pero)\b\s*)?"
    r"(?:(?:what|how) about|qu['’]en est-il d(?:es?|u)|quid d(?:es?|u)|qué (?:hay|pasa) (?:con|del?)|و?ماذا عن)\b"
    r"|(?:and|et|y|e|but|mais|pero|of (?:those|them|these)|parmi (?:eux|elles)|de ell[oa]s)\b"
    r"|و(?=(?:كم|متى|أين|اين|من|ما|ماذا|هل|كيف|لماذا|أي|في|على|إلى|الى|بين|عن|بعد|قبل|منذ|حتى|بحسب|حسب)\b|ال\w{3}))",
    re.IGNORECASE,
)
_FILLER = re.compile(r"[¿¡\s]*(?:or|ou|o|so|then|also|yes|no|alors|donc|entonces|aussi|también|أو|أم|و)\b[\s,،]*", re.IGNORECASE)
_THOSE = re.compile(
    r"\b(?:(?:of|among|amongst) them|of (?:those|these)(?=\W*$| (?:was|were|are|had|have|did)\b)|(?:d['’]entre|parmi|entre) (?:eux|elles)"
    r"|(?:de|entre) ell[oa]s|منهم|منهن|بينهم|بينهن)\b",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"\b(?:how many|combien|cu[aá]nt[oa]s)(?=\W*$| (?:in|at|near|from|on|by|for|according|did|were|are|à|en|au|dans|le|selon|ont|por|el"
    r"|según)\b)"
    r"|(?<!\w)و?كم(?= (?:في|من|بحسب|حسب|قبل|بعد|منذ)\b)",
    re.IGNORECASE,
)
_THEY = re.compile(
    r"\b(?:did|do|does|was|were|are|is|has|have|had|will|would|can|could) (?:they|he|she)\b"
    r"|^\W*(?:quand|où|pourquoi|comment|combien) (?:ont|sont|étaient|avaient)-(?:ils|elles)\b",
    re.IGNORECASE,
)
_THAT = re.compile(
    r"\b(?:to|on|about|for|behind|by) (?:it|this|that)\W*$|^\W*(?:was|is) (?:it|this|that) (?:[\w'’-]+\W*){1,3}$"
    r"|\b(?:à ce sujet|à cela|de cela|al respecto|(?:sobre|de) (?:eso|ello|esto))\W*$|(?<!\w)(?:على|عن|حول|بشأن|إلى) (?:ذلك|هذا)\W*$",
    re.IGNORECASE,
)
_TWO_CLAUSES = re.compile(r",|\b(?:and|et|y|when|quand|cuando|after|après|que)\b", re.IGNORECASE)
_LED = re.compile(  # what a question of a few words without a verb begins with
    r"[¿¡\s]*(?:in|on|at|for|by|from|near|since|until|before|after|during|according to|à|en|au|aux|dans|pour|depuis|avant|après|selon"
    r"|d['’]après|pendant|desde|hasta|para|por|según|durante|el (?=\d)|le (?=\d)|في|منذ|حتى|قبل|بعد|عن|بحسب|حسب|خلال)(?:\b|(?<=\s))",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:what|how|which|do|does|did|is|are|was|were|has|have|had|can|could|will|would|should|tell|give|list|name|say|says|said"
    r"|que|quoi|comment|est|sont|était|étaient|ont|avait|avaient|qué|cómo|es|son|era|eran|fue|fueron|ha|han|había|hubo|está|están"
    r"|ما|ماذا|هل|كيف|كان|كانت)\b|\bqu['’]|-(?:t-)?(?:ce|ils?|elles?|on)\b",
    re.IGNORECASE,
)
_LONGEST = 8  # words of such a question
_MUCH = 300  # days between days of one year
_HEADS = ("how many", "combien de", "cuántos", "كم عدد")
_ARTICLES = re.compile(r"(?:the|les?|la|l['’]|des|los|las|el)\s*\b", re.IGNORECASE)
_ARABIC = re.compile(r"[\u0621-\u064a]")
_NOBODY = frozenset({"", "people"})


def leans(text: str) -> bool:
    """Whether a question goes on from the one before: it says so, speaks of "them", or names neither a place nor anyone."""
    if _GOES_ON.match(text) or _points_back(text) or _counts_nothing(text):
        return True
    places = find_places(text)
    if (_LED.match(text) or (text[0] == "و" and any(place.start == 1 for place in places))) and _fragment(text):
        return True
    nameless = not any(c.isupper() for c in text)  # nothing tells its names
    if nameless and (days(text) or (_ARABIC.search(text) and len(terms(text)) > _LONGEST)):
        return False
    return not (places or find_names(text))


def _counts_nothing(text: str) -> bool:
    """Whether it counts nobody knows what ("how many in Homs?", "how many did they find?")."""
    asked = classify_question(text)
    return _NO_NOUN.search(text) is not None and asked.kind == "count" and not (asked.what or asked.who or asked.of_what or asked.measured)


def _points_back(text: str) -> bool:
    """Whether a pronoun stands for what the text itself has not named before."""
    if found := _THOSE.search(text) or _THEY.search(text):
        before = text[: found.start()]
        return not (find_places(before) or find_names(before) or any(n.kind == "count" and not n.weak for n in find_numbers(before)))
    return _THAT.search(text) is not None and _TWO_CLAUSES.search(text) is None


def _fragment(text: str) -> str:
    """The words of a question that has neither a question word nor a verb, after its "and" ("the wounded", "in Homs"); "" for others."""
    opening = _GOES_ON.match(text) or _FILLER.match(text)
    rest = text[opening.end() :].strip() if opening else text
    asked = classify_question(rest)
    bare = asked.kind == "other" and not asked.number and not asked.named and _VERB.search(rest) is None and len(terms(rest)) <= _LONGEST
    return rest if bare else ""


def asked_for(text: str, earlier: Sequence[str]) -> Asked:
    """What kind of answer; a follow-up ("and how many children?", "and in Homs?") keeps what its own words leave open."""
    asked = classify_question(text)
    if not earlier:
        return asked
    before = [asked_for(turn, earlier[:n] if leans(turn) else ()) for n, turn in enumerate(earlier)]
    if rest := _fragment(text):
        return _taken_over(rest, before[-1])
    counted = next((each for each in reversed(before) if each.kind == "count"), None)
    if counted is None or asked.kind != "count" or asked.what or not _leaves_open(text, asked, counted):
        return asked
    if asked.who or not _NO_NOUN.search(text):
        return replace(asked, what=counted.what)
    return replace(asked, what=counted.what, who=counted.who, nation=asked.nation or counted.nation)


def _leaves_open(text: str, asked: Asked, before: Asked) -> bool:
    """Whether a count does not say itself what happened to those counted: "and how many women?", "how many of them were children?"."""
    if not _counts_things(asked) or not fits(before.what, asked.who, "v"):
        return False
    told = events([token.folded if token.is_word else "" for token in tokens(text)], "")
    if any(what == "other" for event in told for what, _ in event.meanings):
        return False
    noun = terms(" ".join(asked.of_what))
    ends = asked.who != "" and terms(text)[-len(noun) :] == noun
    return bool(_GOES_ON.match(text) or _THOSE.search(text) or ends or not noun)


def _counts_things(asked: Asked) -> bool:
    """Whether it asks for a number of people or things, not for money, a time or a length."""
    return asked.kind == "count" and not asked.measured and asked.noun_kind in {"count", "percent"}


def _taken_over(rest: str, before: Asked) -> Asked:
    """What the question before asked for, of those or of what the words `rest` say."""
    if not _counts_things(before) or _LED.match(rest):
        return before
    noun = _ARTICLES.sub("", rest, count=1) if _ARTICLES.match(rest) else rest
    own = next((each for head in _HEADS if (each := classify_question(f"{head} {noun}")).what or each.who), None)
    if own is None:
        return before
    what = own.what or (before.what if fits(before.what, own.who, "v") else "")
    return replace(before, what=what, who=own.who, of_what=own.of_what, nation=own.nation or (before.nation if own.who in _NOBODY else ""))


def stand_alone(text: str, earlier: Sequence[str]) -> str:
    """The question with the earlier ones it leans on, each without the places and days for which a later one names others."""
    turns = [*earlier, text]
    held = [_without_what_changed(turn, " ".join(turns[n + 1 :])) for n, turn in enumerate(earlier)]
    return " ".join([*held, _with_year(text, earlier)])


def _without_what_changed(turn: str, later: str) -> str:
    for start, end in sorted([*_days_changed(turn, later), *_places_changed(turn, later)], reverse=True):
        turn = turn[:start].rstrip() + turn[end:]
    return turn.strip()


_DAY_LED = re.compile(
    r"(?:\b(?:on|in|at|by|of|from|between|since|until|till|before|after|as|le|du|au|en|entre|dès|depuis|avant|après|jusqu['’]au|el|del|al"
    r"|desde|hasta|antes|tras)\s+|(?<!\w)(?:في|يوم|من|بين|منذ|حتى|قبل|بعد|عام|شهر|بتاريخ)\s+)+$",
    re.IGNORECASE,
)


def _days_changed(turn: str, later: str) -> list[tuple[int, int]]:
    """Where the turn names days for which a later turn names others; "by 10 May" leaves the day of the event as it is."""
    again = {as_of for day, as_of in days(later) if day.first != day.last or not day.relative}  # "that Friday" may be the same day
    leads = [(day, _DAY_LED.search(turn[: day.start])) for day, as_of in days(turn) if as_of in again]
    return [(lead.start() if lead else day.start, day.end) for day, lead in leads]


def _with_year(text: str, earlier: Sequence[str]) -> str:
    """The text, its days that have no year with the year of the last earlier day that has one ("on 3 May 2021?" "And on 4 May?")."""
    known = [day for turn in earlier for day, _ in days(turn) if not (day.guessed or day.relative)]
    for day, _ in reversed(days(text)) if known else ():
        if day.guessed:
            text = f"{text[: day.end]} {_year_beside(day, known[-1])}{text[day.end :]}"
    return text


def _year_beside(day: DateMention, known: DateMention) -> int:
    """The year of the known day, the one before or after it where that is much nearer: "3 January" after "29 December 2020"."""
    near, told = (date.fromisoformat(each.last if each.first == EARLIEST else each.first) for each in (known, day))
    apart = (told.replace(year=near.year, day=min(told.day, 28)) - near).days
    return near.year - (0 if known.precision == "year" else int(apart / _MUCH))


_WITHIN = frozenset(map(fold, "in at near around inside outside à en dans au aux près في ب قرب".split()))
_BEFORE_A_PLACE = _WITHIN | frozenset(
    map(fold, "from to on for toward towards sur vers pour depuis hacia sobre para desde من إلى على نحو".split())
)
_ALSO = frozenset(map(fold, "and or et ou y o و أو".split()))
_BARE = _ALSO | frozenset(map(fold, "but mais pero about il hay con عن".split())) | {""}
_KIND_OF_PLACE = frozenset(
    map(
        fold,
        "the of city town village province governorate region district countryside suburbs area north south east west northern southern "
        "eastern western la le les l de d du ville province région gouvernorat quartier campagne nord sud est ouest el los las del ciudad "
        "pueblo provincia región norte sur este oeste مدينة بلدة قرية محافظة ريف منطقة حي شمال جنوب شرق غرب".split(),
    )
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)(?:\s+|['’])?$")


@dataclass(frozen=True, slots=True)
class _Placed:
    """A place in a question, from its preposition to its end, and the word that it stands after ("in", "from", "left")."""

    start: int
    end: int
    after: str
    is_country: bool


def _places_changed(turn: str, later: str) -> list[tuple[int, int]]:
    """Where the turn names a place for which a later turn names another: after the same word ("in"), or both without one ("and Homs?")."""
    named, again = _placed(turn), _placed(later)
    return [(place.start, place.end) for place in named if any(_instead(place, other, len(named)) for other in again)]


def _instead(place: _Placed, other: _Placed, named: int) -> bool:
    if other.after in _BARE:
        return named == 1 and place.is_country == other.is_country
    return place.after == other.after or {place.after, other.after} <= _WITHIN


def _placed(text: str) -> list[_Placed]:
    found: list[_Placed] = []
    for place in find_places(text):
        start = place.start
        while (word := _WORD_BEFORE.search(text[:start])) and fold(word[1]) in _KIND_OF_PLACE:
            start = word.start()
        after, led_from = (fold(word[1]), word.start()) if word else ("", start)
        if after[:1] == "و" and after[1:] in _BEFORE_A_PLACE:
            after = after[1:]
        if after in _ALSO and found and not text[found[-1].end : led_from].strip(" ,"):
            after = found[-1].after  # "in Homs and Hama"
        elif after in _BEFORE_A_PLACE:
            start = led_from
        found.append(_Placed(start, place.end, after, place.place_id == place.country))
    return found
