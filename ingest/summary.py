"""What became of the reports of an ingest, one by one and as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["added", "unchanged", "replaced", "failed"]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one report. `message` is one line: why it failed, or what was not understood in it."""

    status: Status
    source: str
    report_id: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What became of every report of an ingest, in the order they were read."""

    results: tuple[Result, ...] = ()

    @property
    def added(self) -> tuple[Result, ...]:
        """Reports that are new."""
        return self._those("added")

    @property
    def unchanged(self) -> tuple[Result, ...]:
        """Reports that were there already."""
        return self._those("unchanged")

    @property
    def replaced(self) -> tuple[Result, ...]:
        """Reports that took the place of what their source held before."""
        return self._those("replaced")

    @property
    def failed(self) -> tuple[Result, ...]:
        """What could not be taken in, each with its one-line message."""
        return self._those("failed")

    @property
    def exit_code(self) -> int:
        """The command line's: 1 if anything failed."""
        return 1 if self.failed else 0

    @property
    def line(self) -> str:
        """The counts, as one line."""
        return ", ".join(f"{len(self._those(status))} {status}" for status in ("added", "unchanged", "replaced", "failed"))

    def _those(self, status: str) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.status == status)
