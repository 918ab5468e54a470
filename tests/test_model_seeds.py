"""The whole way with real parts: the seeds, the embedded embedder, Chroma on disk and the embedded chat model."""

from pathlib import Path

import pytest

from assistant import Assistant
from ingest.pipeline import ingest_all
from ingest.settings import Settings

SEEDS = Path(__file__).parent.parent / "seeds"
SEED = str(SEEDS / "000_68b59d67f58c6fac.txt")
TOLL = "Combien de personnes sont mortes depuis le début de l'offensive pour prendre Alep ?"

pytestmark = pytest.mark.model


def check(sitrep, answer):
    for cited in answer.citations:
        assert sitrep.report(cited.report_id).text[cited.start : cited.end] == cited.quote
    for claim in answer.claims:
        assert claim.markers and set(claim.markers) <= {c.marker for c in answer.citations}


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("seeds") / "home"


def test_reports_dated_later_change_the_toll(home):
    settings = Settings(home=home)
    assert not ingest_all([SEED], settings).failed
    with Assistant.open(settings) as sitrep:
        before = sitrep.ask(TOLL)
        check(sitrep, before)
    assert {f.value for f in before.figures} == {255}
    assert not ingest_all([str(SEEDS)], settings).failed
    with Assistant.open(settings) as sitrep:
        after = sitrep.ask(TOLL)
        check(sitrep, after)
    assert {255, 412} <= {f.value for f in after.figures}
    assert "412" in after.text and max(c.published for c in after.citations) > "2024-11-29"


@pytest.mark.parametrize(
    "question, language",
    [
        ("How many people were displaced, according to OCHA's first report on the fighting near Aleppo?", "en"),
        ("¿Cuántos civiles murieron según el Observatorio hasta que cayó Damasco?", "es"),
        ("كم عدد القتلى المدنيين بحسب المرصد؟", "ar"),
        ("Who heads the government of Neverland?", "en"),
    ],
)
def test_whatever_is_asked_every_word_is_carried(home, question, language):
    with Assistant.open(Settings(home=home)) as sitrep:
        answer = sitrep.ask(question)
        check(sitrep, answer)
    assert answer.language == language
    assert answer.refused or answer.citations


def test_what_no_report_says_is_refused_in_the_questions_language(home):
    with Assistant.open(Settings(home=home)) as sitrep:
        answer = sitrep.ask("Combien de baleines ont été observées au large du Groenland en 2019 ?")
        check(sitrep, answer)
    assert answer.refused and answer.refusal.reason == "no_evidence"
    assert answer.text.startswith("Les rapports ne le disent pas.")
