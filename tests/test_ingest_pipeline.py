import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from fake_embedder import WordsEmbedder

from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.desk import open_desk
from ingest.errors import ArchiveError, BusyError, EmbedderUnavailable, IndexMismatch, UnknownReport
from ingest.pipeline import IngestSummary, finish, ingest_all, reindex, remove
from ingest.settings import Settings, load

FRENCH = "Au moins 255 personnes sont mortes à Alep, selon l'Observatoire. Parmi elles, 24 civils. La ville est assiégée. Fin du rapport."
ENGLISH = "At least 14,000 people fled Aleppo on Friday. Half of them are children. Twenty-four clinics closed."


@pytest.fixture
def settings(home: Path) -> Settings:
    return load(home=home)


@pytest.fixture
def embedder() -> WordsEmbedder:
    return WordsEmbedder()


@pytest.fixture
def ingest(settings: Settings, embedder: WordsEmbedder):
    return lambda *targets: ingest_all([str(target) for target in targets], settings, embedder=embedder)


def statuses(summary: IngestSummary) -> list[str]:
    return [result.status for result in summary.results]


def check_whole(settings: Settings, expected: int) -> None:
    """Archive and index agree to the passage, and nothing is left to do."""
    embedder = WordsEmbedder()
    with Archive.open(settings.home) as archive, ChromaIndex.open(settings, embedder, archive) as index:
        ids = [p.passage_id for report_id in archive.report_ids() for p in archive.passages_of(report_id)]
        assert len(archive.report_ids()) == expected
        assert archive.unindexed() == []
        assert {passage_id for passage_id, _ in index.nearest(embedder.query("a"), 10_000)} == set(ids)
        assert archive.sentence_vectors(ids).keys() == set(ids)
        assert archive.stats().passages == len(ids)


# ---------------------------------------------------------------- added, unchanged, replaced, failed


def test_a_report_goes_in_with_all_that_follows_from_it(ingest, settings, tmp_path):
    (tmp_path / "alep.txt").write_text(FRENCH, "utf-8")
    summary = ingest("alep.txt")
    assert (statuses(summary), summary.exit_code, summary.line) == (["added"], 0, "1 added, 0 unchanged, 0 replaced, 0 failed")
    with Archive.open(settings.home) as archive:
        (report,) = archive.reports()
        assert (report.source, report.text, report.language) == ("alep.txt", FRENCH, "fr")
        assert {(figure.value, figure.what) for figure in archive.figures()} >= {(255.0, "killed"), (24.0, "killed")}
        assert archive.raw(report.report_id) == FRENCH.encode()
    check_whole(settings, 1)


