"""The words that only lead to a number or join a list, and whether a list tells who those of an event were. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.figures_events import Event
from ingest.figures_phrase import AUXILIARIES, BE, DETERMINERS, HAVE, OTHERS
from ingest.figures_tokens import Token
from ingest.figures_words import bare_forms
from ingest.number_words import fold, word_set

LIGHT = DETERMINERS | AUXILIARIES | OTHERS | frozenset(map(fold, (
    "at least about around some nearly almost more less than over up to as many approximately estimated total of no fewer an additional "
    "au moins plus de près environ quelque quelques jusqu'à al menos más cerca unos hasta casi على الأقل ما لا يقل عن أكثر من نحو "
    "حوالي قرابة "
    "people person dead number toll minimum"
).split()))  # fmt: skip
AND = frozenset({"and", "et", "y", "e", "و", "or", "ou", "o"})
AMONG = frozenset({"among", "parmi", "entre", "بين", "amongst"})
INCLUDING = frozenset(map(fold, (
    "including include includes included among comprising dont parmi incluant incluidos incluidas incluyendo entre ellos ellas "
    "بينهم منهم بينها منها "
    "whom them lesquels lesquelles compris بينهن"
).split()))  # fmt: skip
# "et non de 23", "de los que 380", "contre 19"
_LEADS = word_set("not no non pas ni que cuales quienes from against up down versus contre face frente مقابل")
_BACK = (
    INCLUDING
    | AMONG
    | word_set("they them these those most both victims casualties ils elles eux ceux victimes plupart ellos ellas victimas mayoria")
    | word_set("ضحايا هم")
)
_BEING = BE | frozenset(
    map(
        fold,
        "include includes included including comprise comprises comprised comprennent comprenaient comptent comptaient figurent "
        "figuraient sont étaient incluyen incluían hay había son eran están estaban figuran figuraban".split(),
    )
)


def made_of(tokens: Sequence[Token], event: Event, at: int) -> bool:
    """Whether those of the event are told to be the ones counted, alone or in a list: "the dead were 28 soldiers and four guards"."""
    i = event.last + 1
    if tokens[i].folded in _BEING:
        i += 1
    elif not any(t.folded in AMONG for t in tokens[max(0, event.first - 2) : event.first]):
        return False
    while i < at and (tokens[i].number is not None or tokens[i].folded in LIGHT | AND | {",", "،"} or _is_counted(tokens, i)):
        i += 1
    return i >= at


def _is_counted(tokens: Sequence[Token], i: int) -> bool:
    """Whether a word is the noun of a number before it, or describes that noun."""
    return tokens[i].is_word and any(t.number is not None for t in tokens[i - 2 : i])


def includes(tokens: Sequence[Token], start: int, at: int) -> bool:
    """Whether "include" links an event and a number ("those killed in the raids include 14 children")."""
    return any(t.folded in {"include", "includes", "included"} for t in tokens[start:at])


def is_listed(tokens: Sequence[Token], before: int, at: int, last: int) -> bool:
    """Whether the number at token `at`, whose noun ends at `last`, goes on the list of the count whose noun ends at `before`.

    What stands between "and" and a number leads to it ("and at least 12 bakers", but "and the office received 12 calls"), and nothing
    else is said of those counted ("and 12 flights were cancelled").
    """
    if any(token.number is not None for token in tokens[before + 1 : at]):
        return False
    joined = max((i for i in range(before + 1, at) if tokens[i].folded in AND or tokens[i].text in ",،:"), default=before)
    leads = all(not t.is_word or t.folded in LIGHT | AMONG | INCLUDING | _LEADS for t in tokens[joined + 1 : at])
    return leads and not (last + 1 < len(tokens) and tokens[last + 1].folded in BE | HAVE)


def points_back(tokens: Sequence[Token]) -> bool:
    """Whether a sentence goes on about those told of before it: "they were 12 children", but not "the train had 386 passengers"."""
    return any(form in _BACK for token in tokens for form in bare_forms(token.folded))
