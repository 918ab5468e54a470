"""From what is named to drafts: files, folders, globs, addresses, manifests; each bad input is one clear line and stops nothing."""

import contextlib
import csv
import io
import json
import os
import socket
import threading
import tomllib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen import canvas

from ingest import fetch
from ingest.parse import parse
from ingest.settings import load
from ingest.sources import Draft, Failure, count, ignored, read

SEEDS = Path(__file__).parent.parent / "seeds"
NOBODY = 65534


@pytest.fixture
def settings(tmp_path):
    return load(home=tmp_path / "home", connect_timeout=2)


@pytest.fixture
def drafts(settings):
    """All that is read from the targets."""
    return lambda *targets: list(read([str(target) for target in targets], settings))


def lines(items):
    return [(item.source, item.message) for item in items if isinstance(item, Failure)]


def the_line(items):
    """The one line that a bad input gives."""
    (failure,) = items
    assert isinstance(failure, Failure), f"{failure} was read"
    assert "\n" not in failure.message and "Error" not in failure.message and "Traceback" not in failure.message
    return failure.message


def write(path, content):
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pdf(text="The bridge was destroyed."):
    out = io.BytesIO()
    sheet = canvas.Canvas(out, invariant=1)
    sheet.drawString(50, 800, text)
    sheet.save()
    return out.getvalue()


# ---------------------------------------------------------------- files, folders, globs


def test_a_file_is_a_draft_with_its_bytes(drafts):
    write("a.txt", "Titre\nTexte.\n")
    (draft,) = drafts("a.txt")
    assert draft == Draft(source="a.txt", raw=b"Titre\nTexte.\n", text="Titre\nTexte.\n", title="Titre")


def test_a_folder_is_read_with_all_below_it_in_order(drafts):
    for name in ("b.txt", "a.md", "deep/er/c.txt", ".hidden.txt", ".git/x.txt", "photo.jpg", "~$open.docx", "home/archive.txt"):
        write(f"in/{name}", "Text.")
    found = drafts("in")
    assert [item.source for item in found] == ["in/a.md", "in/b.txt", "in/deep/er/c.txt", "in/home/archive.txt"]
    assert ignored(["in"]) == 1 and count(["in"]) == 4


def test_the_archive_itself_is_never_read(tmp_path):
    write("in/home/notes.txt", "Text.")
    write("in/a.txt", "Text.")
    assert [item.source for item in read(["in"], load(home=Path("in/home")))] == ["in/a.txt"]


def test_links_are_followed_but_not_in_circles(drafts):
    write("in/a.txt", "Text.")
    write("elsewhere/b.txt", "Text.")
    os.symlink("..", "in/up")
    os.symlink("../elsewhere", "in/link")
    os.symlink("gone.txt", "in/broken.txt")
    found = drafts("in")
    assert "in/link/b.txt" in [item.source for item in found] and "in/a.txt" in [item.source for item in found]
    assert len(found) < 8 and ("in/broken.txt", "is a link to what does not exist; remove or mend it") in lines(found)


def test_a_glob(drafts):
    for name in ("2024/a.txt", "2024/b.txt", "2023/a.txt", "2024/x.jpg"):
        write(name, "Text.")
    assert [item.source for item in drafts("2024/*.txt")] == ["2024/a.txt", "2024/b.txt"]
    assert [item.source for item in drafts("**/a.txt")] == ["2023/a.txt", "2024/a.txt"]
    assert [item.source for item in drafts("20*")] == ["2023/a.txt", "2024/a.txt", "2024/b.txt"]
    assert "matches no file" in the_line(drafts("*.pdf"))


def test_a_file_whose_name_looks_like_a_glob(drafts):
    write("notes [1].txt", "Text.")
    assert [item.source for item in drafts("notes [1].txt")] == ["notes [1].txt"]


def test_a_name_that_is_no_utf8_can_be_stored(drafts):
    os.mkdir("in")
    with open(b"in/r\xe9sum\xe9.txt", "wb") as file:
        file.write(b"Text.")
    (draft,) = drafts("in")
    assert draft.source.encode() and draft.text == "Text."


def test_count_and_read_agree_on_records(drafts):
    write("r.jsonl", "\n".join(json.dumps({"text": f"Report {i}."}) for i in range(30)) + "\n")
    assert count(["r.jsonl"]) == len(drafts("r.jsonl")) == 30


# ---------------------------------------------------------------- records


def test_a_record_is_named_by_its_id(drafts):
    write("r.jsonl", '{"id": "x 1", "text": "One."}\n')
    (draft,) = drafts("r.jsonl")
    assert (draft.source, draft.record_id, draft.raw) == ("r.jsonl#x 1", "x 1", b'{"id": "x 1", "text": "One."}')


def test_a_record_without_id_gets_one_from_its_content_wherever_it_stands(drafts):
    one, two = '{"text": "One."}', '{"text": "Two."}'
    write("a.jsonl", f"{one}\n{two}\n")
    write("b.jsonl", f"{two}\n\n{one}\n")
    first, second = drafts("a.jsonl"), drafts("b.jsonl")
    assert {d.record_id for d in first} == {d.record_id for d in second} and len({d.record_id for d in first}) == 2


