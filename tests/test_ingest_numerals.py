"""Numbers: every script and four languages, exact offsets, nothing unseen, nothing invented."""

import random
import re

import pytest
from number_speller import SPELLERS

from ingest.numerals import find_numbers, same, unbacked, values, without_dates

VALUES = [
    # digits and separators
    ("14,000 people", [14000]),
    ("14 000 personnes", [14000]),
    ("14\u00a0000 personnes", [14000]),
    ("14\u202f000 personnes", [14000]),
    ("14.000 personas", [14000]),
    ("14'000", [14000]),
    ("14’000", [14000]),
    ("1,234,567 dead", [1234567]),
    ("1 234 567 morts", [1234567]),
    ("1.234,5 millones", [1234500000]),
    ("1,234.5 tons", [1234.5]),
    ("0.3 miles", [0.3]),
    ("2,5 %", [2.5]),
    ("in 2016. 300 died", [2016, 300]),
    ("١٢٬٣٤٥ شخص", [12345]),
    ("٢٥٥ قتيلا", [255]),
    ("۱۲۳ نفر", [123]),
    ("٣٫٥ ملايين", [3500000]),
    ("و92 مدنياً", [92]),
    # digits with a word
    ("14 thousand", [14000]),
    ("1.1 million", [1100000]),
    ("$4 billion", [4e9]),
    ("3 hundred", [300]),
    ("2,5 millions", [2500000]),
    ("14 mille", [14000]),
    ("162 584 millones", [162584e6]),
    ("200 ألف", [200000]),
    ("60 ألفاً", [60000]),
    ("5 آلاف", [5000]),
    ("nine miles", [9]),
    ("12 miles", [12]),
    ("50 cents", [50]),
    # glued
    ("a 48-truck convoy", [48]),
    ("a ten-year-old", [10]),
    ("captured16 villages", [16]),
    ("the 21st", [21]),
    # English
    ("sixty-six", [66]),
    ("sixty six", [66]),
    ("one hundred and thirty-four", [134]),
    ("a hundred people", [100]),
    ("two thousand three hundred", [2300]),
    ("two thousand and five", [2005]),
    ("fifteen hundred", [1500]),
    ("two dozen", [24]),
    ("a dozen", [12]),
    ("half a million people", [500000]),
    ("two and a half", [2]),
    ("two million and a half", [2500000]),
    ("six killed five wounded", [6, 5]),
    ("two and three", [2, 3]),
    # French
    ("quatorze mille", [14000]),
    ("quatre-vingt-quatre", [84]),
    ("quatre-vingts morts", [80]),
    ("quatre-vingt-dix-sept", [97]),
    ("soixante et onze", [71]),
    ("septante-deux", [72]),
    ("vingt et un", [21]),
    ("deux cent mille", [200000]),
    ("deux cents", [200]),
    ("mille neuf cent", [1900]),
    ("dix-huit", [18]),
    ("une cinquantaine de villes", [50]),
    ("une trentaine d'ONG", [30]),
    ("trois dizaines", [30]),
    ("cinq morts et deux blessés", [5, 2]),
    # Spanish
    ("treinta y una", [31]),
    ("veintitrés", [23]),
    ("quinientos doce", [512]),
    ("quinientas familias", [500]),
    ("dos mil trescientos", [2300]),
    ("los cinco millones", [5e6]),
    ("los once civiles muertos", [11]),
    ("una docena", [12]),
    # Arabic
    ("أربعة وخمسون", [54]),
    ("مئة وخمسة وعشرون", [125]),
    ("مئة وأحد عشر", [111]),
    ("ثلاثة عشر", [13]),
    ("أحد عشر", [11]),
    ("واثني عشر", [12]),
    ("ثلاثمئة", [300]),
    ("ثلاثمائة", [300]),
    ("ثلاث مئة", [300]),
    ("ألفان", [2000]),
    ("مليوني شخص", [2e6]),
    ("ثلاثة آلاف وخمسمئة", [3500]),
    ("مليون ونصف", [1.5e6]),
    ("بخمسة صواريخ", [5]),
    ("الثلاثين قتيلا", [30]),
    ("طفلان", [2]),
    ("جنديين", [2]),
    # fractions
    ("half of them", [0.5]),
    ("a quarter of a million people", [250000]),
    ("quarter of a million people", [250000]),
    ("three-quarters of a million", [750000]),
    ("one and a half million people", [1500000]),
    ("2 and a half thousand", [2500]),
    ("un quart de million", [250000]),
    ("un demi-million", [500000]),
    ("un demi millier", [500]),
    ("un cuarto de millón", [250000]),
    ("ربع مليون", [250000]),
    ("مليون ونصف مليون", [1.5e6]),
    ("a quarter of the million", [0.25, 1e6]),
    ("the third million", [1e6]),
    ("la moitié", [0.5]),
    ("deux tiers", [2 / 3]),
    ("three-quarters", [0.75]),
    ("نصف السكان", [0.5]),
    ("6½", [6.5]),
]
NONE = [
    "dozens were killed",
    "hundreds of thousands",
    "several hundred people",
    "tens of thousands",
    "millions of refugees",
    "des dizaines de morts",
    "des milliers de déplacés",
    "quelques centaines",
    "cientos de miles",
    "decenas de muertos",
    "varios miles",
    "عشرات القتلى",
    "مئات الآلاف",
    "آلاف النازحين",
    "once again in the town",
    "they seize control of the town",
    "the UN said",
    "no one was hurt",
    "one of them said",
    "the first half of the year",
    "un convoi et une ambulance",
    "كمية من السلاح",
    "لست هنا",
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_value(text, expected):
    found = find_numbers(text)
    assert [n.value for n in found] == pytest.approx(expected)
    assert all(text[n.start : n.end] == n.text for n in found)


@pytest.mark.parametrize("text", NONE)
def test_no_number(text):
    assert find_numbers(text) == []


@pytest.mark.parametrize("language", SPELLERS)
def test_what_is_spelt_is_read(language):
    spell = SPELLERS[language]
    lead = {"en": "the", "fr": "les", "es": "los", "ar": "قتل"}[language]
    for n in [*range(2, 202), *random.Random(7).sample(range(202, 1_000_000), 150)]:
        text = f"{lead} {spell(n)}, x"
        assert [(m.value, text[m.start : m.end]) for m in find_numbers(text)] == [(n, spell(n))], text


@pytest.mark.parametrize(
    ("text", "approx", "low", "high"),
    [
        ("at least 255 people", "at least", 255, None),
        ("no fewer than 20", "at least", 20, None),
        ("at least another 20", "at least", 20, None),
        ("15 people or more", "at least", 15, None),
        ("au moins 255 personnes", "at least", 255, None),
        ("15 personnes au moins", "at least", 15, None),
        ("al menos 19 muertos", "at least", 19, None),
        ("15 شخصاً على الأقل", "at least", 15, None),
        ("ما لا يقل عن 25 قتيلا", "at least", 25, None),
        ("more than a dozen", "more than", 12, None),
        ("over 65 people", "more than", 65, None),
        ("plus de 14 000 personnes", "more than", 14000, None),
        ("más de 1.500 muertos", "more than", 1500, None),
        ("أكثر من 400 قتيل", "more than", 400, None),
        ("su balance supera los 800 muertos", "more than", 800, None),
        ("su balance no supera los 800 muertos", "", None, None),
        ("le bilan dépasse les 800 morts", "more than", 800, None),
        ("le bilan ne dépasse pas 800 morts", "", None, None),
        ("the toll topped 800", "more than", 800, None),
        ("حصيلة تتجاوز 800 قتيل", "more than", 800, None),
        ("حصيلة لا تتجاوز 800 قتيل", "", None, None),
        ("up to 300", "up to", None, 300),
        ("as many as 1300 people", "up to", None, 1300),
        ("jusqu’à 200 morts", "up to", None, 200),
        ("hasta 30 heridos", "up to", None, 30),
        ("ما يصل إلى 50", "up to", None, 50),
        ("fewer than 10", "less than", None, 10),
        ("moins de 10 morts", "less than", None, 10),
        ("some 80 people", "about", None, None),
        ("une trentaine d'ONG", "about", None, None),
        ("environ 300", "about", None, None),
        ("unos 40 heridos", "about", None, None),
        ("نحو 40 قتيلا", "about", None, None),
        ("30-odd men", "about", None, None),
        ("nearly 600,000", "nearly", None, None),
        ("près de 100 000", "nearly", None, None),
        ("casi 100", "nearly", None, None),
        ("ما يقرب من 100", "nearly", None, None),
        ("killed 20 people", "", None, None),
        ("60,000-80,000", "", 60000, 80000),
        ("60,000 – 80,000", "", 60000, 80000),
        ("between 60,000 and 80,000 people", "", 60000, 80000),
        ("entre 60 000 et 80 000 personnes", "", 60000, 80000),
        ("une fourchette de 60 000 à 80 000", "", 60000, 80000),
        ("entre dos y tres millones", "", 2e6, 3e6),
        ("بين عشرة وعشرين", "", 10, 20),
        ("10 to 15 thousand", "", 10000, 15000),
        ("rose by 10 to 15 percent", "", 10, 15),
        ("killed by 3 to 5 gunmen", "", 3, 5),
    ],
)
def test_hedges_and_ranges(text, approx, low, high):
    (found,) = find_numbers(text)
    assert (found.approx, found.low, found.high) == (approx, low, high)


@pytest.mark.parametrize(
    "text",
    [
        "rose from 10 to 20",
        "rose by 3 to 15",
        "subió en 3 a 15",
        "ارتفعت بمقدار 3 إلى 15",
        "est passé de 10 à 20",
        "between 2011 and 2016",
        "won 5-3",
        "20 people and at least seven others",
    ],
)
def test_two_numbers_are_no_range(text):
    assert len(find_numbers(text)) == 2


def test_a_hedge_belongs_to_the_number_it_stands_before():
    twenty, seven = find_numbers("killing 20 people, at least seven of them children")
    assert (twenty.approx, seven.approx) == ("", "at least")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("21 civilians", "count"),
        ("58 %", "percent"),
        ("58 percent", "percent"),
        ("58 pour cent", "percent"),
        ("58 por ciento", "percent"),
        ("58 في المئة", "percent"),
        ("the 21st attack", "ordinal"),
        ("le 2e convoi", "ordinal"),
        ("$4 billion", "money"),
        ("300 euros", "money"),
        ("600,000 kyats", "money"),
        ("Rs240 per tonne", "money"),
        ("FCFA 500", "money"),
        ("500 روبية", "money"),
        ("40 Sudanese pounds", "money"),
        ("40 pounds", "measure"),
        ("310 metric tonnes", "measure"),
        ("25 000 francs CFA", "money"),
        ("7 kg of explosives", "measure"),
        ("0.3 miles", "measure"),
        ("25 kilometres", "measure"),
        ("30 كيلومتراً", "measure"),
        ("two days", "time"),
        ("a ten-year-old", "time"),
        ("2000-year-old ruins", "time"),
        ("24 horas", "time"),
        ("منذ 3 سنوات", "time"),
        ("5 pm", "time"),
        ("a Mi-8 helicopter", "identifier"),
        ("the F-16", "identifier"),
        ("C4 explosives", "identifier"),
        ("Division 30", "identifier"),
        ("Resolution 2286", "identifier"),
        ("القرار 2254", "identifier"),
        ("in 2016", "year"),
        ("the 2016 ceasefire", "year"),
        ("depuis 2011", "year"),
        ("عام 2011", "year"),
        ("on 17 September", "date"),
        ("8 كانون الأول", "date"),
        ("half of them", "fraction"),
    ],
)
def test_kind(text, kind):
    assert find_numbers(text)[0].kind == kind


