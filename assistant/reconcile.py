"""Step 6, reconcile: all figures that the reports give for the same thing. No model, no average, none picked in silence.

Figures are of one thing if they count the same (killed, injured ...) for the same group, are no part of another total, and their
sentences fit the question about as well, from reports of about the same days.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import Question
from assistant.read import Proposal
from assistant.retrieve import Sentence
from assistant.weights import Weights
from ingest.dates import days_apart
from ingest.report import Figure

MOST = 6  # values shown of one thing
SAME_DAYS = 12  # days between reports of one event


@dataclass(frozen=True, slots=True)
class Accounts:
    """One entry a value, the best-placed report for each, in the order of the reports' dates; `latest` is the newest one's place."""

    proposals: tuple[Proposal, ...]
    latest: int | None = None

    @property
    def differ(self) -> bool:
        """Whether the reports give more than one value."""
        return len(self.proposals) > 1


def reconcile(question: Question, best: Proposal, sentences: Sequence[Sentence], weights: Weights) -> Accounts:
    """`best` and every other value that the ranked sentences state for the same thing."""
    if best.figure is None or question.asked.kind != "count":
        return Accounts((best,))
    by_value: dict[float, Proposal] = {best.figure.value: best}
    for sentence in sentences:
        for figure in sentence.figures:
            if figure.value not in by_value and _same_thing(question, best, sentence, figure, weights):
                by_value[figure.value] = Proposal(sentence, "", figure)
    kept = list(by_value.values())[:MOST]
    kept.sort(key=lambda p: (p.sentence.report.date, p.sentence.score))
    return Accounts(tuple(kept), _latest(kept))


def _same_thing(question: Question, best: Proposal, sentence: Sentence, figure: Figure, weights: Weights) -> bool:
    first = best.figure
    assert first is not None
    if figure.what != first.what or figure.value in question.numbers or not _same_group(question.asked.who, first, figure):
        return False
    if (figure.part_of is None) != (first.part_of is None):
        return False
    if _apart(best.sentence, sentence) > SAME_DAYS or (
        figure.event_date and first.event_date and days_apart(figure.event_date, first.event_date) > 1
    ):
        return False
    place = weights.stages["same_thing"]
    behind = best.sentence.score - sentence.score
    told = sentence.signs["words"] + sentence.signs["names"]
    asked = best.sentence.signs["words"] + best.sentence.signs["names"]
    return behind <= place["behind"] and told >= place["told"] * asked and sentence.signs["passage"] >= -place["passage"]


def _same_group(asked: str, one: Figure, other: Figure) -> bool:
    general = {"", "people"}
    if asked not in general:
        return other.who == asked or (other.who == one.who)
    return other.who == one.who or {other.who, one.who} <= general or (other.who in general and one.who in general)


def _apart(one: Sentence, other: Sentence) -> int:
    if not one.report.date or not other.report.date:
        return 0
    return days_apart(one.report.date, other.report.date)


def _latest(proposals: Sequence[Proposal]) -> int | None:
    """The place of the newest value; None if two reports are equally new, or nothing is dated."""
    dates = [p.sentence.report.date for p in proposals]
    newest = max(dates, default="")
    return dates.index(newest) if len(proposals) > 1 and newest and dates.count(newest) == 1 else None
