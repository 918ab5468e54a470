"""What happened on the way to an answer: seconds a stage, tokens, and each step's story. Becomes the answer's Trace."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from assistant.answer import Trace
from assistant.chat_model import Reply
from assistant.judge import Judgement
from assistant.question import Question
from assistant.read import Proposal
from assistant.retrieve import Candidate, Sentence

_TOLD = 12  # sentences told of in the story


class Notes:
    """Collects a Trace while a question is answered."""

    def __init__(self, model: str, prompt_version: str, settings_hash: str) -> None:
        self._head = (model, prompt_version, settings_hash)
        self._start = self._last = time.monotonic()
        self._seconds: dict[str, float] = {}
        self._steps: list[dict[str, Any]] = []
        self._sent = self._read = self._written = 0

    def done(self, step: str, question: Question | None = None, **seen: Any) -> None:
        """A step is over: its time since the last one, and what it saw."""
        now = time.monotonic()
        self._seconds[step] = round(self._seconds.get(step, 0.0) + now - self._last, 4)
        self._last = now
        if question is not None:
            asked = question.asked
            seen |= {"language": question.language, "kind": asked.kind, "what": asked.what, "who": asked.who}
            seen |= {"read_as": question.text} if question.text != question.typed else {}
            seen |= {"dates": [[d.first, d.last] for d in question.dates], "history": list(question.history)}
        self._steps.append({"step": step, **seen})

    def found(self, candidates: Sequence[Candidate], sentences: Sequence[Sentence]) -> None:
        """Passages are found: the first evidence."""
        self.done(
            "retrieve",
            candidates=[{"source": c.report.source, "score": round(c.score, 3), **_rounded(dict(c.signs))} for c in candidates[:_TOLD]],
            sentences=[_sentence(s) for s in sentences[:_TOLD]],
        )
        self._seconds["first_evidence"] = round(time.monotonic() - self._start, 4)

    def proposed(self, proposals: Sequence[Proposal]) -> None:
        """What may be said, and where it stands."""
        told = [_proposal(p) for p in proposals[:_TOLD]]
        self.done("propose", proposals=told)

    def judged(self, proposal: Proposal, yes: float, judgement: Judgement) -> None:
        """How far one proposal is to be trusted."""
        self.done(
            "judge",
            yes=round(yes, 3),
            probability=round(judgement.probability, 3),
            signs=dict(judgement.signs),
            **_proposal(proposal),
        )

    def replied(self, reply: Reply) -> None:
        """The model replied."""
        self._read += reply.tokens_read
        self._written += reply.tokens_written
        self._sent = self._read

    def dropped(self, step: str, why: str) -> None:
        """Something was not said, and why."""
        self._steps.append({"step": step, "dropped": why})

    def trace(self) -> Trace:
        """Everything so far."""
        total = round(time.monotonic() - self._start, 4)
        seconds = {"first_evidence": total, **self._seconds, "total": total}
        return Trace(*self._head, self._sent, self._read, self._written, seconds, tuple(self._steps))


def _proposal(proposal: Proposal) -> dict[str, Any]:
    sentence = proposal.sentence
    return {
        "value": proposal.figure.value if proposal.figure else proposal.said,
        "score": round(proposal.score, 3),
        "source": sentence.report.source,
        "start": sentence.start,
        "end": sentence.end,
    }


def _sentence(sentence: Sentence) -> dict[str, Any]:
    return {
        "source": sentence.report.source,
        "start": sentence.start,
        "end": sentence.end,
        "score": round(sentence.score, 3),
        **_rounded(dict(sentence.signs)),
        "text": sentence.text[:160],
    }


def _rounded(signs: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 3) for name, value in signs.items()}
