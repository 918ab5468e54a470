"""JSONL and CSV: many reports in one file. A broken line is one BadLine, and the lines around it are reports all the same."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from ingest.errors import ReportError
from ingest.parse_encoding import decode, refuse_binary
from ingest.parse_fields import Parsed, from_fields

_LONGEST_LINE = 20_000_000
_ENOUGH = 100_000  # bytes of lines that are not UTF-8: from these the encoding of the file is told


@dataclass(frozen=True, slots=True)
class Record:
    """One report of a file: the line it begins on, its own bytes (UTF-8), and what it says."""

    line: int
    raw: bytes
    parsed: Parsed


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no report, and why."""

    line: int
    message: str


def parse_jsonl(stream: BinaryIO) -> Iterator[Record | BadLine]:
    """One JSON object a line; blank lines are skipped. Reads line by line, so that the file may be of any size."""
    stream, encoding = _encoding(stream)
    for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), start=1):
        if not line.strip():
            continue
        if len(line) == _LONGEST_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(_LONGEST_LINE)) and not rest.endswith(b"\n"):
                pass
            yield BadLine(number, f"is longer than {_LONGEST_LINE // 1_000_000} MB; split its report into several")
            continue
        yield _json_record(number, line, encoding)


def _json_record(number: int, line: bytes, encoding: str) -> Record | BadLine:
    try:
        text = line.decode(encoding)
        given = json.loads(text)
        if not isinstance(given, dict):
            raise ReportError("is no JSON object with a text in it")
        return Record(number, text.strip().encode(), from_fields(given))
    except UnicodeDecodeError as error:
        return BadLine(number, f"is not {encoding} (byte {error.start + 1} of the line); save it as UTF-8")
    except json.JSONDecodeError as error:
        return BadLine(number, f"is not JSON ({error.msg}, column {error.colno})")
    except RecursionError:
        return BadLine(number, "is not JSON that can be read (nested too deeply)")
    except ReportError as error:
        return BadLine(number, str(error))


def _encoding(stream: BinaryIO) -> tuple[BinaryIO, str]:
    """The stream at its first line, and the encoding of all its lines: UTF-8 as soon as one line proves it."""
    head = stream.read(4)
    if not head.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return _told_from_lines(stream)
    stream.seek(0)
    return (io.BytesIO(decode(stream.read()).text.encode()), "utf-8") if head[:1] != b"\xef" else (_after_mark(stream), "utf-8")


def _after_mark(stream: BinaryIO) -> BinaryIO:
    stream.seek(3)
    return stream


def _told_from_lines(stream: BinaryIO) -> tuple[BinaryIO, str]:
    stream.seek(0)
    refuse_binary(stream.read(_ENOUGH))
    stream.seek(0)
    other = b""
    for line in stream:
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
        except UnicodeDecodeError:
            other += line
            if len(other) > _ENOUGH:
                break
        else:
            other = b""
            break
    stream.seek(0)
    try:
        return stream, decode(other).encoding if other else "utf-8"
    except ReportError:
        return stream, "utf-8"  # each line that is not then says so itself


def parse_csv(raw: bytes, declared: str = "") -> Iterator[Record | BadLine]:
    """One report a row under a header; separated by comma, semicolon or tab, whichever gives the header its "text".

    A quote that is never closed would swallow all that follows: that row is given up, and the next line begins anew.
    """
    lines = list(io.StringIO(decode(raw, declared).text, newline=""))
    csv.field_size_limit(_LONGEST_LINE)
    header, separator, at = _header(lines)
    broken: tuple[int, str] | None = None
    while at < len(lines):
        row, end, problem = _row(lines, at, separator)
        if problem or (broken and len(row) != len(header)):
            broken = broken or (at, problem)
        else:
            if broken:
                yield _bad_rows(*broken, at)
            if any(row):
                yield _csv_record(at + 1, "".join(lines[at:end]), header, row)
            broken = None
        at = end
    if broken:
        yield _bad_rows(*broken, at)


def _header(lines: list[str]) -> tuple[list[str], str, int]:
    """Column names, the separator, and the line (from 0) after them."""
    start = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    for separator in ",;\t":
        row, end, _ = _row(lines, start, separator)
        names = [name.strip().lower() for name in row]
        if "text" in names:
            return names, separator, end
    raise ReportError('has no column "text" in its first line; name its columns id, title, text, publisher, published ...')


def _row(lines: list[str], start: int, separator: str) -> tuple[list[str], int, str]:
    """The row that begins on line `start` (from 0), the line after it, and what is wrong with it."""
    reader = csv.reader((lines[at] for at in range(start, len(lines))), delimiter=separator, strict=True)
    try:
        return next(reader, []), start + max(reader.line_num, 1), ""
    except csv.Error as error:
        return [], start + 1, str(error)


def _bad_rows(first: int, problem: str, end: int) -> BadLine:
    upto = f"lines {first + 1} to {end} skipped" if end > first + 1 else "skipped"
    return BadLine(first + 1, f"its quotes do not match ({problem}); {upto}")


def _csv_record(number: int, raw: str, header: list[str], row: list[str]) -> Record | BadLine:
    if len(row) > len(header):
        return BadLine(number, f"has {len(row)} columns, but the header {len(header)}")
    try:
        return Record(number, raw.encode(), from_fields(dict(zip(header, row, strict=False))))
    except ReportError as error:
        return BadLine(number, str(error))
