"""Which world bodies a text names, in any language: "OMS", "the World Health Organization", "منظمة الصحة العالمية". Pure.

Acronyms change with the language, and their letters tell nothing of each other; a lookup in bodies.toml does.
"""

from __future__ import annotations

import functools
import re

from ingest.figures_words import read_lexicon
from ingest.number_words import fold

_ROWS = read_lexicon("bodies.toml")
_OF_UN = frozenset(_ROWS["of_un"])
AGENCIES = frozenset(_ROWS["agencies"])
"""Those that pass on what others say."""
_BY_ACRONYM = {acronym: body for rows in _ROWS.values() for body, columns in rows.items() for acronym in columns[0].split()}
_BY_NAME = {
    fold(name): body
    for rows in _ROWS.values()
    for body, (_, *columns) in rows.items()
    for names in columns
    for name in names.split("|")
    if name
}


def _either(words: list[str]) -> re.Pattern[str]:
    """What finds these words whole, the longest first; behind the letters that Arabic writes together with a word as well."""
    longest_first = "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
    return re.compile(rf"(?<!\w)(?:[وفبلك]{{1,2}})?({longest_first})(?!\w)")


_TO_THE = re.compile(r"(?<!\w)([وف]?)لل")  # "to the" and the word after it, which then has no article of its own
_ACRONYM = _either(list(_BY_ACRONYM))
_NAME = _either(list(_BY_NAME))


@functools.lru_cache(maxsize=4096)
def bodies(text: str) -> frozenset[str]:
    """The bodies named in a text, by their keys in bodies.toml; a body of the United Nations is not the United Nations."""
    names = {_BY_NAME[found[1]] for found in _NAME.finditer(_TO_THE.sub(r"\1ال", fold(text)).replace("’", "'"))}
    found = names | {_BY_ACRONYM[found[1]] for found in _ACRONYM.finditer(text)}
    return frozenset(found - {"un"} if found & _OF_UN - {"un"} else found)


def published_by(body: str, publisher: str) -> bool:
    """Whether a publisher is a body, or a part of it as site names are written: "unrightsbriefing" of "un"."""
    return body in bodies(publisher) or any(publisher.casefold().startswith(a.casefold()) for a, of in _BY_ACRONYM.items() if of == body)


def other_bodies(asked: frozenset[str], told: frozenset[str]) -> bool:
    """Whether both are named and none of those told is one that is asked for; the United Nations may be any body of theirs."""
    if "un" in asked | told and asked & _OF_UN and told & _OF_UN:
        return False
    return bool(asked and told) and not asked & told
