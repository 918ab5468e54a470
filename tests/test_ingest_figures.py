"""The figures ledger: what is counted, of whom, by whom, in four languages; general sentences, none of the labelled ones."""

import pytest

from ingest import figures, split
from ingest.figures_asked import classify_question
from ingest.report import Report


def ledger(text, language="en", **fields):
    report = Report("r", "r.txt", text, language=language, published=fields.pop("published", "2019-05-06"), **fields)
    return figures.extract(report, split.passages(report))


def read(text, language="en"):
    return [(f.value, f.what, f.who) for f in ledger(text, language)]


# ---------------------------------------------------------------- what happened, to whom


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 40 people were killed and 25 wounded.", [(40, "killed", "people"), (25, "injured", "people")]),
        ("The blast killed 22 children and six teachers.", [(22, "killed", "children"), (6, "killed", "teachers")]),
        ("Two people were killed and five others wounded in Mosul.", [(2, "killed", "people"), (5, "injured", "people")]),
        ("The raid claimed the lives of 129.", [(129, "killed", "people")]),
        ("The storm left three dead.", [(3, "killed", "people")]),
        ("The bombing killed 40 and injured 25.", [(40, "killed", "people"), (25, "injured", "people")]),
        ("20 civilians killed 30 injured in car bomb attack.", [(20, "killed", "civilians"), (30, "injured", "people")]),
        ("30 regime and 39 rebel fighters have been killed.", [(30, "killed", "soldiers"), (39, "killed", "rebels")]),
        ("Ten police officers were abducted.", [(10, "detained", "police")]),
        ("The death toll has risen to 112.", [(112, "killed", "people")]),
        ("The rebels took 14 villages and destroyed three tanks.", [(14, "captured", "settlements"), (3, "destroyed", "vehicles")]),
        ("Jets carried out 18 airstrikes.", [(18, "attacks", "attacks")]),
        ("Two suicide bombers blew themselves up.", [(2, "attacks", "fighters")]),
        ("The army fired 12 rockets at the town.", [(12, "attacks", "munitions")]),
        ("More than 9,000 people fled to the border.", [(9000, "displaced", "people")]),
        ("Some 200 prisoners were freed.", [(200, "other", "prisoners")]),
        ("About 70 journalists are missing.", [(70, "missing", "journalists")]),
        ("Around 5,000 residents were evacuated.", [(5000, "evacuated", "people")]),
        ("15 families returned to their homes.", [(15, "returned", "families")]),
        ("More than 7,000 Syrians went home.", [(7000, "returned", "people")]),
        ("12 Iraqis near the school were killed.", [(12, "killed", "people")]),
        ("Nearly 600,000 people live in besieged areas.", [(600000, "besieged", "people")]),
        ("Some 300,000 civilians are besieged there.", [(300000, "besieged", "civilians")]),
        ("Two medics were among the dead.", [(2, "killed", "medics")]),
        ("militants killed at least 26 displaced people", [(26, "killed", "people")]),
        ("killing 12 civilians he said", [(12, "killed", "civilians")]),
        ("A shell hit the square wounding six others Reuters reported.", [(6, "injured", "people")]),
        ("The raid killed 150 head of cattle.", [(150, "killed", "animals")]),
        ("The raid killed 12 children in a building of nine storeys.", [(12, "killed", "children")]),
        ("The raid killed two people. Rescuers pulled 10 people alive from it.", [(2, "killed", "people"), (10, "other", "people")]),
        ("Torvik registered 4,100 new arrivals.", [(4100, "other", "people")]),
        ("61 suspects were arrested.", [(61, "detained", "people")]),
        ("The dead comprise 28 soldiers and four guards.", [(28, "killed", "soldiers"), (4, "killed", "soldiers")]),
        ("Among the dead were 28 soldiers and two children.", [(28, "killed", "soldiers"), (2, "killed", "children")]),
        ("The wounded include 28 soldiers.", [(28, "injured", "soldiers")]),
        ("The dead were taken to three hospitals.", [(3, "other", "buildings")]),
        ("The dead were buried by 300 mourners.", [(300, "other", "people")]),
        ("In March 31,200 Haitians were sent home.", [(31200, "other", "people")]),
        ("The country bought 12 Turkish drones.", [(12, "other", "aircraft")]),
        ("Displacement in Qasra rose from 1,900 in May to about 6,400.", [(1900, "displaced", "people"), (6400, "displaced", "people")]),
        ("A bomb killed three people. The train had 386 passengers.", [(3, "killed", "people"), (386, "other", "people")]),
        ("A bomb killed 30 people. They included 12 children.", [(30, "killed", "people"), (12, "killed", "children")]),
        ("Mira Odran, 19, was found dead.", []),
        ("Of the four men held, one, Mira Odran, 19, was found dead.", [(4, "detained", "men")]),
        ("In Deir Ezzor, 19 were killed.", [(19, "killed", "people")]),
        ("More than a quarter of a million people have been killed.", [(250000, "killed", "people")]),
        ("Villagers held 34 soldiers. A peasant association spoke of 37.", [(34, "detained", "soldiers"), (37, "detained", "people")]),
    ],
)
def test_english(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Les frappes ont tué 12 civils et blessé 30 autres.", [(12, "killed", "civilians"), (30, "injured", "people")]),
        ("Au moins 20 soldats sont morts et sept ont été blessés.", [(20, "killed", "soldiers"), (7, "injured", "people")]),
        ("Plus de 14 000 personnes ont été déplacées.", [(14000, "displaced", "people")]),
        ("Une trentaine d'écoles ont été détruites.", [(30, "destroyed", "buildings")]),
        ("La police a arrêté douze journalistes.", [(12, "detained", "journalists")]),
        ("L'armée s'est emparée de neuf villages.", [(9, "captured", "settlements")]),
        ("Elle a vérifié la mort violente de 11 personnes.", [(11, "killed", "people")]),
        ("La mairie avance le chiffre de 4 100 arrivées.", [(4100, "other", "people")]),
        ("Parmi les morts figurent 28 soldats.", [(28, "killed", "soldiers")]),
        ("Une bombe a tué trois personnes. Le train transportait 386 passagers.", [(3, "killed", "people"), (386, "other", "people")]),
        ("Le bilan est passé de 12 à 24 fin juin.", [(12, "killed", "people"), (24, "killed", "people")]),
        ("En mars, 31 200 Haïtiens ont été renvoyés.", [(31200, "other", "people")]),
    ],
)
def test_french(text, expected):
    assert read(text, "fr") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Murieron al menos 19 civiles y 40 personas resultaron heridas.", [(19, "killed", "civilians"), (40, "injured", "people")]),
        ("El ataque mató a doce soldados.", [(12, "killed", "soldiers")]),
        ("El bombardeo dejó 30 muertos y 12 heridos.", [(30, "killed", "people"), (12, "injured", "people")]),
        ("Más de 3.500 personas huyeron.", [(3500, "displaced", "people")]),
        ("Fueron detenidos ocho periodistas.", [(8, "detained", "journalists")]),
        ("Se ha verificado la muerte violenta de 11 personas.", [(11, "killed", "people")]),
        ("Unos 400 vecinos mantienen rodeados a 47 militares.", [(400, "other", "people"), (47, "besieged", "soldiers")]),
        ("Sacaron con vida a diez personas.", [(10, "other", "people")]),
    ],
)
def test_spanish(text, expected):
    assert read(text, "es") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قُتل 12 مدنياً وأصيب 25 آخرون.", [(12, "killed", "civilians"), (25, "injured", "people")]),
        ("مقتل ما لا يقل عن ثلاثين شخصاً بينهم خمسة أطفال.", [(30, "killed", "people"), (5, "killed", "children")]),
        ("قُتل طفلان في القصف.", [(2, "killed", "children")]),
        ("نزح أكثر من 60 ألف شخص.", [(60000, "displaced", "people")]),
        ("واعتقلت الشرطة ١٤ صحفياً.", [(14, "detained", "journalists")]),
        ("أودت الغارة بحياة 40 مقاتلاً من المعارضة.", [(40, "killed", "rebels")]),
        ("أعلنت الوزارة ارتفاع عدد القتلى إلى 34 والجرحى إلى 47.", [(34, "killed", "people"), (47, "injured", "people")]),
        ("بلغ عدد القتلى 34 والجرحى 47.", [(34, "killed", "people"), (47, "injured", "people")]),
    ],
)
def test_arabic(text, expected):
    assert read(text, "ar") == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "Three new towns joined the truce, raising the number of towns that keep it to 83 while the number of groups remains at 52.",
            "en",
            [(83, "settlements")],
        ),
        ("Le nombre de villages qui ont signé s'élève à 83.", "fr", [(83, "settlements")]),
        ("The number of people who fled to 10 villages is not known.", "en", []),
    ],
)
def test_what_is_counted_may_stand_before_its_number(text, language, expected):
    found = [(value, who) for value, what, who in read(text, language) if value > 10]
    assert [each for each in found if each[1] != "organisations"] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The number of civilians killed in the raid has risen to 20.", "en", [(20, "killed", "civilians")]),
        ("The number of people killed in the raid rose from 12 to at least 20.", "en", [(20, "killed", "people")]),
        ("The number of children wounded at the market climbed to 14.", "en", [(14, "injured", "children")]),
        ("Le nombre de personnes déplacées dans la province est passé de 1 200 à près de 3 000.", "fr", [(3000, "displaced", "people")]),
        ("El número de civiles muertos en el ataque ascendió a 20.", "es", [(20, "killed", "civilians")]),
        ("ارتفع عدد المدنيين الذين قتلوا في الغارة إلى 34.", "ar", [(34, "killed", "civilians")]),
        ("Get short URL 214 The number of civilians killed by the raid has risen to 20.", "en", [(20, "killed", "civilians")]),
    ],
)
def test_what_happened_to_those_whose_number_is_told_at_the_end(text, language, expected):
    assert read(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The camp houses 9,000 people; 30 were killed.", "en", [(9000, "other"), (30, "killed")]),
        ("Le camp abrite 9 000 personnes ; 30 ont été tuées.", "fr", [(9000, "other"), (30, "killed")]),
        ("El campamento alberga a 9.000 personas; 30 murieron.", "es", [(9000, "other"), (30, "killed")]),
        ("يضم المخيم 9000 شخص؛ قُتل منهم 30.", "ar", [(9000, "other"), (30, "killed")]),
        ("The town has 9,000 residents and 30 people were killed.", "en", [(9000, "other"), (30, "killed")]),
        ("In the town of 9,000 people 30 died.", "en", [(9000, "other"), (30, "killed")]),
        ("200 people attended the funeral of those killed.", "en", [(200, "other")]),
        ("300 protesters marched after two students were killed.", "en", [(300, "other"), (2, "killed")]),
        ("300 manifestantes marcharon después de que murieran dos estudiantes.", "es", [(300, "other"), (2, "killed")]),
        ("The 40 teachers said that 12 guards were killed.", "en", [(40, "other"), (12, "killed")]),
        ("About 200 mourners buried the three dead.", "en", [(200, "other"), (3, "killed")]),
        ("The man accused of killing four people was arrested with 12 others.", "en", [(4, "killed"), (12, "detained")]),
        ("300 of the 9,000 residents were killed.", "en", [(300, "killed"), (9000, "other")]),
        ("Of the 500 people in the camp, 30 were killed.", "en", [(500, "other"), (30, "killed")]),
        ("Some 400 people lost their homes and six people died.", "en", [(400, "displaced"), (6, "killed")]),
        ("The brigade lost 12 tanks, four villages and 30 men.", "en", [(12, "destroyed"), (4, "captured"), (30, "killed")]),
        ("Le convoi a perdu neuf camions.", "fr", [(9, "destroyed")]),
        ("Some 312 inmates escaped from the prison.", "en", [(312, "other")]),
        ("Plus de 540 détenus se sont évadés.", "fr", [(540, "other")]),
        ("Trescientos doce presos se fugaron.", "es", [(312, "other")]),
        ("The guards' union put the number of fugitives at 540.", "en", [(540, "other")]),
        ("By the lack of aid 300 families fled.", "en", [(300, "displaced")]),
        ("Por la falta de ayuda 300 familias huyeron.", "es", [(300, "displaced")]),
        ("The death toll in the oldest city was 340.", "en", [(340, "killed")]),
        ("The toll in the world's youngest country is 30.", "en", [(30, "killed")]),
        ("The army lost contact with 30 of its vehicles.", "en", [(30, "other")]),
        ("12 tanks were lost.", "en", [(12, "destroyed")]),
        ("Douze chars ont été perdus.", "fr", [(12, "destroyed")]),
        ("The loss of 12 villages was a blow.", "en", [(12, "captured")]),
        ("Some 300 people were inside as a fire broke out.", "en", [(300, "other")]),
        ("Doce empresarios murieron.", "es", [(12, "killed")]),
        ("Todavía faltan once vecinos en el pueblo.", "es", [(11, "missing")]),
        ("The oldest victim was 83.", "en", []),
        ("The oldest of the dead were 83 and 91.", "en", []),
        ("The oldest victim was 83 and 12 others were hurt.", "en", [(12, "injured")]),
        ("خسر 400 شخص منازلهم.", "ar", [(400, "other")]),
        ("Rescuers saved 40 people from being killed.", "en", [(40, "other")]),
        ("30 huyeron y 12 murieron.", "es", [(30, "displaced"), (12, "killed")]),
        ("Only 40 doctors are left in Qasra.", "en", [(40, "other")]),
        ("The flood left 400 people homeless.", "en", [(400, "displaced")]),
        ("Twenty shells fell on Qasra.", "en", [(20, "attacks")]),
        ("Vingt obus sont tombés sur Qasra.", "fr", [(20, "attacks")]),
        ("The toll rose by 3 to 15.", "en", [(3, "killed"), (15, "killed")]),
    ],
)
def test_a_count_does_not_take_the_fate_of_others(text, language, expected):
    assert [(value, what) for value, what, _ in read(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("12 people in Qasra, where fighting continues, were killed.", "en"),
        ("12 people, mostly women but also children, were killed.", "en"),
        ("12 people, the ministry said, were killed.", "en"),
        ("12 people were killed after they fled.", "en"),
        ("A group of 12 people were killed.", "en"),
        ("12 civils, selon l'agence, ont été tués.", "fr"),
        ("12 personas murieron después de que cayera un obús.", "es"),
        ("قُتل 12 شخصاً بينما كانوا نائمين.", "ar"),
        ("The army did not deny killing 12 people.", "en"),
        ("He denied responsibility for the attack, which killed 12 people.", "en"),
        ("El ejército no negó haber matado a 12 civiles.", "es"),
        ("لم ينف الجيش مقتل 12 شخصاً.", "ar"),
    ],
)
def test_a_count_keeps_its_own_fate(text, language):
    assert [(value, what) for value, what, _ in read(text, language)] == [(12, "killed")]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The army denied killing 40 people.", "en"),
        ("The army denied that 40 people were killed.", "en"),
        ("L'armée a démenti avoir tué 40 personnes.", "fr"),
        ("El ejército negó haber matado a 40 personas.", "es"),
        ("نفى الجيش مقتل 40 شخصاً.", "ar"),
    ],
)
def test_what_is_denied_is_no_figure(text, language):
    assert read(text, language) == []


