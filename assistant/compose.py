"""Step 7, compose: the answer's sentences, in the question's language, out of what was verified. Templates, no model.

A sentence is made of the value as the quote states it, class words of the figures ledger, who said it, and the report's publisher and
date. Whatever cannot be put into the question's language stays in the report's own words, in quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant import verify
from assistant.answer import Answer, Citation, Claim, Hit
from assistant.notes import Notes
from assistant.question import Question
from assistant.read import Proposal
from assistant.reconcile import Accounts
from assistant.wording import FEMININE, HEDGES, LANGUAGES, WHAT, day, group, number, one, say
from ingest.figures_events import names_people
from ingest.figures_words import THINGS
from ingest.fractions import tells_a_part
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


def compose(question: Question, accounts: Accounts, probability: float, hits: tuple[Hit, ...], notes: Notes) -> Answer:
    """The answer; a sentence that its quotes do not carry is left out, and without any the answer has no claims."""
    findings = [finding(question, proposal, probability) for proposal in (*accounts.proposals, *accounts.also)]
    markers = list(range(1, len(findings) + 1))
    cited = tuple(citation(n, f) for n, f in zip(markers, findings, strict=True))
    if accounts.differ:
        text = differing(question, findings, accounts)
    elif findings[0].figure is not None and question.asked.kind == "count":
        text = single(question, findings)
    else:
        text = quoted(question, findings[0], 1)
    reports = {f.report.report_id: f.report for f in findings}
    claims, dropped = verify.keep([Claim(text, tuple(markers))], cited, reports, question.standalone, _own_words(question, findings))
    for why in dropped:
        notes.dropped("verify", why)
    figures = tuple(replace(f.figure, marker=n) for n, f in zip(markers, findings, strict=True) if f.figure)
    notes.done("compose")
    note = "" if question.spoken in LANGUAGES else say("en", "no_wording") + " "
    whole = note + " ".join(claim.text for claim in claims)
    return Answer(question.typed, question.language, "answered", whole, tuple(claims), cited, None, figures, hits, notes.trace())


def finding(question: Question, proposal: Proposal, confidence: float) -> Finding:
    """A proposal as a finding: attributed to whoever the sentence itself names for it."""
    sentence, figure = proposal.sentence, proposal.figure
    attributed = figure.attributed_to if figure else ""
    start = _unglued(sentence.report.text, sentence.start, figure.number_start) if figure else sentence.start
    return Finding(sentence.report, start, sentence.end, proposal.said, figure, attributed, confidence)


def _unglued(text: str, start: int, number: int) -> int:
    """Where the quote starts: at the number if digits stand right before it ("2016 Five medics"), which would be read as one with it."""
    return number if number > start and text[start:number].rstrip()[-1:].isdigit() else start


def _own_words(question: Question, findings: Sequence[Finding]) -> list[str]:
    """What the templates themselves write: no name of theirs needs a quote."""
    return [
        *(value(question, f) for f in findings if f.figure),
        say(question.language, "differ"),
        say(question.language, "changed"),
        say(question.language, "latest", value=""),
    ]


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
    counted = _counted(question, finding)
    parts = [_hedged(question.language, finding, figure), counted, _happened(question.language, figure, counted)]
    return " ".join(part for part in parts if part)


def _happened(language: str, figure: Figure, counted: str) -> str:
    """What happened to those counted, as their word asks for ("12 personnes tuées", "12 civils tués", "1 civil tué")."""
    word, noun = WHAT[language].get(figure.what, ""), counted.partition(" ")[0].casefold()
    if any(noun + ending in FEMININE.get(language, ()) for ending in ("", "s", "es")):
        word = re.sub(r"s$", "es", word) if language == "fr" else re.sub(r"os$", "as", word)
    return one(language, word) if _is_one(figure) else word


def _is_one(figure: Figure) -> bool:
    return figure.value == 1 and (figure.high or 1) <= 1


def _hedged(language: str, finding: Finding, figure: Figure) -> str:
    """The number with its reserve; "a quarter of a million" in the report's own words."""
    if figure.low is not None and figure.high is not None and figure.low < figure.high:
        return f"{number(language, figure.low)}–{number(language, figure.high)}"
    hedge = HEDGES.get(language, HEDGES["en"]).get(figure.approx, "")
    own = finding.report.text[figure.number_start : figure.number_end] if figure.number_start >= 0 else ""
    if not tells_a_part(own):
        return f"{hedge} {number(language, figure.value)}".strip()
    return f"{hedge} {own if finding.report.language == language else say(language, 'quote', quote=own)}".strip()


