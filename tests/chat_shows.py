"""What the chat page shows, for tests: every part of a turn, and the tags, attributes and text of a piece of HTML."""

import asyncio
from html.parser import HTMLParser

from fake_assistant import FakeAssistant

from assistant.chat_turn import Conversation, follow
from assistant.turns import Turns

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
