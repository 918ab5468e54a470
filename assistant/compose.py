"""Step 7, compose: the answer's sentences, in the question's language, out of what was verified. Templates, no model.

A sentence is made of the value as the quote states it, class words of the figures ledger, who said it, and the report's publisher and
date. Whatever cannot be put into the question's language stays in the report's own words, in quotation marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.question import Question
from assistant.wording import HEDGES, WHAT, WHO, day, number, say
from ingest.report import Figure, Report


@dataclass(frozen=True, slots=True)
class Finding:
    """One verified thing to say: the value (`said`, the report's words or the model's where they stand in the quote) and its quote."""

    report: Report
    start: int
    end: int
    said: str
    figure: Figure | None = None
    attributed_to: str = ""
    confidence: float = 0.0

    @property
    def quote(self) -> str:
        """The words behind it, exactly."""
        return self.report.text[self.start : self.end]


def citation(marker: int, finding: Finding) -> Citation:
    """The finding as a numbered citation."""
    report = finding.report
    return Citation(
        marker=marker,
        report_id=report.report_id,
        source=report.source,
        title=report.title,
        publisher=report.publisher,
        published=report.date,
        language=report.language,
        quote=finding.quote,
        start=finding.start,
        end=finding.end,
        attributed_to=finding.attributed_to,
    )


def value(question: Question, finding: Finding) -> str:
    """What is stated, in the question's language where there are words for it: "at least 28 children killed"."""
    figure = finding.figure
    if figure is None:
        return say(question.language, "quote", quote=finding.said) if finding.report.language != question.language else finding.said
    parts = [_hedged(question.language, figure), _counted(question.language, figure), WHAT.get(question.language, {}).get(figure.what, "")]
    return " ".join(part for part in parts if part)


def _hedged(language: str, figure: Figure) -> str:
    if figure.low is not None and figure.high is not None and figure.low < figure.high:
        return f"{number(language, figure.low)}–{number(language, figure.high)}"
    hedge = HEDGES.get(language, HEDGES["en"]).get(figure.approx, "")
    return f"{hedge} {number(language, figure.value)}".strip()


def _counted(language: str, figure: Figure) -> str:
    if language == "en":
        return figure.who or figure.unit
    return WHO[language].get(figure.who, "") or (say(language, "quote", quote=figure.unit) if figure.unit else "")


def origin(question: Question, finding: Finding) -> str:
    """Who says so and when: "the Observatory; Reuters, 3 October 2016". Leaves out a publisher whose name holds a digit."""
    report = finding.report
    publisher = "" if any(c.isdigit() for c in report.publisher) else report.publisher
    dated = [part for part in (publisher, day(question.language, report.date) if report.date else "") if part]
    separator = "، " if question.language == "ar" else ", "
    return separator.join(dated)


def single(question: Question, finding: Finding, marker: int) -> str:
    """One value's sentence."""
    said = value(question, finding)
    tail = origin(question, finding)
    who = f"{_comma(question)}{say(question.language, 'according', who=_attributed(question, finding))}" if finding.attributed_to else ""
    return f"{_upper(said)}{who}{f' ({tail})' if tail else ''} [{marker}]."


def quoted(question: Question, finding: Finding, marker: int) -> str:
    """The sentence behind a value, in the report's own words."""
    tail = origin(question, finding)
    return f"{say(question.language, 'quote', quote=finding.quote)}{f' ({tail})' if tail else ''} [{marker}]"


def differing(question: Question, findings: Sequence[Finding], markers: Sequence[int], latest: int | None) -> str:
    """Every value of a disagreement with its source; the latest named as the latest, none preferred."""
    items = []
    for finding, marker in zip(findings, markers, strict=True):
        who = _attributed(question, finding) if finding.attributed_to else ""
        tail = "; ".join(part for part in (who, origin(question, finding)) if part)
        items.append(f"{value(question, finding)}{f' ({tail})' if tail else ''} [{marker}]")
    separator = "؛ " if question.language == "ar" else "; "
    text = f"{say(question.language, 'differ')} {separator.join(items)}."
    if latest is not None:
        text += " " + say(question.language, "latest", value=f"{value(question, findings[latest])} [{markers[latest]}]")
    return text


def _attributed(question: Question, finding: Finding) -> str:
    if finding.report.language == question.language:
        return finding.attributed_to
    return say(question.language, "quote", quote=finding.attributed_to)


def _comma(question: Question) -> str:
    return "، " if question.language == "ar" else ", "


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
