import json

import numpy as np
import pytest
from click.testing import CliRunner
from desk import BRIDGE, HARBOUR, write
from fake_embedder import WordsEmbedder

from evals import retrieval_bench as bench
from ingest.archive import Archive
from ingest.pipeline import ingest_all
from ingest.settings import Settings

TEXTS = ["Odran Velt runs the port of Belmar.", "Shells hit the bridge at Qasra.", "The mill of Torvik burned down."]
QUESTIONS = ["Who runs the port of Belmar?", "What hit the bridge at Qasra?", "Which mill burned down in Torvik?"]


def squad(texts=TEXTS, questions=QUESTIONS):
    paragraphs = [{"context": t, "qas": [{"id": str(n), "question": q}]} for n, (t, q) in enumerate(zip(texts, questions, strict=True))]
    return json.dumps({"data": [{"paragraphs": paragraphs[:2]}, {"paragraphs": paragraphs[2:]}]})


@pytest.fixture
def words_only(monkeypatch):
    monkeypatch.setattr(bench, "open_embedder", lambda _: WordsEmbedder())


def test_a_question_belongs_to_its_paragraph(tmp_path):
    (tmp_path / "en.json").write_text(squad())
    texts, asked = bench.squad(tmp_path / "en.json")
    assert texts == TEXTS and asked["2"] == (QUESTIONS[2], "2")


def test_recall_is_the_share_whose_report_is_among_the_first():
    class Shelf:
        reports = {"a": type("R", (), {"source": "0"}), "b": type("R", (), {"source": "1"})}

    ways = {"q0": ["b", "b", "a"], "q1": ["a"]}
    assert bench.recall(lambda question, _: ways[question], [("q0", "0"), ("q1", "1")], Shelf) == 0.5


def test_every_pair_of_languages_is_told_and_a_pair_that_is_behind_fails(tmp_path, words_only, monkeypatch):
    (tmp_path / "en.json").write_text(squad())
    (tmp_path / "es.json").write_text(squad(questions=["¿?", "¿?", "¿?"]))
    found = CliRunner().invoke(bench.main, ["languages", str(tmp_path)])
    assert found.exit_code == 0 and len(found.stdout.splitlines()) == 2 + 4, found.output
    monkeypatch.setitem(bench.WAYS, "ours", lambda question, shelf: [])
    behind = CliRunner().invoke(bench.main, ["languages", str(tmp_path)])
    assert behind.exit_code == 1 and "behind" in behind.output


def test_the_large_archive_is_made_of_the_small_one_s_passages(tmp_path, words_only):
    home = tmp_path / "home"
    ingest_all(write(tmp_path / "in", bridge=BRIDGE, harbour=HARBOUR), Settings(home=home), embedder=WordsEmbedder())
    (tmp_path / "q.jsonl").write_text("\n".join(json.dumps({"question": q}) for q in QUESTIONS))
    given = ["scale", "--passages", "24", "--home", str(home), "--questions", str(tmp_path / "q.jsonl"), "--keep", str(tmp_path / "large")]
    first = CliRunner().invoke(bench.main, given)
    assert first.exit_code == 0 and "of 4 reports, 3 questions" in first.output and "ratio of p95" in first.output
    again = CliRunner().invoke(bench.main, given)
    assert "of 4 reports" in again.output, "what was made before is used again"
    with Archive.open(home) as archive:
        known = {p.text for r in archive.reports() for p in archive.passages_of(r.report_id)}
        assert all(part in known for draft in bench.shuffled(archive, 24) for part in draft.text.split("\n\n"))


def test_jittered_vectors_have_length_one_and_are_near_what_is_stored():
    stored = np.eye(3, 64, dtype=np.float32)
    made = bench.Jittered(WordsEmbedder(), stored).passages(["a"] * 10)
    assert np.allclose(np.linalg.norm(made, axis=1), 1) and (made @ stored.T).max(axis=1).min() > 0.9