def test_one_is_kept_where_it_counts_and_marked_weak():
    assert [(n.value, n.weak) for n in find_numbers("one person was killed")] == [(1, True)]
    assert [(n.value, n.weak) for n in find_numbers("un civil tué")] == [(1, True)]
    assert [(n.value, n.weak) for n in find_numbers("at least one soldier")] == [(1, False)]


def test_days_and_years_of_dates_are_no_counts():
    assert [n.value for n in without_dates(find_numbers("On 17 September 2016, 62 soldiers died; in 2017, 80."))] == [62, 80]


def test_a_space_may_group_or_divide():
    assert values("12 300") >= {12300, 12, 300}
    assert [n.value for n in find_numbers("14 000")] == [14000]


def test_same_compares_what_numbers_may_mean():
    one = {text: find_numbers(text)[0] for text in ("14,000", "14 thousand", "quatorze mille", "14.000", "14", "between 10 and 14")}
    assert same(one["14,000"], one["quatorze mille"])
    assert same(one["14 thousand"], one["14.000"])
    assert not same(one["14"], one["14 thousand"])
    assert same(one["14"], one["between 10 and 14"])


BACKED = [
    ("14,000 people", "plus de 14 000 personnes", []),
    ("14 000 personnes", "14,000 people", []),
    ("14 thousand", "14,000 people", ["14 thousand"]),
    ("one person died", "a car bomb", []),
    ("quatorze mille", "14,000 people", []),
    ("deux cent cinquante-cinq morts", "255 people", []),
    ("٢٥٥ قتيلا", "255 people", []),
    ("14 people", "14 thousand people", ["14"]),
    ("seven thousand", "half of the 14,000", ["seven thousand"]),
    ("66 killed", "sixty-six were killed", []),
    ("6 killed", "sixty-six were killed", ["6"]),
    ("60 killed", "sixty-six were killed", ["60"]),
    ("300 wounded", "killing 12 and wounding 300", []),
    ("80,000 fled", "between 60,000 and 80,000 fled", []),
    ("70,000 fled", "between 60,000 and 80,000 fled", ["70,000"]),
    ("2 killed", "a car bomb", ["2"]),
    ("two killed", "a car bomb", ["two"]),
    ("one of them", "a car bomb", []),
    ("half were children", "près de la moitié sont des enfants", []),
    ("half were children", "most were children", ["half"]),
    ("50 people", "50 per cent of the people", ["50"]),
    ("50 % of the people", "50 people", ["50"]),
    ("50-60 per cent", "between 50 and 60 per cent", []),
    ("12 people", "on 12 March", ["12"]),
    ("16 people", "a 16-year-old boy", ["16"]),
    ("8 people", "a Mi-8 helicopter", ["8"]),
    ("8: “a Mi-8 helicopter”", "a Mi-8 helicopter", ["8"]),
    ("16: “a 16-year-old boy”", "a 16-year-old boy", []),
    ("12 people", "12\n300 people", []),
    ("12 people", "aid workers said\n12 people died", []),
]


