"""The page's still parts: the bar, the shelf of reports, the reader, the welcome and the question box, and the head that goes with them.

Empty of words: the page's script fills every `data-say` from `chat_words.FRAME`, in the browser's language.
"""

from __future__ import annotations

import json
from importlib import resources
from urllib.parse import quote

from assistant.chat_words import FRAME

_ICON = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0b5a6f"/>\
<path d="M8 10h16M8 16h16M8 22h9" stroke="white" stroke-width="3"/></svg>"""

_SHELF_ICON = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 4h4v12H3zM7 4h4v12H7zM11.6 5l3.8-1 3 11.5-3.8 1z"/></svg>'
_NEW_ICON = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 4v12M4 10h12"/></svg>'
_CLOSE_ICON = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M5 5l10 10M15 5L5 15"/></svg>'
_LIMIT_ICON = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M3 5h14M6 10h8M8.5 15h3"/></svg>'
_ASK_ICON = '<svg viewBox="0 0 20 20" aria-hidden="true"><path d="M10 16V4M5 9l5-5 5 5"/></svg>'
_STOP_ICON = '<svg viewBox="0 0 20 20" aria-hidden="true"><path class="solid" d="M6 6h8v8H6z"/></svg>'

SHELF = f"""
<header class="bar">
  <button type="button" class="quiet" id="shelf-toggle" aria-controls="shelf" aria-expanded="true">
    {_SHELF_ICON}<span data-say="reports"></span><span class="count" id="shelf-count"></span>
  </button>
  <p class="brand"><strong>sitrep</strong><span data-say="motto"></span></p>
  <button type="button" class="quiet" id="new-chat">{_NEW_ICON}<span data-say="new"></span></button>
</header>
<div class="scrim" id="scrim"></div>
<aside class="shelf" id="shelf" data-say-label="reports">
  <div class="shelf-head">
    <p class="shelf-sum" id="shelf-sum"></p>
    <button type="button" class="quiet icon" id="shelf-close" data-say-label="close">{_CLOSE_ICON}</button>
  </div>
  <input type="search" id="shelf-find" autocomplete="off" spellcheck="false" dir="auto" data-say-placeholder="find" data-say-label="find">
  <div class="shelf-list" id="shelf-list"></div>
  <div class="shelf-add">
    <div id="add-results" class="add-results" role="status"></div>
    <input type="file" id="add-files" multiple hidden accept=".txt,.md,.html,.htm,.pdf,.docx,.jsonl,.csv">
    <button type="button" class="plain" id="add" data-add>{_NEW_ICON}<span data-say="add"></span></button>
    <p class="hint"><span data-say="drop"></span><br><span data-say="formats"></span></p>
  </div>
</aside>
<dialog class="reader" id="reader">
  <button type="button" class="quiet icon" id="reader-close" data-say-label="close">{_CLOSE_ICON}</button>
  <div id="reader-body" tabindex="0"></div>
</dialog>
<div class="drop-veil" aria-hidden="true"><p data-say="add"></p></div>
"""

DESK = f"""
<div class="desk">
  <section class="welcome" id="welcome">
    <h1 data-say="welcome"></h1>
    <p class="lede" data-say="welcome_text"></p>
    <div id="examples" hidden><h2 data-say="examples"></h2><ul></ul></div>
    <div id="empty" hidden><h2 data-say="empty"></h2><p data-say="empty_text"></p>
      <button type="button" class="plain" data-add>{_NEW_ICON}<span data-say="add"></span></button></div>
  </section>
  <div class="turns" id="turns"></div>
</div>
<form class="composer" id="composer">
  <div class="limits" id="limits" hidden>
    <label><span data-say="from"></span><input type="date" name="from"></label>
    <label><span data-say="to"></span><input type="date" name="to"></label>
    <label><span data-say="publisher"></span><select name="publisher"></select></label>
    <label><span data-say="language"></span><select name="language"></select></label>
    <button type="button" class="quiet" id="limits-reset" data-say="reset"></button>
  </div>
  <div class="line">
    <button type="button" class="quiet icon" id="limits-toggle" aria-controls="limits" aria-expanded="false" data-say-label="limits"
      data-say-title="limits">{_LIMIT_ICON}</button>
    <textarea id="question" rows="1" dir="auto" maxlength="4000" data-say-label="question" data-say-placeholder="placeholder"></textarea>
    <button type="submit" class="send" id="ask">{_ASK_ICON}<span data-say="ask"></span></button>
    <button type="button" class="send" id="stop">{_STOP_ICON}<span data-say="stop"></span></button>
  </div>
</form>
<p class="toast" id="toast" role="status"></p>
"""


def head() -> str:
    """The style sheet, the script with its words, and the icon: all inline, so that the page asks nothing of anyone else."""
    words = json.dumps(FRAME, ensure_ascii=False).replace("</", "<\\/")
    script = f"window.sitrepWords = {words};\n{_file('chat_page.js')}\n{_file('chat_shelf.js')}"
    return f'<style>{_file("chat_page.css")}</style><script>{script}</script><link rel="icon" href="data:image/svg+xml,{quote(_ICON)}">'


def _file(name: str) -> str:
    return resources.files("assistant").joinpath(name).read_text("utf-8")
