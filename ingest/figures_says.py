"""Who says so inside a sentence: "the Observatory said", "selon l'OCHA", "según SANA", "بحسب المرصد". Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.figures_events import events
from ingest.figures_phrase import AUXILIARIES, BE, DETERMINERS
from ingest.figures_tokens import Token
from ingest.figures_words import bare_forms
from ingest.number_words import word_set

_VERBS = {
    "en": word_set(
        "said says told reported reports announced added confirmed stated warned estimated estimates counted documented recorded noted "
        "registered reporting adding reiterated gave gives put puts relayed claims relays listed reached mentioned logged counts tallied"
    ),
    "fr": word_set(
        "indiqué dit annoncé rapporté rapporte affirmé précisé dénombré recensé recense recensait recensaient comptait "
        "dénombrait dénombre estimé estimaient estime déclaré "
        "ajouté compte évoquait "
        "avançaient annonce affirme indique précise retient ajoute signale signalé reconnaissaient citait"
    ),
    "es": word_set(
        "dijo informó señaló contó eleva indicó afirmó sostiene habló dice cifra mencionó reportó anunció precisó asegura "
        "aseguró estima añadió "
        "calcula registró documentó informa confirma confirmó"
    ),
    "ar": word_set(
        "قال قالت أفاد أفادت أعلن أعلنت ذكر ذكرت أشار أشارت أكد أكدت أحصى أحصت وثق وثقت تحصي يحصي يضع نقل نقلت أوضح أوضحت أورد تحدثت صرح"
    ),
}
_SOURCE_BEFORE = {
    "en": (("according", "to"), ("quoted", "by"), ("quoting",), ("citing",), ("reported", "by")),
    "fr": (("selon",), ("d", "apres"), ("d'apres",), ("citant",)),
    "es": (("segun",), ("de", "acuerdo", "con")),
    "ar": (("بحسب",), ("حسب",), ("وفق",), ("وفقا", "ل"), ("نقلا", "عن"), ("وفقا",)),
}
_CONNECT = word_set("for of and al in on to at de des du la le les del los las y et pour por para d l s من في و")
_ROLES = word_set(
    "monitor monitors monitoring group observatory spokesman spokeswoman spokesperson source sources official officials ministry "
    "activists "
    "activist agency agencies television tv station police command army military coalition statement reporter correspondent head "
    "director "
    "chief commander state media news witnesses residents rescuers rescue workers medics organization organisation war human rights ngo "
    "office coordinator minister ambassador centre center council department channel network watchdog opposition defence defense civil "
    "deputy regional foreign interior national rebel government local medical humanitarian team teams authorities report "
    "list release campaigners staff doctor doctors lawyer member general lieutenant colonel president"
)
_DAYS = word_set(
    "meanwhile earlier later however also elsewhere separately monday tuesday wednesday thursday friday saturday "
    "sunday january february march april may june july august september october november december"
)
_PRONOUNS = word_set("he she it they il elle ils elles on él ella ellos")
_STOP_AHEAD = word_set(
    "that which who whose whom as on in at after before when while since adding saying said says told with was were is are has have "
    "had by "
    "but because during amid killing it he they qui que dans en à lors lorsque quand tandis depuis publié publie qui faisait ont "
    "avait que quien cuando mientras "
    "desde en إن أن منذ في خلال إلى عند التي الذي أنه حصيلة عدد رقم أكثر نحو حوالي قرابة ما يوم"
)
_STOPS_SUBJECT = word_set("which who that said after when where killed killing")
_SAID_BEFORE = word_set(
    "group monitor source sources agency ngo organisation organization spokesman spokeswoman statement ministry activist groupe ong source "
    "agence organisme porte-parole grupo fuente agencia organizacion portavoz ministerio ministere"
)
_ASIDE = frozenset({",", "-", "–", "—"})
_GLUED_ARTICLE = re.compile(r"[a-z]{1,3}-[A-Z]")  # "al-Shaar"
_TALLIES = word_set("tally toll count figure figures list note bulletin estimate report total database")
_PREPOSITIONS = frozenset({"in", "near", "at", "from", "to", "by", "on", "against", "of", "outside"})
_LONGEST = 16


@dataclass(frozen=True, slots=True)
class Saying:
    """Somebody named in tokens [first, last] as the one who says so.

    `pronoun` if only "he", "it" or "the group" stands there; `verbal` if told by a verb ("X said") rather than by "according to".
    """

    first: int
    last: int
    pronoun: bool = False
    verbal: bool = True


def sayings(tokens: Sequence[Token], language: str) -> list[Saying]:
    """Every attribution of a sentence, in order."""
    languages = [language] if language in _VERBS else list(_VERBS)
    found: list[Saying] = []
    for i, token in enumerate(tokens):
        if not token.is_word:
            continue
        for each in languages:
            saying = (
                _after_words(tokens, i, each)
                or _possessive(tokens, i, each)
                or (_by_verb(tokens, i, each) if _is_verb(token, each) else None)
            )
            if saying and all(saying.first > s.last or saying.last < s.first for s in found):
                found.append(saying)
                break
    return found


def _possessive(tokens: Sequence[Token], i: int, language: str) -> Saying | None:
    """English: "the Observatory's tally"."""
    if language != "en" or i + 1 >= len(tokens) or not tokens[i].folded.endswith(("'s", "s'")) or tokens[i + 1].folded not in _TALLIES:
        return None
    first = _backward(tokens, i)
    return _made(tokens, first, i) if first <= i and tokens[i].folded != "it's" else None


def _is_verb(token: Token, language: str) -> bool:
    return any(form in _VERBS[language] for form in bare_forms(token.folded))


def _after_words(tokens: Sequence[Token], i: int, language: str) -> Saying | None:
    for words in _SOURCE_BEFORE[language]:
        heads = [t.folded for t in tokens[i : i + len(words)]]
        if tuple(heads) == words or (len(words) == 1 and words[0] in bare_forms(heads[0])):
            start = i + len(words)
            last = _forward(tokens, start, language)
            return replace(_made(tokens, start, last), verbal=False) if last >= start else None
    return None


def _by_verb(tokens: Sequence[Token], i: int, language: str) -> Saying | None:
    last = i - 1
    while last >= 0 and (
        tokens[last].folded in AUXILIARIES or tokens[last].text in '"“”«»' or (language == "fr" and tokens[last].folded == "en")
    ):
        if tokens[last].folded in BE and language == "en":
            return None
        last -= 1
    if language == "en" and last > 1 and tokens[last].folded in _DAYS and tokens[last - 1].folded == "on":
        last -= 2
    if language != "ar" and last >= 0:
        if tokens[last].folded in _PRONOUNS:
            return Saying(last, last, pronoun=True)
        first, last = _subject(tokens, last) if language == "en" else (_clause_start(tokens, last), last)
        if first <= last and _is_name(tokens[first : last + 1], language):
            return _made(tokens, first, last)
    if language == "ar" or tokens[i].folded in {"said", "says", "dijo", "informo", "senalo", "indico", "rapporte", "indique"}:
        last = _forward(tokens, i + 1, language)
        if last > i and _is_name(tokens[i + 1 : last + 1], language):
            return _made(tokens, i + 1, last)
    return None


def _made(tokens: Sequence[Token], first: int, last: int) -> Saying:
    words = tokens[first : last + 1]
    generic = words[0].folded in {"the", "le", "el", "la", "l"} and len(words) <= 3 and words[-1].folded in _SAID_BEFORE
    return Saying(first, last, pronoun=generic)


def _belongs(token: Token) -> bool:
    if not token.is_word or token.folded in _DAYS:
        return False
    return (
        token.is_capitalised
        or _GLUED_ARTICLE.match(token.text) is not None
        or token.folded in _ROLES
        or token.folded in _CONNECT
        or token.folded.endswith(("-based", "-run", "-backed", "-led"))
    )


def _subject(tokens: Sequence[Token], last: int) -> tuple[int, int]:
    """English: the name before a verb of saying, also over what is put between the two.

    "the Observatory which monitors Syria said", "the Observatory, counting from May, had reached".
    """
    if tokens[last].text in _ASIDE:
        opened = next((i for i in range(last - 1, max(last - 14, 0), -1) if tokens[i].text in _ASIDE), 0)
        return _subject(tokens, opened - 1) if opened else (last, last - 1)
    first = _backward(tokens, last)
    for i in range(last - 1, max(last - 16, 0), -1):
        if tokens[i].folded in {"which", "who"} and (first > last or first - i <= 4):
            before = _backward(tokens, i - 1)
            if before < i and _is_name(tokens[before:i], "en"):
                return before, i - 1
    if first <= last and (first == 0 or tokens[first - 1].folded not in _PREPOSITIONS):
        return first, last
    if first + 1 < last and any(t.folded in _ROLES for t in tokens[first + 1 : last + 1]) and _is_name(tokens[first + 1 : last + 1], "en"):
        return first + 1, last  # "in Aleppo Syrian state television reported"
    opens = tokens[0].folded in {"the", "a", "an"} and last < _LONGEST
    return (
        (0, last)
        if opens and all(t.is_word and t.folded not in AUXILIARIES | _STOPS_SUBJECT for t in tokens[1 : last + 1])
        else (last, last - 1)
    )


def _backward(tokens: Sequence[Token], last: int) -> int:
    """English: where the name before a verb of saying begins; its article ends the walk unless "of" or "for" goes on before it."""
    i = last
    while i >= 0 and last - i < _LONGEST:
        token = tokens[i]
        if token.folded in {"the", "a", "an"} and token.is_word:
            before = tokens[i - 1].folded if i > 0 else ""
            if before not in {"of", "for", "and"}:
                return i
        elif not _belongs(token) and token.text not in "()":
            break
        i -= 1
    opened = next((j for j in range(i, max(i - 3, -1), -1) if j >= 0 and tokens[j].folded in {"the", "a", "an"}), None)
    if opened is not None and i < last and all(t.is_word and t.folded not in AUXILIARIES for t in tokens[opened + 1 : i + 1]):
        return opened  # "an informed source"
    i += 1
    while i <= last and (tokens[i].folded in _CONNECT or not tokens[i].is_word):
        i += 1
    return i


def _clause_start(tokens: Sequence[Token], last: int) -> int:
    """French and Spanish: the subject begins after the last punctuation or conjunction before its verb."""
    i = last
    while i >= 0 and last - i < _LONGEST:
        token = tokens[i]
        if (
            (not token.is_word and token.text not in "()’'«»")
            or (token.folded in _STOP_AHEAD and token.folded not in {"en", "a"})
            or token.number is not None
        ):
            break
        i -= 1
    i += 1
    while i < last and tokens[i].folded in {"y", "et", "e", "mais", "pero"}:
        i += 1
    return i


def _forward(tokens: Sequence[Token], start: int, language: str) -> int:
    """The last token of the name that begins at `start`; start - 1 if there is none."""
    i = start
    while i < len(tokens) and i - start < _LONGEST:
        token = tokens[i]
        if (token.text in "()" and i > start) or (
            token.folded == "at" and i > start and i + 1 < len(tokens) and tokens[i + 1].is_capitalised
        ):
            i += 1
            continue
        ends = token.folded in _STOP_AHEAD and not (language == "en" and token.folded in {"a", "an"})  # French "à"
        if not token.is_word or ends or token.folded in _DAYS or token.number is not None:
            break
        if language == "ar" and events([token.folded], "ar"):
            break
        if language == "en" and not _belongs(token) and token.folded not in DETERMINERS:
            break
        i += 1
    while i > start and (tokens[i - 1].folded in _CONNECT | DETERMINERS and not tokens[i - 1].text.isupper() or tokens[i - 1].text == "("):
        i -= 1
    return i - 1


def _is_name(words: Sequence[Token], language: str) -> bool:
    if language == "ar":
        return bool(words)
    if len(words) == 1 and words[0].folded in {"report", "reports"}:
        return False
    if len(words) == 1 and words[0].folded in _ROLES and not words[0].text.isupper():
        return words[0].folded.endswith("s") and words[0].folded != "news"
    if language in {"fr", "es"}:
        return sum(t.is_word and t.folded not in DETERMINERS for t in words) > 0
    return any((t.is_capitalised and t.folded not in DETERMINERS) or (t.folded in _ROLES and t.folded not in _CONNECT) for t in words)


def nearest(found: Sequence[Saying], at: int, language: str) -> Saying | None:
    """The attribution that stands nearest to the token `at`; but for English, what is told follows the one who tells it."""
    behind = 1 if language == "en" else 4

    def far(saying: Saying) -> int:
        return at - saying.last if saying.last < at else (saying.first - at) * (behind if saying.verbal else 1)

    return min(found, key=far, default=None)
