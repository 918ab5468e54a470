"""`sitrep eval`: how often the assistant is right, wrong and rightly silent, on cases with known answers."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ingest.errors import SitrepError

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from evals.case import Case
    from evals.compare import Comparison, Paired
    from evals.record import Run
    from evals.run import Answerer
    from ingest.report import Report

_FILE = click.Path(path_type=Path, dir_okay=False)
_THERE = click.Path(path_type=Path, exists=True)
_HOME = click.option(
    "--home", type=click.Path(path_type=Path), metavar="DIR", help="Where the archive is.  [default: SITREP_HOME, else .sitrep]"
)
_HEADLINES = "grounded correct refused_right refused_wrong conflict citation_precision citation_recall language seconds".split()


@click.group(name="eval")
def eval_() -> None:
    """Measure how often answers are right, wrong and rightly silent, on cases with known answers."""


@eval_.command()
@click.option("--cases", type=_THERE, multiple=True, help="Files or folders of cases; may be repeated.  [default: sitrep's own]")
@click.option("--reports", type=_THERE, multiple=True, help="Answer from these reports, in an archive made for this run alone.")
@click.option("--out", type=_FILE, required=True, metavar="RUN.json", help="The record; a run that was stopped goes on here.")
@click.option("--model", metavar="M", help="embedded, or ollama/NAME.  [default: SITREP_MODEL, else what is there]")
@click.option("--system", type=click.Choice(["sitrep", "naive"]), default="sitrep", help="What answers: sitrep, or the naive baseline.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="Only N cases, spread evenly over the set.")
@click.option("--repeat", type=click.IntRange(1), default=1, metavar="K", help="Ask each case K times.")
@click.option("--cache", type=_FILE, metavar="FILE", help="Keep the model's replies here and ask nothing twice; no times are measured.")
@_HOME
def run(
    cases: tuple[Path, ...],
    reports: tuple[Path, ...],
    out: Path,
    model: str | None,
    system: str,
    limit: int | None,
    repeat: int,
    cache: Path | None,
    home: Path | None,
) -> None:
    """Ask the cases and score the answers; prints the headline figures.

    Exits 0 whatever the figures are (compare decides), 3 when no model can be reached.
    """
    from evals import case, run
    from evals.opened import opened
    from ingest.settings import load

    chosen = run.spread(case.load(cases), limit)
    own = tempfile.TemporaryDirectory(prefix="sitrep-evals-", ignore_cleanup_errors=True)
    with own as folder, opened(load(home=home, model=model), reports, cache) as assistant:
        _refuse_unproved(chosen, assistant)
        made, planter = run.describe(assistant), None if system == "naive" else run.planter_for(assistant)
        answerer: Answerer = assistant
        if system == "naive":
            from evals.baselines.naive import Naive

            answerer = Naive(assistant, Path(folder))
            made = replace(made, system="naive", prompt_version="llama-index", weights="")
        with click.progressbar(length=len(chosen) * repeat, label=f"{system}, {made.model}", file=sys.stderr) as bar:
            done = run.run(chosen, answerer, made, out, repeat=repeat, planter=planter, timed=cache is None, on_row=lambda _: bar.update(1))
    left_out = len(chosen) * repeat - len(done.rows)
    if left_out:
        click.echo(f"{left_out} injection cases were left out: the baseline has no archive of its own to plant reports in", err=True)
    _headlines(done)


@eval_.command()
@click.argument("base", metavar="RUN.json", type=_THERE)
@click.option("--out", type=_FILE, required=True, metavar="ROBUST.json", help="The effects; each run stands beside it, and goes on there.")
@click.option("--variation", "names", multiple=True, metavar="NAME", help="Only this one; may be repeated.  [default: all]")
@click.option("--ablate", is_flag=True, help="In place of variations: each step of the pipeline off, one at a time.")
@click.option("--sample", type=click.IntRange(1), default=20, metavar="N", help="Cases a variation, spread evenly.  [default: 20]")
@click.option("--cases", type=_THERE, multiple=True, help="Only the run's cases that are in these files; may be repeated.")
@click.option("--reports", type=_THERE, multiple=True, help="The reports of the run, if it was made with --reports.")
@click.option("--model", metavar="M", help="The model of the run, if it was made with --model.")
@click.option("--cache", type=_FILE, metavar="FILE", help="Where the model's replies are kept.  [default: beside --out]")
@_HOME
def robust(
    base: Path,
    out: Path,
    names: tuple[str, ...],
    ablate: bool,
    sample: int,
    cases: tuple[Path, ...],
    reports: tuple[Path, ...],
    model: str | None,
    cache: Path | None,
    home: Path | None,
) -> None:
    """Vary the cases and reports of a run, and tell how much worse the answers get.

    Exits 1 if any answer has a loose number or a bad quote, 3 when no model can be reached.
    """
    from evals import ablations, case, record, robust, run, variations
    from evals.opened import opened
    from ingest.settings import load

    chosen = variations.by_name(names, ablations.ABLATIONS if ablate else variations.VARIATIONS)
    plain, only = record.read(base), [c.id for c in case.load(cases)] if cases else []
    effects, cache = [], cache or out.with_suffix(".cache")
    with opened(load(home=home, model=model), reports, cache) as assistant:
        trial = robust.Trial(plain, assistant, run.describe(assistant), out, only)
        for hint in trial.hints():
            click.echo(hint, err=True)
        for variation in chosen:
            varied = trial.chosen(variation, sample)
            asked = len(varied) + sum(v.ask is not None for v in varied)
            with click.progressbar(length=asked, label=f"{variation.name} ({variation.told})", file=sys.stderr) as bar:
                beside = trial.plain(varied, lambda _: bar.update(1))
                done = trial.run(variation, varied, lambda _: bar.update(1))
            effects.append(robust.effect(variation, varied, beside, done))
    robust.write(effects, plain, out)
    for line in robust.table(effects):
        click.echo(line)
    raise SystemExit(1 if any(e.never for e in effects) else 0)


@eval_.command()
@click.argument("runs", nargs=-1, required=True, type=_THERE)
@click.option("--out", type=_FILE, metavar="PAGE.html", help="The page.  [default: beside the first run]")
def report(runs: tuple[Path, ...], out: Path | None) -> None:
    """Write RUNS as one HTML page; the first is told in full, the others stand beside it."""
    from evals import record
    from evals.report import page

    out = out or runs[0].with_suffix(".html")
    out.write_text(page([record.read(path) for path in runs]), encoding="utf-8")
    click.echo(f"wrote {out}")


@eval_.command()
@click.argument("base", type=_THERE)
@click.argument("new", type=_THERE)
def compare(base: Path, new: Path) -> None:
    """Compare two runs case by case; exits 1 if NEW is really worse, or has a loose number or a bad quote."""
    from evals import record
    from evals.compare import compare

    found = compare(record.read(base), record.read(new))
    _tell(found)
    raise SystemExit(1 if found.fails else 0)


@eval_.command()
@click.option("--question", required=True, help="The question.")
@click.option("--passage", required=True, help="The words of the report that answer it, exactly.")
@click.option("--report", "name", metavar="NAME", help="The report's file name or record id.  [default: the one that has the words]")
@click.option("--answer", "forms", multiple=True, required=True, help="An accepted form of the answer; may be repeated.")
@click.option("--kind", default="figure", help="figure, fact, attribution, temporal, trap ...")
@click.option("--who", default="", help="Who is counted: civilians, children, soldiers ...")
@click.option("--as-of", default="", metavar="DATE", help="The day the fact is of.")
@click.option("--forbid", multiple=True, help="What must not be said; may be repeated.")
@click.option("--history", multiple=True, help="A question asked before; may be repeated.")
@click.option("--id", "case_id", default="", help="The case's id.  [default: made from the question]")
@click.option("--reports", type=_THERE, multiple=True, help="Look in these reports.  [default: the archive]")
@click.option("--hash", "hashed", is_flag=True, help="Keep a hash of the words in place of the words, where they may not be copied.")
@click.option("--to", "file", type=_FILE, metavar="CASES.jsonl", help="Append the case to this file.  [default: print it]")
@_HOME
def new(
    question: str,
    passage: str,
    name: str | None,
    forms: tuple[str, ...],
    reports: tuple[Path, ...],
    hashed: bool,
    file: Path | None,
    home: Path | None,
    **given: object,
) -> None:
    """Make a case from a question and the passage that answers it, and check it."""
    from evals import case_check, new

    shelf = case_check.read_reports(reports) if reports else _kept(home)
    made = new.case(question, passage, forms, shelf, name=name, hashed=hashed, **given)
    line = json.dumps(made.to_dict(), ensure_ascii=False)
    if file is None:
        click.echo(line)
        return
    new.append(made, file)
    fact = made.expected[0]
    click.echo(f"{made.id}: its evidence stands at {fact.start}-{fact.end} of {fact.report}; added to {file}")


@eval_.command()
@click.argument("runs", nargs=-1, required=True, type=_THERE)
@click.option("--out", type=_FILE, required=True, metavar="WEIGHTS.json", help="Where to write the weights.")
@click.option("--most-error", type=click.FloatRange(0, 1), default=0.1, help="Of what is shown, the most that may be wrong (held out).")
def calibrate(runs: tuple[Path, ...], out: Path, most_error: float) -> None:
    """Fit anew how the signs of an answer are weighed, from recorded RUNS; writes weights and prints what each threshold trades."""
    from evals import calibrate, record
    from evals.curve import judged

    rows = [row for path in runs for row in record.read(path).rows]
    fit = calibrate.fit(judged(rows))
    points = fit.curve(rows)
    threshold = calibrate.choose(points, most_error)
    losses = f"log loss {fit.loss_before:.3f} as judged, {fit.loss:.3f} refitted (held out)"
    click.echo(f"{fit.judged} judged answers, {fit.right} right; {losses}")
    click.echo("threshold  answered rightly  wrong of shown  rightly silent")
    for point in calibrate.thin(points):
        mark = "  <- chosen" if point.threshold == threshold else ""
        click.echo(f"{point.threshold:9.3f}  {point.coverage:16.3f}  {point.error:14.3f}  {point.refused_right:14.3f}{mark}")
    calibrate.write(fit, threshold, out, [path.name for path in runs])
    click.echo(f"wrote {out}")


def _kept(home: Path | None) -> list[Report]:
    from ingest.archive import Archive
    from ingest.settings import load

    with Archive.open(load(home=home).home) as archive:
        return archive.reports()


def _refuse_unproved(cases: Sequence[Case], assistant: Assistant) -> None:
    """Stop before a run whose cases are not about these reports: its figures would mean nothing."""
    from evals import case_check

    reports = assistant.reports()
    faults = [fault for case in cases for fault in case_check.check(case, reports)]
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise SitrepError(f"the cases are not about these reports: {faults[0]}{more}; ingest theirs, or name them with --reports")


def _headlines(run: Run) -> None:
    for name, mean in [("balanced", run.balanced), *((name, run.mean(name)) for name in _HEADLINES)]:
        if mean is not None:
            click.echo(f"{name:20} {mean}  (n = {mean.n})")
    for name in ("loose_numbers", "bad_quotes"):
        click.echo(f"{name:20} {run.total(name)}")
    if run.failed:
        click.echo(f"{'not asked':20} {run.failed}")


def _tell(found: Comparison) -> None:
    """Print a comparison: each score, what changed, what must never be."""
    click.echo(f"{found.shared} cases in both runs")
    for paired in (found.overall, *found.scores):
        sign = "WORSE" if paired.worsened else ""
        click.echo(
            f"{paired.score:14} {paired.base:.3f} -> {paired.new:.3f}  better {len(paired.better)}, worse {len(paired.worse)}, "
            f"by chance {paired.chance:.3f}  {sign}".rstrip()
        )
    _changed(found.overall)
    for case, score, why in found.never:
        click.echo(f"NEVER: {case}: {score.replace('_', ' ')}: {why}")
    if found.missing:
        click.echo(f"{len(found.missing)} cases of the base are not in the new run, or changed: {', '.join(found.missing[:8])}")


def _changed(overall: Paired) -> None:
    for word, names in (("better", overall.better), ("worse", overall.worse)):
        if names:
            click.echo(f"{word}: {', '.join(names)}")
