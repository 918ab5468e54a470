"""Answers that claim nothing: why, in the question's language, what the reports do say, and up to which date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer import Answer, Citation, Hit, Reason, Refusal
from assistant.compose import Finding, citation, origin
from assistant.notes import Notes
from assistant.question import Question
from assistant.retrieve import Sentence
from assistant.wording import LANGUAGES, day, say
from ingest.report import Report


def no_reports(question: Question, notes: Notes) -> Answer:
    """Nothing was ingested yet."""
    return _refused(question, "no_reports", say(question.language, "no_reports"), notes)


def out_of_scope(question: Question, reports: Mapping[str, Report], notes: Notes) -> Answer:
    """No report lies within the scope."""
    scope = question.scope
    parts = [scope.published_from, scope.published_to, *scope.publishers, *scope.languages, *scope.places, *scope.reports]
    said = say(question.language, "out_of_scope", scope=", ".join(p for p in parts if p))
    return _refused(question, "out_of_scope", f"{said} {_until(question, reports)}", notes)


def no_evidence(
    question: Question, sentences: Sequence[Sentence], reports: Mapping[str, Report], hits: tuple[Hit, ...], notes: Notes
) -> Answer:
    """The reports do not answer it; the sentence that comes nearest is quoted."""
    parts = [say(question.language, "no_evidence")]
    cited: tuple[Citation, ...] = ()
    if near := next((s for s in sentences if not s.instructs), None):
        nearest = Finding(near.report, near.start, near.end, "")
        cited = (citation(1, nearest),)
        parts.append(
            say(question.language, "nearest", quote=nearest.quote, source=origin(question, nearest) or nearest.report.source, marker=1)
        )
    parts.append(_until(question, reports))
    return _refused(question, "no_evidence", " ".join(part for part in parts if part), notes, hits, cited)


def model_unavailable(question: Question, why: str, hits: tuple[Hit, ...], notes: Notes) -> Answer:
    """The model cannot be reached: the passages found are given, nothing is claimed."""
    why = why if why.endswith(".") else f"{why}."
    return _refused(question, "model_unavailable", say(question.language, "model_unavailable", why=why), notes, hits)


def _refused(
    question: Question, reason: Reason, message: str, notes: Notes, hits: tuple[Hit, ...] = (), citations: tuple[Citation, ...] = ()
) -> Answer:
    if question.spoken not in LANGUAGES:
        message = f"{say('en', 'no_wording')} {message}"
    return Answer(question.text, question.language, "refused", message, (), citations, Refusal(reason, message), (), hits, notes.trace())


def _until(question: Question, reports: Mapping[str, Report]) -> str:
    latest = max((r.date for r in reports.values()), default="")
    return say(question.language, "until", date=day(question.language, latest)) if latest else ""
