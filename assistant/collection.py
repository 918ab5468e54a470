"""Questions about the collection itself (which reports, from whom, from when to when): answered from the archive, no model."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answer import Answer, Citation, Claim
from assistant.question import Question
from assistant.wording import LANGUAGES, NAMES, day, say
from ingest.report import Report

_ASKED = re.compile(  # what "you" or the archive have; which sources say so, or what documents the police have, the reports tell
    r"\b(?:which|what) (?:reports|sources|documents|languages|publishers)\b(?:.*\b(?:do you|have you|you have)\b"
    r"|.* (?:does|do) (?:the|this|your) (?:archive|collection) \w+\W*$"
    r"| are(?: there| available| here)?(?: here| in (?:the|this|your) (?:archive|collection))?(?<! are)\W*$)"
    r"|\bquel(?:le)?s (?:rapports|sources|documents|langues)\b(?:.*\b(?:avez[- ]vous|as[- ]tu|disposez[- ]vous)\b"
    r"|.* contien\w+ (?:l['’]|la |cette |votre |ta )(?:archive|collection)\W*$"
    r"| (?:y a-t-il|sont)(?: ici| dans (?:l['’]|la |cette |votre |ta )(?:archive|collection))?(?<! sont)\W*$)"
    r"|\bqu[eé] (?:informes|fuentes|documentos|idiomas)\b(?:.*\b(?:tienes|ten[eé]is|tiene usted)\b"
    r"|.* contiene (?:el|la|este|esta|tu|su) (?:archivo|colecci[oó]n)\W*$"
    r"| (?:hay|tiene|est[aá]n)(?: aqu[ií]| en (?:el|la|este|esta|tu|su) (?:archivo|colecci[oó]n))?(?<! est[aá]n)\W*$)"
    r"|^(?:ما|أي) (?:هي )?(?:ال)?(?:تقارير|مصادر|لغات|وثائق)(?:.* لديكم?(?!\w)"
    r"| (?:الموجودة|المتاحة)(?: هنا| في (?:هذا )?الأرشيف| في (?:هذه )?المجموعة)?\W*$)",
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
