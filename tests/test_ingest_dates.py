"""Dates: written in four languages, told from the day of the report, and datelines."""

import random

import pytest

from ingest.dates import dateline, days_apart, find_dates, overlap, periods

ANCHOR = "2016-09-21"  # a Wednesday
WRITTEN = [
    # English
    ("on 17 September 2016", "17 September 2016", "2016-09-17", "2016-09-17"),
    ("on September 17", "September 17", "2016-09-17", "2016-09-17"),
    ("September 17, 2016", "September 17, 2016", "2016-09-17", "2016-09-17"),
    ("the 17th of September", "17th of September", "2016-09-17", "2016-09-17"),
    ("1 October 2014", "1 October 2014", "2014-10-01", "2014-10-01"),
    ("the first of May 2016", "first of May 2016", "2016-05-01", "2016-05-01"),
    ("Sun 16 Apr 2017 Death", "Sun 16 Apr 2017", "2017-04-16", "2017-04-16"),
    ("Sunday, 16 April 2017", "Sunday, 16 April 2017", "2017-04-16", "2017-04-16"),
    ("Oct. 3", "Oct. 3", "2016-10-03", "2016-10-03"),
    ("Jan 202015", "Jan 202015", "2015-01-20", "2015-01-20"),
    ("2016-07-10", "2016-07-10", "2016-07-10", "2016-07-10"),
    ("2016/07/10", "2016/07/10", "2016-07-10", "2016-07-10"),
    ("26.12.2014", "26.12.2014", "2014-12-26", "2014-12-26"),
    ("29-06-2016", "29-06-2016", "2016-06-29", "2016-06-29"),
    ("17/06/2016", "17/06/2016", "2016-06-17", "2016-06-17"),
    ("06/17/2016", "06/17/2016", "2016-06-17", "2016-06-17"),
    ("late October 2016", "late October 2016", "2016-10-20", "2016-10-31"),
    ("early May 2016", "early May 2016", "2016-05-01", "2016-05-10"),
    ("mid-July", "mid-July", "2016-07-10", "2016-07-20"),
    ("May 2017", "May 2017", "2017-05-01", "2017-05-31"),
    ("since March 2011", "March 2011", "2011-03-01", "2011-03-31"),
    ("in May 20 people died", "May", "2016-05-01", "2016-05-31"),
    ("17-19 September", "17-19 September", "2016-09-17", "2016-09-19"),
    ("between 5 and 7 August 2016", "5 and 7 August 2016", "2016-08-05", "2016-08-07"),
    ("October 5-7, 2015", "October 5-7, 2015", "2015-10-05", "2015-10-07"),
    ("in 2016", "2016", "2016-01-01", "2016-12-31"),
    ("the 2016 ceasefire", "2016", "2016-01-01", "2016-12-31"),
    ("Raid on Qasra\n12 May 2016", "12 May 2016", "2016-05-12", "2016-05-12"),
    ("on 4 may 2016", "4 may 2016", "2016-05-04", "2016-05-04"),
    ("since 4 may", "4 may", "2016-05-04", "2016-05-04"),
    ("on march 5", "march 5", "2016-03-05", "2016-03-05"),
    ("in the autumn of 2014", "autumn of 2014", "2014-09-01", "2014-11-30"),
    ("the fall of Velt in 2014", "2014", "2014-01-01", "2014-12-31"),
    ("à l'été 2014", "l'été 2014", "2014-06-01", "2014-08-31"),
    ("en la primavera de 2014", "primavera de 2014", "2014-03-01", "2014-05-31"),
    ("في خريف عام 2014", "خريف عام 2014", "2014-09-01", "2014-11-30"),
    # French
    ("14 juill. 2016", "14 juill. 2016", "2016-07-14", "2016-07-14"),
    ("le 30 novembre", "30 novembre", "2015-11-30", "2015-11-30"),
    ("1er août 2016", "1er août 2016", "2016-08-01", "2016-08-01"),
    ("1er ao\u00fbt 2016".replace("\u00fb", "u\u0302"), "1er aou\u0302t 2016", "2016-08-01", "2016-08-01"),
    ("mercredi 21 septembre 2016", "mercredi 21 septembre 2016", "2016-09-21", "2016-09-21"),
    ("fin octobre 2016", "fin octobre 2016", "2016-10-20", "2016-10-31"),
    ("début d’avril 2016", "début d’avril 2016", "2016-04-01", "2016-04-10"),
    ("la première moitié d’avril 2016", "première moitié d’avril 2016", "2016-04-01", "2016-04-15"),
    ("the second half of April 2016", "second half of April 2016", "2016-04-16", "2016-04-30"),
    ("en la segunda quincena de abril de 2016", "segunda quincena de abril de 2016", "2016-04-16", "2016-04-30"),
    ("في النصف الأول من نيسان 2016", "النصف الأول من نيسان 2016", "2016-04-01", "2016-04-15"),
    ("au mois de mai", "mai", "2016-05-01", "2016-05-31"),
    ("en mars 2011", "mars 2011", "2011-03-01", "2011-03-31"),
    # Spanish
    ("26 de enero de 2016", "26 de enero de 2016", "2016-01-26", "2016-01-26"),
    ("el 1 de febrero del 2012", "1 de febrero del 2012", "2012-02-01", "2012-02-01"),
    ("primero de mayo", "primero de mayo", "2016-05-01", "2016-05-01"),
    ("a finales de julio de 2015", "finales de julio de 2015", "2015-07-20", "2015-07-31"),
    ("12 de diciembre", "12 de diciembre", "2015-12-12", "2015-12-12"),
    # Arabic
    ("8 كانون الأول/ديسمبر", "8 كانون الأول/ديسمبر", "2015-12-08", "2015-12-08"),
    ("8 ديسمبر (كانون الأول) 2024", "8 ديسمبر (كانون الأول) 2024", "2024-12-08", "2024-12-08"),
    ("في أبريل/نيسان 2017", "أبريل/نيسان 2017", "2017-04-01", "2017-04-30"),
    ("٨ كانون الأول ٢٠٢٤", "٨ كانون الأول ٢٠٢٤", "2024-12-08", "2024-12-08"),
    ("27 تشرين الثاني", "27 تشرين الثاني", "2015-11-27", "2015-11-27"),
    ("1 آذار/مارس 2025", "1 آذار/مارس 2025", "2025-03-01", "2025-03-01"),
    ("منذ عام 2011", "2011", "2011-01-01", "2011-12-31"),
    ("في الخامس من أيار 2016", "الخامس من أيار 2016", "2016-05-05", "2016-05-05"),
    ("في الثاني عشر من مايو", "الثاني عشر من مايو", "2016-05-12", "2016-05-12"),
    ("منذ الحادي والعشرين من شهر آذار 2016", "الحادي والعشرين من شهر آذار 2016", "2016-03-21", "2016-03-21"),
    ("الأسبوع الثاني من مايو", "مايو", "2016-05-01", "2016-05-31"),
    ("قتل ثلاثة و9 مايو 2016", "9 مايو 2016", "2016-05-09", "2016-05-09"),
    ("و9 مايو 2016", "9 مايو 2016", "2016-05-09", "2016-05-09"),
]
RELATIVE = [
    ("on Monday", "Monday", "2016-09-19", "2016-09-19"),
    ("Sunday's attack", "Sunday", "2016-09-18", "2016-09-18"),
    ("on Wednesday", "Wednesday", "2016-09-21", "2016-09-21"),
    ("last Wednesday", "last Wednesday", "2016-09-14", "2016-09-14"),
    ("this Friday", "this Friday", "2016-09-16", "2016-09-16"),
    ("next Friday", "next Friday", "2016-09-23", "2016-09-23"),
    ("ce vendredi", "ce vendredi", "2016-09-16", "2016-09-16"),
    ("lundi", "lundi", "2016-09-19", "2016-09-19"),
    ("mercredi dernier", "mercredi dernier", "2016-09-14", "2016-09-14"),
    ("el domingo", "domingo", "2016-09-18", "2016-09-18"),
    ("el lunes pasado", "lunes pasado", "2016-09-19", "2016-09-19"),
    ("يوم الأحد", "الأحد", "2016-09-18", "2016-09-18"),
    ("يوم الجمعة الماضي", "الجمعة الماضي", "2016-09-16", "2016-09-16"),
    ("yesterday", "yesterday", "2016-09-20", "2016-09-20"),
    ("today", "today", "2016-09-21", "2016-09-21"),
    ("hier", "hier", "2016-09-20", "2016-09-20"),
    ("avant-hier", "avant-hier", "2016-09-19", "2016-09-19"),
    ("aujourd’hui", "aujourd’hui", "2016-09-21", "2016-09-21"),
    ("ayer", "ayer", "2016-09-20", "2016-09-20"),
    ("أمس", "أمس", "2016-09-20", "2016-09-20"),
    ("the day before yesterday", "day before yesterday", "2016-09-19", "2016-09-19"),
    ("antes de ayer", "antes de ayer", "2016-09-19", "2016-09-19"),
    ("قبل يومين", "قبل يومين", "2016-09-19", "2016-09-19"),
    ("وبعد غد", "وبعد غد", "2016-09-23", "2016-09-23"),
    ("pasado mañana", "pasado mañana", "2016-09-23", "2016-09-23"),
    ("three days ago", "three days ago", "2016-09-18", "2016-09-18"),
    ("il y a trois jours", "il y a trois jours", "2016-09-18", "2016-09-18"),
    ("hace 2 días", "hace 2 días", "2016-09-19", "2016-09-19"),
    ("قبل ثلاثة أيام", "قبل ثلاثة أيام", "2016-09-18", "2016-09-18"),
    ("il y a 13 ans", "il y a 13 ans", "2003-01-01", "2003-12-31"),
    ("two months ago", "two months ago", "2016-07-01", "2016-07-31"),
    ("last week", "last week", "2016-09-12", "2016-09-18"),
    ("la semaine dernière", "semaine dernière", "2016-09-12", "2016-09-18"),
    ("la semana pasada", "semana pasada", "2016-09-12", "2016-09-18"),
    ("الأسبوع الماضي", "الأسبوع الماضي", "2016-09-12", "2016-09-18"),
    ("last month", "last month", "2016-08-01", "2016-08-31"),
    ("cette année", "cette année", "2016-01-01", "2016-12-31"),
    ("in the past 24 hours", "in the past 24 hours", "2016-09-20", "2016-09-21"),
    ("les dernières 24 heures", "les dernières 24 heures", "2016-09-20", "2016-09-21"),
    ("en las últimas 48 horas", "últimas 48 horas", "2016-09-19", "2016-09-21"),
]
NONE = [
    "he may go",
    "they march on the town",
    "the 4 may leave",
    "Mars et Velt",
    "استمر يومين",
    "قبل يومين من الغارة",
    "Division 30 of the army",
    "every Friday",
    "por la mañana",
    "2016 people fled",
    "31 February 2016",
    "a 5-3 vote",
    "version 1.2.3",
    "three people ago",
    "12 mars-like craters on a planet".replace("12 ", ""),
]


