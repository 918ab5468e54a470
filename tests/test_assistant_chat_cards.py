"""Cards, figures and quotes of the chat page as HTML: nothing out of a report becomes markup."""

import pytest
from chat_shows import ALLOWED, Page, shows, whole
from fake_assistant import CIVILIANS_EN, MARKUP_EN, PRISONS_AR, TOLL_FR, answered, cite

from assistant import chat_cards, chat_figures, chat_frame, chat_reports
from assistant.answer import Answer, Citation, Claim
from ingest.report import Figure, Report

# ---------------------------------------------------------------- nothing becomes markup

EVIL = (
    '<script>alert(1)</script><img src=x onerror="alert(2)"> [click](javascript:alert(3)) **bold** $\\frac{1}{2}$ `code` & &lt;b&gt; '
    "</mark></blockquote><iframe src=//x.invalid> ' \" \x00 \x1b[31m \u202e214\u202c \u2066x\u2069 {braces} ${value} {{value}}"
)


def _safe(html: str) -> Page:
    page = Page(html)
    assert {tag for tag, _ in page.tags} <= ALLOWED
    names = {name for _, attrs in page.tags for name in attrs}
    assert not {name for name in names if name.startswith("on")} and not names & {"src", "style", "srcdoc", "action", "formaction"}
    assert all((attrs.get("href") or "#").startswith("#") for _, attrs in page.tags)
    assert not set(html) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\x00\x1b")
    html.encode()  # no lone surrogate is left
    return page


def test_the_report_full_of_markup_is_shown_as_text():
    for parts in shows(MARKUP_EN):
        _safe(whole(parts))
    last = shows(MARKUP_EN)[-1]
    assert (
        "<script>window.hacked = true</script>" in Page(last["proof"]).text
        and "[the town](javascript:alert(1)) & **Tafas**" in Page(last["proof"]).text
    )
    assert "<b>markup</b>" in Page(last["said"]).text


def test_every_field_of_an_answer_is_data():
    report = Report(EVIL, EVIL, EVIL, title=EVIL, publisher=EVIL, published=EVIL, language='x" onload="y', places=(EVIL,), url=EVIL)
    citation = Citation(1, EVIL, EVIL, EVIL, EVIL, EVIL, 'x" onload="y', EVIL, 0, len(EVIL), EVIL)
    figure = Figure(EVIL, 0, 1, 2.0, approx=EVIL, unit=EVIL, who=EVIL, as_of=EVIL, attributed_to=EVIL, publisher=EVIL, marker=1)
    answer = Answer(EVIL, 'e" onload="y', "answered", f"{EVIL} [1]", (Claim(EVIL, (1,)),), (citation,), figures=(figure, figure))
    page = _safe(chat_cards.claims(answer, "t1") + chat_cards.card(citation, "t1", answer.language, report))
    assert page.marked == [chat_cards.plain(EVIL)]
    _safe(
        chat_figures.counts(answer.figures, "t1", "en") + chat_cards.held(EVIL, "en", (citation,), "t1", EVIL) + chat_cards.slip(EVIL, "en")
    )
    _safe(chat_reports.listing([report], "en") + chat_reports.opened(report, 3, 40, "en") + chat_reports.summary([report], "en"))


def test_half_a_character_does_no_harm():
    assert chat_cards.shown("a\ud800b") == "a\ufffdb"
    assert shows("Who\ud800?")[-1]["state"] == "done"


def test_a_marker_inside_a_reports_words_is_no_link():
    answer = answered("Who?", "en", [("They wrote “see [1]” there.", [cite(2, "seed", "24 civils")])])
    links = Page(chat_cards.claims(answer, "t1")).find("a")
    assert [link["id"] for link in links] == ["t1-m2"]


def test_markers_within_a_claim_are_links_and_a_row_of_sources_is_a_list():
    text = "The reports differ: 255 killed (A) [1]; 412 (B) [2]; 910 [9] (C) [3]. The latest is 910 [3]."
    cited = [cite(n, "seed", "24 civils") for n in (1, 2, 3)]
    answer = Answer("?", "en", "answered", f"(A note.) {text}", (Claim(text, (1, 2, 3)),), tuple(cited))
    page = Page(chat_cards.claims(answer, "t1"))
    assert [link["href"] for link in page.find("a")] == ["#t1-c1", "#t1-c2", "#t1-c3", "#t1-c3"]
    assert [link.get("id") for link in page.find("a")] == ["t1-m1", "t1-m2", "t1-m3", None]
    assert len(page.find("span", class_="item")) == 3 and "910 [9] (C)" in page.text
    assert page.text.replace("\u00a0", " ").startswith("(A note.)") and page.text.endswith("The latest is 9103.")
    loose = Answer("?", "en", "answered", "Worded [1] apart.\n\nIn two lines [7].", (Claim("Worded otherwise.", (1,)),), tuple(cited))
    assert Page(chat_cards.claims(loose, "t1")).text == "Worded1 apart.In two lines [7]."


