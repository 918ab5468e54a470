"""The words sitrep itself writes, in the four languages it answers in. Everything else in an answer comes out of a report.

A language without wording is answered in English, with `no_wording` in front.
"""

from __future__ import annotations

LANGUAGES = ("en", "fr", "es", "ar")

NAMES = {
    "en": {"en": "English", "fr": "French", "es": "Spanish", "ar": "Arabic"},
    "fr": {"en": "anglais", "fr": "français", "es": "espagnol", "ar": "arabe"},
    "es": {"en": "inglés", "fr": "francés", "es": "español", "ar": "árabe"},
    "ar": {"en": "الإنجليزية", "fr": "الفرنسية", "es": "الإسبانية", "ar": "العربية"},
}

MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split(),
}

HEDGES = {
    "en": {
        "at least": "at least", "about": "about", "more than": "more than", "nearly": "nearly", "up to": "up to",
        "less than": "fewer than",
    },
    "fr": {
        "at least": "au moins", "about": "environ", "more than": "plus de", "nearly": "près de", "up to": "jusqu'à",
        "less than": "moins de",
    },
    "es": {
        "at least": "al menos", "about": "unos", "more than": "más de", "nearly": "casi", "up to": "hasta",
        "less than": "menos de",
    },
    "ar": {
        "at least": "ما لا يقل عن", "about": "نحو", "more than": "أكثر من", "nearly": "قرابة", "up to": "ما يصل إلى",
        "less than": "أقل من",
    },
}  # fmt: skip

# What happened to those counted, as a label after the number.
WHAT = {
    "en": {
        "killed": "killed", "injured": "injured", "displaced": "displaced", "detained": "detained", "missing": "missing",
        "returned": "returned", "evacuated": "evacuated", "besieged": "besieged", "destroyed": "destroyed", "captured": "captured",
    },
    "fr": {
        "killed": "tués", "injured": "blessés", "displaced": "déplacés", "detained": "détenus", "missing": "disparus",
        "returned": "de retour", "evacuated": "évacués", "besieged": "assiégés", "destroyed": "détruits", "captured": "pris",
    },
    "es": {
        "killed": "muertos", "injured": "heridos", "displaced": "desplazados", "detained": "detenidos", "missing": "desaparecidos",
        "returned": "retornados", "evacuated": "evacuados", "besieged": "asediados", "destroyed": "destruidos", "captured": "tomados",
    },
    "ar": {
        "killed": "قتلى", "injured": "جرحى", "displaced": "نازحون", "detained": "معتقلون", "missing": "مفقودون",
        "returned": "عائدون", "evacuated": "تم إجلاؤهم", "besieged": "محاصرون", "destroyed": "مدمَّرة", "captured": "تمت السيطرة عليها",
    },
}  # fmt: skip

# Groups of people, by the ledger's class name. A class that has no word here is shown as the report has it.
WHO = {
    "fr": {
        "people": "personnes", "civilians": "civils", "children": "enfants", "women": "femmes", "men": "hommes", "students": "étudiants",
        "soldiers": "soldats", "rebels": "rebelles", "fighters": "combattants", "militants": "combattants", "medics": "soignants",
        "journalists": "journalistes", "police": "policiers", "teachers": "enseignants", "families": "familles", "prisoners": "prisonniers",
        "refugees": "réfugiés", "aid workers": "humanitaires", "rescuers": "secouristes", "animals": "animaux",
    },
    "es": {
        "people": "personas", "civilians": "civiles", "children": "niños", "women": "mujeres", "men": "hombres", "students": "estudiantes",
        "soldiers": "soldados", "rebels": "rebeldes", "fighters": "combatientes", "militants": "combatientes", "medics": "sanitarios",
        "journalists": "periodistas", "police": "policías", "teachers": "docentes", "families": "familias", "prisoners": "presos",
        "refugees": "refugiados", "aid workers": "humanitarios", "rescuers": "rescatistas", "animals": "animales",
    },
    "ar": {
        "people": "أشخاص", "civilians": "مدنيون", "children": "أطفال", "women": "نساء", "men": "رجال", "students": "طلاب",
        "soldiers": "جنود", "rebels": "مقاتلو المعارضة", "fighters": "مقاتلون", "militants": "مسلحون", "medics": "عاملون صحيون",
        "journalists": "صحفيون", "police": "أفراد شرطة", "teachers": "معلمون", "families": "عائلات", "prisoners": "سجناء",
        "refugees": "لاجئون", "aid workers": "عاملون إنسانيون", "rescuers": "مسعفون", "animals": "حيوانات",
    },
}  # fmt: skip

