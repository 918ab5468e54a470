"""The words by which a question tells what it asks for, in the four languages. Patterns only; `figures_asked` reads them."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["count", "who", "where", "when", "why", "other"]

_CHANGING = "toll|number|count|total|share|percentage|bilan|nombre|chiffre|part"  # "how did the toll change" asks for counts
_IS_FR = r"(?:est|était|étaient|sont|fut|furent|serait|a été|ont été) "
_IS_ES = r"(?:es|era|eran|fue|son|sería) "
_THE_FR = r"(?:l[ea]s? |l['’]|son |sa |leur )?"
_KINDS: tuple[tuple[Kind, str], ...] = (
    (
        "count",
        r"\bhow (?:many|much)\b|\b(?:death )?tolls?\b|\b(?:number|counts?) of\b|\b(?:what|the) (?:share|proportion|percentage)\b"
        r"|\b(?:figures|numbers|estimates) for\b|\bwhat percent\b|\b(?:what|which) (?:figures?|numbers?|counts?|totals?|estimates?)\b"
        r"|\bwhat (?:is|are|was|were) (?:the )?(?:(?!of\b|for\b|behind\b)[\w-]+ ){0,3}(?:figures?|counts?|tolls?|totals?)\b"
        rf"|\bcombien\b|\bbilans?\b|\bnombre d(?!e(?:l| l[ao]s?)\b)|\bquels? (?:\w+ ){{0,2}}chiffres?\b"
        rf"|\bquel(?:le)?s? (?:{_IS_FR}{_THE_FR}(?:(?!d[eu]s?\b)\w+ ){{0,2}})?"
        r"(?:bilans?|nombres?|chiffres?|total|totaux|pourcentages?|proportions?|taux|parts?|estimations?)\b|\bquels? \w+ bilans?\b"
        r"|\bcu[aá]nt[oa]s?\b|\bn[uú]mero de\b|\bbalances?\b|\bcifras? de\b"
        r"|\bqu[eé] (?:porcentajes?|proporci[oó]n|n[uú]meros?|cantidad|cifras?|balances?|totales)\b"
        r"|\bcu[aá]l(?:es)? (?:\w+ ){0,2}(?:cifras?|porcentaje|proporci[oó]n|n[uú]mero|total|cantidad)\b"
        r"|(?<!\w)[وفب]?كم(?!\w)|\b(?:ال)?(?:عدد|[أا]عداد)\b|حصيلة|حصائل|نسبة",
    ),
    ("when", r"\bwhen\b|\b(?:what|which) (?:date|day|year|month|week)\b|\bwhat (?:time|hour)\b|\bsince when\b|\bquand\b"
        r"|\bquelle (?:date|ann[ée]e|heure|semaine)\b|\bquel (?:jour|mois)\b"
        r"|\bcu[aá]ndo\b|\bqu[eé] (?:fecha|d[ií]a|a[nñ]o|hora|mes|semana)\b|(?<!\w)[وف]?متى(?!\w)"
        r"|أي (?:يوم|تاريخ|عام|سنة|شهر|ساعة|أسبوع)"),
    ("where", r"\bwhere\b|\b(?:which|what) (?:[\w-]+ ){0,2}(?:town|city|village|province|district|neighbou?rhood|country|area|site"
              r"|place|street|governorate|side|quarter|suburb|borough|region|camp)\b"
        r"|\bo[uù]\b|\bquel(?:le)?s? (?:ville|village|province|r[ée]gion|quartier|pays|localit[ée]|lieu|rue|banlieue)\b|\bd[oó]nde\b"
        r"|\bqu[eé] (?:ciudad|pueblo|provincia|barrio|pa[ií]s|localidad|lugar|aldea|distrito|regi[oó]n|calle)\b"
        r"|(?<!\w)[وف]?(?:من |إلى )?أين(?!\w)"
        r"|أي (?:بلدة|مدينة|قرية|محافظة|حي|منطقة|ولاية|مقاطعة|إقليم|دولة|بلد)"
        r"|(?<!\w)[وف]?ما ال(?:بلدة|مدينة|قرية|محافظة|حي|منطقة|ولاية|مقاطعة|إقليم|دولة|بلد)(?!\w)"),
    ("why", r"\bwhy\b|\bwhat reason|\bpourquoi\b"
        r"|\bpor qu[eé]\b(?! (?:pa[ií]s|ciudad|pueblo|provincia|regi[oó]n|frontera|puerto|paso|carretera|ruta)\b)|(?<!\w)[وف]?لماذا(?!\w)"
        rf"|\bhow did\b(?!.{{0,60}}\b(?:{_CHANGING})s?\b)|\bcomment (?!s'appel)(?!.{{0,60}}\b(?:{_CHANGING})s?\b)"),
    ("other", r"\bwhat (?:had|has|have|did|does|do)\b(?![^?]*\b(?:costs?|tolls?|numbers?|counts?|totals?|figures?|percent\w*)\b)"),
    ("who", r"\bwho(?:se|m)?\b|\bwhich\b|\bname of\b|\bnamed?\b|\bqui\b|\bquel(?:le)?s?\b|\bs'appel|\bnom d|\bqui[eé]n(?:es)?\b"
            r"|\bse llama|\bqu[eé]\b|\b(?:el|su|los|sus) nombres?\b"
        r"|(?:(?<!\w)|(?:^|[،,؟:])\s*[وف])من(?!\w)(?! (?:أي|بين|ضمن|أصل|قبل|بعد|خلال) )|ما (?:اسم|[أا]سماء)|\bأي\b"),
)  # fmt: skip
KIND_PATTERNS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS)
# Which of what has no name: "which conditions did they set".
NAMELESS = re.compile(
    r"\b(?:(?:which|what) (?:\w+ )?(?:conditions?|terms|demands?|reasons?|motives?|excuses?|apolog(?:y|ies)|explanations?|evidence|proofs?"
    r"|measures|steps|role|consequences|effects?|damage|accusations?|threats?|promises?|guarantees?|age|salary|wages?|job|profession|message)"
    r"|quel(?:le)?s? (?:conditions?|exigences?|revendications?|raisons?|motifs?|excuses?|explications?|preuves?|mesures|rôle|conséquences?"
    r"|effets?|dégâts|accusations?|menaces?|promesses?|garanties?|âge|salaire|métier|profession|message)"
    r"|qu[eé] (?:condici[oó]n(?:es)?|exigencias?|demandas?|raz[oó]n(?:es)?|motivos?|excusas?|disculpas?|explicaci[oó]n(?:es)?|pruebas?"
    r"|medidas|papel|consecuencias?|efectos?|daños|acusaci[oó]n(?:es)?|amenazas?|promesas?|garant[ií]as?|edad|salario|oficio|mensaje))\b"
    r"|\b[وف]?أي (?:شروط?|مطالب|أسباب|سبب|دوافع|دافع|أعذار|عذر|أدلة|دليل|إجراءات|دور|عواقب|أضرار|اتهامات?|تهديد|وعود?|ضمانات|راتب|مهنة"
    r"|رسالة)\b",
    re.IGNORECASE,
)
# "According to the toll of 8 May, who ...": what the question leans on, before what it asks
LEAD = re.compile(
    r"\s*(?:according to|in|on|after|when(?! (?:did|do|does|was|were|is|are|has|have|had|will)\b)|selon|d['’]après|dans|après|lorsque|según"
    r"|de acuerdo con|en|tras|(?:ب?حسب|وفق|في|بعد|عندما)(?=\s)|وفقا?ً? ل)"
    r"(?!\W*(?:wh|quel|qu[eé]|cu[aá]l|أي))[^,،?؟]*[,،]",
    re.IGNORECASE,
)
# The last of several sentences, where it is a question; a full stop after one letter ends none ("U.N. trucks").
QUESTION = re.compile(r"(?<=[^\W_]{2}[.?!:;؟؛]\s)[^?؟]+[?؟]\s*$")
# "Which one?": of what the sentence before tells of.
ONE_OF_THEM = re.compile(
    r"[\s¿]*(?:(?:and|but|et|y|de) )?(?:which (?:one|of (?:them|these|those))|laquelle|lequel|lesquel(?:le)?s"
    r"|cu[aá]l(?:es)?(?! (?:es|fue|era)\b)|(?:أي|أية) واحدة?|أيه(?:ا|م))(?!\w)",
    re.IGNORECASE,
)
# What stands before the counted noun, by language; a toll is one of the dead unless it says otherwise.
HEADS = {
    "en": re.compile(
        r"\b(?:how many(?: did the (?P<rising>(?:death )?toll))?|(?:the |total |overall |what )number|(?:numbers?|totals?|counts?)(?= of)"
        r"|figures?\b(?: [\w'’-]+){0,6}? (?:of|for)|(?P<toll>(?:death )?tolls?|casualty (?:count|figures)))\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:combien(?: s['’][ée]l[eè]v\w+)?(?: le (?:\w+ )?(?P<rising>bilan))?|nombres?|tot(?:al|aux) (?=des? |d['’])"
        r"|chiffres?\b(?: [\w'’-]+){0,6}? (?:des?|du|pour)|(?P<toll>bilans?))\b",
        re.IGNORECASE,
    ),
    "es": re.compile(
        r"\b(?:cu[aá]nt(?:[oa]s|a(?= gente)|o(?= asciend))(?: asciend\w+)?(?: el (?:\w+ )?(?P<rising>balance))?|n[uú]mero"
        r"|total(?:es)? (?=de )"
        r"|cifras?\b(?: [\w'’-]+){0,6}? (?:de|para)|(?P<toll>balances?))\b",
        re.IGNORECASE,
    ),
    "ar": re.compile(
        r"(?<!\w)[وف]?(?:(?:كم(?: [^\W\d]+)? )?(?:(?:ال)?(?:عدد|[أا]عداد)(?: ال(?:إجمالي|كلي|نهائي))?"
        r"|(?P<toll>(?:ال)?(?:حصيلة|حصائل)))|كم)(?!\w)"
    ),
}
NAMED = re.compile(
    r"\bnames? of\b|\bnamed\b|\bwhat (?:is|was|are|were) (?:[\w'’-]+ ){1,4}names?\b|\bcalled\b(?! (?:for|on|off|upon)\b)|\bs'appel"
    r"|\b(?:noms? (?:de|du|des|d['’])|quels? noms?\b)|\bse llam|\b(?:el|su|los|sus|qu[eé]) nombres?\b|\b(?:اسم|[أا]سماء)\b"
    rf"|\b(?:what|which) (?:(?:is|was|were|are) the )?(?:model|make)\b|\bquel(?:le)?s? (?:{_IS_FR})?{_THE_FR}(?:modèle|marque)\b"
    rf"|\b(?:qué|cuál) (?:{_IS_ES})?(?:el |la )?(?:modelo|marca)\b|\b(?:ما|أي) (?:هو )?طراز\b",
    re.IGNORECASE,
)
# Who a number is from, asked for without a verb of saying.
_TOLD = "figures?|numbers?|tolls?|death tolls?|counts?|estimates?|tall(?:y|ies)"
WHOSE = re.compile(
    rf"\bwhose (?:{_TOLD})\b|\bwhere (?:does|did|do) (?:the|this|that) (?:{_TOLD})\b[^?]*\bcomes? from\b"
    r"|\bd['’]où (?:vien|provien)\w+ (?:l[ea]s?|l['’]|ce[ts]?) ?(?:chiffres?|bilans?|nombres?|estimations?)\b"
    r"|\bde (?:qui[eé]n|d[oó]nde) (?:es|son|proceden?|vienen?|provienen?|salen?) (?:l[ao]s?|el|es[ae]s?) "
    r"(?:cifras?|balances?|n[uú]meros?)\b"
    r"|(?<!\w)[وف]?(?:ما|من) (?:هو |هي )?(?:مصدر|صاحب|صاحبة) (?:ال)?(?:رقم|[أا]رقام|حصيلة|عدد|تقدير)(?!\w)",
    re.IGNORECASE,
)
# Which one of several is asked for, and in how many words after it the noun stands: at the head of a question or of a clause.
WHICH = tuple(
    (language, re.compile(rf"(?:^|[,:;،])[\s¿¡]*(?:(?:{led})\s+){{0,2}}(?:{pattern})\s", re.IGNORECASE), words)
    for language, led, pattern, words in (
        ("en", r"and|but|in|at|on|near|from|to|of|by|for|with|against|under|outside|next", "which|what", 4),
        ("fr", r"et|à|dans|de|par|pour|près|en|sur|vers|chez|contre|avec", "quel(?:le)?s?", 2),
        ("es", r"y|en|a|de|por|cerca|hacia|contra|con", "qué", 2),
        ("ar", r"و?(?:في|من|إلى|على|قرب|عند|ضد|مع|لدى)", "[وف]?[بل]?أي[ةّ]?", 1),
    )
)
# How a count changed; "by how much" asks for the difference.
CHANGE = re.compile(
    r"(?<!by )\bhow (?:much |far )?(?:did|has|have|had)\b[^?]{0,150}\b(?:changed?|rise|risen|grow|grown|increased?|fall|fallen|drop|dropped"
    r"|declined?|evolved?|develop|developed|climb|climbed)\b"
    r"|\bcomment\b[^?]{0,150}\b(?:évolu(?:é|er|e)|chang(?:é|er|e)|augment(?:é|er|e)|diminu(?:é|er|e)|progressé|baissé)\b"
    r"|\bcómo\b[^?]{0,150}\b(?:cambi(?:ó|ado)|evolucion(?:ó|ado)|aument(?:ó|ado)|subi(?:ó|do)|creci(?:ó|do)|disminu(?:yó|ido)|vari(?:ó|ado))\b"
    r"|(?<!\w)[وف]?كيف[^؟]{0,150}(?:تغي|ارتفع|تطو|ازداد|تراجع|انخفض)"
    r"|\bfrom (?:what|which|how many)\b[^?]{0,40}\bto (?:what|which|how many)\b|\bde (?:quel|combien)\b[^?]{0,40}\bà (?:quel|combien)\b"
    r"|\bde (?:qué|cuánt[oa]s)\b[^?]{0,40}\ba (?:qué|cuánt[oa]s)\b|من كم[^؟]{0,40}إلى كم",
    re.IGNORECASE,
)
# Questions for a number that counts nobody, by the noun that tells its kind: money, a share in percent, a time.
UNITS = tuple(
    (unit, re.compile(pattern, re.IGNORECASE))
    for unit, pattern in (
        (
            "dollars",
            r"\bhow much (?:\w+ ){0,2}?(?:money|cash|ransom|funding|funds|compensation)\b"
            r"|\bhow much (?!of\b|attention\b)[^?.!;,]{0,60}?\b(?:costs?|worth|paid|pay|spen[dt])\b(?! (?:in|of) (?:human )?li(?:fe|ves)\b)"
            r"|\bhow much [^?.!;]{0,80}?\b(?:dollars?|euros?)\b"
            r"|\bwhat (?:(?:is|was|were|are) )?(?:the )?(?:(?:total|estimated|average|current) )?(?:prices?|ransom|sum|budget|costs?"
            r"|value of)\b(?![^?]* (?:in|of) (?:human )?li(?:fe|ves)\b)|\bwhat (?:did|does|do|will) [^?.!;,]{0,60}?\bcost\b"
            r"|\bcombien (?:d['’]argent|(?:a |ont |avait )?co[uû]t(?:e|ent|é\w*|ait|aient|er\w+))\b(?! de )"
            r"|\bcombien\b(?! (?:de?|ont|sont|avaient|étaient)\b)[^?.!;,]{0,60}?\b(?:co[uû]t(?:e|ent|é\w*|ait|aient|er\w+|s)?"
            r"|va(?:ut|lent|lait)|pay(?:er?|é\w*|ait|ent)|vers(?:er?|é\w*)|rançon|prix|montant|somme|dégâts|dollars?|euros?)\b"
            r"(?! de (?:vies|morts)| humain)"
            rf"|\bquel(?:le)?s? (?:{_IS_FR})?{_THE_FR}(?:montant|prix|coûts?|somme|rançon|budget)\b(?! humain)"
            r"|\bcu[aá]nto\b(?! tiempo)[^?.!;,]{0,60}?\b(?:dinero|cuestan?|cost(?:[óo]|aron|ar[áa]n?|aba)|val(?:en?|ía)"
            r"|pag(?:[óo]|aron|an?)|gast(?:[óo]|aron|an?)|(?:asciende|era|fue) el rescate|d[oó]lares|euros)\b"
            rf"|\b(?:qu[eé]|cu[aá]l(?:es)?) (?:{_IS_ES})?(?:el |la )?(?:precio|cost[eo]|monto|importe|suma|presupuesto)\b(?! humano)"
            r"|(?<!\w)بكم(?!\w)|(?<!\w)[وف]?(?:كم|ما)(?: من| كانت?| بلغت?| [يت]بلغ| هي| هو)? (?:ال)?"
            r"(?:مال|كلفت?|[يت]كلف|تكلفة|كلفة|ثمن|سعر|قيمة|فدية|مبلغ|مليون دولار|دولارا?)(?!\w)"
            r"|(?<!\w)[وف]?كم(?!\w)[^؟]{0,60}بال(?:دولار|يورو|ليرة)",
        ),
        (
            "percent",
            r"\b(?:what|which|the) percent(?:age)?\b|\bwhat (?:is|was) the percentage\b|\bhow many per ?cent\b"
            r"|\bwhat (?:(?:is|was|were) )?(?:the )?(?:share|proportion|fraction) of\b"
            rf"|\bquel(?:le)? (?:{_IS_FR})?{_THE_FR}(?:pourcentage|proportion|part (?:de|du|des))\b|\bcombien (?:de )?pour ?cent\b"
            rf"|\b(?:qu[eé]|cu[aá]l (?:{_IS_ES})?)(?: ?el| ?la)? ?(?:porcentaje|proporci[oó]n|parte de)\b"
            r"|(?<!\w)(?:ما|أي|وما|كم)(?: هي| كانت?| بلغت?)? (?:ال)?نسبة(?!\w)|\b(?:ال)?نسبة (?:ال)?مئوية\b",
        ),
        (
            "days",
            r"\bhow long (?:did|has|have|had|will|would)\b|\bcombien de temps\b|\bcu[aá]nto (?:tiempo|dur)"
            r"|(?<!\w)[وف]?كم (?:من الوقت|استمرت?|[يت]ستمر|دامت?|[يت]دوم)(?!\w)",
        ),
    )
)
MEASURED = re.compile(
    r"\bhow (?:old|long|far|tall|deep|high|wide|heavy|fast)\b"
    r"|\b(?:what|which) (?:calib(?:re|er)|distance|length|size|age|depth|height|weight|width|speed|amount)\b"
    r"|\bwhat (?:is|was|were|are) (?:the |his |her |its )(?:(?:total|exact|average|estimated|current) )?"
    r"(?:calib(?:re|er)|distance|length|size|age|depth|height|weight|width|speed|amount|area|duration|value)\b"
    rf"|\bquel(?:le)?s? (?:{_IS_FR})?{_THE_FR}(?:âge|poids|calibre|distance|longueur|superficie|taille|hauteur|profondeur|largeur|durée"
    rf"|vitesse)\b|\bcombien (?:p[èe]s|mesur)\w+"
    rf"|\b(?:qu[eé]|cu[aá]l(?:es)?) (?:{_IS_ES})?(?:el |la |su )?(?:edad|distancia|longitud|superficie|tamaño|altura|profundidad|calibre"
    rf"|duración|peso|velocidad|anchura)\b"
    r"|(?<!\w)[وف]?(?:كم|ما)(?: كانت?| بلغت?| [يت]بلغ| هي| هو)? (?:ال)?(?:مساحة|طول|عمر|مسافة|عيار|ارتفاع|عمق|وزن|مدة)(?!\w)"
    r"|(?<!\w)[وف]?كم (?:[يت]بعد|[يت]زن)(?!\w)",
    re.IGNORECASE,
)
# Of how many people it is asked that they live somewhere, or are deployed there.
LIVING = re.compile(
    r"\b(?:deployed|stationed|déployée?s|stationnée?s|desplegad[ao]s|estacionad[ao]s|destacad[ao]s|live[sd]?|living"
    r"|inhabit\w*|reside[sd]?|residing|populations?|habitants?|habitantes?|poblaci[oó]n"
    r"|vivent|vivaient|viv[aá]?it|habitent|habitaient|viven|viv[ií]an?|habitan|habitaban)\b"
    r"|(?<!\w)(?:(?:ال)?(?:منتشر|متمركز)|يعيش|تعيش|يسكن|تسكن|يقيم|تقيم)|(?<!\w)و?(?:ال)?سكان(?!\w)",
    re.IGNORECASE,
)