def test_arabic_nouns_are_known_in_the_form_that_follows_a_number():
    assert read("دمر القصف 12 مسجداً.", "ar") == [(12, "destroyed", "buildings")]
    assert read("نزحت 5 أسر من البلدة.", "ar") == [(5, "displaced", "families")]


@pytest.mark.parametrize(
    "text",
    [
        "The war began in 2011.",
        "On 25 May 2012 the shelling began.",
        "He was 24 and had been ill for three weeks.",
        "The town lies 60 km north of the border.",
        "Talks between the two sides failed.",
        "One of the women said that she had seen nothing.",
        "Dozens were killed and hundreds injured.",
        "Resolution 2254 was adopted.",
        "A ten-year-old girl was shot.",
        "Half of the 58% were closed.",
    ],
)
def test_no_figure(text):
    assert ledger(text) == []


# ---------------------------------------------------------------- totals and parts, ranges, hedges


def test_parts_know_their_total():
    found = ledger("39 people including 12 children and four women died.")
    assert [(f.value, f.who, f.part_of) for f in found] == [(39, "people", None), (12, "children", 39), (4, "women", 39)]


def test_a_list_after_a_colon_is_its_totals_parts():
    found = ledger("24 civils sont morts : 19 dans les bombardements, un dans un tir d'artillerie et quatre dans un incendie.", "fr")
    assert [(f.value, f.what, f.who, f.part_of) for f in found] == [
        (24, "killed", "civilians", None),
        (19, "killed", "civilians", 24),
        (1, "killed", "civilians", 24),
        (4, "killed", "civilians", 24),
    ]