def _counted(question: Question, finding: Finding) -> str:
    """Who or what is counted: the group's word, or the report's own for things ("3 hospitals") and where the group is only guessed."""
    figure, language = finding.figure, question.language
    assert figure is not None
    own = finding.report.language
    if figure.who in THINGS and figure.unit and own == language:
        return figure.unit
    if figure.who not in {"", "people"} or not figure.unit or names_people(figure.unit, own):
        if known := group(language, figure.who):
            return one(language, known) if _is_one(figure) else known
    return figure.unit if own == language or not figure.unit else say(language, "quote", quote=figure.unit)


def origin(question: Question, finding: Finding) -> str:
    """Who says so and when: "the Observatory; Reuters, 3 October 2016". Leaves out a publisher whose name holds a digit."""
    report = finding.report
    publisher = "" if any(c.isdigit() for c in report.publisher) else report.publisher
    dated = [part for part in (publisher, day(question.language, report.date) if report.date else "") if part]
    separator = "، " if question.language == "ar" else ", "
    return separator.join(dated)


def single(question: Question, findings: Sequence[Finding]) -> str:
    """One value's sentence, each report that gives it behind it."""
    finding, *also = findings
    said = value(question, finding)
    tail = origin(question, finding)
    named = finding.attributed_to and finding.attributed_to in finding.quote
    who = f"{_comma(question)}{say(question.language, 'according', who=_attributed(question, finding))}" if named else ""
    others = "".join(_source(question, other, marker) for marker, other in enumerate(also, 2))
    return f"{_upper(said)}{who}{f' ({tail})' if tail else ''} [1]{others}."


def quoted(question: Question, finding: Finding, marker: int) -> str:
    """A value that is no count: as the report spells it, then the sentence behind it in the report's own words."""
    tail = origin(question, finding)
    said = f"{_upper(finding.said)}{' :' if question.language == 'fr' else ':'} " if finding.said and finding.said != finding.quote else ""
    return f"{said}{say(question.language, 'quote', quote=' '.join(finding.quote.split()))}{f' ({tail})' if tail else ''} [{marker}]."


def differing(question: Question, findings: Sequence[Finding], accounts: Accounts) -> str:
    """Every value of a disagreement, or of a change, with its sources; the latest named as the latest, none preferred."""
    items: dict[object, str] = {}
    for marker, finding in enumerate(findings, 1):
        counted = finding.figure and finding.figure.value
        items[counted] = items.get(counted, value(question, finding)) + _source(question, finding, marker)
    separator = "؛ " if question.language == "ar" else "; "
    text = f"{say(question.language, 'changed' if accounts.changed else 'differ')} {separator.join(items.values())}."
    if (latest := accounts.latest) is not None:
        text += " " + say(question.language, "latest", value=f"{value(question, findings[latest])} [{latest + 1}]")
    return text


def _source(question: Question, finding: Finding, marker: int) -> str:
    """Who says so, in which report, and its marker: " (the Observatory; Reuters, 3 October 2016) [1]"."""
    who = _attributed(question, finding) if finding.attributed_to and finding.attributed_to in finding.quote else ""
    tail = "; ".join(part for part in (who, origin(question, finding)) if part)
    return f"{f' ({tail})' if tail else ''} [{marker}]"


def _attributed(question: Question, finding: Finding) -> str:
    if finding.report.language == question.language:
        return finding.attributed_to
    return say(question.language, "quote", quote=finding.attributed_to)


def _comma(question: Question) -> str:
    return "، " if question.language == "ar" else ", "


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
