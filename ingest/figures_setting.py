"""Where and when: the place and the day of a sentence that a count belongs to. Rules on what stands before them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from ingest.dates import DateMention, days_apart, find_dates
from ingest.number_words import fold, word_set
from ingest.numerals import find_numbers
from ingest.places import PlaceMention
from ingest.report import Report
from ingest.saying_words import CONTRAST, DOCUMENTS, VERBS

_WORD = re.compile(r"[^\W\d_]+")


# "the government of Damascus" acts; nothing need have happened there.
_ACTING = word_set(
    "government regime army forces president ministry minister authorities foreign backed led based ally allies gouvernement régime armée "
    "président alliée allié ministère gobierno régimen ejército presidente ministerio aliado حكومة نظام جيش رئيس وزارة"
)
_LOCATIVE = word_set(
    "in near at outside around inside across within from to on over town city village province district countryside area suburb "
    "neighborhood neighbourhood governorate "
    "à au aux dans en près vers sur ville village province région quartier autour hors cerca sobre ciudad "
    "provincia barrio pueblo localidad afueras في قرب من إلى على مدينة بلدة قرية محافظة ريف حي شرق غرب شمال جنوب"
)
_LINKS = word_set("of the de la le les des du d l el los las del")
_SINCE = word_set("since from depuis partir desde منذ")
_SINCE_THE_START = re.compile(  # "since the ceasefire entered into force on 27 February"
    r"(?:\bsince\b[^,;:()]{0,50}\b(?:began|begun|beginning|start|started|outbreak|broke|launch|launched|came into|took effect|entered"
    r"|resumed|escalated)"
    r"|\bdepuis\b[^,;:()]{0,50}\b(?:début|débuté|commencement|commencé|lancement|lancé|déclenchement|éclaté|entrée|reprise|repris)"
    r"|\bdesde\b[^,;:()]{0,50}\b(?:inicio|inició|comienzo|comenzó|comenzara|empezó|estallido|estalló|lanzamiento|entrada|entró|reanudó)"
    r"|منذ[^،؛:()]{0,50}(?:بدء|بداية|بدأت?|انطلاق|انطلقت?|اندلاع|اندلعت?|دخول|دخلت?|استئناف|سريان))(?!\w)[^,;:()،؛\d]{0,40}\Z",
    re.IGNORECASE,
)
_UNTIL = word_set("until till to by through jusqu au hasta al حتى إلى لغاية")
_AL = re.compile(r"\b[Aa]l[- ](?=[A-Z])")  # of a name: "the market of Tell al-Odran on 9 July"
_AS_OF = re.compile(r"\bas of\s+\Z", re.IGNORECASE)
_EARLIER = re.compile(  # "up from 1,850 in the first update, of 19 May": behind it stands a count of then
    r"\b(?:up|down) from\b|,\s*(?:compared (?:with|to)|contre|frente a|en comparación con)\b|،\s*(?:مقابل|مقارنة)", re.IGNORECASE
)
_BY_DAY = word_set("on this last late early le ce el este pasado يوم")
_DAYS_AFTER = re.compile(r"(?:^|[-–—,.] ?)([^\W_][\w-]*) (?:days?|jours?|d[ií]as?) (?:after|après|después d|tras)\b", re.IGNORECASE)
_CREDIT = re.compile(r"[.,]? \([A-Z][^()]{1,50}\)(?!,? ?[-–—])|[.,]? REUTERS/")  # behind the day on which a picture was taken
_LONG_AGO = 31  # days
_NEAR = 16  # characters
_COMMA = re.compile(r"[,;،؛]\s")
_ON_WHICH = re.compile(r",\s*(?:when|lorsqu\w*|quand|cuando)\b|\s*،\s*(?:عندما|حين|حينما)\s", re.IGNORECASE)
_OWNS = re.compile(r"['’]s\b")
_THAT_AR = re.compile(r"\s*،?\s*ب?[إأا]ن(?:ه|ها|هم|هن|نا)?\s")  # "قال، الجمعة، إن"
_TELLS = frozenset().union(*VERBS.values()) | word_set("annoncés annoncées déclarés rapportés signalés anunciados comunicados informados")
_RAISES = word_set("raised rose risen climbed increased elevó subió aumentó ascendió élevé relevé porté grimpé ارتفع ارتفعت")
_WRITTEN = DOCUMENTS | word_set("update dated daté datée fechado fechada مؤرخ مؤرخة")  # what is written on a day counts up to then
_VISITS = word_set("visited toured reached contacted visité visitée joint visitó visitaron زار زارت")
_CLAUSE = re.compile(
    r",\s*(?:(?:in|of|from|de|dans|en|a|à)\s)?(?:who(?:m|se)?|which|qui|dont|que|cuy[oa]s?|quien(?:es)?|l[ae]s? que|lequel|laquelle"
    r"|ال(?:ذي|تي|ذين))\s",
    re.IGNORECASE,
)
_HEAD = 60  # characters within which a dateline stands
_DASH = re.compile(r"\.?\)?,?\s*(?:\([^)]{1,20}\)\s*)?[-–—]")
_BEFORE, _NOT_LOCATIVE, _COUNTRY = 30, 40, 60  # characters that each is worth


def where(sentence: str, places: Sequence[PlaceMention], start: int, end: int) -> PlaceMention | None:
    """The place named nearest to the number at [start, end): best one that something can happen in, after it rather than before it."""

    def far(place: PlaceMention) -> int:
        away = abs(place.start - end) + (_BEFORE if place.start < start else 0) + (0 if place.region else _COUNTRY)
        return away + (0 if _last(sentence, place.start) & _LOCATIVE or sentence[place.start] in "بل" else _NOT_LOCATIVE)

    return min((p for p in places if not _last(sentence, p.start) & _ACTING), key=far, default=None)


def _last(sentence: str, at: int) -> set[str]:
    """The last word before a place, but for "of" and "the"."""
    return {fold(word) for word in _before(sentence, at)[-1:]}


def _before(sentence: str, at: int) -> list[str]:
    """The words that stand before a place or a day, without "of" and "the"."""
    return [word for word in _WORD.findall(sentence[max(0, at - 40) : at]) if fold(word) not in _LINKS]


def report_place(report: Report, named: PlaceMention | None) -> str:
    """The place a report is filed under, in the spelling of the ledger; else the one named last in its text."""
    from ingest.places import find_places

    if not report.places:
        return named.name if named else ""
    known = find_places(report.places[0])
    return known[0].name if known else report.places[0]


def since_the_start(before: str) -> bool:
    """Whether the day that stands behind this is the one on which something began since which it is counted."""
    return _SINCE_THE_START.search(before) is not None


def days(sentence: str, start: int, end: int, anchor: str) -> tuple[str, str]:
    """The day of the event and the day up to which it is counted, each "" if the sentence does not say; `anchor` is the report's day."""
    event: list[DateMention] = []
    until: list[DateMention] = []
    told = find_dates(sentence, anchor)
    opens, ends = _earlier_count(sentence)
    then = [mention for mention in told if opens <= mention.start < ends and mention.precision == "day"]
    for mention in (each for each in told if each not in then):
        is_day = mention.precision == "day" or (mention.precision == "range" and days_apart(mention.first, mention.last) == 1)  # a night
        if not is_day or (anchor and mention.first > _latest(anchor)):
            continue
        head = _WORD.findall(_AL.sub("", sentence[max(0, mention.start - 16) : mention.start]))[-3:]
        own = _WORD.findall(sentence[mention.start : mention.end])[:1] if mention.precision == "day" else []  # "20 to 21 March"
        before = {fold(word) for word in (*head, *own)} - _LINKS
        if _AS_OF.search(sentence, 0, mention.start) or _is_of_document(mention, sentence):
            until.append(mention)
        elif before & _SINCE and on_which(sentence, mention.end, start):
            event.append(mention)
        elif not _is_since(mention, sentence, before):
            led = {fold(word) for word in (*_before_day(mention, sentence)[-1:], *own)}  # "held by men on 14 June" are not held by then
            (until if led & _UNTIL else event).append(mention)
    event = [mention for mention in event if not (_is_of_visit(mention, sentence) or _CREDIT.match(sentence, mention.end))]
    dated = [day for day in event if not _heads(day, sentence, anchor)]  # those of a dateline count only where no other day is told
    happened = [day for day in dated or event if not _is_of_telling(day, sentence)]
    last = _nearest([m for m in until if not _parted(sentence, end, m.start)], start, end)
    if then and opens <= start < ends:
        last = then[0].first
    if event and not (dated and happened) and (since := _days_after(sentence, anchor)):
        return since, last
    event = happened if dated or not any(map(_is_period, told)) else []
    event = [day for day in event if not is_of_clause(day, sentence, start, end)] or event
    day = _nearest(event, start, end)
    return ("" if last and day > last else day), last  # nothing is counted before it happened


