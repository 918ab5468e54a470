"""Number words of English, French, Spanish and Arabic, and how they add up ("quatre-vingt-dix-sept", "أربعة وخمسون"). Pure."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

Class = Literal["unit", "ten", "teen", "tens", "hundred", "hundreds", "scale", "collective", "pair"]


@dataclass(frozen=True, slots=True)
class Word:
    """What one word contributes: its value, the part it plays, its languages, and whether alone it is no number ("dizaines")."""

    value: float
    part: Class
    languages: str
    indefinite: bool = False


@lru_cache(maxsize=65536)
def fold(token: str) -> str:
    """A word without case, accents, vowel signs and the Arabic letters' spelling variants; the length may change."""
    if token.isascii():
        return token.lower()
    marked = unicodedata.normalize("NFKD", token.replace("\u0640", ""))
    bare = "".join(c for c in marked if not unicodedata.combining(c)).lower()
    return bare.replace("\u2019", "'").replace("ة", "ه").replace("ى", "ي").replace("ی", "ي").replace("ک", "ك")


def word_set(words: str) -> frozenset[str]:
    """The words of a blank-separated list, folded."""
    return frozenset(map(fold, words.split()))


_TABLE: dict[str, dict[float, str]] = {
    "unit": {
        1: "en:one fr:un fr:une es:un es:uno es:una ar:واحد ar:واحدة ar:واحدا",
        2: "en:two fr:deux es:dos ar:اثنان ar:اثنين ar:اثنتان ar:اثنتين ar:إثنان ar:إثنين",
        3: "en:three fr:trois es:tres ar:ثلاثة ar:ثلاث",
        4: "en:four fr:quatre es:cuatro ar:أربعة ar:أربع",
        5: "en:five fr:cinq es:cinco ar:خمسة ar:خمس",
        6: "en:six fr:six es:seis ar:ستة ar:ست",
        7: "en:seven fr:sept es:siete ar:سبعة ar:سبع",
        8: "en:eight fr:huit es:ocho ar:ثمانية ar:ثماني ar:ثمان",
        9: "en:nine fr:neuf es:nueve ar:تسعة ar:تسع",
    },
    "ten": {10: "en:ten fr:dix es:diez ar:عشرة ar:عشر"},
    "teen": {
        11: "en:eleven fr:onze es:once",
        12: "en:twelve fr:douze es:doce",
        13: "en:thirteen fr:treize es:trece",
        14: "en:fourteen fr:quatorze es:catorce",
        15: "en:fifteen fr:quinze es:quince",
        16: "en:sixteen fr:seize es:dieciséis",
        17: "en:seventeen es:diecisiete",
        18: "en:eighteen es:dieciocho",
        19: "en:nineteen es:diecinueve",
        21: "es:veintiuno es:veintiuna es:veintiún",
        22: "es:veintidós",
        23: "es:veintitrés",
        24: "es:veinticuatro",
        25: "es:veinticinco",
        26: "es:veintiséis",
        27: "es:veintisiete",
        28: "es:veintiocho",
        29: "es:veintinueve",
    },
    "tens": {
        20: "en:twenty fr:vingt fr:vingts es:veinte ar:عشرون ar:عشرين",
        30: "en:thirty fr:trente es:treinta ar:ثلاثون ar:ثلاثين",
        40: "en:forty en:fourty fr:quarante es:cuarenta ar:أربعون ar:أربعين",
        50: "en:fifty fr:cinquante es:cincuenta ar:خمسون ar:خمسين",
        60: "en:sixty fr:soixante es:sesenta ar:ستون ar:ستين",
        70: "en:seventy fr:septante es:setenta ar:سبعون ar:سبعين",
        80: "en:eighty fr:huitante fr:octante es:ochenta ar:ثمانون ar:ثمانين",
        90: "en:ninety fr:nonante es:noventa ar:تسعون ar:تسعين",
    },
    "hundred": {100: "en:hundred fr:cent es:cien es:ciento ar:مئة ar:مائة ar:مية"},
    "hundreds": {
        200: "es:doscientos es:doscientas ar:مئتان ar:مئتين ar:مائتان ar:مائتين ar:مئتا ar:مئتي ar:مائتا ar:مائتي",
        300: "es:trescientos es:trescientas ar:ثلاثمئة ar:ثلاثمائة",
        400: "es:cuatrocientos es:cuatrocientas ar:أربعمئة ar:أربعمائة",
        500: "es:quinientos es:quinientas ar:خمسمئة ar:خمسمائة",
        600: "es:seiscientos es:seiscientas ar:ستمئة ar:ستمائة",
        700: "es:setecientos es:setecientas ar:سبعمئة ar:سبعمائة",
        800: "es:ochocientos es:ochocientas ar:ثمانمئة ar:ثمانمائة ar:ثمانيمئة ar:ثمانيمائة",
        900: "es:novecientos es:novecientas ar:تسعمئة ar:تسعمائة",
    },
    "scale": {
        1e3: "en:thousand fr:mille es:mil ar:ألف ar:ألفا",
        1e6: "en:million fr:million es:millón ar:مليون ar:مليونا",
        1e9: "en:billion fr:milliard ar:مليار ar:مليارا ar:بليون",
        1e12: "en:trillion es:billón ar:تريليون",
    },
    "pair": {2e3: "ar:ألفان ar:ألفين ar:ألفي", 2e6: "ar:مليونان ar:مليونين ar:مليوني", 2e9: "ar:ملياران ar:مليارين"},
    "collective": {
        8: "fr:huitaine",
        10: "fr:dizaine es:decena",
        12: "en:dozen fr:douzaine es:docena",
        15: "fr:quinzaine es:quincena",
        20: "fr:vingtaine es:veintena",
        30: "fr:trentaine es:treintena",
        40: "fr:quarantaine es:cuarentena",
        50: "fr:cinquantaine es:cincuentena",
        60: "fr:soixantaine es:sesentena",
        100: "fr:centaine es:centenar es:centena",
        1e3: "fr:millier es:millar",
    },
}
# Plurals: numbers after another number ("deux cents", "3 آلاف"), no number alone ("thousands of people").
_PLURALS: dict[str, dict[float, str]] = {
    "ten": {10: "en:tens"},
    "hundred": {100: "en:hundreds fr:cents es:cientos es:cientas ar:مئات"},
    "scale": {
        1e3: "en:thousands ar:آلاف",
        1e6: "en:millions fr:millions es:millones ar:ملايين",
        1e9: "en:billions fr:milliards ar:مليارات",
        1e12: "es:billones",
    },
    "collective": {
        10: "fr:dizaines es:decenas",
        12: "en:dozens fr:douzaines es:docenas",
        20: "fr:vingtaines es:veintenas",
        30: "fr:trentaines",
        100: "fr:centaines es:centenares es:centenas",
        1e3: "fr:milliers es:millares",
    },
}
ELEVEN = frozenset(map(fold, ("أحد", "إحدى")))  # eleven with the word for ten after it, else "one of", "anyone"
TWELVE = frozenset(map(fold, ("اثنا", "اثني", "اثنتا", "اثنتي", "إثنا", "إثني")))
# Arabic nouns with a broken plural: their dual ending can be nothing but "two of them".
_DUAL_NOUNS = (
    "طفل شخص قتيل جريح جندي رجل ضابط شاب أسير قائد طبيب يوم شهر أسبوع عام برميل صاروخ هجوم انفجار منزل مشفى حي بيت موقع لغم مبنى "
    "طفلة ضحية جثة امرأة قذيفة غارة سيارة طائرة دبابة مرة سنة ساعة دقيقة مدرسة قرية مدينة بلدة منطقة شاحنة حافلة عائلة قنبلة ضربة شقيقة "
    "شقيق"
)


