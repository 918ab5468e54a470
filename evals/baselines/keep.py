"""Keep runs as baselines, and print the README's table of them.

Use: python -m evals.baselines.keep [embedded.json ...]; without a run it prints the table alone.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from evals import record
from evals.record import Row, Run
from evals.report import table

HERE = Path(__file__).parent
ORDER = ("embedded", "ollama", "small", "naive")  # the files, as the table lists them


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
        if path.stem not in ORDER:
            raise click.UsageError(f"{path.name} is none of the baselines; name it {', '.join(f'{name}.json' for name in ORDER)}")
    for path in runs:
        record.write(lean(record.read(path)), HERE / path.name)
    click.echo("\n".join(table(kept())))


if __name__ == "__main__":
    main()