def test_parts_told_before_their_total():
    found = ledger("Two women and three children were among eight people killed.")
    assert [(f.value, f.part_of) for f in found] == [(2, 8), (3, 8), (8, None)]


def test_two_of_them():
    found = ledger("Ten people were killed, four of them children.")
    assert [(f.value, f.what, f.who, f.part_of) for f in found] == [(10, "killed", "people", None), (4, "killed", "children", 10)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ten people were killed in Mosul. Four of them were buried at once.", "en"),
        ("Dix personnes ont été tuées à Mossoul. Quatre d'entre eux ont été enterrés.", "fr"),
        ("Diez personas murieron en Mosul. Cuatro de ellas fueron enterradas.", "es"),
        ("قُتل 10 أشخاص في الموصل. ودُفن 4 منهم.", "ar"),
    ],
)
def test_of_them_speaks_of_the_total_of_the_sentence_before_and_names_no_noun(text, language):
    _, part = ledger(text, language)
    assert (part.value, part.part_of, part.unit) == (4, 10, "")


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("The army fired 200 rockets and killed 12 people. Four of them were children.", 12),
        ("Ten people were killed and 300 injured. Four of them were children.", 10),
        ("The raid destroyed 12 houses. Four of those killed were children.", None),
        ("The raid killed nine workers and wounded 33. Most were migrants. Two of the dead came from Velt.", 9),
        ("The raid wounded 33. Two of the dead came from Velt.", None),
        ("Ten civilians died. A bomb killed three more US soldiers.", None),
    ],
)
def test_of_them_means_people_to_whom_the_same_happened(text, total):
    assert ledger(text)[-1].part_of == total


def test_hedges_and_ranges():
    (least,) = ledger("At least 255 people died.")
    assert (least.approx, least.low, least.high) == ("at least", 255, None)
    (between,) = ledger("Between 60,000 and 80,000 people fled.")
    assert (between.low, between.high, between.what) == (60000, 80000, "displaced")
    (called,) = ledger("Le HCR cite une fourchette de 60 000 à 80 000 déplacés.", "fr")
    assert (called.low, called.high) == (60000, 80000)


def test_a_bare_count_goes_on_from_the_sentence_before():
    found = ledger("The monitor put the number of dead at 311. An earlier count gave 277.")
    assert [(f.value, f.what) for f in found] == [(311, "killed"), (277, "killed")]


# ---------------------------------------------------------------- where, when, who says so


def test_fields_of_a_figure():
    text = "On Sunday 5 May 2019 shelling killed 12 people in Mosul the Red Crescent said."
    (figure,) = ledger(text, publisher="The Desk", dateline="2019-05-06")
    assert text[figure.start : figure.end] == text
    assert text[figure.number_start : figure.number_end] == "12"
    assert (figure.unit, figure.event_date, figure.as_of) == ("people", "2019-05-05", "2019-05-06")
    assert (figure.where, figure.publisher, figure.attributed_to) == ("Mosul", "The Desk", "the Red Crescent")


