import os
import sqlite3
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fake_embedder import WordsEmbedder

from ingest.archive import Archive
from ingest.archive_rows import Kept, digest
from ingest.archive_schema import VERSION
from ingest.embed import embedded_texts
from ingest.errors import ArchiveError, UnknownReport
from ingest.features import spaced
from ingest.places import find_places
from ingest.report import Figure, Report
from ingest.split import passages
from ingest.transliterate import name_key
from ingest.words import any_of, terms

NOBODY = 65534
EMBEDDER = WordsEmbedder()
FRENCH = "Le bilan s'élève à 14 000 déplacés. Vingt-quatre civils sont morts à Alep.\r\n\r\nLa ville est assiégée. Fin du rapport."
ARABIC = "وصل عدد القَتلى إلى 514 شخصاً. وقُتل 92 مدنياً في حلب. انتهى التقرير هنا. والبقية غداً."


def report(report_id: str = "r1", text: str = FRENCH, **given: object) -> Report:
    return replace(
        Report(report_id, f"{report_id}.txt", text, title="Alep", publisher="Efe", published="2024-11-29", language="fr"), **given
    )


def kept(of: Report, known: tuple[str, ...] = ()) -> Kept:
    cut = passages(of)
    texts = {digest(t): t for p in cut for t in embedded_texts(of.title, p)}
    vectors = dict(zip(texts, EMBEDDER.passages(list(texts.values())), strict=True))
    figure = Figure(of.report_id, cut[0].start, cut[0].end, 14000.0, unit="déplacés", what="displaced", publisher=of.publisher)
    return Kept(of, of.text.encode(), cut, [figure], frozenset(texts), {key: v for key, v in vectors.items() if key not in known})


@pytest.fixture
def archive(home: Path) -> Iterator[Archive]:
    with Archive.open(home) as opened:
        opened.set_fact("embedder", EMBEDDER.name)
        yield opened


def test_a_report_comes_back_to_the_character(archive: Archive):
    given = report(
        url="http://a.invalid", places=("Alep", "حلب"), metadata={"inferred": "language"}, ingested_at="2026-01-01", dateline="2024-11"
    )
    archive.keep(kept(given), EMBEDDER.name)
    assert archive.report("r1") == given
    assert archive.reports() == [given]
    assert archive.raw("r1") == FRENCH.encode()
    assert archive.passages_of("r1") == passages(given)
    assert archive.sources("r1") == ["r1.txt"]
    assert archive.figures(["r1"]) == list(kept(given).figures)
    assert archive.figures(["other"]) == []


def test_offsets_hold_for_arabic_accents_and_astral_letters(archive: Archive):
    text = f"{ARABIC}\r\n\r\nLes bless\u0065\u0301s 😀 sont 12. 𝐁𝐢𝐥𝐚𝐧 : 5 morts."
    archive.keep(kept(report(text=text)), EMBEDDER.name)
    stored = archive.report("r1").text
    assert stored == text
    for passage in archive.passages_of("r1"):
        assert stored[passage.start : passage.end] == passage.text
        assert all(stored[start:end].strip() == stored[start:end] for start, end in passage.sentences)


def test_passages_come_in_the_order_asked_for(archive: Archive):
    archive.keep(kept(report()), EMBEDDER.name)
    ids = [p.passage_id for p in archive.passages_of("r1")]
    assert [p.passage_id for p in archive.passages([ids[1], "gone:0", ids[0]])] == [ids[1], ids[0]]
    assert archive.passages([]) == []


def test_an_unknown_report_is_one_line_and_a_lookup_error(archive: Archive):
    for ask in (archive.report, archive.raw, archive.remove):
        with pytest.raises(UnknownReport, match="sitrep reports list") as failure:
            ask("nix")
        assert isinstance(failure.value, LookupError)
        assert str(failure.value).startswith("no report 'nix'")


@pytest.mark.parametrize("words", ["DEPLACES", "déplacés", "14,000", "14000", "١٤٠٠٠", "assiegee"])
def test_words_are_found_without_accents_case_or_digit_script(archive: Archive, words: str):
    archive.keep(kept(report()), EMBEDDER.name)
    found = archive.word_search(any_of(terms(words)), 5)
    assert len(found) == 1 and found[0][1] > 0


@pytest.mark.parametrize("words", ["القتلى", "قتلى", "شخصا", "٥١٤", "المدني مدنيا"])
def test_arabic_words_are_found_without_vowel_signs_and_article(archive: Archive, words: str):
    archive.keep(kept(report("r2", ARABIC, title="", language="ar")), EMBEDDER.name)
    assert [passage_id for passage_id, _ in archive.word_search(any_of(terms(words)), 5)] == ["r2:0"]


