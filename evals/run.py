"""Run cases against an assistant: each is asked, scored, placed in the pipeline, and kept at once."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from assistant.answer import Answer
from assistant.errors import ModelUnavailable
from evals import record
from evals.cached_model import CachedModel
from evals.case import Case
from evals.changed_archive import adding, changed
from evals.record import Made, Row, Run
from evals.scorers import score
from evals.seen import Seen
from evals.stages import stage
from ingest.report import Report

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

T = TypeVar("T")
_GIVE_UP = 3  # questions in a row that no model answered


class Answerer(Protocol):
    """What can be evaluated: our assistant, a client of a server, the naive baseline."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Answer one question."""
        ...

    def reports(self) -> list[Report]:
        """The reports it answers from."""
        ...


Shelf = tuple[Sequence[Case], AbstractContextManager[Answerer]]  # cases, and what opens the reports they are asked over
Planter = Callable[[Sequence[Case]], AbstractContextManager[Answerer]]


def run(
    cases: Sequence[Case],
    answerer: Answerer,
    made: Made,
    out: Path,
    *,
    repeat: int = 1,
    planter: Planter | None = None,
    timed: bool = True,
    on_row: Callable[[Row], None] | None = None,
) -> Run:
    """Ask every case `repeat` times over the answerer's reports, as `over` does.

    `planter` opens an answerer whose reports hold those of the injection cases too; without it these are left out.
    """
    shelves: list[Shelf] = [([c for c in cases if c.planted is None], nullcontext(answerer))]
    planted = [c for c in cases if c.planted is not None]
    if planted and planter is not None:
        shelves.append((planted, planter(planted)))
    return over(shelves, made, out, repeat=repeat, timed=timed, on_row=on_row)


def over(
    shelves: Iterable[Shelf],
    made: Made,
    out: Path,
    *,
    repeat: int = 1,
    known: Iterable[Row] = (),
    timed: bool = True,
    on_row: Callable[[Row], None] | None = None,
) -> Run:
    """Ask the cases of every shelf over its reports, and write the record to `out`.

    Rows that are `known`, or that a run with the same things left there, are kept, and a shelf without other cases is not opened.
    Without `timed` the answers' times are dropped: replies may be out of a cache. Raises RecordError, and ModelUnavailable when three
    questions in a row find no model (what was done is kept).
    """
    start = time.monotonic()
    done = {(row.case.id, row.repeat): row for row in (*known, *record.so_far(out, made))}
    before = record.read(out).seconds if out.exists() else 0.0
    rows: list[Row] = []
    for cases, opened in shelves:
        wanted = [(case, k, _usable(done.get((case.id, k)), case)) for case in cases for k in range(repeat)]
        for row in _rows(wanted, opened, lambda row: record.append(out, made, row), timed):
            rows.append(row)
            if on_row:
                on_row(row)
    finished = Run(made, tuple(rows), round(before + time.monotonic() - start, 1), out.stem)
    record.write(finished, out)
    return finished


def one(case: Case, repeat: int, answer: Answer, reports: Mapping[str, Report]) -> Row:
    """An answer scored, and placed at the stage that lost it."""
    seen = Seen(case, answer, reports)
    scores = score(seen)
    row = Row(case, repeat, _plain(answer), scores, around=record.around(answer, reports))
    return replace(row, stage=stage(seen, right=row.right is not False))


def spread(cases: Sequence[T], limit: int | None) -> list[T]:
    """`limit` cases spread evenly over the set, the same ones every time; all of them without a limit."""
    if limit is None or limit >= len(cases):
        return list(cases)
    return [cases[n * len(cases) // limit] for n in range(limit)]


def _usable(row: Row | None, case: Case) -> Row | None:
    return row if row is not None and row.case == case and row.stage != "no model" else None


def _rows(
    wanted: Sequence[tuple[Case, int, Row | None]], opened: AbstractContextManager[Answerer], keep: Callable[[Row], None], timed: bool
) -> Iterator[Row]:
    """The rows that are there, and those of the cases that are asked now, in order."""
    if all(row for _, _, row in wanted):
        yield from (row for _, _, row in wanted if row)
        return
    silent = 0
    with opened as answerer:
        reports = {r.report_id: r for r in answerer.reports()}
        for case, k, row in wanted:
            if row is None:
                answer = answerer.ask(case.question, history=case.history)
                row = one(case, k, answer if timed else replace(answer, trace=replace(answer.trace, seconds={})), reports)
                keep(row)
                silent = silent + 1 if row.stage == "no model" else 0
                if silent >= _GIVE_UP:
                    why = str(row.answer["text"])[:160]
                    raise ModelUnavailable(f"no model answered the last {silent} questions ({why}); what was done is kept")
            yield row


def _plain(answer: Answer) -> dict[str, object]:
    """The answer as it comes back from JSON, so that a row is the same before and after it was kept."""
    data: dict[str, object] = json.loads(json.dumps(answer.to_dict()))
    return data


# ---------------------------------------------------------------- our assistant


def describe(assistant: Assistant) -> Made:
    """What a run with this assistant is made with."""
    from assistant import read, weights

    settings = assistant.settings
    shown = {name: value for name, value in settings.model_dump(mode="json").items() if name not in {"home", "models"}}
    return Made(
        system="sitrep",
        model=assistant.model.name,
        prompt_version=read.PROMPT_VERSION,
        settings_hash=settings.hash,
        weights=record.digest([repr(assistant.weights)]),
        reports=record.digest(f"{r.report_id} {r.text}" for r in assistant.reports()),
        threshold=weights.load().threshold,
        settings=shown | {"embedder": assistant.library.embedder.name, "cached": isinstance(assistant.model, CachedModel)},
        packages=record.packages(),
        machine=record.machine(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def planter_for(assistant: Assistant) -> Planter:
    """Opens a copy of the assistant's archive with the planted reports added, and the same model."""

    @contextmanager
    def planted(cases: Sequence[Case]) -> Iterator[Answerer]:
        with tempfile.TemporaryDirectory(prefix="sitrep-evals-") as folder:
            with changed(assistant, adding(write_planted(cases, Path(folder) / "planted"))) as other:
                yield other

    return planted


def write_planted(cases: Sequence[Case], folder: Path) -> list[str]:
    """The planted reports as JSONL files of one record each, in `folder`; their paths."""
    folder.mkdir(parents=True)
    paths: list[str] = []
    for case in cases:
        if case.planted is None:
            continue
        fields = {"id": case.planted_id, "text": case.planted.text, "title": case.planted.title, "publisher": case.planted.publisher}
        fields |= {"published": case.planted.published, "language": case.planted.language}
        path = folder / f"{len(paths)}.jsonl"
        path.write_text(json.dumps({k: v for k, v in fields.items() if v}) + "\n", encoding="utf-8")
        paths.append(str(path))
    return paths
