"""JSONL and CSV: every good record goes in, every broken one is a line of its own; dates and languages come out in one form."""

import io
import json

import pytest
from report_files import NEWS

from ingest.errors import ReportError
from ingest.parse import parse_many
from ingest.parse_fields import iso_date, iso_language
from ingest.parse_records import BadLine


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
