"""The few numbers that were fitted: how much each sign of a passage, a sentence and an answer counts. Stored as `weights.json`."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Weights:
    """Linear weights by stage ("passage", "sentence", "answer") and sign; `threshold` is the least probability that is shown."""

    stages: Mapping[str, Mapping[str, float]]
    threshold: float
    fitted_on: str = ""

    def score(self, stage: str, signs: Mapping[str, float]) -> float:
        """The weighted sum of the signs (an unknown sign counts nothing)."""
        weights = self.stages[stage]
        return weights.get("bias", 0.0) + sum([weights.get(name, 0.0) * value for name, value in signs.items()])

    def probability(self, signs: Mapping[str, float]) -> float:
        """How probable it is that an answer with these signs is right, 0 to 1."""
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score("answer", signs)))))


@functools.cache
def load(path: Path | None = None) -> Weights:
    """The weights at `path` (those that come with sitrep if None); raises SettingsError if they are none."""
    path = path or Path(__file__).with_name("weights.json")
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return Weights(data["stages"], float(data["threshold"]), data.get("fitted_on", ""))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"{path}: no weights ({error}); write them with: sitrep eval calibrate") from error
