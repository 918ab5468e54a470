"""Which format a file is in, how large it may be, and the function that reads it: one a format, each in a file of its own."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import BinaryIO

from ingest.errors import ReportError
from ingest.parse_fields import Parsed
from ingest.parse_records import BadLine, Record, parse_csv, parse_jsonl

# Suffix to the module and function that reads one report of that format. Loaded at first use: some of them are slow to import.
_ONE = {
    ".txt": ("parse_text", 10_000_000),
    ".text": ("parse_text", 10_000_000),
    ".md": ("parse_text", 10_000_000),
    ".markdown": ("parse_text", 10_000_000),
    ".html": ("parse_html", 20_000_000),
    ".htm": ("parse_html", 20_000_000),
    ".xhtml": ("parse_html", 20_000_000),
    ".pdf": ("parse_pdf", 100_000_000),
    ".docx": ("parse_docx", 100_000_000),
}
_MANY = {".jsonl": 0, ".ndjson": 0, ".csv": 200_000_000, ".tsv": 200_000_000}  # 0: read line by line, of any size
SUFFIXES = frozenset(_ONE) | frozenset(_MANY)
_LONGEST_TEXT = 10_000_000  # characters: a shelf of books; embedding them would take hours


def holds_many(suffix: str) -> bool:
    """Whether a file of this format holds records, many reports in one."""
    return suffix in _MANY


def check_format(suffix: str) -> None:
    """Raise ReportError if no reader takes files of this suffix."""
    if suffix not in SUFFIXES:
        name = f"its format {suffix}" if suffix else "a name without suffix"
        raise ReportError(f"{name} is not known; give txt, md, html, pdf, docx, jsonl or csv")


def check_size(suffix: str, size: int) -> None:
    """Raise ReportError if a file of `size` bytes is empty or too large for one report (or one CSV) of its format."""
    if size == 0:
        raise ReportError("is empty")
    limit = _ONE[suffix][1] if suffix in _ONE else _MANY[suffix]
    if limit and size > limit:
        way = "split it" if holds_many(suffix) else "split it, or give its reports one a line as JSONL"
        raise ReportError(f"has {size / 1e6:.1f} MB, more than the {limit // 1_000_000} MB a {suffix} file may have; {way}")


def parse(raw: bytes, suffix: str, declared: str = "") -> Parsed:
    """The one report in `raw`; `declared` is an encoding given with it. Raises ReportError in one line."""
    module = _ONE[suffix][0]
    read: Callable[[bytes, str], Parsed] = getattr(importlib.import_module(f"ingest.{module}"), module)
    parsed = read(raw, declared)
    if len(parsed.text) > _LONGEST_TEXT:
        raise ReportError(f"has {len(parsed.text):,} characters, more than the {_LONGEST_TEXT:,} a report may have; split it")
    return parsed


def parse_many(stream: BinaryIO, suffix: str, declared: str = "") -> Iterator[Record | BadLine]:
    """Each record in `stream` (which can seek), or what is wrong with its line. Raises ReportError if it holds no records at all."""
    if suffix in {".csv", ".tsv"}:
        return parse_csv(stream.read(), declared)
    return parse_jsonl(stream)
