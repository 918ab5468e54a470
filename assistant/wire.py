"""What goes over HTTP between `service` and `client`: results as JSON, and a stream as server-sent events.

Events of a question: "hits", "text", "answer" as in `Event`; of an ingest: "result" for each report, then "summary".
Either may hold "waiting" (how many are ahead, so that a quiet line is a living one) and ends early with "error".
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assistant.answer import Answer, Event, Hit
from assistant.errors import BadQuestion, ModelUnavailable, ServiceError
from ingest.errors import BusyError, ReportError, SettingsError, SitrepError, UnknownReport, UnreachableError
from ingest.report import Figure, Report

# Not escaped by json: C1 controls (some terminals obey them), separators (httpx ends a line there), bidi overrides, lone surrogates.
_UNSAFE = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")

STATUS: tuple[tuple[type[SitrepError], int], ...] = (
    (BadQuestion, 422),
    (ReportError, 422),
    (SettingsError, 422),
    (UnknownReport, 404),
    (BusyError, 409),
    (UnreachableError, 503),
)


def status(error: SitrepError) -> int:
    """The HTTP status that says what kind of error this is."""
    return error.status if isinstance(error, ServiceError) else next((code for kind, code in STATUS if isinstance(error, kind)), 500)


def raised(code: int, line: str) -> SitrepError:
    """The error that a status and the server's line stand for."""
    if code == 409:
        return BusyError(line)
    if code == 503:
        return ModelUnavailable(line)
    return UnknownReport(line) if code == 404 else ServiceError(line, code)


def dumps(data: Any, indent: int | None = None) -> str:
    """JSON that is safe to send line by line and to print: control characters, line separators and overrides are escaped."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, indent=indent)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def server_sent(kind: str, data: Mapping[str, Any]) -> str:
    """One server-sent event; `dumps` leaves no line break, so one data line is enough."""
    return f"event: {kind}\ndata: {dumps(data)}\n\n"


def received(lines: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The events in the lines of a stream."""
    kind = ""
    for line in lines:
        kind, data = step(kind, line)
        if data is not None:
            yield kind, data


def step(kind: str, line: str) -> tuple[str, dict[str, Any] | None]:
    """Take one line of a stream in: the kind of the event it belongs to, and its data once that is whole."""
    name, _, value = line.partition(":")
    if name == "event":
        return value.strip(), None
    with _understood():
        return kind, json.loads(value) if name == "data" else None


def event_data(event: Event) -> dict[str, Any]:
    """An event's own part as JSON-ready data."""
    if event.kind == "hits":
        return {"hits": [dataclasses.asdict(hit) for hit in event.hits]}
    return {"text": event.text} if event.answer is None else event.answer.to_dict()


def event(kind: str, data: Mapping[str, Any]) -> Event | None:
    """An event of a question back from the wire; None for one that is not meant for a reader. Raises what "error" tells of."""
    with _understood():
        if kind == "error":
            raise raised(int(data["status"]), str(data["error"]))
        if kind == "hits":
            return Event("hits", hits=tuple(Hit(**hit) for hit in data["hits"]))
        if kind == "text":
            return Event("text", text=data["text"])
        return Event("answer", answer=Answer.from_dict(data)) if kind == "answer" else None


def report_data(report: Report, *, text: bool = True) -> dict[str, Any]:
    """A report as JSON-ready data, with its text or without."""
    return dataclasses.asdict(report if text else dataclasses.replace(report, text=""))


def report(data: Mapping[str, Any]) -> Report:
    """A report back from the wire."""
    with _understood():
        return Report(**{**data, "places": tuple(data["places"])})


def figure(data: Mapping[str, Any]) -> Figure:
    """A figure back from the wire."""
    with _understood():
        return Figure(**data)


@contextlib.contextmanager
def _understood() -> Iterator[None]:
    """Data of another shape than ours comes from another version."""
    try:
        yield
    except (TypeError, KeyError, ValueError) as error:
        raise ServiceError("the server speaks another version of sitrep; install the same one on both sides", 200) from error
