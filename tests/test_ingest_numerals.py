"""Numbers: every script and language, exact offsets, nothing unseen."""

import pytest

from ingest.numerals import find_numbers

VALUES = [
    ("14,000 people", [14000]),
    ("14 000 personnes", [14000]),
    ("14\u00a0000 personnes", [14000]),
    ("14\u202f000 personnes", [14000]),
    ("14.000 personas", [14000]),
    ("14'000", [14000]),
    ("١٢٬٣٤٥ شخص", [12345]),
    ("۱۲۳ نفر", [123]),
    ("1,234,567 dead", [1234567]),
    ("14 thousand", [14000]),
    ("1.1 million", [1100000]),
    ("2,5 millions", [2500000]),
    ("14 mille", [14000]),
    ("quatorze mille", [14000]),
    ("200 ألف", [200000]),
    ("60 ألفاً", [60000]),
    ("ثلاثة آلاف وخمسمئة", [3500]),
    ("sixty-six", [66]),
    ("one hundred and thirty-four", [134]),
    ("two thousand three hundred", [2300]),
    ("fifteen hundred", [1500]),
    ("quatre-vingt-quatre", [84]),
    ("quatre-vingt-dix-sept", [97]),
    ("soixante et onze", [71]),
    ("vingt et un", [21]),
    ("deux cent mille", [200000]),
    ("deux cents", [200]),
    ("treinta y una", [31]),
    ("veintitrés", [23]),
    ("quinientos doce", [512]),
    ("dos mil trescientos", [2300]),
    ("أربعة وخمسون", [54]),
    ("مئة وخمسة وعشرون", [125]),
    ("ثلاثة عشر", [13]),
    ("أحد عشر", [11]),
    ("واثني عشر", [12]),
    ("ثلاثمئة", [300]),
    ("ثلاث مئة", [300]),
    ("ألفان", [2000]),
    ("طفلان", [2]),
    ("une cinquantaine de villes", [50]),
    ("a dozen", [12]),
    ("two dozen", [24]),
    ("a 48-truck convoy", [48]),
    ("a ten-year-old", [10]),
    ("dozens were killed", []),
    ("hundreds of thousands", []),
    ("des dizaines de morts", []),
    ("cientos de miles", []),
    ("عشرات القتلى", []),
    ("مئات الآلاف", []),
    ("once again", []),
    ("they seize control of the town", []),
    ("50 per cent of the homes", [50]),
]


@pytest.mark.parametrize(("text", "expected"), VALUES)
def test_value(text, expected):
    found = find_numbers(text)
    assert [n.value for n in found] == expected
    assert all(text[n.start : n.end] == n.text for n in found)