@pytest.mark.parametrize(("text", "words", "first", "last"), WRITTEN + RELATIVE)
def test_date(text, words, first, last):
    (found,) = find_dates(text, ANCHOR)
    assert (text[found.start : found.end], found.first, found.last) == (words, first, last)


@pytest.mark.parametrize("text", NONE)
def test_no_date(text):
    assert find_dates(text, ANCHOR) == []


@pytest.mark.parametrize("text", ["on Monday", "17 September", "yesterday", "last week"])
def test_without_an_anchor_nothing_is_guessed(text):
    assert find_dates(text) == []


def test_precision_and_how_it_was_found_out():
    day, month, year, span = find_dates("On 3 May 2015, in June 2015, in 2014 and late July 2013", ANCHOR)
    assert [m.precision for m in (day, month, year, span)] == ["day", "month", "year", "range"]
    (monday,) = find_dates("Monday", ANCHOR)
    (guessed,) = find_dates("3 May", ANCHOR)
    assert (monday.relative, monday.guessed, guessed.relative, guessed.guessed) == (True, False, False, True)


def test_day_and_month_that_may_be_swapped_leave_both_readings():
    (found,) = find_dates("10/07/2016")
    assert (found.precision, found.first, found.last, found.readings) == ("range", "2016-07-10", "2016-10-07", ("2016-07-10", "2016-10-07"))


