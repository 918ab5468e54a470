"""Which figures of other reports are told beside the best one."""

import pytest
from told import sentences

from assistant import weights
from assistant.question import understand
from assistant.read import Proposal
from assistant.reconcile import reconcile
from assistant.retrieve import Candidate


def told(question, *days):
    """The values told beside the first day's, of one report a day that each give one more dead."""
    found = [sentences(f"Shells have killed {20 + n} people at Qasra.", published=day)[0] for n, day in enumerate(days)]
    candidates = [Candidate(s.passage, s.report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in found]
    best = Proposal(found[0], "", found[0].figures[0])
    accounts = reconcile(understand(question), best, found, candidates, weights.load())
    return [proposal.value for proposal in accounts.proposals]


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How many people have shells killed at Qasra?", [20, 21, 22]),
        ("How many people have shells killed at Qasra since 1 March 2031?", [20, 21, 22]),
        ("How many people were killed at Qasra on 2 March 2031?", [20, 21]),
        ("How many people were killed at Qasra on 2 March?", [20, 21]),
        ("How many people did the shells kill at Qasra in March 2031?", [20, 21, 22]),
    ],
)
def test_a_toll_that_grows_is_followed_unless_a_day_is_asked_for(question, values):
    assert told(question, "2031-03-02", "2031-03-04", "2031-03-20") == values


def test_a_toll_that_somebody_counted_is_told_beside_one_of_nobody():
    first = "On 3 March shells killed 30 people at the Odran mill in Damascus."
    assert beside(AT_THE_MILL, first, "Shells killed 38 people in Damascus, the Torvik Council said.") == [38]


def changed(question, *sentences_of_a_report):
    """The values told, and whether as one count that changed."""
    found = sentences(" ".join(sentences_of_a_report))
    candidates = [Candidate(found[0].passage, found[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0})]
    accounts = reconcile(understand(question), Proposal(found[0], "", found[0].figures[0]), found, candidates, weights.load())
    return [p.value for p in accounts.proposals], accounts.changed


CHANGE = "How did the toll of the shells at Qasra change between 1 and 3 March 2031?"


@pytest.mark.parametrize(
    ("told", "values", "in_time"),
    [
        (["On 3 March shells killed 35 people at Qasra.", "On 1 March shells killed 30 people at Qasra."], [30, 35], True),
        (["Shells killed 40 people at Qasra, the Velt Office said.", "Shells killed 35 people, the Torvik Council said."], [40, 35], False),
        (["Shells killed 40 people at Qasra and killed 25 people in Odran."], [40], False),
        (["On 3 March shells killed 35 people at Qasra.", "On 3 March 2030 shells killed 30 people at Qasra."], [35], False),
    ],
)
def test_a_count_that_changed_is_told_in_the_order_of_its_days(told, values, in_time):
    assert changed(CHANGE, *told) == (values, in_time)


@pytest.mark.parametrize(
    "question",
    [
        "How many people were killed at Qasra?",
        "How many people did the fall of Qasra kill?",
        "How much did the damage in Fallujah cost?",
        "By how much did the toll rise?",
        "¿A cuánto asciende el número de muertos en el paso de Qasra?",
        "¿Cuánto dinero recibieron varias familias?",
        "De combien de passagers du train parle le rapport ?",
        "كم عدد القتلى في قصرة؟",
    ],
)
def test_a_question_for_one_count_asks_for_no_change(question):
    assert not understand(question).change


@pytest.mark.parametrize(
    "question",
    [
        "How did the toll of the shells at Qasra change between 2 and 4 March 2031?",
        "Comment le bilan des morts à Qasra a-t-il évolué entre le 2 et le 4 mars 2031 ?",
        "¿Cómo aumentó el número de muertos en Qasra entre el 2 y el 4 de marzo de 2031?",
        "كيف تغيرت حصيلة القتلى في قصرة بين 2 و4 مارس 2031؟",
    ],
)
def test_how_a_toll_changed_is_one_after_the_other(question):
    assert understand(question).change
    assert told(question, "2031-03-02", "2031-03-04") == [20, 21]


