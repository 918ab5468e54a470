"""Whether a text gives a value to the wrong people: "255 civilians" where 255 are all the dead."""

from __future__ import annotations

from evals.case import Fact
from evals.forms import expected_amounts
from ingest import figures, split
from ingest.figures_words import PEOPLE
from ingest.report import Report

# Who may stand for whom: a wider word is no error, a narrower or another one is.
_WITHIN = {
    "civilians": {"children", "women", "men", "families", "students", "teachers", "medics", "journalists", "aid workers"},
    "fighters": {"soldiers", "rebels", "militants"},
    "militants": {"rebels", "fighters"},
    "rebels": {"militants", "fighters"},
}


def wrong_group(fact: Fact, text: str, language: str) -> str:
    """The group that `text` gives the fact's value to, if every mention gives it to another one than the fact's; "" if none does."""
    if fact.who not in PEOPLE:
        return ""
    sought = expected_amounts(fact.any_of)
    report = Report("text", "text", text, language=language)
    found = [f.who for f in figures.extract(report, split.passages(report)) if f.value in sought] if sought else []
    clashing = [who for who in found if not _may_stand_for(who, fact.who)]
    return clashing[0] if clashing and len(clashing) == len(found) else ""


def _may_stand_for(said: str, meant: str) -> bool:
    return said in {"", meant, "people"} or said not in PEOPLE or meant in _WITHIN.get(said, set())
