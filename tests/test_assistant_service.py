"""The HTTP API over a scripted assistant, through a real server on loopback."""

import dataclasses
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fake_assistant import BROKEN_EN, CIVILIANS_EN, FOLLOW_UP_EN, HAMA_EN, MARKUP_EN, PRISONS_AR, REPORTS, SCRIPT, SLOW_EN, FakeAssistant
from fastapi import FastAPI
from pydantic import TypeAdapter
from serving import serving

from assistant import asked, service, uploads, wire
from assistant.answer import Answer, Scope
from assistant.errors import BadQuestion, ModelUnavailable
from ingest.errors import ArchiveError, BusyError, ReportError, SitrepError, UnknownReport


@pytest.fixture(scope="module")
def served():
    fake = FakeAssistant()
    with serving(service.app(fake)) as url:
        yield fake, url


@pytest.fixture
def fake(served):
    """The assistant behind the server, as new."""
    fake = served[0]
    fake.delay, fake.gate = 0.02, None
    fake.calls.clear()
    fake.ingested.clear()
    fake.cancelled.clear()
    return fake


@pytest.fixture
def api(fake, served):
    with httpx.Client(base_url=served[1], trust_env=False, timeout=30) as http:
        yield http


def events(response: httpx.Response) -> list[tuple[str, dict]]:
    return list(wire.received(response.iter_lines()))


def wait_until(true, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.01)


# ---------------------------------------------------------------- questions


@pytest.mark.parametrize("question", [CIVILIANS_EN, PRISONS_AR, HAMA_EN, MARKUP_EN])
def test_an_answer_is_to_dict_exactly(api, question):
    response = api.post("/api/ask", json={"question": question})
    assert response.status_code == 200
    assert response.json() == json.loads(json.dumps(SCRIPT[question].to_dict()))
    assert Answer.from_dict(response.json()) == SCRIPT[question]


def without_null_defaults(schema):
    if isinstance(schema, dict):
        return {key: without_null_defaults(value) for key, value in schema.items() if (key, value) != ("default", None)}
    return schema


