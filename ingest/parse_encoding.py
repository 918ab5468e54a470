"""Bytes to text: byte-order marks and UTF-8 first, then the old one-byte encodings that news text still comes in.

Which one-byte encoding it is, is told from the words it would make: decoded wrongly they mix scripts, have capitals inside or
symbols between letters. That is right from one sentence on, where frequency statistics are not; charset-normalizer decides only
what is left.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from ingest.errors import ReportError

# In order of preference: where two read a text equally well they read it the same ("é" is one byte in all but cp1251).
_CANDIDATES = ("cp1252", "cp1256", "cp1251", "koi8_r", "cp1254")
_RARE = ("cp1250", "cp1253", "cp1255", "cp850", "mac_roman", "iso8859_6", "gb18030", "big5", "shift_jis", "euc_kr")
_BOMS = (  # the four-byte ones first: UTF-32's begins like UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF", "a PDF", ".pdf"),
    (b"PK\x03\x04", "a zip or Office file", ".docx"),
    (b"\xd0\xcf\x11\xe0", "an old Office file", ""),
    (b"\x89PNG", "a picture", ""),
    (b"\xff\xd8\xff", "a picture", ""),
    (b"GIF8", "a picture", ""),
    (b"\x1f\x8b", "a compressed file", ""),
    (b"\x7fELF", "a program", ""),
    (b"{\\rtf", "an RTF file", ""),
)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE = 200_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text, to the character, without its byte-order mark; `guessed` if its encoding is a statistical guess only."""

    text: str
    encoding: str
    guessed: bool = False

    @property
    def warning(self) -> str:
        """A line for the reader when the encoding is only a guess, else ""."""
        return f"encoding guessed as {self.encoding}: check its accents, or save it as UTF-8" if self.guessed else ""


def decode(raw: bytes, declared: str = "") -> Decoded:
    """The text in `raw`; `declared` is what a server or the file says of its encoding. Raises ReportError if it is no text."""
    for mark, encoding in _BOMS:
        if raw.startswith(mark):
            return Decoded(_strict(raw[len(mark) :], encoding), encoding)
    refuse_binary(raw)
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if _mostly_utf8(raw):
            raise ReportError(f"is UTF-8 but damaged at byte {error.start + 1}; save it again as UTF-8") from error
    return _declared(raw, declared) or _one_byte(raw) or _statistical(raw)


def refuse_binary(raw: bytes) -> None:
    """Raise ReportError if `raw` is a known kind of file that is no text, or has NUL or many control characters."""
    for magic, kind, suffix in _KINDS:
        if raw.startswith(magic):
            raise ReportError(f"is not text but {kind}" + (f"; rename it to {suffix}" if suffix else "; save it as text, PDF or docx"))
    head = raw[:_SAMPLE]
    if b"\x00" in raw:
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > 0.3 * len(head) / 2 > 10 * min(even, odd):
            raise ReportError("looks like UTF-16 without its byte-order mark; save it as UTF-8")
        raise ReportError("is not text (it has NUL bytes); give a txt, md, html, pdf, docx, jsonl or csv file")
    if len(_CONTROLS.findall(head)) > 0.005 * len(head):
        raise ReportError("is not text (it is full of control characters); give a txt, md, html, pdf, docx, jsonl or csv file")


def _strict(raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReportError(f"begins like {encoding} but is damaged at byte {error.start + 1}; save it again as UTF-8") from error
    if "\x00" in text:
        raise ReportError("is not text (it has NUL characters)")
    return text


def _mostly_utf8(raw: bytes) -> bool:
    """Whether what is not ASCII is nearly all well-formed UTF-8: then the rest is damage, not another encoding."""
    high = sum(byte > 0x7F for byte in raw)
    return sum(len(match) for match in _MULTIBYTE.findall(raw)) > 0.8 * high


def _declared(raw: bytes, declared: str) -> Decoded | None:
    """By the declared encoding, unless the words it makes say that the declaration is wrong."""
    try:
        encoding = codecs.lookup(declared).name if declared else ""
        if encoding in {"", "ascii", "utf-8", "iso8859-1"}:  # declared by default everywhere: says nothing
            return None
        text = raw.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None
    return Decoded(text, encoding) if _odd_share(text) <= 0.1 else None


def _one_byte(raw: bytes) -> Decoded | None:
    """By the candidate that makes the fewest impossible words, if they are few."""
    best, fewest = None, 0.1
    for encoding in _CANDIDATES:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        share = _odd_share(text)
        if share < fewest or (best is None and share == fewest):
            best, fewest = Decoded(text, encoding), share
    return best


def _statistical(raw: bytes) -> Decoded:
    from charset_normalizer import from_bytes

    found = from_bytes(raw[:_SAMPLE], cp_isolation=list(_RARE), enable_fallback=False).best()
    if found is not None:
        try:
            return Decoded(raw.decode(found.encoding), found.encoding, guessed=True)
        except UnicodeDecodeError:
            pass  # the sample's encoding does not hold for the whole: fall through to the one line below
    raise ReportError("has an encoding that cannot be told; save it as UTF-8")


def _odd_share(text: str) -> float:
    """Share of the words with a non-ASCII character that no writing system makes; 0 when there is no such word."""
    words = [word for word in text[:_SAMPLE].split() if not word.isascii()]
    return sum(map(_odd, words)) / len(words) if words else 0.0


_ACCENTED, _CAPITALS = "À-ÖØ-ÞŒŠŽŸà-öø-ÿœšž", "À-ÖØ-ÞŒŠŽŸ"
_LATIN, _ARABIC, _CYRILLIC = f"[A-Za-z{_ACCENTED}]", "[\u0620-\u065f\u066e-\u06d3]", "[\u0400-\u04ff]"
_ODD = re.compile(
    "|".join(
        (
            f"{_LATIN}(?:{_ARABIC}|{_CYRILLIC})|(?:{_ARABIC}|{_CYRILLIC}){_LATIN}",  # scripts mixed in a word
            f"{_ARABIC}{_CYRILLIC}|{_CYRILLIC}{_ARABIC}",
            f"[{_ACCENTED}]{{3}}|^\\W*[{_ACCENTED}]{{2,}}\\W*$",  # accented letters in a row, or nothing else
            f"[a-zà-öø-ÿœšž][{_CAPITALS}]|[а-яё][А-ЯЁ]",  # a capital after a small letter
            "[А-ЯЁ]{5}",  # capitals only: KOI8 read as cp1251
            "[þðÞÐ]",  # Icelandic, or Turkish read as cp1252
            "[\x80-\x9f]|[^\\W\\d_][¡-¦¨¬±]",  # control characters; a symbol right after a letter
            "[^\\W\\d_][¡-©«¬®-´¶»-¿‚„†‡‰‹›•€ƒˆ˜™\u2500-\u25a0]+[^\\W\\d_]",  # symbols between letters
        )
    )
)


def _odd(word: str) -> bool:
    return _ODD.search(word) is not None
