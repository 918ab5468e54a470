"""Reports, passages and figures to rows of the archive and back. Every function here runs inside the caller's transaction."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ingest import copies, features
from ingest.embed import Vectors, embedded_texts
from ingest.features import Features
from ingest.report import Figure, Passage, Report
from ingest.words import terms

REPORT = """SELECT r.report_id, (SELECT source FROM sources s WHERE s.number = r.number ORDER BY seen LIMIT 1), r.text, r.title,
    r.publisher, r.published, r.dateline, r.language, r.url, r.places, r.metadata, r.ingested_at FROM reports r"""
PASSAGE = """SELECT p.passage_id, r.report_id, p.start, p.end, substr(r.text, p.start + 1, p.end - p.start), p.sentences
    FROM passages p JOIN reports r ON r.number = p.report"""
_FIGURE_FIELDS = frozenset(field.name for field in dataclasses.fields(Figure))


@dataclass(frozen=True, slots=True)
class Kept:
    """A report with all that is derived from it, ready to be written.

    `hashes` are those of every text of it that is embedded, `vectors` the ones among them that were not known before.
    """

    report: Report
    raw: bytes
    passages: Sequence[Passage]
    figures: Sequence[Figure]
    hashes: frozenset[str]
    vectors: Mapping[str, Vectors]


def digest(text: str) -> str:
    """What a vector is filed under: a hash of the text it was made of."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def many(values: Iterable[str]) -> str:
    """Values as one parameter, for `IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(values))


def report_of(row: Sequence[Any]) -> Report:
    """A row of REPORT as a Report."""
    first, (places, metadata, ingested_at) = row[:9], row[9:]
    names = ("report_id", "source", "text", "title", "publisher", "published", "dateline", "language", "url")
    given = dict(zip(names, first, strict=True))
    return Report(**given, places=tuple(json.loads(places)), metadata=json.loads(metadata), ingested_at=ingested_at)


def passage_of(row: Sequence[Any]) -> Passage:
    """A row of PASSAGE as a Passage."""
    passage_id, report_id, start, end, text, sentences = row
    return Passage(passage_id, report_id, start, end, text, tuple((first, last) for first, last in json.loads(sentences)))


def features_of(report_id: str, text: str) -> Features:
    """Stored features of a passage of that report."""
    return Features(report_id, *text.split("\n"))


def figure_of(text: str) -> Figure:
    """A stored figure; fields that this version does not know are left out."""
    return Figure(**{name: value for name, value in json.loads(text).items() if name in _FIGURE_FIELDS})


def insert_report(db: sqlite3.Connection, kept: Kept) -> int:
    """Write the report itself, in place of what was written of it before; returns its number."""
    r = kept.report
    old = db.execute("SELECT number FROM reports WHERE report_id = ?", [r.report_id]).fetchone()
    columns = {
        "report_id": r.report_id, "text": r.text, "title": r.title, "publisher": r.publisher, "published": r.published,
        "dateline": r.dateline, "language": r.language, "url": r.url, "places": json.dumps(r.places, ensure_ascii=False),
        "metadata": json.dumps(dict(r.metadata), ensure_ascii=False), "ingested_at": r.ingested_at,
        "signature": copies.signature(r.text), "raw": kept.raw,
    }  # fmt: skip
    if old:
        assignments = ", ".join(f"{name} = :{name}" for name in columns)
        db.execute(f"UPDATE reports SET {assignments} WHERE report_id = :report_id", columns)
        return int(old[0])
    names = ", ".join(columns)
    number = db.execute(f"INSERT INTO reports ({names}) VALUES (:{names.replace(', ', ', :')})", columns).lastrowid
    return int(number or 0)


def replace_derived(db: sqlite3.Connection, number: int, kept: Kept, embedder: str) -> None:
    """Write passages, words, figures and vectors of report `number`, in place of the ones it had."""
    forget_derived(db, number)
    for passage in kept.passages:
        compared = _compared(kept.report, passage)
        row = [passage.passage_id, number, passage.start, passage.end, json.dumps(passage.sentences), *compared]
        columns = "passage_id, report, start, end, sentences, features, hashes"
        added = db.execute(f"INSERT INTO passages ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)", row).lastrowid
        _make_found(db, int(added or 0), passage.text, compared[0])
    figures = [[number, f.start, json.dumps(dataclasses.asdict(f), ensure_ascii=False)] for f in kept.figures]
    db.executemany("INSERT INTO figures (report, start, figure) VALUES (?, ?, ?)", figures)
    db.executemany("INSERT INTO hashes (report, hash) VALUES (?, ?)", [[number, each] for each in kept.hashes])
    rows = [[each, embedder, vector.astype("<f4").tobytes()] for each, vector in kept.vectors.items()]
    db.executemany("INSERT OR REPLACE INTO vectors (hash, embedder, vector) VALUES (?, ?, ?)", rows)


def compare_anew(db: sqlite3.Connection) -> None:
    """Derive what every passage is compared by from its text."""
    reports = {report.report_id: report for report in map(report_of, db.execute(REPORT))}
    for passage in map(passage_of, db.execute(PASSAGE).fetchall()):
        row = [*_compared(reports[passage.report_id], passage), passage.passage_id]
        db.execute("UPDATE passages SET features = ?, hashes = ? WHERE passage_id = ?", row)


def find_anew(db: sqlite3.Connection) -> None:
    """Fill the empty index of words and names with those of every passage."""
    query = """SELECT p.number, substr(r.text, p.start + 1, p.end - p.start), p.features
        FROM passages p JOIN reports r ON r.number = p.report"""
    for number, text, held in db.execute(query).fetchall():
        _make_found(db, number, text, held)


def _make_found(db: sqlite3.Connection, number: int, text: str, held: str) -> None:
    """Put the words of passage `number` and the keys of its names, a line of its features, where they are searched for."""
    row = [number, " ".join(terms(text)), features_of("", held).names]
    db.execute("INSERT INTO words (rowid, folded, names) VALUES (?, ?, ?)", row)


def _compared(report: Report, passage: Passage) -> tuple[str, str]:
    """A passage's features, a line each, and what its vectors are filed under (its own, then its sentences') as JSON."""
    held = features.features(report, passage)
    lines = "\n".join([held.words, held.names, held.places, held.head])
    return lines, json.dumps([digest(text) for text in embedded_texts(report.title, passage)])


def forget_derived(db: sqlite3.Connection, number: int) -> None:
    """Delete what was derived from report `number`, but for vectors."""
    db.execute("DELETE FROM words WHERE rowid IN (SELECT number FROM passages WHERE report = ?)", [number])
    for table in ("passages", "figures", "hashes"):
        db.execute(f"DELETE FROM {table} WHERE report = ?", [number])


def drop(db: sqlite3.Connection, report_id: str) -> None:
    """Delete a report, all that was derived from it, and the vectors that no other report needs."""
    (number,) = db.execute("SELECT number FROM reports WHERE report_id = ?", [report_id]).fetchone()
    elsewhere = "EXISTS (SELECT 1 FROM hashes other WHERE other.hash = mine.hash AND other.report <> mine.report)"
    db.execute(f"DELETE FROM vectors WHERE hash IN (SELECT hash FROM hashes mine WHERE report = ? AND NOT {elsewhere})", [number])
    forget_derived(db, number)
    db.execute("DELETE FROM reports WHERE number = ?", [number])
    db.execute("INSERT OR IGNORE INTO unindexed VALUES (?)", [report_id])


def point(db: sqlite3.Connection, source: str, report_id: str) -> str:
    """Note that `source` now holds this report. What it held before is deleted if no other source does; returns its id, else ""."""
    place = place_of(source)
    before = db.execute("SELECT report_id FROM sources JOIN reports USING (number) WHERE place = ?", [place]).fetchone()
    if before and before[0] == report_id:
        db.execute("UPDATE sources SET source = ? WHERE place = ?", [source, place])
        return ""
    db.execute("DELETE FROM sources WHERE place = ?", [place])
    values = "?, ?, (SELECT number FROM reports WHERE report_id = ?), (SELECT coalesce(max(seen), 0) + 1 FROM sources)"
    db.execute(f"INSERT INTO sources (place, source, number, seen) VALUES ({values})", [place, source, report_id])
    if not before or db.execute("SELECT 1 FROM sources JOIN reports USING (number) WHERE report_id = ?", before).fetchone():
        return ""
    drop(db, before[0])
    return str(before[0])


def place_of(source: str) -> str:
    """Where a source is, from whichever folder it was named: the address, or the absolute path and the record."""
    if "://" in source:
        return source
    path, record = _file_and_record(source)
    return os.path.abspath(path) + record


def is_there(place: str) -> bool:
    """Whether the file of a place still exists (an address always counts as there)."""
    return "://" in place or os.path.exists(_file_and_record(place)[0])


def _file_and_record(source: str) -> tuple[str, str]:
    cuts = [len(source), *(at for at, char in enumerate(source) if char == "#")]
    at = next((at for at in cuts if os.path.exists(source[:at])), len(source))
    return source[:at], source[at:]


def vector_of(blob: bytes) -> Vectors:
    """A stored vector."""
    return np.frombuffer(blob, dtype="<f4")
