"""Reports sent over HTTP: their bytes are kept in a folder of their own until they are in the archive.

Only bytes that were sent are ever read: a name is a name, never a path or an address of the server's.
"""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from fastapi import HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel
from starlette.datastructures import UploadFile

from assistant import wire
from assistant.sitrep import InProcess
from ingest.errors import ArchiveError, ReportError
from ingest.manifest import NAME as MANIFEST
from ingest.parse import SUFFIXES

if TYPE_CHECKING:
    from ingest.summary import IngestSummary, Result

MAX_BYTES = 256 * 2**20
MAX_FILES = 2_000
_UNNAMED = "upload.txt"

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {"files": {"type": "array", "items": {"type": "string", "format": "binary"}}},
                }
            },
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["records"],
                    "properties": {
                        "records": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
                        "name": {"type": "string", "default": "records.jsonl"},
                    },
                }
            },
        },
    }
}


class Taken(BaseModel):
    """What became of one report."""

    status: str
    source: str
    report_id: str = ""
    message: str = ""


class Summary(BaseModel):
    """What became of an upload."""

    added: int
    unchanged: int
    replaced: int
    failed: int
    results: list[Taken]


class Upload:
    """Files that were sent, in a folder that goes when they are taken in. A report's source is the name it was sent under."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="sitrep-upload-")
        self._root = Path(self._folder.name).resolve()
        self._names: dict[str, str] = {}  # where a file lies, to the name it was sent under

    def place(self, name: str) -> Path:
        """Where the bytes of the file sent as `name` go. Two of one name are told apart, as "a.txt" and "a (2).txt"."""
        shown = "".join(c for c in name if c.isprintable())[-500:] or _UNNAMED
        path, number = self._root / safe_name(name), 1
        while str(path) in self._names:
            number += 1
            path = path.with_name(f"{path.stem.removesuffix(f' ({number - 1})')} ({number}){path.suffix}")
        if number > 1:
            shown = str(PurePosixPath(shown).with_name(path.name))
        path.parent.mkdir(parents=True, exist_ok=True)
        self._names[str(path)] = shown
        return path

    def drop(self) -> None:
        """Forget the files."""
        self._folder.cleanup()

    def take_in(self, assistant: InProcess, emit: Callable[[Any], None], cancel: threading.Event) -> None:
        """Add the reports; emits ("result", ...) for each and ("summary", ...) at the end. Cancelling ends it after a report."""

        def on_result(result: Result) -> None:
            emit(("result", _taken(result)))
            if cancel.is_set():
                raise _Cancelled

        try:
            summary = assistant.ingest(self.targets(), on_result=on_result, source_of=self.sent_as)
            emit(("summary", _summary(summary)))
        except _Cancelled:
            return

    def targets(self) -> list[str]:
        """The folder, so that a manifest that was sent along counts; and by name what would be passed over in a folder, to be told."""
        odd = [path for path in self._names if not self._would_be_met(Path(path))]
        manifests = [path for path in self._names if Path(path).name == MANIFEST]
        whole = [str(self._root)] if len(odd) + len(manifests) < len(self._names) else []
        return whole + odd

    def sent_as(self, source: str) -> str:
        """The name a file was sent under, from a source in the folder ("/tmp/.../a.jsonl#7" is "a.jsonl#7")."""
        for cut in (len(source), *(match.start() for match in reversed(list(re.finditer("[#:]", source))))):
            if source[:cut] in self._names:
                return self._names[source[:cut]] + source[cut:]
        return source.removeprefix(f"{self._root}/")

    def _would_be_met(self, path: Path) -> bool:
        hidden = any(part.startswith((".", "~$")) for part in path.relative_to(self._root).parts)
        return path.name == MANIFEST or (path.suffix.lower() in SUFFIXES and not hidden)


class _Cancelled(Exception):
    """Whoever sent the upload is gone."""


async def received(request: Request) -> Upload:
    """The files of a request; raises HTTPException or ReportError when it holds none or too much."""
    _check_size(request)
    upload = await run_in_threadpool(Upload)
    try:
        if request.headers.get("content-type", "").startswith("application/json"):
            name, lines = _records(await request.body())
            await run_in_threadpool(upload.place(name).write_text, lines, "utf-8")
        else:
            await _save_files(request, upload)
    except BaseException as error:
        await run_in_threadpool(upload.drop)
        if isinstance(error, OSError):
            raise ArchiveError(f"the upload cannot be kept on the server ({error.strerror}); see to its temporary folder") from error
        raise
    return upload


def safe_name(name: str) -> str:
    """A relative path without a way out of its folder, from whatever name was sent ("/x/../a.txt" is "x/a.txt")."""
    printable = "".join(c for c in name if c.isprintable() and c not in ':*?"<>|')
    parts = [part.encode()[-200:].decode(errors="ignore") for part in re.split(r"[\\/]+", printable) if part.strip(". ")]
    return "/".join(parts[-16:]) or _UNNAMED


def _check_size(request: Request) -> None:
    length = request.headers.get("content-length", "")
    if not length.isdigit():
        raise HTTPException(411, "the request does not say how large it is; send Content-Length")
    if int(length) > MAX_BYTES:
        raise HTTPException(413, f"{int(length) / 2**20:.0f} MB are too much at once; send at most {MAX_BYTES // 2**20} MB a request")


async def _save_files(request: Request, upload: Upload) -> None:
    async with request.form(max_files=MAX_FILES, max_fields=100) as form:
        files = [item for item in form.getlist("files") if not isinstance(item, str)]
        if not files:
            raise ReportError("no file was sent; send each as a multipart field named files, or JSON with records")
        for file in files:
            await run_in_threadpool(_save, file, upload)


def _save(file: UploadFile, upload: Upload) -> None:
    with upload.place(file.filename or _UNNAMED).open("wb") as out:
        shutil.copyfileobj(file.file, out)


def _records(body: bytes) -> tuple[str, str]:
    """File name and JSON lines of {"records": [...], "name"?}; what is no record among them fails as a line of a file would."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ReportError(f"the body is not JSON ({str(error)[:80]}); send {{'records': [...]}}") from error
    records = data.get("records") if isinstance(data, dict) else data
    if not isinstance(records, list) or not records or not any(isinstance(record, dict) for record in records):
        raise ReportError('no records were sent; send {"records": [{"id": ..., "text": ...}, ...]}')
    name = str(data.get("name", "")) if isinstance(data, dict) else ""
    name = re.sub(r"(\.jsonl)?$", ".jsonl", name or "records", count=1)
    return name, "".join(wire.dumps(record) + "\n" for record in records)


def _taken(result: Result) -> dict[str, Any]:
    return {"status": result.status, "source": result.source, "report_id": result.report_id, "message": result.message}


def _summary(summary: IngestSummary) -> dict[str, Any]:
    counts = {status: len(getattr(summary, status)) for status in ("added", "unchanged", "replaced", "failed")}
    return counts | {"results": [_taken(result) for result in summary.results]}
