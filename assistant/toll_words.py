"""The words around a toll that tell which one it is: of a whole war, since a day, of the last weeks, a part, the first one. Pure."""

from __future__ import annotations

import re

WAR = re.compile(
    r"\b(?:wars?|conflicts?|uprising|revolution|guerres?|conflits?|soulèvement|révolution|guerras?|conflictos?|levantamiento|revolución)\b"
    r"|حرب|نزاع|صراع|ثورة",
    re.IGNORECASE,
)
SINCE = re.compile(r"\b(?:since|from the (?:start|beginning) of|depuis|desde)\b|منذ|(?:اعتبار[اًـ]*|ابتداء[ً]?) من", re.IGNORECASE)
SO_FAR = re.compile(  # a sum over many events
    r"\bsince\b.{0,20}\b(?:start|beginning|outbreak)\b.{0,15}\b(?:years?|wars?|conflict|uprising|january|\d{4})\b|\bthis year\b"
    r"|\b(?:in|over|during) (?:the )?(?:past|last|recent) (?:\w+ )?(?:days|weeks|months|year)\b"
    r"|\bdepuis\b.{0,20}\b(?:début|commencement)\b.{0,15}\b(?:année|guerre|conflit|soulèvement|janvier|\d{4})\b|\bcette année\b"
    r"|\b(?:ces|les|des) (?:\w+ )?derni(?:ers? (?:jours|mois)|ères semaines)\b"
    r"|\ben lo que va del? (?:año|mes)\b"
    r"|\bdesde\b.{0,20}\b(?:inicio|comienzo|principios?)\b.{0,15}\b(?:año|guerra|conflicto|enero|\d{4})\b|\beste año\b"
    r"|\búltim[oa]s (?:\w+ )?(?:días|semanas|meses)\b|(?:الأيام|الأسابيع|الأشهر) (?:\w+ )?(?:الماضية|الأخيرة)"
    r"|منذ (?:ال)?(?:بداية|بدء|مطلع|اندلاع) (?:ال)?(?:عام|سنة|حرب|نزاع|صراع)|هذا العام|هذه السنة",
    re.IGNORECASE,
)
MOST = re.compile(  # "the deadliest raid this year" is one
    r"\b(?:deadliest|worst|highest|largest|biggest|bloodiest|heaviest|first|most|le plus|la plus|les plus|premi(?:er|ère)|peor|mayor|más"
    r"|primer[oa]?)\b|الأعنف|الأكبر|الأسوأ|الأعلى|الأكثر|(?<!\w)(?:أول|أعنف|أكبر|أسوأ|أعلى|أكثر)(?!\w)",
    re.IGNORECASE,
)
PART = re.compile(
    r"\bhow many (?:of|among)\b(?! (?:its|his|her|their|our)\b)|\b(?:of|among) (?:the|those|them|these)\b.{0,60}\bhow many\b"
    r"|\bcombien (?:d['’]entre|parmi|de ces)\b"
    r"|\bparmi (?:les|ces|eux)\b|\bcu[aá]nt[oa]s de (?:l|ell|est)[oa]s\b|\bde (?:entre )?ell[oa]s\b|منهم|بينهم|من بين",
    re.IGNORECASE,
)
INCLUDING = re.compile(  # behind a whole some of whom are told next
    r",?\s+(?:including|among (?:them|whom|which)|dont|parmi (?:eux|lesquel(?:le)?s)|entre (?:ell[oa]s|l[oa]s que)"
    r"|inclu(?:id[oa]s|yendo))\b"
    r"|،?\s+(?:من )?(?:بينهم|بينها|منهم|منها|بما في ذلك)(?!\w)",
    re.IGNORECASE,
)
OF_THEM = re.compile(  # behind a number that counts some of others: "seven of them"
    r"\s+(?:(?:of|among) (?:them|these|those|whom)|d['’]entre (?:eux|elles)|de ell[oa]s)\b|\s+منهم(?!\w)", re.IGNORECASE
)
OF_THE = re.compile(r"\s+(?:(?:of|among) the|d['’]entre les|des|parmi les|de l[oa]s)\s+(\w+)|\s+من (?:بين )?(ال\w+)", re.IGNORECASE)
AT_FIRST = re.compile(  # before more was known
    r"\b(?:initial(?:ly|es)?|preliminary|provisional|at first"
    r"|first (?:\w+ )?(?:reports?|tolls?|counts?|figures?|put|gave|given|said|announced)"
    r"|d['’]abord|initia(?:l|le|ux|lement)|provisoire|premiers? (?:bilans?|chiffres?|décomptes?)|dans un premier temps"
    r"|iniciales?|inicialmente|preliminar(?:es)?|provisional(?:es)?|primer(?:os)? (?:balances?|recuentos?)|en un principio)\b"
    r"|(?:ال)?أولي[ةه]?|في البداية|مبدئي",
    re.IGNORECASE,
)
EARLIER = re.compile(  # beside the toll that it has grown from
    r"\b(?:earlier|previous(?:ly)?|updat(?:ed|ing)|revis(?:ed|ing)|rose|risen|raised|up from"
    r"|précédent|auparavant|antérieur|passé de|porté|relevé|anterior|previo|previa|subió|elevó|pasó de)\b|سابق|ارتفع|رفع",
    re.IGNORECASE,
)
SIMILAR = re.compile(r"\b(?:similar|semblables?|similaires?|similares?)\b|مماثل|مشابه", re.IGNORECASE)  # beside the toll of another event
OUT_OF = re.compile(r"\s+(?:of the|out of(?: the)?|sur(?: les)?|de l[oa]s|من أصل)\s+\Z", re.IGNORECASE)  # between some and all of them
VAGUE = re.compile(
    r"\b(?:dozens|scores|hundreds|thousands|millions|most|all|several|none|daily|weekly|dizaines|centaines|milliers|plupart|plusieurs|aucun|"
    r"tous|decenas|cientos|miles|mayoría|varios|ninguno|todos)\b|عشرات|مئات|آلاف|معظم|جميع",
    re.IGNORECASE,
)
AT_ONCE = re.compile(  # those who died later are counted apart
    r"\b(?:on the spot|at the scene|instantly|outright|sur le coup|sur place|en el acto|en el lugar|al instante)\b|على الفور|في الحال",
    re.IGNORECASE,
)
FURTHER = re.compile(r"\b(?:another|a further|an additional|d['’]autres|otr[oa]s)\s+\Z", re.IGNORECASE)
MORE = re.compile(
    r"\s+(?:more|further|additional|others?|autres|otr[oa]s)\b|\s+\w+ (?:más|supplémentaires|adicionales|[آا]خر\w*)(?!\w)", re.IGNORECASE
)