# Nouns that what happened agrees with, people and the commonest things.
FEMININE = {
    "fr": frozenset(
        "personnes femmes familles maisons habitations écoles mosquées églises cliniques villes localités zones régions routes positions "
        "bases installations voitures ambulances armes bombes roquettes".split()
    ),
    "es": frozenset(
        "personas mujeres familias casas viviendas escuelas mezquitas iglesias clínicas ciudades localidades aldeas zonas regiones "
        "carreteras posiciones bases instalaciones ambulancias armas bombas".split()
    ),
}

# Of one, where leaving out a final "s" does not do.
ONE = {
    "en": {
        "people": "person", "children": "child", "women": "woman", "men": "man", "families": "family", "police": "police officer",
    },
    "fr": {"pris": "pris", "animaux": "animal"},
    "es": {"civiles": "civil", "mujeres": "mujer", "animales": "animal"},
    "ar": {
        "أشخاص": "شخص", "مدنيون": "مدني", "أطفال": "طفل", "نساء": "امرأة", "رجال": "رجل", "طلاب": "طالب", "جنود": "جندي",
        "مقاتلو المعارضة": "مقاتل من المعارضة", "مقاتلون": "مقاتل", "مسلحون": "مسلح", "عاملون صحيون": "عامل صحي", "صحفيون": "صحفي",
        "أفراد شرطة": "فرد شرطة", "معلمون": "معلم", "عائلات": "عائلة", "سجناء": "سجين", "لاجئون": "لاجئ", "عاملون إنسانيون": "عامل إنساني",
        "مسعفون": "مسعف", "قتلى": "قتيل", "جرحى": "جريح", "نازحون": "نازح", "معتقلون": "معتقل", "مفقودون": "مفقود", "عائدون": "عائد",
        "تم إجلاؤهم": "تم إجلاؤه", "محاصرون": "محاصر", "حيوانات": "حيوان",
    },
}  # fmt: skip

