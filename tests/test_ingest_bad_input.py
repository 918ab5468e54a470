"""Each bad input is one clear line, and what lies beside it goes in."""

import io
import os
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from report_files import failed, pdf, the_line, word, write

from ingest.settings import load
from ingest.sources import Draft, read

NOBODY = 65534


@pytest.fixture
def drafts(tmp_path):
    """All that is read from the targets."""
    settings = load(home=tmp_path / "home", connect_timeout=2)
    return lambda *targets: list(read([str(target) for target in targets], settings))


def encrypted_pdf():
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([["The bridge was destroyed."]]))))
    writer.encrypt("secret", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


BAD = {
    "empty.txt": (b"", "is empty"),
    "blank.txt": (b" \n\t\n", "only white space"),
    "only-front.md": (b"---\ntitle: T\n---\n\n", "no text after its front matter"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n" + bytes(500), "a picture"),
    "program.txt": (bytes(range(256)) * 20, "is not text"),
    "report.txt": (pdf([["The bridge was destroyed."]]), "a PDF; rename it to .pdf"),
    "locked.pdf": (encrypted_pdf(), "encrypted PDF; save a copy without its password"),
    "scanned.pdf": (pdf([[]]), "1 page and no text (scanned?); run OCR"),
    "cut.pdf": (pdf([["The bridge was destroyed."]])[:300], "broken PDF"),
    "fake.pdf": (b"hello", "broken PDF"),
    "cut.docx": (word("Text.")[:2000], "no docx that can be opened"),
    "fake.docx": (b"hello", "no docx that can be opened"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "encrypted docx or an old .doc"),
    "empty.docx": (word(), "has no text"),
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
    assert failed(found) == [("r.jsonl:2", "is longer than 20 MB; split its report into several")]


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
    assert sorted(failed(found)) == [
        ("in/closed", "cannot be read (permission denied); check its rights"),
        ("in/secret.txt", "cannot be read (permission denied); check its rights"),
    ]


def test_a_named_folder_without_rights_and_what_is_in_it(closed, unprivileged, drafts):
    assert "permission denied" in the_line(drafts("in/closed"))
    assert "permission denied" in the_line(drafts("in/closed/b.txt"))
