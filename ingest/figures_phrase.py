"""What stands behind a number: the noun phrase that is counted, and the class of its noun. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.figures_events import events, noun_events
from ingest.figures_tokens import Token
from ingest.figures_words import PEOPLE, noun_class, side, sided
from ingest.nations import nation
from ingest.number_words import word_set
from ingest.phrase_words import ALSO_ADJECTIVES, BEFORE_NOUN, STOPS
from ingest.report import What

_LONGEST = 7


OTHERS = word_set("other others more another autres autre otros otras otro otra más آخرين آخرون آخر آخران آخرى plus further additional")
DETERMINERS = word_set(
    "the a an its his her their our these those this that all some le la les l un une des du de d ses leurs leur ces cette el los "
    "las una "
    "unos unas sus su al del"
)
_ALONE = word_set("others آخرين آخرون آخران")  # these are nouns: nothing is counted after them
NUMBER = word_set("number nombre número numero عدد")
_NUMBER_OF = NUMBER | word_set("total toll bilan")
PARTITIVE = {"of", "de", "d", "des", "del", "من", "parmi", "entre", "among", "from"}
_THEM = word_set("them whom which those us ellos ellas eux elles lesquels quienes منهم منها بينهم")
_OWNING = frozenset({"people's", "families'", "civilians'", "refugees'", "soldiers'"})  # "displaced people's huts" counts huts
_OF_THEM = word_set("منهم منها منهن")  # one word in Arabic
_THOSE = frozenset({"those", "which"})  # what follows says which ones
AUXILIARIES = word_set(
    "was were is are be been being has have had having will would could may might must got get getting reportedly also later still "
    "already mantiene mantienen mantuvo mantuvieron "
    "then now either immediately allegedly ne n ont a été est sont était étaient furent fut être avait avaient aurait auraient "
    "ayant soit "
    "han ha fue fueron sido son es está están estaban había habían haya siendo resultaron resultó quedaron quedó sería serían"
)
BE = word_set(
    "was were is are be been being get got été est sont était étaient furent fut être soit fue fueron sido son es está están "
    "resultaron quedaron"
)
HAVE = word_set(
    "has have had having ont a avait avaient aurait auraient ayant han ha había habían haya mantiene mantienen mantuvo mantuvieron"
)
_JOINS = word_set("and or et ou y o و")
# Nouns that go on into another noun though they are plural ("opposition forces fighters" does not; these stand before the head).
_BEFORE_HEAD = word_set("forces police rescue security army opposition displaced wounded injured dead elderly")
_SAYS = word_set("said says say told reported reports added announced claimed claim confirmed")
_ANYBODYS = word_set("forces fuerzas قوات القوات militiamen militia miliciens milicianos guards")  # a side's own, if they bear a name
_TRADES = frozenset({"medics", "aid workers", "journalists"})
_AND_THE = "وال"  # an Arabic noun with it is counted by the next number
_AIR = word_set("long-range strategic heavy warplane air fighter fighter-bomber stealth russian-made")


@dataclass(frozen=True, slots=True)
class Phrase:
    """What a number counts, as far as the words after it say.

    `first`/`last` are the tokens of the noun phrase (last < first if there is none), `who` its class: "" if the noun is not known or
    missing, None if its number is no figure at all. `events` is what the noun itself says ("dead"). `other` marks "others", "five more";
    `of` marks a number of something told elsewhere ("two of them", "10 of those killed"), `them` one of which only a pronoun tells it.
    """

    first: int
    last: int
    who: str | None
    events: tuple[What, ...] = ()
    other: bool = False
    of: bool = False
    name: bool = False
    them: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether no noun follows the number."""
        return self.last < self.first


def phrase(tokens: Sequence[Token], at: int, language: str) -> Phrase:
    """The noun phrase counted by the number at token `at`."""
    if tokens[at].is_dual:
        return _dual(tokens, at, language)
    i, other, of = _skip(tokens, at + 1, language)
    if i < len(tokens) and (_is_them(tokens, i, of) or tokens[i].folded in _OF_THEM):
        return Phrase(at + 1, i, "", of=True, them=tokens[i].folded not in _THOSE)
    if other and (
        i >= len(tokens) or tokens[i - 1].folded in _ALONE or (language != "en" and noun_class(tokens[i].folded, language) is None)
    ):
        return Phrase(i, i - 1, "", other=True, of=of)
    head_first = language in {"fr", "es", "ar"} or (language != "en" and tokens[at].text[0] > "\u0600")
    found = (_head_first if head_first else _head_last)(tokens, i, language)
    if found is None:
        return Phrase(i, i - 1, "", other=other, of=of)
    first, last = found
    noun = tokens[last if not head_first else first]
    if not head_first and _is_name(tokens, at, first):
        return Phrase(i, last, None)
    return Phrase(i, last, _who(tokens, i, first, last, noun, language), noun_events(noun.folded, language), other, of, noun.is_capitalised)


def _is_them(tokens: Sequence[Token], i: int, of: bool) -> bool:
    """Whether a pronoun stands there for those told of: "four of them", "cuatro de ellas"; "US" is none."""
    return tokens[i].folded in _THEM and tokens[i].text != "US" and (of or tokens[i - 1].folded in {"de", "d"})


