"""Whether a number is of what somebody says is not so ("denied killing 40", "a démenti avoir tué 40 personnes"). Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.figures_events import Event
from ingest.figures_list import LIGHT
from ingest.figures_tokens import Token
from ingest.figures_words import bare_forms
from ingest.number_words import fold

_DENYING = frozenset(map(fold, (
    "deny denies denied denying nie nient nié démenti dément démentent niega niegan negó negaron desmintió desmiente نفى نفت نفوا ينفي تنفي"
).split()))  # fmt: skip
_CLAIMED = frozenset(
    map(fold, "that it they he she had has have having reports claims allegations avoir il ils elle que qu les haber que su أن ان".split())
)
_NEGATED = frozenset(map(fold, "not never nobody no without didn't doesn't ne n pas jamais personne nunca nadie لم لا ما".split()))


def is_denied(tokens: Sequence[Token], found: Sequence[Event], at: int, language: str) -> bool:
    """Whether a number is of what somebody says is not so ("denied killing 40", "a démenti avoir tué 40 personnes")."""
    told = {i for event in found for i in range(event.first, event.last + 1)} | {i for i, t in enumerate(tokens) if t.folded in _CLAIMED}
    i = at - 1
    while i >= 0 and (i in told or tokens[i].folded in LIGHT):
        i -= 1
    if told.isdisjoint(range(i + 1, at)):
        return False
    for j in range(i, max(-1, i - (3 if language == "ar" else 1)), -1):  # in Arabic who denies it stands between
        if any(form in _DENYING for form in bare_forms(tokens[j].folded)):
            return not any(token.folded in _NEGATED for token in tokens[max(0, j - 3) : j])
    return False
