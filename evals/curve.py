"""What the refusal threshold trades: how much is answered against how much of that is wrong, from the probabilities of one run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from evals.record import Row
from evals.seen import Seen
from evals.stages import is_right, judged_steps


@dataclass(frozen=True, slots=True)
class Judged:
    """One judged proposal: the probability it was given, the signs behind that, and whether showing it would have been right."""

    probability: float
    right: bool
    signs: Mapping[str, float]
    answerable: bool
    fact: str


@dataclass(frozen=True, slots=True)
class Point:
    """With this threshold: the shares of answerable cases answered rightly, of what is shown that is wrong, of the others refused."""

    threshold: float
    coverage: float
    error: float
    refused_right: float


def judged(rows: Iterable[Row]) -> list[Judged]:
    """The likeliest proposal of every row of which one was judged, with the judgement of the trace."""
    found = []
    for row in rows:
        seen = Seen(row.case, Answer.from_dict(row.answer), {})
        if steps := judged_steps(seen):
            step = max(steps, key=lambda s: float(s["probability"]))
            signs = {name: float(value) for name, value in step.get("signs", {}).items()}
            right = row.case.answerable and is_right(seen, step)
            found.append(Judged(float(step["probability"]), right, signs, row.case.answerable, row.case.fact or row.case.id))
    return found


def curve(found: Sequence[Judged], answerable: int, unanswerable: int) -> list[Point]:
    """The trade at every threshold that changes something, from showing everything to showing nothing."""
    points = []
    for threshold in sorted({0.0, *(j.probability for j in found), 1.01}):
        shown = [j for j in found if j.probability >= threshold]
        right = sum(j.right for j in shown)
        silent = unanswerable - sum(not j.answerable for j in shown)
        points.append(
            Point(
                threshold,
                right / answerable if answerable else 0.0,
                1 - right / len(shown) if shown else 0.0,
                silent / unanswerable if unanswerable else 0.0,
            )
        )
    return points


def of_rows(rows: Sequence[Row]) -> list[Point]:
    """The curve of a run; [] if nothing in it was judged."""
    found = judged(rows)
    answerable = sum(r.case.answerable for r in rows)
    return curve(found, answerable, len(rows) - answerable) if found else []
