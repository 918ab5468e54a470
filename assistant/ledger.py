"""Step 3 for a count, without a model: which figures of the ledger may be the number that is asked for, the likeliest first.

Code reads numbers better than a small model does, and at no cost. What speaks for a figure (the same thing happened to the same group,
on the day asked about, as the source named in the question has it) is weighed by fitted weights, stage "figure" of `weights.json`.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.clauses import clause
from assistant.figure_days import as_of_fit, day_fit, has_its_day, is_far, is_since, its_day, told_of_before, told_that_day
from assistant.premise import counts_others, unsourced
from assistant.question import Question
from assistant.read import Proposal
from assistant.retrieve import Sentence
from assistant.signs import OUTCOMES, dates_of, nations_of
from assistant.toll_words import AT_FIRST, AT_ONCE, INCLUDING, MOST, OF_THE, OF_THEM, OUT_OF, PART, SINCE, SO_FAR, WAR
from assistant.weights import Weights
from assistant.wording import LANGUAGES
from ingest.bodies import AGENCIES, bodies, other_bodies
from ingest.cognates import names_an_observatory
from ingest.concepts import concepts
from ingest.figures_asked import Asked
from ingest.figures_events import events, events_of
from ingest.figures_tokens import tokens
from ingest.figures_what import TOLLS, fits
from ingest.figures_words import ARMED, PEOPLE, THINGS
from ingest.names import initials, name_keys
from ingest.numerals import find_numbers
from ingest.places import find_places
from ingest.report import Figure
from ingest.words import fold, terms

WEIGHED = 25  # sentences whose figures are weighed
LIKELIEST = 15  # figures that may be the count
REACH = 5.0  # in score: the clause of a figure that is farther behind the first is not looked at
LEAST_OF_A_WAR = 10_000  # dead that no event is told to have had
MOVED = frozenset({"displaced", "returned", "evacuated", "aid"})  # where people went, or what they were given
ANYONE = frozenset({"", "people"})
_STEM = 5  # letters in which two forms of a noun agree ("soldat", "soldats")
Nearness = Callable[[str, Sequence[str]], Sequence[float]]  # how near texts are to a question, as Library.nearness has it


def proposals(question: Question, sentences: Sequence[Sentence], weights: Weights, nearness: Nearness) -> list[Proposal]:
    """The LIKELIEST figures that may be the count asked for, best first; of one sentence's, the one whose own clause is nearest to it.

    [] if none is asked for, or of a kind that the ledger does not know, or if the weights leave counts to the model.
    """
    if question.asked.kind != "count" or "figure" not in weights.stages:
        return []
    found = []
    named = not question.asked.what and any(
        same_noun(question.asked.of_what, f.unit) and f.what not in OUTCOMES for s in sentences[:WEIGHED] for f in s.figures
    )
    for sentence in sentences[:WEIGHED]:
        for figure in sentence.figures:
            if named and figure.what in OUTCOMES and not same_noun(question.asked.of_what, figure.unit):
                continue  # passengers are counted, and others killed
            if _may_be(question, sentence, figure):
                signs = signs_of(question, sentence, figure)
                found.append(Proposal(sentence, "", figure, sentence.score + weights.score("figure", signs)))
    likeliest = sorted(found, key=_best_first)[:LIKELIEST]
    near = [proposal for proposal in likeliest if likeliest[0].score - proposal.score <= REACH]
    return sorted([*_by_clause(question, near, weights, nearness), *likeliest[len(near) :]], key=_best_first)


def _by_clause(question: Question, found: Sequence[Proposal], weights: Weights, nearness: Nearness) -> list[Proposal]:
    """The proposals, each scored by how far its clause is behind the best clause of its own sentence."""
    told = Counter(map(_where, found))
    clauses = [clause(p.sentence, p.figure) if p.figure and told[_where(p)] > 1 else "" for p in found]
    near = iter(nearness(question.text, [own for own in clauses if own]))
    asked = nations_of(question.standalone)  # "killed by Russian raids"
    signs = [{"near": next(near), "nations": float(len(asked & nations_of(own)))} if own else {} for own in clauses]
    best: dict[tuple[tuple[str, int], str], float] = {}
    for proposal, each in zip(found, signs, strict=True):
        for sign, value in each.items():
            key = (_where(proposal), sign)
            best[key] = max(value, best.get(key, value))
    behind = [{sign: value - best[_where(p), sign] for sign, value in each.items()} for p, each in zip(found, signs, strict=True)]
    return [replace(p, score=p.score + weights.score("clause", gaps)) for p, gaps in zip(found, behind, strict=True)]


def _where(proposal: Proposal) -> tuple[str, int]:
    return proposal.sentence.report.report_id, proposal.sentence.start


def _best_first(proposal: Proposal) -> tuple[float, int, int]:
    figure = proposal.figure
    return -proposal.score, proposal.sentence.start, figure.number_start if figure else 0


def _may_be(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether it counts something of the kind asked for; years, kilometres and whatever has no class must at least share the noun."""
    asked = question.asked
    if figure.value in question.numbers or (asked.what and figure.what not in {asked.what, "other"}):
        return False
    if other_things(asked.who, figure.who):
        return False
    if asked.what and not fits(asked.what, figure.who, "v"):
        return False  # people are not destroyed
    if of_another_deed(asked, sentence, figure):
        return False  # those who live there are none who came back
    if counts_others(question, sentence.report, figure):
        return False
    if (asked.what and figure.what != asked.what and _is_of_others(asked, sentence, figure)) or of_all_the_war(question, sentence, figure):
        return False
    return bool(asked.what or asked.who) or same_noun(asked.of_what, figure.unit)


