import pytest

from assistant.answer import Citation, Claim
from assistant.verify import keep, may_be_misread, quote_stands, unsupported
from ingest.report import Report

QUOTE = "At least 1,200 people fled Qasra on Monday, Odran Velt of the Red Cross said."
REPORT = Report("r1", "a.md", f"Intro. {QUOTE} End.", title="Flight from Qasra", publisher="Morning Wire", published="2031-03-05")


def cite(marker=1, quote=QUOTE, start=7):
    return Citation(marker, "r1", "a.md", "", "Morning Wire", "2031-03-05", "en", quote, start, start + len(quote))


@pytest.mark.parametrize(
    "claim",
    [
        "At least 1,200 people displaced, according to Odran Velt (Morning Wire, 5 March 2031) [1].",
        "Au moins 1 200 personnes (Morning Wire, 5 mars 2031) [1].",
        "نحو 1,200 (Morning Wire، 5 مارس 2031) [1].",
        "Twelve hundred people fled on 3 March 2031 [1].",  # the Monday before the report's date
    ],
)
def test_what_follows_from_quote_and_report_stands(claim):
    assert unsupported(claim, [QUOTE], [REPORT]) == []


@pytest.mark.parametrize(
    "claim, loose",
    [
        ("1,300 people fled [1].", "1,300"),
        ("At least 1,200 people and 40 soldiers fled [1].", "40"),
        ("Thirteen hundred people fled [1].", "hundred"),
        ("At least 1,200 people fled on 9 June 2029 [1].", "9 June 2029"),
        ("At least 1,200 people fled, according to Zargun Plax [1].", "Zargun Plax"),
        ("١٣٠٠ شخص [1].", "١٣٠٠"),
    ],
)
def test_what_no_quote_carries_is_found(claim, loose):
    assert any(loose in item for item in unsupported(claim, [QUOTE], [REPORT]))


def test_the_question_carries_names_but_no_numbers():
    assert unsupported("1,200 people, Velma Torq [1].", [QUOTE], [REPORT], asked="Did Velma Torq count 1,500 people?") == []
    assert unsupported("1,500 people [1].", [QUOTE], [REPORT], asked="Did 1,500 people flee?") == ["1,500"]


@pytest.mark.parametrize(
    "claim, quote",
    [
        ("50 people killed", "50 per cent of the houses were damaged."),
        ("50 personnes tuées", "50 % des maisons sont détruites."),
        ("50 قتيلا", "تضرر 50 في المئة من المنازل."),
        ("50 per cent killed", "50 people were killed."),
        ("12 people killed", "Five people died on 12 March."),
        ("12 morts", "Cinq civils sont morts le 12 mars."),
        ("2031 people killed", "Five people died in 2031."),
        ("16 people killed", "A 16-year-old boy died."),
        ("16 muertos", "Murió un niño de 16 años."),
        ("8 people killed", "A Mi-8 helicopter crashed."),
        ("8 helicopters", "A Mi-8 helicopter crashed."),
        ("4 people killed", "Five died on the M4 highway."),
        ("3 people killed", "The 3rd brigade left."),
        ("5 people killed", "The repairs cost 5 dollars."),
        ("4 people killed", "The raid lasted 4 days."),
    ],
)
def test_a_number_of_another_kind_carries_no_count(claim, quote):
    assert unsupported(f"{claim} [1].", [quote], [REPORT]) != []


@pytest.mark.parametrize(
    "claim, quote",
    [
        ("1,900,000 people displaced", "Some 1.9 million people were displaced."),
        ("1\u00a0900\u00a0000 personnes déplacées", "Some 1.9 million people were displaced."),
        ("60,000–80,000 people displaced", "Between 60,000 and 80,000 people were displaced."),
        ("10,000–15,000 people displaced", "10 to 15 thousand people were displaced."),
        ("12 people killed", "Twelve people died on 12 March."),
        ("12 people killed", "Aid workers said\n12 people were killed."),
        ("1 civilian killed", "One civilian was killed."),
        ("500,000 people", "Half a million people fled."),
        ("Half: “Half of the houses were damaged.”", "Half of the houses were damaged."),
        ("“Half of the houses were damaged.”", "Half of the houses were damaged."),
        ("50 per cent: “50 per cent of the houses were damaged.”", "50 per cent of the houses were damaged."),
        ("50: “50 per cent of the houses were damaged.”", "50 per cent of the houses were damaged."),
        ("50–60 %: “50–60 % of the houses were damaged.”", "50–60 % of the houses were damaged."),
        ("$5m: “The repairs cost $5m.”", "The repairs cost $5m."),
        ("$5 million: “The repairs cost $5 million.”", "The repairs cost $5 million."),
        ("16: “A 16-year-old boy died.”", "A 16-year-old boy died."),
        ("7 and 12: “Students between 7 and 12 years old fled.”", "Students between 7 and 12 years old fled."),
        ("M4: «Five died on the M4 highway.»", "Five died on the M4 highway."),
        ("2254 : « Ils invoquent la résolution 2254. »", "Ils invoquent la résolution 2254."),
    ],
)
def test_what_templates_write_of_a_quote_stands(claim, quote):
    assert unsupported(f"{claim} (Morning Wire, 5 March 2031) [1].", [quote], [REPORT]) == []


def test_each_quote_is_read_by_itself():
    quotes = ["Cinq obus sont tombés avant midi.", "Ayer murieron once personas en la ciudad."]
    assert unsupported("5 [1]; 11 [2].", quotes, [REPORT, REPORT]) == []


@pytest.mark.parametrize(
    "claim, loose",
    [
        ("1,200 people fled, said Odran Plax [1].", ["Odran Plax"]),
        ("1,200 people fled, said General Odran Velt [1].", ["General Odran Velt"]),
        ("1,200 people fled, said the UAE [1].", ["UAE"]),
        ("1,200 people fled, said Odran Velt of the Red Cross [1].", []),
        ("1,200 people fled, said Velt (The Morning Wire) [1].", []),
    ],
)
def test_every_word_of_a_name_must_be_known(claim, loose):
    assert unsupported(claim, [QUOTE], [REPORT]) == loose


def test_a_quote_must_stand_at_its_offsets_to_the_character():
    assert quote_stands(REPORT, cite())
    assert not quote_stands(REPORT, cite(start=8))
    assert not quote_stands(REPORT, cite(quote=QUOTE.replace("1,200", "1200")))
    assert not quote_stands(REPORT, cite(quote="", start=0))


def test_a_claim_that_fails_is_dropped_and_the_others_stay():
    good, bad, bare = Claim("1,200 people fled [1].", (1,)), Claim("1,300 people fled [1].", (1,)), Claim("People fled.", ())
    held, dropped = keep([good, bad, bare], [cite()], {"r1": REPORT}, "", [])
    assert held == [good]
    assert "1,300" in dropped[0] and "no citation" in dropped[1]


def test_a_claim_on_a_quote_that_is_not_in_the_report_is_dropped():
    held, dropped = keep([Claim("1,200 people fled [1].", (1,))], [cite(start=0)], {"r1": REPORT}, "", [])
    assert not held and len(dropped) == 1


@pytest.mark.parametrize(
    ("text", "misread"),
    [
        ("Some 6.36 million people left.", True),
        ("QASRA, 23 January 2031 - Ninety-eight days have passed.", True),
        ("QASRA, 23 January 2031 - 98 days have passed.", False),
        ("On 3 May 2031 shells killed 12 people, 6.3 % of them children.", False),
    ],
)
def test_a_number_that_looks_like_a_part_of_a_date_may_be_misread(text, misread):
    assert may_be_misread(text) is misread
