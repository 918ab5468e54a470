"""Step 6, reconcile: all figures that the reports give for the same thing. No model, no average, none picked in silence.

Figures are of one thing if they count the same (killed, injured ...) for the same group, are no part of another total, speak of no other
day and no other place, come from the source that was asked for, and stand in the same report or in one that tells of the same event (its
date and its match to the question say).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.clauses import clause
from assistant.event import names_about, reports_of_event, telling_names, told_of_that_day
from assistant.figure_days import as_it_stood, as_of_fit, day_fit, told_of_before
from assistant.ledger import another_source, asks_for_a_part, by_source, is_some_of_others, of_all_the_war
from assistant.premise import counts_others
from assistant.question import Question
from assistant.read import Proposal
from assistant.retrieve import Candidate, Sentence
from assistant.same_count import WITH_GENERAL, same_count, same_thing
from assistant.signs import about, asked_days, elsewhere, keys_of, nations_of, places_in, places_of, told, towns_of
from assistant.toll_words import FURTHER, MORE, SIMILAR
from assistant.weights import Weights
from ingest.dates import LATEST, days_apart
from ingest.figures_what import TOLLS
from ingest.names import find_names, name_keys
from ingest.nations import nation_keys
from ingest.report import Figure
from ingest.words import terms

MOST = 6  # values shown of one thing
LASTING = frozenset({"besieged", "detained", "displaced", "missing"})  # they go on for days
FORTNIGHT, MONTH = 15, 31  # days
_TURNS_TO = re.compile(r"(?:in|en|au|aux|à|في)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Accounts:
    """One entry a value, in the order of the reports' dates; `latest` is the newest one's place.

    `changed` says that they are one count at days that follow each other, as a question for a change asks. `also` holds for some values
    a report of another publisher that gives it too.
    """

    proposals: tuple[Proposal, ...]
    latest: int | None = None
    changed: bool = False
    also: tuple[Proposal, ...] = ()

    @property
    def differ(self) -> bool:
        """Whether the reports give more than one value."""
        return len(self.proposals) > 1


def reconcile(
    question: Question, best: Proposal, sentences: Sequence[Sentence], candidates: Sequence[Candidate], weights: Weights
) -> Accounts:
    """`best` and every other value that the ranked sentences state for the same thing."""
    if best.figure is None or question.asked.kind != "count":
        return Accounts((best,))
    names = telling_names(question, candidates) & keys_of(told(best.sentence.report))
    telling = reports_of_event(best, candidates, weights) | dict.fromkeys(told_of_that_day(best, sentences, names), True)
    countries = about(best.sentence.report)
    here = towns_of(question.standalone, countries) | towns_of(best.sentence.text, countries)
    nations = _told_apart(question, best)
    by_value: dict[float, Proposal] = {best.figure.value: best}
    also: dict[float, Proposal] = {}
    whole = {s.report.report_id for s in sentences for f in s.figures if f.what == best.figure.what and f.who in WITH_GENERAL}
    for sentence in sentences:
        only = sentence.report.report_id not in whole
        for figure in sentence.figures:
            first = by_value.get(figure.value)
            if first and (figure.value in also or not _says_the_same(first, sentence, figure)):
                continue
            if figure.value in question.numbers or sentence.instructs:
                continue
            if (
                _as_asked(question, best, sentence, figure)
                and same_count(question.asked, best.figure, sentence, figure, only)
                and not (asks_for_a_part(question) and best.figure.part_of is not None and figure.part_of is None)
                and not _is_its_whole(best, sentence, figure)
                and same_thing(best, sentence, figure)
                and _same_event(question, best, sentence, figure, telling, bool(names & names_about(sentence)), weights)
                and nations <= nations_of(sentence.text)
                and not elsewhere(question, sentence.text, here, countries)
                and not _abroad(best, sentence.text)
                and not of_all_the_war(question, sentence, figure)
                and not told_of_before(question, sentence, figure)
                and not counts_others(question, sentence.report, figure)
                and (asks_for_a_part(question) or not is_some_of_others(sentence, figure))
                and (_adds(best.sentence, best.figure) or not _adds(sentence, figure))
            ):
                (also if first else by_value)[figure.value] = Proposal(sentence, "", figure)
    kept = _most(list(by_value.values()))
    if question.change:
        kept.sort(key=lambda p: (_day(p), p.sentence.report.date))
    else:
        kept.sort(key=lambda p: (p.sentence.report.date, p.sentence.score))
    changed = question.change and len(kept) > 1 and all(_day(one) < _day(next_one) for one, next_one in pairwise(kept))
    twice = () if question.change else tuple(also[p.figure.value] for p in kept if p.figure and p.figure.value in also)
    return Accounts(tuple(kept), _latest(kept), changed, twice)


def _abroad(best: Proposal, text: str) -> bool:
    """Whether a sentence turns to another country than the places of the best one are in: "In Israel, 59 were killed"."""
    first = next(iter(places_in(text)), None)
    if first is None or first.place_id != first.country or not _TURNS_TO.fullmatch(text[: first.start]):
        return False
    own = {place.country for place in places_in(best.sentence.text)}
    return text[first.end : first.end + 1] in {",", "،"} and bool(own) and first.country not in own


def _told_apart(question: Question, best: Proposal) -> frozenset[str]:
    """The nations of the question that tell the figure from others of its sentence: only its clause names them ("19 by Russian jets")."""
    first, sentence = best.figure, best.sentence
    assert first is not None
    alike = (f for f in sentence.figures if f.value != first.value and f.what == first.what and f.part_of is None)
    others = [clause(sentence, figure) for figure in alike]
    named = nations_of(question.standalone) & nations_of(clause(sentence, first)) if others else frozenset()
    return named.difference(*map(nations_of, others))


def _is_its_whole(best: Proposal, sentence: Sentence, figure: Figure) -> bool:
    """Whether one report has the best figure as a part of this one, or both as parts: "eight died, five of them there"."""
    first = best.figure
    if sentence.report.report_id != best.sentence.report.report_id or first is None or first.part_of is None:
        return False
    return _adds(sentence, figure) or first.part_of in {figure.value, figure.part_of}


def _adds(sentence: Sentence, figure: Figure) -> bool:
    """Whether it counts some beside those counted before: "another five died", "14 more bodies"."""
    if figure.number_start < 0:
        return False
    text = sentence.report.text
    return FURTHER.search(text, sentence.start, figure.number_start) is not None or MORE.match(text, figure.number_end) is not None


def _says_the_same(proposal: Proposal, sentence: Sentence, figure: Figure) -> bool:
    """Whether another publisher's report gives the same figure of the same group, as sure or unsure of it."""
    one, other = proposal.sentence.report, sentence.report
    apart = one.report_id != other.report_id and (not one.publisher or one.publisher != other.publisher)
    first = proposal.figure
    return apart and first is not None and (first.who, first.approx, first.high) == (figure.who, figure.approx, figure.high)