def test_names_are_found_in_another_spelling_or_script(archive: Archive):
    archive.keep(kept(report("r2", "الطريق إلى مدينة منبج مقطوع.", title="", language="ar")), EMBEDDER.name)
    archive.keep(kept(report("r3", "The road to Jayrud is cut.", title="")), EMBEDDER.name)
    for name, found in (("Manbij", "r2:0"), ("Jayroud", "r3:0"), ("جيرود", "r3:0")):
        assert [passage_id for passage_id, _ in archive.word_search(any_of([name_key(name)], "names"), 5)] == [found]
        assert archive.word_search(any_of([name_key(name)]), 5) == []
    assert archive.frequencies([name_key("Jayrud"), name_key("Odran")], "names") == {name_key("Jayrud"): 1}


def test_the_passages_beside_others_are_those_right_before_and_after_in_the_report(archive: Archive):
    text = "".join(f"The {n} shell fell on the long road to the old mill by the river. " for n in range(20))
    archive.keep(kept(report(text=text)), EMBEDDER.name)
    archive.keep(kept(report("r2")), EMBEDDER.name)
    ids = [p.passage_id for p in archive.passages_of("r1")]
    assert len(ids) > 4
    assert archive.passages_beside([ids[0], ids[3]]) == [ids[1], ids[2], ids[4]]
    assert archive.passages_beside([ids[-1]]) == [ids[-2]]


def test_word_search_can_be_narrowed_to_reports(archive: Archive):
    for report_id in ("r1", "r2"):
        archive.keep(kept(report(report_id)), EMBEDDER.name)
    match = any_of(["alep"])
    assert len(archive.word_search(match, 5)) == 2
    assert [passage_id for passage_id, _ in archive.word_search(match, 5, ["r2"])] == ["r2:0"]
    assert archive.word_search(match, 5, []) == []
    assert archive.word_search("", 5) == []


def test_a_report_may_hold_words_that_mean_something_to_the_search(archive: Archive):
    archive.keep(kept(report(text='NEAR AND OR NOT "quoted" col:umn * ^ ( text.')), EMBEDDER.name)
    assert len(archive.word_search(any_of(terms('NEAR AND OR NOT "quoted" col:umn * ^ (')), 5)) == 1


def test_sentence_vectors_are_those_of_title_and_sentence(archive: Archive):
    archive.keep(kept(report()), EMBEDDER.name)
    first, second = archive.passages_of("r1")
    vectors = archive.sentence_vectors([second.passage_id, first.passage_id])
    assert {key: rows.shape for key, rows in vectors.items()} == {"r1:0": (3, 64), "r1:1": (1, 64)}
    assert np.allclose(vectors["r1:1"][0], EMBEDDER.query("Alep. Fin du rapport."))
    assert np.allclose(vectors["r1:0"][1], EMBEDDER.query("Vingt-quatre civils sont morts à Alep."))


def test_nothing_of_a_removed_report_is_left_but_what_others_need(archive: Archive):
    archive.keep(kept(report("r1")), EMBEDDER.name)
    archive.keep(kept(report("r2", FRENCH + " Une phrase de plus.")), EMBEDDER.name)
    archive.remove("r1")
    assert archive.report_ids() == ["r2"]
    assert archive.passages_of("r1") == [] and archive.figures(["r1"]) == []
    assert archive.sentence_vectors([p.passage_id for p in archive.passages_of("r2")]).keys() == {"r2:0", "r2:1"}
    archive.remove("r2")
    tables = ["reports", "sources", "passages", "words", "figures", "vectors", "hashes"]
    with sqlite3.connect(archive.path) as db:
        assert {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables} == dict.fromkeys(tables, 0)
    db.close()
    assert archive.unindexed() == ["r1", "r2"]


def test_what_a_source_held_before_goes_unless_it_stands_elsewhere_too(archive: Archive, tmp_path: Path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).touch()
    archive.keep(kept(report("old", source="a.txt")), EMBEDDER.name)
    assert archive.keep(kept(report("new", FRENCH + " Plus.", source="a.txt")), EMBEDDER.name) == "old"
    archive.found_at("new", "b.txt")
    assert archive.keep(kept(report("newer", FRENCH + " Encore.", source="a.txt")), EMBEDDER.name) == ""
    assert archive.report_ids() == ["new", "newer"]
    assert archive.report("new").source == "b.txt"


def test_a_renamed_file_is_the_source_once_the_old_one_is_gone(archive: Archive, tmp_path: Path):
    (tmp_path / "a.txt").touch()
    (tmp_path / "b.txt").touch()
    archive.keep(kept(report(source="a.txt")), EMBEDDER.name)
    archive.found_at("r1", "b.txt")
    assert archive.sources("r1") == ["a.txt", "b.txt"]
    (tmp_path / "a.txt").unlink()
    archive.found_at("r1", "b.txt")
    assert archive.sources("r1") == ["b.txt"]


