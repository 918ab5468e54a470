"""Scripted stand-ins for our own protocols; nothing here imitates a vendor."""

import json
import math
import re
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.chat_model import Message, Reply, Token


@dataclass(frozen=True, slots=True)
class Call:
    """One call that a ScriptedModel got. `prompt` is all its messages in one text, for `in` tests."""

    messages: tuple[Message, ...]
    max_tokens: int
    schema: Mapping[str, Any] | None
    top_logprobs: int

    @property
    def prompt(self) -> str:
        return "\n".join(message.content for message in self.messages)


Script = str | dict | list | Reply | Exception | Callable[[Call], Any]


class ScriptedModel:
    """A ChatModel that answers from a script and remembers what it was asked in `history`.

    Each entry of the script serves one call: a text; a dict or list (given as JSON); a Reply; an exception (raised); or a function of
    the Call that gives any of these. A single function instead of a list serves every call. A script that is used up is a failed test.
    `yes(p)` makes a Reply whose first token says yes with probability p.
    """

    def __init__(self, script: Iterable[Script] | Callable[[Call], Any] = (), *, context: int = 4096, name: str = "scripted") -> None:
        self.name = name
        self.context = context
        self.history: list[Call] = []
        self.closed = False
        self._always = script if callable(script) else None
        self._left = [] if callable(script) else list(script)

    def complete(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: int,
        schema: Mapping[str, Any] | None = None,
        top_logprobs: int = 0,
        on_text: Callable[[str], None] | None = None,
        cancel: threading.Event | None = None,
    ) -> Reply:
        call = Call(tuple(messages), max_tokens, schema, top_logprobs)
        self.history.append(call)
        reply = self._reply(self._next(), call)
        if cancel is not None and cancel.is_set():
            return Reply("", reply.tokens_read, 0, 0.0)
        for piece in re.findall(r"\S*\s*", reply.text) if on_text else ():
            if piece:
                on_text(piece)
        return reply

    def count_tokens(self, text: str) -> int:
        return len(text.split())

    def close(self) -> None:
        self.closed = True

    @property
    def used_up(self) -> bool:
        """Whether every scripted reply was asked for."""
        return not self._left

    def _next(self) -> Script:
        if self._always:
            return self._always
        assert self._left, f"the script is used up; asked {self.history[-1].prompt!r}"
        return self._left.pop(0)

    def _reply(self, entry: Script, call: Call) -> Reply:
        if isinstance(entry, Exception):
            raise entry
        if isinstance(entry, Reply):
            return entry
        if callable(entry):
            return self._reply(entry(call), call)
        text = entry if isinstance(entry, str) else json.dumps(entry, ensure_ascii=False)
        return Reply(text, self.count_tokens(call.prompt), self.count_tokens(text), 0.0)


def yes(probability: float, *, words: tuple[str, str] = ("yes", "no")) -> Reply:
    """A one-token reply: the first word with that probability, the second with the rest."""
    chances = {words[0]: math.log(max(probability, 1e-9)), words[1]: math.log(max(1 - probability, 1e-9))}
    text = max(chances, key=lambda word: chances[word])
    return Reply(text, 10, 1, 0.0, (Token(text, chances[text], chances),))
