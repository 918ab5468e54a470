import random

import pytest

from ingest.report import Report
from ingest.split import LONGEST_PASSAGE, LONGEST_SENTENCE, passages, sentences

ARABIC = "وصل عدد القتلى إلى 514 شخصاً. وتشمل القائمة 268 مقاتلاً؟ نعم! قال المرصد ذلك."
FRENCH = "Selon M. Dupont, 144 combattants sont morts. « C'est grave. » a-t-il dit.\r\n\r\nUn autre paragraphe,\r\nqui finit ici."
COMBINING = "Les bless\u0065\u0301s e\u0301taient 12. Le a\u0300 Alep, rien.\nU\u0308ber 5."


def texts(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


def check_cover(text: str, spans: list[tuple[int, int]]) -> None:
    at = 0
    for start, end in spans:
        assert text[at:start].strip() == ""
        assert text[start:end] == text[start:end].strip() != ""
        assert end - start <= LONGEST_SENTENCE
        at = end
    assert text[at:].strip() == ""


@pytest.mark.parametrize("language", ["en", "ar", "fr", "", "xx"])
@pytest.mark.parametrize(
    "text", [ARABIC, FRENCH, COMBINING, "", " \r\n\t", "...", "a", "x" * 2000, "\u200f\u200f", "1. \n2) \n- ", "?!\n!?"]
)
def test_sentences_cover_all_but_white_space(text: str, language: str):
    check_cover(text, sentences(text, language))


@pytest.mark.parametrize("seed", range(60))
def test_sentences_cover_any_text(seed: int):
    draw = random.Random(seed)
    alphabet = "aB é\u0301م.؟!,;:\n\r\t «»\"'()-0٣7\u00a0\u2028\x85😀。\u200b|"
    text = "".join(draw.choice(alphabet) * draw.choice((1, 1, 1, 2, 40)) for _ in range(draw.randrange(400)))
    check_cover(text, sentences(text, draw.choice(("en", "fr", "es", "ar", ""))))


def test_abbreviations_and_hours_end_no_sentence():
    text = "Gen. Suleiman Hassan spoke at 5 p.m. Monday in the U.N. office. He left."
    assert texts(text) == ["Gen. Suleiman Hassan spoke at 5 p.m. Monday in the U.N. office.", "He left."]


def test_a_quote_that_is_not_opened_does_not_run_on():
    said = "The planes came back at dawn and bombed the mill, the bridge and the school for most of that day."
    text = f'They are still flying". The office counted 50 dead. {said} A man called it "hell". {" ".join([said] * 6)} "'
    assert 'They are still flying".' in texts(text)
    assert "The office counted 50 dead." in texts(text)


def test_arabic_marks_end_sentences():
    assert len(texts(ARABIC, "ar")) == 4


def test_a_headline_without_a_full_stop_is_a_sentence_of_its_own():
    text = "Rebels take fifty towns in three days\nThe army said it was regrouping, an officer told the agency on Friday. It gave no toll."
    assert texts(text)[0] == "Rebels take fifty towns in three days"


def test_lines_wrapped_at_a_column_are_one_sentence():
    text = (
        "The Observatory said on Friday that the fighting around the city had\n"
        "cost the lives of 255 people, most of them fighters of the two sides,\n"
        "since Wednesday.\n"
        "Thousands have fled."
    )
    assert texts(text) == [text[: text.index("\nThousands")], "Thousands have fled."]


def test_every_line_of_a_list_is_a_sentence():
    text = "Killed:\ncivilians 24\nfighters 144\nsoldiers 87\n\nAll of them in one week of fighting."
    assert len(texts(text)) == 5


def test_the_number_of_a_list_goes_with_what_it_numbers():
    text = "1. The bodies were buried. 2. The camp was closed."
    assert texts(text) == ["1. The bodies were buried.", "2. The camp was closed."]


def test_a_text_without_punctuation_is_cut_at_its_clauses():
    text = ", ".join(f"village number {n} was taken" for n in range(60))
    pieces = texts(text)
    assert len(pieces) > 2
    assert all(piece.endswith(",") for piece in pieces[:-1])


def test_no_cut_parts_a_letter_from_its_accent():
    text = "e\u0301" * 700
    assert all(not piece.startswith("\u0301") for piece in texts(text))


def test_passages_are_runs_of_three_sentences():
    report = Report("r1", "a.txt", " ".join(f"Sentence number {n} stands here." for n in range(8)), language="en")
    found = passages(report)
    assert [len(p.sentences) for p in found] == [3, 3, 2]
    assert [p.passage_id for p in found] == ["r1:0", "r1:1", "r1:2"]
    assert all(p.report_id == "r1" and p.text == report.text[p.start : p.end] for p in found)
    assert [span for p in found for span in p.sentences] == sentences(report.text, "en")


def test_long_sentences_make_shorter_passages():
    report = Report("r1", "a.txt", " ".join(["word " * 99 + "end."] * 6), language="en")
    assert [len(p.sentences) for p in passages(report)] == [1] * 6
    assert all(p.end - p.start <= LONGEST_PASSAGE for p in passages(report))
