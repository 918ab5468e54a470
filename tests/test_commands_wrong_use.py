"""What a person gets who types something wrong, or whose surroundings are broken: one line, the exit code that fits, no traceback."""

import os
import subprocess
import sys

import pytest

from ingest.archive import Archive
from ingest.errors import ArchiveError, BusyError
from ingest.pipeline import ingest_all, reindex
from ingest.settings import Settings


def typed(*words: str, **environment: str) -> tuple[int, str]:
    """Exit code and what stands on stderr."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *words], capture_output=True, text=True, timeout=120, env=os.environ | environment
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["ask"], "Missing argument 'QUESTION...'. See: python -m assistant ask --help"),
        (["bogus"], "No such command 'bogus'. See: python -m assistant --help"),
        (["reports", "list", "--bogus"], "See: python -m assistant reports list --help"),
        (["chat", "--port", "99999"], "99999 is not in the range"),
        (["ask", "x", "--url", "http://127.0.0.1:1", "--home", "h"], "leave out --home and --model with --url. See: "),
        (["ask", "?!"], "it holds no word"),
        (["answer", "no.jsonl", "--out", "a.jsonl"], "cannot be read"),
    ],
)
def test_wrong_use_is_one_line_and_exits_2(words, says):
    code, stderr = typed(*words)
    assert code == 2 and says in stderr
    assert stderr.startswith("sitrep: ") and stderr.count("\n") == 1


def test_without_a_command_there_is_help():
    code, stderr = typed()
    assert code == 2 and "Commands:" in stderr


@pytest.mark.parametrize("host", ["http://[::nonsense", "nosuch.invalid:99999", "a b:c"])
@pytest.mark.parametrize("model", ["", "ollama/x"])
def test_an_ollama_host_that_is_none_is_one_line(host, model):
    code, stderr = typed("ask", "Who?", OLLAMA_HOST=host, **({"SITREP_MODEL": model} if model else {}))
    last = stderr.splitlines()[-1]
    assert code == 2 and last.startswith(f"sitrep: OLLAMA_HOST={host!r} is no address") and "Traceback" not in stderr


def test_an_ollama_host_in_quotes_is_read_as_ollama_reads_it(monkeypatch):
    code = "from ingest.ollama_package import ollama; import os; print(os.environ['OLLAMA_HOST'], ollama.Client.__name__)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | {"OLLAMA_HOST": '"127.0.0.1:1"'}
    )
    assert done.stdout.split() == ['"127.0.0.1:1"', "Client"], done.stderr


def test_a_broken_pdf_is_one_line(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\nnothing of the kind")
    code, stderr = typed("ingest", "a.pdf")
    told = [line for line in stderr.splitlines() if not line.startswith("reading reports")]  # a slow machine shows progress
    assert code == 1 and len(told) == 1 and told[0].startswith("failed: a.pdf: is a broken PDF")


def test_a_part_that_cannot_be_used_exits_3_so_that_1_means_partly_done(tmp_path):
    Archive.open(tmp_path / ".sitrep").close()
    (tmp_path / ".sitrep" / "archive.sqlite").write_bytes(b"no database " * 400)
    code, stderr = typed("reports", "list")
    assert code == 3 and stderr.count("\n") == 1
    assert ArchiveError("x").exit_code == BusyError("x").exit_code == 3


def test_reindex_replaces_a_damaged_index(home, tmp_path):
    (tmp_path / "a.txt").write_text("Twelve people were killed in Qasra on 3 May 2031.")
    settings = Settings(home=home)
    assert not ingest_all([str(tmp_path / "a.txt")], settings).failed
    (home / "chroma" / "chroma.sqlite3").write_bytes(b"no database " * 400)
    with pytest.raises(ArchiveError, match="sitrep reindex"):
        ingest_all([str(tmp_path / "a.txt")], settings)
    assert reindex(settings) == 1
    assert len(ingest_all([str(tmp_path / "a.txt")], settings).unchanged) == 1