def _day(proposal: Proposal) -> str:
    """The day of a figure, or that of its report."""
    figure = proposal.figure
    return (figure.event_date or figure.as_of if figure else "") or proposal.sentence.report.date


def _most(found: Sequence[Proposal]) -> list[Proposal]:
    """The likeliest MOST of them, with the newest: of a toll that grows it is what people ask for. A smaller toll counts something less."""
    kept, best = list(found[:MOST]), found[0].figure
    later = [p for p in found if p.figure and best and (best.what not in TOLLS or p.figure.value >= best.value)]
    newest = max(later, key=lambda p: (p.sentence.report.date, p.figure.value if p.figure and p.figure.what in TOLLS else 0.0))
    return kept if newest in kept else [*kept[:-1], newest]


def _as_asked(question: Question, best: Proposal, sentence: Sentence, figure: Figure) -> bool:
    """Whether the figure is told of the day and by the source that were asked for, as far as `best` is."""
    first = best.figure
    assert first is not None
    source = figure.attributed_to
    if source and by_source(question, best.sentence, first.attributed_to) and not by_source(question, sentence, source):
        return False
    if another_source(question, sentence, source):
        return False
    if sentence == best.sentence and figure.attributed_to in {"", first.attributed_to}:
        return False  # two counts of one sentence by one source are of two things
    if _yields_to_another(question, sentence, figure) or (SIMILAR.search(clause(sentence, figure)) and not SIMILAR.search(question.text)):
        return False
    if day_fit(question, figure, sentence.report.date) < 0 <= day_fit(question, first, best.sentence.report.date):
        return False
    if as_of_fit(question, figure, sentence.report.date) == -1 < as_of_fit(question, first, best.sentence.report.date):
        return False  # nobody counts the dead of an event before it
    if _of_days_asked(question, best, sentence, figure):
        return True
    dated = question.as_of and as_of_fit(question, first, best.sentence.report.date) == 1
    beside = any((f.value, f.what) == (first.value, first.what) for f in sentence.figures)  # "59 died; others know of only 24"
    return not dated or beside or not (figure.as_of and first.as_of) or days_apart(figure.as_of, first.as_of) <= 1


def _of_days_asked(question: Question, best: Proposal, sentence: Sentence, figure: Figure) -> bool:
    """Whether several days are asked for, and each of the two counts is of one of them."""
    first = best.figure
    several = question.change or len(asked_days(question, sentence.report.date)) > 1
    return several and first is not None and as_it_stood(question, best.sentence, first) and as_it_stood(question, sentence, figure)


