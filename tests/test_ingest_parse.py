"""Each format is read to the character, and any bytes give a report or one line."""

import io
import json
import random
import unicodedata

import pytest
from pypdf import PdfReader, PdfWriter
from report_files import NEWS, html, pdf, word

from ingest.errors import ReportError
from ingest.parse import check_format, check_size, parse, parse_many
from ingest.parse_pdf import parse_pdf


def test_line_ends_and_combining_characters_stay_as_they_are():
    text = "Cafe\u0301 d'Alep\r\n\r\nLe\u0301gion\rfin\u2028e\u0301\n\n\n"
    assert parse(text.encode(), ".txt").text == text


def test_text_is_kept_to_the_character_and_its_first_line_is_its_title():
    text = "Trêve à Deraa\n\nLes armes se sont tues jeudi.\r\nDeux convois sont entrés.\n"
    parsed = parse(text.encode(), ".txt")
    assert parsed.text == text
    assert parsed.title == "Trêve à Deraa"


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Just one line.", ""),
        ("x" * 201 + "\nand more", ""),
        ("# Markdown headline\n\nText.", "Markdown headline"),
        ("\n\nAfter blank lines\nmore text that follows on and on and is much longer than the headline above", "After blank lines"),
        (
            "This is a text whose lines were wrapped by hand at about\nseventy characters, so that its first line is only\nthe beginning.",
            "",
        ),
    ],
)
def test_a_title_is_a_short_first_line_that_text_follows(text, title):
    assert parse(text.encode(), ".md").title == title


def test_front_matter_is_metadata_and_the_body_is_the_text():
    front = 'title: "A: b"\ndate: 2024-12-02\nsource: Desk\nlanguage: no\nlocation: [Homs, Hama]\n'
    front += "based_on:\n  - url: http://x\n    n: 1\nauthor: ~\n"
    parsed = parse(f"---\n{front}---\n\nBody é.\n---\nstill body\n".encode(), ".md")
    assert parsed.text == "Body é.\n---\nstill body\n"
    assert (parsed.title, parsed.published, parsed.publisher, parsed.places) == ("A: b", "2024-12-02", "Desk", ("Homs", "Hama"))
    assert parsed.language == "no", "Norwegian, not False"
    assert json.loads(parsed.metadata["based_on"]) == [{"url": "http://x", "n": "1"}]


@pytest.mark.parametrize(
    ("front", "says"),
    [("title: [unclosed\n", "line 3"), ("a: &a [x]\nb: [*a, *a]\n", "aliases"), ("title: a: b\n", "line 2")],
)
def test_front_matter_that_is_broken_stays_text_and_is_said(front, says):
    text = f"---\n{front}---\nBody.\n"
    parsed = parse(text.encode(), ".md")
    assert parsed.text == text
    assert says in parsed.warnings[0] and "\n" not in parsed.warnings[0]


def test_a_ruled_line_is_no_front_matter():
    for text in ("---\nA text under a rule.\n", "---\nA sentence.\n---\nAnother.\n"):
        parsed = parse(text.encode(), ".txt")
        assert parsed.text == text and not parsed.warnings


def test_html_gives_the_article_and_what_the_page_says_of_it():
    head = (
        '<meta property="og:site_name" content="The Daily Post"><meta property="article:published_time" content="2016-07-10T08:00:00Z">'
        '<meta name="author" content="Jane Roe"><link rel="canonical" href="https://post.example/a/1">'
    )
    parsed = parse(html("Shelling in the east", NEWS["fr"], head), ".html")
    for sentence in NEWS["fr"]:
        assert sentence in parsed.text
    assert "Home" not in parsed.text and "Cookies" not in parsed.text
    assert (parsed.title, parsed.publisher, parsed.published) == ("Shelling in the east", "The Daily Post", "2016-07-10")
    assert parsed.url == "https://post.example/a/1" and parsed.metadata["author"] == "Jane Roe"


def test_html_without_a_date_gets_none_from_its_footer():
    assert parse(html("Shelling", NEWS["es"]), ".html").published == ""


def test_html_is_read_the_same_every_time():
    raw = html("Shelling", NEWS["es"] * 5)
    assert len({parse(raw, ".html") == parse(raw, ".html") for _ in range(5)} | {parse(raw, ".html").text == parse(raw, ".html").text}) == 1


def test_html_in_an_old_encoding():
    page = html("غارات", NEWS["ar"]).decode()
    raw = page.replace("utf-8", "windows-1256").encode("cp1256", "xmlcharrefreplace")
    assert all(sentence in parse(raw, ".html").text for sentence in NEWS["ar"])


