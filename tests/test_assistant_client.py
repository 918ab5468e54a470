"""Client and AsyncClient against a real server over a scripted assistant: the same results as in process."""

import asyncio
import inspect
import json
import socket
import threading
import time
from contextlib import contextmanager

import httpx
import pytest
from fake_assistant import (
    BROKEN_EN,
    CIVILIANS_EN,
    FOLLOW_UP_EN,
    HAMA_EN,
    MARKUP_EN,
    PRISONS_AR,
    REPORTS,
    SCRIPT,
    SLOW_EN,
    TOLL_FR,
    FakeAssistant,
)
from serving import serving

from assistant import AsyncClient, Client, Scope, client, sent, service, uploads, wire
from assistant.errors import BadQuestion, ModelUnavailable, ServiceError
from assistant.sitrep import Sitrep
from ingest.errors import BusyError, SettingsError, UnknownReport, UnreachableError


@pytest.fixture(scope="module")
def served():
    fake = FakeAssistant()
    with serving(service.app(fake)) as url:
        yield fake, url


@pytest.fixture
def fake(served):
    fake = served[0]
    fake.delay, fake.gate = 0.02, None
    fake.calls.clear()
    fake.ingested.clear()
    fake.cancelled.clear()
    return fake


class Awaited:
    """An AsyncClient as a blocking one, so that each test runs on both."""

    def __init__(self, url: str, **given: float) -> None:
        self.client = AsyncClient(url, **given)
        self.loop = asyncio.new_event_loop()

    def stream(self, *args, **kwargs):
        events = self.client.stream(*args, **kwargs)
        try:
            while True:
                try:
                    yield self.loop.run_until_complete(anext(events))
                except StopAsyncIteration:
                    return
        finally:
            self.loop.run_until_complete(events.aclose())

    def __getattr__(self, name):
        return lambda *args, **kwargs: self.loop.run_until_complete(getattr(self.client, name)(*args, **kwargs))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
        self.loop.close()


@pytest.fixture(params=[Client, Awaited], ids=["Client", "AsyncClient"])
def make(request):
    return request.param


@pytest.fixture
def sitrep(make, fake, served):
    with make(served[1]) as sitrep:
        yield sitrep


# ---------------------------------------------------------------- the same as in process


@pytest.mark.parametrize("question", [CIVILIANS_EN, TOLL_FR, PRISONS_AR, HAMA_EN, MARKUP_EN])
def test_ask_gives_the_same_answer(sitrep, question):
    assert sitrep.ask(question) == SCRIPT[question]


def test_stream_gives_the_same_events(sitrep, fake):
    assert list(sitrep.stream(TOLL_FR)) == list(FakeAssistant().stream(TOLL_FR))


def test_history_and_scope_arrive(sitrep, fake):
    scope = Scope(published_from="2024-11-27", publishers=("Efe",), reports=("seed",))
    assert sitrep.ask(FOLLOW_UP_EN, history=["How many?", {"question": "a", "answer": "b"}], scope=scope).status == "answered"
    assert fake.calls[0].history == ("How many?", {"question": "a", "answer": "b"})
    assert fake.calls[0].scope == scope


def test_reports_figures_and_health_are_the_same(sitrep, fake):
    assert sitrep.reports() == list(REPORTS)
    assert sitrep.report("markup") == REPORTS[-1]
    assert sitrep.figures("civils") == fake.figures("civils")
    assert sitrep.health() == fake.health()


def test_the_clients_have_the_signatures_of_the_assistant():
    for name in ("ask", "stream", "reports", "report", "figures", "health", "close"):
        expected = inspect.signature(getattr(Sitrep, name)).parameters
        for kind in (Client, AsyncClient):
            assert list(inspect.signature(getattr(kind, name)).parameters) == list(expected), (kind, name)
    assert not [name for name in vars(Sitrep) if not name.startswith("_") and not hasattr(Client, name)]


@pytest.mark.parametrize("given", ["{host}", "{host}/", "http://{host}", "  http://{host}/ "])
def test_an_address_needs_no_scheme(fake, served, given):
    with Client(given.format(host=served[1].removeprefix("http://"))) as sitrep:
        assert sitrep.health()["ok"]


