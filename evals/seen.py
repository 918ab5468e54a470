"""A case beside the answer it got: what the scorers and the stages look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.answer import Answer, Citation
from evals.case import Case, Fact, Place, named
from evals.forms import states_any
from ingest.report import Report

MARKERS = re.compile(r"\[(\d+(?:\s*[,;-]\s*\d+)*)\]")


@dataclass(frozen=True, slots=True)
class Seen:
    """One case, its answer, and the reports it was answered from, by id."""

    case: Case
    answer: Answer
    reports: Mapping[str, Report]

    @property
    def failed(self) -> bool:
        """Whether no model could be asked: the case says nothing about the assistant then."""
        return self.answer.refusal is not None and self.answer.refusal.reason == "model_unavailable"

    @property
    def refused(self) -> bool:
        """Whether the assistant would not answer."""
        return self.answer.refused and not self.failed

    @property
    def said(self) -> str:
        """What the reader is told: the text or the refusal's message, as it stands."""
        return self.answer.text or (self.answer.refusal.message if self.answer.refusal else "")

    @property
    def text(self) -> str:
        """What the reader is told without the markers that stand for a citation (a marker of none is a number like any other)."""
        known = {str(c.marker) for c in self.answer.citations}
        return MARKERS.sub(lambda m: " . " if set(re.findall(r"\d+", m[1])) <= known else m[0], self.said)

    @property
    def asked(self) -> str:
        """The question with the earlier ones."""
        return " \n ".join([self.case.question, *self.case.history])

    def dead_markers(self) -> list[str]:
        """Markers of the text that stand for no citation."""
        known = {str(c.marker) for c in self.answer.citations}
        return sorted({n for group in MARKERS.findall(self.said) for n in re.findall(r"\d+", group)} - known)

    def broken(self) -> list[Citation]:
        """Citations whose quote is not what stands in the report at their offsets."""
        return [c for c in self.answer.citations if not self._stands(c)]

    def report_of(self, place: Place) -> Report | None:
        """The report that a place lies in, None if it was not there."""
        return next((r for r in self.reports.values() if named(r.source, place.report) or r.report_id == place.report), None)

    def homes(self, facts: Iterable[Fact]) -> set[str]:
        """Ids of the reports that state any of these facts."""
        return {r.report_id for fact in facts for place in fact.places if (r := self.report_of(place))}

    def cited(self, citation: Citation) -> Report | None:
        """The report a citation names, None if there is no such report."""
        return self.reports.get(citation.report_id)

    def stated(self, fact: Fact) -> bool:
        """Whether the text states the fact's value."""
        return states_any(fact.any_of, self.text, fact.as_of)

    def _stands(self, citation: Citation) -> bool:
        report = self.cited(citation)
        return report is not None and bool(citation.quote) and report.text[citation.start : citation.end] == citation.quote
