import pytest

from assistant.collection import answer
from assistant.question import understand
from ingest.report import Report

REPORTS = [Report("r1", "a.md", "Twelve people fled Qasra.", publisher="Morning Wire", published="2031-03-05", language="en")]


@pytest.mark.parametrize(
    "question",
    [
        "Which reports do you have?",
        "What sources do you have on Qasra?",
        "Which documents are there?",
        "What languages are in this archive?",
        "What reports does the collection hold?",
        "Quels rapports avez-vous ?",
        "Quelles sources y a-t-il dans cette collection ?",
        "Quels documents contient l'archive ?",
        "¿Qué informes tienes?",
        "¿Qué fuentes hay en el archivo?",
        "¿Qué documentos hay?",
        "ما هي التقارير التي لديك؟",
        "ما المصادر المتاحة؟",
        "ما اللغات الموجودة في الأرشيف؟",
    ],
)
def test_what_the_archive_holds_is_told_from_the_archive(question):
    found = answer(understand(question), REPORTS)
    assert found is not None and "Morning Wire" in found.text


@pytest.mark.parametrize(
    "question",
    [
        "Which sources have reported that 12 people died?",
        "Which sources say there were mines?",
        "What documents were found there?",
        "What sources of water do people have?",
        "What sources of water are there in Qasra?",
        "Which languages do the refugees there speak?",
        "Which reports have blamed the army?",
        "What reports are there of torture?",
        "What documents did the police have?",
        "Quelles sources d'eau y a-t-il au camp ?",
        "Quels documents ont été trouvés dans l'archive de la police ?",
        "¿Qué fuentes de agua hay en el campamento?",
        "¿Qué informes hay sobre torturas?",
        "¿Qué documentos tiene la policía?",
        "ما المصادر المتاحة للمياه في المخيم؟",
        "ما التقارير التي تتهم الجيش؟",
    ],
)
def test_what_reports_say_is_asked_of_the_reports(question):
    assert answer(understand(question), REPORTS) is None
