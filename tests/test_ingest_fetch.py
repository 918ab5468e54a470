"""Reports over http from a local server: what decides their format, what is kept of their address, what is refused."""

import contextlib
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from report_files import pdf, the_line, write

from ingest import fetch
from ingest.settings import load
from ingest.sources import read


@pytest.fixture
def drafts(tmp_path):
    """All that is read from the targets."""
    settings = load(home=tmp_path / "home", connect_timeout=2)
    return lambda *targets: list(read([str(target) for target in targets], settings))


class Site(dict):
    """A web site on this machine: path to (status, headers, body)."""

    url = ""


@pytest.fixture
def site():
    pages = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, headers, body = pages[self.path]
            self.send_response(status)
            for name, value in (headers | {"content-length": str(len(body))}).items():
                self.send_header(name, value)
            self.end_headers()
            with contextlib.suppress(ConnectionError):  # the client may have read enough
                self.wfile.write(body)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        pages.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield pages
        server.shutdown()
        thread.join()


@pytest.fixture
def silent_server():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


PAGE = (
    b"<html><head><title>Truce</title><meta property='og:url' content='https://elsewhere.example/x'></head><body><article><p>"
    b"The truce held on Monday, and two convoys of food entered the town for the first time in weeks, aid workers said."
    b"</p></article></body></html>"
)


def test_a_page_is_fetched_and_its_address_is_where_it_was_fetched(site, drafts):
    site["/a"] = (200, {"content-type": "text/html; charset=utf-8"}, PAGE)
    (draft,) = drafts(f"{site.url}/a")
    assert "two convoys of food" in draft.text and draft.title == "Truce" and draft.raw == PAGE
    assert draft.source == draft.url == f"{site.url}/a"
    assert draft.metadata["canonical_url"] == "https://elsewhere.example/x"
    assert draft.publisher


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/a", "text/plain; charset=windows-1252", "Évacués à Alep.".encode("cp1252")),
        ("/a.pdf", "application/octet-stream", pdf([["Évacués à Alep."]])),
        ("/dl?id=1", "application/pdf", pdf([["Évacués à Alep."]])),
        ("/r.jsonl", "text/plain", '{"text": "Évacués à Alep."}'.encode()),
        ("/r", "text/csv", "text\nÉvacués à Alep.\n".encode()),
        ("/r", "application/x-ndjson", '{"text": "Évacués à Alep."}\n'.encode()),
        ("/a.md", "text/plain", "---\ntitle: T\n---\nÉvacués à Alep.".encode()),
    ],
)
def test_the_content_type_decides_the_format(site, drafts, path, kind, body):
    site[path] = (200, {"content-type": kind}, body)
    (draft,) = drafts(f"{site.url}{path}")
    assert draft.text.strip() == "Évacués à Alep."


def test_a_password_in_an_address_is_not_kept(site, drafts):
    site["/a.txt"] = (200, {"content-type": "text/plain"}, b"Text.")
    (draft,) = drafts(site.url.replace("://", "://user:secret@") + "/a.txt")
    assert "secret" not in repr(draft)


def test_redirects_are_followed_a_few_times(site, drafts):
    site["/old"] = (302, {"location": "/new"}, b"")
    site["/new"] = (200, {"content-type": "text/plain"}, b"Text.")
    site["/loop"] = (302, {"location": "/loop"}, b"")
    (draft,) = drafts(f"{site.url}/old")
    assert draft.source.endswith("/old") and draft.url.endswith("/new")
    assert "redirects more than 5 times" in the_line(drafts(f"{site.url}/loop"))


def test_a_redirect_to_a_file_of_this_machine_is_refused(site, drafts):
    write("secret.txt", "Secret.")
    site["/a"] = (302, {"location": Path("secret.txt").absolute().as_uri()}, b"")
    assert "neither http nor https" in the_line(drafts(f"{site.url}/a"))


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        ((404, {}, b"no"), "answers 404"),
        ((200, {"content-type": "image/png"}, b"x"), "of type image/png, which is no report"),
        ((200, {"content-type": "text/plain"}, b""), "is empty"),
        ((200, {}, b"x"), "not known"),
        ((200, {"content-type": "application/pdf"}, b"x"), "broken PDF"),
    ],
)
def test_an_address_that_gives_no_report_is_one_line(site, drafts, answer, says):
    site["/a"] = answer
    assert says in the_line(drafts(f"{site.url}/a"))


def test_a_page_without_end_is_cut_off(site, drafts, monkeypatch):
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    site["/a"] = (200, {"content-type": "text/plain"}, b"x" * 200_000)
    assert "is larger than" in the_line(drafts(f"{site.url}/a"))


def test_an_address_that_is_not_reached(drafts, free_port):
    assert "cannot be fetched" in the_line(drafts(f"http://127.0.0.1:{free_port}/a"))
    assert "cannot be fetched" in the_line(drafts("http://nowhere.invalid/a"))
    assert "cannot be fetched" in the_line(drafts("http://[::bad/a"))


def test_a_server_that_says_nothing_is_given_up(silent_server, drafts, monkeypatch):
    monkeypatch.setattr(fetch, "_SILENCE", 0.3)
    assert "does not answer in time" in the_line(drafts(f"{silent_server}/a"))