def test_the_published_schema_is_that_of_the_answer(api):
    schema = api.get("/api/openapi.json").json()
    own = TypeAdapter(Answer).json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
    parts = own.pop("$defs") | {"Answer": own}
    assert {name: schema["components"]["schemas"][name] for name in parts} == without_null_defaults(parts)
    answered = schema["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answered == {"$ref": "#/components/schemas/Answer"}


@pytest.mark.parametrize("answer", SCRIPT.values(), ids=[str(number) for number in range(len(SCRIPT))])
def test_every_answer_follows_the_published_schema(answer):
    data = json.loads(json.dumps(answer.to_dict()))
    adapter = TypeAdapter(Answer)
    assert adapter.dump_python(adapter.validate_python(data), mode="json") == data
    properties = adapter.json_schema(mode="serialization")["$defs"]
    for name, part in (("Citation", data["citations"]), ("Hit", data["hits"]), ("Figure", data["figures"]), ("Claim", data["claims"])):
        assert all(set(entry) == set(properties[name]["properties"]) for entry in part)


def test_the_scope_over_http_has_the_fields_of_the_scope():
    assert set(asked.AskedScope.model_fields) == {field.name for field in dataclasses.fields(Scope)}


def test_history_and_scope_reach_the_assistant(api, fake):
    history = ["How many were displaced?", {"question": "And in Idlib?", "answer": "14 000 [1]"}]
    scope = {"published_from": "2024-11", "published_to": "2024-12", "publishers": ["Efe"], "languages": ["FR"]}
    response = api.post("/api/ask", json={"question": FOLLOW_UP_EN, "history": history, "scope": scope})
    assert response.json()["status"] == "answered"
    assert list(fake.calls[0].history) == history
    assert fake.calls[0].scope == Scope("2024-11-01", "2024-12-31", ("Efe",), ("fr",))


def test_a_stream_gives_hits_then_claims_then_the_answer(api):
    with api.stream("POST", "/api/stream", json={"question": CIVILIANS_EN}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        got = events(response)
    assert [kind for kind, _ in got] == ["hits", "text", "text", "answer"]
    assert got[0][1]["hits"][0]["report_id"] == "aleppo"
    assert got[-1][1] == json.loads(json.dumps(SCRIPT[CIVILIANS_EN].to_dict()))


def test_events_are_sent_at_once(fake, api):
    fake.gate = threading.Event()
    with api.stream("POST", "/api/stream", json={"question": SLOW_EN}) as response:
        coming = wire.received(response.iter_lines())
        assert next(coming)[0] == "hits"  # while the model has not written a word
        fake.gate.set()
        assert [kind for kind, _ in coming] == ["text", "text", "text", "answer"]


def test_a_reader_that_goes_away_cancels_the_question(fake, api):
    fake.gate = threading.Event()
    with api.stream("POST", "/api/stream", json={"question": SLOW_EN}) as response:
        next(wire.received(response.iter_lines()))
    wait_until(fake.cancelled.is_set)
    assert api.post("/api/ask", json={"question": CIVILIANS_EN}).json()["status"] == "answered"


def test_whoever_gives_up_on_ask_cancels_the_question(fake, api, monkeypatch):
    fake.gate = threading.Event()
    monkeypatch.setattr(service, "GONE_CHECK", 0.05)
    with pytest.raises(httpx.ReadTimeout):
        api.post("/api/ask", json={"question": SLOW_EN}, timeout=0.2)
    wait_until(fake.cancelled.is_set)


def test_one_question_at_a_time_the_others_wait_with_a_word_and_health_goes_on(fake, api, monkeypatch):
    monkeypatch.setattr(service, "HEARTBEAT", 0.05)
    fake.gate = threading.Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(api.post, "/api/ask", json={"question": SLOW_EN})
        wait_until(lambda: len(fake.calls) == 1)
        with api.stream("POST", "/api/stream", json={"question": CIVILIANS_EN}) as response:
            coming = wire.received(response.iter_lines())
            assert next(coming) == ("waiting", {"ahead": 1})
            assert next(coming) == ("waiting", {"ahead": 1})
            assert len(fake.calls) == 1
            assert api.get("/api/health").json()["reports"] == len(REPORTS)
            fake.gate.set()
            assert [kind for kind, _ in coming if kind != "waiting"] == ["hits", "text", "text", "answer"]
        assert first.result(30).json()["status"] == "answered"


def test_too_many_waiting_is_busy(fake, monkeypatch):
    monkeypatch.setattr(service, "WAITING_QUESTIONS", 1)
    fake.gate = threading.Event()
    with serving(service.app(fake)) as url, httpx.Client(base_url=url, trust_env=False) as http, ThreadPoolExecutor(1) as pool:
        first = pool.submit(http.post, "/api/ask", json={"question": SLOW_EN})
        wait_until(lambda: len(fake.calls) == 1)
        refused = http.post("/api/stream", json={"question": CIVILIANS_EN})
        fake.gate.set()
        first.result(30)
    assert (refused.status_code, refused.json()) == (409, {"error": "1 questions are under way already; try again later"})


def test_a_failure_in_the_middle_ends_the_stream_with_its_line(api):
    with api.stream("POST", "/api/stream", json={"question": BROKEN_EN}) as response:
        got = events(response)
    assert [kind for kind, _ in got] == ["hits", "error"]
    assert got[-1][1] == {"error": "the archive cannot be read: disk error; run sitrep doctor", "status": 500}


def test_a_stopping_server_cancels_what_is_under_way(fake):
    fake.gate = threading.Event()
    with (
        serving(service.app(fake)) as url,
        httpx.stream("POST", f"{url}/api/stream", json={"question": SLOW_EN}, trust_env=False) as response,
    ):
        next(response.iter_lines())
    wait_until(fake.cancelled.is_set)


# ---------------------------------------------------------------- bad input


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"question": ""}, "it is empty"),
        ({"question": " \n "}, "it is empty"),
        ({"question": "x" * 20_000}, "20,000 characters; ask in at most 4,000"),
        ({}, "question: it is missing"),
        ({"question": 7}, "question: it must be a string"),
        ({"question": "a", "histroy": []}, "histroy: there is no such field"),
        ({"question": "a", "scope": {"publisher": "Efe"}}, "scope publisher: there is no such field"),
        ({"question": "a", "scope": {"published_from": "yesterday"}}, "'yesterday' is no date"),
        ({"question": "a", "scope": {"published_from": "2025", "published_to": "2024"}}, "swap the two"),
        ({"question": "a", "scope": {"languages": ["French"]}}, "'French' is no language code"),
        ({"question": "a", "history": ["x"] * 51}, "keep the last few"),
    ],
)
@pytest.mark.parametrize("path", ["/api/ask", "/api/stream"])
def test_a_bad_question_is_one_clear_line(api, fake, path, body, words):
    response = api.post(path, json=body)
    assert response.status_code == 422
    line = response.json()["error"]
    assert words in line and "\n" not in line and set(response.json()) == {"error"}
    assert fake.calls == []