def of_another_deed(asked: Asked, sentence: Sentence, figure: Figure) -> bool:
    """Whether it asks who went somewhere or was helped, and of those counted that is not told, and the word for it stands nowhere near."""
    language = sentence.report.language
    if asked.what not in MOVED or figure.what == asked.what or language not in LANGUAGES:
        return False
    told = events_of(tokens(sentence.in_context), language)
    return all(meant != asked.what for event in told for meant, _ in event.meanings)


def _is_of_others(asked: Asked, sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure of which nothing is told that is asked for is of other people too.

    It counts all who live somewhere, or another group, or its sentence has a count of those to whom that happened.
    """
    if (asked.what in TOLLS and figure.value >= LEAST_OF_A_WAR) or clash(asked.who, figure.who):
        return True
    those = PEOPLE if asked.who in ANYONE else {asked.who} - {figure.who}
    return any(other.what == asked.what and other.who in those for other in sentence.figures)


def of_all_the_war(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether it is the toll of a whole war, of a year or of the last days, and the question asks for that of an event."""
    if any(pattern.search(question.standalone) for pattern in (WAR, SINCE, SO_FAR)):
        return False
    if figure.what == "killed" and figure.value >= LEAST_OF_A_WAR and WAR.search(sentence.text):
        return True
    if not has_its_day(question, sentence, figure):
        return False
    own = clause(sentence, figure)
    if MOST.search(own) is None and (SO_FAR.search(own) or (SO_FAR.match(sentence.text) and not dates_of(own, sentence.report.date))):
        return True
    day = its_day(sentence, figure)
    return day is not None and is_since(day, sentence) and told_of_before(question, sentence, figure)


def signs_of(question: Question, sentence: Sentence, figure: Figure) -> dict[str, float]:
    """What speaks for and against a figure, each about -1 to 1."""
    asked, reported = question.asked, sentence.report.date
    return {
        "what": float(bool(asked.what) and figure.what == asked.what),
        "who": float(bool(asked.who) and figure.who == asked.who),
        "armed": float({asked.who, figure.who} <= ARMED and figure.who != asked.who),
        "narrower": float(asked.who in ANYONE and figure.who not in ANYONE),
        "clash": float(clash(asked.who, figure.who)),
        "noun": nouns_shared(asked.of_what, figure.unit),
        "other_thing": float(_other_thing(question, sentence, figure)),
        "part": _part(question, sentence, figure),
        "day": day_fit(question, figure, reported),
        "as_of": as_of_fit(question, figure, reported),
        "same_day": float(told_that_day(question, figure, reported)),
        "far": float(is_far(question, sentence, figure)),
        "source": float(by_source(question, sentence, figure.attributed_to)),
        "another_source": float(another_source(question, sentence, figure.attributed_to) or unsourced(question, sentence.report)),
        "since": float(bool(SINCE.search(question.text) and SINCE.search(clause(sentence, figure)))),
        "at_first": float(bool(AT_FIRST.search(question.text) and AT_FIRST.search(clause(sentence, figure)))),
    }


def _other_thing(question: Question, sentence: Sentence, figure: Figure) -> bool:
    """Whether things of another name are counted than are asked for, as far as both are of one language: tanks are no guns."""
    asked = question.asked
    return asked.who in THINGS and question.spoken == sentence.report.language and not same_noun(asked.of_what, figure.unit)


def _part(question: Question, sentence: Sentence, figure: Figure) -> float:
    """1 for a part where one is asked for, -1 for its whole; -1 for a part where none is: "11 hostages, seven of them foreigners"."""
    if asks_for_a_part(question):
        return -1.0 if has_parts(sentence, figure) else float(figure.part_of is not None)
    if _is_the_whole(sentence, figure):
        return -1.0
    return -float(is_some_of_others(sentence, figure))


def _is_the_whole(sentence: Sentence, figure: Figure) -> bool:
    """Whether it counts those of whom another number is told some: the 527 of "190 of the 527 households have a tent"."""
    before = OUT_OF.search(sentence.report.text, sentence.start, figure.number_start) if figure.number_start >= 0 else None
    return before is not None and any(n.end == before.start() - sentence.start for n in find_numbers(sentence.text))


def has_parts(sentence: Sentence, figure: Figure) -> bool:
    """Whether some of those whom it counts are told behind it: "243 facilities, including 52 schools"."""
    unit = sentence.report.text.find(figure.unit, figure.number_end, figure.end) if figure.number_end >= 0 else -1
    return unit >= 0 and INCLUDING.match(sentence.report.text, unit + len(figure.unit)) is not None


def is_some_of_others(sentence: Sentence, figure: Figure) -> bool:
    """Whether a figure counts some of a group as that group: "seven of them foreigners", "29 died on the spot"."""
    if figure.number_end < 0:
        return False
    if figure.what in TOLLS and AT_ONCE.search(clause(sentence, figure)):
        return True
    text, at = sentence.report.text, figure.number_end
    if behind := OF_THE.match(text, at):
        told = events([fold(behind[1] or behind[2])], sentence.report.language)
        return figure.what in {what for event in told for what, _ in event.meanings}
    whole = (f for f in sentence.figures if f is not figure and f.value == figure.part_of)
    return OF_THEM.match(text, at) is not None and any((f.what, f.who) == (figure.what, figure.who) for f in whole)


def asks_for_a_part(question: Question) -> bool:
    """Whether it asks how many of others there were ("how many of those killed were ...")."""
    return PART.search(question.text) is not None


def other_things(asked: str, counted: str) -> bool:
    """Whether things are counted that are none of those asked for: vehicles are no settlements, strikes no aircraft, and neither people."""
    return bool(asked and counted and asked != counted and {asked, counted} & THINGS)


def clash(asked: str, counted: str) -> bool:
    """Whether the group counted is another one than is asked for."""
    return asked not in ANYONE and counted not in {"", asked} and not armed_men(asked, counted)


def armed_men(one: str, other: str) -> bool:
    """Whether one of two groups is "men", and the other armed: an army's men are its soldiers."""
    pair = {one, other}
    return "men" in pair and bool(pair & ARMED)


def by_source(question: Question, sentence: Sentence, source: str) -> bool:
    """Whether whoever a sentence has something from is named in the question, or the report's publisher is.

    The event's own names, those of the title, tell nothing.
    """
    asked, title = f"{question.standalone} {question.spelled}", sentence.report.title
    publisher = _without_places(sentence.report.publisher)
    if (publisher and publisher <= _without_places(asked)) or (names_an_observatory(source) and names_an_observatory(asked)):
        return True
    if bodies(f"{source} {sentence.report.publisher}") & bodies(asked):
        return True
    named = {key for key in name_keys(source) & question.names if len(key) > 1} | (initials(source) & initials(asked))
    return bool(named - name_keys(title) - initials(title))


def another_source(question: Question, sentence: Sentence, told: str) -> bool:
    """Whether somebody's word is asked for, and `told` names somebody else, as far as their names and what these mean tell."""
    asked = question.source
    if not asked or not told or by_source(question, sentence, told) or nations_of(asked) & nations_of(told):
        return False
    asked = f"{asked} {question.spelled}"
    named, telling = bodies(asked), bodies(told)
    if named & AGENCIES:
        return False  # they pass on what others say
    if named and telling:
        return other_bodies(named, telling)
    if question.spoken == sentence.report.language:
        return not {w for w in terms(asked) if len(w) > len("the")} & set(terms(told))
    meant, other = concepts(terms(asked), question.spoken), concepts(terms(told), sentence.report.language)
    return names_an_observatory(told) or names_an_observatory(asked) or bool(meant and other and not meant & other)


@functools.lru_cache(maxsize=4096)
def _without_places(text: str) -> frozenset[str]:
    """The words of a text but those that name places: "ocha" of "OCHA Yemen"."""
    places = (text[place.start : place.end] for place in find_places(text))
    return frozenset(terms(text)) - {word for place in places for word in terms(place)}


def same_noun(asked: Sequence[str], unit: str) -> bool:
    """Whether the noun counted shares a word with the noun asked for, up to its ending."""
    return nouns_shared(asked, unit) > 0


def nouns_shared(asked: Sequence[str], unit: str) -> float:
    """Of the words of the noun asked for ("helicopter sorties"), the share that the noun counted has, up to their endings."""
    own = {w[:_STEM] for w in terms(unit) if len(w) > 2}
    wanted = {w[:_STEM] for w in terms(" ".join(asked)) if len(w) > 2}
    return len(own & wanted) / len(wanted) if wanted else 0.0