@pytest.mark.parametrize(
    ("text", "anchor", "day"),
    [
        ("on 28 December", "2017-01-03", "2016-12-28"),
        ("on 3 January", "2017-01-03", "2017-01-03"),
        ("talks on 20 January", "2016-12-30", "2017-01-20"),
        ("on 29 February", "2017-01-03", "2016-02-29"),
        ("Friday 8 July", "2017-03-01", "2016-07-08"),
        ("Friday 8 July", "2012-12-01", "2011-07-08"),
    ],
)
def test_a_missing_year_is_the_nearest_before_that_fits(text, anchor, day):
    assert find_dates(text, anchor)[0].first == day


def test_a_year_said_once_is_the_year_of_both():
    assert [m.first for m in find_dates("from 3 May to 5 June 2011")] == ["2011-05-03", "2011-06-05"]
    assert [m.first for m in find_dates("entre mayo y junio de 2013")] == ["2013-05-01", "2013-06-01"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("el ataque del pasado día 1", "2031-03-01"),
        ("el ataque del pasado día 9", "2031-02-09"),
        ("le raid du 3 mars, le 2 dernier", "2031-03-02"),
        ("It closed on the 3rd.", "2031-03-03"),
        ("It closed on the 3rd floor.", ""),
    ],
)
def test_a_day_told_by_its_number_alone_is_the_last_one(text, day):
    assert ([d.first for d in find_dates(text, "2031-03-04")] or [""])[-1] == day


