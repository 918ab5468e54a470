"""Each format, read to the character; each encoding a news text comes in; what a report says of itself, in one form."""

import io
import json
import random
import unicodedata

import docx
import pytest
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen import canvas

from ingest.errors import ReportError
from ingest.parse import check_format, check_size, parse, parse_many
from ingest.parse_encoding import decode
from ingest.parse_fields import iso_date, iso_language
from ingest.parse_records import BadLine

NEWS = {
    "fr": (
        "Les combats ont repris à l’aube près de Tell Abyad, où « au moins 12 personnes » ont été tuées.",
        "Évacués dès mercredi, les blessés ont été soignés à l'hôpital de Raqqa, a déclaré le maire.",
        "L'été dernier, la même localité avait déjà été visée ; le bilan s'élevait alors à 37 morts.",
        "Aucune des deux parties n'a reconnu sa responsabilité, et l'enquête promise n'a pas été menée.",
    ),
    "es": (
        "Más de 3.000 personas huyeron el sábado de la ciudad, según informó la Cruz Roja.",
        "«No había dónde refugiarse», explicó una vecina; ¿quién responderá por los niños heridos?",
        "El Ejército negó haber bombardeado la región y acusó a los rebeldes de la explosión.",
        "La ONU pidió una investigación rápida y el fin de los combates en las próximas horas.",
    ),
    "ar": (
        "قُتل أكثر من 30 شخصاً في غارات جوية استهدفت سوقاً شعبية في ريف إدلب يوم الثلاثاء.",
        "وقال ناشطون إن عدد الجرحى تجاوز المئة، بينهم نساء وأطفال.",
        "ونفت وزارة الدفاع مسؤوليتها عن القصف، مؤكدة أنها تستهدف مواقع المسلحين فقط.",
        "وطالبت الأمم المتحدة بفتح ممرات إنسانية لإخراج المدنيين من المناطق المحاصرة.",
    ),
    "ru": (
        "По данным наблюдателей, в результате обстрела погибли не менее 15 мирных жителей.",
        "Ещё сорок человек были ранены, сообщил представитель больницы.",
    ),
}
ONE_BYTE = {"fr": "cp1252", "es": "cp1252", "ar": "cp1256", "ru": "cp1251"}
MARKED = ("utf-8-sig", "utf-16", "utf-32")


def text_of(language, sentences=None):
    return " ".join(NEWS[language][:sentences])


# ---------------------------------------------------------------- encodings


@pytest.mark.parametrize("length", [1, 2, None], ids=["one", "two", "long"])
@pytest.mark.parametrize("language", NEWS)
def test_text_is_read_right_in_every_encoding_it_comes_in(language, length):
    text = text_of(language, length)
    for encoding in (ONE_BYTE[language], "utf-8", *MARKED):
        decoded = decode(text.encode(encoding))
        assert decoded.text == text, encoding
        assert not decoded.guessed


def test_utf16_in_either_byte_order():
    text = text_of("ar")
    assert decode(b"\xff\xfe" + text.encode("utf-16-le")).text == text
    assert decode(b"\xfe\xff" + text.encode("utf-16-be")).text == text


def test_a_headline_of_capitals_and_a_euro_sign_are_windows_western():
    for text in ("L'ARMÉE SYRIENNE ÉVACUE À ALEP", "Coût : 5 000 € – soit 10 %", "“No comment” — the army’s spokesman"):
        assert decode(text.encode("cp1252")).text == text


def test_turkish_is_not_read_as_icelandic():
    text = "Türkiye Cumhurbaşkanı Erdoğan, görüşmelerin sürdüğünü söyledi. Sınırda çatışmalar yaşandı."
    assert decode(text.encode("cp1254")).text == text


def test_line_ends_and_combining_characters_stay_as_they_are():
    text = "Cafe\u0301 d'Alep\r\n\r\nLe\u0301gion\rfin\u2028e\u0301\n\n\n"
    assert parse(text.encode(), ".txt").text == text


def test_a_declared_encoding_counts_unless_its_words_are_impossible():
    greek = "Ο στρατός ανακοίνωσε ότι δώδεκα άνθρωποι σκοτώθηκαν"
    assert decode(greek.encode("cp1253"), "windows-1253").text == greek
    assert decode(text_of("ar").encode("cp1256"), "windows-1252").text == text_of("ar")
    assert decode(text_of("fr").encode("cp1252"), "no-such-encoding").text == text_of("fr")


