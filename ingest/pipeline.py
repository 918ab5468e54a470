"""The story of a report: read, recognised or new, cut into passages, counted, embedded, kept, indexed.

The archive comes first and the index after it, with a list of what the index still lacks: a run that is killed anywhere leaves whole
reports only, and the next one finishes its work.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np

from ingest import dates, figures, language, sources, split
from ingest.archive import Archive
from ingest.archive_rows import Kept, digest
from ingest.chroma_index import Entry
from ingest.desk import Desk, open_desk
from ingest.embed import Embedder, embedded_texts
from ingest.errors import BusyError, ReportError, SitrepError
from ingest.report import Report
from ingest.settings import Settings
from ingest.sources import Draft, Failure
from ingest.summary import IngestSummary, Result

__all__ = ["IngestSummary", "Result", "finish", "ingest_all", "ingest_one", "reindex", "remove"]

_AT_ONCE = 32


def ingest_all(
    targets: Sequence[str],
    settings: Settings,
    *,
    embedder: Embedder | None = None,
    on_result: Callable[[Result], None] | None = None,
    on_progress: Callable[[int, int | None], None] | None = None,
    source_of: Callable[[str], str] | None = None,
) -> IngestSummary:
    """Take in every report under `targets` (files, folders, globs, addresses); one that fails never stops the rest.

    `on_result` is told of each as it is done, `on_progress` how many are done of about how many (None if that is not known).
    `source_of` gives the source to keep for the one that was read, for reports that were sent from elsewhere.
    Raises BusyError, ArchiveError, IndexMismatch, UnreachableError; the reports so far are then kept whole, and the next run goes on.
    """
    results: list[Result] = []
    with open_desk(settings, embedder) as desk:
        catch_up(desk)
        expected = sources.count(targets) if on_progress else None
        for item in sources.read(targets, settings):
            result = _result(replace(item, source=source_of(item.source)) if source_of else item, desk)
            results.append(result)
            if on_result:
                on_result(result)
            if on_progress:
                on_progress(len(results), expected)
            if len(results) % _AT_ONCE == 0:
                catch_up(desk)
        catch_up(desk)
    return IngestSummary(tuple(results))


def ingest_one(draft: Draft, desk: Desk) -> Result:
    """Take in one report: recognise it, or derive what follows from it and keep all of it in one transaction.

    Raises ReportError if it cannot be kept.
    """
    report = identify(draft)
    held = desk.archive.at(draft.source)
    if desk.archive.sources(report.report_id) and not (held == report.report_id and _says_more(draft, desk.archive.report(held))):
        desk.archive.found_at(report.report_id, draft.source)
        return Result("unchanged", draft.source, report.report_id, draft.warning)
    desk.archive.keep(derive(report, draft.raw, desk), desk.embedder.name)
    return Result("replaced" if held else "added", draft.source, report.report_id, draft.warning)


def identify(draft: Draft) -> Report:
    """The report that a draft is. Its id follows from its content, never from its path: a copy or a renamed file is the same report."""
    content = [draft.record_id, draft.title, draft.publisher, draft.published, draft.text]
    return Report(
        report_id=hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:16],
        source=draft.source,
        text=draft.text,
        title=draft.title,
        publisher=draft.publisher,
        published=draft.published,
        dateline=dates.dateline(draft.text, draft.published),
        language=draft.language or language.detect(draft.text),
        url=draft.url,
        places=draft.places,
        metadata=draft.metadata,
        ingested_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def derive(report: Report, raw: bytes, desk: Desk) -> Kept:
    """A report with all that follows from it: passages, figures, and the vectors of passages and sentences that are not known yet."""
    passages = split.passages(report)
    texts = {digest(text): text for passage in passages for text in embedded_texts(report.title, passage)}
    known = desk.archive.vectors(desk.embedder.name, texts)
    new = [key for key in texts if key not in known]
    vectors = desk.embedder.passages([texts[key] for key in new]) if new else ()
    return Kept(report, raw, passages, figures.extract(report, passages), frozenset(texts), dict(zip(new, vectors, strict=True)))


def catch_up(desk: Desk) -> None:
    """Bring the index to what the archive holds: what this run changed, and what a run that was killed left undone."""
    pending = desk.archive.unindexed()
    for first in range(0, len(pending), _AT_ONCE):
        report_ids = pending[first : first + _AT_ONCE]
        kept = set(desk.archive.report_ids()).intersection(report_ids)
        desk.index.replace(report_ids, [_entry(report_id, desk) for report_id in report_ids if report_id in kept])
        desk.archive.indexed(report_ids)


def finish(settings: Settings, *, embedder: Embedder | None = None) -> bool:
    """Index what a killed run left un-indexed. False if there was nothing to do, or another process is at it already."""
    with Archive.open(settings.home) as archive:
        if not archive.unindexed():
            return False
    try:
        with open_desk(settings, embedder) as desk:
            catch_up(desk)
    except BusyError:
        return False
    return True


def remove(report: str, settings: Settings, *, embedder: Embedder | None = None) -> str:
    """Forget the report with this id, or the one that was read from this source; returns its id. Raises UnknownReport."""
    with open_desk(settings, embedder) as desk:
        report_id = desk.archive.at(report) or desk.archive.report(report).report_id
        desk.archive.remove(report_id)
        catch_up(desk)
    return report_id


def reindex(settings: Settings, *, embedder: Embedder | None = None, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Derive everything anew from the texts in the archive and fill an empty index; returns how many reports there are.

    No source file is needed, and no text is embedded again that this embedder has embedded before. `on_progress` gets (done, all).
    """
    with open_desk(settings, embedder, rebuild=True) as desk:
        report_ids = desk.archive.report_ids()
        for done, report_id in enumerate(report_ids, start=1):
            _derive_again(report_id, desk)
            if done % _AT_ONCE == 0:
                catch_up(desk)
            if on_progress:
                on_progress(done, len(report_ids))
        catch_up(desk)
        desk.archive.forget_unused_vectors()
    return len(report_ids)


def _result(item: Draft | Failure, desk: Desk) -> Result:
    if isinstance(item, Failure):
        return Result("failed", item.source, message=item.message)
    try:
        return ingest_one(item, desk)
    except ReportError as error:
        return Result("failed", item.source, message=str(error))
    except SitrepError:
        raise
    except Exception as error:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        return Result("failed", item.source, message=f"a defect of sitrep kept it out ({reason[:200]}); please report it")


def _says_more(draft: Draft, report: Report) -> bool:
    """Whether a draft of the same content differs in what its id does not follow from."""
    given = (draft.url, draft.places, dict(draft.metadata), draft.language or report.language)
    return given != (report.url, report.places, dict(report.metadata), report.language)


def _entry(report_id: str, desk: Desk) -> Entry:
    report = desk.archive.report(report_id)
    passages = desk.archive.passages_of(report_id)
    ids = [passage.passage_id for passage in passages]
    known = desk.archive.passage_vectors(ids)
    if any(each not in known for each in ids):  # a reindex with another embedder was cut short
        _derive_again(report_id, desk)
        known = desk.archive.passage_vectors(ids)
    return Entry(report, passages, np.stack([known[each] for each in ids]))


def _derive_again(report_id: str, desk: Desk) -> None:
    report = desk.archive.report(report_id)
    report = replace(report, dateline=dates.dateline(report.text, report.published))
    desk.archive.keep(derive(report, desk.archive.raw(report_id), desk), desk.embedder.name)