def _yields_to_another(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether another count of its sentence is the one to tell, both being of the same.

    Where each is of its own place, that of a place that is not asked for yields ("640,000 left Aleppo, 334,000 Idlib"); else the smaller
    toll ("has reached 24, after eight people succumbed").
    """
    alike = [f for f in sentence.figures if f.value != figure.value and _counted_beside(sentence, f, figure)]
    own, others = places_of(clause(sentence, figure)), [places_of(clause(sentence, other)) for other in alike]
    if alike and own - frozenset().union(*others) and all(place - own for place in others):
        return not own & places_of(question.standalone)
    return figure.what in TOLLS and any(other.value > figure.value for other in alike)


def _counted_beside(sentence: Sentence, one: Figure, other: Figure) -> bool:
    """Whether one statement counts the same of the same group on the same day by one source, neither a part of the other."""
    first, last = sorted((one, other), key=lambda f: f.number_start)
    if other.value == one.part_of or one.value == other.part_of or ";" in sentence.report.text[first.number_end : last.number_start]:
        return False
    return (one.what, one.who, one.attributed_to, one.event_date) == (other.what, other.who, other.attributed_to, other.event_date)


def _same_event(
    question: Question, best: Proposal, sentence: Sentence, figure: Figure, telling: Mapping[str, bool], named: bool, weights: Weights
) -> bool:
    """Whether the sentence tells of the event that `best` tells of; `named` says that it has a name that tells it, as `best`'s report."""
    first = best.figure
    assert first is not None
    limits = weights.stages["same_event"]
    if best.sentence.score - sentence.score > limits["behind"]:
        return False
    dated = bool(figure.event_date and first.event_date)
    same_report = sentence.report.report_id == best.sentence.report.report_id
    asked_both = _of_days_asked(question, best, sentence, figure)
    apart = days_apart(figure.event_date, first.event_date) if dated and first.what not in LASTING and not asked_both else 0
    if apart > (0 if same_report else 1):
        return False  # by another report's clock a night's raid may be the day before
    if same_report:
        return not _of_a_wider_place(question, best, sentence, figure)
    asked = asked_days(question, best.sentence.report.date)  # a toll that grows is followed unless a day is asked for
    if not asked or any(last == LATEST for _, last in asked) or (question.change and len(asked) == 1 and len(set(asked[0])) == 1):
        days = limits["days_undated"]
    elif named and not question.change and all(first_day != last_day for first_day, last_day in asked):
        days = limits["days_named"]
    else:  # what is asked of a period was told over it; in a month, only what was told later is of the same event
        most = MONTH if figure.as_of >= first.as_of and not question.change else FORTNIGHT
        days = max([limits["days"], *(span for first_day, last_day in asked if (span := days_apart(first_day, last_day)) <= most)])
    soon = any(first_day == last_day <= figure.as_of and days_apart(figure.as_of, last_day) <= days for first_day, last_day in asked)
    near = asked_both or soon or (bool(figure.as_of and first.as_of) and days_apart(figure.as_of, first.as_of) <= days)
    if (dated and day_fit(question, figure, sentence.report.date) > 0) or (figure.event_date, figure.event_date) in asked:
        return sentence.report.report_id in telling  # it stands for the very day that is asked for
    return (near or dated) and telling.get(sentence.report.report_id, False)


def _of_a_wider_place(question: Question, best: Proposal, sentence: Sentence, figure: Figure) -> bool:
    """Whether another sentence of one report counts for more than was asked ("58 in Aleppo" beside "55 in the old quarter of Aleppo").

    It names a place, but not all that `best` shares with the question, and nobody else is told to have counted.
    """
    first = best.figure
    if figure.attributed_to and first and not (first.attributed_to and _same_source(figure.attributed_to, first.attributed_to)):
        return False
    names = [keys & question.names for name in find_names(best.sentence.text) if (keys := name_keys(name.text)) & question.names]
    return bool(places_of(sentence.text)) and not all(keys & name_keys(sentence.text) for keys in names)


def _same_source(one: str, other: str) -> bool:
    """Whether two may be one: "SANA" and "the state news agency SANA", but not "Syrian state media" and "the Syrian Council"."""
    named, others = (name_keys(each) - nation_keys(each) for each in (one, other))
    if named and others:
        return bool(named & others)
    return set(terms(one)) <= set(terms(other)) or set(terms(other)) <= set(terms(one))


def _latest(proposals: Sequence[Proposal]) -> int | None:
    """The place of the newest value; None if two reports are equally new, nothing is dated, or a toll would fall (it counts less)."""
    dates = [p.sentence.report.date for p in proposals]
    newest = max(dates, default="")
    if len(proposals) < 2 or not newest or dates.count(newest) > 1:
        return None
    figures = [p.figure for p in proposals if p.figure]
    last = figures[dates.index(newest)]
    falls = last.what in TOLLS and last.value < max(f.value for f in figures)
    return None if falls else dates.index(newest)
