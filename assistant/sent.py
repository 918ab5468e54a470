"""What both clients share: addresses, bodies, files to send, and what a reply or a broken connection means."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote, urlsplit

import httpx

from assistant import asked, wire
from assistant.answer import Answer, Event, Scope
from assistant.errors import ServiceError
from assistant.sitrep import History
from ingest.errors import SettingsError, UnreachableError
from ingest.manifest import NAME as MANIFEST
from ingest.sources import is_address
from ingest.summary import IngestSummary, Result
from ingest.walk import Found, Trouble, walk, why_not

DEFAULT_URL = "http://127.0.0.1:7860"
STREAM = {"Accept": "text/event-stream"}
_BATCH_BYTES, _BATCH_FILES, _MOST_BYTES = 32 * 2**20, 200, 250 * 2**20
_Files = list[tuple[str, tuple[str, BinaryIO]]]


def address(url: str) -> str:
    """A server's address with its scheme; SettingsError if it is none."""
    text = url.strip()
    text = (text if "://" in text else f"http://{text}").rstrip("/")
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or 1) and not any(c.isspace() for c in text)
    except ValueError:
        good = False
    if not good:
        raise SettingsError(f"{url!r} is no address of a server; use host:port, like 127.0.0.1:7860")
    return text


def settings(url: str, connect: float, silence: float) -> dict[str, Any]:
    """What an httpx client needs. A server on this machine is reached directly, whatever proxy the environment names."""
    return {"base_url": url, "timeout": httpx.Timeout(silence, connect=connect), "trust_env": not _is_here(urlsplit(url).hostname or "")}


def question(text: str, history: History, scope: Scope | None) -> dict[str, Any]:
    """The body of a question; raises BadQuestion before anything is sent."""
    body = {"question": text, "history": list(history), "scope": asdict(scope) if scope else None}
    return asked.read(body).model_dump(mode="json")


def report_path(report_id: str) -> str:
    """Where a report is."""
    return f"/api/reports/{quote(report_id, safe='')}"


def is_stream(response: httpx.Response) -> bool:
    """Whether a reply is the events that were asked for."""
    return response.is_success and response.headers.get("content-type", "").startswith("text/event-stream")


def checked(url: str, response: httpx.Response) -> Any:
    """The JSON of a reply; raises the error that the server tells of."""
    try:
        data = response.json()
        if response.is_success:
            return data
        line = str(data["error"])
    except (ValueError, KeyError, TypeError):
        line = f"{url} answers (HTTP {response.status_code}), but not as a sitrep server does; check the address"
        raise ServiceError(line, response.status_code) from None
    raise wire.raised(response.status_code, line)


@contextlib.contextmanager
def plain_errors(url: str) -> Iterator[None]:
    """Say in one line what a failed connection means."""
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout) as error:
        raise UnreachableError(f"no server answers at {url}; start one with `sitrep chat`, or check the address") from error
    except httpx.TimeoutException as error:
        raise UnreachableError(f"the server at {url} has fallen silent; try again, or look at its log") from error
    except httpx.TransportError as error:
        raise UnreachableError(f"the server at {url} went away in the middle ({type(error).__name__}); try again") from error


def until(cancel: threading.Event | None, lines: Iterable[str]) -> Iterator[str]:
    """The lines that come before `cancel` is set."""
    for line in lines:
        if cancel is not None and cancel.is_set():
            return
        yield line


def cut_short(url: str, cancel: threading.Event | None = None) -> None:
    """Raise the error of a stream that stops before its last event, unless it was cancelled."""
    if cancel is None or not cancel.is_set():
        raise UnreachableError(f"the server at {url} ended before it was done; try again, or look at its log")


def last_answer(events: Sequence[Event]) -> Answer:
    """The answer that a whole stream ends with."""
    answer = events[-1].answer
    assert answer is not None  # the stream raises when it ends without
    return answer


class Ingested:
    """What the server tells of reports that were sent, as one summary."""

    def __init__(self, on_result: Callable[[Result], None] | None) -> None:
        self._on_result = on_result
        self._results: list[Result] = []

    def take(self, kind: str, data: dict[str, Any]) -> bool:
        """Take an event in; whether it was the last of its upload."""
        if kind == "error":
            raise wire.raised(int(data["status"]), str(data["error"]))
        if kind == "result":
            self.add(**data)
        return kind == "summary"

    def add(self, **result: Any) -> None:
        """Note what became of one report."""
        self._results.append(Result(**result))
        if self._on_result:
            self._on_result(self._results[-1])

    def whole(self) -> IngestSummary:
        """What became of all of them."""
        return IngestSummary(tuple(self._results))


def batches(targets: Sequence[str], summary: Ingested) -> Iterator[list[Path]]:
    """The files under `targets` in portions for one request each, with the manifests that speak for them.

    What cannot be sent fails in `summary`.
    """
    batch: dict[Path, None] = {}
    size = 0
    for found in _files(targets, summary):
        length = _sendable(found.path, summary)
        if length is None:
            continue
        if batch and (size + length > _BATCH_BYTES or len(batch) >= _BATCH_FILES):
            yield list(batch)
            batch, size = {}, 0
        batch |= dict.fromkeys([*_manifests(found), found.path])
        size += length
    if batch:
        yield list(batch)


@contextlib.contextmanager
def opened(paths: Sequence[Path]) -> Iterator[_Files]:
    """Files as a request takes them, each under the path it was given by."""
    with contextlib.ExitStack() as stack:
        yield [("files", (path.as_posix(), stack.enter_context(path.open("rb")))) for path in paths]


def _files(targets: Sequence[str], summary: Ingested) -> Iterator[Found]:
    """The same files that an ingest in process would read."""
    for target in map(str, targets):
        if is_address(target):
            summary.add(status="failed", source=target, message="a server fetches no addresses; download it and send the file")
            continue
        for place in walk(target):
            if isinstance(place, Trouble):
                summary.add(status="failed", source=place.source, message=place.message)
            elif isinstance(place, Found):
                yield place


def _sendable(path: Path, summary: Ingested) -> int | None:
    """The size of a file that can be sent."""
    try:
        with path.open("rb") as file:
            length = os.fstat(file.fileno()).st_size
    except OSError as error:
        summary.add(status="failed", source=str(path), message=why_not(error))
        return None
    if length > _MOST_BYTES:
        summary.add(status="failed", source=str(path), message=f"has {length / 2**20:.0f} MB, too much to send; split it")
        return None
    return length


def _manifests(found: Found) -> Iterator[Path]:
    """The manifests from a file's folder up to the one that was named."""
    for folder in found.path.parents:
        if (folder / MANIFEST).is_file():
            yield folder / MANIFEST
        if folder == found.top:
            return


def _is_here(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
