"""Step 1, understand: the question's language, its stand-alone wording, what it asks for, and the scope its own words set."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Scope
from assistant.as_of import days
from assistant.errors import BadQuestion
from assistant.follow_up import asked_for, leans
from assistant.scope import case
from assistant.spelling import Known, mended
from assistant.stand_alone import stand_alone
from assistant.wording import LANGUAGES
from ingest.asked_words import CHANGE
from ingest.concepts import concepts
from ingest.dates import DateMention, find_dates
from ingest.figures_asked import Asked, asks_who_says
from ingest.language import detect
from ingest.names import name_keys
from ingest.numerals import find_numbers
from ingest.places import find_places
from ingest.words import terms

LONGEST = 4000  # characters; a longer question is a pasted report
REMEMBERED = 3  # earlier questions that a follow-up can mean

Turn = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the later steps take it.

    `typed` is what came in, `text` the same without slips of the keyboard, `standalone` with what it takes from the earlier questions;
    `language` is the one the answer is written in, `spoken` the one the question was asked in (they differ when there is no wording
    for it); `spelled` is what the acronym of the source asked for stands for in the reports found, "" before they are looked at;
    `cited` says that the publishers of its scope are those whose word it asks for.
    """

    typed: str
    text: str
    standalone: str
    language: str
    spoken: str
    asked: Asked
    history: tuple[str, ...] = ()
    dates: tuple[DateMention, ...] = ()
    names: frozenset[str] = frozenset()
    concepts: frozenset[str] = frozenset()
    numbers: frozenset[float] = frozenset()
    scope: Scope = field(default_factory=Scope)
    spelled: str = ""
    cited: bool = False

    @property
    def as_of(self) -> bool:
        """Whether it asks for a count as it stood, or was told, on a day ("by 2 May", "au 2 mai"), not for what happened on that day."""
        return any(as_of for _, as_of in days(self.standalone))

    @property
    def asks_who_says(self) -> bool:
        """Whether it asks who said something."""
        return self.asked.kind == "who" and asks_who_says(self.text, self.spoken)

    @property
    def source(self) -> str:
        """Whoever it asks for the word of ("according to the army"), "" if it asks for nobody's or for that of several."""
        return _source_of(self.standalone)

    @property
    def change(self) -> bool:
        """Whether it asks how a count changed: its answer is one count after the other."""
        return self.asked.kind == "count" and CHANGE.search(self.text) is not None


def understand(
    text: str, history: Sequence[Turn] = (), scope: Scope | None = None, publishers: Sequence[str] = (), known: Known | None = None
) -> Question:
    """Read a question; `publishers` are those in the archive, so that "according to <publisher>" can narrow the scope.

    `known` tells which folded words the archive has: then other words are looked at as slips of the keyboard.

    Raises BadQuestion for an empty or far too long one.
    """
    text = text.strip()
    if not text:
        raise BadQuestion("the question is empty; ask something about the reports")
    if len(text) > LONGEST:
        raise BadQuestion(f"the question has {len(text):,} characters, the most is {LONGEST:,}; to add a report use: sitrep ingest FILE")
    typed, text = text, _mended(text, known)
    asked_before = [_mended(_asked(turn), known) for turn in history if _asked(turn)][-REMEMBERED:]
    earlier = tuple(asked_before) if leans(text) else ()
    standalone = stand_alone(text, earlier)
    spoken = detect(text) or detect(standalone) or "en"
    given = scope or Scope()
    narrowed = _narrow(given, text, publishers)
    return Question(
        typed=typed,
        text=text,
        standalone=standalone,
        language=spoken if spoken in LANGUAGES else "en",
        spoken=spoken,
        asked=asked_for(_without_giver(text), earlier),
        history=earlier,
        dates=tuple(find_dates(standalone)),
        names=frozenset(name_keys(standalone)),
        concepts=concepts(terms(standalone), spoken),
        numbers=frozenset(n.value for n in find_numbers(standalone) if n.kind == "count" and not n.weak),
        scope=narrowed,
        cited=narrowed != given,
    )


def _mended(text: str, known: Known | None) -> str:
    text = _with_capitals(text)
    return mended(text, detect(text), known) if known else text


