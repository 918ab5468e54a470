"""Each encoding that a news text comes in is read right, and what is no text is refused in one line."""

import random

import pytest
from report_files import NEWS

from ingest.errors import ReportError
from ingest.parse_encoding import decode

ONE_BYTE = {"fr": "cp1252", "es": "cp1252", "ar": "cp1256", "ru": "cp1251"}
MARKED = ("utf-8-sig", "utf-16", "utf-32")


def text_of(language, sentences=None):
    return " ".join(NEWS[language][:sentences])


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
