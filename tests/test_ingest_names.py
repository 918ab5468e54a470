"""Names: runs of capitals, acronyms, and keys that cross scripts."""

import random

import pytest

from ingest.names import find_names, name_keys, same_name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Syrian Observatory for Human Rights said so", ["Syrian Observatory for Human Rights"]),
        ("According to Abdel Rahman, director of SOHR", ["Abdel Rahman", "SOHR"]),
        ("the al-Nusra Front and Ahrar al-Sham", ["al-Nusra Front", "Ahrar al-Sham"]),
        ("killed Khaled bin Walid in Homs", ["Khaled bin Walid", "Homs"]),
        ("l’Observatoire des droits de l’homme à Alep", ["Observatoire", "Alep"]),
        ("Le président Bachar al-Assad", ["Bachar al-Assad"]),
        ("según el Observatorio Sirio de Derechos Humanos", ["Observatorio Sirio de Derechos Humanos"]),
        ("the UN and OCHA", ["UN", "OCHA"]),
        ("Aleppo's streets", ["Aleppo"]),
        ("The dead were buried on Monday in May", []),
        ("Seven people died. They were civilians.", []),
        ("Des combats. Selon eux, hier.", []),
        ("قال المرصد السوري", []),
    ],
)
def test_names(text, names):
    found = find_names(text)
    assert [n.text for n in found] == names
    assert all(text[n.start : n.end] == n.text for n in found)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Manbij", "منبج"),
        ("Idlib", "إدلب"),
        ("Bashar al-Assad", "Bachar al Asad"),
        ("Omar Barakat", "عمر بركات"),
        ("Kenneth Roth", "كينيث روث"),
        ("Lavrov", "لافروف"),
        ("Erdogan", "أردوغان"),
        ("Mohammed", "Muhammad"),
        ("Hezbollah", "حزب الله"),
        ("Al-Nusra", "النصرة"),
        ("OCHA", "ocha"),
    ],
)
def test_same_name(a, b):
    assert same_name(a, b) and same_name(b, a)


@pytest.mark.parametrize(("a", "b"), [("Homs", "Hama"), ("Lavrov", "Kerry"), ("Idlib", "Aleppo"), ("", "Aleppo"), ("UN", "EU")])
def test_other_names(a, b):
    assert not same_name(a, b)


def test_keys_match_a_question_in_one_script_with_a_report_in_another():
    report = name_keys("Omar Barakat was killed near Manbij, the Observatory said")
    question = name_keys("من قتل عمر بركات في مدينة منبج؟")
    assert {"brkt", "mnbj"} <= report & question
    assert "mnbj" in name_keys("ومنبج")


@pytest.mark.parametrize("seed", range(10))
def test_offsets_are_exact_and_mentions_do_not_overlap(seed):
    chance = random.Random(seed)
    pieces = ["Aleppo", "al-Nusra", "d’Alep", "of", "the", "The", "SOHR", ".", "\n", "e\u0301", "É", "'s", "حلب", "-", "bin", "7"]
    text = " ".join(chance.choices(pieces, k=30))
    found = find_names(text)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(text[n.start : n.end] == n.text and n.text.strip() for n in found)
