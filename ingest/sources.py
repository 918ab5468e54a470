"""Where reports come from: files, folders, globs, addresses and records, each read into a Draft or a Failure.

`read` never raises for one bad file: what cannot be read is a `Failure` in its place and the rest goes on.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from ingest.errors import ReportError
from ingest.manifest import Manifests
from ingest.parse import check_format, check_size, holds_many, parse, parse_many
from ingest.parse_fields import Parsed
from ingest.parse_records import BadLine, Record
from ingest.settings import Settings
from ingest.walk import Found, LeftOut, Trouble, shown, walk, why_not

_HOPELESS = 20  # so many bad lines and no good one: the file as a whole is not what its name says


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as it was read, before it is split, embedded and kept.

    `source` is the path or address as given, plus "#<id>" for a record; `raw` the bytes it was read from; `text` what offsets count
    into, never empty or blank, without NUL characters and lone surrogates (so that it can be stored). `published` is ISO at day or
    month precision or "", `language` ISO 639-1 or "" (not said: to be detected), `record_id` the record's own id or "".
    A non-empty `warning` is one line about something in it that was not understood; the report is taken all the same.
    """

    source: str
    raw: bytes
    text: str
    title: str = ""
    publisher: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    places: tuple[str, ...] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)
    record_id: str = ""
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read: `source` names it ("file.jsonl:17" for a line), `message` says why and what to do, in one line."""

    source: str
    message: str


def read(targets: Sequence[str], settings: Settings) -> Iterator[Draft | Failure]:
    """Every report under `targets` (files, folders, globs, http(s) addresses), in a fixed order; reads lazily, one at a time."""
    manifests = Manifests()
    for target in targets:
        if is_address(target):
            yield from _address(target, settings.connect_timeout)
            continue
        for place in walk(target, settings.home):
            if isinstance(place, Trouble):
                yield Failure(place.source, place.message)
            elif isinstance(place, Found):
                yield from _file(place, manifests)
                yield from (Failure(shown(source), message) for source, message in manifests.complaints())


def count(targets: Sequence[str], settings: Settings | None = None) -> int | None:
    """About how many items `read` will yield, for a progress bar; None when it cannot be told cheaply."""
    number = 0
    for target in targets:
        if is_address(target):
            number += 1
            continue
        for place in walk(target, settings.home if settings else None):
            if isinstance(place, Found) and holds_many(place.suffix):
                number += _lines(place.path)
            elif not isinstance(place, LeftOut):
                number += 1
    return number


def ignored(targets: Sequence[str], settings: Settings | None = None) -> int:
    """How many visible files under the folders among `targets` are left out because their format is not known."""
    home = settings.home if settings else None
    return sum(isinstance(place, LeftOut) for target in targets if not is_address(target) for place in walk(target, home))


def is_address(target: str) -> bool:
    """Whether `target` is an http(s) address rather than a path."""
    return target.lower().startswith(("http://", "https://"))


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as stream:
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) or 1
    except OSError:
        return 1  # its failure line


def _file(found: Found, manifests: Manifests) -> Iterator[Draft | Failure]:
    """The report in a file, or each of its records, completed from the manifests around it."""

    def complete(parsed: Parsed) -> Parsed:
        return manifests.complete(parsed, found.path, found.top)

    try:
        check_format(found.suffix)
        check_size(found.suffix, found.path.stat().st_size)
        if holds_many(found.suffix):
            with found.path.open("rb") as stream:
                yield from _records(stream, found.suffix, found.source, complete)
        else:
            raw = found.path.read_bytes()
            yield _draft(found.source, raw, complete(parse(raw, found.suffix)))
    except ReportError as error:
        yield Failure(found.source, str(error))
    except OSError as error:
        yield Failure(found.source, why_not(error))


def _address(url: str, connect_timeout: float) -> Iterator[Draft | Failure]:
    from ingest.fetch import fetch, without_password

    source = without_password(url)
    try:
        fetched = fetch(url, connect_timeout)
        check_format(fetched.suffix)
        check_size(fetched.suffix, len(fetched.raw))
        if holds_many(fetched.suffix):
            yield from _records(io.BytesIO(fetched.raw), fetched.suffix, source, lambda parsed: parsed)
            return
        parsed = parse(fetched.raw, fetched.suffix, fetched.charset)
        # Where the report lies is where it was fetched: what the page says of its own address is only its word.
        claimed = {"canonical_url": parsed.url} if parsed.url not in ("", fetched.url) else {}
        inferred = {} if parsed.publisher else {"inferred": "publisher"}
        parsed = replace(
            parsed, url=fetched.url, publisher=parsed.publisher or fetched.host, metadata={**parsed.metadata, **claimed, **inferred}
        )
        yield _draft(source, fetched.raw, parsed)
    except ReportError as error:
        yield Failure(source, str(error))


def _records(stream: BinaryIO, suffix: str, source: str, complete: Callable[[Parsed], Parsed]) -> Iterator[Draft | Failure]:
    """Each record as a draft named source#id, each bad line as a failure named source:line."""
    bad: list[Failure] = []
    seen: dict[str, tuple[int, str]] = {}
    for item in parse_many(stream, suffix):
        made = _record(item, source, complete, seen)
        if seen:
            yield from bad
            bad = []
            yield made
        elif isinstance(made, Failure):
            bad.append(made)
    if len(bad) > _HOPELESS:
        yield Failure(source, f"none of its {len(bad)} lines is a report; line {bad[0].source.rpartition(':')[2]} {bad[0].message}")
    elif not seen and not bad:
        yield Failure(source, "holds no record")
    else:
        yield from bad


def _record(item: Record | BadLine, source: str, complete: Callable[[Parsed], Parsed], seen: dict[str, tuple[int, str]]) -> Draft | Failure:
    """One record's draft; its id, if it has none, follows from its content and never from its place in the file."""
    if isinstance(item, BadLine):
        return Failure(f"{source}:{item.line}", item.message)
    parsed = item.parsed
    content = _digest((parsed.title, parsed.publisher, parsed.published, parsed.text))
    record_id = parsed.record_id or content[:12]
    line, before = seen.setdefault(record_id, (item.line, content))
    if before != content:
        return Failure(f"{source}:{item.line}", f"has the id {record_id[:60]!r} of line {line} but another content; give it its own id")
    return _draft(f"{source}#{record_id}", item.raw, complete(replace(parsed, record_id=record_id)))


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256(json.dumps(list(parts)).encode()).hexdigest()


def _draft(source: str, raw: bytes, parsed: Parsed) -> Draft:
    return Draft(
        source=source,
        raw=raw,
        text=parsed.text,
        title=parsed.title,
        publisher=parsed.publisher,
        published=parsed.published,
        url=parsed.url,
        language=parsed.language,
        places=parsed.places,
        metadata=parsed.metadata,
        record_id=parsed.record_id,
        warning="; ".join(parsed.warnings),
    )
