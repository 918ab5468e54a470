"""How much worse answers get when cases or reports are changed: each variation run on a sample, paired with the plain run case by case."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evals import record, run
from evals.compare import Paired, by_case, never, pair, right_by_case
from evals.record import Made, RecordError, Row, Run
from evals.report import markdown
from evals.sides import marked
from evals.stats import Mean, mean
from evals.variations import Variation, Varied

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

SHOWN = ("grounded", "refused_right")
_WIDTHS = (3, 14, 14, 15, 6, 5, 9, 5, 10)
_SIDE = re.compile(r"<[01]>")


@dataclass(frozen=True, slots=True)
class Effect:
    """What one variation did. `asked` cases, of which those in `right` have a verdict in both runs.

    `difference` is that of being right, over distinct facts, with its standard error; `means` gives the shown scores of both runs over
    the cases that are paired, None where nothing is scored. `turned` names, for `swapped`, the cases whose answer changed, by what did:
    status, side or wording.
    """

    variation: str
    told: str
    asked: int
    right: Paired | None
    difference: Mean | None
    means: Mapping[str, tuple[float | None, float | None]]
    never: tuple[tuple[str, str, str], ...]
    loose: int
    bad: int
    turned: Mapping[str, tuple[str, ...]] | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """A plain run, the assistant that made it, and where the runs of variations go: beside `out`, one file each."""

    base: Run
    assistant: Assistant
    made: Made
    out: Path
    cases: Sequence[str] = ()

    def __post_init__(self) -> None:
        if other := record.others(self.base.made, self.made):
            raise RecordError(f"{self.base.name} was made with other {other}; the difference would not be the variation's: run it again")

    def hints(self) -> list[str]:
        """What a reader of the effects should know of the plain run."""
        told = []
        if not self.base.made.settings.get("cached") and not self.base.made.settings.get("read_tokens"):
            told.append("the plain run read as much as the model's speed allowed, the variations do not: make it with --cache to be sure")
        if self.base.failed:
            told.append(f"{self.base.failed} cases of the plain run found no model, and are not compared")
        return told

    def chosen(self, variation: Variation, sample: int) -> list[Varied]:
        """The cases a variation is tried on, the same ones every time."""
        cases = {r.case.id: r.case for r in self.base.rows if not self.cases or r.case.id in self.cases}
        return run.spread(variation.vary(list(cases.values()), self.assistant.reports()), sample)

    def plain(self, varied: Sequence[Varied], on_row: Callable[[Row], None] | None = None) -> Run:
        """The plain run, with the planted cases asked that it lacks; they are kept beside `out`, and asked once."""
        lacking = [v.ask for v in varied if v.ask is not None]
        if not lacking:
            return self.base
        out = self.out.with_name(f"{self.out.stem}.plain.json")
        shelf = (lacking, run.planter_for(self.assistant)(lacking))
        asked = run.over([shelf], self.made, out, timed=False, on_row=on_row)
        return replace(self.base, rows=(*self.base.rows, *asked.rows))

    def run(self, variation: Variation, varied: Sequence[Varied], on_row: Callable[[Row], None] | None = None) -> Run:
        """The run of a variation, written to its own file; goes on where an earlier one stopped, and asks nothing the plain run did."""
        data = variation.made_of.read_text(encoding="utf-8") if variation.made_of else ""
        made = replace(self.made, system=f"sitrep, {variation.name}", reports=record.digest([self.made.reports, data]))
        shelves = variation.shelves([v.case for v in varied], self.assistant) if varied else []
        known = [r for r in self.base.rows if variation.plain and r.repeat == 0]
        out = self.out.with_name(f"{self.out.stem}.{variation.name}.json")
        return run.over(shelves, made, out, known=known, timed=False, on_row=on_row)


def effect(variation: Variation, varied: Sequence[Varied], base: Run, new: Run) -> Effect:
    """Both runs paired case by case."""
    plain = {v.case.id: v.plain for v in varied}
    rows = [r for r in base.rows if r.case.id in plain.values()]
    right = right_by_case(rows)
    paired = pair("right", {name: right[p] for name, p in plain.items() if p in right}, right_by_case(new.rows))
    both = [name for name in right_by_case(new.rows) if plain[name] in right]
    return Effect(
        variation.name,
        variation.told,
        len(new.rows),
        paired,
        _difference(base.rows, new.rows, plain),
        {s: (_mean(rows, [plain[n] for n in both], s), _mean(new.rows, both, s)) for s in SHOWN},
        never(new.rows),
        new.total("loose_numbers"),
        new.total("bad_quotes"),
        _turned(rows, new.rows) if variation.name == "swapped" else None,
    )


def write(effects: Sequence[Effect], base: Run, out: Path) -> None:
    """The effects as JSON, beside the runs they were told from."""
    data = {"base": base.name, "model": base.made.model, "effects": [asdict(e) for e in effects]}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")


def kept(path: Path) -> list[str]:
    """The effects written at `path` as a Markdown table for a README; a variation that nothing could be compared in is left out."""
    effects = json.loads(path.read_text(encoding="utf-8"))["effects"]
    heads = ["What is changed", "Cases", "Right before", "Right after", "Better", "Worse", "Loose numbers or bad quotes"]
    lines = []
    for e in effects:
        if right := e["right"]:
            counts = (len(right["better"]), len(right["worse"]), e["loose"] + e["bad"])
            lines.append([e["told"], str(e["asked"]), _share(right["base"]), _share(right["new"]), *map(str, counts)])
    return markdown(heads, lines)


def table(effects: Sequence[Effect]) -> list[str]:
    """The effects as lines for a person: a row each, then what must never be, and what changed with the sides' names."""
    heads = ("variation", "n", "grounded", "refused right", "difference", "better", "worse", "by chance", "loose", "bad quotes")
    lines = [_line(heads), *(_line(_cells(e)) for e in effects)]
    for e in effects:
        lines += [f"NEVER: {e.variation}: {case}: {score.replace('_', ' ')}: {why}" for case, score, why in e.never]
    for e in effects:
        if e.turned is not None and e.asked:
            turned = {how: names for how, names in e.turned.items() if names}
            told = "; ".join(f"{how}: {', '.join(names)}" for how, names in turned.items())
            count = sum(map(len, turned.values()))
            lines.append(f"{e.variation}: {count} of {e.asked} answers changed beside the names{f' ({told})' if told else ''}")
    return lines


