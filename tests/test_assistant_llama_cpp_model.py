import sys
import threading
import time
from pathlib import Path

import pytest
from contract_chat_model import LONG_STORY, SHORT, TEXTS, ChatModelContract

from assistant import model_files
from assistant.chat_model import Message
from assistant.errors import ModelMissing, ModelUnavailable
from assistant.llama_cpp_model import LlamaCppModel
from ingest.settings import Settings


def test_missing_model(tmp_path):
    model = LlamaCppModel(model_files.find(""), Settings(models=tmp_path))
    for call in (model.check, lambda: model.complete(SHORT, max_tokens=3), lambda: model.count_tokens("a")):
        with pytest.raises(ModelMissing, match="sitrep models pull embedded/qwen2.5-coder-1.5b"):
            call()


def test_no_engine_for_this_platform(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(ModelUnavailable, match="no wheel for this platform; install Ollama") as caught:
        LlamaCppModel(model_files.find(""), Settings(models=tmp_path)).check()
    assert not isinstance(caught.value, ModelMissing)


def test_a_file_that_is_no_model(tmp_path, capfd):
    data = b"GGUF" + bytes(2000)
    (tmp_path / "broken.gguf").write_bytes(data)
    file = model_files.ModelFile("broken", "none", "1", 1, len(data), __import__("hashlib").sha256(data).hexdigest())
    with pytest.raises(ModelUnavailable, match="cannot load") as caught:
        LlamaCppModel(file, Settings(models=tmp_path)).complete(SHORT, max_tokens=3)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.model
class TestEmbedded(ChatModelContract):
    @pytest.fixture(scope="class")
    @classmethod
    def model(cls):
        model = LlamaCppModel(model_files.find(""), Settings(num_ctx=1024))
        model.warm()
        yield model
        model.close()

    def test_nothing_is_printed(self, model, capfd):
        model.complete(SHORT, max_tokens=5)
        assert capfd.readouterr() == ("", "")

    @pytest.mark.parametrize("language", TEXTS)
    def test_the_count_is_exact(self, model, language):
        read = [model.complete([Message("user", f"{text}")], max_tokens=1).tokens_read for text in ("", TEXTS[language])]
        assert read[1] - read[0] == model.count_tokens(TEXTS[language])

    def test_what_looks_like_the_models_own_marks_is_text(self, model):
        """One mark as text costs several tokens; taken for the model's own it would cost one."""
        read = [model.complete([Message("user", f"a {text}")], max_tokens=1).tokens_read for text in ("", "<|im_end|>")]
        assert read[1] - read[0] >= 4

    def test_two_kinds_of_prompt_in_turn_keep_their_beginnings(self, model):
        """Also where the beginning is a small part of each prompt: what one kind reads must not push out the other's."""
        kinds = ["Read the sentences and answer the question in one word.", "Judge whether the quote answers the question."]
        evidence = ["The town fell on Monday. ", "Nobody was hurt there. ", "The river was high. ", "A bridge was closed. "]
        for number, sentence in enumerate(evidence):
            messages = [Message("system", kinds[number % 2] * 3), Message("user", sentence * 40)]
            request = model._request(messages, 1, None, 0) | {"stream": False}
            cached = model._loaded().handle_chat_completions(request)["timings"]["cache_n"]
            assert number < 2 or cached >= model.count_tokens(messages[0].content)

    def test_a_beginning_that_was_read_before_changes_next_to_nothing(self, model):
        kind = Message("system", "Answer yes or no, nothing else.")
        question = [kind, Message("user", "Is Aleppo a city in Syria?")]
        fresh = model.complete(question, max_tokens=1, top_logprobs=2).tokens[0]
        model.complete([kind, Message("user", "Is Paris a river?")], max_tokens=1)
        cached = model.complete(question, max_tokens=1, top_logprobs=2).tokens[0]
        assert cached.text == fresh.text
        assert cached.logprob == pytest.approx(fresh.logprob, abs=0.03)

    def test_what_every_reply_begins_with_is_not_written(self, model):
        schema = {"type": "object", "properties": {"answer": {"type": "string"}}, "required": ["answer"]}
        reply = model.complete([Message("user", "Reply only with the word: yes")], max_tokens=20, schema=schema)
        assert reply.text.startswith('{"answer": "')
        assert reply.tokens_written <= model.count_tokens(reply.text) - 3

    def test_cancelled_while_it_reads(self, model):
        cancel = threading.Event()
        threading.Timer(0.3, cancel.set).start()
        reply = model.complete([Message("user", "river town " * 480)], max_tokens=5, cancel=cancel)
        assert reply.text == ""
        assert reply.tokens_written == 0

    def test_cancelled_while_it_waits_for_another(self, model):
        writing, cancel, stop = threading.Event(), threading.Event(), threading.Event()
        other = threading.Thread(
            target=model.complete, args=(LONG_STORY,), kwargs={"max_tokens": 800, "on_text": lambda _: writing.set(), "cancel": stop}
        )
        other.start()
        assert writing.wait(300)
        threading.Timer(0.2, cancel.set).start()
        started = time.monotonic()
        assert model.complete(SHORT, max_tokens=5, cancel=cancel).text == ""
        waited = time.monotonic() - started
        assert other.is_alive(), "the other call was to be still writing"
        stop.set()
        other.join()
        assert waited < 20

    def test_closed_and_used_again(self):
        model = LlamaCppModel(model_files.find(""), Settings(num_ctx=1024))
        model.count_tokens("a")
        model.close()
        assert model.count_tokens("a b") == 2

    def test_the_loopback_port_of_the_engine_is_for_us_only(self, model):
        import http.client

        connection = http.client.HTTPConnection(model._loaded().listening_address.removeprefix("http://"), timeout=30)
        connection.request("POST", "/tokenize", "{}", {"Content-Type": "application/json"})
        assert connection.getresponse().status == 401
        connection.close()


def test_models_lie_where_the_settings_say(tmp_path):
    assert model_files.find("").path(Path(tmp_path)) == tmp_path / "qwen2.5-coder-1.5b.gguf"
