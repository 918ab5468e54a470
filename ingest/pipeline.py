"""The story of a report: read, recognised or new, cut into passages, counted, embedded, kept, indexed."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import numpy as np

from ingest import language, sources, split
from ingest.archive import Archive, passage_texts, sentence_texts
from ingest.archive_rows import Kept, digest
from ingest.chroma_index import ChromaIndex, Entry
from ingest.embed import Embedder, open_embedder
from ingest.errors import ArchiveError, BusyError, IndexMismatch, ReportError
from ingest.report import Figure, Passage, Report
from ingest.settings import Settings
from ingest.sources import Draft, Failure

Status = Literal["added", "unchanged", "replaced", "failed"]

_AT_ONCE = 32


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one report. `message` is one line: why it failed, or what was not understood in it."""

    status: Status
    source: str
    report_id: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What became of every report of an ingest, in the order they were read."""

    results: tuple[Result, ...] = ()

    @property
    def added(self) -> tuple[Result, ...]:
        """Reports that are new."""
        return self._those("added")

    @property
    def unchanged(self) -> tuple[Result, ...]:
        """Reports that were there already."""
        return self._those("unchanged")

    @property
    def replaced(self) -> tuple[Result, ...]:
        """Reports that took the place of what their source held before."""
        return self._those("replaced")

    @property
    def failed(self) -> tuple[Result, ...]:
        """What could not be read, each with its one-line message."""
        return self._those("failed")

    @property
    def exit_code(self) -> int:
        """The command line's: 1 if anything failed."""
        return 1 if self.failed else 0

    @property
    def line(self) -> str:
        """The counts, as one line."""
        return ", ".join(f"{len(self._those(status))} {status}" for status in ("added", "unchanged", "replaced", "failed"))

    def _those(self, status: str) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.status == status)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a report needs to get in: where it is kept and what makes its vectors. Only one process has one at a time."""

    archive: Archive
    embedder: Embedder
    index: ChromaIndex


def ingest_all(
    targets: Sequence[str],
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    on_result: Callable[[Result], None] | None = None,
) -> IngestSummary:
    """Take in every report under `targets` (files, folders, globs, addresses); one that fails never stops the rest.

    `on_result` is told of each as it is done. Raises BusyError, ArchiveError, IndexMismatch, UnreachableError: then the reports so far
    are kept whole and the next run goes on.
    """
    results: list[Result] = []
    with _desk(settings, embedder) as desk:
        catch_up(desk)
        for item in sources.read(targets, settings):
            result = _result(item, desk)
            results.append(result)
            if on_result:
                on_result(result)
            if len(results) % _AT_ONCE == 0:
                catch_up(desk)
        catch_up(desk)
    return IngestSummary(tuple(results))


def ingest_one(draft: Draft, desk: Desk) -> Result:
    """Take in one report: recognise it, or derive what follows from it and keep both in one transaction."""
    report = identify(draft)
    if desk.archive.sources(report.report_id):
        desk.archive.found_at(report.report_id, draft.source)
        return Result("unchanged", draft.source, report.report_id, draft.warning)
    held = desk.archive.at(draft.source)
    desk.archive.keep(derive(report, draft.raw, desk), desk.embedder.name)
    return Result("replaced" if held else "added", draft.source, report.report_id, draft.warning)


def identify(draft: Draft) -> Report:
    """The report a draft is, with an id that follows from its content and never from its path."""
    content = [draft.record_id, draft.title, draft.publisher, draft.published, draft.text]
    report_id = hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16]
    return Report(
        report_id=report_id,
        source=draft.source,
        text=draft.text,
        title=draft.title,
        publisher=draft.publisher,
        published=draft.published,
        language=draft.language,
        url=draft.url,
        places=draft.places,
        metadata=draft.metadata,
        ingested_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def derive(report: Report, raw: bytes, desk: Desk) -> Kept:
    """A report with all that follows from it: language, dateline, passages, figures and the vectors not known yet."""
    report = replace(report, language=report.language or language.detect(report.text), dateline=_dateline(report.text))
    passages = split.passages(report)
    texts = {digest(text): text for text in passage_texts(report.title, passages)}
    texts |= {digest(text): text for passage in passages for text in sentence_texts(report.title, passage)}
    known = desk.archive.vectors(desk.embedder.name, texts)
    new = [key for key in texts if key not in known]
    vectors = dict(zip(new, desk.embedder.passages([texts[key] for key in new]), strict=True)) if new else {}
    return Kept(report, raw, passages, _figures(report, passages), frozenset(texts), vectors)


def _dateline(text: str) -> str:
    if importlib.util.find_spec("ingest.dates") is None:
        return ""
    dates = importlib.import_module("ingest.dates")
    return str(dates.dateline(text))


def _figures(report: Report, passages: Sequence[Passage]) -> list[Figure]:
    if importlib.util.find_spec("ingest.figures") is None:
        return []
    return list(importlib.import_module("ingest.figures").extract(report, passages))


def catch_up(desk: Desk) -> None:
    """Bring the index to what the archive holds: what this run changed, and what a run that was killed left behind."""
    pending = desk.archive.unindexed()
    for first in range(0, len(pending), _AT_ONCE):
        report_ids = pending[first : first + _AT_ONCE]
        kept = set(desk.archive.report_ids()).intersection(report_ids)
        desk.index.replace(report_ids, [_entry(report_id, desk) for report_id in report_ids if report_id in kept])
        desk.archive.indexed(report_ids)


def remove(report: str, settings: Settings, *, embedder: Embedder | None = None) -> str:
    """Forget the report with this id, or the one that was read from this source; returns its id. Raises UnknownReport."""
    with _desk(settings, embedder) as desk:
        report_id = desk.archive.at(report) or desk.archive.report(report).report_id
        desk.archive.remove(report_id)
        catch_up(desk)
    return report_id


def reindex(settings: Settings, *, embedder: Embedder | None = None, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Derive everything anew from the texts in the archive and fill an empty index; returns how many reports there are.

    No source file is needed, and no text is embedded again by the embedder that did it before. `on_progress` gets (done, all).
    """
    with _desk(settings, embedder, rebuild=True) as desk:
        report_ids = desk.archive.report_ids()
        for done, report_id in enumerate(report_ids, start=1):
            _derive_again(report_id, desk)
            if done % _AT_ONCE == 0 or done == len(report_ids):
                catch_up(desk)
            if on_progress:
                on_progress(done, len(report_ids))
        desk.archive.forget_unused_vectors()
    return len(report_ids)


