"""The vectors in Chroma: in process under `home/chroma`, or on a Chroma server. Rebuilt from the archive whenever it is lost.

In process Chroma is not safe across processes: write under the writer's lock, and open again when the archive's generation grew.
"""

from __future__ import annotations

import functools
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import numpy as np

from ingest.archive import Archive
from ingest.embed import Embedder, Vectors
from ingest.errors import ArchiveError, BusyError, IndexMismatch, SitrepError, UnreachableError
from ingest.report import Passage, Report
from ingest.settings import Settings

_WRITE = 1000
_open_paths: set[str] = set()
_opening = threading.Lock()
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """A report's passages and their vectors, one row a passage."""

    report: Report
    passages: Sequence[Passage]
    vectors: Vectors


class ChromaIndex:
    """The passages of one archive by nearness of their vectors. Safe to share between threads.

    A reader notices by itself that another process wrote, and opens the files again. Only a writer (`write=True`, under the writer's
    lock) makes or changes anything.
    """

    def __init__(self, settings: Settings, embedder: Embedder, archive: Archive, write: bool) -> None:
        self._settings, self._embedder, self._archive, self._write = settings, embedder, archive, write
        self._name = f"sitrep-{archive.fact('archive_id')}"
        self._where = settings.chroma_url or str(settings.home / "chroma")
        self._lock = threading.RLock()
        self._path = ""
        self._seen = ""
        self._client: Any = None
        self._collection: Any = None

    @classmethod
    def open(
        cls, settings: Settings, embedder: Embedder, archive: Archive, *, write: bool = False, rebuild: bool = False
    ) -> ChromaIndex:
        """The index of this archive; empty if there is none yet, or if it is opened to `rebuild` it and its files are damaged.

        Raises IndexMismatch if it was built with another embedder, UnreachableError if the server does not answer.
        """
        index = cls(settings, embedder, archive, write)
        try:
            index._connect()
        except ArchiveError:
            if not rebuild or settings.chroma_url:
                raise
            index._throw_away()
            index._connect()
        if not write:
            index.check()
        return index

    def close(self) -> None:
        """Let go of the files or the connection."""
        with self._lock:
            client, self._client, self._collection = self._client, None, None
            if client is not None:
                for part in (client, client._admin_client) if self._settings.chroma_url else ():
                    part._server._session.close()  # Chroma leaves its connections open
                client.close()
            _give_back(self._path)

    def __enter__(self) -> ChromaIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def count(self) -> int:
        """How many passages it holds."""
        with self._lock:
            return 0 if self._collection is None else int(self._try(self._collection.count))

    def nearest(self, vector: Vectors, k: int, where: Mapping[str, Any] | None = None) -> list[tuple[str, float]]:
        """The `k` passages nearest to `vector` as (passage_id, cosine), nearest first.

        `where` is Chroma's filter over report_id, language, publisher, and date_from and date_to as integers (20241201).
        """
        with self._lock:
            self._refresh()
            k = min(k, self.count())
            if k < 1:
                return []
            found = self._try(
                lambda: self._collection.query([vector], n_results=k, where=dict(where) if where else None, include=["distances"])
            )
        return [(passage_id, 1.0 - distance) for passage_id, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    # ------------------------------------------------------------ writing

    def clear(self) -> None:
        """Delete everything and stamp the empty index with the embedder in use."""
        with self._lock:
            if self._name in self._names():
                self._try(lambda: self._client.delete_collection(self._name))
            self._create()

    def replace(self, report_ids: Sequence[str], entries: Sequence[Entry]) -> None:
        """Make the index hold exactly these entries of these reports: new ones are put in, stale ones taken out."""
        ids = [passage.passage_id for entry in entries for passage in entry.passages]
        known = [_metadata(entry.report) for entry in entries for _ in entry.passages]
        vectors = np.concatenate([entry.vectors for entry in entries]) if ids else np.empty((0, 0), dtype=np.float32)
        with self._lock:
            held = self._try(lambda: self._collection.get(where={"report_id": {"$in": list(report_ids)}}, include=[]))["ids"]
            for part in _parts(sorted(set(held) - set(ids))):
                self._try(functools.partial(self._collection.delete, ids=part))
            for part in _parts(range(len(ids))):
                rows = slice(part[0], part[-1] + 1)
                self._try(functools.partial(self._collection.upsert, ids=ids[rows], embeddings=vectors[rows], metadatas=known[rows]))

    # ------------------------------------------------------------

    def _connect(self) -> None:
        self._seen = self._archive.fact("indexed")
        if self._settings.chroma_url:
            self._client = _server(self._settings)
        elif self._write or (self._settings.home / "chroma").exists():
            self._path = _own_spelling(self._settings.home / "chroma")
            self._client = _in_process(self._path)
        else:
            return
        try:
            self._find()
        except SitrepError:
            self.close()
            raise

    def _throw_away(self) -> None:
        """Delete the files: nothing in them but what the archive has too."""
        with _plain(self._where):
            shutil.rmtree(self._settings.home / "chroma")

    def _refresh(self) -> None:
        """Notice that another process wrote: files must be opened again, of a server the collection may be another."""
        if self._write or self._archive.fact("indexed") == self._seen:
            return
        if self._settings.chroma_url:
            self._seen = self._archive.fact("indexed")
            self._find()
        else:
            self.close()
            self._connect()
        self.check()

    def _find(self) -> None:
        self._collection = None
        if self._name in self._names():
            self._collection = self._try(lambda: self._client.get_collection(self._name, embedding_function=None))
        elif self._write:
            self._create()

    def check(self) -> None:
        """Raise IndexMismatch if the vectors are another embedder's."""
        stamp = (self._collection.metadata or {}) if self._collection is not None else {}
        built = (stamp.get("embedder"), stamp.get("dimension"))
        if stamp and built != (self._embedder.name, self._embedder.dimension):
            raise IndexMismatch(
                f"the index at {self._where} was built with {built[0]} ({built[1]} dimensions), the settings say {self._embedder.name} "
                f"({self._embedder.dimension}); run `sitrep reindex`, or set SITREP_EMBEDDER={built[0]}"
            )

    def _names(self) -> set[str]:
        return {collection.name for collection in self._try(lambda: self._client.list_collections())}

    def _create(self) -> None:
        stamp = {"embedder": self._embedder.name, "dimension": self._embedder.dimension, "hnsw:space": "cosine"}
        self._collection = self._try(lambda: self._client.create_collection(self._name, metadata=stamp, embedding_function=None))

    def _try(self, call: Callable[[], T]) -> T:
        with _plain(self._where):
            return call()


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), _WRITE):
        yield items[first : first + _WRITE]


