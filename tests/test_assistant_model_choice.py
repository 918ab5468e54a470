import sys
import time

import pytest
from ollama_stand_in import Answer, StandIn, serving

from assistant import machine, model_choice
from assistant.errors import ModelMissing, ModelUnavailable
from assistant.model_choice import choose
from ingest.errors import SettingsError
from ingest.settings import Settings

SEVEN = {"billions": "7.6B", "size": 5 * 10**9}
THREE = {"billions": "3.1B", "size": 2 * 10**9}
HALF = {"billions": "494M", "size": 4 * 10**8}
EMBEDDING = {"billions": "567M", "family": "bert", "capabilities": ["embedding"]}


@pytest.fixture
def has(monkeypatch):
    """`has(models)` starts an Ollama that has them; `gpu` says whether this machine shows one."""
    running = []

    def start(models, *, version: str = "0.32.15", gpu: bool = True) -> StandIn:
        stand_in = StandIn(models, version)
        context = serving(stand_in)
        monkeypatch.setenv("OLLAMA_HOST", context.__enter__())
        running.append(context)
        monkeypatch.setattr(machine, "has_gpu", lambda: gpu)
        monkeypatch.setattr(machine, "physical_cores", lambda: 4)
        return stand_in

    yield start
    for context in running:
        context.__exit__(None, None, None)


@pytest.fixture
def no_ollama(monkeypatch, free_port):
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{free_port}")
    return free_port


class TestNamed:
    def test_ollama(self, no_ollama):
        choice = choose(Settings(model="ollama/hf.co/some/model:Q4"))
        assert choice.name == "ollama/hf.co/some/model:Q4"
        assert "SITREP_MODEL" in choice.reason
        with pytest.raises(ModelUnavailable, match=str(no_ollama)):
            choice.model.check()

    def test_embedded(self, has):
        has({"qwen2.5:7b": SEVEN})
        assert choose(Settings(model="embedded")).name == "embedded/qwen2.5-coder-1.5b"
        assert choose(Settings(model="embedded/qwen2.5-coder-0.5b")).name == "embedded/qwen2.5-coder-0.5b"

    def test_missing_there(self, has):
        has({"qwen2.5:7b": SEVEN})
        choice = choose(Settings(model="ollama/llama3.1"))
        with pytest.raises(ModelMissing) as caught:
            choice.model.check()
        assert caught.value.model == choice.name

    @pytest.mark.parametrize(("name", "said"), [("qwen2.5:3b", "write ollama/qwen2.5:3b"), ("embedded/nope", "there are: embedded/")])
    def test_a_name_that_is_none(self, name, said):
        with pytest.raises(SettingsError, match=said) as caught:
            choose(Settings(model=name)).model.check()
        assert "\n" not in str(caught.value)


class TestFree:
    def test_no_ollama_then_the_embedded_one(self, no_ollama):
        choice = choose(Settings())
        assert choice.line == f"embedded/qwen2.5-coder-1.5b (Ollama does not answer at http://127.0.0.1:{no_ollama})"

    def test_ollama_if_it_has_a_model(self, has):
        stand_in = has({"bge-m3:latest": EMBEDDING, "qwen2.5:3b": THREE})
        choice = choose(Settings())
        assert choice.name == "ollama/qwen2.5:3b"
        assert "\n" not in choice.line
        assert not stand_in.asked("/api/chat")
        assert not stand_in.asked("/api/generate")

    @pytest.mark.parametrize(
        ("models", "gpu", "best"),
        [
            ({"qwen2.5:3b": THREE, "qwen2.5:7b": SEVEN}, True, "ollama/qwen2.5:7b"),
            ({"qwen2.5:3b": THREE, "deepseek-r1:8b": SEVEN}, True, "ollama/qwen2.5:3b"),
            ({"some-new-model:7b": SEVEN}, True, "ollama/some-new-model:7b"),
            ({"registry.example/people/llama3.1:8b": SEVEN}, True, "ollama/registry.example/people/llama3.1:8b"),
            ({"qwen2.5:1.5b": {"billions": "1.5B"}, "qwen2.5:7b": SEVEN}, False, "ollama/qwen2.5:1.5b"),
            ({"qwen2.5:7b": SEVEN}, False, "embedded/qwen2.5-coder-1.5b"),
            ({"qwen2.5:0.5b": HALF}, True, "embedded/qwen2.5-coder-1.5b"),
            ({"bge-m3": EMBEDDING, "nomic-embed-text": {"family": "nomic-bert"}}, True, "embedded/qwen2.5-coder-1.5b"),
            ({}, True, "embedded/qwen2.5-coder-1.5b"),
            ({"unknown-size": {"billions": "", "size": 2 * 10**9}}, True, "ollama/unknown-size"),
        ],
    )
    def test_the_best_for_this_machine(self, has, models, gpu, best):
        has(models, gpu=gpu)
        assert choose(Settings()).name == best

    def test_a_server_too_old_to_judge_with(self, has):
        has({"qwen2.5:3b": THREE}, version="0.9.0")
        choice = choose(Settings())
        assert choice.name == "embedded/qwen2.5-coder-1.5b"
        assert "0.12.11" in choice.reason

    def test_without_the_embedded_engine_any_chat_model_is_taken(self, has, monkeypatch):
        monkeypatch.setattr(model_choice, "embedded_possible", lambda: False)
        has({"qwen2.5:0.5b": HALF}, gpu=False)
        assert choose(Settings()).name == "ollama/qwen2.5:0.5b"

    def test_neither(self, no_ollama, monkeypatch):
        monkeypatch.setitem(sys.modules, "xllamacpp", None)
        with pytest.raises(ModelUnavailable, match="install Ollama"):
            choose(Settings()).model.check()

    def test_host_that_makes_no_sense(self, monkeypatch):
        monkeypatch.setenv("OLLAMA_HOST", "ftp://x")
        with pytest.raises(SettingsError, match="OLLAMA_HOST"):
            choose(Settings())

    def test_something_else_at_that_address(self, has):
        has({}).script("/api/version", Answer(["<html>hello</html>"], kind="text/html"))
        assert choose(Settings()).name.startswith("embedded/")

    def test_a_server_that_does_not_speak(self, has):
        has({"qwen2.5:3b": THREE}).script("/api/version", Answer([30.0]))
        started = time.monotonic()
        assert choose(Settings(silence_timeout=0.3)).name.startswith("embedded/")
        assert time.monotonic() - started < 10


def test_fetch_goes_to_the_right_place(has, tmp_path):
    stand_in = has({})
    stand_in.script("/api/pull", Answer([{"status": "x", "digest": "a", "total": 5, "completed": 5}, {"status": "success"}]))
    seen = []
    model_choice.fetch("ollama/qwen2.5:3b", Settings(), lambda here, total: seen.append((here, total)))
    assert stand_in.asked("/api/pull")[0]["model"] == "qwen2.5:3b"
    assert seen[-1] == (5, 5)
    with pytest.raises(SettingsError, match="no embedded model"):
        model_choice.fetch("embedded/nope", Settings(models=tmp_path))