def test_offsets_count_characters_of_the_report():
    text = "Rien à signaler.\n\nقُتل 12 مدنياً في الموصل.\n\nOn Monday, 30 soldiers died."
    for figure in ledger(text, "ar"):
        assert text[figure.start : figure.end].strip() == text[figure.start : figure.end]
        assert text[figure.number_start : figure.number_end] in {"12", "30"}


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("Eight people died according to the Red Cross.", "en", "the Red Cross"),
        ("The Red Cross said eight people died.", "en", "The Red Cross"),
        ('"Eight people died" said Jane Doe head of the Civil Defence.', "en", "Jane Doe head of the Civil Defence"),
        ("The Red Cross which works in Yemen said eight people died.", "en", "The Red Cross"),
        ("Selon la Croix-Rouge, huit personnes sont mortes.", "fr", "la Croix-Rouge"),
        ("Según la Cruz Roja, ocho personas murieron.", "es", "la Cruz Roja"),
        ("Selon Le Soir, huit personnes sont mortes.", "fr", "Le Soir"),
        ("Eight people died, Elizabeth Day said.", "en", "Elizabeth Day"),
        ("According to Brigade E, eight people died.", "en", "Brigade E"),
        ("Según las autoridades de Santo Domingo, ocho personas murieron.", "es", "las autoridades de Santo Domingo"),
        ("On Monday evening the Red Cross said eight people died.", "en", "the Red Cross"),
        ("Huit personnes sont mortes, a indiqué mardi la Croix-Rouge.", "fr", "la Croix-Rouge"),
        ("Ocho personas murieron, dijo este jueves la Cruz Roja.", "es", "la Cruz Roja"),
        ("وبحسب الصليب الأحمر، قُتل 8 أشخاص.", "ar", "الصليب الأحمر"),
        ("The Red Cross confirmed the raid, while journalist Jane Doe placed the death toll at 8.", "en", "journalist Jane Doe"),
        ("The army placed mines; eight people died.", "en", ""),
        ("« Nous avons compté huit corps. »", "fr", ""),
        ("La Croix-Rouge fait état de huit morts.", "fr", "La Croix-Rouge"),
        ("La police s'en tient à huit morts.", "fr", "La police"),
        ("La Cruz Roja dio cuenta de ocho muertos.", "es", "La Cruz Roja"),
        ("Ocho personas murieron, según informó este jueves la Cruz Roja.", "es", "la Cruz Roja"),
        ("Huit personnes sont mortes : ils tiennent un compte distinct.", "fr", ""),
        ("The mill buried eight people, while the Red Cross said the road was shut.", "en", ""),
        ("Eight people died while the road was shut, the Red Cross said.", "en", "the Red Cross"),
        ("أفاد الصليب الأحمر بأن القصف قتل 8 أشخاص.", "ar", "الصليب الأحمر"),
        ("Ocho personas murieron, denunció este martes la Cruz Roja.", "es", "la Cruz Roja"),
        ("El alcalde llegó a Qasra, confirmó la muerte de 8 personas.", "es", ""),
        ("La Cruz Roja dio una cifra inferior, de 8 muertos.", "es", "La Cruz Roja"),
        ("La Cruz Roja dio la cifra de 8 muertos.", "es", "La Cruz Roja"),
        ("El bombardeo dio muerte a 8 personas.", "es", ""),
        ("Se reportan 8 muertos.", "es", ""),
        ("L'armée a donné un chiffre inférieur, 8 morts.", "fr", "L'armée"),
        ("Huit personnes ont été tuées, a déploré la Croix-Rouge.", "fr", "la Croix-Rouge"),
        ("La mairie en était à huit morts.", "fr", "La mairie"),
        ("Le bilan en est à huit morts.", "fr", ""),
        ("La préfecture parle de huit morts.", "fr", "La préfecture"),
        ("The army admitted that eight soldiers were killed.", "en", "The army"),
        ("A spokesman at the clinic in Qasra said the raid killed eight people.", "en", "A spokesman at the clinic in Qasra"),
        ("The raid killed eight people, the village council said.", "en", "the village council"),
        ("أما الجيش فقال إن القصف قتل 8 أشخاص.", "ar", "الجيش"),
        ("وقال إليه المسؤول إن القصف قتل 8 أشخاص.", "ar", "المسؤول"),
    ],
)
def test_attribution(text, language, name):
    assert [f.attributed_to for f in ledger(text, language)] == [name]


def test_it_said_means_the_one_named_before():
    found = ledger("The Red Cross said the camp was hit. It said 12 people had died.")
    assert [f.attributed_to for f in found] == ["The Red Cross"]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("GENEVA (6 May 2019) - At least 71 people were killed on the night of 2 to 3 May.", "en", "2019-05-02"),
        ("BENI, 6 mai 2019 (ABC) - Douze personnes ont été tuées samedi.", "fr", "2019-05-04"),
        ("GENEVA (6 May 2019) - At least 71 people were killed.", "en", "2019-05-06"),
        ("At least 71 people were killed from 2 to 4 May.", "en", ""),
    ],
)
def test_a_night_is_the_day_it_began_and_a_dateline_only_where_no_other_day_is_told(text, language, day):
    assert [f.event_date for f in ledger(text, language)] == [day]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("A strike hit a house on Thursday 2 May 2019, and residents said on Saturday 4 May that 52 people had died.", "en", "2019-05-02"),
        ("A strike killed 52 people on 2 May 2019, the office told Reuters on 4 May.", "en", "2019-05-02"),
        ("Le bilan de la frappe du 2 mai 2019 s'est alourdi à 38 morts, a déclaré vendredi 3 mai le docteur.", "fr", "2019-05-02"),
        ("The office said on Saturday 4 May 2019 that 52 people had died.", "en", ""),
        ("El naufragio del 2 de mayo de 2019 deja 34 muertos, según la oficina, cuya gente la vio el 4 de mayo.", "es", "2019-05-02"),
        ("The strike, which hit a school on 2 May 2019, killed 14 people.", "en", "2019-05-02"),
        ("L'office, qui a visité le site mercredi 8 mai 2019, avance un bilan de 14 morts.", "fr", ""),
        ("The toll from Thursday's raid has reached 24, officials said on Saturday.", "en", "2019-05-02"),
        ("The office said on Saturday 4 May 2019 that 34 people had been killed in a raid last week.", "en", ""),
        ("[The Wire, Monday, 6 May 2019, 04:10] At least 48 people were killed on Thursday when shells fell.", "en", "2019-05-02"),
        ("La fiscalía elevó este sábado 4 de mayo a diez el número de muertos en el ataque del 2 de mayo.", "es", "2019-05-02"),
        ("قال المدير، الاثنين 6 أيار 2019، إن فرقه انتشلت 61 جثة بعد غارة يوم 2 أيار 2019.", "ar", "2019-05-02"),
        ("El obispo afirmó este sábado 4 de mayo que son 41 los muertos en el ataque del pasado día 2.", "es", "2019-05-02"),
    ],
)
def test_the_day_on_which_it_is_told_or_seen_is_not_the_day_of_the_event(text, language, day):
    assert [f.event_date for f in ledger(text, language)] == [day]


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Since 1 May 2019 at least 12 people have been killed.", "en", ""),
        ("At least 12 people have been killed since the rebel assault began on 1 May 2019.", "en", ""),
        ("Depuis le début de l'offensive mercredi 1er mai 2019, 12 personnes ont été tuées le 4 mai 2019.", "fr", "2019-05-04"),
        ("Doce personas murieron desde que comenzó el asalto el 1 de mayo de 2019.", "es", ""),
        ("قتل 12 شخصا منذ بدء الهجوم في 1 أيار 2019.", "ar", ""),
        ("Shells, fired since the talks, killed 12 people on 1 May 2019.", "en", "2019-05-01"),
    ],
)
def test_a_day_since_which_it_is_counted_is_no_day_of_the_event(text, language, day):
    assert [f.event_date for f in ledger(text, language)] == [day]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Agencies put the displaced at more than 70,000 people, while the office counted 14,000 displaced by 2 May 2019."),
        ("fr", "Les agences estimaient à plus de 70 000 le nombre de déplacés, alors que le bureau en recensait 14 000 au 2 mai 2019."),
    ],
)
def test_up_to_a_day_counts_the_number_of_its_own_statement(language, text):
    first, second = ledger(text, language)
    assert (first.value, second.value, second.as_of) == (70_000, 14_000, "2019-05-02")
    assert first.as_of != second.as_of


def test_sides_are_told_by_words_not_by_names():
    ours, theirs = "Ten Redland fighters were killed by Blueland fighters.", "Ten Blueland fighters were killed by Redland fighters."
    assert read(ours) == read(theirs) == [(10, "killed", "fighters")]


# ---------------------------------------------------------------- what a question asks for