def test_the_same_name_in_another_folder_is_another_source(archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    archive.keep(kept(report(source="a.txt")), EMBEDDER.name)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert archive.at("a.txt") == ""
    assert archive.at("../a.txt") == "r1"


def test_copies_are_told_from_other_reports_on_the_same_thing(archive: Archive):
    wire = " ".join(f"Sentence {n} of the wire names village {n * 7} and {n * 3} dead." for n in range(12))
    archive.keep(kept(report("wire", wire)), EMBEDDER.name)
    archive.keep(kept(report("copy", "BEIRUT (AP) " + wire.upper().replace("12", "13"), publisher="Other")), EMBEDDER.name)
    archive.keep(kept(report("half", " ".join(wire.split()[:40]) + " And then it tells of quite other things " * 6)), EMBEDDER.name)
    archive.keep(kept(report("other", FRENCH)), EMBEDDER.name)
    assert archive.copies(archive.report_ids()) == {"wire": {"copy"}, "copy": {"wire"}, "half": set(), "other": set()}
    assert archive.copies(["wire", "other"]) == {"wire": set(), "other": set()}, "only those that are asked for"


def test_stats(archive: Archive):
    assert (archive.stats().reports, archive.stats().earliest) == (0, "")
    archive.keep(kept(report("r1", dateline="2024-11-27")), EMBEDDER.name)
    archive.keep(kept(report("r2", ARABIC, published="2024-12-02", language="ar", publisher="SANA")), EMBEDDER.name)
    archive.keep(kept(report("r3", "No date. Nothing.", published="", language="en", publisher="SANA")), EMBEDDER.name)
    stats = archive.stats()
    assert (stats.reports, stats.passages, stats.earliest, stats.latest) == (3, 5, "2024-11-27", "2024-12-02")
    assert stats.publishers == {"SANA": 2, "Efe": 1}
    assert stats.languages == {"ar": 1, "en": 1, "fr": 1}


def test_every_write_is_noticed_by_another_connection(archive: Archive, home: Path):
    with Archive.open(home) as reader:
        seen = [reader.generation]
        for write in (
            lambda: archive.keep(kept(report()), EMBEDDER.name),
            lambda: archive.indexed(["r1"]),
            lambda: archive.found_at("r1", "elsewhere.txt"),
            lambda: archive.remove("r1"),
        ):
            write()
            seen.append(reader.generation)
    assert seen == sorted(set(seen))


def test_a_report_that_cannot_be_written_whole_is_not_written_at_all(archive: Archive):
    archive.keep(kept(report("r1")), EMBEDDER.name)
    before = archive.generation
    broken = kept(report("r2", ARABIC))
    broken = replace(broken, passages=[*broken.passages, broken.passages[0]])  # the same passage twice
    with pytest.raises(ArchiveError) as failure:
        archive.keep(broken, EMBEDDER.name)
    assert "\n" not in str(failure.value)
    assert archive.report_ids() == ["r1"] and archive.generation == before
    assert archive.word_search(any_of(terms(ARABIC)), 5) == []
    assert archive.unindexed() == ["r1"]


def test_threads_share_one_archive(archive: Archive):
    archive.keep(kept(report()), EMBEDDER.name)
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                archive.keep(kept(report(f"t{number}-{turn}", f"{FRENCH} {number} {turn}.", source=f"{number}-{turn}.txt")), EMBEDDER.name)
                assert archive.report("r1").text == FRENCH
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(archive.report_ids()) == 21


# ---------------------------------------------------------------- what can be wrong with the file


def one_line(failure: pytest.ExceptionInfo[ArchiveError], *words: str) -> None:
    text = str(failure.value)
    assert "\n" not in text
    assert all(word in text for word in words), text


def test_an_archive_of_a_newer_version_is_refused(home: Path):
    Archive.open(home).close()
    db = sqlite3.connect(home / "archive.sqlite")
    db.execute(f"PRAGMA user_version = {VERSION + 1}")
    db.close()
    with pytest.raises(ArchiveError) as failure:
        Archive.open(home)
    one_line(failure, "newer sitrep", "upgrade", str(VERSION + 1))


@pytest.mark.parametrize("version", [1, 2, 3])
def test_an_archive_of_an_older_version_is_brought_up(archive: Archive, home: Path, version: int):
    for each in (report(), report("r2", ARABIC, title="Idlib", language="ar")):
        archive.keep(kept(each), EMBEDDER.name)
    ids = [p.passage_id for report_id in archive.report_ids() for p in archive.passages_of(report_id)]
    before = [archive.features(ids), archive.passage_vectors(ids), archive.sentence_vectors(ids)]
    matches = [any_of(["alep"]), any_of([name_key("Aleppo")], "names")]
    found = [archive.word_search(match, 5) for match in matches]
    db = sqlite3.connect(home / "archive.sqlite", isolation_level=None)
    if version == 1:
        for column in ("features", "hashes"):
            db.execute(f"ALTER TABLE passages DROP COLUMN {column}")
    if version < 3:
        db.execute("DROP TABLE words")
        db.execute("CREATE VIRTUAL TABLE words USING fts5 (folded, tokenize = 'unicode61 remove_diacritics 2')")
        db.execute("INSERT INTO words (rowid, folded) SELECT number, 'old' FROM passages")
    db.execute("ALTER TABLE vectors RENAME TO newer")
    db.execute("CREATE TABLE vectors (hash TEXT, embedder TEXT, vector BLOB NOT NULL, PRIMARY KEY (hash, embedder)) WITHOUT ROWID")
    db.execute("INSERT INTO vectors SELECT hash, embedder, vector FROM newer")
    db.execute("DROP TABLE newer")
    db.execute(f"PRAGMA user_version = {version}")
    db.close()
    with Archive.open(home) as again:
        after = [again.features(ids), again.passage_vectors(ids), again.sentence_vectors(ids)]
        assert [again.word_search(match, 5) for match in matches] == found and all(found)
        assert again.word_search(any_of(["old"]), 5) == []
    assert len(before[0]) == len(ids) > 3 and before[0] == after[0]
    for old, new in zip(before[1:], after[1:], strict=True):
        assert old.keys() == new.keys() == set(ids) and all(np.array_equal(old[each], new[each]) for each in ids)


def test_what_a_question_is_compared_with_is_kept(archive: Archive):
    archive.keep(kept(report(text="The mill burned. Nadia Velt left Aleppo on foot.", title="Fire in Torvik")), EMBEDDER.name)
    (passage,) = archive.passages_of("r1")
    (held,) = archive.features([passage.passage_id, "gone"]).values()
    assert all(spaced(word) in held.words for word in terms(passage.text)) and spaced("mil") not in held.words
    assert held.places.split() == [p.place_id for p in find_places(passage.text)] != []
    assert spaced(name_key("Nadia")) in held.names and spaced(name_key("Torvik")) in held.head
    assert spaced(name_key("Torvik")) not in held.names


def test_a_file_that_is_no_archive_is_refused(home: Path):
    (home / "archive.sqlite").write_bytes(b"not a database at all " * 100)
    with pytest.raises(ArchiveError) as failure:
        Archive.open(home)
    one_line(failure, "no archive", "archive.sqlite")


def test_a_home_that_is_a_file_is_refused(tmp_path: Path):
    (tmp_path / "occupied").touch()
    with pytest.raises(ArchiveError) as failure:
        Archive.open(tmp_path / "occupied")
    one_line(failure, "SITREP_HOME")


@pytest.fixture
def nobody() -> Iterator[None]:
    """Act as a user without rights; whoever runs the tests without being root is one already."""
    os.seteuid(NOBODY) if os.getuid() == 0 else None
    yield
    os.seteuid(os.getuid())


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that everyone may enter and nobody may write to."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        yield Path(folder)
        os.seteuid(os.getuid())
        Path(folder).chmod(0o755)


def test_a_folder_without_rights_is_refused(locked: Path, nobody: None):
    for home in (locked, locked / "new"):
        with pytest.raises(ArchiveError) as failure:
            Archive.open(home)
        one_line(failure, "SITREP_HOME")
    assert list(locked.iterdir()) == []


@contextmanager
def small_disk(folder: Path) -> Iterator[Callable[[Archive], object]]:
    """A disk of one megabyte where we may mount one; else what is yielded tells SQLite that no more is left."""
    folder.mkdir()
    mounted = os.getuid() == 0 and subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=False).returncode == 0
    try:
        yield lambda archive: None if mounted else archive._db.execute("PRAGMA max_page_count = 250")
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)


def test_a_full_disk_keeps_what_was_whole(tmp_path: Path):
    with small_disk(tmp_path / "disk") as limit:
        with Archive.open(tmp_path / "disk") as archive:
            limit(archive)
            with pytest.raises(ArchiveError) as failure:
                for number in range(200):
                    archive.keep(kept(report(f"r{number}", f"{number}. {FRENCH * 20}", source=f"{number}.txt")), EMBEDDER.name)
            one_line(failure, "full")
            whole = archive.reports()
        with Archive.open(tmp_path / "disk") as archive:
            assert archive.reports() == whole != []
            assert all(archive.passages_of(each.report_id) == passages(each) for each in whole)
