import pytest

from assistant.compose import Finding, differing, single
from assistant.question import understand
from assistant.reconcile import Accounts
from assistant.verify import unsupported
from ingest.figures import extract
from ingest.report import Passage, Report

QUESTIONS = {
    "en": "How many were there in Qasra?",
    "fr": "Combien y en a-t-il eu à Qasra ?",
    "es": "¿Cuántos hubo en Qasra?",
    "ar": "كم كان عددهم في القصرة؟",
}


def finding(sentence, language="en"):
    report = Report("r1", "a.md", sentence, publisher="Morning Wire", published="2031-03-05", language=language)
    (figure,) = extract(report, [Passage("p1", "r1", 0, len(sentence), sentence, ((0, len(sentence)),))])
    return Finding(report, 0, len(sentence), "", figure)


@pytest.mark.parametrize(
    "asked_in, sentence, told_in, said",
    [
        ("en", "Fewer than 50 civilians were killed in Qasra.", "en", "Fewer than 50 civilians killed"),
        ("fr", "Fewer than 50 civilians were killed in Qasra.", "en", "Moins de 50 civils tués"),
        ("es", "Fewer than 50 civilians were killed in Qasra.", "en", "Menos de 50 civiles muertos"),
        ("ar", "Fewer than 50 civilians were killed in Qasra.", "en", "أقل من 50 مدنيون قتلى"),
        ("en", "Moins de 50 civils ont été tués à Qasra.", "fr", "Fewer than 50 civilians killed"),
        ("en", "The shelling destroyed 3 hospitals in Qasra.", "en", "3 hospitals destroyed"),
        ("en", "The blast destroyed one hospital in Qasra.", "en", "1 hospital destroyed"),
        ("en", "Le raid a détruit 3 hôpitaux à Qasra.", "fr", "3 buildings destroyed"),
        ("fr", "Le raid a détruit 3 hôpitaux à Qasra.", "fr", "3 hôpitaux détruits"),
        ("fr", "Le raid a détruit 40 maisons à Qasra.", "fr", "40 maisons détruites"),
        ("es", "El ataque destruyó 40 casas en Qasra.", "es", "40 casas destruidas"),
        ("en", "One civilian was killed in Qasra.", "en", "1 civilian killed"),
        ("en", "At least one person was killed in Qasra.", "en", "At least 1 person killed"),
        ("fr", "One woman was killed in Qasra.", "en", "1 femme tuée"),
        ("fr", "One soldier was wounded in Qasra.", "en", "1 soldat blessé"),
        ("es", "One woman was killed in Qasra.", "en", "1 mujer muerta"),
        ("ar", "One civilian was killed in Qasra.", "en", "1 مدني قتيل"),
        ("en", "Between 1 and 3 civilians were killed in Qasra.", "en", "1–3 civilians killed"),
        ("en", "More than a quarter of a million civilians were killed.", "en", "More than a quarter of a million civilians killed"),
        ("fr", "More than a quarter of a million civilians were killed.", "en", "Plus de « a quarter of a million » civils tués"),
    ],
)
def test_a_count_in_words_of_the_question_that_its_quote_carries(asked_in, sentence, told_in, said):
    found = finding(sentence, told_in)
    claim = single(understand(QUESTIONS[asked_in]), [found])
    assert claim.startswith(f"{said} (Morning Wire")
    assert unsupported(claim, [found.quote], [found.report], own_words=[said]) == []


def test_every_report_that_gives_a_figure_stands_behind_it():
    asked = understand(QUESTIONS["en"])
    twelve, thirty, again = (finding(f"{n} civilians were killed in Qasra.") for n in (12, 30, 12))
    assert single(asked, [twelve, again]) == "12 civilians killed (Morning Wire, 5 March 2031) [1] (Morning Wire, 5 March 2031) [2]."
    told = differing(asked, [twelve, thirty, again], Accounts((), also=(None,)))
    assert told.startswith("The reports differ: 12 civilians killed (Morning Wire, 5 March 2031) [1] (Morning Wire, 5 March 2031) [3]; 30 ")


@pytest.mark.parametrize(
    ("language", "changed", "opening"),
    [
        ("en", True, "Over time: 12 civilians killed (Morning Wire, 5 March 2031) [1]; 30"),
        ("en", False, "The reports differ: 12"),
        ("fr", True, "Au fil du temps : 12"),
        ("es", True, "Con el tiempo: 12"),
        ("ar", True, "مع مرور الوقت: 12"),
    ],
)
def test_a_count_that_changed_is_told_as_one_after_the_other_not_as_reports_that_differ(language, changed, opening):
    found = [finding("12 civilians were killed in Qasra."), finding("30 civilians were killed in Qasra.")]
    assert differing(understand(QUESTIONS[language]), found, Accounts((), changed=changed)).startswith(opening)
