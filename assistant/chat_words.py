"""The chat page's own words, from `chat_words.json`: the frame in the browser's language, each turn in the language of its question.

In a turn's words `{n}` and its like are filled in by `say`; words about a count have a second form for one, under the same key with `_one`.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

_WORDS: dict[str, Any] = json.loads(resources.files("assistant").joinpath("chat_words.json").read_text("utf-8"))

FRAME: dict[str, dict[str, str]] = _WORDS["frame"]
TURN: dict[str, dict[str, str]] = _WORDS["turn"]
EXAMPLES: list[dict[str, str]] = _WORDS["examples"]  # asked with one click while the seeds are among the reports
LANGUAGES = tuple(TURN)


def wording(language: str) -> str:
    """The language whose words are used for `language`: itself where there are words for it, else English."""
    return language if language in TURN else "en"


def say(language: str, key: str, **values: object) -> str:
    """The words for `key` in `language`; where `n` is 1, the words for one (`key_one`) if there are any."""
    words = TURN[wording(language)]
    if values.get("n") == 1:
        key = f"{key}_one" if f"{key}_one" in words else key
    return words[key].format(**values)