def test_a_month_that_is_another_word_as_well_is_one_beside_a_month():
    assert [m.first for m in find_dates("entre mai et juillet 2013")] == ["2013-05-01", "2013-07-01"]
    assert [m.first for m in find_dates("between April and May", ANCHOR)] == ["2016-04-01", "2016-05-01"]


PERIODS = [
    ("from 3 May to 5 June 2015", [("2015-05-03", "2015-06-05")]),
    ("between April and June 2015", [("2015-04-01", "2015-06-30")]),
    ("on 3 May and 5 June 2015", [("2015-05-03", "2015-05-03"), ("2015-06-05", "2015-06-05")]),
    ("between December and February 2015", [("2014-12-01", "2015-02-28")]),
    ("from 29 December 2014 to 3 January", [("2014-12-29", "2015-01-03")]),
    ("du 3 mai au 5 juin 2015", [("2015-05-03", "2015-06-05")]),
    ("entre el 3 de mayo y el 5 de junio de 2015", [("2015-05-03", "2015-06-05")]),
    ("between Thursday 17 and Saturday 19 July 2014", [("2014-07-17", "2014-07-19")]),
    ("entre el lunes 3 y el miércoles 5 de mayo de 2015", [("2015-05-03", "2015-05-05")]),
    ("بين الاثنين 3 والأربعاء 5 مايو 2015", [("2015-05-03", "2015-05-05")]),
    ("بين 3 مايو و5 يونيو 2015", [("2015-05-03", "2015-06-05")]),
    ("من 3 مايو إلى 5 يونيو 2015", [("2015-05-03", "2015-06-05")]),
    ("since 3 May 2015", [("2015-05-03", "2999-12-31")]),
    ("since the 3 May 2015 raid", [("2015-05-03", "2999-12-31")]),
    ("depuis le 3 mai 2015", [("2015-05-03", "2999-12-31")]),
    ("a partir del 3 de mayo de 2015", [("2015-05-03", "2999-12-31")]),
    ("منذ عام 2015", [("2015-01-01", "2999-12-31")]),
    ("after 3 May 2015", [("2015-05-03", "2999-12-31")]),
    ("two days after 3 May 2015", [("2015-05-03", "2015-05-03")]),
    ("after the 3 May 2015 raid", [("2015-05-03", "2015-05-03")]),
    ("before 3 May 2015", [("1900-01-01", "2015-05-03")]),
    ("antes del 3 de mayo de 2015", [("1900-01-01", "2015-05-03")]),
    ("since 3 May 2015, as of 5 June 2015", [("2015-05-03", "2015-05-03"), ("2015-06-05", "2015-06-05")]),
]


@pytest.mark.parametrize(("text", "days"), PERIODS)
def test_periods(text, days):
    assert [(m.first, m.last) for m in periods(text, find_dates(text, ANCHOR))] == days


