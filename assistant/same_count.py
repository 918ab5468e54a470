"""Whether two figures count the same: the same that happened, to the same people or things."""

from __future__ import annotations

from assistant.ledger import ANYONE, armed_men, nouns_shared
from assistant.read import Proposal
from assistant.retrieve import Sentence
from assistant.toll_words import EARLIER
from ingest.concepts import concepts
from ingest.figures_asked import Asked
from ingest.figures_events import names_people
from ingest.figures_what import TOLLS
from ingest.figures_words import PEOPLE, THINGS
from ingest.report import Figure
from ingest.words import terms

WITH_GENERAL = ANYONE | {"civilians"}  # a toll of "people" and one of "civilians" are shown beside each other, each under its name
INSURGENTS = frozenset({"militants", "fighters", "rebels"})  # one outlet's rebels are another's militants
HELD = frozenset({"detained", "besieged"})  # both are held, where the question's verb is not known
UNLIKELY = 8  # times larger or smaller: not the same thing
LIKELY = 3  # times larger or smaller: two accounts of one thing


def same_count(asked: Asked, one: Figure, sentence: Sentence, other: Figure, only: bool) -> bool:
    """Whether `one` and the `other` of a sentence count the same that happened, of the same group, neither a part of the other's total.

    `only` says that the other's report tells no toll of everybody: then that of a group stands for it, under the group's name.
    """
    held = not asked.what and {one.what, other.what} <= HELD
    if (other.what != one.what and not held) or (one.part_of is None and other.part_of is not None and not _is_all(asked, sentence, other)):
        return False
    if not one.value / UNLIKELY <= other.value <= one.value * UNLIKELY:
        return False
    if other.what in TOLLS and (_is_another_account(asked, sentence, other) or _has_grown(one, sentence, other)):
        return True
    if asked.who in ANYONE:
        return other.who == one.who or {one.who, other.who} <= WITH_GENERAL or (only and other.what in TOLLS and other.who in PEOPLE)
    return other.who in {asked.who, one.who} or {asked.who, other.who} <= INSURGENTS or armed_men(asked.who, other.who)


def _is_all(asked: Asked, sentence: Sentence, part: Figure) -> bool:
    """Whether a part of a toll is all of the group that is asked for: "31 dead: 26 soldiers and five guards"."""
    whole = (f for f in sentence.figures if f.value == part.part_of and f.what == part.what)
    return asked.who not in ANYONE and part.who == asked.who and any(f.who in ANYONE for f in whole)


def _is_another_account(asked: Asked, sentence: Sentence, toll: Figure) -> bool:
    """Whether somebody else's toll of nobody in particular stands beside one of those asked for.

    "The Observatory said shelling killed 40 civilians while the committees put the toll at 45 dead."
    """
    if toll.part_of is not None or toll.who not in ANYONE or not toll.attributed_to:
        return False
    alike = (f for f in sentence.figures if f.what == toll.what and f.who == asked.who and f.part_of is None)
    near = (f for f in alike if max(f.value, toll.value) <= LIKELY * min(f.value, toll.value))
    return any(f.attributed_to not in {"", toll.attributed_to} for f in near)


def _has_grown(first: Figure, sentence: Sentence, toll: Figure) -> bool:
    """Whether a sentence gives it as what a toll has grown to: "32 rebels died, the Observatory said, updating an earlier toll of 15"."""
    told = any((f.value, f.what) == (first.value, first.what) for f in sentence.figures)
    return told and toll.value > first.value and toll.part_of is None and EARLIER.search(sentence.text) is not None


def same_thing(best: Proposal, sentence: Sentence, figure: Figure) -> bool:
    """Whether both count people, or things of one kind as far as their nouns say: tanks are no guns, "mezquitas" no schools."""
    first = best.figure
    assert first is not None
    if first.who in PEOPLE and figure.unit and not names_people(figure.unit, sentence.report.language):
        return False  # "150 head killed"
    if first.who not in THINGS - {"attacks"}:
        return True
    one, other = terms(first.unit), terms(figure.unit)
    if best.sentence.report.language != sentence.report.language:
        told, known = concepts(one, best.sentence.report.language), concepts(other, sentence.report.language)
        return not told or not known or bool(told & known)
    return not one or not other or 1.0 in {nouns_shared(one, figure.unit), nouns_shared(other, first.unit)}
