"""How far the two labellings agree: `python -m evals.figures_gold.agreement`. Needs no text: labels and offsets only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

HERE = Path(__file__).parent
Label = dict[str, Any]


def load(path: Path) -> list[Label]:
    """The labelled sentences of one file, in the order drawn."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def overlap(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def pairs(first: list[Label], second: list[Label]) -> list[tuple[Label, Label]]:
    """Figures that both labellings have: same sentence, same number."""
    return [
        (a, b)
        for one, other in zip(first, second, strict=True)
        for a in one["figures"]
        for b in other["figures"]
        if overlap(a["number"], b["number"])
    ]


def kappa(matched: list[tuple[Label, Label]], field: str) -> float:
    """Cohen's kappa of one field over the figures that both have."""
    n = len(matched)
    seen = sum(a[field] == b[field] for a, b in matched) / n
    left, right = Counter(a[field] for a, _ in matched), Counter(b[field] for _, b in matched)
    chance = sum(left[k] * right[k] for k in left) / n**2
    return (seen - chance) / (1 - chance) if chance < 1 else 1.0


@click.command()
def main() -> None:
    """Print precision and recall of the second labelling against the first, and kappa on `what` and `who`."""
    first, second = load(HERE / "first.jsonl"), load(HERE / "second.jsonl")
    matched = pairs(first, second)
    one, other = (sum(len(s["figures"]) for s in labels) for labels in (first, second))
    whole = sum(all(a[k] == b[k] for k in ("value", "what", "who")) for a, b in matched)
    click.echo(f"figures: first {one}, second {other}, number in both {len(matched)}, value, what and who alike {whole}")
    click.echo(f"second against first: precision {whole / other:.3f}, recall {whole / one:.3f}")
    for field in ("what", "who"):
        click.echo(f"kappa {field}: {kappa(matched, field):.3f}")


if __name__ == "__main__":
    main()
