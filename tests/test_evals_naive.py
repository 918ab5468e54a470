from pathlib import Path

import pytest
from desk import BRIDGE, HARBOUR, LATER, open_desk
from fakes import ScriptedModel

from assistant.errors import ModelUnavailable
from evals import run
from evals.case import parse
from evals.record import Made

QUESTION = "How many civilians were killed at the bridge at Qasra?"


@pytest.fixture
def naive(tmp_path):
    from evals.baselines.naive import Naive

    def make(*script):
        assistant = open_desk(tmp_path, ScriptedModel(script), bridge=BRIDGE, later=LATER, harbour=HARBOUR)
        made.append(assistant)
        return Naive(assistant, tmp_path / "naive")

    made = []
    yield make
    for assistant in made:
        assistant.close()


def test_its_markers_become_exact_citations(naive):
    baseline = naive("At least 12 civilians were killed [1].")
    answer = baseline.ask(QUESTION)
    (cited,) = answer.citations
    report = next(r for r in baseline.reports() if r.report_id == cited.report_id)
    assert answer.status == "answered" and report.text[cited.start : cited.end] == cited.quote and len(cited.quote) > 20
    assert answer.hits and answer.trace.seconds["total"] > 0 and answer.trace.model == "scripted"


def test_an_answer_that_cites_nothing_is_a_refusal_and_a_marker_of_nothing_stays_bad(naive):
    baseline = naive("The sources do not say.", "Twelve [1] or more [9].")
    assert baseline.ask(QUESTION).refused
    answer = baseline.ask(QUESTION)
    assert [c.marker for c in answer.citations] == [1] and "[9]" in answer.text


def test_it_is_scored_as_sitrep_is(naive, tmp_path):
    text = BRIDGE.partition("---\n\n")[2]
    quote = "At least 12 civilians were killed"
    fact = {"any_of": ["12"], "who": "civilians", "report": "bridge.md", "quote": quote}
    fact |= {"start": text.index(quote), "end": text.index(quote) + len(quote)}
    case = parse({"id": "a", "kind": "figure", "language": "en", "question": QUESTION, "expected": [fact]})
    baseline = naive("The sources do not say.")
    (row,) = run.run([case], baseline, Made("naive", "scripted", "llama-index", "h", "", "r"), Path("run.json")).rows
    assert row.scores["refused_wrong"].value == 1.0 and row.stage == "worded wrong"


def test_the_models_own_error_comes_through(naive):
    with pytest.raises(ModelUnavailable):
        naive(ModelUnavailable("gone")).ask(QUESTION)
