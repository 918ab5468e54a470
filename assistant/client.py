"""The assistant over HTTP: `Client` and `AsyncClient` have the methods of `Assistant` and give the same results.

    with Client("http://127.0.0.1:7860") as sitrep:
        answer = sitrep.ask("Combien de civils ont été tués ?")

Errors are those of the server, as `BadQuestion`, `BusyError`, `UnknownReport`, `ModelUnavailable` or else `ServiceError`;
UnreachableError when no server answers, falls silent or goes away in the middle.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

import httpx

from assistant import sent, wire
from assistant.answer import Answer, Event, Scope
from assistant.sitrep import History
from ingest.report import Figure, Report

if TYPE_CHECKING:
    from ingest.summary import IngestSummary, Result

CONNECT_TIMEOUT = 5.0
SILENCE_TIMEOUT = 60.0  # the server says a word every ten seconds


class Client:
    """A sitrep server, for programs that wait for it. Close it, or use it as a context manager."""

    def __init__(self, url: str = sent.DEFAULT_URL, *, timeout: float = SILENCE_TIMEOUT) -> None:
        self.url = sent.address(url)
        self._http = httpx.Client(**sent.settings(self.url, CONNECT_TIMEOUT, timeout))

    def ask(self, question: str, *, history: History = (), scope: Scope | None = None) -> Answer:
        """The answer to one question."""
        return sent.last_answer(list(self.stream(question, history=history, scope=scope)))

    def stream(
        self, question: str, *, history: History = (), scope: Scope | None = None, cancel: threading.Event | None = None
    ) -> Iterator[Event]:
        """The same as it comes: "hits", "text" for each claim, "answer". Setting `cancel` or leaving the loop ends it on the server too."""
        body = sent.question(question, history, scope)
        with self._events("/api/stream", json=body, cancel=cancel) as events:
            for event in filter(None, (wire.event(kind, data) for kind, data in events)):
                yield event
                if event.answer:
                    return
        sent.cut_short(self.url, cancel)

    def reports(self) -> list[Report]:
        """Every report, with its text."""
        return [wire.report(data) for data in self._get("/api/reports", texts="true")]

    def report(self, report_id: str) -> Report:
        """One report; UnknownReport if the server has none of that id."""
        return wire.report(self._get(sent.report_path(report_id)))

    def ingest(self, targets: Sequence[str], on_result: Callable[[Result], None] | None = None) -> IngestSummary:
        """Send files and folders of this machine to the server; `on_result` hears of each report as it is done."""
        summary = sent.Ingested(on_result)
        for batch in sent.batches(targets, summary):
            with sent.opened(batch) as files, self._events("/api/ingest", files=files) as events:
                if not any(summary.take(kind, data) for kind, data in events):
                    sent.cut_short(self.url)
        return summary.whole()

    def figures(self, query: str) -> list[Figure]:
        """The counts that the reports state about `query`."""
        return [wire.figure(data) for data in self._get("/api/figures", query=query)]

    def health(self) -> dict[str, Any]:
        """What the server can reach."""
        found: dict[str, Any] = self._get("/api/health")
        return found

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _get(self, path: str, **query: str) -> Any:
        with sent.plain_errors(self.url):
            return sent.checked(self.url, self._http.get(path, params=query))

    @contextlib.contextmanager
    def _events(self, path: str, *, cancel: threading.Event | None = None, **body: Any) -> Iterator[Iterator[tuple[str, dict[str, Any]]]]:
        with sent.plain_errors(self.url), self._http.stream("POST", path, headers=sent.STREAM, **body) as response:
            if not sent.is_stream(response):
                response.read()
                sent.checked(self.url, response)
            yield wire.received(sent.until(cancel, response.iter_lines()))


class AsyncClient:
    """A sitrep server, for asyncio programs. The same methods, awaited; `stream` is an asynchronous iterator."""

    def __init__(self, url: str = sent.DEFAULT_URL, *, timeout: float = SILENCE_TIMEOUT) -> None:
        self.url = sent.address(url)
        self._http = httpx.AsyncClient(**sent.settings(self.url, CONNECT_TIMEOUT, timeout))

    async def ask(self, question: str, *, history: History = (), scope: Scope | None = None) -> Answer:
        """The answer to one question."""
        return sent.last_answer([event async for event in self.stream(question, history=history, scope=scope)])

    async def stream(
        self, question: str, *, history: History = (), scope: Scope | None = None, cancel: threading.Event | None = None
    ) -> AsyncGenerator[Event, None]:
        """The same as it comes: "hits", "text" for each claim, "answer". Setting `cancel` or leaving the loop ends it on the server too."""
        body = sent.question(question, history, scope)
        async with contextlib.aclosing(self._events("/api/stream", json=body)) as events:
            async for kind, data in events:
                if cancel is not None and cancel.is_set():
                    return
                event = wire.event(kind, data)
                if event is not None:
                    yield event
                if event is not None and event.answer:
                    return
        sent.cut_short(self.url, cancel)

    async def reports(self) -> list[Report]:
        """Every report, with its text."""
        return [wire.report(data) for data in await self._get("/api/reports", texts="true")]

    async def report(self, report_id: str) -> Report:
        """One report; UnknownReport if the server has none of that id."""
        return wire.report(await self._get(sent.report_path(report_id)))

    async def ingest(self, targets: Sequence[str], on_result: Callable[[Result], None] | None = None) -> IngestSummary:
        """Send files and folders of this machine to the server; `on_result` hears of each report as it is done."""
        summary = sent.Ingested(on_result)
        for batch in sent.batches(targets, summary):
            with sent.opened(batch) as files:
                async with contextlib.aclosing(self._events("/api/ingest", files=files)) as events:
                    done = [summary.take(kind, data) async for kind, data in events]
                if not any(done):
                    sent.cut_short(self.url)
        return summary.whole()

    async def figures(self, query: str) -> list[Figure]:
        """The counts that the reports state about `query`."""
        return [wire.figure(data) for data in await self._get("/api/figures", query=query)]

    async def health(self) -> dict[str, Any]:
        """What the server can reach."""
        found: dict[str, Any] = await self._get("/api/health")
        return found

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def _get(self, path: str, **query: str) -> Any:
        with sent.plain_errors(self.url):
            return sent.checked(self.url, await self._http.get(path, params=query))

    async def _events(self, path: str, **body: Any) -> AsyncGenerator[tuple[str, dict[str, Any]], None]:
        kind = ""
        with sent.plain_errors(self.url):
            async with self._http.stream("POST", path, headers=sent.STREAM, **body) as response:
                if not sent.is_stream(response):
                    await response.aread()
                    sent.checked(self.url, response)
                async for line in response.aiter_lines():
                    kind, data = wire.step(kind, line)
                    if data is not None:
                        yield kind, data