def _cells(e: Effect) -> tuple[str, ...]:
    means = [f"{_share(a)} -> {_share(b)}" if (a, b) != (None, None) else "–" for a, b in (e.means[s] for s in SHOWN)]
    changed = (str(len(e.right.better)), str(len(e.right.worse)), f"{e.right.chance:.3f}") if e.right else ("–", "–", "–")
    difference = f"{e.difference.value:+.3f}" if e.difference else "–"
    error = f" ± {e.difference.error:.3f}" if e.difference and e.difference.error is not None else ""
    return (e.variation, str(e.asked), *means, difference + error, *changed, str(e.loose), str(e.bad))


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _line(cells: Sequence[str]) -> str:
    return "  ".join([cells[0].ljust(14), *(cell.rjust(width) for cell, width in zip(cells[1:], _WIDTHS, strict=True))])


def _difference(base: Sequence[Row], new: Sequence[Row], plain: Mapping[str, str]) -> Mean | None:
    """How much more often right, the mean over distinct facts: languages of one fact are no cases of their own."""
    before, after = right_by_case(base), right_by_case(new)
    facts = {r.case.id: r.case.fact or r.case.id for r in new}
    found: dict[str, list[float]] = {}
    for name, value in after.items():
        if plain[name] in before:
            found.setdefault(facts[name], []).append(value - before[plain[name]])
    return mean(sum(values) / len(values) for values in found.values())


def _mean(rows: Sequence[Row], names: Sequence[str], score: str) -> float | None:
    scored = by_case(rows, score)
    found = mean(scored.get(name) for name in names)
    return found.value if found else None


def _turned(base: Sequence[Row], new: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """Cases by what changed in their answer beside the names: whether there is one, which side it names, or its words."""
    before = {r.case.id: r.answer for r in base if r.repeat == 0}
    found: dict[str, list[str]] = {"status": [], "side": [], "wording": []}
    for row in new:
        if row.case.id in before and (how := _how(before[row.case.id], row.answer)):
            found[how].append(row.case.id)
    return {how: tuple(names) for how, names in found.items()}


def _how(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    if before["status"] != after["status"]:
        return "status"
    plain, other = marked(before["text"]), marked(after["text"], flipped=True)
    if after["status"] == "refused" or plain == other:
        return ""  # what a refusal says beside "the reports do not say" is which passage came nearest
    return "side" if _SIDE.sub("<>", plain) == _SIDE.sub("<>", other) else "wording"
