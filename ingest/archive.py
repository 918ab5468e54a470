"""The archive, `archive.sqlite`: every report to the character and all that was derived from it. The source of truth.

One report is written in one transaction. `generation` grows with every write, so that a reader in another process notices.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from ingest import archive_rows, archive_schema, copies
from ingest.archive_rows import PASSAGE, REPORT, Kept, figure_of, many, passage_of, report_of
from ingest.embed import Vectors
from ingest.errors import UnknownReport
from ingest.features import Features
from ingest.report import Figure, Passage, Report

_MANY = "(SELECT value FROM json_each(?))"


@dataclass(frozen=True, slots=True)
class Stats:
    """What the archive holds. `languages` and `publishers` count reports; the dates are those that rule, "" if none is known."""

    reports: int
    passages: int
    languages: Mapping[str, int]
    publishers: Mapping[str, int]
    earliest: str
    latest: str


class Archive:
    """The reports on disk. Safe to share between threads; other processes may read and write at the same time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = archive_schema.connect(path)
        self._lock = threading.RLock()

    @classmethod
    def open(cls, home: Path) -> Archive:
        """The archive in the folder `home`, made if there is none. Raises ArchiveError: no rights, disk full, a newer version."""
        return cls(Path(home) / "archive.sqlite")

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ the archive itself

    @property
    def generation(self) -> int:
        """Grows with every write, by whichever process."""
        return int(self.fact("generation"))

    def fact(self, name: str) -> str:
        """A fact on the archive itself ("archive_id", "generation", "embedder"), "" if it is not known."""
        rows = self._all("SELECT value FROM facts WHERE name = ?", name)
        return str(rows[0][0]) if rows else ""

    def stats(self) -> Stats:
        """Counts and period of what is held."""
        dates = sorted(row[0] for row in self._all("SELECT coalesce(nullif(dateline, ''), published) FROM reports") if row[0])
        return Stats(
            reports=self._all("SELECT count(*) FROM reports")[0][0],
            passages=self._all("SELECT count(*) FROM passages")[0][0],
            languages=dict(self._all("SELECT language, count(*) FROM reports GROUP BY 1 ORDER BY 2 DESC, 1")),
            publishers=dict(self._all("SELECT publisher, count(*) FROM reports GROUP BY 1 ORDER BY 2 DESC, 1")),
            earliest=dates[0] if dates else "",
            latest=dates[-1] if dates else "",
        )

    # ------------------------------------------------------------ reports

    def reports(self) -> list[Report]:
        """Every report, in the order they came in."""
        return [report_of(row) for row in self._all(f"{REPORT} ORDER BY r.number")]

    def report(self, report_id: str) -> Report:
        """The report of that id; raises UnknownReport."""
        rows = self._all(f"{REPORT} WHERE r.report_id = ?", report_id)
        if not rows:
            raise UnknownReport(f"no report {report_id!r}; `sitrep reports list` shows which there are")
        return report_of(rows[0])

    def report_ids(self) -> list[str]:
        """The id of every report, in the order they came in."""
        return [row[0] for row in self._all("SELECT report_id FROM reports ORDER BY number")]

    def raw(self, report_id: str) -> bytes:
        """The bytes the report was read from; raises UnknownReport."""
        return bytes(self._all("SELECT raw FROM reports WHERE report_id = ?", self.report(report_id).report_id)[0][0])

    def at(self, source: str) -> str:
        """Id of the report that was last read from `source`, "" if none was."""
        place = archive_rows.place_of(source)
        rows = self._all("SELECT report_id FROM sources JOIN reports USING (number) WHERE place = ?", place)
        return str(rows[0][0]) if rows else ""

    def sources(self, report_id: str) -> list[str]:
        """Every place the report was read from, the first one first."""
        query = "SELECT source FROM sources JOIN reports USING (number) WHERE report_id = ? ORDER BY seen"
        return [row[0] for row in self._all(query, report_id)]

    def copies(self, report_ids: Iterable[str]) -> dict[str, set[str]]:
        """For each of these few reports the others among them whose text is nearly the same: wire copies."""
        rows = self._all(f"SELECT report_id, signature FROM reports WHERE report_id IN {_MANY}", many(report_ids))
        found: dict[str, set[str]] = {report_id: set() for report_id, _ in rows}
        near = [(rows[i][0], rows[j][0]) for i, j in copies.candidates([signature for _, signature in rows])]
        either = {report_id for pair in near for report_id in pair}
        texts = dict(self._all(f"SELECT report_id, text FROM reports WHERE report_id IN {_MANY}", many(either)))
        for one, other in near:
            if one in texts and other in texts and copies.alike(texts[one], texts[other]):  # else removed since
                found[one].add(other)
                found[other].add(one)
        return found

    # ------------------------------------------------------------ passages, words, figures, vectors

    def passages(self, passage_ids: Sequence[str]) -> list[Passage]:
        """The passages of these ids, in the order asked for; ids that are gone are left out."""
        found = {row[0]: passage_of(row) for row in self._all(f"{PASSAGE} WHERE p.passage_id IN {_MANY}", many(passage_ids))}
        return [found[passage_id] for passage_id in passage_ids if passage_id in found]

    def passages_of(self, report_id: str) -> list[Passage]:
        """The passages of one report, from its beginning to its end."""
        return [passage_of(row) for row in self._all(f"{PASSAGE} WHERE r.report_id = ? ORDER BY p.start", report_id)]

    def passages_beside(self, passage_ids: Sequence[str]) -> list[str]:
        """The ids of the passages right before and after any of these in their reports."""
        query = f"""SELECT DISTINCT b.passage_id FROM passages p
            JOIN passages b ON b.report = p.report AND b.number IN (p.number - 1, p.number + 1)
            WHERE p.passage_id IN {_MANY} ORDER BY b.number"""
        return [row[0] for row in self._all(query, many(passage_ids))]

    def word_search(self, match: str, limit: int, report_ids: Iterable[str] | None = None) -> list[tuple[str, float]]:
        """Passages whose words or names match the FTS5 expression (`words.any_of` makes one), best first, as (passage_id, BM25)."""
        if not match.strip():
            return []
        scope = f"""AND rowid IN (SELECT p.number FROM passages p JOIN reports r ON r.number = p.report
            WHERE r.report_id IN {_MANY})"""
        found = f"""SELECT rowid AS number, bm25(words) AS cost FROM words WHERE words MATCH ? {scope if report_ids is not None else ""}
            ORDER BY cost, rowid LIMIT ?"""
        query = f"SELECT passage_id, -cost FROM ({found}) JOIN passages USING (number) ORDER BY cost, number"
        return self._all(query, match, *([] if report_ids is None else [many(report_ids)]), limit)

    def figures(self, report_ids: Iterable[str] | None = None) -> list[Figure]:
        """The figures ledger: every count of these reports (of all by default), in the order they came in and stand in the text."""
        scope = "" if report_ids is None else f"JOIN reports r ON r.number = f.report WHERE r.report_id IN {_MANY}"
        values = [] if report_ids is None else [many(report_ids)]
        rows = self._all(f"SELECT f.figure FROM figures f {scope} ORDER BY f.report, f.start, f.number", *values)
        return [figure_of(row[0]) for row in rows]

    def vectors(self, embedder: str, hashes: Iterable[str]) -> dict[str, Vectors]:
        """The vectors that are already known, by `digest` of the embedded text."""
        rows = self._all(f"SELECT hash, vector FROM vectors WHERE embedder = ? AND hash IN {_MANY}", embedder, many(hashes))
        return {key: archive_rows.vector_of(blob) for key, blob in rows}

    def features(self, passage_ids: Iterable[str]) -> dict[str, Features]:
        """What a question is compared with, of each passage."""
        query = f"""SELECT p.passage_id, r.report_id, p.features FROM passages p JOIN reports r ON r.number = p.report
            WHERE p.passage_id IN {_MANY}"""
        return {passage_id: archive_rows.features_of(*row) for passage_id, *row in self._all(query, many(passage_ids))}

    def sentence_vectors(self, passage_ids: Sequence[str]) -> dict[str, Vectors]:
        """For each passage one row a sentence, shape (sentences, dimension): what the index's embedder made of title and sentence."""
        held = {passage_id: of_sentences for passage_id, (_, *of_sentences) in self._hashes(passage_ids).items() if of_sentences}
        known = self.vectors(self.fact("embedder"), itertools.chain.from_iterable(held.values()))
        complete = {passage_id: hashes for passage_id, hashes in held.items() if all(each in known for each in hashes)}
        return {passage_id: np.stack([known[each] for each in hashes]) for passage_id, hashes in complete.items()}

    def frequencies(self, words: Sequence[str], column: str = "folded") -> dict[str, int]:
        """In how many passages each of these folded words, or keys of "names", stands (those that stand in none are left out)."""
        self._all("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, words, col)")
        return dict(self._all(f"SELECT term, doc FROM temp.vocabulary WHERE col = ? AND term IN {_MANY}", column, many(words)))

    def passage_vectors(self, passage_ids: Sequence[str]) -> dict[str, Vectors]:
        """What the index's embedder made of each passage, shape (dimension,)."""
        held = {passage_id: own for passage_id, (own, *_) in self._hashes(passage_ids).items()}
        known = self.vectors(self.fact("embedder"), held.values())
        return {passage_id: known[own] for passage_id, own in held.items() if own in known}

    def sample_vectors(self, most: int) -> Vectors:
        """Vectors of passages taken evenly from the whole archive, shape (at most `most`, dimension)."""
        ids = [row[0] for row in self._all("SELECT passage_id FROM passages ORDER BY number")]
        found = self.passage_vectors(ids[:: max(1, -(-len(ids) // most))])
        return np.stack(list(found.values())) if found else np.zeros((1, 1), dtype=np.float32)

    # ------------------------------------------------------------ writing

    def keep(self, kept: Kept, embedder: str) -> str:
        """Write a report and what is derived from it, in one transaction.

        Returns the id of the report that its source held before and that is now gone, "" if there is none.
        """
        with self._transaction() as db:
            number = archive_rows.insert_report(db, kept)
            archive_rows.replace_derived(db, number, kept, embedder)
            db.execute("INSERT OR IGNORE INTO unindexed VALUES (?)", [kept.report.report_id])
            return archive_rows.point(db, kept.report.source, kept.report.report_id)

    def found_at(self, report_id: str, source: str) -> str:
        """Note that a report stands at `source` (and no more at files that are gone). Returns what `source` held before, as `keep`."""
        places = self._all("SELECT place, source FROM sources JOIN reports USING (number) WHERE report_id = ?", report_id)
        if (archive_rows.place_of(source), source) in places and all(archive_rows.is_there(place) for place, _ in places):
            return ""
        with self._transaction() as db:
            before = archive_rows.point(db, source, report_id)
            gone = [place for place, _ in places if not archive_rows.is_there(place) and place != archive_rows.place_of(source)]
            db.execute(f"DELETE FROM sources WHERE place IN {_MANY}", [many(gone)])
            return before

    def remove(self, report_id: str) -> None:
        """Forget a report and all that is derived from it; raises UnknownReport."""
        self.report(report_id)
        with self._transaction() as db:
            archive_rows.drop(db, report_id)

    def set_fact(self, name: str, value: str) -> None:
        """Note a fact on the archive itself."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", [name, value])

    def forget_unused_vectors(self) -> None:
        """Delete the vectors of texts that no report has any more."""
        with self._transaction() as db:
            db.execute("DELETE FROM vectors WHERE hash NOT IN (SELECT hash FROM hashes)")

    # ------------------------------------------------------------ what the index still lacks

    def unindexed(self) -> list[str]:
        """Ids of the reports, kept or gone, of which the index may not hold what it should."""
        return [row[0] for row in self._all("SELECT report_id FROM unindexed ORDER BY 1")]

    def index_again(self) -> None:
        """Note that the index may hold nothing of any report."""
        with self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO unindexed SELECT report_id FROM reports")

    def indexed(self, report_ids: Iterable[str]) -> None:
        """Note that the index is right for these reports, and that it changed (the fact "indexed" counts it)."""
        with self._transaction() as db:
            db.execute("UPDATE facts SET value = value + 1 WHERE name = 'indexed'")
            db.execute(f"DELETE FROM unindexed WHERE report_id IN {_MANY}", [many(report_ids)])

    # ------------------------------------------------------------

    def _hashes(self, passage_ids: Iterable[str]) -> dict[str, list[str]]:
        """What the vectors of each passage are filed under: its own, then its sentences'."""
        rows = self._all(f"SELECT passage_id, hashes FROM passages WHERE passage_id IN {_MANY}", many(passage_ids))
        return {passage_id: json.loads(hashes) for passage_id, hashes in rows}

    def _all(self, query: str, *values: Any) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise archive_schema.plain(self.path, error) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                yield self._db
                self._db.execute("UPDATE facts SET value = value + 1 WHERE name = 'generation'")
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                raise archive_schema.plain(self.path, error) from error
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
