"""The days of a figure beside those that a question asks for: what it tells of itself, and as of when it counts. Pure."""

from __future__ import annotations

import re
from datetime import date, timedelta

from assistant.question import Question
from assistant.retrieve import Sentence
from assistant.signs import asked_days, dates_of, first_day, is_dateline, last_day, states_day
from assistant.toll_words import SINCE
from ingest.dates import DateMention
from ingest.figures_setting import is_of_clause, on_which, since_the_start
from ingest.figures_what import TOLLS
from ingest.report import Figure

FAR = 31  # days from those asked for, from which on a figure is hardly of the same event
GROWN = -0.5  # fit of a toll that was told five days or more after the day as of which it is asked for
_IN = re.compile(r"\b(?:in|on|during|en|el|le|in early|in late|in mid-?|de|del)\s+\Z|(?:في|خلال|عام|سنة)\s+\Z", re.IGNORECASE)
_CLAUSE = re.compile(
    r"[,;:،؛()–—]|\b(?:that|which|who|where|when|qui|que|dont|où|quien|donde|cuando)\b|(?<!\w)ال(?:ذي|تي|ذين)\s", re.IGNORECASE
)
_AFTER = 30  # characters that a date after a number may be farther from it than one before


def day_fit(question: Question, figure: Figure, reported: str) -> float:
    """1 if the figure's own day lies within a day of the dates asked for, -1 if it lies outside all of them, 0 if either is not told."""
    asked = asked_days(question, reported)
    if not asked or len(figure.event_date) < 10:
        return 0.0
    day, slack = date.fromisoformat(figure.event_date), timedelta(days=1)
    if question.as_of and day <= last_day(asked[-1][1]):
        return 0.0  # a count as it stood on a day has grown since before
    return 1.0 if any(first_day(a) - slack <= day <= last_day(b) + slack for a, b in asked) else -1.0


def as_of_fit(question: Question, figure: Figure, reported: str) -> float:
    """Whether a toll told on that day can be the one of the dates asked for: 1 told then or the day after, less later, -1 before."""
    told, asked = figure.as_of or reported, asked_days(question, reported)
    if not told or not asked:
        return 0.0
    fits = []
    for days in asked:
        early, late = _days_off((told, told), days)
        fits.append(-1.0 if early > 1 else 1.0 if late <= 1 else max(-0.5, 0.75 - 0.25 * late))
    return max(fits)


def of_another_day(question: Question, figure: Figure, reported: str) -> bool:
    """Whether a figure is of none of the days asked for: by its own day, or as a toll asked for as it stood then and told days later."""
    own = day_fit(question, figure, reported)
    grown = question.as_of and figure.what in TOLLS and as_of_fit(question, figure, reported) <= GROWN
    return own < 0 or (own == 0 and grown)


def as_it_stood(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether it is of a day that is asked for, or a count as it stood then."""
    own = day_fit(question, figure, sentence.report.date)
    return own > 0 or (own == 0 and as_of_fit(question, figure, sentence.report.date) == 1)


def told_that_day(question: Question, figure: Figure, reported: str) -> bool:
    """Whether a toll is told of the very day that is asked for, not of the day after."""
    told = figure.as_of or reported
    return len(told) >= 10 and any(last == told[:10] for _, last in asked_days(question, reported))


def is_far(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure is of, or told on, a day FAR or more days from those asked for, and its passage states none of them."""
    day = figure.event_date or figure.as_of or sentence.report.date
    return bool(day) and _is_far_from_asked(question, sentence, (day, day))


def of_another_time(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether the sentence itself dates a toll FAR or more days before or after all that is asked for.

    The day on which a report appeared, since which something is counted, or that stands in another clause, dates nothing.
    """
    if question.change or not has_its_day(question, sentence, figure):
        return False
    days = (figure.event_date, figure.event_date) if figure.event_date else _own_days(sentence, figure)
    return days is not None and _is_far_from_asked(question, sentence, days)


def _own_days(sentence: Sentence, figure: Figure) -> tuple[str, str] | None:
    """The first and the last day of the date that the sentence gives the figure, None if it gives none."""
    day = its_day(sentence, figure)
    if day is None or day.first == sentence.report.date or is_dateline(sentence.report, sentence.start, day):
        return None
    happened_then = on_which(sentence.text, day.end, figure.number_start - sentence.start)
    is_own = happened_then or (not is_since(day, sentence) and _is_in_its_clause(day, sentence, figure))
    return (day.first, day.last) if is_own else None


def _is_far_from_asked(question: Question, sentence: Sentence, days: tuple[str, str]) -> bool:
    """Whether these days lie FAR or more days from all that are asked for, and the passage states none of those."""
    reported = sentence.report.date
    asked = asked_days(question, reported)
    if not asked or states_day(question, sentence.passage.text, reported):
        return False
    return min(max(_days_off(days, each)) for each in asked) >= FAR


def _is_in_its_clause(day: DateMention, sentence: Sentence, figure: Figure) -> bool:
    """Whether the day stands behind "in" or "on", and no other clause begins between it and the figure's number."""
    first, last = sorted([(day.start, day.end), (figure.number_start - sentence.start, figure.number_end - sentence.start)])
    return _IN.search(sentence.text[: day.start]) is not None and _CLAUSE.search(sentence.text, first[1], last[0]) is None


def told_of_before(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether the date that stands nearest to a toll lies before those asked for."""
    day = its_day(sentence, figure) if has_its_day(question, sentence, figure) else None
    if day is None or (question.change and is_since(day, sentence)):
        return False
    slack = timedelta(days=day.first == day.last)  # a night's raid; "early October" ends when it ends
    return last_day(day.last) < first_day(min(first for first, _ in asked_days(question, sentence.report.date))) - slack


def has_its_day(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether a day is asked for, and it is a sum: that people are trapped since a day is how it stands."""
    return bool(asked_days(question, sentence.report.date)) and not question.as_of and figure.number_start >= 0 and figure.what in TOLLS


def its_day(sentence: Sentence, figure: Figure) -> DateMention | None:
    """The date that stands nearest to the figure's number, one behind it rather than one before it, none of another's clause."""
    start, end = figure.number_start - sentence.start, figure.number_end - sentence.start
    told = [day for day in dates_of(sentence.text, sentence.report.date) if not is_of_clause(day, sentence.text, start, end)]
    return min(told, key=lambda d: d.start - end if d.start >= end else start - d.end + _AFTER, default=None)


def is_since(day: DateMention, sentence: Sentence) -> bool:
    """Whether it is counted since that day."""
    return since_the_start(sentence.text[: day.start]) or SINCE.search(sentence.text[: day.end][-(day.end - day.start + 16) :]) is not None


def _days_off(told: tuple[str, str], asked: tuple[str, str]) -> tuple[int, int]:
    """How many days what is told lies before what is asked for, and after it; each has a first and a last day."""
    return (first_day(asked[0]) - last_day(told[1])).days, (first_day(told[0]) - last_day(asked[1])).days