def test_what_is_no_json_is_one_clear_line(api):
    response = api.post("/api/ask", content=b"{", headers={"content-type": "application/json"})
    assert response.status_code == 422
    assert response.json() == {"error": "what was sent: it is not JSON"}


def test_a_wrong_address_or_method_is_an_error_of_the_same_form(api):
    assert (api.get("/api/nothing").status_code, "/api/docs" in api.get("/api/nothing").json()["error"]) == (404, True)
    assert (api.get("/api/ask").status_code, set(api.get("/api/ask").json())) == (405, {"error"})


def test_below_api_errors_keep_their_form_where_a_page_is_mounted(fake):
    app = service.app(fake)
    app.mount("/", FastAPI())
    with serving(app) as url, httpx.Client(base_url=url, trust_env=False) as http:
        assert http.get("/api/docs").status_code == http.get("/api/openapi.json").status_code == 200
        assert (http.get("/api/nothing").status_code, set(http.get("/api/nothing").json())) == (404, {"error"})
        assert (http.get("/api/ask").status_code, set(http.get("/api/ask").json())) == (405, {"error"})
        assert http.delete("/api/reports/x").status_code == 405
        assert http.get("/elsewhere").json() == {"detail": "Not Found"}


@pytest.mark.parametrize("body", [b'{"question":"\xff\xfe"}', b"[" * 100_000])
@pytest.mark.parametrize("path", ["/api/ask", "/api/stream", "/api/ingest"])
def test_a_body_that_cannot_be_read_is_one_clear_line(api, fake, path, body):
    response = api.post(path, content=body, headers={"content-type": "application/json"})
    assert response.status_code in {400, 422} and "not JSON" in response.json()["error"]
    assert fake.calls == []


@pytest.mark.parametrize(
    ("error", "status"),
    [(BadQuestion("x"), 422), (ReportError("x"), 422), (BusyError("x"), 409), (UnknownReport("x"), 404), (ModelUnavailable("x"), 503),
     (ArchiveError("x"), 500), (SitrepError("x"), 500)],
)  # fmt: skip
def test_an_error_of_the_assistant_has_its_status(api, fake, monkeypatch, error, status):
    def fail(self) -> None:
        raise error

    monkeypatch.setattr(FakeAssistant, "health", fail)
    response = api.get("/api/health")
    assert (response.status_code, response.json()) == (status, {"error": "x"})


def test_a_defect_is_told_without_its_details(api, monkeypatch):
    def fail(self) -> None:
        raise RuntimeError("secret path /root/x")

    monkeypatch.setattr(FakeAssistant, "health", fail)
    response = api.get("/api/health")
    assert response.status_code == 500
    assert "RuntimeError" in response.json()["error"] and "secret" not in response.text


def test_a_page_of_another_site_cannot_post(api, fake):
    for origin in ("https://evil.example", "null"):
        response = api.post("/api/ask", json={"question": CIVILIANS_EN}, headers={"Origin": origin})
        assert response.status_code == 403 and "Origin" not in response.text
        assert api.post("/api/ingest", files=[("files", ("a.txt", b"x"))], headers={"Origin": origin}).status_code == 403
    assert fake.calls == [] and fake.ingested == {}
    own = str(api.base_url).rstrip("/")
    assert api.post("/api/ask", json={"question": CIVILIANS_EN}, headers={"Origin": own}).status_code == 200


