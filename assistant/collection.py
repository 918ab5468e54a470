"""Questions about the collection itself (which reports, from whom, from when to when): answered from the archive, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Claim
from assistant.question import Question
from assistant.wording import LANGUAGES, NAMES, day, say
from ingest.report import Report

_ASKED = re.compile(
    r"\b(?:which|what) (?:reports|sources|documents|languages|publishers)\b.*\b(?:you|have|here|archive|collection|there)\b"
    r"|\bquel(?:le)?s (?:rapports|sources|documents|langues)\b.*\b(?:avez|as-tu|disposez|archive|collection|y a-t-il)\b"
    r"|\bqu[eé] (?:informes|fuentes|documentos|idiomas)\b.*\b(?:tiene|tienes|hay|archivo|colecci[oó]n)\b"
    r"|^(?:ما|أي) (?:هي )?(?:التقارير|المصادر|اللغات).*(?:لديك|الموجودة|المتاحة|الأرشيف)",
    re.IGNORECASE,
)


def answer(question: Question, reports: Sequence[Report]) -> Answer | None:
    """The archive's own description if that is what was asked for, else None. Its citations are the reports' first words."""
    if not reports or not _ASKED.search(question.text):
        return None
    language = question.language
    dated = sorted(r.date for r in reports if r.date)
    names = NAMES[language]
    publishers = sorted({r.publisher for r in reports if r.publisher and not any(c.isdigit() for c in r.publisher)})
    text = say(
        language,
        "collection",
        publishers=", ".join(publishers) or "–",
        first=day(language, dated[0]) if dated else "–",
        last=day(language, dated[-1]) if dated else "–",
        languages=", ".join(names.get(code, code) for code in sorted({r.language for r in reports})),
    )
    bounds = {r.report_id: r for r in (min(reports, key=lambda r: r.date or "9"), max(reports, key=lambda r: r.date))}
    cited = tuple(_citation(n, report) for n, report in enumerate(bounds.values(), 1))
    marked = f"{text[:-1]} {''.join(f'[{c.marker}]' for c in cited)}."
    note = "" if question.spoken in LANGUAGES else say("en", "no_wording") + " "
    return Answer(question.typed, language, "answered", note + marked, (Claim(marked, tuple(c.marker for c in cited)),), cited)


def _citation(marker: int, report: Report) -> Citation:
    end = min(len(report.text), 200)
    return Citation(
        marker, report.report_id, report.source, report.title, report.publisher, report.date, report.language, report.text[:end], 0, end
    )
