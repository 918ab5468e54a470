"""Word files (docx): paragraphs and tables in their order, one line each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from ingest.errors import ReportError
from ingest.parse_fields import Parsed, from_fields
from ingest.parse_text import first_line_title

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"  # what Word wraps an encrypted docx in, too
_LARGEST = 300_000_000


def parse_docx(raw: bytes, declared: str = "") -> Parsed:
    """The text of the body (no headers, footers, comments); the dates Word keeps are metadata, not the date of publication."""
    if raw.startswith(_OLD_OFFICE):
        raise ReportError("is an encrypted docx or an old .doc; save it as docx without a password")
    try:
        _refuse_bomb(raw)
        import docx

        document = docx.Document(io.BytesIO(raw))
        text = "\n".join(_lines(document)).strip("\n")
        about = document.core_properties
        said = {"author": about.author, "docx_modified": about.modified and about.modified.date()}
        title = about.title or first_line_title(text)
    except ReportError:
        raise
    except Exception as error:  # zipfile, lxml and python-docx each have their own errors for a broken file
        reason = " ".join(str(error).split())[:80]
        raise ReportError(f"is no docx that can be opened ({reason or type(error).__name__}); open it and save it again") from error
    return from_fields({"title": title} | said, text=text)


def _refuse_bomb(raw: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        size = sum(entry.file_size for entry in archive.infolist())
    if size > _LARGEST:
        raise ReportError(f"unpacks to {size / 1e6:.0f} MB, more than {_LARGEST / 1e6:.0f}; save its text as txt")


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        rows = getattr(block, "rows", None)
        if rows is None:
            yield block.text
        else:
            for row in rows:
                cells = {cell._tc: cell.text.replace("\n", " ") for cell in row.cells}  # a merged cell is given once for each column
                yield "\t".join(cells.values())
