"""Where reports are taken in: archive, embedder and index together, with the lock that keeps every other writer out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.embed import Embedder, open_embedder
from ingest.errors import ArchiveError, BusyError, IndexMismatch
from ingest.settings import Settings


@dataclass(frozen=True, slots=True)
class Desk:
    """What a report needs to get in: where it is kept and what makes its vectors."""

    archive: Archive
    embedder: Embedder
    index: ChromaIndex


@contextmanager
def open_desk(settings: Settings, embedder: Embedder | None = None, *, rebuild: bool = False) -> Iterator[Desk]:
    """The only desk of `settings.home`; with `rebuild` its index is empty and takes the embedder in use.

    Raises BusyError while another process (or thread) has it, IndexMismatch if the reports were embedded by another embedder.
    """
    with _lock(settings.home), Archive.open(settings.home) as archive:
        embedder = embedder or open_embedder(settings)
        with ChromaIndex.open(settings, embedder, archive, write=True, rebuild=rebuild) as index:
            if rebuild:
                archive.index_again()
                archive.set_fact("embedder", embedder.name)
                index.clear()
            _check_embedder(archive, embedder)
            index.check()
            if not archive.unindexed() and index.count() != archive.stats().passages:
                archive.index_again()  # Chroma's files were lost or restored from another day
            yield Desk(archive, embedder, index)


@contextmanager
def _lock(home: Path) -> Iterator[None]:
    """Hold the writer's lock; the system takes it back when the process dies, however it dies."""
    from filelock import FileLock, Timeout

    lock = FileLock(home / "writer.lock", timeout=0)
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise BusyError(f"another process is adding or removing reports in {home}; wait until it is done") from error
    except OSError as error:
        raise ArchiveError(f"{home}: {error.strerror or error}; check the folder and its rights, or set SITREP_HOME") from error
    try:
        yield
    finally:
        lock.release()


def _check_embedder(archive: Archive, embedder: Embedder) -> None:
    built = archive.fact("embedder")
    if not built:
        archive.set_fact("embedder", embedder.name)
    elif built != embedder.name:
        raise IndexMismatch(
            f"the reports were embedded with {built}, the settings say {embedder.name}; "
            f"run `sitrep reindex`, or set SITREP_EMBEDDER={built}"
        )
