"""The days of a figure beside those asked for."""

import pytest
from told import sentences

from assistant.figure_days import of_another_day, of_another_time
from assistant.question import understand

QUESTION = "How many people were killed at Qasra in December 2030?"


@pytest.mark.parametrize(
    ("text", "another"),
    [
        ("Twelve people were killed at Qasra in 2029.", True),
        ("It was the worst raid since September 2030, when shells killed 12 people.", True),
        ("On 2 March 2031 a raid on Qasra killed 12 people.", True),
        ("Since September 2030 shells have killed 12 people at Qasra.", False),
        ("Shells killed 12 people at Qasra.", False),
        ("Shells killed 12 people at Qasra in the worst raid of a war that began in 2028.", False),
        ("Twelve people were killed at Qasra, which the army took in March 2029.", False),
        ("The 2028 agreement failed and 12 people were killed at Qasra.", False),
        ("In December 2030 shells killed 12 people at Qasra.", False),
        ("Shells killed 12 people in early January 2031.", False),
    ],
)
def test_a_figure_that_its_sentence_dates_long_before_or_after_is_of_another_time(text, another):
    (sentence,) = sentences(text, published="2031-03-04")
    assert of_another_time(understand(QUESTION), sentence, sentence.figures[-1]) is another


def test_where_no_day_is_asked_for_a_figure_is_of_no_other_time():
    (sentence,) = sentences("Twelve people were killed at Qasra in 2029.", published="2031-03-04")
    assert not of_another_time(understand("How many people were killed at Qasra?"), sentence, sentence.figures[-1])


@pytest.mark.parametrize(
    ("question", "published", "grown"),
    [
        ("How many people had been killed at Qasra as of 2 March 2031?", "2031-03-09", True),
        ("Combien de personnes étaient mortes à Qasra au 2 mars 2031 ?", "2031-03-09", True),
        ("How many people had been killed at Qasra as of 2 March 2031?", "2031-03-03", False),
        ("How many people were killed at Qasra on 2 March 2031?", "2031-03-09", False),
        ("How many people have been killed at Qasra?", "2031-03-09", False),
    ],
)
def test_a_toll_that_is_told_days_later_is_not_the_one_that_stood_on_the_day_asked_for(question, published, grown):
    (sentence,) = sentences("Shells have killed 12 people at Qasra.", published=published)
    assert of_another_day(understand(question), sentence.figures[-1], published) is grown


def test_a_later_report_may_tell_the_toll_as_it_stood():
    (sentence,) = sentences("As of 2 March, shells had killed 12 people at Qasra.", published="2031-03-09")
    assert not of_another_day(understand("How many had died at Qasra as of 2 March 2031?"), sentence.figures[-1], "2031-03-09")