def _earlier_count(sentence: str) -> tuple[int, int]:
    """The clause of an earlier count that a sentence compares with: "up from 1,850 in the first update"; (0, 0) if it does not."""
    told = _EARLIER.search(sentence)
    if told is None or not any(0 <= number.start - told.end() <= _NEAR for number in find_numbers(sentence)):
        return 0, 0
    end = _COMMA.search(sentence, told.end())
    return told.end(), end.start() if end else len(sentence)


def _days_after(sentence: str, anchor: str) -> str:
    """The day of what a report of that day tells to be so many days ago: "Five days after the raid on Velt, the toll stands at 17"."""
    found = _DAYS_AFTER.search(sentence)
    counted = [number for number in find_numbers(found[1]) if number.value <= _LONG_AGO] if found else []
    if len(counted) != 1 or len(anchor) != 10:
        return ""
    return (date.fromisoformat(anchor) - timedelta(days=int(counted[0].value))).isoformat()


def _is_since(mention: DateMention, sentence: str, before: set[str]) -> bool:
    """Whether it is counted from that day on, by the words right `before` it; "the toll from Sunday's raid" is not."""
    from_its = "from" in before and _OWNS.match(sentence, mention.end) is not None
    return (bool(before & _SINCE) and not from_its) or since_the_start(sentence[: mention.start])


