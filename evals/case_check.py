"""The proof of the cases: evidence stands where they say, and what no report says is said by none. `python -m evals.case_check`."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from evals.case import Case, CaseError, Fact, load, named
from evals.forms import plain, states_any
from evals.run import write_planted
from ingest import dates, language, sources, split
from ingest.report import Report
from ingest.settings import load as load_settings

WINDOW = 3  # sentences within which the terms of an absent thing must not meet
SEEDS = Path(__file__).parents[1] / "seeds"


def read_reports(targets: Iterable[Path | str]) -> list[Report]:
    """The reports in these files and folders as an ingest keeps them; CaseError if one cannot be read."""
    reports = []
    for draft in sources.read([str(t) for t in targets], load_settings()):
        if isinstance(draft, sources.Failure):
            raise CaseError(f"{draft.source}: {draft.message}")
        reports.append(
            Report(
                report_id=draft.source,
                source=draft.source,
                text=draft.text,
                title=draft.title,
                publisher=draft.publisher,
                published=draft.published,
                dateline=dates.dateline(draft.text, draft.published),
                language=draft.language or language.detect(draft.text),
            )
        )
    return reports


def find(reports: Iterable[Report], name: str) -> Report | None:
    """The report that a case calls `name`."""
    return next((r for r in reports if named(r.source, name)), None)


def planted_reports(case: Case) -> list[Report]:
    """The report that is planted for this case, as an ingest keeps it; none for a case without one."""
    if case.planted is None:
        return []
    with tempfile.TemporaryDirectory(prefix="sitrep-evals-") as folder:
        read = read_reports(write_planted([case], Path(folder) / "planted"))
    return [replace(report, source=case.planted_id) for report in read]


def check(case: Case, reports: Sequence[Report]) -> list[str]:
    """What is wrong with a case over these reports and the one planted for it, a line each; [] if it is proved."""
    planted = planted_reports(case)
    faults = [fault for fact in case.expected for fault in _fact_faults(fact, [*reports, *planted])]
    if case.nearest is not None:
        report = find(reports, case.nearest.report)
        faults.append(case.nearest.fault(report.text) if report else f"there is no report {case.nearest.report!r}")
    faults += [f"{name} was to be taken out, and is there" for name in case.removed if find(reports, name)]
    order = case.planted.quote if case.planted else ""
    faults += [f"{r.source} is not kept with the words of the instruction" for r in planted if order not in r.text]
    if case.absent_terms:  # an instruction may claim what no report says
        faults += _absence_faults(case.absent_terms, [*reports, *(replace(r, text=r.text.replace(order, "")) for r in planted)])
    return [f"{case.id}: {fault}" for fault in faults if fault]


def _fact_faults(fact: Fact, reports: Sequence[Report]) -> list[str]:
    faults = []
    for place in fact.places:
        report = find(reports, place.report)
        if report is None:
            faults.append(f"there is no report {place.report!r}")
        elif fault := place.fault(report.text):
            faults.append(fault)
        elif not states_any(fact.any_of, report.text[place.start : place.end], report.date):
            faults.append(f"{place.report}: {place.start}-{place.end} states none of {', '.join(fact.any_of)}")
    return faults


def _absence_faults(terms: Mapping[str, Sequence[str]], reports: Sequence[Report]) -> list[str]:
    """Languages of the reports without terms, and windows of sentences in which all terms of a language meet."""
    missing = sorted({r.language for r in reports if r.language} - terms.keys())
    faults = [f"absent_terms says nothing for {', '.join(missing)}"] if missing else []
    for report in reports:
        for name, listed in terms.items():
            if not listed:
                faults.append(f"absent_terms has no term for {name}")
            elif met := meeting(listed, report):
                faults.append(f"{report.source} has {', '.join(listed)} together: {met[:120]!r}")
    return faults


def meeting(terms: Sequence[str], report: Report) -> str:
    """The first three sentences of a report in which every term stands, "" if there are none."""
    spans = split.sentences(report.text, report.language)
    for n in range(max(len(spans) - WINDOW + 1, 1)):
        group = spans[n : n + WINDOW]
        if not group:
            return ""
        text = report.text[group[0][0] : group[-1][1]]
        if all(_begins(term, text) for term in terms):
            return text
    return ""


def _begins(term: str, text: str) -> bool:
    """Whether a word of the text begins with one of the term's spellings (an Arabic word may have "and" or an article before it)."""
    within = f" {''.join(c if c.isalnum() else ' ' for c in plain(text))}"
    for spelling in term.split("|"):
        folded = " ".join("".join(c if c.isalnum() else " " for c in plain(spelling)).split())
        if folded and ((f" {folded}" in within) or (not folded.isascii() and folded in within)):
            return True
    return False


@click.command()
@click.argument("cases", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--reports", multiple=True, type=click.Path(path_type=Path, exists=True), help="What the cases are about.  [default: seeds]")
def main(cases: tuple[Path, ...], reports: tuple[Path, ...]) -> None:
    """Check every case of CASES (ours if none are named)."""
    loaded = load(cases)
    shelf = read_reports(reports or (SEEDS,))
    faults = [fault for case in loaded for fault in check(case, shelf)]
    for fault in faults:
        click.echo(fault)
    click.echo(f"{len(loaded)} cases, {len(faults)} faults")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    try:
        main()
    except CaseError as error:
        raise SystemExit(f"evals: {error}") from error