TEXT = {
    "en": {
        "according": "according to {who}",
        "dated": "{publisher}, {date}",
        "quote": "“{quote}”",
        "differ": "The reports differ:",
        "changed": "Over time:",
        "latest": "The latest is {value}.",
        "no_evidence": "The reports do not say.",
        "nearest": "The nearest they come: “{quote}” ({source}) [{marker}].",
        "until": "They go up to {date}.",
        "no_reports": "There are no reports yet. Add some with: sitrep ingest FILE",
        "out_of_scope": "No report lies within what was asked for ({scope}).",
        "false_premise": "The reports do not bear out what the question takes for granted ({premise}).",
        "model_unavailable": "The language model cannot be reached, so nothing was read: {why} The passages found are listed.",
        "no_wording": "(sitrep has no wording in this language and answers in English.)",
        "collection": "The reports: {publishers}; {first} to {last}; in {languages}.",
    },
    "fr": {
        "according": "selon {who}",
        "dated": "{publisher}, {date}",
        "quote": "« {quote} »",
        "differ": "Les rapports divergent :",
        "changed": "Au fil du temps :",
        "latest": "Le plus récent : {value}.",
        "no_evidence": "Les rapports ne le disent pas.",
        "nearest": "Au plus près : « {quote} » ({source}) [{marker}].",
        "until": "Ils vont jusqu'au {date}.",
        "no_reports": "Il n'y a encore aucun rapport. Ajoutez-en : sitrep ingest FICHIER",
        "out_of_scope": "Aucun rapport n'entre dans ce qui est demandé ({scope}).",
        "false_premise": "Les rapports ne confirment pas ce que la question tient pour acquis ({premise}).",
        "model_unavailable": "Le modèle de langue est injoignable, rien n'a donc été lu : {why} Les passages trouvés sont listés.",
        "no_wording": "",
        "collection": "Les rapports : {publishers} ; du {first} au {last} ; en {languages}.",
    },
    "es": {
        "according": "según {who}",
        "dated": "{publisher}, {date}",
        "quote": "«{quote}»",
        "differ": "Los informes difieren:",
        "changed": "Con el tiempo:",
        "latest": "El más reciente: {value}.",
        "no_evidence": "Los informes no lo dicen.",
        "nearest": "Lo más cercano: «{quote}» ({source}) [{marker}].",
        "until": "Llegan hasta el {date}.",
        "no_reports": "Todavía no hay informes. Añada alguno: sitrep ingest ARCHIVO",
        "out_of_scope": "Ningún informe entra en lo que se pide ({scope}).",
        "false_premise": "Los informes no confirman lo que la pregunta da por sentado ({premise}).",
        "model_unavailable": "No se puede acceder al modelo de lenguaje, así que no se leyó nada: {why} Se listan los pasajes hallados.",
        "no_wording": "",
        "collection": "Los informes: {publishers}; del {first} al {last}; en {languages}.",
    },
    "ar": {
        "according": "بحسب {who}",
        "dated": "{publisher}، {date}",
        "quote": "«{quote}»",
        "differ": "تختلف التقارير:",
        "changed": "مع مرور الوقت:",
        "latest": "الأحدث: {value}.",
        "no_evidence": "التقارير لا تذكر ذلك.",
        "nearest": "أقرب ما فيها: «{quote}» ({source}) [{marker}].",
        "until": "وهي تصل إلى {date}.",
        "no_reports": "لا توجد تقارير بعد. أضف تقارير بالأمر: sitrep ingest FILE",
        "out_of_scope": "لا يوجد تقرير ضمن ما طُلب ({scope}).",
        "false_premise": "التقارير لا تؤيد ما يفترضه السؤال ({premise}).",
        "model_unavailable": "تعذّر الوصول إلى النموذج اللغوي فلم يُقرأ شيء: {why} المقاطع التي عُثر عليها مدرجة.",
        "no_wording": "",
        "collection": "التقارير: {publishers}؛ من {first} إلى {last}؛ باللغات {languages}.",
    },
}


def say(language: str, key: str, **values: object) -> str:
    """The sentence `key` in `language` (English where there is no wording), with `values` filled in."""
    return TEXT.get(language, TEXT["en"])[key].format(**values)


def group(language: str, who: str) -> str:
    """The word for a group of people, by the ledger's class name, "" where there is none."""
    return who if language == "en" else WHO[language].get(who, "")


def one(language: str, label: str) -> str:
    """A label of several (a group, or what happened to it) as it stands after "1": "civilians" -> "civilian", "tués" -> "tué"."""
    return ONE[language].get(label, label.removesuffix("s"))


def day(language: str, iso: str) -> str:
    """An ISO date at day, month or year precision as people write it ("2016-10-03" -> "3 October 2016"); "" stays ""."""
    parts = iso.split("-")
    if len(parts) == 1:
        return iso
    months = MONTHS.get(language, MONTHS["en"])
    name = months[int(parts[1]) - 1]
    if len(parts) == 2:
        return f"{name} de {parts[0]}" if language == "es" else f"{name} {parts[0]}"
    number = "1er" if language == "fr" and int(parts[2]) == 1 else str(int(parts[2]))
    return f"{number} de {name} de {parts[0]}" if language == "es" else f"{number} {name} {parts[0]}"


def number(language: str, value: float) -> str:
    """A count as people write it: 14000 -> "14,000" (en, ar), "14 000" (fr, es, with a no-break space)."""
    if value != int(value):
        return str(value).replace(".", ",") if language in {"fr", "es"} else str(value)
    if abs(value) < 10000 and language in {"fr", "es"}:
        return str(int(value))
    return f"{int(value):,}".replace(",", "\u00a0" if language in {"fr", "es"} else ",")
