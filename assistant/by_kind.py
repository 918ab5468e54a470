"""Step 3 where the model read nothing that holds: what the likeliest sentences have of the kind that is asked for, found by code.

Who said so, where the question asks who said it; the day, where it asks when.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.question import Question
from assistant.read import Proposal
from assistant.retrieve import Sentence
from assistant.signs import dates_of
from ingest.dates import overlap
from ingest.figures_says import asks_who_says, named_sayers
from ingest.names import name_keys

LOOKED_AT = 3  # sentences


def proposals(question: Question, sentences: Sequence[Sentence]) -> list[Proposal]:
    """What may be the answer, in the order of the sentences; [] for questions of another kind."""
    of_kind = _days if question.asked.kind == "when" else _sayers if _asks_who_says(question) else None
    if of_kind is None:
        return []
    seen = [s for s in sentences[:LOOKED_AT] if not s.instructs]
    return [Proposal(sentence, said, None, sentence.score) for sentence in seen for said in of_kind(question, sentence)]


def _asks_who_says(question: Question) -> bool:
    return question.asked.kind == "who" and asks_who_says(question.text, question.spoken)


def _sayers(question: Question, sentence: Sentence) -> Iterator[str]:
    """Whoever the sentence names as saying so and the question does not."""
    return (name for name in named_sayers(sentence.text, sentence.report.language) if not name_keys(name) <= question.names)


def _days(question: Question, sentence: Sentence) -> Iterator[str]:
    """The days that the sentence tells, but those that the question gives."""
    for day in dates_of(sentence.text, sentence.report.date):
        if day.precision == "day" and not any(overlap(day, given) and given.precision == "day" for given in question.dates):
            yield sentence.text[day.start : day.end]
