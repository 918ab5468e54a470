"""The tables of the archive, and the one line that each SQLite error becomes."""

from __future__ import annotations

import sqlite3
import uuid
from pathlib import Path

from ingest import archive_rows
from ingest.errors import ArchiveError

VERSION = 4
_MAPPED = 2**31  # bytes of the file that are read without a system call each: vectors are read by the hundred
_CACHED = 2**17  # KiB that are remembered of what lies behind these: with SQLite's 2,000 one question forgets what the next one needs

_WORDS = "CREATE VIRTUAL TABLE words USING fts5 (folded, names, tokenize = 'unicode61 remove_diacritics 2')"
_VECTORS = """CREATE TABLE vectors (
    number INTEGER PRIMARY KEY, hash TEXT NOT NULL, embedder TEXT NOT NULL, vector BLOB NOT NULL, UNIQUE (hash, embedder))"""
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE reports (
    number INTEGER PRIMARY KEY, report_id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, title TEXT NOT NULL, publisher TEXT NOT NULL,
    published TEXT NOT NULL, dateline TEXT NOT NULL, language TEXT NOT NULL, url TEXT NOT NULL, places TEXT NOT NULL,
    metadata TEXT NOT NULL, ingested_at TEXT NOT NULL, signature BLOB NOT NULL, raw BLOB NOT NULL);
CREATE TABLE sources (
    place TEXT PRIMARY KEY, source TEXT NOT NULL, number INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    seen INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX sources_of ON sources (number, seen);
CREATE TABLE passages (
    number INTEGER PRIMARY KEY, passage_id TEXT NOT NULL UNIQUE, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE,
    start INTEGER NOT NULL, end INTEGER NOT NULL, sentences TEXT NOT NULL,
    features TEXT NOT NULL, hashes TEXT NOT NULL);
CREATE INDEX passages_of ON passages (report, start);
CREATE TABLE figures (
    number INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE, start INTEGER NOT NULL,
    figure TEXT NOT NULL);
CREATE INDEX figures_of ON figures (report, start);
CREATE TABLE hashes (
    report INTEGER NOT NULL REFERENCES reports ON DELETE CASCADE, hash TEXT NOT NULL, PRIMARY KEY (hash, report)) WITHOUT ROWID;
CREATE INDEX hashes_of ON hashes (report);
CREATE TABLE unindexed (report_id TEXT PRIMARY KEY) WITHOUT ROWID;
"""

_ADVICE = {
    "SQLITE_FULL": "the disk is full; free some space and run it again",
    "SQLITE_READONLY": "it cannot be written; check the rights of the folder, or set SITREP_HOME",
    "SQLITE_CANTOPEN": "it cannot be opened; check the rights of the folder, or set SITREP_HOME",
    "SQLITE_PERM": "it cannot be opened; check the rights of the folder, or set SITREP_HOME",
    "SQLITE_BUSY": "another process is writing; try again when it is done",
    "SQLITE_LOCKED": "another process is writing; try again when it is done",
    "SQLITE_NOTADB": "it is no archive of sitrep; move the file away and ingest again",
    "SQLITE_CORRUPT": "it is damaged; move the file away and ingest again",
    "SQLITE_IOERR": "the disk cannot be read or written; check space and rights",
}


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the archive at `path`, made if it is not there; raises ArchiveError if it cannot be used or is newer than we are."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveError(f"{path.parent}: {error.strerror}; choose another folder with SITREP_HOME") from error
    try:
        connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
    except sqlite3.Error as error:
        raise plain(path, error) from error
    try:
        _prepare(path, connection)
    except sqlite3.Error as error:
        connection.close()
        raise plain(path, error) from error
    except ArchiveError:
        connection.close()
        raise
    return connection


def plain(path: Path, error: sqlite3.Error) -> ArchiveError:
    """What a person is told of `error`: one line, what failed and what to do."""
    name = getattr(error, "sqlite_errorname", "") or ""
    advice = next((text for code, text in _ADVICE.items() if name.startswith(code)), f"{error}; run `sitrep doctor`")
    return ArchiveError(f"{path}: {advice}")


def _prepare(path: Path, connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise ArchiveError(
            f"{path}: written by a newer sitrep (format {version}, this one reads {VERSION}); upgrade sitrep, or set SITREP_HOME"
        )
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute(f"PRAGMA mmap_size = {_MAPPED}")
    connection.execute(f"PRAGMA cache_size = {-_CACHED}")
    if version < VERSION:
        _bring_up(connection)


def _bring_up(connection: sqlite3.Connection) -> None:
    """Make the tables, or bring those of an older version to this one; another process may be at it too."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:
            _create(connection)
        elif version == 1:
            for column in ("features", "hashes"):
                connection.execute(f"ALTER TABLE passages ADD COLUMN {column} TEXT NOT NULL DEFAULT ''")
            archive_rows.compare_anew(connection)
            connection.execute("INSERT OR IGNORE INTO unindexed SELECT report_id FROM reports")  # into collections by language
        if version in {1, 2}:
            connection.execute("DROP TABLE words")
            connection.execute(_WORDS)
            archive_rows.find_anew(connection)
        if version in {1, 2, 3}:
            connection.execute("ALTER TABLE vectors RENAME TO old_vectors")
            connection.execute(_VECTORS)
            connection.execute("INSERT INTO vectors (hash, embedder, vector) SELECT hash, embedder, vector FROM old_vectors")
            connection.execute("DROP TABLE old_vectors")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _create(connection: sqlite3.Connection) -> None:
    for statement in [_WORDS, _VECTORS, *filter(str.strip, _TABLES.split(";\n"))]:
        connection.execute(statement)
    facts = [("archive_id", uuid.uuid4().hex[:12]), ("generation", "0"), ("indexed", "0")]
    connection.executemany("INSERT INTO facts VALUES (?, ?)", facts)
