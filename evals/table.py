"""Runs as a Markdown table, a row each, for a README or a pull request."""

from __future__ import annotations

from collections.abc import Sequence

from evals.record import Run
from evals.stats import quantile

_SHARES = (
    ("grounded", "right, carried by a quote"),
    ("refused_right", "rightly silent"),
    ("refused_wrong", "wrongly silent"),
    ("citation_precision", "citations that state it"),
)
_COUNTS = (("loose_numbers", "loose numbers"), ("bad_quotes", "bad quotes"))


def table(runs: Sequence[Run]) -> list[str]:
    """A head and one line a run: means ± one standard error over distinct facts, counts, and the median seconds an answer."""
    heads = ["", "cases", *(told for _, told in _SHARES + _COUNTS), "seconds"]
    return [_line(heads), _line(["---", *["---:"] * (len(heads) - 1)]), *(_line(_cells(run)) for run in runs)]


def _cells(run: Run) -> list[str]:
    shares = [str(run.mean(score) or "–") for score, _ in _SHARES]
    counts = [str(run.total(score)) for score, _ in _COUNTS]
    middle = quantile([r.scores["seconds"].value for r in run.rows if r.scores["seconds"].value is not None], 0.5)
    seconds = "–" if middle is None else f"{middle:.1f}"
    return [f"{run.made.system}, {run.made.model}", str(len(run.rows)), *shares, *counts, seconds]


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
