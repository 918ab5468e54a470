"""One turn of the chat as it unfolds: waiting, passages found, sentences as they are verified, the whole answer with its cards.

A turn is shown by a dict of HTML parts (`View.parts`); every change yields it anew and the page replaces what changed.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi.concurrency import run_in_threadpool

from assistant import asked
from assistant.answer import Answer, Event, Hit
from assistant.chat_cards import as_text, cards, claims, direction, held, passages, sentence, shown, slip
from assistant.chat_figures import counts
from assistant.chat_words import say, wording
from assistant.sitrep import Sitrep
from assistant.turns import Turn, Turns
from assistant.wording import number
from ingest.errors import SitrepError
from ingest.language import detect
from ingest.report import Report

HISTORY = 6
TICK = 0.1  # seconds between looks at the place in the line and the stop button
log = logging.getLogger(__name__)

Parts = dict[str, str]


@dataclass(slots=True)
class Conversation:
    """What one browser tab has asked so far; `cancel` stops the answer that is being written, if any."""

    history: list[dict[str, str]] = field(default_factory=list)
    turns: int = 0
    cancel: threading.Event | None = None

    def stop(self) -> None:
        """Stop the answer that is being written."""
        if self.cancel:
            self.cancel.set()

    def clear(self) -> None:
        """Forget what was asked."""
        self.stop()
        self.history, self.cancel = [], None

    def remember(self, question: str, answer: str, cancel: threading.Event) -> None:
        """Keep a turn for the questions that follow it, unless the conversation was cleared meanwhile."""
        if self.cancel is cancel:
            self.history = [*self.history, {"question": question, "answer": answer}][-HISTORY:]


@dataclass(slots=True)
class View:
    """A turn as the page shows it: HTML parts, all of them escaped."""

    turn: str
    question: str
    language: str
    state: str = "looking"
    status: str = ""
    hits: tuple[Hit, ...] = ()
    said: str = ""
    extra: str = ""
    proof: str = ""
    copy: str = ""
    answer: Answer | None = None

    def parts(self) -> Parts:
        """The parts, by the names that the page's script knows."""
        words = self.language
        return {
            "turn": self.turn,
            "state": self.state,
            "language": wording(words),
            "dir": "rtl" if wording(words) == "ar" else "ltr",
            "asked": f'<h2 class="asked" {direction(words if wording(words) == words else "")}>{shown(self.question)}</h2>',
            "status": shown(self.status),
            "said": self.said,
            "extra": self.extra,
            "proof": self.proof,
            "copy": self.copy,
            "copyLabel": say(words, "copy"),
            "copyTitle": say(words, "copy_title"),
        }

    def count(self, key: str) -> str:
        """How many passages of how many reports, said as `key` says it, or that none was found."""
        if not self.hits:
            return say(self.language, "none")
        reports = say(self.language, "from", n=len({hit.report_id for hit in self.hits}))
        return say(self.language, key, n=len(self.hits), m=reports)


async def follow(
    assistant: Sitrep, line: Turns, conversation: Conversation, question: str, scope: Mapping[str, Any]
) -> AsyncGenerator[Parts, None]:
    """Ask, and give the turn's parts each time something changes; the last has the state "done"."""
    question = question.encode("utf-8", "replace").decode("utf-8")  # half a character can be neither told nor stored
    conversation.stop()
    conversation.turns += 1
    view = View(f"t{conversation.turns}", question, await run_in_threadpool(detect, question))
    view.status = say(view.language, "looking")
    yield view.parts()
    written: list[str] = []
    try:
        turn = line.take(_work(assistant, asked.read({"question": question, "history": conversation.history, "scope": scope})))
        conversation.cancel = turn.cancel
        async for event in _arriving(turn, view):
            if event:
                await run_in_threadpool(_take, event, view, written, assistant)
            yield view.parts()
        text = " ".join(written) if view.answer is None else view.answer.text
        conversation.remember(question, text, turn.cancel)
    except Exception as error:  # whatever it is, the person who asked is told
        view.said += slip(_told(error), view.language)
        view.status = ""
    if view.state != "done" and view.status:
        view.status = say(view.language, "stopped")
    view.state = "done"
    yield view.parts()


def _work(assistant: Sitrep, question: asked.Asked) -> Callable[[Callable[[Event], None], threading.Event], None]:
    def work(emit: Callable[[Event], None], cancel: threading.Event) -> None:
        for event in assistant.stream(question.question, history=question.turns(), scope=question.narrowed(), cancel=cancel):
            emit(event)

    return work


async def _arriving(turn: Turn, view: View) -> AsyncGenerator[Event | None, None]:
    """The events of an answer until it is whole or stopped; None when only the question's place in the line changed."""
    place = 0
    async for event in turn.items(TICK):
        if turn.cancel.is_set():
            return
        if event is not None:
            yield event
        elif view.state in {"looking", "waiting"} and turn.ahead != place:
            place = turn.ahead
            _wait(view, place)
            yield None


def _wait(view: View, before: int) -> None:
    view.state = "waiting" if before else "looking"
    view.status = say(view.language, "waiting_many" if before > 1 else "waiting" if before else "looking", n=before)


def _take(event: Event, view: View, written: list[str], assistant: Sitrep) -> None:
    """Put what arrived on the view."""
    if event.kind == "hits":
        view.state, view.hits = "reading", event.hits
        view.status = view.count("reading") if event.hits else say(view.language, "looking")
        view.proof = passages(event.hits, say(view.language, "found"), view.language, opened=True)
    elif event.kind == "text":
        written.append(event.text)
        view.said += sentence(event.text, (), view.turn, view.language)
    elif event.answer:
        _finish(view, event.answer, assistant)


def _finish(view: View, answer: Answer, assistant: Sitrep) -> None:
    """The whole answer: its sentences, cards, figures, and the text for the copy button."""
    view.answer, view.language, view.hits = answer, answer.language, answer.hits or view.hits
    view.state, view.copy = "done", as_text(answer)
    view.status = " · ".join(part for part in (view.count("read") if view.hits or answer.refused else "", _seconds(answer)) if part)
    drawn = cards(answer, view.turn, lambda report_id: _report(assistant, report_id))
    if answer.refusal:
        view.said = held(answer.refusal.message, answer.language, answer.citations, view.turn, answer.refusal.reason)
    else:
        view.said = claims(answer, view.turn)
        view.extra = counts(answer.figures, view.turn, answer.language)
    unread = answer.refusal is not None and answer.refusal.reason == "model_unavailable"
    view.status = "" if unread else view.status
    heading = say(view.language, "nearest" if answer.refused and not unread and not drawn else "found")
    view.proof = drawn + passages(view.hits, heading, view.language, opened=not drawn)


def _seconds(answer: Answer) -> str:
    seconds = round(answer.trace.seconds.get("total", 0), 1)
    return say(answer.language, "seconds", s=number(wording(answer.language), seconds)) if seconds else ""


def _report(assistant: Sitrep, report_id: str) -> Report | None:
    """The report of an id; None if it has been removed since."""
    try:
        return assistant.report(report_id)
    except SitrepError:
        return None


def _told(error: Exception) -> str:
    """An error as a sentence for the person who asked."""
    if isinstance(error, SitrepError):
        return str(error)
    log.error("a question could not be answered", exc_info=error)
    return f"sitrep met something unexpected ({type(error).__name__}); its terminal has the details"
