"""Answers that claim nothing: why, in the question's language, what the reports do say, and up to which date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from assistant.answer import Answer, Citation, Hit, Reason, Refusal
from assistant.compose import Finding, citation, origin
from assistant.ledger import of_all_the_war
from assistant.notes import Notes
from assistant.premise import known_countries
from assistant.question import Question
from assistant.retrieve import Sentence
from assistant.signs import places_of, told
from assistant.verify import may_be_misread
from assistant.wording import LANGUAGES, day, say
from ingest.nations import find_nations
from ingest.places import find_places
from ingest.report import Report

CHOSEN_FROM = 3  # nearest sentences, of which the first is quoted whose numbers nobody can misread
NEAREST = 10  # sentences whose reports tell whether what a question takes for granted is told of


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
    """The reports do not answer it; the sentence that comes nearest is quoted, and what it shows to be taken for granted is named."""
    premise = _not_borne_out(question, sentences)
    reason: Reason = "false_premise" if premise else "no_evidence"
    parts = [say(question.language, reason, premise=", ".join(premise))]
    cited: tuple[Citation, ...] = ()
    near_ones = list(islice((s for s in sentences if _is_near(question, s)), CHOSEN_FROM))
    if near_ones:
        near = next((s for s in near_ones if not may_be_misread(s.text)), near_ones[0])
        nearest = Finding(near.report, near.start, near.end, "")
        cited = (citation(1, nearest),)
        parts.append(
            say(question.language, "nearest", quote=nearest.quote, source=origin(question, nearest) or nearest.report.source, marker=1)
        )
    parts.append(_until(question, reports))
    return _refused(question, reason, " ".join(part for part in parts if part), notes, hits, cited)


def _is_near(question: Question, sentence: Sentence) -> bool:
    """Whether it may stand for what the reports do say: no order to the reader, and no toll of a whole war for that of an event."""
    return not sentence.instructs and not any(of_all_the_war(question, sentence, figure) for figure in sentence.figures)


def _not_borne_out(question: Question, sentences: Sequence[Sentence]) -> list[str]:
    """The places and nations that the question sets the event in, as it spells them, which no report nearest to it names.

    Only if these reports do name another one that is asked about: otherwise nothing tells that they speak of the same event.
    """
    reports = {s.report.report_id: s.report for s in sentences[:NEAREST]}.values()
    known = frozenset().union(*(places_of(told(report)) | known_countries(report) for report in reports))
    places = [(p.start, question.standalone[p.start : p.end], p.place_id) for p in find_places(question.standalone)]
    asked = sorted([*places, *find_nations(question.standalone)])
    unknown = [word for _, word, place in asked if place not in known]
    return list(dict.fromkeys(unknown)) if any(place in known for _, _, place in asked) else []


def model_unavailable(question: Question, why: str, hits: tuple[Hit, ...], notes: Notes) -> Answer:
    """The model cannot be reached: the passages found are given, nothing is claimed."""
    why = why if why.endswith(".") else f"{why}."
    return _refused(question, "model_unavailable", say(question.language, "model_unavailable", why=why), notes, hits)


def _refused(
    question: Question, reason: Reason, message: str, notes: Notes, hits: tuple[Hit, ...] = (), citations: tuple[Citation, ...] = ()
) -> Answer:
    if question.spoken not in LANGUAGES:
        message = f"{say('en', 'no_wording')} {message}"
    return Answer(question.typed, question.language, "refused", message, (), citations, Refusal(reason, message), (), hits, notes.trace())


def _until(question: Question, reports: Mapping[str, Report]) -> str:
    latest = max((r.date for r in reports.values()), default="")
    return say(question.language, "until", date=day(question.language, latest)) if latest else ""
