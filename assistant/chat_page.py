"""The chat page: Gradio carries events to and from the browser, `chat_turn` tells what each turn shows, `chat_page.js` draws it.

`mount` puts the page at / of a FastAPI application that already has the HTTP API under /api (the page sends dropped files there).
Everything the page needs comes from this server: no font, script or picture from elsewhere, and no telemetry.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import gradio as gr
from fastapi import FastAPI

from assistant.chat_cards import slip
from assistant.chat_frame import DESK, SHELF, head
from assistant.chat_reports import choices, examples, listing, matching, opened, summary
from assistant.chat_turn import Conversation, Parts, follow
from assistant.chat_words import LANGUAGES
from assistant.sitrep import Sitrep
from assistant.turns import Turns
from ingest.errors import SitrepError

TABS = 500  # conversations remembered at once; the one not used for longest is forgotten first
WAITING = 32


class Tabs:
    """The conversation of each browser tab, by Gradio's session."""

    def __init__(self) -> None:
        self._tabs: OrderedDict[str, Conversation] = OrderedDict()

    def of(self, request: gr.Request) -> Conversation:
        """The conversation of the tab that sent `request`."""
        tab = self._tabs.setdefault(str(request.session_hash), Conversation())
        self._tabs.move_to_end(str(request.session_hash))
        while len(self._tabs) > TABS:
            self._tabs.popitem(last=False)[1].stop()
        return tab


def page(assistant: Sitrep, line: Turns | None = None) -> gr.Blocks:
    """The page over `assistant`, which stays the caller's to close. Questions are answered one at a time, in the order of `line`."""
    tabs, line = Tabs(), line or Turns("question", WAITING)

    async def ask(event: gr.EventData, request: gr.Request) -> AsyncGenerator[Parts, None]:
        sent = event._data if isinstance(event._data, dict) else {}
        async for parts in follow(assistant, line, tabs.of(request), str(sent.get("question", "")), _scope(sent.get("scope"))):
            yield parts

    def stop(request: gr.Request) -> None:
        tabs.of(request).stop()

    def clear(request: gr.Request) -> None:
        tabs.of(request).clear()

    def refresh(request: gr.Request) -> dict[str, Any]:
        return _shelf(assistant, _language(request))

    def find(sent: dict[str, str], request: gr.Request) -> str:
        return listing(matching(assistant.reports(), str(sent["words"])), _language(request))

    def read(sent: dict[str, Any], request: gr.Request) -> str:
        try:
            report = assistant.report(str(sent["report"]))
        except SitrepError as error:
            return slip(str(error), _language(request))
        return opened(report, int(sent["start"]), int(sent["end"]), _language(request))

    with gr.Blocks(title="sitrep", analytics_enabled=False, fill_width=True) as blocks:
        shelf = gr.HTML(
            {}, html_template=SHELF, js_on_load="sitrep.shelf(element, trigger, props, watch, server); // 'refresh'",
            apply_default_css=False, server_functions=[find, read], elem_id="shelf-part",
        )  # fmt: skip
        desk = gr.HTML(
            {}, html_template=DESK, js_on_load="sitrep.desk(element, trigger, props, watch); // 'ask' 'halt' 'clear'",
            apply_default_css=False, elem_id="desk-part",
        )  # fmt: skip
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        desk.ask(ask, None, desk, concurrency_limit=None, **quiet)
        desk.halt(stop, None, None, queue=False, **quiet)
        desk.clear(clear, None, None, queue=False, **quiet)
        shelf.refresh(refresh, None, shelf, concurrency_limit=4, **quiet)
        blocks.load(refresh, None, shelf, concurrency_limit=4, **quiet)
        blocks.unload(stop)
    return blocks


def mount(app: FastAPI, assistant: Sitrep) -> FastAPI:
    """Put the page at / of `app`; answers under way are stopped when the application shuts down."""
    line = Turns("question", WAITING)
    gr.mount_gradio_app(
        app, page(assistant, line), "/", theme=_theme(), head=head(), footer_links=[], run_history=False, show_error=True, ssr_mode=False,
        mcp_server=False, pwa=False, enable_monitoring=False,
    )  # fmt: skip
    before = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(application: FastAPI) -> AsyncIterator[Any]:
        async with before(application) as state:
            yield state
            line.close()

    app.router.lifespan_context = lifespan
    return app


def _shelf(assistant: Sitrep, language: str) -> dict[str, Any]:
    """What the shelf shows: the reports, what questions can be limited to, and questions to start with."""
    try:
        reports = assistant.reports()
    except SitrepError as error:
        return {"error": str(error), "count": 0}
    return {
        "count": len(reports),
        "summary": summary(reports, language),
        "list": listing(reports, language),
        "choices": choices(reports, language),
        "examples": examples(reports),
    }


def _scope(sent: object) -> dict[str, Any]:
    """The limits that the page sends, as `asked.read` takes them."""
    given = sent if isinstance(sent, dict) else {}
    return {
        "published_from": str(given.get("from") or ""),
        "published_to": str(given.get("to") or ""),
        "publishers": [str(given["publisher"])] if given.get("publisher") else [],
        "languages": [str(given["language"])] if given.get("language") else [],
    }


def _language(request: gr.Request) -> str:
    """The first of the browser's languages that the page has words for, else English; as `chat_page.js` chooses."""
    for wanted in str(request.headers.get("accept-language", "")).split(","):
        code = wanted.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "en"


def _theme() -> gr.themes.Base:
    """System fonts (the page's own are in its style sheet) and the page's ground, so that nothing flashes while it loads."""
    return gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["monospace"]).set(
        body_background_fill="#fbfaf7", body_background_fill_dark="#131518", body_text_color="#1b1e22", body_text_color_dark="#e8e6e1"
    )