def on_which(sentence: str, end: int, start: int) -> bool:
    """Whether the number at `start` is of the day that ends at `end`: "the worst since 4 March, when a raid killed nine"."""
    found = _ON_WHICH.match(sentence, end)
    return found is not None and found.end() <= start and not {",", "،", ";"} & {*sentence[found.end() : start]}


def _is_period(mention: DateMention) -> bool:
    """Whether it is longer than a night, as in "said on Monday that 34 had died last week"."""
    return bool(mention.first and mention.last) and mention.precision != "day" and days_apart(mention.first, mention.last) > 1


def _heads(mention: DateMention, sentence: str, anchor: str) -> bool:
    """Whether it is the day of a dateline: "GENEVA (2 April 2024) - ", "BENI, 5 février 2024 (AKI) - ", "[Wednesday, 25 March 2009]".

    So is a day that a web page opens with: "August 13 2016 More than 100 ...".
    """
    if mention.first != anchor or mention.start >= _HEAD:
        return False
    opens = mention.start == 0 and anchor[:4] in sentence[: mention.end] and sentence[mention.end : mention.end + 2].lstrip()[:1].isupper()
    return opens or _DASH.match(sentence, mention.end) is not None or (sentence[:1] == "[" and "]" in sentence[mention.end : _HEAD])


def _is_of_telling(mention: DateMention, sentence: str) -> bool:
    """Whether it is the day on which somebody says so: "said on Saturday", "told AFP on Monday", "a déclaré vendredi"."""
    words = _before_day(mention, sentence)
    heard = words[-2:-1] if words and words[-1][0].isupper() else []
    return any(fold(word) in _TELLS | _RAISES for word in (*words[-1:], *heard)) or _THAT_AR.match(sentence, mention.end) is not None


def _is_of_document(mention: DateMention, sentence: str) -> bool:
    """Whether a report is of that day: "le bulletin daté du 10 mai", "in its update of 10 May", "el informe de la ONU del 10 de mayo"."""
    words = [word for word in _before_day(mention, sentence) if word != "في"]
    written = max((i for i, word in enumerate(words) if fold(word) in _WRITTEN), default=len(words))
    return written < len(words) and all(word[0].isupper() for word in words[written + 1 :])


def _is_of_visit(mention: DateMention, sentence: str) -> bool:
    """Whether somebody came to see on that day: "who visited the site on Wednesday"."""
    return any(fold(word) in _VISITS for word in _before_day(mention, sentence)[-2:])


def _before_day(mention: DateMention, sentence: str) -> list[str]:
    """The words that stand before a day, without those that lead to it."""
    return [word for word in _before(sentence, mention.start) if fold(word) not in _BY_DAY]


def is_of_clause(mention: DateMention, sentence: str, start: int, end: int) -> bool:
    """Whether it stands in a clause about somebody or something that the number is not in: ", whose team found six more on Friday"."""
    if mention.start >= end:
        return _CLAUSE.search(sentence, end, mention.start) is not None
    opened = max((found.start() for found in _CLAUSE.finditer(sentence, 0, mention.start)), default=None)
    return opened is not None and "," in sentence[mention.end : start] and "," not in sentence[opened + 1 : mention.start]


def _parted(sentence: str, end: int, day: int) -> bool:
    """Whether another statement begins between a number and a day after it: up to then counts that one's number."""
    return any(fold(word) in CONTRAST for word in _WORD.findall(sentence[end:day]))


def _latest(anchor: str) -> str:
    return anchor if len(anchor) == 10 else f"{anchor}-99"


def _nearest(mentions: Sequence[DateMention], start: int, end: int) -> str:
    near = min(mentions, key=lambda m: min(abs(m.start - end), abs(start - m.end)), default=None)
    return near.first if near else ""
