"""One report over http(s): with time limits, a size limit and few redirects."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from ingest.errors import ReportError

LARGEST = 50_000_000
_REDIRECTS = 5
_SILENCE, _DEADLINE = 20.0, 180.0  # seconds without a byte, and for the whole
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/jsonl": ".jsonl",
    "application/x-jsonl": ".jsonl",
    "application/jsonlines": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
}
_SAYS_LITTLE = {"text/plain", "application/octet-stream", "binary/octet-stream", ""}  # then the address's own ending counts


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: its bytes, the suffix of their format, the encoding the server names, and where it was in the end."""

    raw: bytes
    suffix: str
    charset: str
    url: str

    @property
    def host(self) -> str:
        """The site's name, without "www."."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def without_password(url: str) -> str:
    """`url` without a user name and password, which must not end up in the archive."""
    return re.sub("(?<=://)[^/?#]*@", "", url)


def fetch(url: str, connect_timeout: float) -> Fetched:
    """The bytes at `url`; raises ReportError in one line whatever goes wrong."""
    timeout = httpx.Timeout(_SILENCE, connect=connect_timeout)
    headers = {"User-Agent": "sitrep", "Accept": "text/html, application/pdf, text/*;q=0.9, */*;q=0.5"}
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=True, max_redirects=_REDIRECTS, headers=headers) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != 200:
                raise ReportError(f"answers {response.status_code} {response.reason_phrase}; open it in a browser to see why")
            kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
            suffix = _suffix(kind, str(response.url))
            return Fetched(_body(response), suffix, response.charset_encoding or "", without_password(str(response.url)))
    except httpx.TooManyRedirects as error:
        raise ReportError(f"redirects more than {_REDIRECTS} times; give the address it ends at") from error
    except httpx.TimeoutException as error:
        raise ReportError("does not answer in time; try again later, or save the page and ingest the file") from error
    except httpx.UnsupportedProtocol as error:
        raise ReportError("redirects to what is neither http nor https; save the page and ingest the file") from error
    except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
        raise ReportError(f"cannot be fetched ({error or type(error).__name__}); check the address and the network") from error


def _body(response: httpx.Response) -> bytes:
    began, parts, size = time.monotonic(), [], 0
    for part in response.iter_bytes():
        parts.append(part)
        size += len(part)
        if size > LARGEST:
            raise ReportError(f"is larger than {LARGEST // 1_000_000} MB; save it and ingest its parts")
        if time.monotonic() - began > _DEADLINE:
            raise ReportError(f"takes longer than {_DEADLINE:.0f} s; save it and ingest the file")
    return b"".join(parts)


def _suffix(kind: str, url: str) -> str:
    ending = PurePosixPath(unquote(urlsplit(url).path)).suffix.lower()
    if kind in _SAYS_LITTLE:
        return ending if ending in {*_SUFFIXES.values(), ".txt"} else ".txt" if kind == "text/plain" else ending
    if kind not in _SUFFIXES:
        raise ReportError(f"is of type {kind}, which is no report; give a page, PDF, docx, text, jsonl or csv")
    return _SUFFIXES[kind]
