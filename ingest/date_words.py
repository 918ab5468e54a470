"""Names of months, days and parts of time in English, French, Spanish and Arabic, keyed as `fold` writes them. Pure."""

from __future__ import annotations

from ingest.number_words import fold

_MONTHS = (
    "january janvier enero يناير جانفي",
    "february fevrier febrero فبراير شباط فيفري",
    "march mars marzo مارس آذار أذار",
    "april avril abril أبريل إبريل نيسان أفريل",
    "may mai mayo مايو أيار ايار ماي",
    "june juin junio يونيو يونيه حزيران جوان",
    "july juillet julio يوليو يوليه تموز جويلية",
    "august aout agosto أغسطس آب أوت",
    "september septembre septiembre setiembre سبتمبر أيلول ايلول",
    "october octobre octubre أكتوبر",
    "november novembre noviembre نوفمبر",
    "december decembre diciembre ديسمبر",
)
# Arabic months of two words: the second word tells them apart.
_TWO_WORDS = {("كانون", "الثاني"): 1, ("كانون", "الأول"): 12, ("تشرين", "الأول"): 10, ("تشرين", "الثاني"): 11}
_SHORT = (
    "jan janv ene",
    "feb fev fevr",
    "mar",
    "apr avr abr",
    "may",
    "jun",
    "jul juil juill",
    "aug ago",
    "sep sept set",
    "oct",
    "nov",
    "dec dic",
)
_DAYS = (
    "monday lundi lunes الاثنين الإثنين",
    "tuesday mardi martes الثلاثاء",
    "wednesday mercredi miercoles الأربعاء",
    "thursday jeudi jueves الخميس",
    "friday vendredi viernes الجمعة",
    "saturday samedi sabado السبت",
    "sunday dimanche domingo الأحد",
)
_SHORT_DAYS = ("mon lun", "tue tues", "wed mer", "thu thur thurs jeu jue", "fri ven vie", "sat sam sab", "sun dim dom")


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {fold(word): number for number, row in enumerate(rows, first) for word in row.split()}


MONTHS = _numbered(_MONTHS, 1)
SHORT_MONTHS = {k: v for k, v in _numbered(_SHORT, 1).items() if k not in MONTHS}
TWO_WORD_MONTHS = {(fold(a), fold(b)): n for (a, b), n in _TWO_WORDS.items()}
WEEKDAYS = _numbered(_DAYS, 0)
SHORT_WEEKDAYS = _numbered(_SHORT_DAYS, 0)
# Days of a month as Arabic writes them in words ("الثاني عشر من مايو").
_ORDINALS = (
    "الأول|الثاني|الثالث|الرابع|الخامس|السادس|السابع|الثامن|التاسع|العاشر|الحادي عشر|الثاني عشر|الثالث عشر|الرابع عشر|الخامس عشر|"
    "السادس عشر|السابع عشر|الثامن عشر|التاسع عشر|العشرين|الحادي والعشرين|الثاني والعشرين|الثالث والعشرين|الرابع والعشرين|"
    "الخامس والعشرين|السادس والعشرين|السابع والعشرين|الثامن والعشرين|التاسع والعشرين|الثلاثين|الحادي والثلاثين"
)
ORDINAL_DAYS = {fold(word): day for day, word in enumerate(_ORDINALS.split("|"), 1)}
# Words that are something else as often: they are a month only beside a day, a year or "in".
DOUBTFUL_MONTHS = frozenset(fold(w) for w in ("may", "march", "mars", "mai", "آب", "ماي", "جوان", "أوت"))

PARTS = {
    fold(word): part
    for part, words in {
        "early": "early beginning start début debut principios comienzos inicios أوائل مطلع بداية بدايات",
        "mid": "mid middle mi mediados منتصف أواسط",
        "late": "late end fin finales fines أواخر نهاية",
    }.items()
    for word in words.split()
}
# Days from the anchor.
NEAR_DAYS = {
    fold(word): shift
    for shift, words in {
        0: "today tonight aujourd'hui hoy اليوم",
        -1: "yesterday hier ayer anoche أمس البارحة",
        -2: "avant-hier anteayer antier",
        1: "tomorrow demain غدا غداً",
    }.items()
    for word in words.split()
} | {
    fold(words): shift
    for shift, several in {
        -2: ("day before yesterday", "antes de ayer", "قبل يومين", "منذ يومين"),
        2: ("day after tomorrow", "après-demain", "pasado mañana", "بعد غد"),
    }.items()
    for words in several
}
UNITS = {
    fold(word): unit
    for unit, words in {
        "hour": "hour hours heure heures hora horas ساعة ساعات الساعات",
        "day": "day days jour jours día días يوم يوما أيام الأيام",
        "week": "week weeks semaine semaines semana semanas أسبوع الأسبوع أسابيع الأسابيع",
        "month": "month months mois mes meses شهر الشهر شهرا أشهر الأشهر",
        "year": "year years an ans année années año años عام العام سنة السنة سنوات أعوام",
    }.items()
    for word in words.split()
}
PAST = frozenset(
    fold(w)
    for w in (
        "last past previous dernier dernière derniers dernières passé passée pasado pasada último última últimos últimas "
        "الماضي الماضية المنصرم المنصرمة الفائت الفائتة"
    ).split()
)
NEXT = frozenset(fold(w) for w in "next coming prochain prochaine próximo próxima القادم القادمة المقبل المقبلة".split())
THIS = frozenset(fold(w) for w in "this ce cet cette este esta الحالي الجاري الحالية الجارية هذا هذه".split())
AGO_BEFORE = frozenset({"hace", "قبل", "منذ"})
