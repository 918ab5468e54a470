"""From what is named to drafts: files, folders, globs, records and the manifests that complete them."""

import csv
import io
import json
import os
import tomllib
from pathlib import Path

import pytest
from report_files import failed, the_line, write

from ingest.parse import parse
from ingest.settings import load
from ingest.sources import Draft, count, ignored, read

SEEDS = Path(__file__).parent.parent / "seeds"


@pytest.fixture
def drafts(tmp_path):
    """All that is read from the targets."""
    settings = load(home=tmp_path / "home", connect_timeout=2)
    return lambda *targets: list(read([str(target) for target in targets], settings))


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
    assert len(found) < 8 and ("in/broken.txt", "is a link to what does not exist; remove or mend it") in failed(found)


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
    assert failed(found) == [("r.jsonl:3", "has the id '1' of line 1 but another content; give it its own id")]


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
    ((source, message),) = failed(found)
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