def test_an_id_given_twice_is_a_failure_unless_the_report_is_the_same(drafts):
    write("r.jsonl", '{"id": 1, "text": "One."}\n{"id": 1, "text": "One."}\n{"id": 1, "text": "Other."}\n{"id": 2, "text": "Two."}\n')
    found = drafts("r.jsonl")
    assert [item.text for item in found if isinstance(item, Draft)] == ["One.", "One.", "Two."]
    assert lines(found) == [("r.jsonl:3", "has the id '1' of line 1 but another content; give it its own id")]


def test_csv_records(drafts):
    out = io.StringIO()
    writer = csv.DictWriter(out, ["id", "text", "publisher", "date", "region"])
    writer.writeheader()
    writer.writerow({"id": "7", "text": "Line one.\nLine two.", "publisher": "OCHA", "date": "2024-12-02", "region": "north"})
    write("r.csv", out.getvalue())
    (draft,) = drafts("r.csv")
    assert (draft.source, draft.text, draft.publisher, draft.published) == ("r.csv#7", "Line one.\nLine two.", "OCHA", "2024-12-02")
    assert draft.metadata == {"region": "north"}


# ---------------------------------------------------------------- manifests


def test_a_manifest_fills_what_a_report_does_not_say(drafts):
    write(
        "in/manifest.toml",
        '[[report]]\nfile = "deep/a.md"\ntitle = "Not this"\npublisher = "OCHA"\npublished = 2024-12-02\nregion = "north"\n',
    )
    write("in/deep/a.md", "---\ntitle: Own title\n---\nText.")
    write("in/b.txt", "Text.")
    with_manifest, without = drafts("in")[1], drafts("in")[0]
    assert (with_manifest.title, with_manifest.publisher, with_manifest.published) == ("Own title", "OCHA", "2024-12-02")
    assert with_manifest.metadata == {"region": "north"} and without.publisher == ""


def test_a_manifest_counts_from_the_named_folder_down(drafts):
    write("in/manifest.toml", '[[report]]\nfile = "deep/a.txt"\npublisher = "OCHA"\n')
    write("in/deep/a.txt", "Text.")
    assert [drafts(target)[0].publisher for target in ("in", "in/**/*.txt", "in/deep", "in/deep/a.txt")] == ["OCHA", "OCHA", "", ""]


def test_a_manifest_holds_for_every_record(drafts):
    write("manifest.toml", '[[report]]\nfile = "r.jsonl"\npublisher = "OCHA"\nlanguage = "en"\n')
    write("r.jsonl", '{"id": 1, "text": "One."}\n{"id": 2, "text": "Two.", "publisher": "WFP"}\n')
    assert [(draft.publisher, draft.language) for draft in drafts("r.jsonl")] == [("OCHA", "en"), ("WFP", "en")]


@pytest.mark.parametrize("content", ["[[report]\n", '[[report]]\npublisher = "no file"\n', 'report = "x"\n', b"\xff\xfe"])
def test_a_broken_manifest_is_one_line_and_its_reports_go_in(drafts, content):
    write("in/manifest.toml", content)
    write("in/a.txt", "Text.")
    write("in/b.txt", "Text.")
    found = drafts("in")
    assert [item.source for item in found if isinstance(item, Draft)] == ["in/a.txt", "in/b.txt"]
    ((source, message),) = lines(found)
    assert source == "in/manifest.toml" and "taken without it" in message and "\n" not in message


def test_a_manifest_is_no_report(drafts):
    write("manifest.toml", "")
    assert "none itself" in the_line(drafts("manifest.toml"))


def test_the_seed_named_alone_knows_its_date_and_that_it_is_inferred(drafts):
    (draft,) = drafts(SEEDS / "000_68b59d67f58c6fac.txt")
    assert (draft.published, draft.language) == ("2024-11-29", "fr")
    assert "published" in draft.metadata["inferred"] and draft.metadata["why"]


def test_the_seeds_manifest_names_every_seed_and_agrees_with_what_each_says():
    entries = {entry["file"]: entry for entry in tomllib.loads((SEEDS / "manifest.toml").read_text())["report"]}
    files = {path.relative_to(SEEDS).as_posix() for path in SEEDS.rglob("*") if path.is_file()} - {"manifest.toml"}
    assert set(entries) == files
    for name in files:
        said = parse((SEEDS / name).read_bytes(), Path(name).suffix)
        for field in ("publisher", "language", "published"):
            assert getattr(said, field) in ("", entries[name][field]), f"{name}: {field}"
            assert getattr(said, field) or not entries[name][field] or field in entries[name]["inferred"], f"{name}: {field} is inferred"


# ---------------------------------------------------------------- bad input, one line each


def encrypted_pdf():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def broken_docx():
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()[:2000]


