"""Spells whole numbers in words, to check that what is spelt is read back: English, French, Spanish and Arabic, 1 to 999,999."""

import re

EN = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
FR = "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()
FR_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
ES = (
    "uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte "
    "veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve"
).split()
ES_TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()
ES_HUNDREDS = "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split()
AR = "واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة".split()
AR_TENS = "عشرون ثلاثون أربعون خمسون ستون سبعون ثمانون تسعون".split()
AR_HUNDREDS = "مئة مئتان ثلاثمئة أربعمئة خمسمئة ستمئة سبعمئة ثمانمئة تسعمئة".split()


def english(n: int) -> str:
    if n >= 1000:
        rest = "" if n % 1000 == 0 else " " if n % 1000 >= 100 else " and "
        return f"{english(n // 1000)} thousand{rest}{english(n % 1000) if rest else ''}"
    if n >= 100:
        return f"{EN[n // 100 - 1]} hundred" + (f" and {english(n % 100)}" if n % 100 else "")
    if n < 20:
        return EN[n - 1]
    return EN_TENS[n // 10 - 2] + (f"-{EN[n % 10 - 1]}" if n % 10 else "")


def french(n: int) -> str:
    if n >= 1000:
        head = "mille" if n < 2000 else f"{french(n // 1000).replace('cents', 'cent').replace('vingts', 'vingt')} mille"
        return head + (f" {french(n % 1000)}" if n % 1000 else "")
    if n >= 100:
        head = "cent" if n < 200 else f"{french(n // 100)} cent" + "s" * (n % 100 == 0)
        return head + (f" {french(n % 100)}" if n % 100 else "")
    if n <= 16:
        return FR[n - 1]
    if n < 20:
        return f"dix-{FR[n - 11]}"
    base = 60 if 70 <= n < 80 else 80 if n >= 80 else n // 10 * 10
    rest = n - base
    if base == 80:
        return f"quatre-vingt-{french(rest)}" if rest else "quatre-vingts"
    if rest in (1, 11):
        return f"{FR_TENS[base]} et {french(rest)}"
    return FR_TENS[base] + (f"-{french(rest)}" if rest else "")


def spanish(n: int) -> str:
    if n >= 1000:
        head = "mil" if n < 2000 else f"{re.sub('iuno$', 'iún', spanish(n // 1000))} mil"
        return head + (f" {spanish(n % 1000)}" if n % 1000 else "")
    if n == 100:
        return "cien"
    if n > 100:
        return ES_HUNDREDS[n // 100 - 1] + (f" {spanish(n % 100)}" if n % 100 else "")
    if n < 30:
        return ES[n - 1]
    return ES_TENS[n // 10 - 3] + (f" y {ES[n % 10 - 1]}" if n % 10 else "")


def arabic(n: int) -> str:
    parts = []
    if n >= 1000:
        many = n // 1000
        parts.append("ألف" if many == 1 else "ألفان" if many == 2 else f"{arabic(many)} {'آلاف' if 3 <= many <= 10 else 'ألف'}")
        n %= 1000
    if n >= 100:
        parts.append(AR_HUNDREDS[n // 100 - 1])
        n %= 100
    if n in (11, 12):
        parts.append(("أحد عشر", "اثنا عشر")[n - 11])
    elif 12 < n < 20:
        parts.append(f"{AR[n - 11]} عشر")
    elif n > 20 and n % 10:
        parts += [AR[n % 10 - 1], AR_TENS[n // 10 - 2]]
    elif n >= 20:
        parts.append(AR_TENS[n // 10 - 2])
    elif n:
        parts.append(AR[n - 1])
    return " و".join(parts)


SPELLERS = {"en": english, "fr": french, "es": spanish, "ar": arabic}
