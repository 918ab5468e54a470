"""A case made from a question and the passage that answers it, proved before it is kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.case import Case, CaseError, digest, load, parse
from evals.case_check import check, find
from ingest.language import detect
from ingest.report import Report
from ingest.words import terms


def case(
    question: str,
    passage: str,
    forms: Sequence[str],
    reports: Sequence[Report],
    *,
    name: str | None = None,
    hashed: bool = False,
    **given: Any,
) -> Case:
    """The case; `given` are its other fields (kind, who, as_of, forbid, history, case_id). CaseError if its evidence does not hold."""
    report = _holder(passage, reports, name)
    start = report.text.index(passage)
    fact = {"any_of": list(forms), "report": name or _name(report), "start": start, "end": start + len(passage)}
    fact |= {"sha256": digest(passage)} if hashed else {"quote": passage}
    fact |= {key: given.pop(key) for key in ("who", "as_of") if given.get(key)}
    case_id = given.pop("case_id", "") or "-".join(terms(question)[:8])
    fields = {key: list(value) if isinstance(value, tuple) else value for key, value in given.items() if value}
    made = parse({"id": case_id, "kind": "figure", "language": detect(question) or "en", "question": question, "expected": [fact]} | fields)
    if faults := check(made, reports):
        raise CaseError(faults[0])
    return made


def append(made: Case, file: Path) -> None:
    """Add a case to a file of cases; CaseError if its id is taken there."""
    there = load([file]) if file.exists() and file.stat().st_size else []
    if made.id in {c.id for c in there}:
        raise CaseError(f"{file} has a case {made.id!r} already; give this one another with --id")
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    gap = "\n" if before and not before.endswith("\n") else ""
    file.write_text(f"{before}{gap}{json.dumps(made.to_dict(), ensure_ascii=False)}\n", encoding="utf-8")


def _holder(passage: str, reports: Sequence[Report], name: str | None) -> Report:
    """The one report that has the words."""
    if name is not None:
        report = find(reports, name)
        if report is None:
            raise CaseError(f"there is no report {name!r}; see: sitrep reports list")
        holders = [report] if passage in report.text else []
    else:
        holders = [r for r in reports if passage in r.text]
    if not holders:
        raise CaseError(f"no report has the words {passage[:60]!r}; copy them exactly, line breaks too")
    if len(holders) > 1:
        raise CaseError(f"{len(holders)} reports have these words ({holders[0].source}, {holders[1].source}); name one with --report")
    return holders[0]


def _name(report: Report) -> str:
    """What a case calls a report: a record's id, else its file's name."""
    source = report.source.replace("\\", "/")
    return source.rpartition("#")[2] if "#" in source else source.rpartition("/")[2]
