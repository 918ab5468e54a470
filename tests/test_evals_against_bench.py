import json

import pytest
from click.testing import CliRunner
from evals_desk import BRIDGE

from evals import against_bench

OTHER = """
def score_one(question, answer, reports, max_quote):
    right = question["gold"][0]["any_of"][0] in answer["text"]
    base = {"loose": [], "bad_quotes": 0, "answerable": True}
    return base | {"correct": right, "grounded": right, "refused": False}
"""
QUOTE = "At least 39 people were killed"


@pytest.fixture
def files(tmp_path):
    def make(text):
        (tmp_path / "other.py").write_text(OTHER)
        record = {"id": "r-1", "title": "Bridge", "date": "2031-03-04", "text": BRIDGE.text, "language": "en"}
        (tmp_path / "reports.jsonl").write_text(json.dumps(record) + "\n")
        asked = {"id": "q", "kind": "figure", "lang": "en", "question": "How many people were killed?", "evidence": QUOTE}
        (tmp_path / "q.jsonl").write_text(json.dumps(asked | {"gold": [{"any_of": ["39"], "reports": ["r-1"]}]}) + "\n")
        start = BRIDGE.text.index(QUOTE)
        cited = {"marker": 1, "report_id": "x", "source": "a/reports.jsonl#r-1", "title": "", "publisher": "", "published": "2031-03-04"}
        cited |= {"language": "en", "quote": QUOTE, "start": start, "end": start + len(QUOTE)}
        answer = {"id": "q", "question": "q", "language": "en", "status": "answered", "text": text, "citations": [cited]}
        (tmp_path / "a.jsonl").write_text(json.dumps(answer) + "\n")
        return ["--questions", "q.jsonl", "--answers", "a.jsonl", "--reports", "reports.jsonl", "--scorer", "other.py"]

    return make


def test_what_both_judge_alike_is_not_told(files):
    found = CliRunner().invoke(against_bench.main, files("39 people were killed [1]."))
    assert found.output == "0 of 1 questions judged differently\n" and found.exit_code == 0


def test_a_difference_is_told_with_its_reason(files):
    found = CliRunner().invoke(against_bench.main, [*files("139 people were killed [1]."), "--most", "0"])
    assert "q [figure/en] correct: ours 0 (39 is not stated), theirs True" in found.output
    assert "loose_numbers: ours 1 (139), theirs False" in found.output
    assert found.exit_code == 1