DATELINES = [
    ("Sun 16 Apr 2017 Death toll from the attack reached 112.", "2017-04-16"),
    ("2016-07-10 At least 43 people died", "2016-07-10"),
    ("26.12.2014 The army said", "2014-12-26"),
    ("26.12.2014(updated 1838 27.12.2014) Get the news", "2014-12-26"),
    ("07-07-2015 title: Army Foils Attack", "2015-07-07"),
    ("Date of publication 3 October 2016 An attack on a clinic", "2016-10-03"),
    ("Published: 3 October 2017\nAn attack", "2017-10-03"),
    ("Last updated at Jan 202015 Beirut Government air strikes", "2015-01-20"),
    ("Rebel fire kills 14 Monitor AFP Wednesday 10 Aug 2016 A barrage of rockets", "2016-08-10"),
    ("Monitoring group Reuters Wednesday 7 Aug 2013 sixty-two rebels were killed", "2013-08-07"),
    ("Rockets hit the city 6 October 2016 Aleppo SANA-Dozens of shells fell", "2016-10-06"),
    ("ALEPPO, Syria, Oct. 3, 2016 (Reuters) - An air strike", "2016-10-03"),
    ("Publié le 3 décembre 2024 à 10h. Les combats", "2024-12-03"),
    ("Mis à jour le 1er août 2016", "2016-08-01"),
    ("Publicado el 26 de enero de 2016", "2016-01-26"),
    ("تاريخ النشر: 8 كانون الأول/ديسمبر 2024", "2024-12-08"),
    ("10 December 2024\n\nThe army withdrew", "2024-12-10"),
    # a date in a sentence is none
    ("At least 62 soldiers were killed on 17 September 2016 in the city", ""),
    ("On August 21 2013 the government fired rockets", ""),
    ("The truce of 12 September 2016 did not hold.", ""),
    ("Une attaque survenue le 3 décembre 2024 a tué", ""),
    ("El 26 de enero de 2016 murieron", ""),
    ("In May 2017 dozens fled", ""),
    ("No date at all", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "day"), DATELINES)
def test_dateline(text, day):
    assert dateline(text) == day


def test_the_published_date_completes_a_dateline_and_does_not_overrule_it():
    assert dateline("ALEPPO, Syria, Oct. 3 (Reuters) - An air strike", "2016-10-04") == "2016-10-03"
    assert dateline("ALEPPO, Syria, Oct. 3 (Reuters) - An air strike") == ""
    assert dateline("10/07/2016 An air strike", "2016-10-08") == "2016-10-07"
    assert dateline("10/07/2016 An air strike") == "2016-07-10"
    assert dateline("Sun 16 Apr 2017 Death toll", "2014-01-01") == "2017-04-16"


@pytest.mark.parametrize(
    ("a", "b", "days"),
    [
        ("2016-07-10", "2016-07-10", 0),
        ("2016-07-10", "2016-07-12", 2),
        ("2016-07-12", "2016-07-10", 2),
        ("2016-07", "2016-07-31", 0),
        ("2016-07", "2016-08-02", 2),
        ("2016", "2017-01-01", 1),
        ("2016-12", "2017-01", 1),
        ("2016-07-10T12:00:00Z", "2016-07-11", 1),
    ],
)
def test_days_apart(a, b, days):
    assert days_apart(a, b) == days


@pytest.mark.parametrize("wrong", ["", "yesterday", "2016-13-01", "10/07/2016"])
def test_days_apart_refuses_what_is_no_date(wrong):
    with pytest.raises(ValueError):
        days_apart(wrong, "2016-07-10")


def test_overlap():
    may, late_may, june = find_dates("in May 2016, late May 2016 and on 3 June 2016")
    assert overlap(may, late_may) and overlap(late_may, may)
    assert not overlap(late_may, june)


@pytest.mark.parametrize("seed", range(20))
def test_offsets_are_exact_and_mentions_do_not_overlap(seed):
    chance = random.Random(seed)
    texts = [t for t, *_ in WRITTEN + RELATIVE] + ["e\u0301", "\n", "(", "2016", "May", "٨", "م"]
    text = " ".join(chance.choices(texts, k=12))
    found = find_dates(text, ANCHOR)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(m.first <= m.last and text[m.start : m.end].strip() == text[m.start : m.end] != "" for m in found)


@pytest.mark.parametrize("text", ["1/" * 300, "May " * 200, "2016-" * 100, "كانون " * 100, "3 " * 300 + "May", "\u0301May 3"])
def test_odd_texts_do_no_harm(text):
    assert all(m.first <= m.last for m in find_dates(text, ANCHOR))
    dateline(text, ANCHOR)
