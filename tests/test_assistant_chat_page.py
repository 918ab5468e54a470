"""The chat page without a browser: what each turn shows, and that nothing out of a report becomes markup."""

import asyncio
import dataclasses
import threading
from html.parser import HTMLParser

import pytest
from fake_assistant import (
    BREAD_EN,
    BROKEN_EN,
    BY_ID,
    CIVILIANS_EN,
    FOLLOW_UP_EN,
    HAMA_EN,
    MARKUP_EN,
    PRISONS_AR,
    REPORTS,
    SCRIPT,
    SLOW_EN,
    TOLL_FR,
    FakeAssistant,
    answered,
    cite,
)  # fmt: skip

from assistant import chat_cards, chat_figures, chat_frame, chat_reports, chat_words
from assistant.answer import Answer, Citation, Claim, Scope
from assistant.chat_turn import Conversation, follow
from assistant.turns import Turns
from ingest.errors import SitrepError
from ingest.report import Figure, Report

ALLOWED = set(
    "h2 h3 h4 p span strong a article section details summary ol li button blockquote mark abbr time br table thead tbody tr th td svg "
    "line circle text div header bdi".split()
)


class Page(HTMLParser):
    """Every tag, attribute and text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.marked: list[str] = []
        self._in_mark = False
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag == "mark":
            self._in_mark, self.marked = True, [*self.marked, ""]

    def handle_endtag(self, tag):
        self._in_mark = self._in_mark and tag != "mark"

    def handle_data(self, data):
        self.text += data
        if self._in_mark:
            self.marked[-1] += data

    def find(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        """Attributes of every such tag."""
        wanted = {name.rstrip("_"): value for name, value in attributes.items()}
        return [attrs for name, attrs in self.tags if name == tag and wanted.items() <= attrs.items()]


def shows(
    question: str, assistant: FakeAssistant | None = None, conversation: Conversation | None = None, scope=None
) -> list[dict[str, str]]:
    """Everything a turn shows, in order."""

    async def ask() -> list[dict[str, str]]:
        line = Turns("question", 8)
        try:
            told = follow(assistant or FakeAssistant(delay=0), line, conversation or Conversation(), question, scope or {})
            return [parts async for parts in told]
        finally:
            line.close()

    return asyncio.run(ask())


def whole(parts: dict[str, str]) -> str:
    return "".join(parts[name] for name in ("asked", "status", "said", "extra", "proof"))


# ---------------------------------------------------------------- a turn


def test_the_passages_come_first_then_sentences_then_the_whole_answer():
    states = shows(CIVILIANS_EN)
    assert [parts["state"] for parts in states] == ["looking", "reading", "reading", "reading", "done", "done"]
    assert states[1]["status"] == "Reading 1 passage from 1 report" and "Army pulls back from Aleppo" in states[1]["proof"]
    assert states[1]["said"] == "" and states[2]["said"] in states[3]["said"] and states[3]["said"] == states[-1]["said"]
    assert states[-1]["status"] == "Read 1 passage from 1 report · 4.9 s"


@pytest.mark.parametrize("question", [CIVILIANS_EN, TOLL_FR, PRISONS_AR, SLOW_EN])
def test_every_citation_has_a_card_with_its_exact_quote_marked(question):
    last = shows(question)[-1]
    proof = Page(last["proof"])
    answer = SCRIPT[question]
    assert proof.marked == [chat_cards.plain(citation.quote) for citation in answer.citations]
    for citation in answer.citations:
        assert proof.find("article", id=f"t1-c{citation.marker}")
        assert proof.find("button", data_report="x") == [] and proof.find("button", **{"data-report": citation.report_id})
        assert Page(last["said"]).find("a", id=f"t1-m{citation.marker}", **{"data-card": f"t1-c{citation.marker}"})
        assert proof.find("a", **{"data-back": f"t1-m{citation.marker}"})


def test_a_card_says_who_published_when_in_which_language_and_who_says_so():
    text = Page(shows(TOLL_FR)[-1]["proof"]).text
    assert "sitrep desk · 8 décembre 2024es" in text and "Cae Damasco" in text and "selon OSDH" in text
    assert "Daté du 29 novembre 2024 dans son texte, du 2 décembre 2024 par sa source." in text


def test_a_report_that_was_removed_leaves_its_quote():
    class Emptied(FakeAssistant):
        def report(self, report_id):
            raise SitrepError("gone")

    proof = Page(shows(CIVILIANS_EN, Emptied(delay=0))[-1]["proof"])
    assert len(proof.marked) == 2 and "no longer in the archive" in proof.text


def test_a_refusal_is_no_error_and_shows_the_nearest_passages():
    last = shows(BREAD_EN)[-1]
    assert Page(last["said"]).find("p", class_="held-lead") and not Page(last["said"]).find("div", role="alert")
    assert "No report says this." in last["said"] and "The nearest passages" in last["proof"]


def test_a_model_that_is_not_there_leaves_the_passages():
    last = shows(HAMA_EN)[-1]
    assert "start Ollama" in last["said"] and "Passages found" in last["proof"] and last["status"] == ""


def test_an_error_is_a_sentence_after_what_was_found():
    states = shows(BROKEN_EN)
    assert "The archive cannot be read: disk error; run sitrep doctor" in Page(states[-1]["said"]).text
    assert "Les rebelles syriens" in states[-1]["proof"] and states[-1]["state"] == "done"


def test_an_unexpected_error_is_logged_and_named(caplog):
    class Odd(FakeAssistant):
        def stream(self, *args, **kwargs):
            raise ZeroDivisionError("secret")

    last = shows(CIVILIANS_EN, Odd())[-1]
    assert "ZeroDivisionError" in last["said"] and "secret" not in whole(last) and "secret" in caplog.text


@pytest.mark.parametrize(("question", "words"), [("   ", "It is empty"), ("x" * 4001, "4,001 characters")])
def test_a_question_that_cannot_be_asked_is_a_sentence(question, words):
    states = shows(question)
    assert words.lower() in Page(states[-1]["said"]).text.lower() and states[-1]["proof"] == ""


def test_follow_ups_pass_the_earlier_turns():
    fake, conversation = FakeAssistant(delay=0), Conversation()
    shows(CIVILIANS_EN, fake, conversation)
    last = shows(FOLLOW_UP_EN, fake, conversation)[-1]
    assert fake.calls[1].history == ({"question": CIVILIANS_EN, "answer": SCRIPT[CIVILIANS_EN].text},)
    assert last["turn"] == "t2" and "Nearly half of the displaced are children." in Page(last["said"]).text
    conversation.clear()
    assert "No report says this." in shows(FOLLOW_UP_EN, fake, conversation)[-1]["said"]


def test_limits_reach_the_assistant():
    fake = FakeAssistant()
    shows(CIVILIANS_EN, fake, scope={"published_from": "2024-12-01", "publishers": ["Efe"], "languages": ["fr"]})
    assert fake.calls[0].scope == Scope("2024-12-01", "", ("Efe",), ("fr",))
    assert "holds no day" in shows(CIVILIANS_EN, fake, scope={"published_from": "2025", "published_to": "2024"})[-1]["said"]


def test_stop_ends_the_turn_at_once_and_keeps_what_was_said():
    fake, conversation = FakeAssistant(gate=threading.Event()), Conversation()

    async def ask() -> list[dict[str, str]]:
        line, states = Turns("question", 8), []
        async for parts in follow(fake, line, conversation, SLOW_EN, {}):
            states.append(parts)
            if parts["state"] == "reading":
                conversation.stop()
        line.close()
        return states

    last = asyncio.run(asyncio.wait_for(ask(), 5))[-1]
    assert (last["state"], last["status"], last["said"]) == ("done", "Stopped", "") and "Cae Damasco" in last["proof"]
    assert fake.cancelled.wait(2)


def test_who_comes_second_waits_and_is_told_so():
    gate = threading.Event()
    fake, line_states = FakeAssistant(gate=gate), []

    async def ask() -> list[dict[str, str]]:
        line = Turns("question", 8)

        async def first() -> None:
            async for _ in follow(fake, line, Conversation(), SLOW_EN, {}):
                pass

        running = asyncio.create_task(first())
        while not fake.calls:
            await asyncio.sleep(0.01)
        async for parts in follow(fake, line, Conversation(), CIVILIANS_EN, {}):
            line_states.append(parts)
            if parts["state"] == "waiting":
                gate.set()
        await running
        line.close()
        return line_states

    states = asyncio.run(asyncio.wait_for(ask(), 10))
    assert "Another question is being answered; yours is next" in [parts["status"] for parts in states]
    assert states[-1]["said"].count("<p") == 2


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
    ("figure", "language", "shown"),
    [
        (_figure(255, "", approx="at least", low=255), "en", ("at least", "255")),
        (_figure(70000, "", low=60000, high=80000, approx="about"), "en", ("", "60,000–80,000")),
        (_figure(14000, "", approx="more than"), "fr", ("plus de", "14\u00a0000")),
    ],
)
def test_a_count_keeps_its_hedge_and_its_range(figure, language, shown):
    assert (chat_figures.hedge(figure, language), chat_figures.amount(figure, language)) == shown


# ---------------------------------------------------------------- copying, reports, words


def test_the_copy_is_plain_text_with_sources_dates_and_quotes():
    assert shows(CIVILIANS_EN)[-1]["copy"].splitlines() == [
        CIVILIANS_EN, "", SCRIPT[CIVILIANS_EN].text, "", "Sources",
        "[1] sitrep desk, 2024-11-30, Army pulls back from Aleppo (according to SOHR)",
        "    “It listed 183 men from HTS and its allies, 100 soldiers and pro-government fighters, and 28 civilians.”",
        "[2] sitrep desk, 2024-11-30, Army pulls back from Aleppo (according to State media)",
        "    “State media blamed HTS shelling for the death of four civilians in a student residence.”",
    ]  # fmt: skip


def test_the_shelf_lists_newest_first_and_finds():
    page = Page(chat_reports.listing(REPORTS, "en"))
    assert [button["data-report"] for button in page.find("button")][0] == "markup"
    assert [r.report_id for r in chat_reports.matching(REPORTS, "desk ALEP 2024-12")] == ["alep"]
    assert [r.report_id for r in chat_reports.newest_first(REPORTS)][-1] == "seed"
    assert Page(chat_reports.summary(REPORTS, "en")).text == "7 reports29 November 2024 – 14 December 2024"
    many = [dataclasses.replace(REPORTS[0], report_id=str(n)) for n in range(chat_reports.LISTED + 5)]
    assert "+ 5" in chat_reports.listing(many, "en")


def test_an_opened_report_shows_all_of_it_with_the_words_marked():
    report = BY_ID["seed"]
    start, end = report.text.index("En outre"), report.text.index("Selon un rapport") + 5
    page = Page(chat_reports.opened(report, start, end, "en"))
    assert "".join(page.marked) == report.text[start:end].replace("\n", "") and len(page.marked) == 2
    assert "".join(report.text.split()) in "".join(page.text.split())
    long = dataclasses.replace(report, text="x " * 60_000)
    assert "Only the part around" in chat_reports.opened(long, 50_000, 50_010, "en")


def test_examples_are_offered_while_the_seeds_are_there():
    assert {example["language"] for example in chat_reports.examples(REPORTS)} == {"en", "fr", "es", "ar"}
    assert chat_reports.examples([dataclasses.replace(REPORTS[0], source="mine/a.txt")]) == []


def test_every_language_has_every_word():
    for words in (chat_words.FRAME, chat_words.TURN):
        assert set(words) == {"en", "fr", "es", "ar"}
        assert len({frozenset(each) for each in words.values()}) == 1
        assert all(text.strip() for each in words.values() for text in each.values())
    assert chat_words.say("sw", "looking") == chat_words.say("en", "looking")
