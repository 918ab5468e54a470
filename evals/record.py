"""The record of a run: what it was made with, and for each case the answer, its scores and the stage that lost it. One JSON file.

While a run goes on its rows are appended to FILE.part, a line each, so that a run that was stopped goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

from assistant.answer import Answer
from evals.case import Case, CaseError, parse
from evals.scorers import Score
from evals.stats import Mean, mean
from ingest.report import Report

FORMAT = 1


class RecordError(CaseError):
    """A record that cannot be read, or that another configuration made."""


@dataclass(frozen=True, slots=True)
class Made:
    """What a run was made with. Two runs with the same `key` may share rows."""

    system: str
    model: str
    prompt_version: str
    settings_hash: str
    weights: str
    reports: str
    threshold: float = 0.5
    settings: Mapping[str, Any] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    machine: Mapping[str, Any] = field(default_factory=dict)
    started: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """What can change an answer."""
        return (self.system, self.model, self.prompt_version, self.settings_hash, self.weights, self.reports)


@dataclass(frozen=True, slots=True)
class Row:
    """One case once: the answer as JSON, its scores by scorer, and the words around each citation's quote (before, after)."""

    case: Case
    repeat: int
    answer: Mapping[str, Any]
    scores: Mapping[str, Score]
    stage: str = ""
    around: Sequence[tuple[str, str]] = ()

    @property
    def right(self) -> bool | None:
        """Whether the case is right as a whole: grounded, or refused where no report answers; None if unscored."""
        value = self.scores["grounded" if self.case.answerable else "refused_right"].value
        return None if value is None else value == 1.0

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON-ready data."""
        scores = {name: [s.value, s.why] for name, s in self.scores.items()}
        return {
            "case": self.case.to_dict(),
            "repeat": self.repeat,
            "answer": dict(self.answer),
            "scores": scores,
            "stage": self.stage,
            "around": [list(a) for a in self.around],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Row:
        """A row back from its JSON form."""
        scores = {name: Score(value, why) for name, (value, why) in data["scores"].items()}
        around = tuple((a[0], a[1]) for a in data["around"])
        return cls(parse(data["case"]), data["repeat"], data["answer"], scores, data["stage"], around)


@dataclass(frozen=True, slots=True)
class Run:
    """A whole run. `name` is what people call it: the file's name."""

    made: Made
    rows: tuple[Row, ...]
    seconds: float = 0.0
    name: str = ""

    def mean(self, score: str, *, kind: str = "", language: str = "") -> Mean | None:
        """The mean of a score over distinct facts (repeats and languages of one fact are averaged first), None if none is scored."""
        chosen = [r for r in self.rows if kind in ("", r.case.kind) and language in ("", r.case.language)]
        return mean(by_fact(chosen, score).values())

    def total(self, score: str) -> int:
        """The sum of a count over all rows."""
        return sum(int(r.scores[score].value or 0) for r in self.rows)

    @property
    def failed(self) -> int:
        """Rows for which no model could be asked."""
        return sum(r.stage == "no model" for r in self.rows)

    @property
    def balanced(self) -> Mean | None:
        """The mean of grounded and refused_right: what a system that always or never answers cannot win."""
        halves = [m for m in (self.mean("grounded"), self.mean("refused_right")) if m]
        if not halves:
            return None
        errors = [m.error for m in halves if m.error is not None]
        error = sum(e * e for e in errors) ** 0.5 / len(halves) if len(errors) == len(halves) else None
        return Mean(sum(m.value for m in halves) / len(halves), error, sum(m.n for m in halves))


def by_fact(rows: Iterable[Row], score: str) -> dict[str, float]:
    """The mean score of each distinct fact that was scored."""
    found: dict[str, list[float]] = {}
    for row in rows:
        value = row.scores[score].value
        if value is not None:
            found.setdefault(row.case.fact or row.case.id, []).append(value)
    return {name: sum(values) / len(values) for name, values in found.items()}


