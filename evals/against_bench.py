"""Our scorers beside another, question by question: `python -m evals.against_bench --questions Q --answers A --reports R --scorer S`.

The other scorer is a Python file with `score_one(question, answer, reports, max_quote)`. What the two judge differently is printed
with the reason of ours; more than --most such questions is a failure.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from assistant.answer import Answer
from evals import scorers
from evals.case import Case, Fact, Kind, Place, named
from evals.case_check import read_reports
from evals.forms import plain
from evals.seen import Seen
from ingest.report import Report

_THERE = click.Path(path_type=Path, exists=True)
_KINDS = {"figure", "fact", "attribution", "conflict", "temporal", "trap", "unanswerable", "false_premise"}


def case_of(question: Mapping[str, Any], reports: Mapping[str, Report]) -> Case:
    """A bench question as a case: its evidence is looked up in the reports that state it."""
    kind: Kind = question["kind"] if question["kind"] in _KINDS else "fact"
    facts = tuple(_fact(gold, str(question.get("evidence", "")), reports) for gold in question["gold"])
    asked = (str(turn.get("question", "")) if isinstance(turn, dict) else str(turn) for turn in question.get("history") or ())
    forbid = tuple(question.get("forbid") or ())
    return Case(str(question["id"]), kind, question["lang"], question["question"], tuple(asked), facts, forbid)


def differences(seen: Seen, theirs: Mapping[str, Any]) -> list[str]:
    """What the two scorers judge differently of one answer, a line each with our reason."""
    ours = scorers.score(seen)
    pairs = [("loose_numbers", bool(theirs["loose"])), ("bad_quotes", bool(theirs["bad_quotes"]))]
    if theirs["answerable"]:
        pairs += [("correct", theirs["correct"]), ("grounded", theirs["grounded"]), ("refused_wrong", theirs["refused"])]
    else:
        pairs.append(("refused_right", theirs["right"]))
    return [
        f"{name}: ours {ours[name].value:g} ({ours[name].why or 'no fault'}), theirs {other}{_their_reason(name, theirs)}"
        for name, other in pairs
        if ours[name].value is not None and bool(ours[name].value) != bool(other)
    ]


def known(answer: Mapping[str, Any], reports: Mapping[str, Report]) -> Answer:
    """An answer of the answers file, its citations under the ids of these reports."""
    made = Answer.from_dict({k: v for k, v in answer.items() if k != "id"})
    return replace(made, citations=tuple(replace(c, report_id=_id(c.source, reports)) for c in made.citations))


def _id(source: str, reports: Mapping[str, Report]) -> str:
    return next((i for i, r in reports.items() if named(source, i) or named(source, Path(r.source).name)), "")


def _fact(gold: Mapping[str, Any], evidence: str, reports: Mapping[str, Report]) -> Fact:
    first, *others = [_place(reports[name], evidence, name) for name in gold["reports"]]
    return Fact(tuple(gold["any_of"]), first.report, first.start, first.end, also=tuple(others))


def _place(report: Report, evidence: str, name: str) -> Place:
    """Where the evidence stands: its exact words, else no place at all, so that who is counted is read from the quote."""
    start = report.text.find(evidence) if plain(evidence) else -1
    return Place(name, start, start + len(evidence)) if start >= 0 else Place(name, 0, 0)


def _their_reason(name: str, theirs: Mapping[str, Any]) -> str:
    return f" ({', '.join(theirs['loose'])})" if name == "loose_numbers" and theirs["loose"] else ""


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("other_scorer", path)
    if spec is None or spec.loader is None:
        raise click.UsageError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _shelf(targets: Sequence[Path], seed: Path | None) -> dict[str, Report]:
    found = {r.source.rpartition("#")[2]: r for r in read_reports(targets)}
    if seed:
        found["seed"] = read_reports([seed])[0]
    return {name: replace(report, report_id=name) for name, report in found.items()}


@click.command()
@click.option("--questions", type=_THERE, required=True)
@click.option("--answers", type=_THERE, required=True)
@click.option("--reports", type=_THERE, multiple=True, required=True, help="The records that were ingested.")
@click.option("--seed", type=_THERE, help="The report that the questions call 'seed'.")
@click.option("--scorer", type=_THERE, required=True, help="The other scorer.")
@click.option("--most", type=int, default=3, show_default=True, help="The most questions that may be judged differently.")
def main(questions: Path, answers: Path, reports: tuple[Path, ...], seed: Path | None, scorer: Path, most: int) -> None:
    """Judge the same answers with both scorers and print what they judge differently."""
    other, shelf = _load(scorer), _shelf(reports, seed)
    texts = {n: {"title": r.title, "date": r.published, "text": f"{r.title}\n{r.text}"} for n, r in shelf.items()}
    given = {a["id"]: a for a in _lines(answers)}
    asked = [q for q in _lines(questions) if q["id"] in given]
    differ = 0
    for question in asked:
        answer = given[question["id"]]
        theirs = other.score_one(question, answer, texts, scorers.LONGEST_QUOTE)
        lines = differences(Seen(case_of(question, shelf), known(answer, shelf), shelf), theirs)
        differ += bool(lines)
        for line in lines:
            click.echo(f"{question['id']} [{question['kind']}/{question['lang']}] {line}\n    {str(answer.get('text'))[:200]!r}")
    click.echo(f"{differ} of {len(asked)} questions judged differently")
    raise SystemExit(1 if differ > most else 0)


if __name__ == "__main__":
    main()
