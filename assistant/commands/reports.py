"""`sitrep ingest`, `sitrep reports list|show|remove`, `sitrep reindex`: what the archive holds, and what goes in and out."""

from __future__ import annotations

import dataclasses
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ingest.errors import UnknownReport
from ingest.report import Figure, Passage, Report
from ingest.settings import Settings, load

if TYPE_CHECKING:
    from ingest.archive import Archive
    from ingest.pipeline import IngestSummary, Result

_home = click.option(
    "--home", type=click.Path(path_type=Path, file_okay=False), help="Folder of the archive (default: SITREP_HOME or .sitrep)."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_PATIENCE = 2.0  # seconds of silence before a run without a terminal says how far it is
_EVERY = 10.0


@click.command()
@click.argument("targets", nargs=-1, required=True, metavar="PATH|URL ...")
@_home
@_json
@click.pass_context
def ingest(ctx: click.Context, targets: tuple[str, ...], home: Path | None, as_json: bool) -> None:
    """Add reports: files (txt, md, html, pdf, docx, jsonl, csv), folders, globs, addresses."""
    from ingest import pipeline, sources

    settings = load(home=home)
    with Progress("reading reports") as progress:
        summary = pipeline.ingest_all(targets, settings, on_progress=progress.at)
    left_out = sources.ignored(targets, settings)
    if as_json:
        click.echo(_dumps(_summary_data(summary, left_out)))
    else:
        _tell(summary, left_out)
    ctx.exit(summary.exit_code)


@click.group()
def reports() -> None:
    """List, show and remove reports."""


@reports.command("list")
@_home
@_json
def list_(home: Path | None, as_json: bool) -> None:
    """Every report: id, date that rules, language, publisher, title, source."""
    settings = load(home=home)
    found: list[Report] = []
    if _any(settings):
        with _archive(settings) as archive:
            found = sorted(archive.reports(), key=lambda report: (report.date, report.source))
    if as_json:
        click.echo(_dumps([_report_data(report, text=False) for report in found]))
        return
    for report in found:
        click.echo(_row(report))
    if not found:
        click.echo("no reports yet; add some: sitrep ingest PATH")


@reports.command()
@click.argument("name", metavar="ID|SOURCE")
@_home
@_json
def show(name: str, home: Path | None, as_json: bool) -> None:
    """One report: its text, its passages and the figures found in it. The beginning of its id is enough."""
    with _archive(load(home=home)) as archive:
        report = archive.report(_resolve(name, archive))
        passages, figures = archive.passages_of(report.report_id), archive.figures([report.report_id])
        others = [source for source in archive.sources(report.report_id) if source != report.source]
    if as_json:
        parts = {
            "also_at": others,
            "passages": [dataclasses.asdict(p) for p in passages],
            "figures": [dataclasses.asdict(f) for f in figures],
        }
        click.echo(_dumps(_report_data(report) | parts))
    else:
        click.echo("\n".join([*_heading(report, others), "", plain(report.text), *_passage_lines(passages), *_figure_lines(figures)]))


@reports.command()
@click.argument("name", metavar="ID|SOURCE")
@_home
def remove(name: str, home: Path | None) -> None:
    """Forget a report, or all records of a file: text, passages, figures and vectors. The file it was read from stays."""
    from ingest import pipeline
    from ingest.desk import open_desk

    settings = load(home=home)
    with _archive(settings) as archive:
        records = [report for report in archive.reports() if report.source.startswith(f"{name}#")]
        found = records or [archive.report(_resolve(name, archive))]
    with open_desk(settings) as desk:
        for report in found:
            desk.archive.remove(report.report_id)
        pipeline.catch_up(desk)
    what = (
        f"{found[0].report_id[:8]}  {line(found[0].title) or line(found[0].source)}"
        if len(found) == 1
        else f"{len(found)} reports of {line(name)}"
    )
    click.echo(f"removed {what}")


@click.command()
@_home
def reindex(home: Path | None) -> None:
    """Derive passages, figures and vectors anew from the archive; no source file is needed."""
    from ingest import pipeline

    with Progress("indexing reports") as progress:
        number = pipeline.reindex(load(home=home), on_progress=progress.at)
    click.echo(f"indexed {number} reports")


class Progress:
    """How far a long run is, on standard error: a bar on a terminal, else a line now and then once it takes longer than 2 seconds."""

    def __init__(self, what: str) -> None:
        from tqdm import tqdm

        self._bar = tqdm(desc=what, file=sys.stderr, disable=not sys.stderr.isatty(), leave=False, dynamic_ncols=True)
        self._what, self._done = what, 0
        self._speak_at = time.monotonic() + _PATIENCE

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def at(self, done: int, total: int | None) -> None:
        """So many are done, out of `total` (an estimate, which grows if it was too low)."""
        if total is not None:
            total = max(total, done)
        self._bar.total = total
        self._bar.update(done - self._done)
        self._done = done
        if self._bar.disable and time.monotonic() >= self._speak_at:
            self._speak_at = time.monotonic() + _EVERY
            click.echo(f"{self._what}: {done}{f' of {total}' if total else ''}", err=True)


def plain(text: str) -> str:
    """A report's text for the terminal: what could move the cursor or turn the writing direction is shown as U+FFFD."""
    return "".join("\ufffd" if _acts(c) else c for c in text)


def line(text: str) -> str:
    """The same on one line."""
    return plain(" ".join(text.split()))


def _acts(c: str) -> bool:
    return (c < " " and c not in "\n\t\r") or "\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e" or "\u2066" <= c <= "\u2069"


def _dumps(data: Any) -> str:
    from assistant.wire import dumps

    return dumps(data, indent=2)


def _any(settings: Settings) -> bool:
    return (settings.home / "archive.sqlite").exists()


def _archive(settings: Settings) -> Archive:
    """The archive, if there is one: to look for a report must not make one. Raises UnknownReport."""
    from ingest.archive import Archive

    if not _any(settings):
        raise UnknownReport(f"no reports in {settings.home} yet; add some: sitrep ingest PATH")
    return Archive.open(settings.home)


def _resolve(name: str, archive: Archive) -> str:
    """The id of the report meant by an id, the beginning of one, or a source. Raises UnknownReport."""
    ids = archive.report_ids()
    if name in ids:
        return name
    if at := archive.at(name):
        return at
    found = [report_id for report_id in ids if name and report_id.startswith(name.lower())]
    if len(found) > 1:
        raise UnknownReport(f"{name!r} begins the ids of {len(found)} reports; give more of it: {', '.join(found[:3])} ...")
    if not found:
        raise UnknownReport(f"no report {line(name)!r}; `sitrep reports list` shows which there are")
    return found[0]


def _report_data(report: Report, *, text: bool = True) -> dict[str, Any]:
    from assistant.wire import report_data

    return report_data(report, text=text) | {"date": report.date, "dates_disagree": report.dates_disagree, "characters": len(report.text)}


def _summary_data(summary: IngestSummary, left_out: int) -> dict[str, Any]:
    counts = {status: len(those) for status, those in _by_status(summary)}
    return counts | {"left_out": left_out, "results": [dataclasses.asdict(result) for result in summary.results]}


def _by_status(summary: IngestSummary) -> list[tuple[str, tuple[Result, ...]]]:
    return [(status, getattr(summary, status)) for status in ("added", "unchanged", "replaced", "failed")]


def _tell(summary: IngestSummary, left_out: int) -> None:
    for result in summary.results:
        if result.message:
            kind = "failed" if result.status == "failed" else "note"
            click.echo(f"{kind}: {line(result.source)}: {line(result.message)}", err=True)
    if left_out:
        click.echo(f"note: {left_out} file{'s' * (left_out > 1)} of no known format left out", err=True)
    click.echo(", ".join(f"{status} {len(those)}" for status, those in _by_status(summary)))


def _row(report: Report) -> str:
    title = line(report.title) or line(report.text[:60])
    note = f"  [published {report.published}, but its text says {report.dateline}]" if report.dates_disagree else ""
    columns = (report.report_id[:8], f"{report.date or '-':10}", f"{report.language or '-':2}", f"{line(report.publisher) or '-':14}")
    return "  ".join((*columns, title, line(report.source))) + note


def _heading(report: Report, others: list[str]) -> list[str]:
    """The report's metadata, a field a line."""
    published = report.published + (f" (but its text says {report.dateline}, which rules)" if report.dates_disagree else "")
    fields = {
        "id": report.report_id,
        "title": report.title,
        "publisher": report.publisher,
        "published": published,
        "dateline": "" if report.dates_disagree else report.dateline,
        "language": report.language,
        "places": "; ".join(report.places),
        "url": report.url,
        "source": report.source,
        "also at": "; ".join(others),
        "ingested": report.ingested_at,
        **report.metadata,
    }
    return [f"{line(name)}: {line(value)}" for name, value in fields.items() if value]


def _passage_lines(passages: list[Passage]) -> list[str]:
    return ["", "passages", *(f"  {p.start}-{p.end}  {line(p.text)[:100]}" for p in passages)]


def _figure_lines(figures: list[Figure]) -> list[str]:
    return ["", "figures", *(f"  {_figure(figure)}" for figure in figures)] if figures else []


def _figure(figure: Figure) -> str:
    value = f"{figure.value:,.0f}" if figure.value == int(figure.value) else f"{figure.value:g}"
    who = figure.who if figure.who != figure.unit else ""
    said = (figure.approx, value, figure.unit, figure.what, who, figure.where and f"in {figure.where}", figure.as_of)
    by = f" ({figure.attributed_to})" if figure.attributed_to else ""
    return f"{figure.start}-{figure.end}  " + line(" ".join(filter(None, said)) + by)
