"""Where reports come from: files, folders, globs, addresses and records, each read into a Draft or a Failure.

`read` never raises for one bad file: what cannot be read is a `Failure` in its place and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.settings import Settings


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it was read, before it is split, embedded and kept.

    `source` is the path or address as given, plus "#<id>" for a record; `raw` the bytes it was read from; `text` what offsets count
    into, never empty or blank, without NUL characters and lone surrogates (so that it can be stored). `published` is ISO at day or
    month precision or "", `language` ISO 639-1 or "" (not said: to be detected), `record_id` the record's own id or "".
    A non-empty `warning` is one line about something in it that was not understood; the report is taken all the same.
    """

    source: str
    raw: bytes
    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    places: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    record_id: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read: `source` names it ("file.jsonl:17" for a line), `message` says why and what to do, in one line."""

    source: str
    message: str


def read(targets: Sequence[str], settings: Settings) -> Iterator[Draft | Failure]:
    """Every report under `targets` (files, folders, globs, http(s) addresses), in a fixed order; reads lazily, one at a time."""
    raise NotImplementedError


def count(targets: Sequence[str]) -> int | None:
    """About how many items `read` will yield, for a progress bar; None when it cannot be told cheaply."""
    raise NotImplementedError


def ignored(targets: Sequence[str]) -> int:
    """How many visible files under the folders among `targets` are left out because their format is not known."""
    raise NotImplementedError