def test_the_script_cannot_be_closed_from_within():
    head = chat_frame.head()
    assert head.count("</script>") == 1 and head.count("</style>") == 1


# ---------------------------------------------------------------- the words around a quote


def test_the_quote_stands_in_its_own_paragraph():
    text = "First paragraph.\nBefore it. The quote. After it.\nLast paragraph."
    start = text.index("The quote.")
    first, last, before, after = chat_cards.surroundings(text, start, start + 10, "en")
    assert (text[first:last], before, after) == ("Before it. The quote. After it.", False, False)


def test_a_long_paragraph_is_cut_at_whole_sentences():
    text = " ".join(f"This is sentence number {n} of a long paragraph that goes on." for n in range(60))
    start = text.index("This is sentence number 30")
    first, last, before, after = chat_cards.surroundings(text, start, start + 62, "en")
    assert before and after and text[first:].startswith("This is sentence") and text[:last].endswith("goes on.")
    assert start - chat_cards.CONTEXT <= first < start and start + 62 < last <= start + 62 + chat_cards.CONTEXT


def test_right_to_left_text_is_right_to_left_whatever_it_begins_with():
    last = shows(PRISONS_AR)[-1]
    assert last["dir"] == "rtl" and 'dir="rtl" lang="ar"' in last["asked"]
    assert Page(last["said"]).find("p", dir="rtl") and Page(last["proof"]).find("blockquote", dir="rtl")
    assert Page(shows(CIVILIANS_EN)[-1]["proof"]).find("blockquote", dir="auto")


def test_latin_names_do_not_draw_the_numbers_after_them_along():
    assert chat_cards.worded("قتلى (sitrep desk، 2 ديسمبر) <b>", "ar") == "قتلى (<bdi>sitrep desk</bdi>، 2 ديسمبر) &lt;<bdi>b</bdi>&gt;"
    assert chat_cards.worded("killed (sitrep desk, 2)", "en") == "killed (sitrep desk, 2)"


# ---------------------------------------------------------------- figures


def test_figures_that_differ_stand_side_by_side_newest_first_with_their_sources():
    page = Page(shows(TOLL_FR)[-1]["extra"])
    assert page.find("svg") and len(page.find("circle")) == 3 and page.text.count("dernier") == 1
    order = [page.text.rindex(day) for day in ("2024-12-08", "2024-12-01", "2024-11-29")]
    assert order == sorted(order) and [link["data-card"] for link in page.find("a")] == ["t1-c1", "t1-c2", "t1-c3"]
    assert all("id" not in link for link in page.find("a"))


def _figure(value: float, as_of: str, **more) -> Figure:
    return Figure(more.pop("report_id", str(value)), 0, 1, value, as_of=as_of, what=more.pop("what", "killed"), who="people", **more)


@pytest.mark.parametrize(
    "figures",
    [
        [_figure(1, "2024-12-01"), _figure(2, "2024-12-02", what="injured")],  # another thing
        [_figure(1, "2024-12-01"), _figure(2, "2024-12-01")],  # one day
        [_figure(1, "2024-12-01"), _figure(2, "")],  # a day that is not known
        [_figure(1, "2024-12-01"), _figure(2, "2024-12")],
        [_figure(1, "2024-12-01", report_id="a"), _figure(2, "2024-12-02", report_id="a")],  # one report's two counts
    ],
)
def test_only_a_series_over_time_is_drawn(figures):
    shown = chat_figures.counts(figures, "t1", "en")
    assert "<table" in shown and "<svg" not in shown


def test_one_figure_needs_no_table():
    assert chat_figures.counts([_figure(1, "2024-12-01")], "t1", "en") == ""


@pytest.mark.parametrize(
    ("who", "unit", "what", "shown"),
    [
        ("buildings", "hôpitaux", "destroyed", "hôpitaux, détruits"),  # the report's own word, none of the ledger's
        ("people", "victims", "killed", "personnes, tués"),
        ("officials", "mayors", "detained", "mayors, détenus"),  # a group that the page has no word for
    ],
)
def test_what_is_counted_is_told_in_words_of_the_page_or_of_the_report(who, unit, what, shown):
    assert chat_figures.counted(Figure("r", 0, 1, 3.0, who=who, unit=unit, what=what), "fr") == shown


@pytest.mark.parametrize(
    ("figure", "language", "shown"),
    [
        (_figure(255, "", approx="at least", low=255), "en", ("at least", "255")),
        (_figure(70000, "", low=60000, high=80000, approx="about"), "en", ("", "60,000–80,000")),
        (_figure(14000, "", approx="more than"), "fr", ("plus de", "14\u00a0000")),
    ],
)
def test_a_count_keeps_its_hedge_and_its_range(figure, language, shown):
    assert (chat_figures.hedge(figure, language), chat_figures.amount(figure, language)) == shown
