"""What the assistant gives back: Answer and its parts. Plain data; `to_dict` is the JSON that every way in prints."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.report import Figure

Reason = Literal["no_evidence", "out_of_scope", "false_premise", "model_unavailable", "no_reports", "bad_question"]


@dataclass(frozen=True, slots=True)
class Scope:
    """What part of the archive may answer. Dates are ISO ("2024-12-01"), inclusive; an empty field does not narrow."""

    published_from: str = ""
    published_to: str = ""
    publishers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return any(getattr(self, f.name) for f in dataclasses.fields(self))


@dataclass(frozen=True, slots=True)
class Citation:
    """The words behind a claim: `report.text[start:end] == quote`, always.

    `published` is the date that rules (the dateline where the text states one); `attributed_to` is who says so inside the report.
    """

    marker: int
    report_id: str
    source: str
    title: str
    publisher: str
    published: str
    language: str
    quote: str
    start: int
    end: int
    attributed_to: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the answer and the markers of the citations that carry it."""

    text: str
    markers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is claimed; `message`, in the question's language, says what the reports do say and up to which date."""

    reason: Reason
    message: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, whether or not it was used; `scores` names each part of the ranking."""

    report_id: str
    source: str
    title: str
    publisher: str
    published: str
    language: str
    text: str
    start: int
    end: int
    score: float
    scores: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trace:
    """How the answer was made: model, prompt version, settings hash, tokens, seconds a stage ("first_evidence" and "total" always).

    `steps` tells the story a line a step, for `--explain`; each has a "step" and what that step saw, kept and dropped.
    """

    model: str = ""
    prompt_version: str = ""
    settings_hash: str = ""
    tokens_sent: int = 0
    tokens_read: int = 0
    tokens_written: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)
    steps: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """An answered or refused question. `text` holds markers like [1] after each claim, one for each of `citations`."""

    question: str
    language: str
    status: Literal["answered", "refused"]
    text: str
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    refusal: Refusal | None = None
    figures: tuple[Figure, ...] = ()
    hits: tuple[Hit, ...] = ()
    trace: Trace = field(default_factory=Trace)

    @property
    def refused(self) -> bool:
        """Whether nothing was claimed."""
        return self.status == "refused"

    def to_dict(self) -> dict[str, Any]:
        """The answer as JSON-ready data: what `--json` and the HTTP API give."""
        return dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Answer:
        """An answer back from its JSON form."""
        return cls(
            **{
                **data,
                "claims": tuple(Claim(c["text"], tuple(c["markers"])) for c in data.get("claims", ())),
                "citations": tuple(Citation(**c) for c in data.get("citations", ())),
                "refusal": Refusal(**data["refusal"]) if data.get("refusal") else None,
                "figures": tuple(Figure(**f) for f in data.get("figures", ())),
                "hits": tuple(Hit(**h) for h in data.get("hits", ())),
                "trace": Trace(**{**data.get("trace", {}), "steps": tuple(data.get("trace", {}).get("steps", ()))}),
            }
        )


@dataclass(frozen=True, slots=True)
class Event:
    """One step of a streamed answer, in order: "hits" (passages found), "text" (a verified claim more), "answer" (the whole)."""

    kind: Literal["hits", "text", "answer"]
    hits: tuple[Hit, ...] = ()
    text: str = ""
    answer: Answer | None = None
