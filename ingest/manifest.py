"""What is known of reports that do not say it themselves: `manifest.toml` in the folder they lie in, or above it.

    [[report]]
    file = "2024/camp.txt"          # from the manifest's folder, with "/"; for jsonl and csv it holds for every record
    publisher = "Camp committee"    # any of title, publisher, published, url, language, places; other names become metadata
    published = "2024-11-29"
    language = "fr"
    inferred = ["published"]        # which of these were worked out rather than given, and
    why = "The text says Friday, and the offensive began on Wednesday 27 November 2024."

What a report says itself is never overridden. A manifest counts for a file that was named when it lies beside it, and for one
found in a folder (or by a glob) when it lies anywhere between the two; the nearest one that has an entry counts.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from ingest.errors import ReportError
from ingest.parse_fields import Parsed, from_fields

NAME = "manifest.toml"


class Manifests:
    """The manifests of one run, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, Mapping[str, Parsed]] = {}
        self._complaints: list[tuple[str, str]] = []

    def complete(self, parsed: Parsed, file: Path, top: Path) -> Parsed:
        """`parsed` with what the manifests from `file`'s folder up to `top` add to it."""
        folder = file.parent
        while True:
            entry = self._entries(folder).get(file.relative_to(folder).as_posix())
            if entry or folder == top or folder == folder.parent:
                return _filled(parsed, entry) if entry else parsed
            folder = folder.parent

    def complaints(self) -> list[tuple[str, str]]:
        """(manifest, what is wrong with it) for those met since the last call; the reports go in without them."""
        new, self._complaints = self._complaints, []
        return new

    def _entries(self, folder: Path) -> Mapping[str, Parsed]:
        if folder not in self._read:
            try:
                self._read[folder] = _load(folder / NAME)
            except ReportError as error:
                self._read[folder] = {}
                self._complaints.append((str(folder / NAME), str(error)))
        return self._read[folder]


def _load(path: Path) -> dict[str, Parsed]:
    try:
        entries = tomllib.loads(path.read_text("utf-8")).get("report", [])
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        raise ReportError(f"cannot be read ({' '.join(str(error).split())}); the reports are taken without it") from error
    if not isinstance(entries, list) or not all(isinstance(entry, dict) and isinstance(entry.get("file"), str) for entry in entries):
        raise ReportError('each [[report]] needs a file = "..."; the reports are taken without it')
    return {entry["file"]: _entry(entry) for entry in entries}


def _entry(entry: Mapping[str, object]) -> Parsed:
    """An entry in the form of a report (its text is a stand-in that is never used)."""
    given = {name: value for name, value in entry.items() if name not in {"file", "text", "id"}}
    given |= {"inferred": ", ".join(map(str, inferred))} if isinstance(inferred := given.get("inferred"), list) else {}
    return from_fields(given, text="-")


def _filled(parsed: Parsed, entry: Parsed) -> Parsed:
    names = ("title", "publisher", "published", "url", "language", "places")
    return replace(
        parsed,
        **{name: getattr(parsed, name) or getattr(entry, name) for name in names},
        metadata={**entry.metadata, **parsed.metadata},
        warnings=(*parsed.warnings, *(f"{NAME}: {warning}" for warning in entry.warnings)),
    )
