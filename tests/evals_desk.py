"""Made-up reports, a case on them, and hand-made answers, for tests of the evals."""

import re

from assistant.answer import Answer, Citation, Claim, Hit, Refusal, Trace
from evals.case import Case, parse
from evals.seen import Seen
from ingest.report import Report

BRIDGE = Report(
    "r1",
    "in/bridge.md",
    "Shells hit the bridge at Qasra on Tuesday. At least 39 people were killed, 12 of them civilians, the Qasra Health Office said. "
    "Some 14,000 people fled, and the market was closed.",
    title="Bridge hit",
    publisher="Morning Wire",
    published="2031-03-04",
    language="en",
)
LATER = Report(
    "r2",
    "in/later.md",
    "The toll of the bridge rose to 45 people killed, the Red Cross said. Rescuers looked for the missing.",
    title="Toll rises",
    publisher="Evening Post",
    published="2031-03-06",
    language="en",
)
RAID = "قتل ستة وستون شخصا في القصف، حسب الدفاع المدني."
ARABIC = Report("r3", "in/ar.md", RAID, title="قصف", publisher="الخبر", published="2031-03-05", language="ar")
REPORTS = {r.report_id: r for r in (BRIDGE, LATER, ARABIC)}


def fact(words: str, *any_of: str, report: Report = BRIDGE, **given) -> dict:
    """A fact whose evidence are these words of the report."""
    start = report.text.index(words)
    name = report.source.removeprefix("in/")
    return {"any_of": list(any_of), "report": name, "start": start, "end": start + len(words), "quote": words, **given}


def case(*facts: dict, kind: str = "figure", question: str = "How many people were killed at the bridge?", **given) -> Case:
    """A case; without facts, an unanswerable one."""
    if not facts and kind == "figure":
        kind, given = "unanswerable", {"absent_terms": {"en": ["cholera"]}} | given
    return parse({"id": "c", "kind": kind, "language": "en", "question": question, "expected": list(facts), **given})


def cite(marker: int, words: str, report: Report = BRIDGE) -> Citation:
    """An exact citation of these words."""
    start = report.text.index(words)
    head = (report.report_id, report.source, report.title, report.publisher, report.date, report.language)
    return Citation(marker, *head, words, start, start + len(words))


def hit(report: Report = BRIDGE) -> Hit:
    """The whole report as one passage that was found."""
    head = (report.report_id, report.source, report.title, report.publisher, report.date, report.language)
    return Hit(*head, report.text, 0, len(report.text), 1.0)


def said(text: str, *citations: Citation, steps=(), hits=(), seconds: float = 1.5) -> Answer:
    """An answer with this text."""
    markers = tuple(int(n) for n in re.findall(r"\[(\d+)\]", text))
    trace = Trace("scripted", "1", "h", seconds={"total": seconds, "first_evidence": 0.1}, steps=tuple(steps))
    return Answer("q", "en", "answered", text, (Claim(text, markers),), citations, hits=tuple(hits), trace=trace)


def refusal(message: str = "The reports do not say.", *citations: Citation, reason="no_evidence", steps=(), hits=()) -> Answer:
    """A refusal."""
    trace = Trace("scripted", "1", "h", seconds={"total": 1.0}, steps=tuple(steps))
    return Answer("q", "en", "refused", message, (), citations, Refusal(reason, message), hits=tuple(hits), trace=trace)


def seen(a_case: Case, answer: Answer) -> Seen:
    """Both, with the reports."""
    return Seen(a_case, answer, REPORTS)
