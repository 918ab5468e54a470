"""Step 1, understand: the question's language, its stand-alone wording, what it asks for, and the scope its own words set."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.answer import Scope
from assistant.errors import BadQuestion
from assistant.spelling import Known, mended
from assistant.wording import LANGUAGES
from ingest.dates import DateMention, find_dates
from ingest.figures_asked import Asked, classify_question
from ingest.language import detect
from ingest.names import find_names, name_keys
from ingest.numerals import values
from ingest.places import find_places
from ingest.words import terms

LONGEST = 4000  # characters; a longer question is a pasted report
REMEMBERED = 3  # earlier questions that a follow-up can mean

_AS_OF = re.compile(
    r"\b(?:as of|as at|by|until|till|up to|through|reported on|published on|report of|count of|toll of|tally of)\b(?=.{0,40}\d)"
    r"|\b(?:au|jusqu'au|en date du|(?:rapport|bilan|bulletin|communiqu[ée]|publié\w*|diffusé\w*) (?:du|le))\s+(?:\w+\s+)?\d"
    r"|\b(?:hasta|a fecha de|(?:informe|balance|recuento|bolet[íi]n|publicad[oa]) del?)\b(?=.{0,30}\d)|\bal \d"
    r"|(?:حتى|لغاية|بحلول|المؤرخ|الصادر|تقرير|نشرة|حصيلة)(?=.{0,30}[\d\u0660-\u0669])",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"[¿¡\s]*(?:and|et|y|e|but|mais|pero|of (?:those|them|these)|parmi (?:eux|elles)|de ell[oa]s)\b|\s*و", re.IGNORECASE
)
_ARABIC = re.compile(r"[\u0621-\u064a]")
Turn = str | Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """A question as the later steps take it.

    `typed` is what came in, `text` the same without slips of the keyboard, `standalone` with the earlier questions it leans on;
    `language` is the one the answer is written in, `spoken` the one the question was asked in (they differ when there is no wording
    for it).
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
    numbers: frozenset[float] = frozenset()
    scope: Scope = field(default_factory=Scope)

    @property
    def as_of(self) -> bool:
        """Whether it asks for a count as it stood, or was told, on a day ("by 2 May", "au 2 mai"), not for what happened on that day."""
        return _AS_OF.search(self.text) is not None


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
    earlier = tuple(_mended(_asked(turn), known) for turn in history if _asked(turn))[-REMEMBERED:] if _leans(text) else ()
    standalone = " ".join([*earlier, text])
    spoken = detect(text) or detect(standalone) or "en"
    return Question(
        typed=typed,
        text=text,
        standalone=standalone,
        language=spoken if spoken in LANGUAGES else "en",
        spoken=spoken,
        asked=_what_is_asked(text, earlier),
        history=earlier,
        dates=tuple(find_dates(standalone)),
        names=frozenset(name_keys(standalone)),
        numbers=frozenset(values(standalone)),
        scope=_narrow(scope or Scope(), text, publishers),
    )


def _mended(text: str, known: Known | None) -> str:
    return mended(text, detect(text), known) if known else text


def _leans(text: str) -> bool:
    """Whether a question goes on from the one before: it opens with "and", or names neither a place nor anyone."""
    long_arabic = _ARABIC.search(text) is not None and len(terms(text)) > 8  # no capitals tell its names
    return _GOES_ON.match(text) is not None or not (find_places(text) or find_names(text) or long_arabic)


def _asked(turn: Turn) -> str:
    return (turn if isinstance(turn, str) else str(turn.get("question", ""))).strip()


def _what_is_asked(text: str, earlier: Sequence[str]) -> Asked:
    """What kind of answer; a follow-up ("and how many children?") keeps what its own words leave open from the turn before."""
    asked = classify_question(text)
    for turn in reversed(earlier):
        before = classify_question(turn)
        asked = replace(asked, what=asked.what or before.what, who=asked.who)
        if asked.what:
            break
    return asked


def _narrow(scope: Scope, text: str, publishers: Sequence[str]) -> Scope:
    """The scope with the publisher that the question names ("according to Reuters", "d'après SANA")."""
    if scope.publishers:
        return scope
    said = re.search(r"(?:according to|reported by|selon|d'après|según|بحسب|وفق|وفقا ل|وفقاً ل)\s+(.{2,60})", text, re.IGNORECASE)
    if said is None:
        return scope
    named = tuple(
        p for p in publishers if len(p) > 2 and re.match(rf"(?:the |l[ae]s? |el |l')?{re.escape(p)}\b", said.group(1), re.IGNORECASE)
    )
    return replace(scope, publishers=named) if named else scope
