"""What every way to ask can do: `Assistant` in process and `Client` over HTTP are both a `Sitrep`; the first is `InProcess`."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from assistant.answer import Answer, Event, Scope
from ingest.report import Figure, Report

if TYPE_CHECKING:
    from ingest.summary import IngestSummary, Result

History = Sequence[str | Mapping[str, str]]


class Sitrep(Protocol):
    """Reports in, cited answers out."""

    def ask(self, question: str, *, history: History = (), scope: Scope | None = None) -> Answer:
        """The answer to one question, with the words behind each claim."""
        ...

    def stream(
        self, question: str, *, history: History = (), scope: Scope | None = None, cancel: threading.Event | None = None
    ) -> Iterator[Event]:
        """The same, as it comes: "hits", a "text" for each verified claim, then "answer". Setting `cancel` ends it early."""
        ...

    def reports(self) -> list[Report]:
        """Every report in the archive."""
        ...

    def report(self, report_id: str) -> Report:
        """One report, with its text."""
        ...

    def ingest(self, targets: Sequence[str], on_result: Callable[[Result], None] | None = None) -> IngestSummary:
        """Add reports; `on_result` hears of each as it is done."""
        ...

    def figures(self, query: str) -> list[Figure]:
        """The counts that the reports state about `query`."""
        ...

    def health(self) -> dict[str, Any]:
        """What is reachable, and how many reports there are."""
        ...

    def close(self) -> None:
        """Let go of what is held."""
        ...


class InProcess(Sitrep, Protocol):
    """One that holds the archive itself, and can say where a report came from."""

    def ingest(
        self, targets: Sequence[str], on_result: Callable[[Result], None] | None = None, *, source_of: Callable[[str], str] | None = None
    ) -> IngestSummary:
        """Add reports. `source_of` gives the source to keep for a path that was read, for files that were sent from elsewhere."""
        ...
