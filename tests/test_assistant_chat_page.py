"""The chat page without a browser: what each turn shows, what is copied, the reports beside it, its words."""

import asyncio
import dataclasses
import threading

import pytest
from chat_shows import Page, shows, whole
from fake_assistant import (
    BREAD_EN,
    BROKEN_EN,
    BY_ID,
    CIVILIANS_EN,
    FOLLOW_UP_EN,
    HAMA_EN,
    PRISONS_AR,
    REPORTS,
    SCRIPT,
    SLOW_EN,
    TOLL_FR,
    FakeAssistant,
)

from assistant import chat_cards, chat_reports, chat_words
from assistant.answer import Scope
from assistant.chat_turn import Conversation, follow
from assistant.turns import Turns
from ingest.errors import SitrepError

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
