"""Means with standard errors, and the exact sign test. Standard library only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean over `n` cases and its standard error (None for fewer than two)."""

    value: float
    error: float | None
    n: int

    def __str__(self) -> str:
        return f"{self.value:.3f}" + (f" ± {self.error:.3f}" if self.error is not None else "")


def mean(values: Iterable[float | None]) -> Mean | None:
    """The mean of what was scored; None if nothing was (unscored is not zero)."""
    known = [v for v in values if v is not None]
    if not known:
        return None
    middle = math.fsum(known) / len(known)
    if len(known) < 2:
        return Mean(middle, None, len(known))
    variance = math.fsum((v - middle) ** 2 for v in known) / (len(known) - 1)
    return Mean(middle, math.sqrt(variance / len(known)), len(known))


def sign_test(better: int, worse: int) -> float:
    """Two-sided exact probability of a split at least this uneven if better and worse were equally likely (McNemar, exact)."""
    n = better + worse
    tail = sum(math.comb(n, k) for k in range(min(better, worse) + 1)) / math.ldexp(1, n)
    return min(1.0, 2 * tail)


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` of them lie, the nearest one."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))] if ranked else None