@pytest.mark.parametrize(
    ("question", "what", "who"),
    [
        ("How many civilians have been killed in Mosul?", "killed", "civilians"),
        ("How many of its own soldiers did the army lose?", "killed", "soldiers"),
        ("How many villages had the army taken?", "captured", "settlements"),
        ("What was the death toll of the bombings?", "killed", "people"),
        ("Of those killed, how many were children?", "killed", "children"),
        ("How many missiles did they fire?", "attacks", "munitions"),
        ("Combien de blessés ?", "injured", "people"),
        ("Combien de personnes ont été déplacées ?", "displaced", "people"),
        ("Quel est le bilan de l'attentat ?", "killed", "people"),
        ("Parmi les morts, combien étaient des civils ?", "killed", "civilians"),
        ("¿Cuántos muertos dejó el bombardeo?", "killed", "people"),
        ("¿Cuántas escuelas fueron destruidas?", "destroyed", "buildings"),
        ("كم طفلاً قُتل في القصف؟", "killed", "children"),
        ("كم عدد النازحين؟", "displaced", "people"),
        ("How many of the dead told of on 2 May were fighters of the opposition?", "killed", "rebels"),
        ("Combien des morts étaient des enfants ?", "killed", "children"),
        ("¿Cuántos de los muertos eran civiles?", "killed", "civilians"),
        ("How many of those killed were buried by the army?", "killed", "people"),
        ("Dans le bilan du 8 mai, combien de soldats ont été tués ?", "killed", "soldiers"),
        ("How many towns signed up?", "", "settlements"),
        ("What figures do the reports give for children killed?", "killed", "children"),
        ("Quels chiffres les rapports donnent-ils pour les civils tués ?", "killed", "civilians"),
        ("¿Qué cifras de desplazados dan los informes?", "displaced", "people"),
        ("ما هي أعداد القتلى؟", "killed", "people"),
        ("Quel est le dernier bilan des blessés ?", "injured", "people"),
        ("Quel est le nombre de déplacés ?", "displaced", "people"),
        ("À combien s'élève le nombre de morts ?", "killed", "people"),
        ("À combien s'élève le bilan ?", "killed", "people"),
        ("¿A cuántos asciende el número de muertos?", "killed", "people"),
        ("¿Qué número de muertos dio el ministerio?", "killed", "people"),
        ("¿Cuánta gente murió en Qasra?", "killed", "people"),
        ("To how many did the toll rise?", "killed", "people"),
        ("What are the casualty figures?", "killed", "people"),
        ("How did the ministry's count of dead civilians change?", "killed", "civilians"),
        ("كم بلغت الحصيلة؟", "killed", "people"),
        ("ما العدد الإجمالي للقتلى؟", "killed", "people"),
        ("إلى كم انخفض عدد النازحين؟", "displaced", "people"),
        ("كم قتل؟", "killed", "people"),
        ("كم منزلاً دمر القصف؟", "destroyed", "buildings"),
        ("كم جسراً دمر؟", "destroyed", "buildings"),
        ("كم عدد الصحفيين المعتقلين؟", "detained", "journalists"),
        ("كم عدد الأشخاص المفقودين؟", "missing", "people"),
        ("وكم منهم من الجنود؟", "", "soldiers"),
        ("Combien l'attaque a-t-elle fait de morts ?", "killed", "people"),
        ("Combien les rebelles ont-ils pris de villages ?", "captured", "settlements"),
        ("Combien ont été tués lors d'attaques ?", "killed", "people"),
        ("Combien de personnes se sont réfugiées à Velt ?", "displaced", "people"),
        ("Combien de personnes ont perdu leur maison ?", "displaced", "people"),
        ("Combien de soldats a perdu l'armée ?", "killed", "soldiers"),
        ("¿Cuántos manifestantes fueron detenidos?", "detained", "people"),
        ("¿Cuántas personas quedaron sin hogar?", "displaced", "people"),
        ("How many people lost their homes?", "displaced", "people"),
        ("How many people lost their lives?", "killed", "people"),
        ("Combien de civils la frappe a-t-elle tués ?", "killed", "civilians"),
        ("Combien de soldats les raids ont-ils blessés ?", "injured", "soldiers"),
        ("How many civilians fleeing on foot were killed in the raid?", "killed", "civilians"),
        ("How many civilians were fleeing the town?", "displaced", "civilians"),
        ("كم مدنيا قتلهم القصف؟", "killed", "civilians"),
        ("How many lorries did the rescuers lose?", "destroyed", "vehicles"),
        ("How many inmates broke out of the jail?", "other", "prisoners"),
        ("¿Cuántos presos se fugaron de la cárcel?", "other", "prisoners"),
        ("How many villages did the rebels lose?", "captured", "settlements"),
        ("¿Cuántos camiones perdió la brigada?", "destroyed", "vehicles"),
        ("كم شاحنة خسرها الجيش؟", "destroyed", "vehicles"),
        ("How many families had to leave their homes?", "displaced", "families"),
        ("How many people claimed asylum?", "", "people"),
        ("How many parties claimed victory?", "", ""),
        ("How many gunmen killed the mayor?", "", "fighters"),
        ("How many soldiers captured the village?", "", "soldiers"),
        ("How many villages have the rebels captured?", "captured", "settlements"),
        ("How many people attended the funeral of those killed?", "", "people"),
        ("How many children were among those killed?", "killed", "children"),
        ("How many people survived the attack that killed the mayor?", "", "people"),
        ("How many men accused of killing the mayor were arrested?", "detained", "men"),
        ("How many litres of fuel are left?", "", ""),
        ("How many doctors have left the town?", "displaced", "medics"),
        ("How many drones did the army shoot down?", "destroyed", "aircraft"),
        ("How many hostages were freed?", "other", "prisoners"),
        ("How many prisoners did they release?", "other", "prisoners"),
        ("How many people live in the camp?", "", "people"),
        ("How many shells fell on Qasra?", "attacks", "munitions"),
        ("How many people were taken away by the gunmen?", "detained", "people"),
        ("Figures for houses destroyed at Qasra differ. What does each office say?", "destroyed", "buildings"),
        ("كم مريضاً نُقلوا إلى المستشفى بعد سقوط القذائف على قصرى؟", "", "people"),
        ("كم قتيلاً سقط في التفجير؟", "killed", "people"),
        ("How many people displaced from Qasra had died of illness?", "killed", "people"),
        ("How many people detained in Qasra were children?", "detained", "children"),
        ("Combien de blessés sont morts à l'hôpital ?", "killed", "people"),
        ("¿Cuántas personas desplazadas de Qasra murieron?", "killed", "people"),
        ("How many people were detained after two soldiers were killed?", "detained", "people"),
        ("How many bus passengers died when rockets hit the station?", "killed", "people"),
        ("How many Syrians went home from Qasra?", "returned", "people"),
    ],
)
def test_what_a_count_question_asks(question, what, who):
    asked = classify_question(question)
    assert (asked.kind, asked.what, asked.who) == ("count", what, who)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Who led the attack?", "who"),
        ("Où a eu lieu l'attaque ?", "where"),
        ("¿Cuándo empezó?", "when"),
        ("لماذا انسحبوا؟", "why"),
        ("Quelle agence a donné le bilan ?", "who"),
        ("Selon le bilan du 8 mai, qui a tiré ?", "who"),
        ("Quels groupes ont pris part aux combats ?", "who"),
        ("¿Qué agencia difundió el balance?", "who"),
        ("¿Cuál es el nombre del comandante?", "who"),
        ("À quelle heure a eu lieu l'explosion ?", "when"),
        ("¿A qué hora explotó?", "when"),
        ("Which month did the siege begin?", "when"),
        ("في أي شهر بدأ الحصار؟", "when"),
        ("من أين أطلقت الصواريخ؟", "where"),
        ("من أي بلدة جاؤوا؟", "where"),
        ("ومتى حدث ذلك؟", "when"),
        ("ومن أعلن ذلك؟", "who"),
        ("When the trucks came, who fired?", "who"),
        ("When did Qasra fall, and who took it?", "when"),
        ("U.N. trucks were hit when they came to Qasra. Who fired?", "who"),
        ("At which small border town did the trucks arrive?", "where"),
        ("Which conditions did the rebels set?", "other"),
        ("Which group set conditions?", "who"),
        ("Quelles excuses la mairie a-t-elle présentées ?", "other"),
        ("¿Qué motivos dio el alcalde?", "other"),
        ("أي شروط وضعها المتمردون؟", "other"),
        ("What had the gunmen who struck the mill come for?", "other"),
        ("In which quarter of Qasra did a house come down?", "where"),
        ("ما المدينة التي ينحدر منها الكاهن؟", "where"),
        ("¿En qué aldea cayó el avión?", "where"),
    ],
)
def test_other_questions_are_no_counts(question, kind):
    assert classify_question(question).kind == kind


