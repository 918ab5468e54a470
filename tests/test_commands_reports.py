"""`sitrep ingest`, `sitrep reports list|show|remove` and `sitrep reindex`, on a real archive and index with a toy embedder."""

import hashlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from assistant.__main__ import cli, main
from assistant.commands import reports as command
from ingest import desk
from ingest.archive import Archive


class ToyEmbedder:
    """Vectors of length 1 that follow from the words of a text."""

    name = "toy"
    dimension = 16

    def passages(self, texts):
        return np.stack([self.query(text) for text in texts])

    def query(self, text):
        vector = np.zeros(self.dimension, dtype=np.float32)
        for word in text.lower().split():
            vector[hashlib.sha256(word.encode()).digest()[0] % self.dimension] += 1
        return vector / max(float(np.linalg.norm(vector)), 1e-6)


@pytest.fixture(autouse=True)
def toy(monkeypatch):
    monkeypatch.setattr(desk, "open_embedder", lambda settings: ToyEmbedder())


@pytest.fixture
def sitrep():
    """Run a command; its output streams apart."""

    def run(*args, code=0):
        result = CliRunner().invoke(cli, [str(arg) for arg in args], catch_exceptions=False)
        assert result.exit_code == code, result.output
        return result

    return run


@pytest.fixture
def reports():
    """Three reports in a folder."""
    folder = Path("in")
    folder.mkdir()
    (folder / "a.md").write_text(
        "---\ntitle: Truce at Deraa\npublisher: OCHA\npublished: 2024-12-02\n---\nAt least 12 people were killed in Deraa.\n"
    )
    (folder / "b.txt").write_text("Trêve à Homs\n\nLes armes se sont tues jeudi à Homs. Les civils rentrent chez eux.\n")
    (folder / "c.jsonl").write_text('{"id": "x1", "text": "The road to Hama is open again."}\n')
    return folder


def ids():
    with Archive.open(Path(".sitrep")) as archive:
        return archive.report_ids()


# ---------------------------------------------------------------- ingest


def test_ingest_says_what_became_of_them(sitrep, reports):
    assert sitrep("ingest", reports).stdout == "added 3, unchanged 0, replaced 0, failed 0\n"
    assert sitrep("ingest", reports).stdout == "added 0, unchanged 3, replaced 0, failed 0\n"
    (reports / "b.txt").write_text("Trêve à Homs\n\nLes combats ont repris.\n")
    assert sitrep("ingest", "in/*.txt").stdout == "added 0, unchanged 0, replaced 1, failed 0\n"


def test_what_fails_is_a_line_and_the_exit_code_is_1(sitrep, reports):
    (reports / "photo.jpg").write_bytes(b"x")
    (reports / "d.jsonl").write_text('{"text": "Good."}\nbroken\n{"text": "Good too.", "date": "soon"}\n')
    result = sitrep("ingest", reports, "nope.txt", code=1)
    assert result.stdout == "added 5, unchanged 0, replaced 0, failed 2\n"
    lines = [line for line in result.stderr.splitlines() if not line.startswith("reading reports: ")]  # told where it is slow
    assert lines[0].startswith("failed: in/d.jsonl:2: is not JSON")
    assert lines[1].startswith("note: in/d.jsonl#") and "date 'soon' is none" in lines[1]
    assert lines[2:] == ["failed: nope.txt: does not exist; check the path", "note: 1 file of no known format left out"]


def test_ingest_as_json(sitrep, reports):
    (reports / "photo.jpg").write_bytes(b"x")
    result = sitrep("ingest", reports, "nope.txt", "--json", code=1)
    data = json.loads(result.stdout)
    assert {name: data[name] for name in ("added", "unchanged", "replaced", "failed", "left_out")} == {
        "added": 3,
        "unchanged": 0,
        "replaced": 0,
        "failed": 1,
        "left_out": 1,
    }
    assert [item["source"] for item in data["results"]] == ["in/a.md", "in/b.txt", "in/c.jsonl#x1", "nope.txt"]
    assert result.stderr == ""


