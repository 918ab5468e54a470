"""Wire copies: a short signature of a text by which near-identical reports are found without comparing all of them."""

from __future__ import annotations

import functools
import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ingest.words import terms

Table = NDArray[np.uint32]

ALIKE = 0.7
WORDS = 5
_HASHES = 64
_MARGIN = 0.2
_SEEDS = np.random.default_rng(20240101)
_FACTORS = _SEEDS.integers(1, 2**63, _HASHES, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_TERMS = _SEEDS.integers(0, 2**63, _HASHES, dtype=np.uint64)


@functools.lru_cache(maxsize=128)  # it holds whole texts; a question compares a few, and the next one often the same
def shingles(text: str) -> NDArray[np.uint64]:
    """The distinct runs of five folded words of `text`, as numbers (the whole text where it has fewer words)."""
    words = terms(text)
    runs = {" ".join(words[i : i + WORDS]) for i in range(max(1, len(words) - WORDS + 1))}
    return np.array(sorted(zlib.crc32(run.encode()) for run in runs), dtype=np.uint64)


def signature(text: str) -> bytes:
    """64 numbers of 4 bytes (MinHash): the share on which two signatures agree estimates the share of runs two texts have in common."""
    mixed: NDArray[np.uint64] = (shingles(text)[:, None] * _FACTORS + _TERMS) >> np.uint64(32)
    return bytes(mixed.min(axis=0).astype("<u4").tobytes())


def table(signatures: Sequence[bytes]) -> Table:
    """Signatures as rows of numbers."""
    return np.frombuffer(b"".join(signatures), dtype="<u4").reshape(len(signatures), _HASHES)


def candidates(signatures: Sequence[bytes]) -> list[tuple[int, int]]:
    """Which of these few texts may be copies of each other, by place, the earlier one first: the texts themselves decide (`alike`)."""
    rows = table(signatures)
    agreement = (rows[:, None] == rows[None]).mean(axis=2)
    near = np.argwhere(np.triu(agreement >= ALIKE - _MARGIN, 1))
    return [(int(one), int(other)) for one, other in near]


def alike(one: str, other: str) -> bool:
    """Whether two texts are copies: they share at least 0.7 of their runs of five words (Jaccard)."""
    a, b = shingles(one), shingles(other)
    shared = len(np.intersect1d(a, b, assume_unique=True))
    return shared >= ALIKE * (len(a) + len(b) - shared)
