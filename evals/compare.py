"""Whether a new run is worse than a base: the cases paired, exact sign tests, and nothing loose or misquoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.record import Row, Run, by_fact
from evals.stats import sign_test

PAIRED = ("grounded", "correct", "refused_right", "refused_wrong", "conflict", "language")
NEVER = ("loose_numbers", "bad_quotes")
REAL = 0.05  # a worsening is real below this probability of chance


@dataclass(frozen=True, slots=True)
class Paired:
    """One score of both runs on the cases they share: which got better, which worse, and how probable that is by chance."""

    score: str
    base: float
    new: float
    better: tuple[str, ...]
    worse: tuple[str, ...]
    chance: float

    @property
    def worsened(self) -> bool:
        """Whether it is really worse."""
        return len(self.worse) > len(self.better) and self.chance < REAL


@dataclass(frozen=True, slots=True)
class Comparison:
    """`never` are the cases of the new run with loose numbers or bad quotes; `missing` the base's cases that the new run lacks."""

    scores: tuple[Paired, ...]
    overall: Paired
    never: tuple[tuple[str, str, str], ...]
    missing: tuple[str, ...]
    shared: int

    @property
    def fails(self) -> bool:
        """Whether the new run must not be taken."""
        return bool(self.never) or self.overall.worsened or any(p.worsened for p in self.scores) or not self.shared


def compare(base: Run, new: Run) -> Comparison:
    """Pair the cases of two runs by id; a case whose question or facts changed is not paired."""
    before, after = {r.case.id: r.case for r in base.rows}, {r.case.id: r.case for r in new.rows}
    shared = {name for name, case in before.items() if after.get(name) == case}
    old, now = [r for r in base.rows if r.case.id in shared], [r for r in new.rows if r.case.id in shared]
    scores = [p for score in PAIRED if (p := pair(score, by_case(old, score), by_case(now, score), low=score == "refused_wrong"))]
    overall = pair("right", right_by_case(old), right_by_case(now)) or Paired("right", 0.0, 0.0, (), (), 1.0)
    return Comparison(tuple(scores), overall, never(new.rows), tuple(sorted(before.keys() - shared)), len(shared))


def never(rows: Sequence[Row]) -> tuple[tuple[str, str, str], ...]:
    """Case, score and reason of every loose number and bad quote."""
    return tuple((r.case.id, score, r.scores[score].why) for r in rows for score in NEVER if r.scores[score].value)


def by_case(rows: Sequence[Row], score: str) -> dict[str, float]:
    """The mean of a score for each case over its repeats."""
    return {name: value for case in {r.case.id for r in rows} for name, value in _of(rows, case, score)}


def _of(rows: Sequence[Row], case: str, score: str) -> list[tuple[str, float]]:
    return [(case, value) for value in by_fact([r for r in rows if r.case.id == case], score).values()]


def right_by_case(rows: Sequence[Row]) -> dict[str, float]:
    """How often each case that was scored is right as a whole, over its repeats."""
    found: dict[str, list[float]] = {}
    for row in rows:
        if row.right is not None:
            found.setdefault(row.case.id, []).append(float(row.right))
    return {name: sum(values) / len(values) for name, values in found.items()}


def pair(score: str, base: Mapping[str, float], new: Mapping[str, float], *, low: bool = False) -> Paired | None:
    """The cases that have a score in both, by the key they share; None if none has. `low` scores are better low."""
    both = sorted(base.keys() & new.keys())
    if not both:
        return None
    up = tuple(name for name in both if new[name] > base[name])
    down = tuple(name for name in both if new[name] < base[name])
    better, worse = (down, up) if low else (up, down)
    means = [sum(values[name] for name in both) / len(both) for values in (base, new)]
    return Paired(score, means[0], means[1], better, worse, sign_test(len(better), len(worse)))