@pytest.mark.parametrize(("claim", "evidence", "loose"), BACKED)
def test_unbacked(claim, evidence, loose):
    assert [n.text for n in unbacked(claim, evidence)] == loose


def test_what_only_looks_like_a_number_must_stand_in_the_evidence():
    assert unbacked("The rebels seize the town", "the town fell to the rebels")
    assert not unbacked("The rebels seize the town", "rebels who seize the town")
    assert {10} <= values("des dizaines de morts") and {1973} <= values("in the 1967 Six Day War")


_CARELESS = re.compile(r"\d+")


@pytest.mark.parametrize("seed", range(20))
def test_no_digits_go_unseen_and_offsets_are_exact(seed):
    chance = random.Random(seed)
    pieces = [
        "killed",
        "14,000",
        "٢٥٥",
        "14 000",
        "e\u0301te\u0301",
        "Mi-8",
        "quatre-vingt",
        "26.12.2014",
        "5:30",
        "1.1 million",
        "مئة",
        "-",
        "\n",
        "7",
    ]
    text = " ".join(chance.choices(pieces, k=40))
    found = find_numbers(text)
    assert all(text[n.start : n.end] == n.text for n in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    for digits in _CARELESS.finditer(text):
        assert any(n.start <= digits.start() and digits.end() <= n.end for n in found), digits
        assert float(digits.group()) in values(digits.group())


@pytest.mark.parametrize("text", ["", " ", "\u0301", "1" * 400, "۱" * 30, "un " * 200, "million " * 50, "1,000," * 50, "1-" * 100])
def test_odd_texts_do_no_harm(text):
    assert all(text[n.start : n.end] == n.text for n in find_numbers(text))
    assert unbacked(text, text) == []
