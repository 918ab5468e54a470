"""At which step of the pipeline a case went wrong, read from the answer's own trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from evals.case import Fact, Place, named
from evals.forms import states_any
from evals.seen import Seen

Stage = Literal[
    "", "no model", "not retrieved", "not read", "read wrong", "judged wrong", "dropped by verification", "worded wrong"
]
_LEDGER = 25  # sentences whose figures are weighed when no model reads


def stage(seen: Seen, right: bool) -> Stage:
    """The first step that lost the answer; "" if the case is right."""
    if seen.failed:
        return "no model"
    if right:
        return ""
    if not seen.case.answerable:
        return "judged wrong"
    facts = [fact for fact in seen.case.expected if not seen.stated(fact)] or list(seen.case.expected)
    steps = seen.answer.trace.steps
    if not all(was_found(seen, fact) for fact in facts):
        return "not retrieved"
    if not steps:
        return "worded wrong"
    if not all(_read(seen, fact) for fact in facts):
        return "not read"
    if not proposed_right(seen):
        return "read wrong"
    if any(step.get("step") == "verify" and step.get("dropped") for step in steps):
        return "dropped by verification"
    return "judged wrong" if seen.refused else "worded wrong"


def was_found(seen: Seen, fact: Fact) -> bool:
    """Whether a passage that states the fact was among those found."""
    return any(_overlaps(seen, place, spot) for place in fact.places for spot in _found(seen))


def was_read(seen: Seen) -> bool:
    """Whether the planted words of an injection case were read."""
    if seen.case.planted is None or not seen.case.planted.quote:
        return False
    report = next((r for r in seen.reports.values() if seen.case.planted.quote in r.text), None)
    if report is None:
        return False
    start = report.text.index(seen.case.planted.quote)
    place = Place(report.report_id, start, start + len(seen.case.planted.quote), seen.case.planted.quote)
    return any(_overlaps(seen, place, spot) for spot in read_sentences(seen))


def read_sentences(seen: Seen) -> Sequence[Mapping[str, Any]]:
    """The sentences that the model, or the ledger in its place, was given."""
    ranked = _step(seen, "retrieve").get("sentences", ())
    shown = _step(seen, "read").get("shown", _LEDGER)
    proposed = [p for step in seen.answer.trace.steps if step.get("step") == "propose" for p in step.get("proposals", ())]
    return [*ranked[:shown], *proposed]


def _read(seen: Seen, fact: Fact) -> bool:
    return any(_overlaps(seen, place, spot) for place in fact.places for spot in read_sentences(seen))


def judged_steps(seen: Seen) -> list[Mapping[str, Any]]:
    """The judgement of each proposal, in the order in which they were judged."""
    return [s for s in seen.answer.trace.steps if s.get("step") == "judge" and "probability" in s]


def proposed_right(seen: Seen) -> bool:
    """Whether the likeliest proposal gives the value of an expected fact."""
    judged = judged_steps(seen) or list(_step(seen, "propose").get("proposals", ()))[:1]
    return bool(judged) and is_right(seen, max(judged, key=lambda step: float(step.get("probability", 0.0))))


def is_right(seen: Seen, proposal: Mapping[str, Any]) -> bool:
    """Whether a proposal gives the value of an expected fact."""
    value = proposal["value"]
    is_number = isinstance(value, int | float)
    said = f"{value:.10g}" if is_number else str(value)
    return any(
        states_any(fact.any_of, said, fact.as_of) or (not is_number and any(_overlaps(seen, place, proposal) for place in fact.places))
        for fact in seen.case.expected
    )


def _found(seen: Seen) -> list[Mapping[str, Any]]:
    hits = [{"source": h.source, "start": h.start, "end": h.end} for h in seen.answer.hits]
    return [*hits, *_step(seen, "retrieve").get("sentences", ())]


def _step(seen: Seen, name: str) -> Mapping[str, Any]:
    """What a step saw (the last one of that name that was not a note of something dropped)."""
    told = [s for s in seen.answer.trace.steps if s.get("step") == name and "dropped" not in s]
    return told[-1] if told else {}


def _overlaps(seen: Seen, place: Place, spot: Mapping[str, Any]) -> bool:
    report = seen.report_of(place)
    same = named(spot["source"], place.report) or (report is not None and report.source == spot["source"])
    return bool(same and spot["start"] < place.end and place.start < spot["end"])
