"""What sitrep needs of a chat model. Two real ones: `ollama_model` (a server) and `llama_cpp_model` (in process)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

ENOUGH_READ = 32  # tokens that were not cached: with fewer, `reading_speed` would tell of overheads


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of the prompt."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Token:
    """A written token and the most likely alternatives at its place: text to natural-log probability."""

    text: str
    logprob: float
    alternatives: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the model wrote. `tokens_read` is the whole prompt as the engine counted it (cached tokens included).

    `reading_speed` is in tokens a second, of those that were not cached; 0 if too few were read to tell.
    """

    text: str
    tokens_read: int
    tokens_written: int
    seconds: float
    tokens: tuple[Token, ...] = ()
    reading_speed: float = 0.0


class ChatModel(Protocol):
    """A model that completes a conversation. Same messages, same settings: same reply (temperature 0, fixed seed)."""

    name: str
    context: int

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
        """Complete the conversation.

        `schema` is a JSON schema the reply's text must follow (the caller still validates it). With `top_logprobs` > 0 `tokens` is
        filled. `on_text` gets each piece of text as it is written. When `cancel` is set the reply so far is returned.
        Raises ModelUnavailable, ModelMissing, PromptTooLong.
        """
        ...

    def count_tokens(self, text: str) -> int:
        """How many tokens `text` costs: exact where the engine can tell, else an estimate that is never too low."""
        ...

    def close(self) -> None:
        """Free what the model holds."""
        ...
