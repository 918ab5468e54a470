from dataclasses import replace

import pytest
from told import sentences

from assistant import weights
from assistant.figure_days import as_of_fit, day_fit, told_of_before
from assistant.ledger import another_source, armed_men, by_source, of_another_deed, proposals, same_noun, signs_of
from assistant.question import understand

WEIGHTS = weights.load()


def values(question, told, near=()):
    """The values proposed, where the clauses that hold one of the words `near` are nearer to the question than the others."""

    def nearness(_, texts):
        return [float(any(word in text for word in near)) * 3 for text in texts]

    return [p.figure.value for p in proposals(understand(question), told, WEIGHTS, nearness)]


def test_a_count_comes_from_the_ledger_without_a_model():
    assert values("How many people were wounded at Qasra?", sentences()) == [30]


def test_a_number_that_the_question_gives_is_no_answer_to_it():
    assert 12 not in values("Of the 12 killed at Qasra, how many were killed by night?", sentences())


def test_other_questions_are_not_the_ledgers():
    assert values("Who led the raid?", sentences()) == []


@pytest.mark.parametrize("question", ["How many kilometres did they march?", "For how many years was the road closed?"])
def test_what_the_ledger_has_no_class_for_is_not_answered_with_people(question):
    assert values(question, sentences()) == []


def test_a_figure_of_another_day_stands_behind_one_of_the_day_asked_for():
    told = sentences("Shells killed 20 people on 1 March 2031, and a raid killed 12 people on 3 March 2031.")
    assert values("How many people were killed on 3 March 2031?", told) == [12, 20]


def test_a_toll_told_on_the_day_asked_for_stands_before_a_later_one():
    early, late = sentences("The toll reached 20 people killed.", published="2031-03-02"), sentences("The toll reached 31 people killed.")
    assert values("How many people had been killed by 2 March 2031?", [*late, *early]) == [20, 31]


@pytest.mark.parametrize(
    ("said", "first"),
    [
        ("The toll of the raid on Qasra reached 31 people killed.", 20),
        ("On 2 March 2031 a raid on Qasra killed 31 people.", 31),
    ],
)
def test_a_toll_told_months_later_stands_behind_unless_its_passage_states_the_day(said, first):
    early = [replace(s, score=4.0) for s in sentences("A raid killed 20 people.", published="2031-03-04")]
    late = sentences(said, published="2031-09-02")
    assert values("How many people did the raid on Qasra kill on 2 March 2031?", [*late, *early])[0] == first


def test_what_stood_before_the_day_of_a_count_is_of_no_other_day():
    asked = understand("How many tents stood at Qasra by 6 March 2031?")
    tents = sentences("Some 640 tents stood at Qasra on 2 March 2031.")[0].figures[0]
    assert day_fit(asked, tents, "2031-03-08") == 0


def test_another_group_to_whom_another_thing_happened_is_not_counted():
    told = sentences("The clashes drove 1,560 families from Qasra and wounded 11 fighters.")
    assert values("How many fighters were killed in the clashes at Qasra?", told) == []


def test_the_publisher_of_a_report_is_a_source_too():
    asked = understand("Going by the Velt Bulletin, how many people were wounded at Qasra?")
    one, other = sentences("The raid wounded 44 people.")[0], sentences("The raid wounded 31 people.")[0]
    published = replace(one, report=replace(one.report, publisher="Velt Bulletin"))
    assert by_source(asked, published, "")
    assert not by_source(asked, other, "")


@pytest.mark.parametrize(
    ("question", "source", "named"),
    [
        ("Selon l'Observatoire, combien de blessés à Qasra ?", "the Velt Observatory", True),
        ("كم جريحاً أحصى المرصد في قصرى؟", "the Velt Observatory", True),
        ("How many were wounded at Qasra, according to the VBO?", "Velt Bridge Office", True),
        ("How many were wounded at Qasra, by the Velt Bridge Office's count?", "VBO", True),
        ("How many were wounded at Qasra, according to the VBO?", "the Torvik Council", False),
    ],
)
def test_a_source_is_known_by_its_initials_and_an_observatory_in_every_language(question, source, named):
    told = sentences("The raid wounded 44 people.")[0]
    assert by_source(understand(question), told, source) is named


def test_those_who_live_in_a_country_are_no_toll():
    told = sentences("Some 23,000,000 people live there, and 40 people work at the mill of Qasra.")
    assert values("How many people were killed in the mill of Qasra?", told) == [40]