def test_home_is_where_it_is_told(sitrep, reports):
    sitrep("ingest", reports, "--home", "elsewhere")
    assert not Path(".sitrep").exists()
    assert len(sitrep("reports", "list", "--home", "elsewhere").stdout.splitlines()) == 3


def test_nothing_named_is_a_usage_error(sitrep):
    assert "Missing argument" in sitrep("ingest", code=2).output


def test_an_error_that_ends_the_run_is_one_line(reports, monkeypatch, capsys):
    Path("home").write_text("a file, no folder")
    monkeypatch.setattr(sys, "argv", ["sitrep", "ingest", "in", "--home", "home/below"])
    with pytest.raises(SystemExit) as exit_:
        main()
    assert exit_.value.code == 3
    captured = capsys.readouterr()
    assert captured.err.startswith("sitrep: home/below: ") and captured.err.count("\n") == 1


# ---------------------------------------------------------------- progress


def test_a_run_without_terminal_says_how_far_it_is_once_it_takes_long(capsys, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(command.time, "monotonic", lambda: now[0])
    with command.Progress("reading reports") as progress:
        for done, now[0] in enumerate((0.5, 1.5, 2.5, 3.0, 13.0), start=1):
            progress.at(done, 4)
    assert capsys.readouterr().err == "reading reports: 3 of 4\nreading reports: 5 of 5\n"


def test_a_terminal_gets_a_bar(monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    with command.Progress("reading reports") as progress:
        progress.at(1, 2)
        progress.at(2, 2)
    assert "reading reports" in sys.stderr.getvalue()


def test_progress_is_told_to_the_ingest(sitrep, reports, monkeypatch):
    told = []
    monkeypatch.setattr(command.Progress, "at", lambda self, done, total: told.append((done, total)))
    sitrep("ingest", reports)
    assert told == [(1, 3), (2, 3), (3, 3)]


# ---------------------------------------------------------------- list, show, remove


def test_list_has_a_line_a_report_in_order_of_date(sitrep, reports):
    sitrep("ingest", reports)
    rows = sitrep("reports", "list").stdout.splitlines()
    assert len(rows) == 3
    assert re.split(r"\s{2,}", rows[-1])[1:] == ["2024-12-02", "en", "OCHA", "Truce at Deraa", "in/a.md"]
    assert rows[-1].split()[0] in {report_id[:8] for report_id in ids()}


def test_list_says_where_the_dates_disagree(sitrep):
    Path("a.jsonl").write_text('{"id": "1", "text": "Sun 10 Jul 2016 Rebels left the town.", "date": "2017-04-16", "publisher": "NNA"}\n')
    sitrep("ingest", "a.jsonl")
    (row,) = sitrep("reports", "list").stdout.splitlines()
    assert row.split()[1] == "2016-07-10" and "[published 2017-04-16, but its text says 2016-07-10]" in row
    (data,) = json.loads(sitrep("reports", "list", "--json").stdout)
    assert (data["published"], data["dateline"], data["date"], data["dates_disagree"]) == ("2017-04-16", "2016-07-10", "2016-07-10", True)
    assert "its text says 2016-07-10, which rules" in sitrep("reports", "show", ids()[0]).stdout


def test_list_of_nothing_says_what_to_do(sitrep):
    assert "sitrep ingest PATH" in sitrep("reports", "list").stdout
    assert json.loads(sitrep("reports", "list", "--json").stdout) == []
    assert not Path(".sitrep").exists(), "looking makes no archive"


def test_show_gives_text_passages_and_figures(sitrep, reports):
    sitrep("ingest", reports)
    with Archive.open(Path(".sitrep")) as archive:
        report_id = archive.at("in/a.md")
    for name in (report_id, report_id[:6], report_id[:6].upper(), "in/a.md"):
        shown = sitrep("reports", "show", name).stdout
        assert "title: Truce at Deraa" in shown and "\n\nAt least 12 people were killed in Deraa.\n" in shown
        assert "passages\n  0-" in shown and "figures\n" in shown and "at least 12" in shown


def test_show_as_json_has_the_text_and_offsets_into_it(sitrep, reports):
    sitrep("ingest", reports)
    data = json.loads(sitrep("reports", "show", "in/b.txt", "--json").stdout)
    assert data["text"] == (reports / "b.txt").read_text()
    for passage in data["passages"]:
        assert data["text"][passage["start"] : passage["end"]] == passage["text"]


def test_text_from_reports_cannot_move_the_cursor(sitrep):
    Path("a.md").write_text('---\ntitle: "T\\e[2J\\u202Eabc"\n---\nText \x1b[31mred\x1b[0m \u2066turned\u2069.\n')
    sitrep("ingest", "a.md")
    for output in (
        sitrep("reports", "list").stdout,
        sitrep("reports", "show", "a.md").stdout,
        sitrep("reports", "show", "a.md", "--json").stdout,
    ):
        assert not set("\x1b\u202e\u2066\u2069") & set(output)


def test_remove_by_id_or_source(sitrep, reports):
    sitrep("ingest", reports)
    with Archive.open(Path(".sitrep")) as archive:
        first = archive.at("in/a.md")
    assert sitrep("reports", "remove", first[:8]).stdout == f"removed {first[:8]}  Truce at Deraa\n"
    sitrep("reports", "remove", "in/c.jsonl#x1")
    assert len(ids()) == 1 and (reports / "a.md").exists()


def test_remove_all_records_of_a_file(sitrep, reports):
    (reports / "c.jsonl").write_text("".join(json.dumps({"id": str(i), "text": f"Report {i}."}) + "\n" for i in range(3)))
    sitrep("ingest", reports)
    assert sitrep("reports", "remove", "in/c.jsonl").stdout == "removed 3 reports of in/c.jsonl\n"
    assert len(ids()) == 2


@pytest.mark.parametrize(("action", "name"), [("show", "nope"), ("remove", "nope"), ("show", ""), ("show", "zz")])
def test_a_report_that_is_not_there_is_one_line(action, name, reports, sitrep, monkeypatch, capsys):
    sitrep("ingest", reports)
    monkeypatch.setattr(sys, "argv", ["sitrep", "reports", action, name])
    with pytest.raises(SystemExit):
        main()
    captured = capsys.readouterr()
    assert captured.err == f"sitrep: no report {name!r}; `sitrep reports list` shows which there are\n"


def test_a_beginning_that_several_ids_share_is_refused(sitrep, monkeypatch, capsys):
    Path("r.jsonl").write_text("".join(json.dumps({"text": f"Report {i}."}) + "\n" for i in range(17)))
    sitrep("ingest", "r.jsonl")
    first = [report_id[0] for report_id in ids()]
    shared = next(c for c in first if first.count(c) > 1)
    monkeypatch.setattr(sys, "argv", ["sitrep", "reports", "remove", shared])
    with pytest.raises(SystemExit):
        main()
    assert "give more of it" in capsys.readouterr().err
    assert len(ids()) == 17


# ---------------------------------------------------------------- reindex


def test_reindex_needs_no_source_file(sitrep, reports):
    sitrep("ingest", reports)
    for path in reports.iterdir():
        path.unlink()
    assert sitrep("reindex").stdout == "indexed 3 reports\n"
    assert len(ids()) == 3


def test_importing_the_commands_is_light():
    assert not {"chromadb", "numpy.testing", "pypdf", "trafilatura", "docx"} & set(_modules_after("import assistant.commands.reports"))


def _modules_after(statement):
    done = subprocess.run(
        [sys.executable, "-c", f"{statement}; import sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return done.stdout.split()