@pytest.mark.parametrize(
    ("question", "what", "who"),
    [
        ("Several tolls were told of the raid on Qasra. Which one came from the Velt Office?", "killed", "people"),
        ("Nobody died when the mill was hit. What death toll did the Velt Office give?", "killed", "people"),
        ("What death tolls have been reported for the raid?", "killed", "people"),
        ("It is the overall number killed in Qasra that I need, when the mill was hit. What totals are there?", "killed", "people"),
        ("Quels bilans a-t-on donnés de l'attaque ?", "killed", "people"),
        ("¿Qué totales de muertos se dieron?", "killed", "people"),
        ("Fighters of two groups walked into a trap near Qasra. How many of them were killed?", "killed", "fighters"),
    ],
)
def test_a_count_may_be_asked_for_in_the_last_of_several_sentences(question, what, who):
    asked = classify_question(question)
    assert (asked.kind, asked.what, asked.who) == ("count", what, who)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("¿Cuál es el nombre del hospital?", True),
        ("Quel est le nom de l'hôpital ?", True),
        ("What is the new hospital's name?", True),
        ("Quelles estimations du nombre de déplacés a-t-on données ?", False),
        ("Who called for a truce?", False),
        ("Which hospital was hit?", True),
        ("Quel modèle de drone a été employé ?", True),
        ("What make of car was it?", True),
        ("Quel était le modèle de l'avion ?", True),
        ("What type of bomb was it?", False),
        ("On 3 May, which group claimed it?", True),
        ("Près de quelle mosquée la bombe a-t-elle explosé ?", True),
        ("¿Qué médico atendió a los heridos?", True),
        ("أي جماعة تبنت الهجوم؟", True),
        ("What group were the troops from?", True),
        ("Which weapons did rebels use?", False),
        ("For which reason did soldiers leave Homs?", False),
        ("What weapon was used in the attack which killed civilians in Homs?", False),
        ("Quelles armes les rebelles ont-ils utilisées ?", False),
    ],
)
def test_a_name_is_asked_for(question, named):
    assert classify_question(question).named == named


@pytest.mark.parametrize(
    ("question", "unit"),
    [
        ("How much money was given to the families of those killed?", "dollars"),
        ("How much ransom was paid for the two priests?", "dollars"),
        ("How much did the bridge cost?", "dollars"),
        ("How much was the stolen aid worth?", "dollars"),
        ("What is the price of bread in Qasra?", "dollars"),
        ("Combien d'argent a été volé ?", "dollars"),
        ("Combien coûte la réparation du pont ?", "dollars"),
        ("À combien s'élève la rançon ?", "dollars"),
        ("Quel est le montant de l'aide ?", "dollars"),
        ("¿Cuánto dinero robaron?", "dollars"),
        ("¿Cuánto cuesta el pan?", "dollars"),
        ("¿A cuánto asciende el rescate?", "dollars"),
        ("ما قيمة المساعدات؟", "dollars"),
        ("كم بلغت تكلفة بناء الجسر؟", "dollars"),
        ("كم كلف بناء الجسر؟", "dollars"),
        ("بكم تقدر الأضرار؟", "dollars"),
        ("كم بلغت المساعدات بالدولار؟", "dollars"),
        ("What percentage of the houses was destroyed?", "percent"),
        ("Quel pourcentage des maisons est détruit ?", "percent"),
        ("¿Qué porcentaje de las casas fue destruido?", "percent"),
        ("ما النسبة المئوية للمنازل المدمرة؟", "percent"),
        ("How long did the siege last?", "days"),
        ("Combien de temps a duré le siège ?", "days"),
        ("¿Cuánto tiempo duró el asedio?", "days"),
        ("كم استمر الحصار؟", "days"),
    ],
)
def test_money_shares_and_times_count_nobody(question, unit):
    asked = classify_question(question)
    assert (asked.kind, asked.what, asked.who, asked.of_what) == ("count", "", "", (unit,))


@pytest.mark.parametrize(
    "question",
    [
        "How many lives did the battle cost?",
        "How many people were paid?",
        "What was the human cost of the battle?",
        "Combien de vies la bataille a-t-elle coûtées ?",
        "Combien ont fui le pays ?",
        "¿Cuántas personas viven con menos de dos dólares?",
        "كم شخصاً دفع الفدية؟",
    ],
)
def test_no_money_is_asked_for(question):
    assert classify_question(question).of_what != ("dollars",)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How old was the boy who was killed?", "other"),
        ("What is the distance between the camp and the border?", "other"),
        ("Quel est l'âge de la victime ?", "other"),
        ("Combien pèse la bombe ?", "count"),
        ("¿Cuál es la distancia entre el campo y la frontera?", "other"),
        ("كم كان عمر الطفل الذي قتل؟", "count"),
        ("كم يبعد المخيم عن الحدود؟", "count"),
        ("كم تبلغ مساحة المخيم؟", "count"),
    ],
)
def test_a_measure_counts_nobody(question, kind):
    asked = classify_question(question)
    assert (asked.kind, asked.what, asked.who, asked.measured, asked.number) == (kind, "", "", True, True)


def test_how_often_and_where_ask_for_no_number():
    assert not classify_question("How often is the bridge shelled?").number
    assert not classify_question("Where did they walk, and how far?").number


def test_a_toll_may_be_said_to_be_high():
    assert classify_question("How high is the death toll?").what == "killed"


