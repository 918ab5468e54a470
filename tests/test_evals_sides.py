import dataclasses
import json

import pytest
from evals_desk import case, fact

from evals import case_check, sides
from evals.sides import SIDES, marked, swap, swap_case, swap_report
from ingest.report import Report

LINES = "The army lost 87 soldiers, and the rebels lost 144 fighters. Rebel forces hold the mill, government forces the bridge."
FRONT = Report("f", "in/front.md", LINES, title="Army and rebels", publisher="Wire", published="2031-03-04", language="en")


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar"])
def test_every_name_has_one_other_name_and_finds_its_way_back(language):
    pairs = json.loads(SIDES.read_text("utf-8"))[language]
    names = [name for pair in pairs for name in pair]
    assert len(names) == len(set(names)) and all(name == name.casefold() for name in names)
    for a, b in pairs:
        assert swap(f"x {a}, y", language).text == f"x {b}, y"
        assert swap(f"x {b}, y", language).text == f"x {a}, y"


def test_names_are_whole_words_and_keep_their_capitals():
    assert swap("Soldiers of the ARMY; armyworm, the rebels'", "en").text == "Rebels of the Opposition; armyworm, the soldiers'"
    assert swap("وللجنود والجيش وبالجيش", "ar").text.endswith("والمعارضة وبالمعارضة")
    assert swap("l'armée et d'insurgés", "fr").text == "l'opposition et de loyalistes"
    assert swap("the army", "fr").text == "the army"


def test_offsets_follow_the_words():
    swapped = swap(LINES, "en")
    for words in ("The army lost 87 soldiers", "87", "lost 144 fighters", "hold the mill", "bridge."):
        start = LINES.index(words)
        a, b = swapped.span(start, start + len(words))
        assert swapped.text[a:b] == swap(words, "en").text
    inside = LINES.index("army") + 2
    assert swapped.text[slice(*swapped.span(inside, inside + 1))] == "opposition"


def test_texts_are_equal_but_for_names_if_their_marks_are():
    assert marked("87 soldiers killed (The army)") == marked("87 rebels killed (The opposition)", flipped=True)
    assert marked("87 soldiers killed") != marked("87 soldiers killed", flipped=True)
    assert marked("87 soldats « l'armée »") == marked("87 rebelles « l'opposition »", flipped=True)


def test_a_case_is_swapped_with_its_evidence_and_proved_over_swapped_reports():
    first = fact("The army lost 87 soldiers", "87", "87 soldiers", report=FRONT, who="soldiers")
    hashed = fact("the rebels lost 144 fighters", "144", report=FRONT)
    hashed = {k: v for k, v in hashed.items() if k != "quote"} | {"sha256": sides.digest(hashed["quote"])}
    before = case(first, hashed, question="How many soldiers did the army lose?", history=["And rebel forces?"], forbid=["144 rebels"])
    after = swap_case(before, [FRONT])
    assert after.question == "How many rebels did the opposition lose?" and after.history == ("And government forces?",)
    assert after.expected[0].quote == "The opposition lost 87 rebels" and after.expected[0].any_of == ("87", "87 rebels")
    assert after.expected[0].who == "rebels" and after.forbid == ("144 soldiers",)
    assert case_check.check(after, [swap_report(FRONT)]) == []
    assert case_check.check(before, [swap_report(FRONT)]) != []
    assert swap_report(FRONT).title == "Opposition and soldiers"


def test_a_case_that_names_no_side_stays_itself():
    plain = case(fact("the bridge", "bridge", report=FRONT), question="What do they hold?")
    assert swap_case(plain, [FRONT]) is plain
    by_evidence = case(fact("the rebels lost 144 fighters", "144", report=FRONT), question="How many were lost?")
    assert swap_case(by_evidence, [FRONT]).expected[0].quote == "the soldiers lost 144 fighters"
    assert swap_case(dataclasses.replace(plain, question="What does the army hold?"), [FRONT]).question == "What does the opposition hold?"