_LOCATED = re.compile(
    r"(?:\b(?:in|at|near|from|on|of|for|to|around|about|outside|inside|à|en|dans|vers|sur|de|hacia|desde|sobre|cerca de) |\bd['’])$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def _with_capitals(text: str) -> str:
    """A question typed all in small letters with the places that stand after "in" or the like as they are written."""
    written = _WORD.sub(lambda word: word[0][0].upper() + word[0][1:], text)
    if any(c.isupper() for c in text[1:]) or written == text or len(written) != len(text):
        return text
    for place in find_places(written):
        if _LOCATED.search(text[: place.start]):
            text = text[: place.start] + written[place.start : place.end] + text[place.end :]
    return text


@functools.lru_cache(maxsize=4096)
def _source_of(text: str) -> str:
    """Whoever a text asks for the word of; asked of every figure, so it is remembered."""
    text = text.replace("’", "'")
    said = _SAID_BY.search(text) or _GIVEN_BY.search(text)
    named = re.split(r"[,;?؟،]", said[said.lastindex or 0])[0] if said else ""
    return "" if _SEVERAL.search(named) else named


def _without_giver(text: str) -> str:
    """A question without whoever gave the toll that it asks for: a mayor who gives one is nobody who is counted."""
    said = _GIVEN_BY.search(text.replace("’", "'"))
    subject = said.lastindex if said else None
    if said is None or subject is None or said.end(subject) >= len(text) - 1:
        return text
    return f"{text[: said.start(subject)]}X{text[said.end(subject) :]}"


def _asked(turn: Turn) -> str:
    return (turn if isinstance(turn, str) else str(turn.get("question", ""))).strip()


_SAID_BY = re.compile(
    r"(?:according to|reported by|selon|d'après|según|de acuerdo con|(?<!\w)(?:(?:ب|و)?حسب|وفق(?:ا|اً|ًا)?|طبق(?:ا|اً|ًا)))\s+(.{2,80})",
    re.IGNORECASE,
)
_COUNT_FR = "donn|annon[cç]|avan[cç]|recens|compt|comptabilis|estim|évalu|dénombr|rapport|chiffr|répertori|document|enregistr|signal"
_COUNT_ES = "cifr|anunci|contabiliz|cont|estim|calcul|document|comunic|notific|inform|report|confirm"
_GIVEN_BY = re.compile(  # "the toll that the army gave", "quel total l'armée donnait-elle", "cuántos muertos dio el ejército"
    r"\b(?:did|does|has|had) (?!they\b|it\b|she\b|he\b)([^,?]{2,80}?) "
    r"(?:give|report|announce|count|put|record|say|said|cite|claim|estimate|document|confirm|register|tally)(?:n|ed|d)?\b"
    rf"|(?:\b(?:[Ll][ea]s? |[Ll]')|(?=\b[A-Z]{{2,}}))([^,?]{{2,60}}?)[ -](?:(?:{_COUNT_FR})e?(?:e|ent|ait|aient)-(?:t-)?(?:ils?|elles?)"
    rf"|(?:a|ont|avait|avaient)-(?:t-)?(?:ils?|elles?) (?:(?:{_COUNT_FR})é|fait état))"
    rf"|\b(?:dio|daba|dieron|daban|ofreció|ofrecía|(?:{_COUNT_ES})(?:ó|aba|aban|aron))(?: ya)? (?=(?:el|la|los|las) |[A-ZÁÉÍÓÚ])(.{{2,80}})"
    r"|(?<!\w)(?:أعلن|أورد|أحص|ذكر|قد[ّ]?ر)(?:ى|ت)?(?:ها|ه)? (.{2,80})",
)
_SEVERAL = re.compile(
    r"\b(?:sources|reports|accounts|parties|sides|rapports|comptes|récits|informes|fuentes|informaciones|partes|respectively|each)\b"
    r"|مصادر|تقارير|أطراف",
    re.IGNORECASE,
)
_AGENCY = r"ل?(?:(?:the |l[ae]s? |el |l')?(?:(?:news )?agency |agence |agencia |وكالة )(?:\w+ ){0,2}?|(?:the |l[ae]s? |el |l'))?"


def _narrow(scope: Scope, text: str, publishers: Sequence[str]) -> Scope:
    """The scope with the publisher that the question names ("according to Reuters", "d'après l'agence SANA")."""
    said = None if scope.publishers else _SAID_BY.search(text.replace("’", "'"))
    if said is None:
        return scope
    named = [p for p in publishers if len(p) > 1 and re.match(rf"{_AGENCY}{re.escape(p)}(?!\w)", said[1], case(p))]
    longest = max(map(len, named), default=0)  # "Syria Direct" is not "Syria"
    return replace(scope, publishers=tuple(p for p in named if len(p) == longest)) if named else scope