def test_an_answer_longer_than_the_silence_that_is_borne(make, fake, served, monkeypatch):
    monkeypatch.setattr(service, "HEARTBEAT", 0.05)
    fake.delay = 0.4  # before each of three claims
    with make(served[1], timeout=0.7) as sitrep:
        began = time.monotonic()
        assert sitrep.ask(SLOW_EN) == SCRIPT[SLOW_EN]
        assert time.monotonic() - began > 0.7


def test_leaving_the_loop_cancels_on_the_server(sitrep, fake):
    fake.gate = threading.Event()
    events = sitrep.stream(SLOW_EN)
    assert next(events).kind == "hits"
    events.close()
    assert fake.cancelled.wait(30)


def test_cancel_ends_a_stream(sitrep, fake, monkeypatch):
    monkeypatch.setattr(service, "HEARTBEAT", 0.05)
    fake.gate, cancel = threading.Event(), threading.Event()
    kinds = []
    for event in sitrep.stream(SLOW_EN, cancel=cancel):
        kinds.append(event.kind)
        cancel.set()
    assert kinds == ["hits"]
    assert fake.cancelled.wait(30)


# ---------------------------------------------------------------- reports to send


def test_ingest_sends_what_an_ingest_in_process_would_read(sitrep, fake, tmp_path):
    (tmp_path / "in/sub").mkdir(parents=True)
    files = {"in/a.txt": "1", "in/sub/ب.md": "2", "in/.hidden.txt": "3", "in/x.exe": "3", "x1.txt": "4", "x2.txt": "5", "bad.txt": "6"}
    for name, data in files.items():
        (tmp_path / name).write_text(data)
    heard = []
    summary = sitrep.ingest(["in", "x*.txt", str(tmp_path / "bad.txt"), "none.txt", "http://127.0.0.1:1/x"], on_result=heard.append)
    assert fake.ingested == {"in/a.txt": b"1", "in/sub/ب.md": b"2", "x1.txt": b"4", "x2.txt": b"5"}
    assert len(summary.added) == 4
    assert {result.source: result.message for result in summary.failed} == {
        "none.txt": "does not exist; check the path",
        "http://127.0.0.1:1/x": "a server fetches no addresses; download it and send the file",
        str(tmp_path / "bad.txt"): "it is bad; mend it",
    }
    assert heard == list(summary.results)


def test_manifests_go_along(sitrep, fake, tmp_path, monkeypatch):
    (tmp_path / "in/sub").mkdir(parents=True)
    for name in ("in/manifest.toml", "in/sub/a.txt", "in/sub/b.txt", "manifest.toml"):
        (tmp_path / name).write_text("x")
    sent_names = []
    place = uploads.Upload.place
    monkeypatch.setattr(uploads.Upload, "place", lambda self, name: sent_names.append(name) or place(self, name))
    monkeypatch.setattr(sent, "_BATCH_FILES", 2)
    assert len(sitrep.ingest(["in"]).added) == 2
    assert sent_names == ["in/manifest.toml", "in/sub/a.txt", "in/manifest.toml", "in/sub/b.txt"]


def test_many_files_go_in_several_requests(sitrep, fake, tmp_path, monkeypatch):
    monkeypatch.setattr(sent, "_BATCH_FILES", 2)
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("x")
    assert len(sitrep.ingest(["."]).added) == 5
    monkeypatch.setattr(sent, "_MOST_BYTES", 0)
    assert "too much to send" in sitrep.ingest(["0.txt"]).failed[0].message


def test_nothing_to_send_sends_nothing(sitrep, fake, tmp_path):
    assert sitrep.ingest([]).results == ()


# ---------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize("question", ["", "  ", "x" * 20_000])
def test_a_bad_question_is_told_before_it_is_sent(sitrep, fake, question):
    with pytest.raises(BadQuestion) as caught:
        sitrep.ask(question)
    assert "\n" not in str(caught.value) and fake.calls == []


def test_a_report_that_is_not_there(sitrep):
    for name in ("nothing", "../health", "a/b?c#d"):
        with pytest.raises(UnknownReport, match="no report"):
            sitrep.report(name)


def test_what_failed_on_the_server_is_its_line(sitrep):
    with pytest.raises(ServiceError, match="^the archive cannot be read: disk error; run sitrep doctor$") as caught:
        sitrep.ask(BROKEN_EN)
    assert caught.value.status == 500