def test_pdf_lines_are_put_back_into_paragraphs_and_its_own_date_is_not_the_publication():
    page = [
        "Five families left the camp on Monday, the committee that runs it",
        "said, and 1,200 people are still waiting for the trucks to come.",
        "The road was cut.",
        "",
        "Another convoy of displaced people was dis-",
        "placed again, pro-",
        "government media said.",
    ]
    parsed = parse(pdf([page, ["A second page."]], title="Camp report", author="Desk"), ".pdf")
    assert parsed.title == "Camp report" and parsed.metadata["author"] == "Desk"
    assert "the committee that runs it said, and 1,200 people are still waiting" in parsed.text
    assert "displaced people was displaced again" in parsed.text and "pro-government" in parsed.text
    assert parsed.text.endswith("\n\nA second page.")
    assert parsed.published == "" and parsed.metadata["pdf_created"]


def test_pdf_that_only_forbids_printing_is_read():
    for algorithm in ("RC4-128", "AES-256"):
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([["The bridge was destroyed."]]))))
        writer.encrypt(user_password="", owner_password="secret", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        assert parse(out.getvalue(), ".pdf").text == "The bridge was destroyed."


def test_pdf_with_some_pages_scanned_is_taken_and_they_are_named():
    parsed = parse(pdf([["The bridge was destroyed."], [], ["So was the mill."]]), ".pdf")
    assert parsed.text == "The bridge was destroyed.\n\nSo was the mill."
    assert "page 2 of 3" in parsed.warnings[0]


def test_pdf_glyphs_are_the_letters_they_stand_for(monkeypatch):
    monkeypatch.setattr("pypdf.PageObject.extract_text", lambda page: "o\ufb03cials said\n\ufea3\ufee0\ufe90 \u0661\u0662\x00")
    assert parse_pdf(pdf([["x"]])).text == "officials said حلب ١٢"


def test_docx_gives_paragraphs_and_tables_in_order():
    parsed = parse(word("Bilan", "Douze civils ont été tués.", table=[["Alep", "5", "5"], ["Homs", "7", ""]], title="Le bilan"), ".docx")
    assert parsed.text == "Bilan\nDouze civils ont été tués.\nAlep\t5\t5\nHoms\t7\t"
    assert parsed.title == "Le bilan"


FORMATS = {
    ".txt": lambda sentences: " ".join(sentences).encode(),
    ".md": lambda sentences: ("---\ntitle: T\n---\n" + "\n\n".join(sentences)).encode(),
    ".html": lambda sentences: html("T", sentences),
    ".docx": lambda sentences: word(*sentences),
    ".jsonl": lambda sentences: json.dumps({"text": "\n".join(sentences)}).encode(),
    ".csv": lambda sentences: ('id,text\n1,"' + "\n".join(sentences).replace('"', '""') + '"\n').encode(),
}


@pytest.mark.parametrize("language", NEWS)
@pytest.mark.parametrize("suffix", FORMATS)
def test_every_sentence_of_every_format_is_where_its_offsets_say(suffix, language):
    sentences = [*NEWS[language], 'Il dit : "e\u0301te\u0301 \U0001f54a"; 60\u00a0000 d\u00e9placés.']
    raw = FORMATS[suffix](sentences)
    parsed = next(iter(parse_many(io.BytesIO(raw), suffix))).parsed if suffix in (".jsonl", ".csv") else parse(raw, suffix)
    if suffix == ".html":  # composed characters and plain spaces are what the reader gives, as a browser's copy would
        sentences = [unicodedata.normalize("NFC", sentence).replace("\u00a0", " ") for sentence in sentences]
    at = 0
    for sentence in sentences:
        start = parsed.text.index(sentence, at)
        at = start + len(sentence)
        assert parsed.text[start:at] == sentence


def test_pdf_sentences_are_where_their_offsets_say():
    sentences = ["Twelve people were killed in the strike on the bridge, rescuers said on Monday.", "The toll may rise, they added later."]
    text = parse(pdf([sentences]), ".pdf").text
    assert all(text[(start := text.index(s)) : start + len(s)] == s for s in sentences)


# ---------------------------------------------------------------- what cannot be read


@pytest.mark.parametrize("suffix", [".pdf", ".docx", ".txt", ".html"])
def test_any_bytes_give_a_report_or_one_line(suffix):
    sources = {".pdf": pdf([["The bridge was destroyed."]]), ".docx": word("The bridge."), ".txt": b"text", ".html": html("T", NEWS["es"])}
    dice = random.Random(5)
    for _ in range(25):
        raw = bytearray(sources[suffix])
        for _ in range(dice.randint(1, 30)):
            raw[dice.randrange(len(raw))] = dice.randrange(256)
        try:
            assert parse(bytes(raw[: dice.randint(1, len(raw))]), suffix).text.strip()
        except ReportError as error:
            assert "\n" not in str(error) and len(str(error)) < 200


def test_limits_say_what_to_do():
    with pytest.raises(ReportError, match=r"52\.4 MB, more than the 10 MB .* JSONL"):
        check_size(".txt", 52_400_000)
    with pytest.raises(ReportError, match="is empty"):
        check_size(".pdf", 0)
    with pytest.raises(ReportError, match="format .odt is not known; give txt"):
        check_format(".odt")
    check_size(".jsonl", 10**12)
