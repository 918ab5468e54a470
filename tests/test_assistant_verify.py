import pytest

from assistant.answer import Citation, Claim
from assistant.verify import keep, quote_stands, unsupported
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


def test_a_number_of_the_question_may_be_repeated():
    assert unsupported("Not 1,500 but 1,200 people [1].", [QUOTE], [REPORT], asked="Did 1,500 people flee?") == []


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
