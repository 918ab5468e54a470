import dataclasses
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from desk import BRIDGE, HARBOUR, open_desk, write
from fakes import ScriptedModel, yes

from assistant import pipeline
from assistant.__main__ import cli
from evals import case, record, run, scorers
from evals.case import CaseError

QUOTE = "At least 12 civilians were killed and 30 wounded"
QUESTION = "How many civilians were killed at the bridge at Qasra?"
TEXT = BRIDGE.partition("---\n\n")[2]


def line(case_id="civilians", **given):
    start = TEXT.index(QUOTE)
    fact = {"any_of": ["12"], "who": "civilians", "report": "bridge.md", "start": start, "end": start + len(QUOTE), "quote": QUOTE}
    return json.dumps({"id": case_id, "kind": "figure", "language": "en", "question": QUESTION, "expected": [fact]} | given)


def absent(case_id="cholera"):
    terms = {"en": ["cholera"], "fr": ["choléra"]}
    given = {"kind": "unanswerable", "question": "How many died of cholera in Ardun?", "expected": [], "absent_terms": terms}
    return line(case_id, **given)


@pytest.fixture
def model():
    return ScriptedModel(lambda call: yes(0.05 if "Ardun" in call.prompt else 0.99) if call.max_tokens == 1 else {"answer": "12"})


@pytest.fixture
def desk(tmp_path, monkeypatch, model):
    """An archive with a scripted model that `Assistant.open` gives out."""
    opened = []

    def give(settings, **_):
        opened.append(settings)
        return open_desk(tmp_path, model, **({} if len(opened) > 1 else {"bridge": BRIDGE, "harbour": HARBOUR}))

    monkeypatch.setattr(pipeline.Assistant, "open", give)
    return opened


def sitrep(*args):
    return CliRunner().invoke(cli, ["eval", *map(str, args)])


def told(result):
    """What a failed command says: the SitrepError that `main` prints as one line."""
    assert result.exception is not None
    return str(result.exception)


def test_run_report_compare(desk, tmp_path):
    cases = tmp_path / "cases.jsonl"
    cases.write_text(f"{line()}\n{absent()}\n")
    ran = sitrep("run", "--cases", cases, "--out", "run.json")
    assert ran.exit_code == 0, ran.output
    assert "grounded             1.000  (n = 1)" in ran.output and "refused_right        1.000  (n = 1)" in ran.output
    assert "loose_numbers        0" in ran.output
    wrote = sitrep("report", "run.json")
    assert wrote.exit_code == 0 and "wrote run.html" in wrote.output
    assert QUESTION in Path("run.html").read_text("utf-8")
    same = sitrep("compare", "run.json", "run.json")
    assert same.exit_code == 0 and "2 cases in both runs" in same.output


def test_with_a_cache_the_model_is_asked_nothing_twice_and_no_times_are_told(desk, tmp_path, model):
    (tmp_path / "c.jsonl").write_text(f"{line()}\n{absent()}\n")
    first = sitrep("run", "--cases", "c.jsonl", "--out", "a.json", "--cache", "replies.cache")
    asked = len(model.history)
    second = sitrep("run", "--cases", "c.jsonl", "--out", "b.json", "--cache", "replies.cache")
    assert first.exit_code == second.exit_code == 0 and asked and len(model.history) == asked
    assert "grounded             1.000" in second.output and "seconds" not in second.output
    a, b = record.read(Path("a.json")), record.read(Path("b.json"))
    assert a.rows == b.rows and a.made.settings["cached"]
    assert sitrep("report", "a.json").exit_code == 0
    sitrep("run", "--cases", "c.jsonl", "--out", "c.json")
    assert len(model.history) >= 2 * asked, "without it everything anew, also what one run asks twice"


def test_robust_tells_what_variations_do_to_a_run_and_keeps_their_runs(desk, tmp_path, model):
    (tmp_path / "c.jsonl").write_text(f"{line()}\n{absent()}\n")
    sitrep("run", "--cases", "c.jsonl", "--out", "run.json", "--cache", "out/robust.cache")
    told = sitrep("robust", "run.json", "--out", "out/robust.json", "--variation", "typos", "--variation", "removed", "--sample", "5")
    assert told.exit_code == 0, told.output
    rows = {words[0]: words[1:] for words in map(str.split, told.output.splitlines()) if words}
    assert rows["typos"][:7] == ["2", "1.000", "->", "1.000", "1.000", "->", "1.000"] and rows["removed"][0] == "1"
    assert json.loads(Path("out/robust.json").read_text("utf-8"))["effects"][1]["variation"] == "removed"
    assert sitrep("report", "run.json", "out/robust.typos.json", "out/robust.removed.json").exit_code == 0
    asked = len(model.history)
    assert sitrep("robust", "run.json", "--out", "out/again.json", "--variation", "typos", "--cache", "out/robust.cache").exit_code == 0
    assert len(model.history) == asked, "the replies were kept"
    only = sitrep("robust", "run.json", "--out", "out/only.json", "--variation", "typos", "--cases", "c2.jsonl")
    assert only.exit_code == 2
    (tmp_path / "c2.jsonl").write_text(absent())
    sitrep("robust", "run.json", "--out", "out/only.json", "--variation", "typos", "--cases", "c2.jsonl")
    assert [r.case.id for r in record.read(Path("out/only.typos.json")).rows] == ["cholera"]