def test_others_beside_the_dead_are_no_dead():
    told = sentences("More than 100 civilians were killed and 500 others were affected at Qasra.")
    assert values("What was the death toll at Qasra?", told) == [100]


def test_beside_a_count_of_those_asked_for_others_are_not_looked_at():
    told = sentences("More than 1,500 people took part in the march, and gunmen killed 27 civilians there.")
    assert values("How many civilians did gunmen kill at the march?", told, near=("march,",)) == [27]


def test_a_date_without_a_year_is_read_as_each_report_means_it():
    early, late = sentences("The toll reached 20 people killed.", published="2031-03-02"), sentences("The toll reached 31 people killed.")
    assert values("How many people had been killed by 2 March?", [*late, *early]) == [20, 31]


def test_a_group_that_is_asked_for_stands_before_another():
    told = sentences("The raid killed 20 soldiers and 12 civilians at Qasra.")
    assert values("How many civilians were killed at Qasra?", told)[0] == 12


def test_the_source_that_is_asked_for_stands_before_another():
    one = sentences("Shelling killed 20 people, the Velt Office said.")
    other = sentences("Shelling killed 23 people, the Odran Council said.")
    assert values("How many people did the Odran Council say were killed?", [*one, *other])[0] == 23
    assert values("How many people did the Velt Office say were killed?", [*one, *other])[0] == 20


def test_things_of_the_name_that_is_asked_for_stand_before_others():
    told = sentences("Jets destroyed three guns and eight tanks at Qasra.")
    assert values("How many tanks did the jets destroy at Qasra?", told)[0] == 8
    told = sentences("Crews flew 39 bomber sorties and 35 helicopter sorties over Qasra.")
    assert values("How many helicopter sorties were flown over Qasra?", told)[0] == 35


def test_a_part_of_those_told_stands_first_where_a_part_is_asked_for():
    told = sentences("The raid killed 80 fighters, including nine fighters from Velt.")
    assert values("How many of the fighters killed were from Velt?", told)[0] == 9


def test_a_part_of_the_same_group_stands_behind_the_whole():
    (sentence,) = sentences("The group still holds 11 hostages, seven of them foreigners.")
    asked = [understand(q) for q in ("How many hostages does the group still hold?", "How many of the hostages are foreigners?")]
    assert [[signs_of(q, sentence, f)["part"] for f in sentence.figures] for q in asked] == [[0, -1], [0, 1]]


def test_how_many_are_trapped_since_an_earlier_day_is_no_toll_of_a_war():
    told = sentences("Some 400 people were trapped in Qasra since 1 February 2031.")
    assert values("How many people were trapped in Qasra on 4 March 2031?", told) == [400]


@pytest.mark.parametrize(
    "text",
    [
        "Raids have killed 40 people at Qasra since the beginning of the year.",
        "On Monday a raid killed 12 people, bringing to 40 the number of people killed this year.",
        "Raids have killed 40 people at Qasra in the past seven days.",
        "Ces derniers jours, les raids ont tué 40 personnes à Qasra.",
        "Depuis le début de l'année, les raids ont tué 40 personnes à Qasra.",
    ],
)
def test_the_sum_of_a_year_is_not_the_toll_of_a_day(text):
    told = sentences(text, "fr" if "les raids" in text else "en")
    assert 40 not in values("How many people were killed at Qasra on 3 March 2031?", told)
    assert 40 in values("How many people have been killed at Qasra since the start of the year?", told)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("A raid on Qasra on Monday, the deadliest this year, killed 40 people.", "en"),
        ("A raid killed 40 people at Qasra, the highest toll this year.", "en"),
        ("Shells killed 40 people in Qasra, from where thousands have fled in recent weeks.", "en"),
        ("Le raid le plus meurtrier de ces derniers mois a tué 40 personnes à Qasra.", "fr"),
        ("Since the start of an offensive 40 people were killed at Qasra.", "en"),
    ],
)
def test_the_worst_day_of_a_year_is_a_day(text, language):
    assert 40 in values("How many people were killed at Qasra on 3 March 2031?", sentences(text, language))


def test_nouns_agree_up_to_their_endings():
    assert same_noun(("soldats",), "un soldat blessé") and not same_noun(("camions",), "campements")


@pytest.mark.parametrize(
    ("reported", "fit"), [("2031-03-04", 1.0), ("2031-03-05", 1.0), ("2031-03-06", 0.25), ("2031-04-06", -0.5), ("2031-03-01", -1.0)]
)
def test_what_was_told_before_a_day_cannot_be_its_toll(reported, fit):
    (figure, *_) = sentences()[0].figures
    asked = understand("How many had been killed by 4 March 2031?")
    assert as_of_fit(asked, replace(figure, as_of=reported), reported) == fit