def _in_process(path: str) -> Any:
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings as ChromaSettings

    try:
        with _plain(path):
            Path(path).mkdir(parents=True, exist_ok=True)
            return chromadb.PersistentClient(path, settings=ChromaSettings(anonymized_telemetry=False))
    except SitrepError:
        SharedSystemClient._identifier_to_system.pop(path, None)  # else it hands out what failed again
        _give_back(path)
        raise


def _own_spelling(folder: Path) -> str:
    """A spelling of the path that no open index uses: for the same spelling Chroma hands out the same, by then stale, client."""
    with _opening:
        path = str(folder.absolute())
        while path in _open_paths:
            path += "/."
        _open_paths.add(path)
        return path


def _give_back(path: str) -> None:
    with _opening:
        _open_paths.discard(path)


def _server(settings: Settings) -> Any:
    import chromadb
    import httpx
    from chromadb.config import Settings as ChromaSettings

    address = urlsplit(settings.chroma_url)
    secure = address.scheme == "https"
    patience = httpx.Timeout(settings.silence_timeout, connect=settings.connect_timeout)
    with _plain(settings.chroma_url):
        httpx.get(f"{settings.chroma_url.rstrip('/')}/api/v2/heartbeat", timeout=patience).raise_for_status()
        client: Any = chromadb.HttpClient(
            host=settings.chroma_url,
            port=address.port or (443 if secure else 80),
            ssl=secure,
            settings=ChromaSettings(anonymized_telemetry=False),
        )
    client._server._session.timeout = patience  # Chroma would wait for ever
    return client


@contextmanager
def _plain(where: str) -> Iterator[None]:
    """What Chroma raises, as one line."""
    import httpx
    from chromadb.errors import ChromaError, NotFoundError

    try:
        yield
    except NotFoundError as error:
        raise BusyError(f"the index at {where} is being rebuilt; try again in a moment") from error
    except (httpx.HTTPError, ConnectionError) as error:
        reason = str(error) or type(error).__name__
        raise UnreachableError(
            f"the Chroma server at {where} does not answer as one ({reason}); start it with `chroma run`, or unset SITREP_CHROMA_URL"
        ) from error
    except (ChromaError, OSError) as error:
        reason = " ".join(str(error).split())
        raise ArchiveError(f"the index at {where} cannot be used ({reason}); check space and rights, then run `sitrep reindex`") from error


def _metadata(report: Report) -> dict[str, str | int]:
    """What can narrow a search: the report's first and last possible day, where it has a date, as integers."""
    known: dict[str, str | int] = {"report_id": report.report_id, "language": report.language, "publisher": report.publisher}
    year, month, day = [*report.date.split("-"), "", ""][:3]
    if year:
        known["date_from"] = int(f"{year}{month or '01'}{day or '01'}")
        known["date_to"] = int(f"{year}{month or '12'}{day or '31'}")
    return known
