"""A question as it comes in from outside (a line of JSON, an HTTP body, the command line), checked before anything is asked.

What is wrong with it is said in one line, as a BadQuestion.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from assistant.answer import Scope
from assistant.errors import BadQuestion

MAX_QUESTION = 4_000
MAX_TURNS = 50
MAX_HISTORY = 100_000
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_WORDS = {
    "missing": "it is missing",
    "extra_forbidden": "there is no such field",
    "string_type": "it must be a string",
    "tuple_type": "it must be a list",
    "list_type": "it must be a list",
    "model_attributes_type": "it must be a JSON object",
    "model_type": "it must be a JSON object",
    "json_invalid": "it is not JSON",
}


class AskedScope(BaseModel):
    """`Scope` as JSON. Dates may be days, months or years; an unknown name is an error, since it would widen the scope in silence."""

    model_config = ConfigDict(extra="forbid")

    published_from: str = Field("", description="ISO date: 2024-12-01, 2024-12 or 2024; inclusive")
    published_to: str = Field("", description="ISO date: 2024-12-01, 2024-12 or 2024; inclusive")
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = Field((), description="ISO 639-1 codes: en, fr, ar")
    places: tuple[str, ...] = ()
    reports: tuple[str, ...] = Field((), description="ids of reports")

    @field_validator("published_from")
    @classmethod
    def _first_day(cls, value: str) -> str:
        return _days(value)[0]

    @field_validator("published_to")
    @classmethod
    def _last_day(cls, value: str) -> str:
        return _days(value)[1]

    @field_validator("languages")
    @classmethod
    def _codes(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            if not re.fullmatch("[A-Za-z]{2,3}", value):
                raise ValueError(f"{value[:40]!r} is no language code; use two letters, like en or ar")
        return tuple(value.lower() for value in values)

    @model_validator(mode="after")
    def _in_order(self) -> AskedScope:
        if self.published_to and self.published_from > self.published_to:
            raise ValueError(f"from {self.published_from} to {self.published_to} holds no day; swap the two")
        return self

    def scope(self) -> Scope:
        """The same as the assistant takes it."""
        return Scope(**self.model_dump())


class Exchange(BaseModel):
    """An earlier question and what was answered."""

    question: str
    answer: str = ""


class Asked(BaseModel):
    """One question with its earlier turns (oldest first) and its scope."""

    question: str = Field(description=f"at most {MAX_QUESTION} characters")
    history: list[str | Exchange] = Field([], description="earlier turns, oldest first: a question, or a question and its answer")
    scope: AskedScope | None = None

    @field_validator("question")
    @classmethod
    def _askable(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("it is empty; write a question")
        if not any(c.isalnum() for c in value):
            raise ValueError("it holds no word; write a question")
        if len(value) > MAX_QUESTION:
            raise ValueError(f"it has {len(value):,} characters; ask in at most {MAX_QUESTION:,}")
        return value.encode("utf-8", "replace").decode("utf-8")  # lone surrogates can neither be stored nor printed

    @field_validator("history")
    @classmethod
    def _short(cls, value: list[str | Exchange]) -> list[str | Exchange]:
        size = sum(len(turn) if isinstance(turn, str) else len(turn.question) + len(turn.answer) for turn in value)
        if len(value) > MAX_TURNS or size > MAX_HISTORY:
            raise ValueError(f"{len(value)} turns of {size:,} characters are too many; keep the last few")
        return value

    def turns(self) -> list[str | dict[str, str]]:
        """The history as the assistant takes it."""
        return [turn if isinstance(turn, str) else turn.model_dump() for turn in self.history]

    def narrowed(self) -> Scope | None:
        """The scope as the assistant takes it; None when nothing narrows."""
        scope = self.scope.scope() if self.scope else Scope()
        return scope or None


def read(data: Mapping[str, Any]) -> Asked:
    """A question from JSON-ready data; BadQuestion says in one line what is wrong with it."""
    try:
        return Asked.model_validate(data)
    except ValidationError as error:
        raise BadQuestion(one_line(error)) from error


def one_line(error: ValidationError) -> str:
    """The first thing wrong, as a line."""
    return wrong(error.errors()[0])


def wrong(error: Mapping[str, Any]) -> str:
    """A line from one of pydantic's error entries: "the question: it is empty; write a question"."""
    loc = error["loc"][1:] if error["loc"][:1] in {("body",), ("query",), ("path",)} else error["loc"]  # as FastAPI puts it
    parts = [str(part) for part in loc if part not in {"str", "Exchange"} and error["type"] != "json_invalid"]
    what = _WORDS.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ")
    return " ".join(f"{'the ' + ' '.join(parts) if parts else 'what was sent'}: {what}".split())


def _days(value: str) -> tuple[str, str]:
    """First and last day of an ISO day, month or year; ("", "") for ""."""
    if not value:
        return "", ""
    match = _DATE.fullmatch(value.strip())
    try:
        year, month, day = (int(part) if part else 0 for part in match.groups()) if match else (0, 0, 0)
        first = date(year, month or 1, day or 1)
        last = date(year, month or 12, day or calendar.monthrange(year, month or 12)[1])
    except ValueError:
        raise ValueError(f"{value[:40]!r} is no date; write 2024-12-01, 2024-12 or 2024") from None
    return first.isoformat(), last.isoformat()