def _dual_forms() -> dict[str, Word]:
    forms: dict[str, Word] = {}
    for noun in _DUAL_NOUNS.split():
        stem = noun[:-1] + "ت" if noun.endswith("ة") else noun
        for ending in ("ان", "ين"):
            forms[fold(stem + ending)] = Word(2, "pair", "ar")
    return forms


def _read(table: dict[str, dict[float, str]], indefinite: bool) -> dict[str, Word]:
    words: dict[str, Word] = {}
    for part, row in table.items():
        for value, forms in row.items():
            for form in forms.split():
                language, _, word = form.partition(":")
                key = fold(word)
                known = words[key].languages + " " if key in words else ""
                words[key] = Word(value, part, known + language, indefinite)  # type: ignore[arg-type]
    return words


WORDS: dict[str, Word] = _dual_forms() | _read(_PLURALS, indefinite=True) | _read(_TABLE, indefinite=False)
NOUN_DUALS = frozenset(_dual_forms())


@dataclass(slots=True)
class Sum:
    """A number being read word by word; `take` says whether the next word still belongs to it."""

    total: float = 0
    group: float = 0
    scale: float = float("inf")
    last: Word | None = None
    pieces: list[float] = field(default_factory=list)
    spelled: bool = False
    digits: bool = False

    @property
    def value(self) -> float:
        """What the words taken so far amount to."""
        return self.total + self.group

    def start_digits(self, value: float) -> None:
        """Begin with a number in digits, which only a scale may follow ("14 thousand")."""
        self.group, self.digits = value, True

    def take(self, word: Word, link: str) -> bool:
        """Add `word`, joined by `link` ("", "and", "et", "y", "و"), if the grammar lets it; False leaves the sum as it is."""
        if self.last is None and not self.digits:
            self._begin(word)
            return True
        if self.last is not None and not set(self.last.languages.split()) & set(word.languages.split()):
            return False
        if word.part in {"scale", "pair"}:
            taken = self._scale(word, link)
        elif word.part in {"hundred", "hundreds"}:
            taken = self._hundred(word, link)
        elif word.part == "collective":
            taken = self._dozens(word, link)
        else:
            taken = self.last is not None and self._small(word, self.last, link)
        if taken:
            self.last, self.spelled = word, True
        return taken

    def _begin(self, word: Word) -> None:
        if word.part == "scale" or (word.part == "pair" and word.value >= 1000):
            self.total, self.scale = word.value, word.value if word.part == "scale" else word.value / 2
        else:
            self.group = word.value
        self.last, self.spelled = word, True

    def _scale(self, word: Word, link: str) -> bool:
        unit = word.value if word.part == "scale" else word.value / 2
        if word.value < 1000 or unit >= self.scale or (self.last is not None and self.last.part == "pair"):
            return False
        if link == "و" and self.group == 0:
            self.total += word.value
        elif link or word.part == "pair" or (self.group == 0 and self.scale < unit):
            return False
        else:
            if self.last is None or (word.indefinite and word.languages in {"es", "ar"}):
                self.pieces.append(self.group)
            self.total, self.group = self.total + max(self.group, 1) * unit, 0
        self.scale = unit
        return True

    def _hundred(self, word: Word, link: str) -> bool:
        if word.part == "hundred" and not link and (1 <= self.group < 10 or (10 < self.group < 100 and "en" in word.languages)):
            if self.last is None and "en" not in word.languages:
                return False  # "50 cents"
            if self.last is None:
                self.pieces.append(self.group)
            self.group *= 100
            return True
        if self.group == 0 and self.total and link in {"", "and", "و"}:
            self.group = word.value
            return True
        return False

    def _dozens(self, word: Word, link: str) -> bool:
        if link or self.total or not 1 <= self.group < 100:
            return False
        if self.group > 1:
            self.pieces += [self.group, word.value]
        self.group *= word.value
        return True

    def _small(self, word: Word, last: Word, link: str) -> bool:
        value, rest = word.value, self.group % 100
        if last.part == "collective" or word.indefinite:
            return False
        arabic = "ar" in word.languages
        if rest == 0:
            joins = link == "و" if arabic else link in {"", "and"}
        elif last.part == "tens" and word.part == "unit":
            joins = not arabic and (not link or (link == "et" and value == 1) or (link == "y" and "es" in word.languages))
        elif rest in (60, 80) and last.part == "tens":
            joins = "fr" in word.languages and 10 <= value < 20 and (not link or (link == "et" and value == 11))
        elif last.part == "ten":
            joins = "fr" in word.languages and 7 <= value <= 9 and not link
        elif last.part == "unit":
            return self._after_unit(word, last, link)
        else:
            joins = False
        if joins:
            self.group += value
        return joins

    def _after_unit(self, word: Word, last: Word, link: str) -> bool:
        if last.value == 4 and word.value == 20 and "fr" in last.languages and "fr" in word.languages and not link:
            self.group += 76
            return True
        if "ar" not in last.languages or "ar" not in word.languages:
            return False
        if word.value == 10 and not link:
            self.pieces += [last.value, 10]
            self.group += 10
            return True
        if word.part == "tens" and link == "و":
            self.group += word.value
            return True
        return False