@pytest.mark.parametrize(
    "question",
    [
        "How did the number of people killed at Qasra grow from early March 2031 to 19 March 2031?",
        "How many people were killed at Qasra by 2 March 2031, and how many by 19 March?",
    ],
)
def test_two_days_asked_for_are_each_told_as_it_stood(question):
    found = [
        sentences("Shells have killed 20 people at Qasra since the siege began on 1 February 2031.", published="2031-03-02")[0],
        sentences("Shells have killed 45 people at Qasra since the siege began on 1 February 2031.", published="2031-03-19")[0],
        sentences("Shells have killed 31 people at Qasra since the siege began on 1 February 2031.", published="2031-03-30")[0],
    ]
    candidates = [Candidate(s.passage, s.report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in found]
    accounts = reconcile(understand(question), Proposal(found[1], "", found[1].figures[0]), found, candidates, weights.load())
    assert [p.value for p in accounts.proposals] == [20, 45]


def beside(question, first, *others):
    """The values told beside the first sentence's, of sentences of the same report."""
    found = sentences(" ".join([first, *others]))
    candidates = [Candidate(found[0].passage, found[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0})]
    accounts = reconcile(understand(question), Proposal(found[0], "", found[0].figures[0]), found, candidates, weights.load())
    return [proposal.value for proposal in accounts.proposals if proposal.sentence != found[0]]


AT_THE_MILL = "How many people were killed at the Odran mill in Damascus on 3 March 2031?"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("Shells killed 38 people in Damascus.", False),
        ("Shells killed 38 people at the Odran mill in Damascus.", True),
        ("Shells killed 38 people there.", True),
        ("Shells killed 38 people in Damascus, the Velt Office said.", False),
        ("Shells killed 38 people in Damascus, the Torvik Council said.", True),
        ("Shells killed 38 people in Damascus, the Syrian Council said.", True),
        ("In late February shells killed 38 people there.", False),
        ("On 2 March shells killed 38 people there.", False),
    ],
)
def test_another_toll_of_one_report_is_told_if_it_is_of_the_same_place_and_day_or_of_another_source(other, told):
    first = "On 3 March shells killed 30 people at the Odran mill in Damascus, said Velt Office."
    assert beside(AT_THE_MILL, first, other) == ([38] if told else [])


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("How many schools were destroyed at Qasra?", "Jets destroyed 12 schools at Qasra. They destroyed 9 mosques at Qasra.", [12]),
        ("How many schools were destroyed at Qasra?", "Jets destroyed 12 schools at Qasra. They destroyed 9 schools at Qasra.", [12, 9]),
        ("How many air strikes hit Qasra?", "Jets carried out 12 air strikes on Qasra. Jets carried out 9 raids on Qasra.", [12, 9]),
        ("How many people were killed?", "Shells killed 30 people. Shells killed 25 goats. They killed 28 people.", [30, 28]),
        ("How many people were killed?", "Shells killed 30 people. Another five people were killed. They killed 14 more people.", [30]),
        ("How many of the dead were soldiers?", "Shells killed 30 people, including 12 soldiers. Shells killed 25 soldiers.", [12]),
    ],
)
def test_things_of_another_name_and_a_whole_for_a_part_are_not_told_beside_a_figure(question, text, values):
    found = sentences(text)
    figures = [Proposal(s, "", f) for s in found for f in s.figures]
    best = next(p for p in figures if p.value == values[0])
    candidates = [Candidate(s.passage, s.report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in found]
    accounts = reconcile(understand(question), best, found, candidates, weights.load())
    assert sorted((p.value for p in accounts.proposals), reverse=True) == values


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (["On 3 March a bomb at Qasra killed 20 rebels."], [20]),
        (["On 3 March a bomb at Qasra killed 20 rebels.", "On 3 March the bomb at Qasra killed 29 people."], []),
        (["On 3 March a bomb at Qasra hurt 20 rebels."], []),
    ],
)
def test_where_another_report_tells_only_the_toll_of_a_group_it_is_told(other, told):
    first = sentences("On 3 March a bomb at Qasra killed 29 people.")
    others = sentences(" ".join(other), published="2031-03-05")
    candidates = [Candidate(s[0].passage, s[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in (first, others)]
    best = Proposal(first[0], "", first[0].figures[0])
    question = understand("How many people did the bomb at Qasra kill on 3 March 2031?")
    accounts = reconcile(question, best, [*first, *others], candidates, weights.load())
    assert [p.value for p in accounts.proposals if p.value != 29] == told


@pytest.mark.parametrize(
    ("text", "language", "published", "names", "told"),
    [
        ("On 3 March a bomb killed 22 people at Qasra.", "en", "2031-03-20", 0.3, True),
        ("On 3 March a bomb killed 22 people at Qasra.", "en", "2031-03-20", 0.1, True),  # the very day, in the place asked for
        ("On 3 March a bomb killed 22 people at Odran.", "en", "2031-03-20", 0.1, False),
        ("A bomb killed 22 people at Qasra.", "en", "2031-03-05", 0.3, False),
        ("A bomb killed 22 people at Qasra.", "en", "2031-03-05", 0.6, True),
        ("El 3 de marzo una bomba mató a 22 personas en Damasco.", "es", "2031-03-05", 0.0, True),
        ("A bomb killed 22 people at Qasra.", "en", "2031-02-27", 0.6, False),
    ],
)
def test_a_report_that_fits_the_question_less_tells_of_the_event_by_its_names_or_the_very_day(text, language, published, names, told):
    first = sentences("On 3 March a bomb at Qasra killed 29 people.")
    others = sentences(text, language, published=published)
    fit = Candidate(first[0].passage, first[0].report, 15.0, {"names": 0.6, "places": 1.0, "date": 0.0})
    less = Candidate(others[0].passage, others[0].report, 5.0, {"names": names, "places": float(language != "en"), "date": 0.0})
    best = Proposal(first[0], "", first[0].figures[0])
    question = understand("How many people did the bomb at Qasra kill on 3 March 2031?")
    accounts = reconcile(question, best, [*first, *others], [fit, less], weights.load())
    assert (22 in [p.value for p in accounts.proposals]) is told


def test_of_the_very_day_asked_for_or_told_right_after_it_is_of_the_event_however_late_the_best_one_is():
    best = sentences("A bomb at Qasra killed 29 people, the council said.", published="2031-03-12")
    first = sentences("A nurse at Qasra said the bomb killed 22 people.", published="2031-03-04")
    later = sentences("The bomb at Qasra on 3 March killed 31 people.", published="2031-03-28")
    other = sentences("A bomb at Qasra killed 35 people.", published="2031-03-28")
    told = [best, first, later, other]
    found = [Candidate(each[0].passage, each[0].report, 9.0, {"names": 0.6, "places": 1.0, "date": 0.0}) for each in told]
    question = understand("How many people did the bomb at Qasra kill on 3 March 2031?")
    accounts = reconcile(question, Proposal(best[0], "", best[0].figures[0]), [each[0] for each in told], found, weights.load())
    assert sorted(p.value for p in accounts.proposals) == [22, 29, 31]


def test_beside_a_part_neither_its_whole_nor_the_other_parts_are_told():
    told = sentences("At least eight people were killed at Qasra. Five of them died at the market. Another three were killed by shells.")
    best = Proposal(told[1], "", told[1].figures[0])
    question = understand("How many people were killed at the market of Qasra?")
    found = [Candidate(told[0].passage, told[0].report, 9.0, {"names": 0.6, "places": 1.0, "date": 0.0})]
    assert [p.value for p in reconcile(question, best, told, found, weights.load()).proposals] == [5]


def test_a_part_of_a_toll_is_all_of_the_group_asked_for():
    best, desk = (
        sentences("The ambush at Qasra killed 11 soldiers.", published="2031-03-04"),
        sentences("A desk counts 31 dead at Qasra: 26 soldiers and five guards.", published="2031-03-05"),
    )
    found = [Candidate(each[0].passage, each[0].report, 9.0, {"names": 0.6, "places": 1.0, "date": 0.0}) for each in (best, desk)]
    question = understand("How many soldiers were killed in the ambush at Qasra?")
    accounts = reconcile(question, Proposal(best[0], "", best[0].figures[0]), [*best, *desk], found, weights.load())
    assert [p.value for p in accounts.proposals] == [11, 26]


@pytest.mark.parametrize(
    ("language", "published", "score", "told"),
    [
        ("es", "2031-03-05", 9.0, True),  # liker to the best one than to one of another day
        ("es", "2031-03-05", 7.0, False),
        ("es", "2031-03-30", 9.0, False),
        ("en", "2031-03-05", 9.0, False),  # its words and names would tell
    ],
)
def test_a_report_in_another_language_told_right_after_the_day_is_known_by_its_distance_from_those_of_other_days(
    language, published, score, told
):
    first = sentences("On 3 March a bomb at Qasra killed 29 people.")
    others = sentences("El atentado causó 22 muertos." if language == "es" else "The attack left 22 dead.", language, published=published)
    none = sentences("A bridge fell.", published="2030-03-05")
    signs = {"names": 0.1, "places": 0.0}
    candidates = [
        Candidate(first[0].passage, first[0].report, 15.0, {"names": 0.6, "places": 1.0, "date": 1.0}),
        Candidate(others[0].passage, others[0].report, score, {**signs, "date": 0.8 if published < "2031-03-10" else 0.4}),
        Candidate(none[0].passage, none[0].report, 1.0, {**signs, "date": -0.5}),
    ]
    question = understand("How many people did the bomb at Qasra kill on 3 March 2031?")
    accounts = reconcile(question, Proposal(first[0], "", first[0].figures[0]), [*first, *others], candidates, weights.load())
    assert (22 in [p.value for p in accounts.proposals]) is told


def test_what_is_asked_of_two_weeks_was_told_over_two_weeks():
    days = ("2031-03-01", "2031-03-10")
    assert told("How many people were killed at Qasra in the first half of March 2031?", *days) == [20, 21]
    assert told("How many people were killed at Qasra on 1 March 2031?", *days) == [20]


def test_a_count_that_stands_beside_the_same_one_is_of_the_same_time():
    first = sentences("By 9 March 59 people had died of illness at Qasra.", published="2031-03-09")
    others = sentences("59 people have died of illness at Qasra; the ministry knows of 24 deaths.", published="2031-03-06")
    older = sentences("The ministry knows of 23 deaths at Qasra.", published="2031-03-06", publisher="Wire")
    signs = {"names": 1.0, "places": 0.5, "date": 1.0}
    candidates = [Candidate(s[0].passage, s[0].report, 5.0, signs) for s in (first, others, older)]
    question = understand("How many people had died at Qasra by early March 2031?")
    best = Proposal(first[0], "", first[0].figures[0])
    accounts = reconcile(question, best, [*first, *others, *older], candidates, weights.load())
    assert [p.value for p in accounts.proposals] == [24, 59]


def test_of_the_newest_tolls_the_largest_is_told_where_not_all_are():
    days = [f"2031-03-0{day}" for day in (1, 2, 3, 4, 5, 6, 7, 7)]
    assert told("How many people have shells killed at Qasra?", *days) == [20, 21, 22, 23, 24, 27]


def test_soldiers_that_are_held_are_besieged_or_detained():
    first = sentences("Villagers have surrounded 47 soldiers near Qasra.")
    others = sentences("On 6 March the army said 52 of its men had been held near Qasra.", published="2031-03-07")
    candidates = [Candidate(s[0].passage, s[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in (first, others)]
    best = Proposal(first[0], "", first[0].figures[0])
    question = understand("How many soldiers did villagers hold near Qasra?")
    accounts = reconcile(question, best, [*first, *others], candidates, weights.load())
    assert [p.value for p in accounts.proposals] == [47, 52]


@pytest.mark.parametrize(
    ("text", "publisher", "also"),
    [
        ("On 3 March a bomb killed 29 people at Qasra.", "Other Wire", True),
        ("On 3 March a bomb killed 29 people at Qasra.", "Wire", False),
        ("On 3 March a bomb killed at least 29 people at Qasra.", "Other Wire", False),
        ("On 3 March a bomb killed 29 civilians at Qasra.", "Other Wire", False),
        ("On 1 March a bomb killed 29 people at Qasra.", "Other Wire", False),
    ],
)
def test_a_report_of_another_publisher_that_gives_the_same_figure_is_told_with_it(text, publisher, also):
    first = sentences("On 3 March a bomb at Qasra killed 29 people.", publisher="Wire")
    others = sentences(text, published="2031-03-05", publisher=publisher)
    candidates = [Candidate(s[0].passage, s[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in (first, others)]
    best = Proposal(first[0], "", first[0].figures[0])
    accounts = reconcile(
        understand("How many people did the bomb at Qasra kill on 3 March 2031?"), best, [*first, *others], candidates, weights.load()
    )
    assert [p.value for p in accounts.proposals] == [29]
    assert [p.sentence.report.publisher for p in accounts.also] == ([publisher] if also else [])


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("How many civilians did Russian jets kill at Qasra?", [19]),
        ("How many civilians were killed at Qasra?", [24, 28]),
    ],
)
def test_where_a_sentence_tells_one_nations_toll_apart_those_of_others_are_not_told_beside_it(question, values):
    found = sentences("At Qasra 24 civilians died: 19 in raids by Russian jets, one by shells. Some 28 civilians died at Qasra, Velt said.")
    candidates = [Candidate(found[0].passage, found[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0})]
    best = Proposal(found[0], "", next(f for f in found[0].figures if f.value == values[0]))
    accounts = reconcile(understand(question), best, found, candidates, weights.load())
    assert sorted(p.value for p in accounts.proposals) == values


@pytest.mark.parametrize(("text", "told"), [("Los obuses destruyeron 15 escuelas.", []), ("Los obuses destruyeron 15 casas.", [15])])
def test_things_are_told_apart_across_languages(text, told):
    first, others = sentences("Shells destroyed 12 houses at Qasra."), sentences(text, "es", published="2031-03-05")
    candidates = [Candidate(s[0].passage, s[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in (first, others)]
    question = understand("How many houses were destroyed at Qasra?")
    accounts = reconcile(question, Proposal(first[0], "", first[0].figures[0]), [*first, *others], candidates, weights.load())
    assert [p.value for p in accounts.proposals if p.value != 12] == told


@pytest.mark.parametrize(
    ("question", "first", "values"),
    [
        ("How many people did the clashes displace?", 70_000, [70_000]),
        ("How many people did the clashes displace in Homs?", 20_000, [19_000, 20_000]),
    ],
)
def test_counts_of_several_places_in_one_sentence_are_no_rivals_of_a_total(question, first, values):
    found = sentences(
        "The clashes displaced 70,000 people in Syria. Some 60,000 were displaced in Aleppo, 20,000 in Homs and 15,000 in Hama. "
        "The Velt Office counted 57,000 people displaced in Aleppo and 19,000 in Homs."
    )
    best = next(Proposal(s, "", f) for s in found for f in s.figures if f.value == first)
    candidates = [Candidate(s.passage, s.report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in found]
    accounts = reconcile(understand(question), best, found, candidates, weights.load())
    assert sorted(p.value for p in accounts.proposals) == values


@pytest.mark.parametrize(
    ("question", "other", "values"),
    [
        ("How many people were killed at Torvik in March 2031?", "At least 26 people were killed at Torvik, the office found.", [20, 26]),
        ("How many people were killed at Torvik on 2 March 2031?", "At least 26 people were killed at Torvik, the office found.", [20]),
        ("How many people were killed at Torvik in March 2031?", "The clinic saw 26 people killed by measles.", [20]),
    ],
)
def test_what_is_told_weeks_later_is_of_the_event_if_it_names_what_few_reports_name(question, other, values):
    first = sentences("A raid killed 20 people at Torvik.", published="2031-03-03")
    later = sentences(f"The office has ended its work. {other}", published="2031-04-15", publisher="Wire")
    found = [*first, *later]
    candidates = [Candidate(s.passage, s.report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in found]
    accounts = reconcile(understand(question), Proposal(first[0], "", first[0].figures[0]), found, candidates, weights.load())
    assert [p.value for p in accounts.proposals] == values


def test_of_what_one_statement_counts_twice_the_larger_is_told():
    text = "The toll of the raid at Qasra has reached 24 dead after eight people succumbed; the ministry knows of 19 deaths."
    first, others = sentences("A raid killed 16 people at Qasra."), sentences(text, published="2031-03-05")
    candidates = [Candidate(s[0].passage, s[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0}) for s in (first, others)]
    question = understand("How many people did the raid at Qasra kill?")
    accounts = reconcile(question, Proposal(first[0], "", first[0].figures[0]), [*first, *others], candidates, weights.load())
    assert sorted(p.value for p in accounts.proposals) == [16, 19, 24]


@pytest.mark.parametrize(("where", "values"), [("Israel", [40]), ("Lebanon", [40, 59])])
def test_a_toll_of_another_country_is_not_told_beside_that_of_a_town(where, values):
    found = sentences(f"A raid killed 40 people in Beirut. In {where}, 59 people were killed.")
    candidates = [Candidate(found[0].passage, found[0].report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0})]
    best = Proposal(found[0], "", found[0].figures[0])
    accounts = reconcile(understand("How many people did the raid kill?"), best, found, candidates, weights.load())
    assert sorted(p.value for p in accounts.proposals) == values


@pytest.mark.parametrize(
    ("other", "values"), [("Twenty-one of the wounded were flown to Odran.", []), ("Some 21 of the passengers were wounded.", [21])]
)
def test_some_of_the_wounded_are_no_rival_of_a_toll(other, values):
    first = "Shells wounded 33 people at the Odran mill in Damascus."
    assert beside("How many people were wounded at the Odran mill?", first, other) == values


@pytest.mark.parametrize(
    ("question", "other", "told"),
    [
        (
            "How many people died at the Odran mill?",
            "The shells killed 45 rebels, said the Velt Office, updating an earlier toll of 30.",
            [45],
        ),
        ("How many people died at the Odran mill?", "The shells killed 45 rebels, said the Velt Office, who knew of 30.", []),
        ("How many people died at the Odran mill?", "A similar attack killed 45 people.", []),
        ("How many people died in similar attacks?", "A similar attack killed 45 people.", [45]),
        ("How many people died at the Odran mill, according to the Velt Office?", "The Torvik Council said 45 people died.", []),
    ],
)
def test_what_a_toll_has_grown_to_is_told_beside_it_and_that_of_another_event_or_source_is_not(question, other, told):
    assert beside(question, "Shells killed 30 people at the Odran mill.", other) == told


@pytest.mark.parametrize(("other", "values"), [("put the toll at 45 dead", [40, 45]), ("put the toll at 450 dead", [40])])
def test_another_account_of_nobody_in_particular_is_told_beside_that_of_a_group(other, values):
    (sentence,) = sentences(f"The Observatory said shells killed 40 civilians at Qasra while the Velt Committees {other}.")
    candidates = [Candidate(sentence.passage, sentence.report, 5.0, {"names": 1.0, "places": 0.5, "date": 0.0})]
    best = Proposal(sentence, "", sentence.figures[0])
    accounts = reconcile(understand("How many civilians died at Qasra?"), best, [sentence], candidates, weights.load())
    assert [p.value for p in accounts.proposals] == values
