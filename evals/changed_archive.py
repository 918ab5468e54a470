"""Copies of an archive in which something is changed for a while: reports added, taken out, or with other words."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from evals.case import CaseError
from ingest.report import Report

if TYPE_CHECKING:
    from assistant.pipeline import Assistant
    from ingest.desk import Desk

Change = Callable[["Desk"], None]


@contextmanager
def changed(assistant: Assistant, change: Change) -> Iterator[Assistant]:
    """An assistant over a copy of the archive that `change` changed, with the same embedder and model; the copy goes away.

    Texts that were embedded before are not embedded again. The copy's vectors are kept in this process, also where the archive's own
    are on a server: the copy has the archive's id, and would overwrite them there.
    """
    from assistant.pipeline import Assistant
    from assistant.retrieve import Library
    from ingest.archive import Archive
    from ingest.chroma_index import ChromaIndex
    from ingest.desk import open_desk
    from ingest.pipeline import catch_up

    embedder = assistant.library.embedder
    with tempfile.TemporaryDirectory(prefix="sitrep-evals-", ignore_cleanup_errors=True) as folder:
        home = Path(folder) / "home"
        shutil.copytree(assistant.settings.home, home, ignore=shutil.ignore_patterns("*.lock"))
        settings = assistant.settings.model_copy(update={"home": home, "chroma_url": ""})
        with open_desk(settings, embedder) as desk:
            change(desk)
            catch_up(desk)
        archive = Archive.open(home)
        index = ChromaIndex.open(settings, embedder, archive)
        try:
            yield Assistant(settings, Library(archive, index, embedder), assistant.model)
        finally:
            index.close()
            archive.close()


def adding(files: Sequence[str]) -> Change:
    """Adds the reports in these files; CaseError if one cannot be read."""

    def add(desk: Desk) -> None:
        from ingest import sources
        from ingest.pipeline import ingest_one
        from ingest.settings import load

        for item in sources.read(files, load()):
            if isinstance(item, sources.Failure):
                raise CaseError(f"{item.source}: {item.message}")
            ingest_one(item, desk)

    return add


def without(report_ids: Iterable[str]) -> Change:
    """Takes these reports out."""

    def remove(desk: Desk) -> None:
        for report_id in report_ids:
            desk.archive.remove(report_id)

    return remove


def rewritten(reword: Callable[[Report], Report]) -> Change:
    """Gives every report the title and text that `reword` makes of it; what else is known of it stays."""

    def rewrite(desk: Desk) -> None:
        from ingest.pipeline import ingest_one
        from ingest.sources import Draft

        for report in desk.archive.reports():
            new = reword(report)
            if (new.title, new.text) != (report.title, report.text):
                desk.archive.remove(report.report_id)
                known = (new.publisher, new.published, new.url, new.language, new.places, new.metadata)
                ingest_one(Draft(new.source, new.text.encode(), new.text, new.title, *known), desk)

    return rewrite