def _is_name(tokens: Sequence[Token], at: int, noun: int) -> bool:
    """English: whether the number belongs to a name ("the Rashideen 4 area"), or is that of two sides ("the two forces")."""
    number = tokens[at].number
    single = number is not None and number.value > 1 and not _plural(tokens[noun]) and tokens[noun].folded not in _COLLECTIVES
    named = at > 1 and tokens[at - 1].is_capitalised and noun == at + 1 and single
    return named or (tokens[noun].folded == "forces" and noun == at + 1)


def _dual(tokens: Sequence[Token], at: int, language: str) -> Phrase:
    stem = tokens[at].folded.removesuffix("ان").removesuffix("ين")
    forms = (stem, stem[:-1] + "ه" if stem.endswith("ت") else stem)
    known = next((form for form in forms if noun_class(form, language) is not None), stem)
    return Phrase(at, at, noun_class(known, language) or "", noun_events(known, language))


def _skip(tokens: Sequence[Token], i: int, language: str) -> tuple[int, bool, bool]:
    """Past "more", "other", "of the", "de", determiners: where the noun begins, whether it is of others, and of something told."""
    other = of = False
    i = _past_number_of(tokens, i)
    while i < len(tokens) and (i == 0 or tokens[i - 1].folded not in _ALONE):
        word = tokens[i].folded
        if word in OTHERS and tokens[i].is_word:
            other = True
        elif word in PARTITIVE and not of:
            of = word not in {"d", "de"} or (i + 1 < len(tokens) and tokens[i + 1].folded in {"los", "las"})
        elif not (tokens[i].is_word and word in DETERMINERS and (of or language != "en")) and tokens[i].text not in "\"“”«»'’":
            break
        elif of and word in {"those", "ceux", "celles", "los", "las"} and word in _THEM:
            break
        i += 1
    return i, other, of


def _past_number_of(tokens: Sequence[Token], i: int) -> int:
    """Past "the number of" ("took to 89 the number of civilians killed", "portait à 89 le nombre de morts"); "The" opens a sentence."""
    j = i
    while j < min(len(tokens), i + 3) and tokens[j].is_word and not (j == i and tokens[j].is_capitalised):
        if tokens[j].folded in _NUMBER_OF:
            return j + 2 if j + 1 < len(tokens) and tokens[j + 1].folded in PARTITIVE else j + 1
        if tokens[j].folded not in DETERMINERS:
            break
        j += 1
    return i


def _head_last(tokens: Sequence[Token], i: int, language: str) -> tuple[int, int] | None:
    """English: modifiers, then the noun. Returns (noun, noun); the noun is the last word before what cannot belong to the phrase."""
    head = None
    j = i
    while j < min(len(tokens), i + _LONGEST):
        token = tokens[j]
        if j > i and token.text in "([" and (closing := _closing(tokens, j)):
            j = closing + 1
            continue
        known = noun_class(token.folded, language) is not None if token.is_word else False
        if not _goes_on(tokens, i, j, head, known, language):
            break
        if known or head is None or noun_class(tokens[head].folded, language) is None or tokens[head].folded in _OWNING:
            head = j
        j += 1
    return None if head is None else (head, head)


def _closing(tokens: Sequence[Token], i: int) -> int:
    """Where the bracket opened at token `i` is closed again, 0 if not at once."""
    return next((j for j in range(i + 1, min(i + 5, len(tokens))) if tokens[j].text in ")]"), 0)


def _goes_on(tokens: Sequence[Token], i: int, j: int, head: int | None, known: bool, language: str) -> bool:
    token = tokens[j]
    if j > i and token.is_word and token.folded not in _ENDS and (token.folded in _OWNING or tokens[j - 1].folded in _OWNING):
        return True
    if (
        token.folded in _JOINS
        and j > i
        and head is not None
        and not _plural(tokens[head])
        and j + 1 < len(tokens)
        and tokens[j + 1].is_word
    ):
        return True
    initials = token.text.isupper() and 1 < len(token.text) <= 5
    if not token.is_word or (token.folded in _ENDS and not initials):
        return False
    following = tokens[j + 1] if j + 1 < len(tokens) else None
    if j == i and (token.folded.endswith("ing") or (token.text.isupper() and len(token.text) > 5)) and not known:
        return following is not None and following.is_word and noun_class(following.folded, language) is not None
    if token.folded == "of":
        return j > i and tokens[j - 1].folded in _COLLECTIVES
    if token.folded in _PARTICIPLES:
        ahead = tokens[j + 1 : j + (2 if token.folded in _NEVER_APART else 3)]
        return j == i and any(t.is_word and noun_class(t.folded, language) is not None for t in ahead)
    if head is None or noun_class(tokens[head].folded, language) is None:
        return head is None or not (_plural(tokens[head]) and nation(tokens[head].text))  # "Syrians went home"
    return (
        known
        and (not _plural(tokens[head]) or tokens[head].folded in _BEFORE_HEAD)
        and not (following is not None and following.folded in _SAYS)
    )