def test_an_encoding_that_is_only_guessed_is_said():
    japanese = "国連は金曜日、シリア北部の避難民が増えていると発表した。" * 3
    decoded = decode(japanese.encode("shift_jis"))
    assert decoded.text == japanese and "shift_jis" in decoded.warning or "cp932" in decoded.warning


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF; rename it to .pdf"),
        (b"PK\x03\x04\x14\x00\x06\x00", "zip or Office file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Office file"),
        (b"text\x00with a NUL", "NUL"),
        (bytes(range(1, 32)) * 10, "control characters"),
        (random.Random(1).randbytes(5000), "is not text"),
        ("Les combats continuent.".encode("utf-16-le"), "UTF-16 without its byte-order mark"),
        ("é".encode() * 50 + b"\xff" + "é".encode() * 50, "damaged at byte 101"),
        (b"\xff\xfeA", "damaged at byte 1"),
        (b"\xff\xfeA\x00\x00\x00", "NUL"),
    ],
)
def test_what_is_no_text_is_refused_in_one_line(raw, says):
    with pytest.raises(ReportError) as caught:
        decode(raw)
    assert says in str(caught.value) and "\n" not in str(caught.value)


# ---------------------------------------------------------------- one function a format


def pdf(pages, **metadata):
    out = io.BytesIO()
    sheet = canvas.Canvas(out, invariant=1)
    for name, value in metadata.items():
        getattr(sheet, f"set{name.title()}")(value)
    for page in pages:
        for number, line in enumerate(page):
            sheet.drawString(50, 800 - 14 * number, line)
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def word(*paragraphs, title="", table=()):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        grid = document.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    document.core_properties.title = title
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def html(title, paragraphs, head=""):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    menu = '<nav><a href="/">Home</a> <a href="/world">World</a></nav><footer>© 1999 All rights reserved. Cookies</footer>'
    page = f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
    return f"{page}<body>{menu}<article><h1>{title}</h1>{body}</article></body></html>".encode()


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


# ---------------------------------------------------------------- records


def records(raw, suffix=".jsonl"):
    return list(parse_many(io.BytesIO(raw), suffix))


def test_a_record_gives_its_fields_under_any_of_their_names():
    line = {
        "id": 7,
        "Title": "T",
        "text": "Body.",
        "source": "SANA",
        "date": "10 July 2016",
        "location": "Homs; Hama",
        "tags": ["a", 1],
        "n": None,
    }
    (record,) = records(json.dumps(line).encode())
    parsed = record.parsed
    assert (parsed.record_id, parsed.title, parsed.publisher, parsed.published, parsed.places) == (
        "7",
        "T",
        "SANA",
        "2016-07-10",
        ("Homs", "Hama"),
    )
    assert parsed.metadata == {"tags": '["a", 1]'}
    assert json.loads(record.raw) == line


def test_publisher_is_stronger_than_source_and_nothing_is_lost():
    parsed = records(b'{"text": "x", "publisher": "P", "source": "S", "published": "", "date": "2016-07"}')[0].parsed
    assert (parsed.publisher, parsed.published, parsed.metadata) == ("P", "2016-07", {"source": "S"})


