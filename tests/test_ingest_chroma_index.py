import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from contract_index import EMBEDDER, IndexContract, entry, put
from fake_embedder import WordsEmbedder

from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.errors import ArchiveError, UnreachableError
from ingest.pipeline import ingest_all, reindex, remove
from ingest.settings import Settings, load

# ---------------------------------------------------------------- in process


class TestInProcess(IndexContract):
    @pytest.fixture
    def settings(self, home: Path) -> Settings:
        return load(home=home)


def test_a_reader_makes_no_files(home: Path):
    with Archive.open(home) as archive, ChromaIndex.open(load(home=home), EMBEDDER, archive):
        assert not (home / "chroma").exists()


def test_files_that_are_no_index_are_one_line(home: Path):
    (home / "chroma").mkdir()
    (home / "chroma" / "chroma.sqlite3").write_bytes(b"no database at all " * 200)
    with Archive.open(home) as archive, pytest.raises(ArchiveError, match="sitrep reindex") as failure:
        ChromaIndex.open(load(home=home), EMBEDDER, archive)
    assert "\n" not in str(failure.value)


WRITE_ELSEWHERE = """
import sys
sys.path[:0] = sys.argv[2:]
from pathlib import Path
from contract_index import EMBEDDER, entry, put
from ingest.archive import Archive
from ingest.chroma_index import ChromaIndex
from ingest.settings import load
with Archive.open(Path(sys.argv[1])) as archive, ChromaIndex.open(load(home=Path(sys.argv[1])), EMBEDDER, archive, write=True) as index:
    put(index, archive, *(entry(f"n{n}", f"Number {n} came from elsewhere, {n * n} times.") for n in range(100)))
"""


def test_an_open_reader_finds_all_that_another_process_wrote(home: Path, root: Path):
    settings = load(home=home)
    with Archive.open(home) as archive:
        with ChromaIndex.open(settings, EMBEDDER, archive, write=True) as writer:
            put(writer, archive, entry("mine", "This was there first."))
        with ChromaIndex.open(settings, EMBEDDER, archive) as reader:
            assert len(reader.nearest(EMBEDDER.query("first"), 5)) == 1
            subprocess.run([sys.executable, "-c", WRITE_ELSEWHERE, home, root, root / "tests"], check=True, timeout=120)
            texts = [f"Number {n} came from elsewhere, {n * n} times." for n in range(100)]
            assert all(reader.nearest(EMBEDDER.query(text), 1)[0][1] > 0.999 for text in texts)


# ---------------------------------------------------------------- a server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory):
    """Address of a real `chroma run`."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma-server")
    chroma = shutil.which("chroma", path=str(Path(sys.executable).parent)) or "chroma"
    command = [chroma, "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, env=os.environ | {"ANONYMIZED_TELEMETRY": "False"})
    try:
        _wait_for(port, process, folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(port: int, process: subprocess.Popen, log: Path) -> None:
    import urllib.request

    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v2/heartbeat", timeout=5).close()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"chroma did not start: {log.read_text(errors='replace')[-500:]}")


class TestServer(IndexContract):
    @pytest.fixture
    def settings(self, home: Path, server: str) -> Settings:
        return load(home=home, chroma_url=server)

    def test_two_archives_share_a_server_without_meeting(self, settings, index, archive, tmp_path):
        put(index, archive, entry("r1", "Rebels took Saraqib."))
        other = settings.model_copy(update={"home": tmp_path / "other"})
        with Archive.open(other.home) as second, ChromaIndex.open(other, WordsEmbedder("other"), second, write=True) as empty:
            assert empty.count() == 0

    def test_reports_go_in_and_out(self, settings, tmp_path):
        (tmp_path / "a.txt").write_text("Rebels took Saraqib. The army withdrew.")
        (tmp_path / "b.txt").write_text("A hospital in Homs was hit.")
        assert ingest_all(["a.txt", "b.txt"], settings, embedder=EMBEDDER).line == "2 added, 0 unchanged, 0 replaced, 0 failed"
        with Archive.open(settings.home) as archive, ChromaIndex.open(settings, EMBEDDER, archive) as reader:
            assert reader.count() == 2
            remove("a.txt", settings, embedder=EMBEDDER)
            assert [p.text for p in archive.passages([i for i, _ in reader.nearest(EMBEDDER.query("Homs"), 5)])] == [
                "A hospital in Homs was hit."
            ]
            assert reindex(settings, embedder=EMBEDDER) == 1
            assert len(reader.nearest(EMBEDDER.query("Homs"), 5)) == 1

    def test_no_files_are_kept_here(self, settings, index):
        assert not (settings.home / "chroma").exists()


@pytest.mark.parametrize("write", [True, False])
def test_a_server_that_is_not_there_is_one_line(home: Path, free_port: int, write: bool):
    settings = load(home=home, chroma_url=f"http://127.0.0.1:{free_port}")
    with Archive.open(home) as archive, pytest.raises(UnreachableError, match="chroma run") as failure:
        ChromaIndex.open(settings, EMBEDDER, archive, write=write)
    assert "\n" not in str(failure.value) and failure.value.exit_code == 3