def test_no_day_asked_for_speaks_for_none():
    (figure, *_) = sentences()[0].figures
    asked = understand("How many were killed?")
    assert (day_fit(asked, figure, "2031-03-04"), as_of_fit(asked, figure, "2031-03-04")) == (0.0, 0.0)


def test_of_the_figures_of_one_sentence_the_one_whose_own_words_are_nearest_to_the_question_stands_first():
    told = sentences("At Qasra 24 civilians died: 19 in air raids, 3 by artillery fire and 2 by mines.")
    assert values("How many civilians died by artillery fire at Qasra?", told, near=["artillery"])[0] == 3
    assert values("How many civilians died in air raids at Qasra?", told, near=["raids"])[0] == 19


def test_men_of_an_army_are_no_other_group_than_its_soldiers():
    one, other = sentences("The army lost 183 men killed."), sentences("The raid killed 20 civilians.")
    assert values("How many soldiers were killed?", [*other, *one])[0] == 183


def test_fighters_are_no_soldiers_but_men_are_either():
    assert armed_men("soldiers", "men") and armed_men("men", "fighters")
    assert not armed_men("soldiers", "fighters") and not armed_men("men", "children")


def test_another_nation_s_soldiers_are_not_those_asked_for():
    told = sentences("The strike killed 62 Syrian soldiers and 3 Turkish soldiers at Qasra.")
    assert values("How many Turkish soldiers were killed at Qasra?", told) == [3]
    assert values("Combien de soldats russes ont été tués à Qasra ?", told) == []
    assert set(values("How many soldiers were killed at Qasra?", told)) == {62, 3}
    french = sentences("La frappe a tué 62 soldats syriens à Qasra.", "fr")
    assert values("How many Turkish soldiers were killed at Qasra?", french) == []
    assert values("How many Syrian soldiers were killed at Qasra?", french) == [62]


@pytest.mark.parametrize(
    ("text", "question", "counted"),
    [
        ("Jets hit the Syrian army near Qasra, leaving 62 soldiers dead.", "How many Russian soldiers were killed near Qasra?", False),
        ("Jets hit the Syrian army near Qasra, leaving 62 soldiers dead.", "How many Syrian soldiers were killed near Qasra?", True),
        ("Jets hit the base near Qasra, leaving 62 soldiers dead.", "How many Russian soldiers were killed near Qasra?", True),
        ("Russia said that Syrian troops killed 62 soldiers near Qasra.", "How many Russian soldiers were killed near Qasra?", True),
        ("Syrian troops killed 62 soldiers near Qasra.", "How many Russian soldiers did Syrian troops kill near Qasra?", True),
        ("Jets hit the Syrian army near Qasra, leaving 62 civilians dead.", "How many Russian civilians were killed near Qasra?", True),
    ],
)
def test_soldiers_are_of_the_army_that_is_told_of(text, question, counted):
    assert values(question, sentences(text)) == ([62] if counted else [])


def test_whose_soldiers_the_bodies_are_is_told_behind_them():
    told = sentences("تسلمت القصرة 62 جثمانا لجنود روس.", "ar")
    assert values("كم جثمانا لجنود أوكرانيين تسلمت القصرة؟", told) == []
    assert values("كم جثمانا لجنود روس تسلمت القصرة؟", told) == [62]
    both = sentences("تسلمت القصرة جثامين 207 جنود قتلوا في المعارك، مقابل 62 جثمانا لجنود روس.", "ar")
    assert values("كم جثمانا لجنود أوكرانيين تسلمت القصرة؟", both) == [207]


def test_of_the_figures_of_one_sentence_the_one_beside_the_nation_asked_for_stands_first():
    told = sentences("So far 24 civilians have died at Qasra: 19 in bombings by Russian aircraft and five in a fire.")
    assert values("How many civilians did the Russian bombings kill at Qasra?", told)[0] == 19
    assert values("How many civilians have died at Qasra?", told)[0] == 24


@pytest.mark.parametrize(
    "said",
    [
        "The conflict has claimed the lives of over 470,000 people.",
        "Since 1 March 2031 shells have killed 800 people.",
        "Depuis le 1er mars 2031, les obus ont tué 800 personnes.",
    ],
)
def test_the_toll_of_a_war_is_not_that_of_a_day_in_it(said):
    told = sentences(said, "fr" if "Depuis" in said else "en")
    assert values("How many people were killed at Qasra on 4 March 2031?", told) == []
    assert values("How many people has the conflict killed since 1 March 2031?", told) != []