def empty_docx():
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t\n", "only white space"),
    "only-front.md": (b"---\ntitle: T\n---\n\n", "no text after its front matter"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n" + bytes(500), "a picture"),
    "program.txt": (bytes(range(256)) * 20, "is not text"),
    "report.txt": (pdf(), "a PDF; rename it to .pdf"),
    "locked.pdf": (encrypted_pdf(), "encrypted PDF; save a copy without its password"),
    "scanned.pdf": (pdf(""), "1 page and no text (scanned?); run OCR"),
    "cut.pdf": (pdf()[:300], "broken PDF"),
    "fake.pdf": (b"hello", "broken PDF"),
    "cut.docx": (broken_docx(), "no docx that can be opened"),
    "fake.docx": (b"hello", "no docx that can be opened"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted docx or an old .doc"),
    "empty.docx": (empty_docx(), "has no text"),
    "app.html": (
        b"<html><head><title>App</title></head><body><div id='app'></div><script>start('now')</script></body></html>",
        "no text that can be told from its menus",
    ),
    "none.jsonl": (b"\n\n", "holds no record"),
    "none.csv": (b"id,text\n", "holds no record"),
    "table.csv": (b"a,b\n1,2\n", 'no column "text"'),
    "prose.jsonl": (b"Just prose.\n" * 40, "none of its 40 lines is a report; line 1 is not JSON"),
    "sheet.xlsx": (b"PK\x03\x04", "format .xlsx is not known; give txt"),
    "noname": (b"Text.", "a name without suffix is not known"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_line(name, drafts):
    content, says = BAD[name]
    write(name, content)
    assert says in the_line(drafts(name))


@pytest.mark.parametrize("name", [name for name in BAD if not name.endswith((".xlsx", "noname"))])
def test_a_bad_file_never_stops_the_rest(name, drafts):
    write(f"in/m-{name}", BAD[name][0])
    write("in/a.txt", "First.")
    write("in/z.txt", "Last.")
    assert [item.text if isinstance(item, Draft) else "bad" for item in drafts("in")] == ["First.", "bad", "Last."]


def test_50_megabytes_of_text_is_refused_without_reading_it(drafts, monkeypatch):
    with open("huge.txt", "wb") as file:
        file.truncate(50_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda path: pytest.fail("was read"))
    assert "has 50.0 MB, more than the 10 MB" in the_line(drafts("huge.txt"))


def test_a_jsonl_line_of_30_megabytes_is_one_failure(drafts):
    write("r.jsonl", b'{"text": "One."}\n{"text": "' + b"x" * 30_000_000 + b'"}\n{"text": "Two."}\n')
    found = drafts("r.jsonl")
    assert [item.text for item in found if isinstance(item, Draft)] == ["One.", "Two."]
    assert lines(found) == [("r.jsonl:2", "is longer than 20 MB; split its report into several")]


def test_what_is_not_there(drafts):
    assert the_line(drafts("nope.txt")) == "does not exist; check the path"
    assert "cannot be read" in the_line(drafts("x" * 5000))
    assert "cannot be read" in the_line(drafts("nul\0byte"))
    write("file.txt", "Text.")
    assert "cannot be read" in the_line(drafts("file.txt/below.txt"))


def test_an_empty_folder_and_one_of_pictures_say_so(drafts):
    os.makedirs("in/deep")
    assert "holds no file of a known format" in the_line(drafts("in"))
    write("in/photo.jpg", b"x")
    assert "holds no file of a known format" in the_line(drafts("in"))


def test_a_pipe_is_not_waited_for(drafts):
    os.mkfifo("pipe.txt")
    assert "device or pipe" in the_line(drafts("pipe.txt"))


def test_a_date_that_is_none_is_a_warning_and_the_report_goes_in(drafts):
    write("r.jsonl", '{"id": 1, "text": "One.", "date": "soon"}\n')
    (draft,) = drafts("r.jsonl")
    assert draft.published == "" and "date 'soon' is none that is known" in draft.warning and "\n" not in draft.warning


@pytest.fixture
def unprivileged(tmp_path, drafts):
    """From here on without root's rights; tmp_path is the working folder, so that it is reached without passing its parents."""
    os.chmod(tmp_path, 0o755)
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def closed():
    """A folder with a closed folder and a closed file in it."""
    write("in/a.txt", "First.")
    write("in/closed/b.txt", "Never seen.")
    write("in/secret.txt", "Never seen.")
    write("in/z.txt", "Last.")
    os.chmod("in/closed", 0)
    os.chmod("in/secret.txt", 0)
    yield
    os.chmod("in/closed", 0o700)


def test_a_folder_and_a_file_without_rights_are_a_line_each(closed, unprivileged, drafts):
    found = drafts("in")
    assert [item.text for item in found if isinstance(item, Draft)] == ["First.", "Last."]
    assert sorted(lines(found)) == [
        ("in/closed", "cannot be read (permission denied); check its rights"),
        ("in/secret.txt", "cannot be read (permission denied); check its rights"),
    ]


def test_a_named_folder_without_rights_and_what_is_in_it(closed, unprivileged, drafts):
    assert "permission denied" in the_line(drafts("in/closed"))
    assert "permission denied" in the_line(drafts("in/closed/b.txt"))


# ---------------------------------------------------------------- addresses


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
        ("/a.pdf", "application/octet-stream", pdf("Évacués à Alep.")),
        ("/dl?id=1", "application/pdf", pdf("Évacués à Alep.")),
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
