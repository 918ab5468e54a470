"""Keep runs as baselines, and print the README's two tables of them.

Use: python -m evals.baselines.keep [embedded.json ... robust.json]; without a run it prints the tables alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from evals import record, robust
from evals.record import Row, Run
from evals.report import table

HERE = Path(__file__).parent
ORDER = ("embedded", "ollama", "small", "naive")  # the files, as the table lists them
ROBUST = HERE / "robust.json"  # what `sitrep eval robust` wrote


def kept() -> list[Run]:
    """The baselines, in the table's order."""
    return [record.read(HERE / f"{name}.json") for name in ORDER]


def lean(run: Run) -> Run:
    """A run without the passages found, the steps and the folders: all that `sitrep eval compare` needs, at a fifth of the size."""
    return replace(run, rows=tuple(_lean(row) for row in run.rows))


def _lean(row: Row) -> Row:
    cited = [citation | {"source": Path(citation["source"]).name} for citation in row.answer["citations"]]
    trace = dict(row.answer["trace"]) | {"steps": []}
    return replace(row, answer=dict(row.answer) | {"citations": cited, "hits": [], "trace": trace})


@click.command()
@click.argument("runs", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(runs: tuple[Path, ...]) -> None:
    """Keep RUNS, each under its own file name, and print the table of all that are kept."""
    for path in runs:
        if path.stem not in (*ORDER, ROBUST.stem):
            names = ", ".join(f"{name}.json" for name in (*ORDER, ROBUST.stem))
            raise click.UsageError(f"{path.name} is none of the baselines; name it {names}")
    for path in runs:
        if path.name == ROBUST.name:
            ROBUST.write_bytes(path.read_bytes())
        else:
            record.write(lean(record.read(path)), HERE / path.name)
    click.echo("\n".join([*table(kept()), "", *robust.kept(ROBUST)]))


if __name__ == "__main__":
    main()
