"""The vectors in Chroma: in process under `home/chroma`, or on a Chroma server. Rebuilt from the archive whenever it is lost.

Each language has a collection of its own: retrieval wants the nearest passages of every one, and a filter over one collection takes
a hundred times as long. In process Chroma is not safe across processes: write under the writer's lock, and open again when the
archive's generation grew.
"""

from __future__ import annotations

import functools
import heapq
import re
import shutil
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np

from ingest import chroma_client
from ingest.archive import Archive
from ingest.embed import Embedder, Vectors
from ingest.errors import ArchiveError, IndexMismatch, SitrepError
from ingest.report import Passage, Report
from ingest.settings import Settings

_WRITE = 1000
_SEARCHED = 1000  # passages that a search looks at: with Chroma's 100 it misses some, and others each time the index is opened
# With Chroma's own 16 neighbours and 100, one of a hundred texts that are much alike cannot be reached in one index of 90.
_GRAPH = {"hnsw:search_ef": _SEARCHED, "hnsw:M": 32, "hnsw:construction_ef": 200}
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
        self._collections: dict[str, Any] = {}  # by language

    @classmethod
    def open(cls, settings: Settings, embedder: Embedder, archive: Archive, *, write: bool = False, rebuild: bool = False) -> ChromaIndex:
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
            client, self._client, self._collections = self._client, None, {}
            if client is not None:
                for part in (client, client._admin_client) if self._settings.chroma_url else ():
                    part._server._session.close()  # Chroma leaves its connections open
                client.close()
            chroma_client.give_back(self._path)

    def __enter__(self) -> ChromaIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def count(self) -> int:
        """How many passages it holds."""
        with self._lock:
            return sum(int(self._try(collection.count)) for collection in self._collections.values())

    def nearest(self, vector: Vectors, k: int, where: Mapping[str, Any] | None = None) -> list[tuple[str, float]]:
        """The `k` passages nearest to `vector` as (passage_id, cosine), nearest first.

        `where` is Chroma's filter over report_id, language, publisher, and date_from and date_to as integers (20241201).
        """
        return nearest_of_all(self.nearest_by_language(vector, k, where), k)

    def nearest_by_language(self, vector: Vectors, k: int, where: Mapping[str, Any] | None = None) -> dict[str, list[tuple[str, float]]]:
        """The same for each language by itself; languages without a code of two or three letters count as one, "other"."""
        with self._lock:
            self._refresh()
            return {language: self._query(collection, vector, k, where) for language, collection in self._collections.items()}

    # ------------------------------------------------------------ writing

    def clear(self) -> None:
        """Delete everything; each collection is stamped with the embedder in use when it is made."""
        with self._lock:
            for name in self._names():
                self._try(functools.partial(self._client.delete_collection, name))
            self._collections = {}

    def replace(self, report_ids: Sequence[str], entries: Sequence[Entry]) -> None:
        """Make the index hold exactly these entries of these reports: new ones are put in, stale ones taken out."""
        by_language: dict[str, list[Entry]] = {language: [] for language in self._collections}
        for entry in entries:
            by_language.setdefault(_collected(entry.report.language), []).append(entry)
        with self._lock:
            for language, part in by_language.items():
                self._replace(self._collection(language), report_ids, part)

    def _replace(self, collection: Any, report_ids: Sequence[str], entries: Sequence[Entry]) -> None:
        ids = [passage.passage_id for entry in entries for passage in entry.passages]
        known = [_metadata(entry.report) for entry in entries for _ in entry.passages]
        vectors = np.concatenate([entry.vectors for entry in entries]) if ids else np.empty((0, 0), dtype=np.float32)
        held = self._try(lambda: collection.get(where={"report_id": {"$in": list(report_ids)}}, include=[]))["ids"]
        for part in _parts(sorted(set(held) - set(ids))):
            self._try(functools.partial(collection.delete, ids=part))
        for part in _parts(range(len(ids))):
            rows = slice(part[0], part[-1] + 1)
            self._try(functools.partial(collection.upsert, ids=ids[rows], embeddings=vectors[rows], metadatas=known[rows]))

    def _query(self, collection: Any, vector: Vectors, k: int, where: Mapping[str, Any] | None) -> list[tuple[str, float]]:
        found = self._try(lambda: collection.query([vector], n_results=k, where=dict(where) if where else None, include=["distances"]))
        return [(passage_id, 1.0 - distance) for passage_id, distance in zip(found["ids"][0], found["distances"][0], strict=True)]

    # ------------------------------------------------------------

    def _connect(self) -> None:
        self._seen = self._archive.fact("indexed")
        if self._settings.chroma_url:
            self._client = chroma_client.server(self._settings)
        elif self._write or (self._settings.home / "chroma").exists():
            self._path = chroma_client.own_spelling(self._settings.home / "chroma")
            self._client = chroma_client.in_process(self._path)
        else:
            return
        try:
            self._find()
        except SitrepError:
            self.close()
            raise

    def _throw_away(self) -> None:
        """Delete the files: nothing in them but what the archive has too."""
        with chroma_client.plain(self._where):
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
        self._collections = {}
        for name in self._names():
            if name != self._name:
                collection = self._try(functools.partial(self._client.get_collection, name, embedding_function=None))
                self._collections[name.removeprefix(f"{self._name}-")] = collection
            elif self._write:  # of a version that kept all languages together
                self._try(functools.partial(self._client.delete_collection, name))

    def check(self) -> None:
        """Raise IndexMismatch if the vectors are another embedder's."""
        for collection in self._collections.values():
            built = (collection.metadata.get("embedder"), collection.metadata.get("dimension"))
            if built != (self._embedder.name, self._embedder.dimension):
                raise IndexMismatch(
                    f"the index at {self._where} was built with {built[0]} ({built[1]} dimensions), the settings say {self._embedder.name} "
                    f"({self._embedder.dimension}); run `sitrep reindex`, or set SITREP_EMBEDDER={built[0]}"
                )

    def _names(self) -> list[str]:
        """The collections of this archive."""
        names = sorted(collection.name for collection in self._try(lambda: self._client.list_collections()))
        return [name for name in names if name == self._name or name.startswith(f"{self._name}-")]

    def _collection(self, language: str) -> Any:
        """The collection of a language, made if there is none."""
        if language not in self._collections:
            stamp = {"embedder": self._embedder.name, "dimension": self._embedder.dimension, "hnsw:space": "cosine"}
            name = f"{self._name}-{language}"
            make = functools.partial(self._client.create_collection, name, metadata=stamp | _GRAPH, embedding_function=None)
            self._collections[language] = self._try(make)
        return self._collections[language]

    def _try(self, call: Callable[[], T]) -> T:
        with chroma_client.plain(self._where):
            return call()


def nearest_of_all(by_language: Mapping[str, Sequence[tuple[str, float]]], k: int) -> list[tuple[str, float]]:
    """The `k` nearest of lists that are each sorted, nearest first."""
    return list(heapq.merge(*by_language.values(), key=lambda each: -each[1]))[:k]


def _collected(language: str) -> str:
    """The collection that a report of this language belongs to."""
    return language if re.fullmatch("[a-z]{2,3}", language) else "other"


def _parts(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(items), _WRITE):
        yield items[first : first + _WRITE]


def _metadata(report: Report) -> dict[str, str | int]:
    """What can narrow a search: the report's first and last possible day, where it has a date, as integers."""
    known: dict[str, str | int] = {"report_id": report.report_id, "language": report.language, "publisher": report.publisher}
    year, month, day = [*report.date.split("-"), "", ""][:3]
    if year:
        known["date_from"] = int(f"{year}{month or '01'}{day or '01'}")
        known["date_to"] = int(f"{year}{month or '12'}{day or '31'}")
    return known
