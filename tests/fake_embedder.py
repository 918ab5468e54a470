"""An embedder without a model: texts that share words are near each other. Notes every text it was given."""

import zlib
from collections.abc import Sequence

import numpy as np

from ingest.words import terms


class WordsEmbedder:
    """The Embedder protocol over counts of hashed words."""

    def __init__(self, name: str = "words", dimension: int = 64) -> None:
        self.name = name
        self.dimension = dimension
        self.texts: list[str] = []

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        self.texts += texts
        return np.stack([self._vector(text) for text in texts]) if texts else np.empty((0, self.dimension), np.float32)

    def query(self, text: str) -> np.ndarray:
        return self._vector(text)

    def _vector(self, text: str) -> np.ndarray:
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in terms(text):
            vector[zlib.crc32(word.encode()) % self.dimension] += 1
        return vector / (np.linalg.norm(vector) or 1)