def test_the_counted_nouns_words():
    assert classify_question("How many residential buildings were destroyed?").of_what == ("residential", "buildings")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Some 12 displaced people's huts burned down.", "en", [(12, "destroyed", "buildings")]),
        ("Some 12 huts went up in flames.", "en", [(12, "destroyed", "buildings")]),
        ("Quatre assaillants ont été « neutralisés ».", "fr", [(4, "killed", "fighters")]),
        ("Murieron 54 miembros del personal y voluntarios.", "es", [(54, "killed", "people")]),
        ("El ataque del pasado día 1 causó 41 muertos.", "es", [(41, "killed", "people")]),
        ("Sat Feb 28 2015 190703 35 Dead in Battle.", "en", [(35, "killed", "people")]),
        ("Get short URL 113 At least nine people were killed.", "en", [(9, "killed", "people")]),
        ("Publié à 1712 Plus de 9 civils ont été tués.", "fr", [(9, "killed", "civilians")]),
        ("Raids killed 12 ISIS fighters some 30 days ago.", "en", [(12, "killed", "fighters")]),
    ],
)
def test_huts_staff_and_stamps(text, language, expected):
    assert [(f.value, f.what, f.who) for f in ledger(text, language)] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        (
            "The toll reached 24 dead. Fourteen of the dead were soldiers, the remaining ten were civilians.",
            "en",
            [(24, "people", None), (14, "soldiers", 24), (10, "civilians", 24)],
        ),
        ("At least 62 people were killed; 23 of the dead were under the age of ten.", "en", [(62, "people", None), (23, "people", 62)]),
        ("He spoke of 32 dead, all civilians.", "en", [(32, "civilians", None)]),
        ("Le bilan est de 12 morts, tous des civils.", "fr", [(12, "civilians", None)]),
        ("Murieron 12 personas, todas ellas civiles.", "es", [(12, "civilians", None)]),
        ("It has the names and villages of 39 people who died.", "en", [(39, "people", None)]),
    ],
)
def test_whom_the_dead_are_a_part_of_and_who_all_of_them_were(text, language, expected):
    found = ledger(text, language)
    assert [f.what for f in found] == ["killed"] * len(found)
    assert [(f.value, f.who, f.part_of) for f in found] == expected


def test_what_a_toll_reaches_is_said_by_nobody_of_its_sentence():
    (figure,) = ledger("The death toll from the raid in Qasra has reached 24, provincial officials said.")
    assert figure.attributed_to == "officials"


@pytest.mark.parametrize(
    ("text", "hedge", "source"),
    [
        ("The M23 said it had handed over 24 soldiers; the army said 17 men had come back.", "", "The M23"),
        ("Over 24 soldiers were killed; the army said 17 men had come back.", "more than", ""),
        ("The rebels freed 24 soldiers, the army said.", "", "the army"),
    ],
)
def test_what_is_handed_over_is_no_more_than_and_another_statement_has_another_source(text, hedge, source):
    first = ledger(text)[0]
    assert (first.value, first.approx, first.attributed_to) == (24, hedge, source)


@pytest.mark.parametrize(
    ("question", "does"),
    [
        ("How many students were enrolled at the school?", True),
        ("Combien d'élèves étaient inscrits à l'école ?", True),
        ("¿Cuántos alumnos estaban matriculados en la escuela?", True),
        ("How many people were affected by the raid?", False),
        ("How many people were lynched in the town?", False),
        ("How many people were killed?", False),
        ("How many people were on the bus?", False),
        ("How many people were found alive in the rubble?", True),
        ("Combien de personnes les secouristes ont-ils sorties vivantes des ruines ?", True),
        ("¿Cuántas personas fueron halladas vivas?", True),
    ],
)
def test_a_question_may_ask_how_many_did_what_is_no_event(question, does):
    assert classify_question(question).does is does


def test_the_day_since_which_it_is_the_worst_is_that_of_what_happened_then():
    then, ever_since = (
        ledger("It was the worst raid since 4 March 2019, when shells killed nine people."),
        ledger("Some 458 trucks have come since 4 March 2019, when the road was opened."),
    )
    assert (then[0].event_date, ever_since[0].event_date) == ("2019-03-04", "")
    assert ledger("Since 4 March 2019, when the war began, 458 people have been killed.")[0].event_date == ""


def test_either_of_two_numbers_is_a_range():
    (figure,) = ledger("A witness had seen six or seven civilians among the dead.")
    assert (figure.low, figure.high, figure.what, figure.who) == (6, 7, "killed", "civilians")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Related Qasra Mayor says truce holds Some 12 people were killed in Velt.", ""),
        ("Some 12 people were killed in Velt, the Qasra Mayor said.", "the Qasra Mayor"),
    ],
)
def test_titles_of_other_pages_that_run_into_a_sentence_are_no_source(text, source):
    assert [f.attributed_to for f in ledger(text)] == [source]


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("Le nord perd le plus d'écoles, plus de 40 suspendues depuis mai.", "fr", [(40, "other", "buildings")]),
        ("33 écoles détruites, 30 endommagées.", "fr", [(33, "destroyed", "buildings"), (30, "destroyed", "buildings")]),
        ("Velt saw the most clinics close, 40 of them shut since May.", "en", [(40, "other", "buildings")]),
        ("19 houses destroyed and 43 damaged.", "en", [(19, "destroyed", "buildings"), (43, "destroyed", "buildings")]),
        ("3 tanks destroyed, 40 killed.", "en", [(3, "destroyed", "vehicles"), (40, "killed", "people")]),
        ("The raid hit homes, 30 displaced.", "en", [(30, "displaced", "people")]),
        ("Ten wounded are still in hospital, 2 of them in Velt.", "en", [(10, "injured", "people"), (2, "injured", "people")]),
        ("The wounded were taken to hospital; two of them lost a leg.", "en", []),
    ],
)
def test_a_count_without_a_noun_goes_on_from_the_things_before_it(text, language, told):
    assert [(f.value, f.what, f.who) for f in ledger(text, language)] == told


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("QASRA, 6 May 2019 - Three days after the raid, 12 people are dead.", "en", "2019-05-03"),
        ("Qasra, 6 mai 2019 – Cinq jours après la chute des obus, le bilan est de 12 morts.", "fr", "2019-05-01"),
        ("Qasra, 6 may. - Una oficina elevó este lunes a 38 los muertos del ataque perpetrado hace una semana.", "es", ""),
        ("Qasra, 6 mai 2019 - Le maire parle de trente morts, contre 19 annoncés dimanche, après le raid de samedi.", "fr", "2019-05-04"),
        ("QASRA, 6 May 2019 - Many days after the raid, 12 people are dead.", "en", "2019-05-06"),
        ("6 May 2019 A bomb killed 12 people on Sunday.", "en", "2019-05-05"),
        ("6 May 2019 At least 12 people were killed over the last 48 hours.", "en", ""),
        ("A man runs in Qasra May 2 2019 (Velt Pictures) A bomb killed 12 people.", "en", ""),
        ("A man runs in Qasra, May 2, 2019. REUTERS/Odran Velt A bomb killed 12 people.", "en", ""),
        ("QASRA, 6 May 2019 (Velt Wire) - A bomb killed 12 people.", "en", "2019-05-06"),
    ],
)
def test_the_day_of_a_page_or_of_a_picture_is_none_of_an_event(text, language, day):
    assert {f.event_date for f in ledger(text, language)} == {day}