# ---------------------------------------------------------------- reports and figures


def test_reports_come_without_texts_unless_asked_for(api):
    light = api.get("/api/reports").json()
    assert [report["report_id"] for report in light] == [report.report_id for report in REPORTS]
    assert all(report["text"] == "" for report in light)
    full = api.get("/api/reports", params={"texts": "true"}).json()
    assert tuple(wire.report(report) for report in full) == REPORTS


def test_one_report_and_one_that_is_not_there(api):
    assert wire.report(api.get("/api/reports/saydnaya").json()) == REPORTS[4]
    missing = api.get("/api/reports/..%2Fetc")
    assert missing.status_code == 404 and set(missing.json()) == {"error"}


def test_figures(api):
    assert [figure["value"] for figure in api.get("/api/figures", params={"query": "civils tués"}).json()] == [138, 61, 24]
    assert api.get("/api/figures").json() == {"error": "the query: it is missing"}


# ---------------------------------------------------------------- uploads


def test_files_that_are_sent_are_taken_in_under_their_names(api, fake):
    files = [("files", ("reports/a.txt", b"un")), ("files", ("تقرير.md", b"deux")), ("files", ("bad.pdf", b"%PDF"))]
    summary = api.post("/api/ingest", files=files).json()
    assert {key: summary[key] for key in ("added", "unchanged", "replaced", "failed")} == dict(added=2, unchanged=0, replaced=0, failed=1)
    assert fake.ingested == {"reports/a.txt": b"un", "تقرير.md": b"deux"}
    assert summary["results"][0] == {"status": "failed", "source": "bad.pdf", "report_id": "", "message": "it is bad; mend it"}


def test_records_that_are_sent_are_taken_in(api, fake):
    records = [{"id": "7", "text": "نص\u2028\x85", "title": "t"}, {"id": "8", "text": "deux"}]
    summary = api.post("/api/ingest", json={"records": records, "name": "feed"}).json()
    assert [result["source"] for result in summary["results"]] == ["feed.jsonl"]
    ((name, data),) = fake.ingested.items()
    assert name == "feed.jsonl"
    assert [json.loads(line) for line in data.decode().splitlines()] == records


def test_what_a_folder_would_pass_over_is_told_when_it_is_sent(api):
    files = [("files", (name, b"x")) for name in ("a.txt", ".hidden.txt", "bad.exe", "sub/manifest.toml")]
    summary = api.post("/api/ingest", files=files).json()
    assert [result["source"] for result in summary["results"]] == ["a.txt", ".hidden.txt", "bad.exe"]


def test_two_files_of_one_name_are_told_apart(api, fake):
    api.post("/api/ingest", files=[("files", ("a.txt", b"1")), ("files", ("a.txt", b"2")), ("files", ("../a.txt", b"3"))])
    assert fake.ingested == {"a.txt": b"1", "a (2).txt": b"2", "../a (3).txt": b"3"}


def test_the_source_of_a_record_is_the_name_its_file_was_sent_under():
    upload = uploads.Upload()
    path = upload.place("/home/x/a#1.jsonl")
    assert path.name == "a#1.jsonl" and str(path).endswith("/home/x/a#1.jsonl")
    assert upload.sent_as(f"{path}#id:7#8") == "/home/x/a#1.jsonl#id:7#8"
    assert upload.sent_as(f"{path}:17") == "/home/x/a#1.jsonl:17"
    upload.drop()
    assert not path.parent.exists()


def test_a_full_disk_is_one_line(api, monkeypatch):
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfileobj", fail)
    response = api.post("/api/ingest", files=[("files", ("a.txt", b"x"))])
    assert response.status_code == 500 and "cannot be kept on the server (No space left on device)" in response.json()["error"]


