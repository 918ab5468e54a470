"""How the signs of an answer are weighed, fitted anew: logistic regression with an L2 penalty, by Newton's method, checked held out."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant import weights
from evals import curve
from evals.case import CaseError
from evals.curve import Judged, Point
from evals.record import Row

PENALTY = 1.0  # on standardised signs; the bias is free
FOLDS = 5
_FEWEST = 20
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Weights by sign with "bias", fitted on all; `held_out` are the judgements with the probability that the other folds give them."""

    weights: Mapping[str, float]
    held_out: tuple[Judged, ...]
    loss: float
    loss_before: float

    @property
    def judged(self) -> int:
        """How many answers it was fitted on."""
        return len(self.held_out)

    @property
    def right(self) -> int:
        """How many of them would have been right to show."""
        return sum(j.right for j in self.held_out)

    def curve(self, rows: Sequence[Row]) -> list[Point]:
        """What each threshold trades, held out."""
        answerable = sum(r.case.answerable for r in rows)
        return curve.curve(self.held_out, answerable, len(rows) - answerable)


def fit(found: Sequence[Judged]) -> Fit:
    """Fit on judged answers; cases on one fact stay in one fold. CaseError if there are too few, or all are alike."""
    right = sum(j.right for j in found)
    if len(found) < _FEWEST or right < FOLDS or len(found) - right < FOLDS:
        needed = f"it takes {_FEWEST}, {FOLDS} of them right and {FOLDS} wrong; run more cases"
        raise CaseError(f"{len(found)} judged answers with {right} right are too few to fit on; {needed}")
    names = sorted({name for j in found for name in j.signs})
    signs = np.array([[j.signs.get(name, 0.0) for name in names] for j in found])
    truth = np.array([float(j.right) for j in found])
    folds = _folds([j.fact for j in found])
    guessed = np.zeros(len(found))
    for fold in range(FOLDS):
        inside = folds == fold
        if inside.any():
            guessed[inside] = _probability(signs[inside], regress(signs[~inside], truth[~inside]))
    held_out = tuple(replace(j, probability=float(p)) for j, p in zip(found, guessed, strict=True))
    before = np.array([j.probability for j in found])
    bias, *slopes = (float(w) for w in regress(signs, truth))
    fitted = {"bias": bias, **dict(zip(names, slopes, strict=True))}
    return Fit(fitted, held_out, _loss(guessed, truth), _loss(before, truth))


def regress(signs: Array, truth: Array, penalty: float = PENALTY, steps: int = 50) -> Array:
    """Bias and slopes of the penalised logistic regression of `truth` (n,) on `signs` (n, k)."""
    mean, spread = signs.mean(axis=0), signs.std(axis=0)
    spread = np.where(spread > 1e-9, spread, 1.0)
    design = np.hstack([np.ones((len(signs), 1)), (signs - mean) / spread])
    ridge = penalty * np.eye(design.shape[1])
    ridge[0, 0] = 1e-6
    beta = np.zeros(design.shape[1])
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (p - truth) + ridge @ beta
        hessian = (design * (p * (1 - p))[:, None]).T @ design + ridge
        step = np.linalg.solve(hessian, gradient)
        beta -= step
        if float(np.abs(step).max()) < 1e-9:
            break
    slopes = beta[1:] / spread
    return np.concatenate([[beta[0] - float(slopes @ mean)], slopes])


def choose(points: Sequence[Point], most_error: float) -> float:
    """The least threshold from which on no more than `most_error` of what is shown is wrong (no answer is, if nothing does)."""
    chosen = points[-1].threshold
    for point in reversed(points):
        if point.error > most_error:
            break
        chosen = point.threshold
    return chosen


def thin(points: Sequence[Point], most: int = 24) -> list[Point]:
    """At most about `most` of the points, evenly."""
    step = max(1, math.ceil(len(points) / most))
    return [p for n, p in enumerate(points) if n % step == 0 or n == len(points) - 1]


def write(fitted: Fit, threshold: float, path: Path, runs: Sequence[str]) -> None:
    """Write the weights in use with the "answer" stage and the threshold replaced."""
    now = weights.load()
    answer = {name: round(value, 4) for name, value in fitted.weights.items()}
    stages = {name: dict(signs) for name, signs in now.stages.items()} | {"answer": answer}
    data = {
        "fitted_on": f"answer: {fitted.judged} judged answers of {', '.join(runs)}; the rest: {now.fitted_on}",
        "threshold": round(min(threshold, 1.0), 4),
        "stages": stages,
    }
    new = path.with_name(f"{path.name}.new")
    new.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    os.replace(new, path)


def _folds(facts: Sequence[str]) -> NDArray[np.int64]:
    """A fold for each answer: the facts in turn."""
    order = {fact: n for n, fact in enumerate(dict.fromkeys(facts))}
    return np.array([order[fact] % FOLDS for fact in facts])


def _probability(signs: Array, beta: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-np.clip(beta[0] + signs @ beta[1:], -30, 30)))
    return found


def _loss(guessed: Array, truth: Array) -> float:
    p = np.clip(guessed, 1e-6, 1 - 1e-6)
    return float(-(truth * np.log(p) + (1 - truth) * np.log(1 - p)).mean())