@pytest.mark.parametrize(("told", "of_before"), [("In early March", True), ("In mid-March", False), ("On 10 March 2031", False)])
def test_a_toll_of_early_march_is_not_one_of_the_11th(told, of_before):
    (sentence,) = sentences(f"{told} four bombers blew themselves up at Qasra, killing 15 people.", published="2031-03-11")
    assert told_of_before(understand("How many people died at Qasra on 11 March 2031?"), sentence, sentence.figures[-1]) is of_before


def test_a_day_s_own_toll_beside_that_of_the_days_before_stays():
    told = sentences("Shells have killed 800 people since 1 March 2031 and 20 people on 4 March 2031.")
    assert values("How many people were killed at Qasra on 4 March 2031?", told) == [20]


def test_the_first_toll_is_the_one_that_is_told_to_be():
    told = sentences("Strikes killed 53 people at Qasra. The monitor had initially given a toll of 34 people killed at Qasra.")
    assert values("What was the first death toll of the strikes on Qasra?", told)[0] == 34
    assert values("What was the death toll of the strikes on Qasra?", told)[0] == 53


@pytest.mark.parametrize(
    ("question", "text", "another"),
    [
        ("According to the Torvik insurgents, how many soldiers died?", "The police said 10 soldiers died.", True),
        ("Según el ministerio de Defensa, ¿cuántos murieron?", "The Observatory said 10 people died.", True),
        ("Selon l'armée, combien de soldats sont morts ?", "The army said 10 soldiers died.", False),
        ("According to the police, how many soldiers died?", "The police said 10 soldiers died.", False),
        ("According to the different sources, how many soldiers died?", "The police said 10 soldiers died.", False),
        ("According to the Torvik insurgents, how many soldiers died?", "Some 10 soldiers died.", False),
        ("How many soldiers died?", "The police said 10 soldiers died.", False),
        ("Según la OMS, ¿cuántos murieron?", "OCHA said 10 people died.", True),
        ("Según la OMS, ¿cuántos murieron?", "The World Health Organization said 10 people died.", False),
        ("Selon l'agence Efe, combien de morts ?", "The police said 10 people died.", False),
    ],
)
def test_another_source_than_the_one_that_is_asked_for(question, text, another):
    (sentence,) = sentences(text)
    assert another_source(understand(question), sentence, sentence.figures[0].attributed_to) is another


def test_the_whole_of_which_some_are_told_is_no_answer_to_how_many_they_were():
    told = sentences("Only 190 of the 527 households have received a tent.")
    whole = next(f for f in told[0].figures if f.value == 527)
    assert signs_of(understand("How many families have received a tent?"), told[0], whole)["part"] == -1
    (other,) = sentences("Some 527 households have received a tent.")[0].figures
    assert signs_of(understand("How many families have received a tent?"), told[0], other)["part"] == 0


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Some 40,000 people are without power in Qasra.", True),
        ("Some 40,000 people are in Qasra. They came back in May.", True),
        ("Many returned in May. Some 40,000 people are in Qasra.", False),
        ("Some 40,000 people returned to Qasra.", False),
        ("The raid displaced 40,000 people.", True),
    ],
)
def test_those_of_whom_nothing_is_told_did_not_return(text, other):
    sentence = next(each for each in sentences(text) if each.figures)
    assert of_another_deed(understand("How many people returned to Qasra?").asked, sentence, sentence.figures[0]) is other
    assert values("How many people returned to Qasra?", [sentence]) == ([] if other else [40000])
    assert not of_another_deed(understand("How many people were killed at Qasra?").asked, sentence, sentence.figures[0])


def test_a_whole_is_no_part_of_itself():
    (told,) = sentences("The raids killed 90 people, including 12 children.")
    asked = understand("Among those killed, how many were children?")
    whole, part = told.figures
    assert (signs_of(asked, told, whole)["part"], signs_of(asked, told, part)["part"]) == (-1, 1)


@pytest.mark.parametrize("question", ["How many inhabitants has Qasra?", "كم يبلغ عدد سكان قصرى؟", "Combien d'habitants compte Qasra ?"])
def test_the_dead_are_no_inhabitants(question):
    told = sentences("The raid killed 31 people at Qasra. The town is home to some 60,000 people.")
    assert values(question, told) == [60000]
