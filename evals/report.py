"""Runs as one HTML page that needs nothing else: what is right and how surely, where it goes wrong, and every case to open."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources

from evals import curve, plots
from evals.record import Row, Run
from evals.scorers import LOW
from evals.stats import Mean, quantile

_HEADLINES = (
    ("balanced", "Balanced", "mean of the next two"),
    ("grounded", "Right and carried by a quote", "of what a report answers"),
    ("refused_right", "Rightly silent", "of what no report answers"),
    ("refused_wrong", "Wrongly silent", "of what a report answers; low is good"),
    ("correct", "Right value said", "of what a report answers"),
    ("conflict", "Every figure with source and date", "where reports differ"),
    ("citation_precision", "Citations from a report that states it", "share of an answer's citations"),
    ("citation_recall", "Facts that a citation carries", "share of a case's facts"),
    ("language", "In the question's language", "of what has enough words to tell"),
)
_ZERO = (("loose_numbers", "Numbers that nothing carries"), ("bad_quotes", "Quotes that are not in their report"))
_BRIEF = ("grounded", "refused_right", "refused_wrong", "citation_precision")  # what a Markdown table shows
_SLOWEST = 8
_STAGES = ("not retrieved", "not read", "read wrong", "judged wrong", "dropped by verification", "worded wrong", "no model")


def page(runs: Sequence[Run]) -> str:
    """The page; the first run is the one that is told in full, the others stand beside it in tables and plots."""
    first = runs[0]
    parts = [
        _head(first),
        f"<h2>How right it is</h2>{_table(runs)}",
        f'<div class="plots">{_plots(runs)}</div>',
        f"<h2>Where wrong cases were lost</h2>{_stages(first)}",
        f"<h2>Slowest cases</h2>{_slowest(first)}",
        f"<h2>Every case</h2>{_cases(first.rows)}",
        f"<h2>What it was made with</h2>{_made(runs)}",
    ]
    css = resources.files("evals").joinpath("report.css").read_text(encoding="utf-8")
    title = escape(f"{first.name}: {first.made.system}, {first.made.model}")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>{css}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def table(runs: Sequence[Run]) -> list[str]:
    """The runs as a Markdown table, a row each: means ± one standard error over distinct facts, what must be 0, the median seconds."""
    shown = [(score, name) for score, name, _ in _HEADLINES if score in _BRIEF]
    heads = ["", "Cases", *(name for _, name in (*shown, *_ZERO)), "Median seconds"]
    lines = []
    for run in runs:
        means = [str(run.mean(score) or "–") for score, _ in shown]
        counts = [str(run.total(score)) for score, _ in _ZERO]
        lines.append([f"{run.made.system}, {run.made.model}", str(len(run.rows)), *means, *counts, _seconds(quantile(_times(run), 0.5))])
    return markdown(heads, lines)


def markdown(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    """A Markdown table, its first column words and the others numbers."""
    return [f"| {' | '.join(cells)} |" for cells in (heads, ["---", *["---:"] * (len(heads) - 1)], *lines)]


def _head(run: Run) -> str:
    cases = {r.case.id: r.case for r in run.rows}
    facts = {c.fact or c.id for c in cases.values()}
    languages = ", ".join(sorted({c.language for c in cases.values()}))
    failed = f" {run.failed} could not be asked, since no model answered; they are scored nowhere." if run.failed else ""
    return (
        f"<h1>{escape(run.made.system)} with {escape(run.made.model)}</h1>"
        f'<p class="lead">{len(cases)} cases on {len(facts)} facts, asked in {escape(languages)}; scored by code alone. '
        f"± is one standard error.{failed}</p>"
    )


def _table(runs: Sequence[Run]) -> str:
    heads = "".join(f'<th class="n"><span class="key s{n % 4}"></span>{escape(run.name)}</th>' for n, run in enumerate(runs))
    counts = "".join(f'<td class="n">{len({r.case.id for r in run.rows})}</td>' for run in runs)
    rows = [f"<tr><td>Cases</td>{counts}</tr>"]
    for score, name, told in _HEADLINES:
        found = [run.balanced if score == "balanced" else run.mean(score) for run in runs]
        if any(found):
            rows.append(f"<tr><td>{name}<br><small>{told}</small></td>{''.join(_cell(m) for m in found)}</tr>")
    for score, name in _ZERO:
        cells = "".join(f'<td class="n {"some" if run.total(score) else "zero"}">{run.total(score)}</td>' for run in runs)
        rows.append(f"<tr><td>{name}<br><small>must be 0</small></td>{cells}</tr>")
    for share, name in ((0.5, "Median seconds"), (0.9, "Seconds of the slowest tenth")):
        cells = "".join(f'<td class="n">{_seconds(quantile(_times(run), share))}</td>' for run in runs)
        rows.append(f"<tr><td>{name}</td>{cells}</tr>")
    return f'<div class="scroll"><table><thead><tr><th></th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _cell(found: Mean | None) -> str:
    if found is None:
        return '<td class="n soft">–</td>'
    error = f' <span class="pm">± {found.error:.2f}</span>' if found.error is not None else ""
    return f'<td class="n">{found.value:.2f}{error}</td>'


def _plots(runs: Sequence[Run]) -> str:
    kinds = sorted({r.case.kind for run in runs for r in run.rows})
    languages = sorted({r.case.language for run in runs for r in run.rows})
    by_kind = [(kind.replace("_", " "), [_right(run, kind=kind) for run in runs]) for kind in kinds]
    by_language = [(name, [_right(run, language=name) for run in runs]) for name in languages]
    figures = [
        ("Right by kind of question", plots.dots(by_kind, "Share of right cases by kind of question")),
        ("Right by language of the question", plots.dots(by_language, "Share of right cases by language")),
    ]
    traded = [(points, run.made.threshold) for run in runs if (points := curve.of_rows(run.rows))]
    if traded:
        figures.append(("Answering more against being wrong", plots.trade(traded, "Coverage against error as the threshold moves")))
    return "".join(f"<figure><figcaption>{name}</figcaption>{svg}</figure>" for name, svg in figures)


def _right(run: Run, *, kind: str = "", language: str = "") -> Mean | None:
    """The share of right cases: grounded ones where a report answers, refused ones where none does."""
    from evals.stats import mean

    chosen = [r for r in run.rows if kind in ("", r.case.kind) and language in ("", r.case.language)]
    return mean(None if r.right is None else float(r.right) for r in chosen)


def _stages(run: Run) -> str:
    counted = Counter(r.stage for r in run.rows if r.stage)
    if not counted:
        return "<p>No case was wrong.</p>"
    return f"<figure>{plots.bars([(s, counted[s]) for s in _STAGES if counted[s]], 'Wrong cases by the stage that lost them')}</figure>"


def _slowest(run: Run) -> str:
    ranked = sorted(run.rows, key=lambda r: -(r.scores["seconds"].value or 0.0))[:_SLOWEST]
    stages = sorted({s for r in ranked for s in r.answer["trace"]["seconds"]} - {"total", "first_evidence"})
    heads = "".join(f'<th class="n">{escape(s)}</th>' for s in ["total", "first evidence", *stages])
    rows = []
    for row in ranked:
        taken = row.answer["trace"]["seconds"]
        cells = "".join(f'<td class="n">{_seconds(taken.get(s))}</td>' for s in ["total", "first_evidence", *stages])
        rows.append(f'<tr><td dir="auto">{escape(row.case.question)}</td>{cells}</tr>')
    return f'<div class="scroll"><table><thead><tr><th>Question</th>{heads}</tr></thead><tbody>{"".join(rows)}</tbody></table></div>'


def _times(run: Run) -> list[float]:
    return [v for r in run.rows if (v := r.scores["seconds"].value) is not None]


def _seconds(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}" if value >= 0.095 else f"{value:.2f}"


# ---------------------------------------------------------------- cases


def _cases(rows: Iterable[Row]) -> str:
    ordered = sorted(rows, key=lambda r: (r.right is not False, r.case.kind, r.case.id, r.repeat))
    counts = Counter(_verdict(r) for r in ordered)
    choices = "".join(
        f'<label><input type="radio" name="only" id="only-{name}"{" checked" if name == "all" else ""}> {name} ({count})</label>'
        for name, count in (("all", len(ordered)), *((v, counts[v]) for v in ("wrong", "right", "unscored")))
    )
    opened = "".join(_case(row) for row in ordered)
    return f'<div class="cases"><fieldset class="filters"><legend class="soft">Show</legend>{choices}</fieldset>{opened}</div>'


def _verdict(row: Row) -> str:
    return {True: "right", False: "wrong", None: "unscored"}[row.right]


def _case(row: Row) -> str:
    case, again = row.case, f" · run {row.repeat + 1}" if row.repeat else ""
    summary = (
        f'<summary><span class="verdict">{_verdict(row)}</span><span dir="auto">{escape(case.question)}</span>'
        f"<small>{escape(case.kind.replace('_', ' '))} · {escape(case.language)}{again}</small></summary>"
    )
    history = "".join(f'<p dir="auto">{escape(h)}</p>' for h in case.history)
    parts = [
        f"<h3>Asked before</h3>{history}" if history else "",
        f"<h3>Expected</h3>{_expected(row)}",
        f'<h3>{"Refused" if row.answer["status"] == "refused" else "Answered"}</h3><p dir="auto">{escape(_said(row))}</p>',
        f"<h3>Quotes in their passages</h3>{quotes}" if (quotes := _quotes(row)) else "",
        f"<h3>Lost at</h3><p>{escape(row.stage)}{_judged(row)}</p>" if row.stage else "",
        f"<h3>Scores</h3>{_scores(row)}",
        f"<h3>Note</h3><p>{escape(case.note)}</p>" if case.note else "",
    ]
    inside = f'<div class="inside">{"".join(parts)}</div>'
    return f'<details class="case {_verdict(row)}" id="{escape(case.id, quote=True)}">{summary}{inside}</details>'


def _expected(row: Row) -> str:
    told = []
    for fact in row.case.expected:
        about = " ".join(part for part in (fact.who, f"as of {fact.as_of}" if fact.as_of else "") if part)
        told.append(f'<p dir="auto"><b>{escape(" or ".join(fact.any_of))}</b> {escape(about)} <small>{escape(fact.report)}</small></p>')
        told += [f'<blockquote dir="auto">{escape(fact.quote)}</blockquote>'] if fact.quote else []
    if not told:
        told.append("<p>A refusal: no report answers it.</p>")
    if row.case.nearest is not None and row.case.nearest.quote:
        told.append(f'<p>Nearest in the reports:</p><blockquote dir="auto">{escape(row.case.nearest.quote)}</blockquote>')
    if row.case.forbid:
        told.append(f"<p>Must not be said: {escape(', '.join(row.case.forbid))}</p>")
    return "".join(told)


def _said(row: Row) -> str:
    refusal = row.answer.get("refusal") or {}
    return str(row.answer["text"] or refusal.get("message", ""))


def _quotes(row: Row) -> str:
    told = []
    for cited, (before, after) in zip(row.answer["citations"], row.around, strict=False):
        head = ", ".join(part for part in (cited["publisher"], cited["published"], cited["source"]) if part)
        before = re.sub(r"^\S*\s", "…", before, count=1) if before else ""
        told.append(
            f'<blockquote dir="auto">{escape(before)}<mark>{escape(cited["quote"])}</mark>{escape(after)}'
            f"<br><small>[{cited['marker']}] {escape(head)}</small></blockquote>"
        )
    return "".join(told)


def _judged(row: Row) -> str:
    steps = [s for s in row.answer["trace"]["steps"] if s.get("step") == "judge" and "probability" in s]
    return f", at a probability of {max(step['probability'] for step in steps):.2f}" if steps else ""


def _scores(row: Row) -> str:
    told = []
    for name, score in row.scores.items():
        if score.value is None:
            continue
        bad = name != "seconds" and (score.value > 0 if name in LOW else score.value < 1)
        why = f" ({escape(score.why)})" if score.why else ""
        told.append(f'<span{" class=bad" if bad else ""}>{escape(name.replace("_", " "))} {score.value:.3g}{why}</span>')
    return f'<div class="scores">{"".join(told)}</div>'


def _made(runs: Sequence[Run]) -> str:
    rows = []
    for run in runs:
        made = run.made
        told = {
            "prompts": made.prompt_version,
            "settings": f"{made.settings_hash} " + ", ".join(f"{k}={v}" for k, v in made.settings.items() if v not in ("", None)),
            "weights": f"{made.weights}, threshold {made.threshold:g}",
            "reports": made.reports,
            "machine": ", ".join(f"{k} {v}" for k, v in made.machine.items()),
            "packages": ", ".join(f"{k} {v}" for k, v in made.packages.items()),
            "started": f"{made.started}, {run.seconds:.0f} s in all",
        }
        lines = "".join(f"<tr><td>{k}</td><td>{escape(v)}</td></tr>" for k, v in told.items())
        rows.append(f"<details class=case><summary>{escape(run.name)}</summary><div class=inside><table>{lines}</table></div></details>")
    return "".join(rows)
