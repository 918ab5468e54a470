"""Answers on a terminal: what comes out of reports can neither steer it nor pass for a line of ours."""

import dataclasses

import pytest
from fake_assistant import CIVILIANS_EN, MARKUP_EN, PRISONS_AR, REPORTS, SCRIPT, TOLL_FR

from assistant.answer import Answer, Trace
from assistant.terminal import cards, explain, passages, plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x9b2Jgone", "gone"),
        ("\x1b]0;title\x07a", "a"),
        ("\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;ZXZpbA==\x07a", "a"),
        ("\x1b]never ended, the words stay", "]never ended, the words stay"),
        ("\x1bPq#0\x1b\\a", "a"),
        ("\x1bc\x1b(Ba\x1b=", "a"),
        ("a\rb\x08c\x00d\x7f\x85e", "a bcd e"),
        ("a\n[2] Reuters", "a [2] Reuters"),
        ("a\u2028b\u2029c", "a b c"),
        ("\u202eevil\u202c \u2066x\u2069\ufeff\U000e0041", "evil x"),
        ("lone \ud800", "lone"),
        ("  تحدثت   قيادة\u200cها 3500 ", "تحدثت قيادة\u200cها 3500"),
        ("14\u00a0000 morts", "14 000 morts"),
    ],
)
def test_plain(text, expected):
    assert plain(text) == expected


def test_plain_keeps_lines_where_asked():
    assert plain("a \n\n b\tc\r\nd\r", lines=True) == "a\n\nb c\nd"


def test_no_escape_survives_however_it_is_nested():
    for text in ("\x1b\x1b[31m[31mx", "\x1b\x9b31m[0mx", "\x1b]\x1b]0;a\x07;b\x07x"):
        assert not any(c in plain(text) for c in "\x1b\x9b\x07")


def report(report_id):
    return {report.report_id: report for report in REPORTS}.get(report_id)


def test_a_card_has_publisher_date_title_source_and_quote():
    assert list(cards(SCRIPT[CIVILIANS_EN].citations[:1], report)) == [
        "",
        "[1] sitrep desk, 2024-11-30: Army pulls back from Aleppo",
        "    seeds/aleppo.en.md (according to SOHR)",
        '    "It listed 183 men from HTS and its allies, 100 soldiers and pro-government fighters, and 28 civilians."',
    ]


def test_a_card_tells_both_dates_where_they_disagree():
    lines = list(cards(SCRIPT[TOLL_FR].citations[2:], report))
    assert lines[1] == "[3] Efe, dated 2024-12-02, but its text says 2024-11-29: Les rebelles syriens défient Assad"
    assert list(cards(SCRIPT[TOLL_FR].citations[2:], lambda _: None))[1].startswith("[3] Efe, 2024-11-29:")


def test_long_quotes_are_wrapped():
    lines = list(cards(SCRIPT[CIVILIANS_EN].citations, report, width=60))
    assert len(lines) > 8 and all(len(line) <= 60 or " " not in line.strip() for line in lines if not line.startswith("["))


def test_a_report_with_markup_is_told_as_text():
    shown = "\n".join([*cards(SCRIPT[MARKUP_EN].citations, report), *passages(SCRIPT[MARKUP_EN].hits)])
    assert "<script>window.hacked = true</script>" in shown and "title\x07" not in shown
    assert not any(c in shown for c in "\x1b\x07\x9b\u202e")


def test_right_to_left_text_keeps_its_letters():
    (cited,) = SCRIPT[PRISONS_AR].citations
    assert f'"{cited.quote}"' in "\n".join(cards([cited], report))


def test_explain_tells_each_step_in_a_screen():
    lines = list(explain(SCRIPT[CIVILIANS_EN], 100))
    shown = "\n".join(lines)
    assert lines[0] == "understand: language en, asked count"
    assert "0.90  aleppo  scores dense 0.90 words 0.45" in shown
    assert "0.31  why an older figure  An earlier count gave 277." in shown
    assert "seconds: retrieve 0.20 · read 3.50 · judge 1.10 · first_evidence 0.30 · total 4.90" in shown
    assert "model scripted, 360 tokens sent, 360 read, 16 written, prompts 1, settings 0123456789ab" in shown
    assert len(lines) <= 24 and all(len(line) <= 100 for line in lines)


def test_explain_shortens_long_lists_and_cleans_what_reports_say():
    rows = [{"quote": f"\x1b[2J{number} " + "x" * 200, "score": 0.5} for number in range(40)]
    lines = list(explain(Answer("q", "en", "refused", "", trace=Trace(steps=({"step": "read", "sentences": rows, "budget": 300},))), 80))
    assert lines[0] == "read: budget 300" and lines[1] == "  sentences, the first 6 of 40" and len(lines) == 10
    assert not any("\x1b" in line or len(line) > 80 for line in lines)


def test_explain_leaves_out_what_is_zero_and_what_is_for_programs():
    row = {
        "source": "a.txt",
        "start": 3,
        "end": 9,
        "score": 9.731,
        "words": 0.0,
        "dense": 1.5,
        "agreed": True,
        "text": "Words \x1b[1m here",
    }
    steps = ({"step": "read", "proposals": [row], "dates": [["2024-11-27", "2024-11-29"]], "value": 24.0, "why": "", "shown": 0},)
    lines = list(explain(Answer("q", "en", "refused", "", trace=Trace(steps=steps)), 100))
    assert lines[:3] == [
        "read: dates 2024-11-27 2024-11-29, value 24, shown 0", "  proposals", "    9.73  a.txt  dense 1.50  agreed  Words here"
    ]  # fmt: skip


def test_passages_are_told_best_first():
    answer = dataclasses.replace(SCRIPT[CIVILIANS_EN], hits=SCRIPT[CIVILIANS_EN].hits * 30)
    lines = list(passages(answer.hits))
    assert lines[1] == "- sitrep desk, 2024-11-30: Army pulls back from Aleppo" and len(lines) == 5 * 4