def test_robust_exits_1_when_a_number_is_loose(desk, tmp_path, monkeypatch):
    (tmp_path / "c.jsonl").write_text(line())
    sitrep("run", "--cases", "c.jsonl", "--out", "run.json")
    monkeypatch.setitem(scorers.SCORERS, "loose_numbers", lambda seen: scorers.Score(1.0, "77"))
    found = sitrep("robust", "run.json", "--out", "robust.json", "--variation", "typos")
    assert found.exit_code == 1 and "NEVER: typos: civilians: loose numbers: 77" in found.output
    assert "no variation 'typo'" in told(sitrep("robust", "run.json", "--out", "robust.json", "--variation", "typo"))


def test_compare_exits_1_when_a_number_is_loose(desk, tmp_path):
    (tmp_path / "c.jsonl").write_text(line())
    sitrep("run", "--cases", "c.jsonl", "--out", "run.json")
    good = record.read(Path("run.json"))
    scores = dict(good.rows[0].scores) | {"loose_numbers": record.Score(1.0, "77")}
    record.write(dataclasses.replace(good, rows=(dataclasses.replace(good.rows[0], scores=scores),)), Path("bad.json"))
    found = sitrep("compare", "run.json", "bad.json")
    assert found.exit_code == 1 and "NEVER: civilians: loose numbers: 77" in found.output


def test_a_run_over_other_reports_is_refused(desk, tmp_path):
    (tmp_path / "c.jsonl").write_text(line(expected=[json.loads(line())["expected"][0] | {"report": "elsewhere.md"}]))
    found = sitrep("run", "--cases", "c.jsonl", "--out", "run.json")
    assert "not about these reports: civilians: there is no report 'elsewhere.md'" in told(found)
    assert not Path("run.json").exists()


def test_limit_is_spread_over_the_set_and_always_the_same():
    cases = [case.parse(json.loads(line(str(n)))) for n in range(10)]
    assert [c.id for c in run.spread(cases, 3)] == ["0", "3", "6"]
    assert len(run.spread(cases, None)) == len(run.spread(cases, 99)) == 10


def new(*args, answer="12"):
    return sitrep("new", "--question", QUESTION, "--passage", QUOTE, "--answer", answer, "--who", "civilians", *args)


def test_a_new_case_is_proved_printed_and_kept(tmp_path):
    write(tmp_path / "in", bridge=BRIDGE)
    printed = new("--reports", "in")
    assert printed.exit_code == 0, printed.output
    assert case.parse(json.loads(printed.output)).expected[0].quote == QUOTE
    kept = new("--reports", "in", "--to", "mine.jsonl", "--id", "a", "--hash", "--forbid", "30")
    assert "evidence stands at" in kept.output
    (made,) = case.load([Path("mine.jsonl")])
    assert made.id == "a" and made.expected[0].quote == "" and made.expected[0].sha256 == case.digest(QUOTE) and made.forbid == ("30",)
    assert "already" in told(new("--reports", "in", "--to", "mine.jsonl", "--id", "a"))


def test_a_case_whose_passage_does_not_state_the_answer_is_not_made(tmp_path):
    write(tmp_path / "in", bridge=BRIDGE, copy=BRIDGE)
    assert "states none of 13" in told(new("--reports", "in/bridge.md", answer="13"))
    assert "2 reports have these words" in told(new("--reports", "in"))
    elsewhere = sitrep("new", "--question", "q?", "--passage", "not there", "--answer", "1", "--reports", "in")
    assert "no report has the words" in told(elsewhere)
    assert "no report 'x.md'" in told(new("--reports", "in", "--report", "x.md"))


def test_calibrate_needs_enough_judged_answers(desk, tmp_path):
    (tmp_path / "c.jsonl").write_text(line())
    sitrep("run", "--cases", "c.jsonl", "--out", "run.json")
    found = sitrep("calibrate", "run.json", "--out", "w.json")
    assert isinstance(found.exception, CaseError) and "too few to fit on" in told(found)


def test_calibrate_writes_weights_and_shows_the_trade(desk, tmp_path):
    (tmp_path / "c.jsonl").write_text(f"{line()}\n{absent()}\n")
    sitrep("run", "--cases", "c.jsonl", "--out", "run.json")
    one = record.read(Path("run.json"))
    rows = [dataclasses.replace(r, case=dataclasses.replace(r.case, id=f"{r.case.id}-{n}")) for n in range(15) for r in one.rows]
    record.write(dataclasses.replace(one, rows=tuple(rows)), Path("many.json"))
    found = sitrep("calibrate", "many.json", "--out", "w.json")
    assert found.exit_code == 0, found.output
    assert "30 judged answers, 15 right" in found.output and "<- chosen" in found.output
    assert json.loads(Path("w.json").read_text())["stages"]["answer"]["yes"] > 0
