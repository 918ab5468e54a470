"""What each step of the pipeline is worth: the same cases with one step off at a time. A step is off where its weights count nothing."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from assistant.weights import Weights
from evals.case import Case
from evals.run import Shelf
from evals.variations import Variation, Varied
from ingest.report import Report

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

GRANTED = "places elsewhere strange absent unstated unnamed unsourced another_army other_means paid_for_another another_source".split()
Stages = Mapping[str, Sequence[str]]


def _off(stages: Stages, weights: Weights) -> Weights:
    """The weights where these signs of these stages count nothing."""
    changed = {stage: dict(signs) | dict.fromkeys(stages.get(stage, ()), 0.0) for stage, signs in weights.stages.items()}
    return replace(weights, stages=changed)


def _no_ledger(weights: Weights) -> Weights:
    return replace(weights, stages={stage: signs for stage, signs in weights.stages.items() if stage != "figure"})


def _no_reconciling(weights: Weights) -> Weights:
    """No other figure is near enough to be of the same event."""
    return replace(weights, stages=dict(weights.stages) | {"same_event": dict(weights.stages["same_event"]) | {"behind": float("-inf")}})


def _yes_alone(weights: Weights) -> Weights:
    return _off({"answer": [sign for sign in weights.stages["answer"] if sign not in {"yes", "rival", "bias"}]}, weights)


def _all_shown(weights: Weights) -> Weights:
    return replace(weights, threshold=0.0)


def _unchanged(cases: Sequence[Case], _: Sequence[Report]) -> list[Varied]:
    return [Varied(case.id, case) for case in cases if not case.planted]


def _shelf(change: Callable[[Weights], Weights], cases: Sequence[Case], assistant: Assistant) -> list[Shelf]:
    other = copy.copy(assistant)
    other.weights = change(assistant.weights)
    return [(cases, nullcontext(other))]


def _step(name: str, told: str, change: Callable[[Weights], Weights]) -> Variation:
    return Variation(f"without-{name}", told, _unchanged, partial(_shelf, change))


ABLATIONS = {
    step.name: step
    for step in (
        _step("words", "ranked without rare words", partial(_off, {"passage": ["words"], "sentence": ["words"]})),
        _step("names", "ranked without names and places", partial(_off, {"passage": ["names", "places"]})),
        _step("concepts", "ranked without what words mean", partial(_off, {"passage": ["concepts"], "sentence": ["concepts"]})),
        _step("best", "passages ranked without their best sentence", partial(_off, {"passage": ["best"]})),
        _step("language", "texts in the question's language not held back", partial(_off, {"passage": ["same"], "sentence": ["same"]})),
        _step(
            "dates",
            "dates count nowhere",
            partial(
                _off,
                {
                    "passage": ["date"],
                    "figure": ["day", "as_of", "same_day", "far"],
                    "answer": ["date", "early", "other_day", "another_time"],
                },
            ),
        ),
        _step("kind", "sentences ranked without the kind of answer", partial(_off, {"sentence": ["count", "what", "who", "name", "day"]})),
        _step("clause", "a sentence's figures told apart without their clauses", partial(_off, {"clause": ["near", "nations"]})),
        _step("ledger", "counts read by the model", _no_ledger),
        _step("reconciling", "one figure told, whatever others say", _no_reconciling),
        _step("yes", "judged without the model's yes", partial(_off, {"answer": ["yes", "rival"]})),
        _step("granted", "judged without what the report does not bear out", partial(_off, {"answer": GRANTED})),
        _step("signs", "judged by the model's yes alone", _yes_alone),
        _step("judging", "everything shown", _all_shown),
    )
}
