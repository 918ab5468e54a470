"""PDF: the text layer, its wrapped lines put back into paragraphs. Pictures of text need OCR first, and the reader is told so."""

from __future__ import annotations

import io
import logging
import re
import unicodedata
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from ingest.errors import ReportError
from ingest.parse_fields import Parsed, from_fields
from ingest.parse_text import first_line_title

if TYPE_CHECKING:
    from pypdf import PdfReader

# Typesetters' glyphs that stand for ordinary letters: "ﬁ", and Arabic letters in the shape they have inside a word.
_GLYPHS = re.compile("[\ufb00-\ufb06\ufb50-\ufdfb\ufe70-\ufefc]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)-\n([^\W\d_]+)")
_BULLET = re.compile(r"\s*(?:[•●▪■–—*-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s")
_JUNK_TITLE = re.compile(r"(?i)^(microsoft |untitled|slide \d|anonymous|\S+\.(docx?|pdf|indd|qxd|pptx?|xlsx?|odt)$)")


def parse_pdf(raw: bytes, declared: str = "") -> Parsed:
    """The text of all pages, a blank line between paragraphs; the date a PDF was made is metadata, not its date of publication."""
    reader = _open(raw)
    try:
        pages = [_reflow(page.extract_text()) for page in reader.pages]
        info = {name.lstrip("/").lower(): str(value) for name, value in (reader.metadata or {}).items() if value}
    except Exception as error:  # pypdf lets errors of every kind through on a broken file
        raise ReportError(f"is a broken PDF ({_reason(error)}); open it and save it again") from error
    text = "\n\n".join(filter(None, pages))
    if not text:
        number = f"{len(pages)} page{'s' * (len(pages) != 1)}"
        raise ReportError(f"has {number} and no text (scanned?); run OCR on it first, e.g. ocrmypdf")
    title = "" if _JUNK_TITLE.match(info.get("title", "")) else info.get("title", "")
    said = {"title": title or first_line_title(text), "author": info.get("author", ""), "pdf_created": _day(info.get("creationdate", ""))}
    parsed = from_fields(said | {"pdf_pages": str(len(pages))}, text=text)
    empty = [str(number) for number, page in enumerate(pages, start=1) if not page]
    warning = f"no text on page {', '.join(empty[:8])}{' ...' if len(empty) > 8 else ''} of {len(pages)} (scanned?); the rest was taken"
    return parsed if not empty else replace(parsed, warnings=(*parsed.warnings, warning))


def _open(raw: bytes) -> PdfReader:
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it finds amiss is either mended, or told in our one line
    try:
        reader = PdfReader(io.BytesIO(raw))
        locked = reader.is_encrypted and not reader.decrypt("")  # many forbid only printing, and open without a password
    except Exception as error:
        raise ReportError(f"is a broken PDF ({_reason(error)}); open it and save it again") from error
    if locked:
        raise ReportError("is an encrypted PDF; save a copy without its password")
    return reader


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80] or type(error).__name__


def _reflow(page: str) -> str:
    """Paragraphs of whole lines: a line is joined to the one before unless a blank line, a bullet or a short last line parts them."""
    page = _GLYPHS.sub(lambda glyphs: unicodedata.normalize("NFKC", glyphs[0]), _UNSTORABLE.sub("", page)).replace("\u00ad\n", "")
    page = _BROKEN_WORD.sub(lambda parts: _join(parts[1], parts[2], page), page)
    lines = [line.rstrip() for line in page.splitlines()]
    usual = median([len(line) for line in lines if line] or [0])
    paragraphs: list[str] = []
    ended = True
    for line in lines:
        if not line.strip():
            ended = True
            continue
        if ended or _BULLET.match(line):
            paragraphs.append(line.strip())
        else:
            paragraphs[-1] += " " + line.strip()
        ended = len(line) < 0.75 * usual or (len(line) < 0.95 * usual and line.endswith((".", "!", "?", "؟", ":", "»", '"', "”")))
    return "\n\n".join(paragraphs)


def _join(head: str, tail: str, page: str) -> str:
    """A word parted at the end of a line, as the page writes it elsewhere; else with its hyphen, as printed."""
    whole = re.search(rf"\b{re.escape(head + tail)}\b", page, re.IGNORECASE)
    return head + tail if whole else f"{head}-{tail}"


def _day(created: str) -> str:
    match = re.match(r"(?:D:)?(\d{4})(\d{2})(\d{2})", created)
    return "-".join(match.groups()) if match else ""