def test_the_wounded_who_died_since_are_a_part_of_the_dead():
    told = ledger("Five people wounded by shells that struck the camp died overnight, bringing the death toll to 14.")
    assert [(f.value, f.what, f.part_of) for f in told] == [(5, "killed", 14), (14, "killed", None)]
    assert [(f.value, f.what) for f in ledger("Five people wounded by the shells, two of them badly, died.")][0] == (5, "injured")


@pytest.mark.parametrize(
    ("text", "language", "source"),
    [
        ("The number of dead counted by the Torvik Observatory has reached 514.", "en", "the Torvik Observatory"),
        ("514 people were killed, figures from the Torvik Observatory show.", "en", "the Torvik Observatory"),
        ("A tally by the Torvik Observatory shows 514 dead.", "en", "the Torvik Observatory"),
        ("Le bilan établi par la Croix-Rouge est de 514 morts.", "fr", "la Croix-Rouge"),
        ("Los 514 muertos contabilizados por la ONU.", "es", "la ONU"),
        ("وصل عدد القتلى الذين أحصاهم الصليب الأحمر إلى 514 شخصاً.", "ar", "الصليب الأحمر"),
        ("514 dead were counted by Monday.", "en", ""),
        ("514 people were killed in the raid, it was confirmed by midday.", "en", ""),
    ],
)
def test_whoever_a_toll_was_counted_by_says_so(text, language, source):
    assert [f.attributed_to for f in ledger(text, language)] == [source]


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("As of 3 May, 2,960 people had fled, up from 1,850 in an update of 1 May.", "en", [("", "2019-05-03"), ("", "2019-05-01")]),
        ("Le maire parle de 31 morts, contre 19 annoncés samedi.", "fr", [("", "2019-05-06"), ("", "2019-05-04")]),
        ("Murieron 40 personas, frente a las 31 contadas el sábado.", "es", [("", "2019-05-06"), ("", "2019-05-04")]),
    ],
)
def test_an_earlier_count_is_of_its_own_day(text, language, days):
    assert [(f.event_date, f.as_of) for f in ledger(text, language)] == days


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("34 people were killed and 15 flights were cancelled.", "en", [(34, "killed")]),
        ("34 people were killed and the office received 20 calls and 15 letters.", "en", [(34, "killed")]),
        ("34 personnes ont été tuées et 15 vols ont été annulés.", "fr", [(34, "killed")]),
        ("El hospital recibió 34 heridos y los médicos hicieron 12 sesiones.", "es", [(34, "injured")]),
        ("قتل 34 شخصا وألغيت 15 رحلة جوية.", "ar", [(34, "killed")]),
        ("The raid killed 12 soldiers, 5 bakers and at least 3 tailors.", "en", [(12, "killed"), (5, "killed"), (3, "killed")]),
        ("L'attaque a tué 12 soldats et 5 boulangers.", "fr", [(12, "killed"), (5, "killed")]),
        ("El ataque mató a 12 soldados y 5 panaderos.", "es", [(12, "killed"), (5, "killed")]),
        ("أدى القصف إلى مقتل 12 شخصا و5 خبازين.", "ar", [(12, "killed"), (5, "killed")]),
    ],
)
def test_what_is_not_known_to_be_people_shares_their_fate_only_on_one_list_with_them(text, language, told):
    assert [(f.value, f.what) for f in ledger(text, language)] == told


@pytest.mark.parametrize(
    ("text", "language", "sources"),
    [
        ("Murieron doce personas según la policía, aunque las autoridades hablan de quince.", "es", ["la policía", "las autoridades"]),
        ("Murieron doce personas según la policía, si bien el hospital habla de quince.", "es", ["la policía", "el hospital"]),
        ("Douze personnes sont mortes selon la police, même si l'hôpital parle de quinze.", "fr", ["la police", "l'hôpital"]),
        ("Twelve people died, police said, although the hospital put the number at fifteen.", "en", ["police", "the hospital"]),
        ("The Torvik Office cited a figure of 280 displaced people.", "en", ["The Torvik Office"]),
        ("Odran Velt cited the lack of bread for 280 displaced people.", "en", [""]),
    ],
)
def test_a_statement_against_another_has_its_own_source(text, language, sources):
    assert [f.attributed_to for f in ledger(text, language)] == sources


def test_the_figure_so_many_is_a_count_in_arabic_and_the_number_of_a_unit_is_none():
    assert read("وصفت الوزارة رقم 43 قتيلا بأنه دعاية.", "ar") == [(43, "killed", "people")]
    assert read("قصفت الكتيبة رقم 12 البلدة.", "ar") == []


@pytest.mark.parametrize(
    ("text", "language", "source"),
    [
        ("Le bulletin de l'OCHA daté du 10 mai retient 40 morts.", "fr", "Le bulletin de l'OCHA"),
        ("Le rapport du 3 mai compte 34 morts à Qasra.", "fr", "Le rapport"),
        ("El informe de la ONU del martes 3 de mayo cifra en 34 los muertos de Qasra.", "es", "El informe de la ONU"),
        ("Le Mouvement du 23 mars a annoncé 12 morts.", "fr", "Le Mouvement du 23 mars"),
        ("La alcaldesa Marta Mayo informó de 12 muertos.", "es", "La alcaldesa Marta Mayo"),
        ("El 10 de mayo informó la policía de 12 muertos.", "es", "la policía"),
        ("El 3 de mayo dijo 12 muertos.", "es", ""),
    ],
)
def test_a_day_between_a_name_and_its_verb_is_no_name(text, language, source):
    assert [f.attributed_to for f in ledger(text, language)] == [source]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Le bulletin de l'OCHA daté du 2 mars retient 40 morts.", "fr"),
        ("Dans son rapport du 2 mars, l'ONU compte 40 morts.", "fr"),
        ("The update of 2 March counts 40 dead.", "en"),
        ("The agency used the same total on 4 March, after giving 40 dead in its bulletin of 2 March.", "en"),
        ("El informe de la ONU del 2 de marzo cifra en 40 los muertos.", "es"),
        ("وقالت الأمم المتحدة في بيان مؤرخ في 2 مارس إن 40 شخصا قتلوا.", "ar"),
    ],
)
def test_the_day_of_what_is_written_is_the_one_up_to_which_it_counts(text, language):
    (found,) = ledger(text, language, published="2031-03-05")
    assert (found.event_date, found.as_of) == ("", "2031-03-02")


def test_those_counted_are_not_who_counts_what_comes_next():
    found = ledger("Mayor Odran Velt counted 7,621 men who went back in May and put those still there at 2,900.")
    assert [f.attributed_to for f in found] == ["Mayor Odran Velt", "Mayor Odran Velt"]


def test_a_day_behind_by_somebody_is_that_of_the_event():
    (found,) = ledger("Four men were detained by soldiers on 14 May in Qasra.", published="2031-05-20")
    assert (found.event_date, found.as_of) == ("2031-05-14", "2031-05-20")


def test_a_registration_centre_says_nothing():
    (found,) = ledger("Unas 9.800 personas han llegado desde el lunes al centro de registro de Velt.", "es")
    assert found.attributed_to == ""


def test_a_name_ends_behind_its_acronym():
    (found,) = ledger("According to the Velt Network for Rights (VNR) the Torvik air force killed 40 people.")
    assert found.attributed_to == "the Velt Network for Rights (VNR)"
