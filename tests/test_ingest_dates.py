"""Dates: written, relative, datelines."""

import pytest

from ingest.dates import find_dates

ANCHOR = "2016-09-21"  # a Wednesday
DATES = [
    ("on 17 September 2016", "17 September 2016", "2016-09-17", "2016-09-17"),
    ("on September 17", "September 17", "2016-09-17", "2016-09-17"),
    ("September 17, 2016", "September 17, 2016", "2016-09-17", "2016-09-17"),
    ("1 October 2014", "1 October 2014", "2014-10-01", "2014-10-01"),
    ("Sun 16 Apr 2017 Death", "Sun 16 Apr 2017", "2017-04-16", "2017-04-16"),
    ("2016-07-10", "2016-07-10", "2016-07-10", "2016-07-10"),
    ("26.12.2014", "26.12.2014", "2014-12-26", "2014-12-26"),
    ("late October 2016", "late October 2016", "2016-10-20", "2016-10-31"),
    ("May 2017", "May 2017", "2017-05-01", "2017-05-31"),
    ("17-19 September", "17-19 September", "2016-09-17", "2016-09-19"),
    ("le 30 novembre", "30 novembre", "2015-11-30", "2015-11-30"),
    ("1er août 2016", "1er août 2016", "2016-08-01", "2016-08-01"),
    ("fin octobre 2016", "fin octobre 2016", "2016-10-20", "2016-10-31"),
    ("26 de enero de 2016", "26 de enero de 2016", "2016-01-26", "2016-01-26"),
    ("8 كانون الأول/ديسمبر", "8 كانون الأول/ديسمبر", "2015-12-08", "2015-12-08"),
    ("في أبريل/نيسان 2017", "أبريل/نيسان 2017", "2017-04-01", "2017-04-30"),
    ("٨ كانون الأول ٢٠٢٤", "٨ كانون الأول ٢٠٢٤", "2024-12-08", "2024-12-08"),
    ("on Monday", "Monday", "2016-09-19", "2016-09-19"),
    ("ce vendredi", "ce vendredi", "2016-09-16", "2016-09-16"),
    ("el domingo", "domingo", "2016-09-18", "2016-09-18"),
    ("يوم الأحد", "الأحد", "2016-09-18", "2016-09-18"),
    ("hier", "hier", "2016-09-20", "2016-09-20"),
    ("yesterday", "yesterday", "2016-09-20", "2016-09-20"),
    ("last week", "last week", "2016-09-12", "2016-09-18"),
    ("three days ago", "three days ago", "2016-09-18", "2016-09-18"),
    ("in 2016", "2016", "2016-01-01", "2016-12-31"),
]


@pytest.mark.parametrize(("text", "words", "first", "last"), DATES)
def test_date(text, words, first, last):
    (found,) = find_dates(text, ANCHOR)
    assert (text[found.start : found.end], found.first, found.last) == (words, first, last)
