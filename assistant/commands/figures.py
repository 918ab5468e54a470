"""`sitrep figures`: the counts that the reports state, as a table with sources, as CSV or as JSON."""

from __future__ import annotations

import csv
import dataclasses
import io
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from assistant.terminal import plain
from ingest.report import Figure, Report

_HEADS = ("value", "what", "who", "where", "happened", "as of", "counted by", "publisher", "source")
_WIDEST = {"who": 28, "where": 18, "counted by": 36, "publisher": 22, "source": 48}
_RIGHT = {"value"}
_CSV = (
    "value low high approx unit what who where event_date as_of attributed_to publisher part_of report_id source title language start end "
    "number_start number_end quote".split()
)
_FORMULAS = ("=", "+", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so


@click.command()
@click.argument("query", nargs=-1)
@click.option("--csv", "as_csv", is_flag=True, help="Print CSV: every field, the quote and its offsets in the report's text.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON: every field, the quote and its offsets in the report's text.")
@click.option("--limit", type=click.IntRange(1), default=40, show_default=True, help="Rows of the table; CSV and JSON have all.")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Folder of the archive (default: SITREP_HOME or .sitrep).")
def figures(query: tuple[str, ...], as_csv: bool, as_json: bool, limit: int, home: Path | None) -> None:
    """List the counts that the reports state about QUERY, latest report first; all of them without QUERY.

    QUERY is a few words in English, French, Spanish or Arabic: what happened, to whom, where, when, who says so, or a number
    ("children killed Aleppo 2016", "blessés Homs", "OCHA displaced").
    """
    if as_csv and as_json:
        raise click.UsageError("--csv or --json, not both")
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    found, reports, whole = _found(" ".join(query), home)
    if as_csv:
        click.echo(_as_csv(found, reports), nl=False)
    elif as_json:
        from assistant.wire import dumps

        click.echo(dumps([_data(figure, reports[figure.report_id]) for figure in found], indent=2))
    else:
        click.echo("\n".join(table([_row(figure, reports[figure.report_id]) for figure in found[:limit]])))
        if len(found) > limit:
            click.echo(f"... and {len(found) - limit} more; --limit {len(found)} or --csv shows all")
    if not whole and found:
        click.echo("no figure fits all of that; these fit most of it", err=True)


def _found(query: str, home: Path | None) -> tuple[list[Figure], dict[str, Report], bool]:
    """The figures, their reports, and whether they fit the whole query; raises UnknownReport where there is no archive."""
    from ingest.archive import Archive
    from ingest.errors import UnknownReport
    from ingest.figures_search import find
    from ingest.settings import load

    settings = load(home=home)
    if not (settings.home / "archive.sqlite").exists():  # to look for figures must not make an archive
        raise UnknownReport(f"no reports in {settings.home} yet; add some: sitrep ingest PATH")
    with Archive.open(settings.home) as archive:
        found = find(archive, query)
        return found.figures, {report.report_id: report for report in archive.reports()}, found.whole


def _row(figure: Figure, report: Report) -> Mapping[str, str]:
    who = figure.unit if figure.unit and figure.who in {"", "people", "things"} else figure.who
    cells = (shown(figure), figure.what, who, figure.where, figure.event_date, figure.as_of, figure.attributed_to)
    return dict(zip(_HEADS, map(plain, (*cells, figure.publisher, report.source)), strict=True))


def shown(figure: Figure) -> str:
    """The count as the text has it: with its hedge, or as a range."""
    if figure.low is not None and figure.high is not None and figure.low != figure.high:
        return f"{_number(figure.low)}-{_number(figure.high)}"
    return f"{figure.approx} {_number(figure.value)}".strip()


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


def table(rows: Sequence[Mapping[str, str]]) -> list[str]:
    """The rows under their heads, columns aligned; a line that says so if there is none."""
    if not rows:
        return ["no figure about that; `sitrep figures` without words lists all"]
    heads = [head for head in _HEADS if any(row[head] for row in rows)]
    cells = [heads, *([_cut(row[head], _WIDEST.get(head, 40)) for head in heads] for row in rows)]
    widths = [max(_width(line[i]) for line in cells) for i in range(len(heads))]
    return ["  ".join(_padded(cell, width, head) for cell, width, head in zip(line, widths, heads, strict=True)).rstrip() for line in cells]


def _cut(text: str, width: int) -> str:
    return text if _width(text) <= width else text[: width - 1] + "…"


def _padded(text: str, width: int, head: str) -> str:
    gap = " " * (width - _width(text))
    return gap + text if head in _RIGHT else text + gap


def _width(text: str) -> int:
    """Columns that a terminal gives the text: none for combining marks, two for wide letters."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _data(figure: Figure, report: Report) -> dict[str, Any]:
    """Everything known of a figure, with the words that state it: `text[start:end] == quote`."""
    data = dataclasses.asdict(figure)
    del data["marker"]
    return data | {
        "source": report.source,
        "title": report.title,
        "language": report.language,
        "quote": report.text[figure.start : figure.end],
    }


def _as_csv(found: Iterable[Figure], reports: Mapping[str, Report]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_CSV)
    for figure in found:
        data = _data(figure, reports[figure.report_id])
        writer.writerow([_cell(data[name]) for name in _CSV])
    return out.getvalue()


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula; whole numbers without a point."""
    if isinstance(value, float):
        return int(value) if value == int(value) else value
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value
