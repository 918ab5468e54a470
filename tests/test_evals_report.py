import dataclasses
from html.parser import HTMLParser

import pytest
from evals_desk import BRIDGE, REPORTS, case, cite, fact, hit, refusal, said

from evals import compare, curve, record, report, run
from evals.baselines.keep import lean
from evals.record import Made, Run

MADE = Made("sitrep", "scripted", "1", "h", "w", "r", threshold=0.5)
TOLL = "At least 39 people were killed"
KILLED = case(fact(TOLL, "39", who="people"))
AT = {"source": "in/bridge.md", "start": BRIDGE.text.index(TOLL), "end": BRIDGE.text.index(TOLL) + len(TOLL)}


def steps(value, probability):
    return [
        {"step": "retrieve", "sentences": [AT]},
        {"step": "propose", "proposals": [{"value": value, **AT}]},
        {"step": "judge", "yes": 0.5, "probability": probability, "signs": {"yes": 1.0}, "value": value, **AT},
    ]


def right(probability=0.9):
    return said("39 people killed [1].", cite(1, TOLL), steps=steps(39.0, probability), hits=[hit()])


def a_run(*pairs, name="run"):
    """A Run of (case, answer) pairs, the cases renamed c0, c1 ..."""
    rows = [run.one(dataclasses.replace(c, id=f"c{n}"), 0, a, REPORTS) for n, (c, a) in enumerate(pairs)]
    return Run(MADE, tuple(rows), 3.0, name)


class Page(HTMLParser):
    """Checks nesting, collects text, ids and attributes that fetch."""

    VOID = {"meta", "br", "input"}

    def __init__(self, text):
        super().__init__()
        self.open, self.texts, self.fetched, self.tags = [], [], [], []
        self.feed(text)
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.fetched += [v for k, v in attrs if k in {"src", "href", "srcset", "data"}]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)

    @property
    def text(self):
        return " ".join("".join(self.texts).split())


EVIL = "<script>alert(1)</script>"


def test_the_page_stands_alone_and_says_what_matters():
    ours = a_run((KILLED, right()), (KILLED, refusal(steps=steps(39.0, 0.3))), (case(), refusal()))
    page = Page(report.page([ours, a_run((KILLED, refusal()), name="naive")]))
    assert page.fetched == [] and "script" not in page.tags
    assert page.tags.count("svg") >= 4
    for told in ("0.50 ± 0.50", "judged wrong", "at a probability of 0.30", TOLL, "no report answers it", "naive", "wrong (1)"):
        assert told in page.text


def test_text_of_reports_and_questions_is_never_markup():
    answer = dataclasses.replace(right(), text=f"{EVIL} 39 [1]", trace=right().trace)
    evil = dataclasses.replace(KILLED, question=EVIL, note=EVIL, forbid=(EVIL,))
    page = Page(report.page([a_run((evil, answer))]))
    assert "script" not in page.tags and EVIL in page.text


def test_a_run_with_nothing_judged_and_nothing_wrong_still_makes_a_page():
    page = Page(report.page([a_run((case(), refusal()))]))
    assert "No case was wrong" in page.text and "Answering more" not in page.text


def test_the_curve_trades_coverage_against_error():
    rows = a_run(
        (KILLED, right(0.9)), (KILLED, right(0.6)), (KILLED, refusal(steps=steps(45.0, 0.4))), (case(), refusal(steps=steps(39.0, 0.2)))
    ).rows
    points = {p.threshold: p for p in curve.of_rows(rows)}
    assert [round(points[t].coverage, 2) for t in (0.0, 0.4, 0.6, 0.9, 1.01)] == [0.67, 0.67, 0.67, 0.33, 0.0]
    assert [round(points[t].error, 2) for t in (0.0, 0.4, 0.6, 1.01)] == [0.5, 0.33, 0.0, 0.0]
    assert points[0.0].refused_right == 0.0 and points[0.4].refused_right == 1.0


WRONG = said("45 people killed [1].", cite(1, TOLL))


@pytest.mark.parametrize(
    ("base", "new", "fails"),
    [
        ([right()] * 6, [right()] * 6, False),
        ([right()] * 6, [refusal()] * 6, True),
        ([right()] * 6, [refusal(), *[right()] * 5], False),
        ([refusal()] * 6, [right()] * 6, False),
        ([right()] * 6, [said("39 people and 77 more [1].", cite(1, TOLL)), *[right()] * 5], True),
        ([right()] * 6, [said("39 people [1] [2].", cite(1, TOLL)), *[right()] * 5], True),
    ],
)
def test_only_a_real_worsening_or_anything_loose_fails(base, new, fails):
    found = compare.compare(a_run(*((KILLED, a) for a in base)), a_run(*((KILLED, a) for a in new)))
    assert found.fails is fails and found.shared == 6


def test_a_comparison_names_what_changed_and_what_is_missing():
    base = a_run((KILLED, right()), (KILLED, refusal()), (case(), refusal()))
    new = a_run((KILLED, refusal()), (KILLED, right()))
    found = compare.compare(base, new)
    grounded = next(p for p in found.scores if p.score == "grounded")
    assert (grounded.better, grounded.worse, grounded.chance) == (("c1",), ("c0",), 1.0)
    refused = next(p for p in found.scores if p.score == "refused_wrong")
    assert (refused.better, refused.worse) == (("c1",), ("c0",))
    assert found.missing == ("c2",)


def test_runs_that_share_no_case_cannot_pass():
    other = a_run((dataclasses.replace(KILLED, question="Other?"), right()))
    assert compare.compare(a_run((KILLED, right())), other).fails


def test_a_row_a_run_with_its_errors_and_counts():
    run = a_run((KILLED, right()), (KILLED, refusal()), (case(), refusal()))
    head, _, row = report.table([run])
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert head.count("|") == row.count("|")
    assert cells[:3] == ["sitrep, scripted", "3", "0.500 ± 0.500"]
    assert cells[3] == "1.000" and cells[6:8] == ["0", "0"]


def test_a_lean_run_compares_like_the_whole_one(tmp_path):
    run = a_run((KILLED, right()), (case(), refusal()))
    record.write(lean(run), tmp_path / "run.json")
    kept = record.read(tmp_path / "run.json")
    found = compare.compare(run, kept)
    assert found.shared == 2 and not found.fails and not found.overall.better
    (cited,) = kept.rows[0].answer["citations"]
    assert (cited["quote"], cited["source"]) == (TOLL, "bridge.md") and not kept.rows[0].answer["hits"]