@pytest.mark.parametrize(("error", "expected"), [(BusyError("b"), BusyError), (ModelUnavailable("m"), ModelUnavailable)])
def test_errors_keep_their_kind(sitrep, monkeypatch, error, expected):
    def fail(self, *args: object, **kwargs: object):
        raise error

    monkeypatch.setattr(FakeAssistant, "health", fail)
    monkeypatch.setattr(FakeAssistant, "stream", fail)
    for call in (sitrep.health, lambda: sitrep.ask("x")):
        with pytest.raises(expected, match=str(error)):
            call()


def test_no_server_is_one_line(make, free_port):
    with make(f"127.0.0.1:{free_port}") as sitrep:
        for call in (sitrep.health, lambda: sitrep.ask("x")):
            with pytest.raises(UnreachableError, match="no server answers at .*sitrep chat") as caught:
                call()
            assert "\n" not in str(caught.value) and caught.value.exit_code == 3


@pytest.mark.parametrize("url", ["", "ftp://x", "http://", "http://a b", "http://x:99999", "http://[1"])
def test_an_address_that_is_none(make, url):
    with pytest.raises(SettingsError, match="is no address of a server"):
        make(url).close()


@contextmanager
def answering(*replies: bytes, hold: float = 0):
    """A server that says these bytes, holds the line for a while and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def run() -> None:
            for reply in replies:
                connection, _ = listener.accept()
                with connection, connection.makefile("rb") as request:
                    head = {name.lower(): value for name, _, value in (line.partition(b":") for line in iter(request.readline, b"\r\n"))}
                    request.read(int(head.get(b"content-length", b"0")))  # a server that hangs up on unread bytes resets the line
                    connection.sendall(reply)
                    time.sleep(hold)

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        yield f"127.0.0.1:{listener.getsockname()[1]}"
        thread.join(5)


_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk(text: str) -> bytes:
    return f"{len(text.encode()):x}\r\n".encode() + text.encode() + b"\r\n"


def test_a_server_that_goes_away_in_the_middle(make):
    hits = chunk(wire.server_sent("hits", {"hits": []}))
    for reply in (_OK + hits, _OK + hits + b"0\r\n\r\n"):
        with answering(reply) as url, make(url) as sitrep:
            events = sitrep.stream("x")
            assert next(events).kind == "hits"
            with pytest.raises(UnreachableError, match="went away in the middle|ended before it was done"):
                next(events)


def test_a_server_that_falls_silent(make):
    with answering(_OK, hold=0.3) as url, make(url, timeout=0.1) as sitrep, pytest.raises(UnreachableError, match="fallen silent"):
        sitrep.ask("x")


@pytest.mark.parametrize("body", [b"<html>hello", b"[]", b'{"error": 3', b'{"detail": "x"}'])
def test_another_server_at_that_address(make, body):
    head = b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    with answering(head + body, head + body) as url, make(url) as sitrep:
        for call in (sitrep.health, lambda: sitrep.ask("x")):
            with pytest.raises(ServiceError, match="not as a sitrep server does; check the address"):
                call()


@pytest.mark.parametrize("event", ['event: answer\ndata: {"new": 1}\n\n', "event: hits\ndata: {}\n\n", "event: answer\ndata: {cut\n\n"])
def test_a_server_of_another_version(make, event):
    with answering(_OK + chunk(event) + b"0\r\n\r\n") as url, make(url) as sitrep, pytest.raises(ServiceError, match="another version"):
        sitrep.ask("x")


def test_events_not_known_yet_are_passed_over(make):
    answer = wire.server_sent("answer", json.loads(json.dumps(SCRIPT[PRISONS_AR].to_dict())))
    stream = ": a comment\n\nevent: thinking\ndata: {}\n\n" + answer
    with answering(_OK + chunk(stream) + b"0\r\n\r\n") as url, make(url) as sitrep:
        assert sitrep.ask("x") == SCRIPT[PRISONS_AR]


def test_a_server_on_this_machine_is_reached_directly(fake, served, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Client(served[1]) as sitrep:
        assert sitrep.health()["ok"]


def test_the_waits_are_bounded():
    assert (client.CONNECT_TIMEOUT, client.SILENCE_TIMEOUT) == (5, 60)
    assert service.HEARTBEAT <= client.SILENCE_TIMEOUT / 3
    given = sent.settings("http://example.org", 5, 60)
    assert given["timeout"] == httpx.Timeout(60, connect=5) and given["trust_env"]
