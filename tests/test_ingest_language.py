import unicodedata

import pytest

from ingest.language import detect

QUESTIONS = {
    "en": ["How many?", "And in March?", "Who else?", "What tally?", "the displaced?", "And women?", "Since when?", "SOHR toll?", "Total?"],
    "fr": [
        "Et combien de blessés ?",
        "Combien ?",
        "Où ?",
        "Qui ?",
        "Et en mars ?",
        "Quel bilan ?",
        "Par qui ?",
        "Et Damas ?",
        "Et les femmes ?",
    ],
    "es": ["¿Y cuántos heridos hubo?", "Cuantos muertos", "¿Dónde?", "¿Y en Idlib?", "los desplazados", "¿Por quién?", "¿Total?"],
    "ar": ["وكم طفلاً كان بين القتلى؟", "كم؟", "متى؟", "من؟", "وفي آذار؟", "النازحون؟", "والنساء؟"],
    "sw": ["Ni watu wangapi waliuawa huko Aleppo?", "Wangapi?", "Nani alisema hivyo?"],
    "de": ["Wie viele Menschen starben in Aleppo?", "Wann?", "Und die Kinder?"],
    "ru": ["Сколько людей погибло?", "Сколько?", "А женщины?"],
    "tr": ["Halep'te kaç kişi öldü?", "Kaç kişi?", "Ne zaman?"],
    "it": ["Quanti morti ad Aleppo?"],
    "pt": ["Quantos mortos em Aleppo?"],
    "fa": ["چند نفر کشته شدند؟"],
    "uk": ["Скільки людей загинуло?"],
    "zh": ["阿勒颇有多少人死亡？"],
    "ja": ["アレッポで何人が死亡しましたか？"],
    "he": ["כמה אנשים נהרגו בחאלב?"],
}


@pytest.mark.parametrize(("language", "question"), [(language, q) for language, questions in QUESTIONS.items() for q in questions])
def test_short_questions(language: str, question: str):
    assert detect(question) == language


@pytest.mark.parametrize("text", ["", "  ", "123", "?!", "2016-07-10", "\n"])
def test_nothing_to_tell_it_by(text: str):
    assert detect(text) == ""


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_may_be_written_apart(form: str):
    assert detect(unicodedata.normalize(form, "¿Y cuántos niños había?")) == "es"


def test_a_report_is_told_by_its_text_not_by_the_names_in_it():
    text = "Die Zahl der Toten stieg nach Angaben der Beobachtungsstelle in Aleppo, Idlib und Hama auf 412, darunter 61 Zivilisten. " * 5
    assert detect(text) == "de"
