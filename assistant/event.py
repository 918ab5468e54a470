"""Which reports tell of the event that the best figure is of: reconciling takes the figures of no others."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence, Set

from assistant.question import Question
from assistant.read import Proposal
from assistant.retrieve import Candidate, Sentence
from assistant.signs import keys_of, told
from assistant.weights import Weights
from ingest.concepts import concepts
from ingest.names import name_keys
from ingest.words import terms

_WORD = re.compile(r"[^\W\d_]+")
SOON = 0.8  # the date sign of a report of the days right after those asked for
FEW = 5  # reports that may name what is asked about, and it still tells the event from others; else a quarter of those found


def telling_names(question: Question, candidates: Sequence[Candidate]) -> frozenset[str]:
    """The keys of the names in the question that few of the reports found have: two that do tell of one event, even weeks apart.

    Months are none, nor are words that any report may have, in a language that writes names without capitals.
    """
    asked = question.names - _of_dates(question) - _of_common_words(question)
    found = {c.report.report_id: keys_of(told(c.report)) & asked for c in candidates}
    counts = Counter(key for keys in found.values() for key in keys if len(key) > 2)
    return frozenset(key for key, n in counts.items() if n <= max(FEW, len(found) / 4))


def _of_dates(question: Question) -> frozenset[str]:
    return frozenset().union(*(name_keys(question.standalone[day.start : day.end]) for day in question.dates))


def _of_common_words(question: Question) -> frozenset[str]:
    words = (word for word in _WORD.findall(question.standalone) if concepts(terms(word), question.spoken))
    return frozenset().union(*map(name_keys, words))


def told_of_that_day(best: Proposal, sentences: Sequence[Sentence], names: Set[str]) -> set[str]:
    """The reports that have a figure of the same, of the day of the best one, beside a name that tells the event."""
    first = best.figure
    if first is None or not first.event_date:
        return set()
    alike = ((s, f) for s in sentences for f in s.figures if (f.what, f.event_date) == (first.what, first.event_date))
    return {sentence.report.report_id for sentence, _ in alike if names & names_about(sentence)}


def names_about(sentence: Sentence) -> frozenset[str]:
    """The keys of the names in a sentence and the one before it; what opens a report is about all that the report names."""
    opens = not sentence.report.text[: sentence.start].strip()
    return keys_of(told(sentence.report) if opens else sentence.in_context)


def reports_of_event(best: Proposal, candidates: Sequence[Candidate], weights: Weights) -> dict[str, bool]:
    """The reports that name about as much of what is asked about as the best one does, in another language the places at least.

    One in another language may also be told right after the days asked for, and be liker to the best one than to those of other days.

    Of each whether it tells of the event by all that is seen: it fits the question about as well too, or names no less.
    """
    limits, home = weights.stages["same_event"], best.sentence.report
    score: dict[str, float] = {}
    named_by: dict[str, float] = {}
    placed: set[str] = set()  # words do not cross languages
    for candidate in candidates:
        key, signs = candidate.report.report_id, candidate.signs
        score[key] = max(score.get(key, candidate.score), candidate.score)
        named_by[key] = max(named_by.get(key, 0.0), signs["names"])
        if candidate.report.language != home.language and signs["places"] == 1:
            placed.add(key)
    other_days = max((c.score for c in candidates if c.signs["date"] <= 0), default=math.inf)
    likely = (score.get(home.report_id, 0.0) + other_days) / 2
    others = [c for c in candidates if c.report.language != home.language and c.signs["date"] >= SOON]
    timely = {c.report.report_id for c in others if c.score > likely}
    least, named = score.get(home.report_id, 0.0) - limits["score"], named_by.get(home.report_id, 0.0)
    return {
        key: value >= least or named_by[key] >= named > limits["named"] or key in timely
        for key, value in score.items()
        if named_by[key] >= named * limits["told"] or key in placed | timely
    }
