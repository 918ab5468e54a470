"""How right the figures ledger is on the labelled sentences: `python -m evals.figures_check --reports REPORTS.jsonl`.

Every labelled sentence's report is read whole by the extractor; its figures are then compared with the labels by the place of their
number. A figure is right if its value (or both bounds of a range), `what` and `who` are; precision is over what was extracted inside the
labelled sentences, recall over the labels. Standard errors come from resampling sentences, since figures of one sentence err together.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import click

from evals.figures_gold.agreement import load, overlap
from evals.figures_gold.draw import HERE, digest, texts
from ingest import dates, figures, split
from ingest.report import Figure, Report

FIELDS = ("value", "what", "who")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One labelled sentence: its labels, the figures extracted inside it, and which of them are the same number."""

    row: dict[str, Any]
    text: str
    labels: list[dict[str, Any]]
    found: list[Figure]

    def pairs(self) -> list[tuple[dict[str, Any], Figure]]:
        """Labels with the figure whose number stands at the same place."""
        at = self.row["start"]
        return [
            (label, f)
            for label in self.labels
            for f in self.found
            if overlap([label["number"][0] + at, label["number"][1] + at], [f.number_start, f.number_end])
        ]

    def right(self, fields: Sequence[str]) -> int:
        """How many figures are right in these fields."""
        return sum(all(agrees(label, figure, field) for field in fields) for label, figure in self.pairs())


def agrees(label: dict[str, Any], figure: Figure, field: str) -> bool:
    """Whether a figure is what the label says, in one field."""
    if field == "value":
        ends = label["low"] is not None and label["high"] is not None
        return figure.value == label["value"] or (ends and (figure.low, figure.high) == (label["low"], label["high"]))
    return bool(getattr(figure, field) == label[field])


def read_reports(reports: Path, seeds: Path) -> dict[str, Report]:
    """Every report that may be labelled, with the date that rules."""
    metadata = {r["id"]: r for r in map(json.loads, reports.read_text(encoding="utf-8").splitlines())}
    made = {}
    for name, (text, language) in texts(reports, seeds).items():
        published = metadata.get(name, {}).get("date", name[:10] if name[:4].isdecimal() and name[4:5] == "-" else "")
        made[name] = Report(name, name, text, published=published, dateline=dates.dateline(text, published), language=language)
    return made


def check(reports: dict[str, Report], labels: str = "first", half: str = "") -> list[Sentence]:
    """Extract the figures of every labelled sentence of a half ("dev", "test"; "" for both)."""
    made = []
    known: dict[str, list[Figure]] = {}
    for row, labelled in zip(load(HERE / "drawn.jsonl"), load(HERE / f"{labels}.jsonl"), strict=True):
        if half and row["half"] != half:
            continue
        report = reports[row["report"]]
        text = report.text[row["start"] : row["end"]]
        if digest(text) != row["sha256"]:
            raise click.ClickException(f"{row['report']}: the text is not the one that was labelled; give the reports that were drawn from")
        if report.report_id not in known:
            known[report.report_id] = figures.extract(report, split.passages(report))
        inside = [f for f in known[report.report_id] if row["start"] <= f.number_start < row["end"]]
        made.append(Sentence(row, text, labelled["figures"], inside))
    return made


def precision(sentences: Sequence[Sentence], fields: Sequence[str]) -> float:
    """Share of the extracted figures that are right."""
    return sum(s.right(fields) for s in sentences) / max(sum(len(s.found) for s in sentences), 1)


def recall(sentences: Sequence[Sentence], fields: Sequence[str]) -> float:
    """Share of the labels that were extracted right."""
    return sum(s.right(fields) for s in sentences) / max(sum(len(s.labels) for s in sentences), 1)


def standard_error(sentences: Sequence[Sentence], measure: Callable[[Sequence[Sentence]], float], times: int = 1000) -> float:
    """The standard deviation of a measure over resampled sentences (fixed seed)."""
    dice = random.Random(7)
    drawn = [measure(dice.choices(sentences, k=len(sentences))) for _ in range(times)]
    mean = sum(drawn) / times
    return float((sum((d - mean) ** 2 for d in drawn) / times) ** 0.5)


def _row(name: str, sentences: Sequence[Sentence], fields: Sequence[str]) -> str:
    shown = []
    for measure in (precision, recall):
        share = partial(measure, fields=fields)
        shown.append(f"{measure.__name__} {share(sentences):.3f} ± {standard_error(sentences, share):.3f}")
    return f"{name:28} {'   '.join(shown)}"


def sources_right(sentences: Sequence[Sentence]) -> float:
    """Share of the figures whose sentence names who says so that are attributed to (a part of) that name."""
    named = [
        (s.text[slice(*label["attributed_to"])].lower(), figure.attributed_to.lower())
        for s in sentences
        for label, figure in s.pairs()
        if label["attributed_to"]
    ]
    return sum(bool(got) and (got in name or name in got) for name, got in named) / max(len(named), 1)


def _mistakes(sentences: Sequence[Sentence]) -> list[str]:
    lines = []
    for s in sentences:
        at = s.row["start"]
        paired = s.pairs()
        for label, figure in paired:
            if not all(agrees(label, figure, field) for field in FIELDS):
                lines.append(f"WRONG  {[label[f] for f in FIELDS]} read as {[getattr(figure, f) for f in FIELDS]}: {s.text}")
        missed = [label for label in s.labels if all(label is not known for known, _ in paired)]
        extra = [f for f in s.found if all(f is not known for _, known in paired)]
        lines += [f"MISSED {[m[f] for f in FIELDS]} {s.text[m['number'][0] : m['number'][1]]!r}: {s.text}" for m in missed]
        lines += [f"EXTRA  {[getattr(f, k) for k in FIELDS]} {s.text[f.number_start - at : f.number_end - at]!r}: {s.text}" for f in extra]
    return lines


@click.command()
@click.option(
    "--reports", type=click.Path(exists=True, path_type=Path), required=True, help="The JSONL that the sentences were drawn from."
)
@click.option("--seeds", type=click.Path(exists=True, path_type=Path), default=Path("seeds"), show_default=True)
@click.option("--labels", type=click.Choice(["first", "second"]), default="first", show_default=True)
@click.option("--half", type=click.Choice(["both", "dev", "test"]), default="both", show_default=True)
@click.option("--mistakes", is_flag=True, help="List what is wrong (only of the dev half, so that the test half stays unseen).")
def main(reports: Path, seeds: Path, labels: str, half: str, mistakes: bool) -> None:
    """Print precision and recall of the figures ledger with standard errors."""
    by_id = read_reports(reports, seeds)
    for name in ("dev", "test") if half == "both" else (half,):
        sentences = check(by_id, labels, name)
        wanted, got = sum(len(s.labels) for s in sentences), sum(len(s.found) for s in sentences)
        click.echo(f"{name}: {len(sentences)} sentences, {wanted} figures labelled, {got} extracted")
        for fields in (("value",), ("value", "what"), ("value", "who"), FIELDS):
            click.echo("  " + _row(", ".join(fields), sentences, fields))
        click.echo(
            f"  {'who says so, where named':28} right     {sources_right(sentences):.3f} ± {standard_error(sentences, sources_right):.3f}"
        )
    if half == "both":
        sentences = check(by_id, labels)
        click.echo(f"all: {len(sentences)} sentences")
        click.echo("  " + _row(", ".join(FIELDS), sentences, FIELDS))
    if mistakes:
        click.echo("\n".join(_mistakes(check(by_id, labels, "dev"))))


if __name__ == "__main__":
    main()