def test_an_upload_is_told_report_by_report_to_whoever_asks(api, fake):
    files = [("files", ("a.txt", b"1")), ("files", ("bad.txt", b"2"))]
    with api.stream("POST", "/api/ingest", files=files, headers={"Accept": "text/event-stream"}) as response:
        got = events(response)
    assert [(kind, data.get("status")) for kind, data in got] == [("result", "added"), ("result", "failed"), ("summary", None)]


@pytest.mark.parametrize(
    "name", ["/etc/passwd", "../../etc/passwd", "..\\..\\etc\\passwd", "C:\\etc\\passwd", "etc/\x00\x1b[31m../passwd", "https://etc/passwd"]
)
def test_a_name_is_never_a_way_out(name):
    parts = uploads.safe_name(name).split("/")
    assert parts[-1] == "passwd" and ".." not in parts and "" not in parts and all(part.isprintable() for part in parts)


@pytest.mark.parametrize("name", ["", "..", "/", ". .", "\x1b"])
def test_a_name_that_is_none_gets_one(name):
    assert uploads.safe_name(name) == "upload.txt"


def test_a_path_or_an_address_of_the_server_is_never_read(api, fake, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    for data in ({"files": str(tmp_path / "secret.txt")}, {"targets": "http://127.0.0.1/x"}):
        response = api.post("/api/ingest", data=data, files=[("other", ("a.txt", b""))])
        assert (response.status_code, "no file was sent" in response.json()["error"]) == (422, True)
    response = api.post("/api/ingest", json={"targets": [str(tmp_path / "secret.txt")]})
    assert response.status_code == 422 and "no records" in response.json()["error"]
    assert fake.ingested == {}


def test_what_is_no_record_among_good_ones_costs_only_itself(api, fake):
    assert api.post("/api/ingest", json={"records": [{"id": "7", "text": "un"}, 7]}).status_code == 200
    (data,) = fake.ingested.values()
    assert data.decode().splitlines() == ['{"id": "7", "text": "un"}', "7"]


@pytest.mark.parametrize("body", [b"", b"[", b"{}", b'{"records": []}', b'{"records": [3]}', b'"x"'])
def test_records_that_are_none_are_one_line(api, body):
    response = api.post("/api/ingest", content=body, headers={"content-type": "application/json"})
    assert response.status_code == 422 and "\n" not in response.json()["error"]


def test_a_broken_form_is_one_line(api):
    response = api.post("/api/ingest", content=b"--x\r\nbroken", headers={"content-type": "multipart/form-data; boundary=x"})
    assert response.status_code in {400, 422} and set(response.json()) == {"error"}
    assert api.post("/api/ingest", content=b"x", headers={"content-type": "text/plain"}).status_code == 422


def test_too_large_an_upload_is_refused_before_it_is_read(api, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 1000)
    response = api.post("/api/ingest", files=[("files", ("a.txt", b"x" * 2000))])
    assert response.status_code == 413 and "at most" in response.json()["error"]
    unsized = api.post("/api/ingest", content=iter([b"x"]), headers={"content-type": "multipart/form-data; boundary=x"})
    assert unsized.status_code == 411


def test_questions_are_answered_while_reports_are_taken_in(api, fake):
    fake.gate = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        upload = pool.submit(api.post, "/api/ingest", files=[("files", ("slow.txt", b"1"))])
        wait_until(lambda: fake.ingested)
        assert api.post("/api/ask", json={"question": CIVILIANS_EN}).json()["status"] == "answered"
        fake.gate.set()
        assert upload.result(30).json()["added"] == 1


def test_no_upload_is_left_behind(fake, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with serving(service.app(fake)) as url:
        httpx.post(f"{url}/api/ingest", files=[("files", ("a.txt", b"1"))], trust_env=False)
        httpx.post(f"{url}/api/ingest", files=[("nothing", ("a.txt", b"1"))], trust_env=False)
    assert list(tmp_path.iterdir()) == []


# ---------------------------------------------------------------- the page


def test_the_docs_page_explains_every_call_and_fetches_nothing(api):
    page = api.get("/api/docs").text
    for path in api.get("/api/openapi.json").json()["paths"]:
        assert f"<code>{path}</code>" in page
    assert "<script" not in page and "src=" not in page and 'href="http' not in page and "@import" not in page
