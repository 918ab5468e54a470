"""What is changed to see whether answers stay as good: of each case the case it becomes, and what becomes of the reports.

A variation tells the truth about what the varied case expects: where it cannot (a fact that a report left there still states), it
leaves the case out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from evals.case import Case, CaseError, Kind, Planted, named
from evals.case_check import find, meeting, read_reports
from evals.changed_archive import adding, changed, rewritten, without
from evals.forms import expected_amounts, states_any, whole_number
from evals.question_variations import no_accents, other_digits, typos
from evals.run import Shelf, planter_for
from evals.sides import SIDES, swap_case, swap_report
from ingest.numerals import find_numbers
from ingest.report import Report

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

DISTRACTORS = Path(__file__).with_name("distractors.jsonl")


@dataclass(frozen=True, slots=True)
class Varied:
    """What a case becomes, and the id of the case in the plain run that it is compared with; `ask` is that case where no run has it."""

    plain: str
    case: Case
    ask: Case | None = None


@dataclass(frozen=True, slots=True)
class Variation:
    """One way to change cases and reports. `made_of` is the data it is made with; `plain` says that the archive stays as it is."""

    name: str
    told: str
    vary: Callable[[Sequence[Case], Sequence[Report]], list[Varied]]
    shelves: Callable[[Sequence[Case], Assistant], list[Shelf]]
    made_of: Path | None = None
    plain: bool = False


# ---------------------------------------------------------------- what cases become


def _reworded(reword: Callable[[str], str], cases: Sequence[Case], _: Sequence[Report]) -> list[Varied]:
    """The cases with the question and those before it typed otherwise; only those that this changes."""
    varied = [replace(c, question=reword(c.question), history=tuple(map(reword, c.history))) for c in cases if not c.planted]
    return [Varied(v.id, v) for v in varied if v not in cases]


def _other_language(cases: Sequence[Case], reports: Sequence[Report]) -> list[Varied]:
    """Cases asked in a language that no report on the fact is in, beside the case on the same fact in a language that one is in."""
    told = {c.id: {r.language for f in c.expected for p in f.places if (r := find(reports, p.report))} for c in cases}
    near = {(c.fact, c.kind): c.id for c in reversed(cases) if c.fact and c.language in told[c.id]}
    return [Varied(near[c.fact, c.kind], c) for c in cases if told[c.id] and c.language not in told[c.id] and (c.fact, c.kind) in near]


def _among_distractors(cases: Sequence[Case], _: Sequence[Report]) -> list[Varied]:
    """The cases as they are; only those about which the added reports say nothing."""
    added = read_reports([DISTRACTORS])
    told = {c.id for c in cases for terms in c.absent_terms.values() for r in added if terms and meeting(terms, r)}
    return [Varied(c.id, c) for c in cases if not c.planted and c.id not in told]


def _without_its_reports(cases: Sequence[Case], reports: Sequence[Report]) -> list[Varied]:
    """The cases as ones that no report answers.

    Left out are those whose value a report that stays states, of whatever, and those that ask for the latest state of something: then
    the state before it is an answer.
    """
    varied = []
    for case in cases:
        removed = tuple(sorted({p.report for f in case.expected for p in f.places}))
        left = [r for r in reports if not any(named(r.source, name) for name in removed)]
        if case.planted or case.kind == "temporal" or not removed or not left or _still_said(case, left):
            continue
        varied.append(Varied(case.id, replace(case, kind="unanswerable", expected=(), forbid=(), nearest=None, removed=removed)))
    return varied


def _still_said(case: Case, reports: Iterable[Report]) -> bool:
    forms = [form for fact in case.expected for form in fact.any_of]
    sought = expected_amounts([form for form in forms if whole_number(form)])
    words = [form for form in forms if not whole_number(form)]
    return any(sought & _values(r.text) or states_any(words, r.text, r.date) for r in reports)


@cache
def _values(text: str) -> frozenset[float]:
    return frozenset(value for n in find_numbers(text) for value in n.meanings)


def _instructed(cases: Sequence[Case], _: Sequence[Report]) -> list[Varied]:
    """The injection cases as they are, beside the same question over the planted report without its order."""
    return [Varied(plain.id, case, plain) for case in cases if case.planted and (plain := _without_order(case, case.planted))]


def _without_order(case: Case, planted: Planted) -> Case:
    """The case with blanks for the order in its planted report: all else stands where it stood."""
    blank = replace(planted, text=planted.text.replace(planted.quote, " " * len(planted.quote)), quote="")
    kind: Kind = "fact" if case.expected else "unanswerable"
    plain = replace(case, id=f"{case.id}-no-order", kind=kind, planted=blank, forbid=())
    facts = (replace(f, report=plain.planted_id if f.report == case.planted_id else f.report) for f in case.expected)
    return replace(plain, expected=tuple(facts))


def _sides_swapped(cases: Sequence[Case], reports: Sequence[Report]) -> list[Varied]:
    varied = [swap_case(c, reports) for c in cases if not c.planted]
    return [Varied(v.id, v) for v in varied if v not in cases]


# ---------------------------------------------------------------- what becomes of the reports


def _as_they_are(cases: Sequence[Case], assistant: Assistant) -> list[Shelf]:
    return [(cases, nullcontext(assistant))]


def _taken_out(cases: Sequence[Case], assistant: Assistant) -> list[Shelf]:
    """A copy of the archive for each set of reports that cases do without: what is counted over all reports then knows nothing of them."""
    groups: dict[tuple[str, ...], list[Case]] = {}
    for case in cases:
        groups.setdefault(case.removed, []).append(case)
    reports = assistant.reports()
    ids = {removed: [r.report_id for r in reports if any(named(r.source, name) for name in removed)] for removed in groups}
    return [(group, changed(assistant, without(ids[removed]))) for removed, group in groups.items()]


VARIATIONS = {
    variation.name: variation
    for variation in (
        Variation("typos", "slips in long words", partial(_reworded, partial(typos, seed="7")), _as_they_are, plain=True),
        Variation("no-accents", "accents and hamza left out", partial(_reworded, no_accents), _as_they_are, plain=True),
        Variation("digits", "numbers in another digit script", partial(_reworded, other_digits), _as_they_are, plain=True),
        Variation("other-language", "asked in another language than the report's", _other_language, _as_they_are, plain=True),
        Variation(
            "distractors",
            "ten reports on other things added",
            _among_distractors,
            lambda cases, assistant: [(cases, changed(assistant, adding([str(DISTRACTORS)])))],
            DISTRACTORS,
        ),
        Variation("removed", "the reports that answer it taken out", _without_its_reports, _taken_out),
        Variation(
            "instructed",
            "a report with instructions to the model added",
            _instructed,
            lambda cases, assistant: [(cases, planter_for(assistant)(cases))],
            plain=True,
        ),
        Variation(
            "swapped",
            "the two sides' names exchanged",
            _sides_swapped,
            lambda cases, assistant: [(cases, changed(assistant, rewritten(swap_report)))],
            SIDES,
        ),
    )
}


def by_name(names: Sequence[str], known: Mapping[str, Variation] = VARIATIONS) -> list[Variation]:
    """The variations with these names, all of them if none is given; CaseError for one that there is not."""
    if unknown := [name for name in names if name not in known]:
        raise CaseError(f"there is no variation {unknown[0]!r}; there are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(names or known)]