def finish(settings: Settings, *, embedder: Embedder | None = None) -> bool:
    """Index what a killed run left un-indexed; False if there was nothing to do or another process is at it already."""
    with Archive.open(settings.home) as archive:
        if not archive.unindexed():
            return False
    try:
        with _desk(settings, embedder) as desk:
            catch_up(desk)
    except BusyError:
        return False
    return True


@contextmanager
def _desk(settings: Settings, embedder: Embedder | None, rebuild: bool = False) -> Iterator[Desk]:
    """The archive and index of `settings`, locked for writing; the lock dies with the process. Raises BusyError."""
    with _lock(settings.home), Archive.open(settings.home) as archive:
        embedder = embedder or open_embedder(settings)
        with ChromaIndex.open(settings, embedder, archive, write=True) as index:
            if rebuild:
                archive.index_again()
                archive.set_fact("embedder", embedder.name)
                index.clear()
            _same_embedder(archive, embedder)
            index.check()
            if not archive.unindexed() and index.count() != archive.stats().passages:
                archive.index_again()
            yield Desk(archive, embedder, index)


@contextmanager
def _lock(home: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        home.mkdir(parents=True, exist_ok=True)
        with FileLock(home / "writer.lock", timeout=0):
            yield
    except Timeout as error:
        raise BusyError(f"another process is adding reports to {home}; wait until it is done") from error
    except OSError as error:
        raise ArchiveError(f"{home}: {error.strerror or error}; check the rights of the folder, or set SITREP_HOME") from error


def _same_embedder(archive: Archive, embedder: Embedder) -> None:
    built = archive.fact("embedder")
    if not built:
        archive.set_fact("embedder", embedder.name)
    elif built != embedder.name:
        raise IndexMismatch(
            f"the reports were embedded with {built}, the settings say {embedder.name}; "
            f"run `sitrep reindex`, or set SITREP_EMBEDDER={built}"
        )


def _result(item: Draft | Failure, desk: Desk) -> Result:
    if isinstance(item, Failure):
        return Result("failed", item.source, message=item.message)
    try:
        return ingest_one(item, desk)
    except ReportError as error:
        return Result("failed", item.source, message=str(error))


def _entry(report_id: str, desk: Desk) -> Entry:
    report = desk.archive.report(report_id)
    passages = desk.archive.passages_of(report_id)
    keys = [digest(text) for text in passage_texts(report.title, passages)]
    known = desk.archive.vectors(desk.embedder.name, keys)
    if any(key not in known for key in keys):
        _derive_again(report_id, desk)
        known = desk.archive.vectors(desk.embedder.name, keys)
    return Entry(report, passages, np.stack([known[key] for key in keys]))


def _derive_again(report_id: str, desk: Desk) -> None:
    desk.archive.keep(derive(desk.archive.report(report_id), desk.archive.raw(report_id), desk), desk.embedder.name)