def around(answer: Answer, reports: Mapping[str, Report], reach: int = 220) -> tuple[tuple[str, str], ...]:
    """The words before and after each citation's quote, for the reader of the report."""
    texts = [reports[c.report_id].text if c.report_id in reports else "" for c in answer.citations]
    return tuple((t[max(0, c.start - reach) : c.start], t[c.end : c.end + reach]) for c, t in zip(answer.citations, texts, strict=True))


# ---------------------------------------------------------------- files


def write(run: Run, path: Path) -> None:
    """Write the whole run at once, and drop its partial file."""
    data = {"format": FORMAT, "made": asdict(run.made), "seconds": run.seconds, "rows": [r.to_dict() for r in run.rows]}
    whole = path.with_name(f"{path.name}.new")
    whole.parent.mkdir(parents=True, exist_ok=True)
    whole.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    os.replace(whole, path)
    part(path).unlink(missing_ok=True)


def read(path: Path) -> Run:
    """A finished run; RecordError if the file is none."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise RecordError(f"{path} is of format {data['format']}, this sitrep reads {FORMAT}; run it again")
        return Run(Made(**data["made"]), tuple(Row.from_dict(r) for r in data["rows"]), data["seconds"], path.stem)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordError(f"{path} is no record of a run ({error}); make one with: sitrep eval run --out {path.name}") from error


def part(path: Path) -> Path:
    """Where the rows of a run stand until it is finished."""
    return path.with_name(f"{path.name}.part")


def so_far(path: Path, made: Made) -> list[Row]:
    """The rows that an earlier run into `path` made with the same things; RecordError if it was made with others."""
    rows: list[Row] = []
    if path.exists():
        before = read(path)
        _same(before.made, made, path)
        rows += before.rows
    if part(path).exists():
        head, *lines = part(path).read_text(encoding="utf-8").splitlines() or [""]
        try:
            _same(Made(**json.loads(head)), made, path)
        except (ValueError, TypeError) as error:
            raise RecordError(f"{part(path)} is no record of a run ({error}); remove it") from error
        rows += [Row.from_dict(json.loads(line)) for line in lines if line.endswith("}")]  # a torn last line is run again
    return rows


def append(path: Path, made: Made, row: Row) -> None:
    """Keep one row of a run that goes on."""
    file = part(path)
    new = not file.exists()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        if new:
            stream.write(json.dumps(asdict(made)) + "\n")
        stream.write(json.dumps(row.to_dict(), ensure_ascii=False) + "\n")


def others(before: Made, now: Made) -> str:
    """What of two runs is not the same, "" if they may share rows."""
    names = ("system", "model", "prompts", "settings", "weights", "reports")
    return ", ".join(f"{n} {a} (now {b})" for n, a, b in zip(names, before.key, now.key, strict=True) if a != b)


def _same(before: Made, now: Made, path: Path) -> None:
    if other := others(before, now):
        raise RecordError(f"{path} was made with other {other}; give another --out or remove it")


# ---------------------------------------------------------------- what a run was made with


def digest(parts: Iterable[str]) -> str:
    """A short hash of these texts, in any order."""
    return hashlib.sha256(json.dumps(sorted(parts)).encode()).hexdigest()[:12]


@cache
def packages() -> dict[str, str]:
    """The versions of sitrep and what it depends on."""
    names = ["sitrep", *(_name(r) for r in metadata.requires("sitrep") or [])]
    found = {}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def machine() -> dict[str, Any]:
    """The machine a run was made on: system, processor, cores, memory in GB."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if line.startswith("model name")]
        cpu = models[0] if models else cpu
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9 if hasattr(os, "sysconf") else 0.0
    found = {"system": platform.platform(), "python": platform.python_version(), "cpu": cpu, "cores": os.cpu_count()}
    return found | {"memory": round(memory, 1)}


def _name(requirement: str) -> str:
    return "".join(c if c.isalnum() or c in "-_." else " " for c in requirement).split()[0]