_ENDS = STOPS["en"] | AUXILIARIES | _SAYS | _JOINS
_COLLECTIVES = word_set("waves wave truckloads busloads batches series pairs kinds types rounds")
_PARTICIPLES = word_set(
    "killed wounded injured dead missing displaced detained arrested captured seized destroyed damaged evacuated besieged trapped "
    "executed "
    "kidnapped abducted beheaded murdered hurt died fled burned fired dropped freed released taken left"
)
_NEVER_APART = word_set("killed wounded injured dead died fled left taken hurt missing")
_SINGULAR = word_set("bus minibus gas")
_IRREGULAR = word_set("people children women men police dead wounded injured troops aircraft personnel displaced")


def _plural(token: Token) -> bool:
    ends = token.folded.endswith("s") and not token.folded.endswith("ss") and token.folded not in _SINGULAR
    return token.folded in _IRREGULAR or ends


def _head_first(tokens: Sequence[Token], i: int, language: str) -> tuple[int, int] | None:
    """French, Spanish, Arabic: the noun, perhaps after an adjective. Returns the noun and the last token of what describes it."""
    stops = STOPS.get(language) or STOPS["fr"] | STOPS["es"] | STOPS["ar"]
    head = None
    for j in range(i, min(len(tokens), i + 3)):
        if not tokens[j].is_word or tokens[j].folded in stops or tokens[j].folded in AUXILIARIES or tokens[j].folded.startswith(_AND_THE):
            break
        if (known := noun_class(tokens[j].folded, language)) is not None:
            head = head if head == j - 1 and known in ALSO_ADJECTIVES and _follows_its_noun(tokens[j - 1]) else j
            break
        if head is None and _is_verb(tokens[j].folded, language):
            break
        head = head if head is not None else j
    return None if head is None else (head, head)


def _is_verb(folded: str, language: str) -> bool:
    """Whether a word that is no known noun tells what happened, so that no noun stands there: "30 murieron", "كم قتل"."""
    return any(event.has("<=") and not event.has("n") for event in events([folded], language))


def _follows_its_noun(before: Token) -> bool:
    """Whether a word that may be an adjective is one, after this word: "installations civiles", but "jeunes civils"."""
    return before.folded not in BEFORE_NOUN


def _who(tokens: Sequence[Token], i: int, first: int, last: int, noun: Token, language: str) -> str | None:
    """The class of the noun; beside fighters, forces, members and workers stand the words that tell whose."""
    own = noun_class(noun.folded, language)
    if own is None:
        told = [side(t.folded, language) for t in tokens[i : last + 1] if t.is_word]
        armed = next((s for s in told if s in {"soldiers", "rebels", "militants"}), "")
        return armed or ("people" if noun.text.endswith(("s", "ون", "ين")) and nation(noun.text) else "")
    if noun.folded in {"bombers", "bomber"} and any(t.folded in _AIR or t.is_capitalised for t in tokens[i:last]):
        return "aircraft"
    if noun.folded == "camps" and language == "fr" and (last + 1 >= len(tokens) or tokens[last + 1].folded not in {"de", "d"}):
        return None  # "dans les deux camps": sides
    kind = sided(noun.folded, language)
    if own == "people" and kind is None:
        beside = tokens[i:first] if language in {"en", ""} else tokens[last + 1 : last + 2]  # "civilian deaths", "victimes civiles"
        return next((c for t in beside if t.is_word and (c := noun_class(t.folded, language)) in PEOPLE - {"people"}), own)
    if kind is None:
        return own
    near = [*tokens[i:first], *_after(tokens, last + 1, language)]
    told = [s for t in near if t.is_word and (s := side(t.folded, language))]
    if "people" in told and not _TRADES & set(told):
        return "people"
    allowed = {"soldiers", "rebels", "militants", "police"} if kind == "armed" else set(_TRADES)
    if sided(noun.folded, language) == "armed" and noun.folded in {"members", "member", "personnel", "membres", "miembros", "افراد"}:
        allowed |= _TRADES
    if agreed := _agreed([s for s in told if s in allowed]):
        return agreed
    return "fighters" if noun.folded in _ANYBODYS and any(t.is_capitalised for t in near) else own


def _agreed(told: Sequence[str]) -> str:
    """The side told, "fighters" where two of them are ("regime and rebel fighters"), "" if none is."""
    sides = dict.fromkeys(told)
    armed = [s for s in sides if s in {"soldiers", "rebels", "militants"}]
    return "fighters" if len(armed) > 1 and "rebels" in armed else next(iter(sides), "")


def _after(tokens: Sequence[Token], i: int, language: str) -> list[Token]:
    """The words after the noun that may tell whose it is: "of the National Defence Forces", "de l'opposition"."""
    near: list[Token] = []
    for token in tokens[i : i + 7]:
        if not token.is_word or (token.folded in (STOPS.get(language) or STOPS["en"]) and token.folded not in DETERMINERS):
            break
        if language in {"en", ""} and not near and token.folded not in {"of", "from", "loyal"}:
            break
        if token.folded in AUXILIARIES and token.folded != "a":
            break
        near.append(token)
    return near
