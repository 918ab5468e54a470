"""A chat model that is asked nothing twice: its replies are kept in a file, by what was asked. For runs that are repeated or resumed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from assistant.chat_model import ChatModel, Message, Reply, Token
from evals.case import CaseError


class CachedModel:
    """A ChatModel over another one and a file of its replies. The same model, seed and prompt give the kept reply; `asked` counts the rest.

    How fast the model reads is never told: the assistant would read more evidence on a faster day, and the prompts would be others.
    Times measured with it tell nothing. Safe to share between threads and processes.
    """

    def __init__(self, model: ChatModel, file: Path, seed: int) -> None:
        self.name, self.context = model.name, model.context
        self.asked = 0
        self._model, self._seed = model, seed
        self._turn = threading.Lock()
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._kept = sqlite3.connect(file, check_same_thread=False, isolation_level=None, timeout=60)
        except (OSError, sqlite3.Error) as error:
            raise _useless(file, error) from error
        try:
            self._kept.execute("CREATE TABLE IF NOT EXISTS replies (asked TEXT PRIMARY KEY, reply TEXT NOT NULL)")
        except sqlite3.Error as error:
            self._kept.close()
            raise _useless(file, error) from error

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
        """As ChatModel promises; a kept reply comes as one piece. What was cancelled, or failed, is not kept."""
        asked = self._key(messages, max_tokens, schema, top_logprobs)
        with self._turn:
            rows = self._kept.execute("SELECT reply FROM replies WHERE asked = ?", [asked]).fetchall()
        if rows:
            reply = _read(rows[0][0])
            if on_text and reply.text:
                on_text(reply.text)
            return reply
        reply = self._model.complete(
            messages, max_tokens=max_tokens, schema=schema, top_logprobs=top_logprobs, on_text=on_text, cancel=cancel
        )
        reply = replace(reply, reading_speed=0.0)
        self.asked += 1
        if cancel is None or not cancel.is_set():
            with self._turn:
                self._kept.execute("INSERT OR REPLACE INTO replies VALUES (?, ?)", [asked, json.dumps(asdict(reply), ensure_ascii=False)])
        return reply

    def count_tokens(self, text: str) -> int:
        """As the model counts."""
        return self._model.count_tokens(text)

    def close(self) -> None:
        """Close the file and the model."""
        with self._turn:
            self._kept.close()
        self._model.close()

    def _key(self, messages: Sequence[Message], max_tokens: int, schema: Mapping[str, Any] | None, top_logprobs: int) -> str:
        """All that a reply follows from."""
        told = [self.name, self.context, self._seed, [asdict(m) for m in messages], max_tokens, schema, top_logprobs]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _read(kept: str) -> Reply:
    data = json.loads(kept)
    return Reply(**{**data, "tokens": tuple(Token(**token) for token in data["tokens"])})


def _useless(file: Path, error: Exception) -> CaseError:
    return CaseError(f"{file} cannot keep replies ({error}); remove it or name another with --cache")