def test_the_same_file_twice_adds_nothing_and_embeds_nothing(ingest, settings, embedder, tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    ingest("a.txt")
    with Archive.open(settings.home) as archive:
        before = archive.generation
    embedder.texts.clear()
    assert statuses(ingest("a.txt", "./a.txt", tmp_path / "a.txt")) == ["unchanged"] * 3
    assert embedder.texts == []
    with Archive.open(settings.home) as archive:
        assert archive.sources(archive.report_ids()[0]) == [str(tmp_path / "a.txt")]
        assert archive.generation - before <= 2  # the spelling of the source
    check_whole(settings, 1)


def test_a_changed_file_replaces_and_only_what_is_new_is_embedded(ingest, settings, embedder, tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(FRENCH, "utf-8")
    ingest("a.txt")
    embedder.texts.clear()
    file.write_text(FRENCH.replace("Fin du rapport", "Le bilan monte à 300"), "utf-8")
    assert statuses(ingest("a.txt")) == ["replaced"]
    assert len(embedder.texts) == 1 and "300" in embedder.texts[0]
    check_whole(settings, 1)


def test_a_renamed_file_is_the_same_report(ingest, settings, embedder, tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: Alep\n---\n" + FRENCH, "utf-8")
    ingest("a.md")
    (tmp_path / "a.md").rename(tmp_path / "b.md")
    embedder.texts.clear()
    assert statuses(ingest("b.md")) == ["unchanged"]
    assert embedder.texts == []
    with Archive.open(settings.home) as archive:
        assert [report.source for report in archive.reports()] == ["b.md"]


def test_a_copy_is_one_report_and_stays_when_the_first_changes(ingest, settings, tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    (tmp_path / "b.txt").write_text(FRENCH, "utf-8")
    assert statuses(ingest("a.txt", "b.txt")) == ["added", "unchanged"]
    (tmp_path / "a.txt").write_text(ENGLISH, "utf-8")
    ingest("a.txt")
    with Archive.open(settings.home) as archive:
        assert {report.source: report.text for report in archive.reports()} == {"b.txt": FRENCH, "a.txt": ENGLISH}


def test_what_a_report_says_of_itself_may_change_without_its_text(ingest, settings, embedder, tmp_path):
    (tmp_path / "a.md").write_text("---\nplaces: [Alep]\n---\n" + FRENCH, "utf-8")
    ingest("a.md")
    embedder.texts.clear()
    (tmp_path / "a.md").write_text("---\nplaces: [Alep, Idlib]\nlanguage: fr\n---\n" + FRENCH, "utf-8")
    assert statuses(ingest("a.md")) == ["replaced"]
    assert statuses(ingest("a.md")) == ["unchanged"]
    assert embedder.texts == []
    with Archive.open(settings.home) as archive:
        assert [report.places for report in archive.reports()] == [("Alep", "Idlib")]
    check_whole(settings, 1)


def test_records_with_ids_of_their_own_are_reports_of_their_own(ingest, settings, tmp_path):
    records = [{"id": "1", "text": ENGLISH}, {"id": "2", "text": ENGLISH}, {"id": "3", "text": FRENCH, "date": "2024-11-29"}]
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records))
    assert statuses(ingest("r.jsonl")) == ["added"] * 3
    assert statuses(ingest("r.jsonl")) == ["unchanged"] * 3
    with Archive.open(settings.home) as archive:
        assert [report.source for report in archive.reports()] == ["r.jsonl#1", "r.jsonl#2", "r.jsonl#3"]
        first, second, third = archive.report_ids()
        assert archive.copies([first, second, third]) == {first: {second}, second: {first}, third: set()}
    check_whole(settings, 3)


def test_one_that_fails_never_stops_the_rest(ingest, settings, tmp_path):
    lines = [json.dumps({"id": "1", "text": ENGLISH}), "{broken", json.dumps({"id": "2"}), json.dumps({"id": "3", "text": FRENCH})]
    (tmp_path / "r.jsonl").write_text("\n".join(lines))
    (tmp_path / "empty.txt").touch()
    (tmp_path / "z.txt").write_text("Forty people returned to Homs.")
    summary = ingest("r.jsonl", "empty.txt", "missing.txt", "z.txt")
    assert statuses(summary) == ["added", "failed", "failed", "added", "failed", "failed", "added"]
    assert summary.exit_code == 1
    assert [result.source for result in summary.failed] == ["r.jsonl:2", "r.jsonl:3", "empty.txt", "missing.txt"]
    assert all(result.message and "\n" not in result.message for result in summary.failed)
    check_whole(settings, 3)


def test_each_result_and_the_progress_are_told_as_they_happen(settings, embedder, tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"{name * 3}. {ENGLISH}")
    told: list[object] = []
    ingest_all(
        [str(tmp_path)],
        load(home=settings.home),
        embedder=embedder,
        on_result=lambda result: told.append((result.status, Path(result.source).name)),
        on_progress=lambda done, expected: told.append((done, expected)),
    )
    assert told == [("added", "a.txt"), (1, 3), ("added", "b.txt"), (2, 3), ("added", "c.txt"), (3, 3)]


def test_a_defect_in_one_report_is_its_own_failure(ingest, settings, tmp_path, monkeypatch):
    def extract(report, passages):
        if report.text == FRENCH:
            raise ValueError("no\nsuch thing")
        return []

    monkeypatch.setattr("ingest.figures.extract", extract)
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    summary = ingest("a.txt", "b.txt")
    assert statuses(summary) == ["failed", "added"]
    assert summary.failed[0].message == "a defect of sitrep kept it out (ValueError: no such thing); please report it"
    check_whole(settings, 1)


# ---------------------------------------------------------------- remove, reindex


def test_a_report_is_removed_by_its_id_or_its_source(ingest, settings, embedder, tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    first, second = (result.report_id for result in ingest("a.txt", "b.txt").added)
    assert remove("a.txt", settings, embedder=embedder) == first
    check_whole(settings, 1)
    assert remove(second, settings, embedder=embedder) == second
    check_whole(settings, 0)
    with pytest.raises(UnknownReport, match="sitrep reports list"):
        remove("a.txt", settings, embedder=embedder)


def test_reindex_needs_no_source_file_and_embeds_nothing_again(ingest, settings, embedder, tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, "utf-8")
    ingest("a.txt", "b.txt")
    (tmp_path / "a.txt").unlink()
    embedder.texts.clear()
    told: list[tuple[int, int]] = []
    assert reindex(settings, embedder=embedder, on_progress=lambda done, whole: told.append((done, whole))) == 2
    assert (embedder.texts, told) == ([], [(1, 2), (2, 2)])
    check_whole(settings, 2)


def test_a_lost_index_is_filled_again_by_the_next_ingest(ingest, settings, embedder, tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    ingest("a.txt")
    shutil.rmtree(settings.home / "chroma")
    embedder.texts.clear()
    ingest("a.txt")
    assert embedder.texts == []
    check_whole(settings, 1)


def test_another_embedder_is_refused_until_reindex(ingest, settings, tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    ingest("a.txt")
    other = WordsEmbedder("other", 32)
    for lost in (False, True):
        if lost:
            shutil.rmtree(settings.home / "chroma")
        with pytest.raises(IndexMismatch, match="sitrep reindex") as failure:
            ingest_all(["a.txt"], settings, embedder=other)
        assert "\n" not in str(failure.value)
    reindex(settings, embedder=other)
    with Archive.open(settings.home) as archive, ChromaIndex.open(settings, other, archive) as index:
        assert len(index.nearest(other.query("Alep"), 5)) == 2
        assert archive.sentence_vectors([f"{archive.report_ids()[0]}:0"]).popitem()[1].shape == (3, 32)


# ---------------------------------------------------------------- one writer, and what stops it


def test_a_second_writer_is_told_to_wait(settings, embedder, tmp_path):
    (tmp_path / "a.txt").write_text(FRENCH, "utf-8")
    with open_desk(settings, embedder), pytest.raises(BusyError, match="wait") as failure:
        ingest_all(["a.txt"], settings, embedder=embedder)
    assert "\n" not in str(failure.value)
    assert statuses(ingest_all(["a.txt"], settings, embedder=embedder)) == ["added"]


def test_an_embedder_that_goes_away_leaves_whole_reports(settings, tmp_path):
    class Leaving(WordsEmbedder):
        def passages(self, texts):
            if any("Three" in text for text in texts):
                raise EmbedderUnavailable("the server is gone; start it")
            return super().passages(texts)

    for name in ("One", "Two", "Three", "Four"):
        (tmp_path / f"{len(list(tmp_path.iterdir()))}.txt").write_text(f"{name}. {ENGLISH}")
    with pytest.raises(EmbedderUnavailable):
        ingest_all([str(tmp_path)], settings, embedder=Leaving())
    with Archive.open(settings.home) as archive:
        assert len(archive.report_ids()) == len(archive.unindexed()) == 2
    assert statuses(ingest_all([str(tmp_path)], settings, embedder=WordsEmbedder())) == ["unchanged", "unchanged", "added", "added"]
    check_whole(settings, 4)


def test_a_home_that_cannot_be_written_is_one_line(tmp_path, embedder):
    (tmp_path / "file").touch()
    with pytest.raises(ArchiveError, match="SITREP_HOME") as failure:
        ingest_all(["a.txt"], load(home=tmp_path / "file" / "home"), embedder=embedder)
    assert "\n" not in str(failure.value)


# ---------------------------------------------------------------- a kill in the middle

POINTS = [
    "embedder passages 3 after",
    "rows insert_report 3 after",
    "rows replace_derived 3 after",
    "rows point 3 after",
    "archive keep 3 after",
    "index replace 1 before",
    "index replace 2 after",
    "archive indexed 2 after",
]
UNINDEXED = POINTS[4:7]  # at the others the index was in step: the first two reports are indexed before the third is begun
KILLED = """
import os, signal, sys
sys.path[:0] = sys.argv[1:3]
import chromadb
from pathlib import Path
from fake_embedder import WordsEmbedder
from ingest import archive, archive_rows, chroma_index, pipeline
from ingest.settings import load
OWNERS = {"archive": archive.Archive, "rows": archive_rows, "index": chroma_index.ChromaIndex, "embedder": WordsEmbedder}

def killing(function, nth, when):
    calls = 0
    def call(*args, **given):
        nonlocal calls
        calls += 1
        if calls == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **given)
        if calls == nth:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return call

from ingest import figures, split
from ingest.report import Report
figures.extract(Report("", "", "7 killed."), split.passages(Report("", "", "7 killed.")))  # what is slow to load, once
for point in sys.argv[3:]:
    if child := os.fork():
        killed_by = os.waitpid(child, 0)[1]
        assert killed_by == signal.SIGKILL, (point, killed_by)
        continue
    os.chdir(point)
    where, name, nth, when = point.split()
    setattr(OWNERS[where], name, killing(getattr(OWNERS[where], name), int(nth), when))
    pipeline._AT_ONCE = 2
    pipeline.ingest_all(["reports"], load(home=Path("home")), embedder=WordsEmbedder())
    os._exit(0)
"""


@pytest.fixture(scope="module")
def killed(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the home that an ingest of five reports left behind for each point at which it was killed."""
    folder = tmp_path_factory.mktemp("killed")
    for point in POINTS:
        (folder / point / "reports").mkdir(parents=True)
        for number in range(5):
            (folder / point / "reports" / f"{number}.txt").write_text(f"Report {number}. {ENGLISH} {FRENCH}", "utf-8")
    subprocess.run([sys.executable, "-c", KILLED, root, root / "tests", *POINTS], cwd=folder, timeout=600, check=True)
    return folder


@pytest.mark.parametrize("point", POINTS)
def test_a_kill_leaves_whole_reports_and_the_next_run_finishes(killed: Path, monkeypatch: pytest.MonkeyPatch, point: str):
    monkeypatch.chdir(killed / point)
    with Archive.open(Path("home")) as archive:
        kept = archive.reports()
        assert 2 <= len(kept) < 5
        for report in kept:
            assert report.text == Path(report.source).read_text("utf-8")
            assert archive.passages_of(report.report_id) and archive.figures([report.report_id])
    settings = load(home=Path("home"))
    assert finish(settings, embedder=WordsEmbedder()) == (point in UNINDEXED)
    check_whole(settings, len(kept))
    assert statuses(ingest_all(["reports"], settings, embedder=WordsEmbedder())) == ["unchanged"] * len(kept) + ["added"] * (5 - len(kept))
    check_whole(settings, 5)
    assert finish(settings) is False


def test_the_lock_dies_with_its_process(root: Path, settings: Settings, tmp_path: Path):
    code = "import sys, time; from filelock import FileLock; a = FileLock(sys.argv[1]); a.acquire(); print(1, flush=True); time.sleep(99)"
    with subprocess.Popen([sys.executable, "-c", code, settings.home / "writer.lock"], stdout=subprocess.PIPE) as holder:
        try:
            assert holder.stdout.readline() == b"1\n"
            with pytest.raises(BusyError):
                ingest_all(["a.txt"], settings, embedder=WordsEmbedder())
        finally:
            holder.kill()
    assert statuses(ingest_all(["missing.txt"], settings, embedder=WordsEmbedder())) == ["failed"]


def test_a_home_without_rights_is_one_line(tmp_path: Path):
    import filelock  # noqa: F401  before the rights to read it are given up

    with tempfile.TemporaryDirectory() as home:
        os.chmod(home, 0o555)
        settings = load(home=Path(home))
        if os.getuid() == 0:
            os.seteuid(65534)
        try:
            with pytest.raises(ArchiveError, match="SITREP_HOME") as failure:
                ingest_all(["a.txt"], settings, embedder=WordsEmbedder())
        finally:
            os.seteuid(os.getuid())
        assert "\n" not in str(failure.value) and os.listdir(home) == []
