"""Keep runs as baselines, and print the README's table of them.

Use: python -m evals.baselines [RUN.json ...]
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from evals import record
from evals.record import Row, Run
from evals.table import table

HERE = Path(__file__).parent
ORDER = ("embedded", "ollama", "small", "naive")  # the files, as the table lists them


def kept() -> list[Run]:
    """The baselines, in the table's order."""
    return [record.read(HERE / f"{name}.json") for name in ORDER]


def lean(run: Run) -> Run:
    """A run without the passages found, the steps and the folders: all that `sitrep eval compare` needs, at a tenth of the size."""
    return replace(run, rows=tuple(_lean(row) for row in run.rows))


def _lean(row: Row) -> Row:
    cited = [citation | {"source": Path(citation["source"]).name} for citation in row.answer["citations"]]
    trace = dict(row.answer["trace"]) | {"steps": []}
    return replace(row, answer=dict(row.answer) | {"citations": cited, "hits": [], "trace": trace})


if __name__ == "__main__":
    for path in map(Path, sys.argv[1:]):
        record.write(lean(record.read(path)), HERE / path.name)
    click.echo("\n".join(table(kept())))
