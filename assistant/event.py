"""Which reports tell of the event that the best figure is of: reconciling takes the figures of no others."""

from __future__ import annotations

import math
from collections.abc import Sequence

from assistant.read import Proposal
from assistant.retrieve import Candidate
from assistant.weights import Weights

SOON = 0.8  # the date sign of a report of the days right after those asked for


def reports_of_event(best: Proposal, candidates: Sequence[Candidate], weights: Weights) -> dict[str, bool]:
    """The reports that name about as much of what is asked about as the best one does, in another language the places at least.

    One in another language may also be told right after the days asked for, and be liker to the best one than to those of other days.

    Of each whether it tells of the event by all that is seen: it fits the question about as well too, or names no less.
    """
    limits, home = weights.stages["same_event"], best.sentence.report
    score: dict[str, float] = {}
    told: dict[str, float] = {}
    placed: set[str] = set()  # words do not cross languages
    for candidate in candidates:
        key, signs = candidate.report.report_id, candidate.signs
        score[key] = max(score.get(key, candidate.score), candidate.score)
        told[key] = max(told.get(key, 0.0), signs["names"])
        if candidate.report.language != home.language and signs["places"] == 1:
            placed.add(key)
    other_days = max((c.score for c in candidates if c.signs["date"] <= 0), default=math.inf)
    likely = (score.get(home.report_id, 0.0) + other_days) / 2
    others = [c for c in candidates if c.report.language != home.language and c.signs["date"] >= SOON]
    timely = {c.report.report_id for c in others if c.score > likely}
    least, named = score.get(home.report_id, 0.0) - limits["score"], told.get(home.report_id, 0.0)
    return {
        key: value >= least or told[key] >= named > limits["named"] or key in timely
        for key, value in score.items()
        if told[key] >= named * limits["told"] or key in placed | timely
    }
