"""Run cases against an assistant: each is asked, scored, placed in the pipeline, and kept at once."""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Answer
from assistant.errors import ModelUnavailable
from evals import record
from evals.case import Case
from evals.record import Made, Row, Run
from evals.scorers import score
from evals.seen import Seen
from evals.stages import stage
from ingest.report import Report

if TYPE_CHECKING:
    from assistant.pipeline import Assistant

_GIVE_UP = 3  # questions in a row that no model answered


class Answerer(Protocol):
    """What can be evaluated: our assistant, a client of a server, the naive baseline."""

    def ask(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        """Answer one question."""
        ...

    def reports(self) -> list[Report]:
        """The reports it answers from."""
        ...


Planter = Callable[[Sequence[Case]], AbstractContextManager[Answerer]]


def run(
    cases: Sequence[Case],
    answerer: Answerer,
    made: Made,
    out: Path,
    *,
    repeat: int = 1,
    planter: Planter | None = None,
    on_row: Callable[[Row], None] | None = None,
) -> Run:
    """Ask every case `repeat` times and write the record to `out`; rows that a run with the same things left there are kept.

    `planter` opens an answerer whose reports hold those of the injection cases too; without it these are left out. Raises RecordError,
    and ModelUnavailable when three questions in a row find no model (what was done is kept).
    """
    start = time.monotonic()
    done = {(row.case.id, row.repeat): row for row in record.so_far(out, made)}
    before = record.read(out).seconds if out.exists() else 0.0
    plain = [c for c in cases if c.planted is None]
    planted = [c for c in cases if c.planted is not None]
    rows = list(_rows(plain, answerer, made, out, repeat, done, on_row))
    if planted and planter is not None:
        with planter(planted) as other:
            rows += _rows(planted, other, made, out, repeat, done, on_row)
    finished = Run(made, tuple(rows), round(before + time.monotonic() - start, 1), out.stem)
    record.write(finished, out)
    return finished


def one(case: Case, repeat: int, answer: Answer, reports: Mapping[str, Report]) -> Row:
    """An answer scored, and placed at the stage that lost it."""
    seen = Seen(case, answer, reports)
    scores = score(seen)
    row = Row(case, repeat, _plain(answer), scores, around=record.around(answer, reports))
    return replace(row, stage=stage(seen, right=row.right is not False))


def _rows(
    cases: Sequence[Case],
    answerer: Answerer,
    made: Made,
    out: Path,
    repeat: int,
    done: Mapping[tuple[str, int], Row],
    on_row: Callable[[Row], None] | None,
) -> Iterator[Row]:
    reports = {r.report_id: r for r in answerer.reports()}
    silent = 0
    for case in cases:
        for k in range(repeat):
            row = done.get((case.id, k))
            if row is None or row.case != case or row.stage == "no model":
                row = one(case, k, answerer.ask(case.question, history=case.history), reports)
                record.append(out, made, row)
                silent = silent + 1 if row.stage == "no model" else 0
                if silent >= _GIVE_UP:
                    why = str(row.answer["text"])[:160]
                    raise ModelUnavailable(f"no model answered the last {silent} questions ({why}); what was done is kept")
            if on_row:
                on_row(row)
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
        settings=shown | {"embedder": assistant.library.embedder.name},
        packages=record.packages(),
        machine=record.machine(),
        started=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def planter_for(assistant: Assistant) -> Planter:
    """Opens a copy of the assistant's archive with the planted reports added, and the same model."""

    @contextmanager
    def planted(cases: Sequence[Case]) -> Iterator[Answerer]:
        from assistant.pipeline import Assistant
        from assistant.retrieve import Library
        from ingest.archive import Archive
        from ingest.chroma_index import ChromaIndex
        from ingest.pipeline import ingest_all

        with tempfile.TemporaryDirectory(prefix="sitrep-evals-") as folder:
            home = Path(folder) / "home"
            shutil.copytree(assistant.settings.home, home, ignore=shutil.ignore_patterns("*.lock"))
            settings = assistant.settings.model_copy(update={"home": home})
            embedder = assistant.library.embedder
            ingest_all(write_planted(cases, Path(folder) / "planted"), settings, embedder=embedder)
            archive = Archive.open(home)
            index = ChromaIndex.open(settings, embedder, archive)
            try:
                yield Assistant(settings, Library(archive, index, embedder), assistant.model)
            finally:
                index.close()
                archive.close()

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