def test_one_broken_line_is_one_failure_and_the_rest_goes_in():
    good = [json.dumps({"text": f"Report {i}."}).encode() for i in range(5)]
    found = records(b"\n".join([*good[:2], b'{"text": "cut of', b"", *good[2:]]))
    assert [item.parsed.text for item in found if not isinstance(item, BadLine)] == [f"Report {i}." for i in range(5)]
    (bad,) = [item for item in found if isinstance(item, BadLine)]
    assert bad.line == 3 and "not JSON" in bad.message


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (b'["a"]', "no JSON object"),
        (b'{"title": "T"}', "has no text"),
        (b'{"text": " \\n "}', "only white space"),
        (b'{"text": 12}', "not a string but int"),
        (b'{"text": "a\\u0000b"}', "NUL"),
        (b'{"text": "a\\ud800b"}', "lone surrogates"),
        (b'{"text": "caf\xe9"}', "not utf-8"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_a_line_that_is_no_report_says_why(line, says):
    found = records('{"text": "Évacué."}\n'.encode() + line)
    assert not isinstance(found[0], BadLine)
    assert found[1].line == 2 and says in found[1].message


def test_jsonl_in_other_encodings():
    lines = "\n".join(json.dumps({"text": sentence}, ensure_ascii=False) for sentence in NEWS["ar"])
    for encoding in ("utf-8-sig", "utf-16", "cp1256"):
        assert [record.parsed.text for record in records(lines.encode(encoding))] == list(NEWS["ar"]), encoding


def test_jsonl_raw_line_separator_inside_a_text_is_part_of_it():
    assert [r.parsed.text for r in records('{"text": "a\u2028b\u0085c"}\n{"text": "d"}'.encode())] == ["a\u2028b\u0085c", "d"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_any_separator_with_line_ends_inside_a_text(separator):
    raw = separator.join(["ID", "Text", "Date"]) + "\r\n" + separator.join(["a", '"one\r\n""two"""', "2016-07-10"]) + "\r\n\r\n"
    (record,) = records(b"\xef\xbb\xbf" + raw.encode(), ".csv")
    assert (record.parsed.record_id, record.parsed.text, record.parsed.published) == ("a", 'one\r\n"two"', "2016-07-10")
    assert record.line == 2


def test_a_csv_quote_that_is_never_closed_costs_one_row():
    raw = b'id,text\n1,good\n2,"never closed\n3,third\n4,"fourth"\n5,fifth\n'
    found = records(raw, ".csv")
    assert [item.parsed.text for item in found if not isinstance(item, BadLine)] == ["good", "third", "fourth", "fifth"]
    assert [(item.line, "quotes do not match" in item.message) for item in found if isinstance(item, BadLine)] == [(3, True)]


def test_a_broken_csv_row_of_several_lines_is_one_failure():
    raw = b'id,text\n1,"he said "no"\nand\nwent"\n2,good\n'
    found = records(raw, ".csv")
    assert [type(item).__name__ for item in found] == ["BadLine", "Record"]
    assert "lines 2 to 4 skipped" in found[0].message


def test_csv_rows_that_do_not_fit_the_header():
    found = records(b"id,text,url\n1,a,b,c\n2\n3,short row\n", ".csv")
    assert [getattr(item, "message", "") for item in found] == ["has 4 columns, but the header 3", "has no text", ""]


def test_csv_without_a_text_column_says_what_it_needs():
    with pytest.raises(ReportError, match='no column "text"'):
        records(b"a,b\n1,2\n", ".csv")


def test_a_csv_field_may_be_long():
    (record,) = records(b"text\n" + b"word " * 60_000, ".csv")
    assert len(record.parsed.text) == 300_000


# ---------------------------------------------------------------- what a report says of itself


@pytest.mark.parametrize(
    ("given", "iso"),
    [
        ("2016-07-10", "2016-07-10"),
        ("2016-07-10T23:30:00-05:00", "2016-07-10"),
        ("2016-7-1", "2016-07-01"),
        ("20160710", "2016-07-10"),
        ("2016/07/10 10:00", "2016-07-10"),
        ("2016-07", "2016-07"),
        ("07/2016", "2016-07"),
        ("10 July 2016", "2016-07-10"),
        ("July 10, 2016", "2016-07-10"),
        ("Sun, 10 Jul 2016 12:00:00 +0000", "2016-07-10"),
        ("July 2016", "2016-07"),
        ("1er décembre 2024", "2024-12-01"),
        ("10 de julio de 2016", "2016-07-10"),
        ("10 تموز/يوليو 2016", "2016-07-10"),
        ("١٠ يوليو ٢٠١٦", "2016-07-10"),
        ("25/07/2016", "2016-07-25"),
        ("7/25/2016", "2016-07-25"),
        ("10.07.2016", "2016-07-10"),
        ("10/10/2016", "2016-10-10"),
        ("", ""),
        ("unknown", ""),
    ],
)
def test_a_date_in_any_usual_form(given, iso):
    assert iso_date(given) == (iso, "")


@pytest.mark.parametrize(
    "given", ["soon", "Friday", "2016-02-31", "31 Feb 2016", "2016", "10 July", "10 July 2016 - 12 July 2016", "1468108800"]
)
def test_a_date_that_is_none_is_said(given):
    iso, warning = iso_date(given)
    assert iso == "" and repr(given) in warning and "taken without a date" in warning


def test_a_date_that_can_be_read_two_ways_is_not_guessed():
    iso, warning = iso_date("10/07/2016")
    assert iso == "" and "two ways" in warning


def test_a_date_that_is_none_stays_in_the_metadata():
    parsed = records(b'{"text": "x", "date": "10/07/2016"}')[0].parsed
    assert parsed.published == "" and parsed.metadata == {"published_as_given": "10/07/2016"} and len(parsed.warnings) == 1


def test_languages_by_code_or_name():
    assert [iso_language(given)[0] for given in ("fr-FR", "ARA", "Español", "العربية", "und", "")] == ["fr", "ar", "es", "ar", "", ""]
    code, warning = iso_language("klingon")
    assert code == "" and "klingon" in warning


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
