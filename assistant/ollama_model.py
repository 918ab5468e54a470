"""The chat model on an Ollama server: replies checked for what such servers leave out, the token budget held against what was read."""

from __future__ import annotations

import contextlib
import os
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from assistant.chat_model import ENOUGH_READ, Message, Reply, Token
from assistant.errors import BadReply, ModelUnavailable, PromptTooLong
from assistant.message_marks import without_marks
from assistant.ollama_server import KEEP_ALIVE, Chunk, OllamaServer
from assistant.token_estimate import TokenEstimate
from ingest.settings import Settings

_FRAME = 12  # tokens a chat template puts around a message, at most
_SYSTEM = 40  # and those of the system prompt that some templates add when there is none
_FOR_THINKING = 1024  # more room for the second try of a model that thought until it had none left
# Ollama's own defaults punish repetition, and a quote is one; Modelfiles may set any of these.
_GREEDY = {"temperature": 0.0, "top_p": 1.0, "min_p": 0.0, "repeat_penalty": 1.0, "presence_penalty": 0.0, "frequency_penalty": 0.0}


class OllamaModel:
    """A ChatModel on an Ollama server. Nothing is asked of the server before the first use."""

    def __init__(self, name: str, settings: Settings) -> None:
        self.name = f"ollama/{name}"
        self.context = settings.num_ctx
        self.server = OllamaServer(settings)
        self._name = name
        self._settings = settings
        self._estimate = TokenEstimate()
        self._thinks: bool | None = None
        self._sent: deque[str] = deque(maxlen=8)

    def check(self) -> None:
        """Raise ModelUnavailable or ModelMissing now if the model could not answer; loads nothing."""
        known = self.server.show(self._name)
        if known["capabilities"] and "completion" not in known["capabilities"]:
            raise ModelUnavailable(
                f"{self._name} is no chat model (it does {', '.join(known['capabilities'])}); set SITREP_MODEL to another"
            )
        self.context = min(self._settings.num_ctx, known["context"] or self._settings.num_ctx)
        self._thinks = "thinking" in known["capabilities"]

    def warm(self) -> None:
        """Make the server load the weights now."""
        self.check()
        self.server.load(self._name, self.context)

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
        """As ChatModel promises; an empty reply (a model that only thought) is asked for once more, then it is a BadReply."""
        if self._thinks is None:
            self.check()
        started = time.monotonic()
        for room in (max_tokens, max_tokens + _FOR_THINKING):
            request = self._request(messages, room, schema, top_logprobs)
            written = self._written(request, on_text, cancel)
            if written.text or (cancel is not None and cancel.is_set()):
                self._compare(messages, written, room, top_logprobs)
                return written.reply(time.monotonic() - started, self._fresh(messages))
        raise BadReply(f"{self._name} gave an empty reply twice; set SITREP_MODEL to a model that does not think aloud")

    def count_tokens(self, text: str) -> int:
        """An estimate of what `text` costs that is never too low; the server cannot be asked."""
        return self._estimate.count(text)

    def close(self) -> None:
        """Nothing to free here: the server lets the weights go by itself."""

    def _request(self, messages: Sequence[Message], max_tokens: int, schema: Mapping[str, Any] | None, top_logprobs: int) -> dict[str, Any]:
        expected = self._expected(messages)
        if len(messages) > 2 and expected > self.context:  # the server would drop the oldest turns without a word
            raise PromptTooLong(f"the prompt may take {expected} tokens, the context {self.context}; raise SITREP_NUM_CTX")
        options = _GREEDY | {"num_ctx": self.context, "num_predict": max_tokens, "seed": self._settings.seed}
        if self._settings.threads:
            options["num_thread"] = self._settings.threads
        return {
            "model": self._name,
            "messages": [{"role": message.role, "content": without_marks(message.content)} for message in messages],
            "options": options,
            "format": dict(schema) if schema is not None else None,
            "think": False if self._thinks else None,
            "logprobs": bool(top_logprobs) or None,
            "top_logprobs": top_logprobs or None,
            "keep_alive": KEEP_ALIVE,
        }

    def _expected(self, messages: Sequence[Message]) -> int:
        return _SYSTEM + sum(_FRAME + self._estimate.count(message.content) for message in messages)

    def _written(self, request: Mapping[str, Any], on_text: Callable[[str], None] | None, cancel: threading.Event | None) -> _Written:
        written = _Written()
        with contextlib.closing(self.server.chat(request, cancel)) as chunks:
            for chunk in chunks:
                piece = written.take(chunk)
                if piece and on_text:
                    on_text(piece)
        return written

    def _fresh(self, messages: Sequence[Message]) -> float:
        """The share of the prompt that the server had not cached, going by what it was sent before.

        Its engine keeps the last prompt, and takes an earlier one back if a quarter of that is of use.
        """
        prompt = "".join(message.content for message in messages)
        shared = [(earlier, len(os.path.commonprefix([prompt, earlier]))) for earlier in self._sent]
        known = [common for earlier, common in shared if earlier == self._sent[-1] or 4 * common >= len(earlier)]
        self._sent.append(prompt)
        return 1 - max(known, default=0) / max(1, len(prompt))

    def _compare(self, messages: Sequence[Message], written: _Written, max_tokens: int, top_logprobs: int) -> None:
        """Hold what the server says it read against what was sent: a prompt that was cut must not pass for a reply."""
        if not written.done:
            return
        if top_logprobs and not written.tokens:
            raise ModelUnavailable(f"Ollama at {self.server.url} gives no token probabilities; update it to 0.12.11 or later")
        expected = self._expected(messages)
        # A full context either ends the reply or is shifted: the server forgets the oldest words and writes on.
        full = written.read + written.count >= self.context or (written.reason == "length" and written.count < max_tokens)
        if full or (expected > self.context and written.read < expected / 2.5):
            raise PromptTooLong(
                f"Ollama read {written.read} tokens of about {expected} in a context of {self.context}; raise SITREP_NUM_CTX"
            )
        self._estimate.learn(expected, written.read)


class _Written:
    """Collects what the server writes, chunk by chunk."""

    def __init__(self) -> None:
        self.text = ""
        self.tokens: list[Token] = []
        self.read = self.count = self.nanoseconds = 0
        self.done = False
        self.reason = ""

    def take(self, chunk: Chunk) -> str:
        """One chunk; gives the text it added."""
        piece = chunk.message.content or ""
        self.text += piece
        if not chunk.message.thinking:
            self.tokens += [_token(entry) for entry in chunk.logprobs or ()]
        if chunk.done:
            self.done, self.reason = True, chunk.done_reason or ""
            self.read, self.count = chunk.prompt_eval_count or 0, chunk.eval_count or 0
            self.nanoseconds = chunk.prompt_eval_duration or 0
        return piece

    def reply(self, seconds: float, fresh: float) -> Reply:
        """What was written; the server says how long it read, not how much of the prompt was `fresh`."""
        read = self.read * fresh
        speed = read / (self.nanoseconds / 1e9) if read >= ENOUGH_READ and self.nanoseconds else 0.0
        return Reply(self.text, self.read, self.count or len(self.tokens), seconds, tuple(self.tokens), speed)


def _token(entry: Any) -> Token:
    return Token(entry.token, entry.logprob, {other.token: other.logprob for other in entry.top_logprobs or ()})
