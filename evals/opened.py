"""The assistant that a run asks: over the archive or over reports of its own, with a model that may have a cache."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from assistant.pipeline import Assistant
from evals.cached_model import CachedModel
from ingest.errors import SettingsError
from ingest.settings import Settings


@contextmanager
def opened(settings: Settings, reports: Sequence[Path] = (), cache: Path | None = None) -> Iterator[Assistant]:
    """An assistant over the archive; with `reports`, over one that holds these alone and goes away.

    With `cache` the model's replies are kept in that file. Raises SettingsError if a report cannot be read.
    """
    with _archive(settings, reports) as own, Assistant.open(own) as assistant:
        if cache is not None:
            assistant.model = CachedModel(assistant.model, cache, settings.seed)
        yield assistant


@contextmanager
def _archive(settings: Settings, reports: Sequence[Path]) -> Iterator[Settings]:
    if not reports:
        yield settings
        return
    from ingest.pipeline import ingest_all

    with tempfile.TemporaryDirectory(prefix="sitrep-evals-") as folder:
        own = settings.model_copy(update={"home": Path(folder), "chroma_url": ""})
        summary = ingest_all([str(path) for path in reports], own)
        if summary.failed:
            raise SettingsError(f"{summary.failed[0]}; the cases need every report")
        yield own
