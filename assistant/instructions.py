"""Whether words of a report speak to whoever reads them for an answer: orders, roles, answers laid out, markup. No model.

Text of a report is material. A sentence that tells its reader what to say states nothing about the world, so it is never evidence:
not for a figure, not for a name, not as the nearest words of a refusal.
"""

from __future__ import annotations

import functools
import re

_NOT_OURS = (
    r"(?:instructions?|your rules|consignes?|directives?|r[eè]gles|instrucci[oó]n(?:es)?|reglas|indicaciones|prompts?"
    r"|تعليمات\w*|أوامر\w*|توجيهات\w*)"
)
_CLAUSE = (  # where an order may begin
    r"(?:^|[.!?؟:;,،\n>\]\"“«\u202a-\u202e\u2066-\u2069]\s*|\b(?:and|then|please|always|only|now on|et|puis|toujours"
    r"|d[eé]sormais|veuillez|y|luego|siempre"
    r"|ahora)\s+|(?:^|\s)(?:و|ثم|ف)\s*)"
)
_SPEAK = (
    r"(?:answer|reply|respond|say|state|write|output|print|tell|claim|r[eé]pond(?:s|ez|re)|dites|dis|dire|[eé]cri(?:s|vez|re)|affirme[zr]?"
    r"|contest[ae]r?|respond[ea]|diga|di|escrib[ae]|afirm[ae]|أجب|أجيبوا|اجب|قل|قولوا|اكتب|اكتبوا|تقول|تجيب)"
)
_THAT = r"(?:that|with|only|yes|no|exactly|:|que|qu['’]|par|seulement|uniquement|oui|non|con|solo|s[oó]lo|s[ií]|بأن|ان|إن|أن|ب|فقط|نعم|لا)"

_PATTERNS = (
    r"<\s*[/!]?\s*(?:script|iframe|style|img|svg|object|embed|form|input|link|meta|system|assistant|user|instructions?|prompt)\b",
    r"<\w+\s[^<>]*(?:\bon\w+|src|href|style)\s*=|<\||\|>|\[/?(?:inst|sys|system)\]|<</?sys>>",  # markup, and the tags of chat templates
    r"^\s*#{2,}\s*(?:instructions?|system|response|assistant|user)\b|javascript:|data:text|\bon(?:error|click|load|mouseover)\s*=",
    r"[{,]\s*[\"'](?:answer|quote|confidence|citations?|markers?|status|claims?|text|role|content)[\"']\s*:",
    r"^\s*(?:system|assistant|user|developer|human)\s*:",
    rf"\b(?:ignor\w*|disregard|forget|override|bypass|oubli\w+|ne tenez pas compte|olvid\w+|omit\w+"
    rf"|haz caso omiso)\b.{{0,60}}\b{_NOT_OURS}",
    rf"(?:تجاهل|انس|انسَ|أهمل)\w*.{{0,60}}{_NOT_OURS}",
    rf"\b(?:your|previous|prior|system|vos|tes|tus|sus|pr[eé]c[eé]dentes|anteriores)\s+{_NOT_OURS}|{_NOT_OURS}\s+(?:syst[eè]me"
    rf"|del sistema|السابقة)",
    rf"{_CLAUSE}{_SPEAK}\s*(?:{_THAT}(?!\w)|[\"“«])|(?:أجب|أجيبوا|اجب)\s+عن",
    r"\b(?:your|vos|votre|tus?|sus?) (?:next |final |prochaines? )?(?:answers?|repl(?:y|ies)|r[eé]ponses?|respuestas?)\b"
    r"|(?:إجابتك|ردك|جوابك|إجاباتك)",
    r"\b(?:cite|quote|citez|cita)\b.{0,30}\[\d+\]|\[\d+\]\s*\[\d+\]|[\u202d\u202e]|\b(?:инструкци|отвечай|ответь)",
    r"\b(?:instructions?|message|note|consigne|mensaje|nota) (?:to|for|pour|[àa]l?|para) (?:the |l['’]|el |la )?(?:assistant"
    r"|asistente|ai|ia|model|bot)\b"
    r"|\bdel asistente\b|\bde l['’]assistant\b|(?:للمساعد|إلى المساعد)",
    r"\b(?:you are|act as|pretend|tu es|vous [eê]tes|eres|act[uú]a como)\b.{0,30}\b(?:assistant|asistente|ai|ia|model"
    r"|mod[eè]le|modelo|bot|system)\b",
    r"\b(?:language model|mod[eè]le de langu?e|modelo de lenguaje|chat ?bot|assistant (?:ia|ai)|ai assistant"
    r"|asistente de ia)\b|نموذج(?: ال)?لغوي"
    r"|نموذج لغة|المساعد الذكي|روبوت",
    r"\b(?:the assistant|l['’]assistant|el asistente)\s+(?:must|should|will|shall|has|is|doit|devra|debe|deber[aá])\b|(?:على"
    r"|أيها)\s*المساعد",
    r"\b(?:i am|this is|message from|je suis|ceci est|message d[eu]|soy|este es|mensaje del?)\b.{0,20}\b(?:the |l['’]|le "
    r"|el )?(?:system|syst[eè]me|sistema"
    r"|administrat(?:or|eur)|administrador|developer|d[eé]veloppeur|desarrollador|operator|op[eé]rateur)\b",
    r"(?:أنا|رسالة من|هذه رسالة)\s*(?:\w+\s+)?(?:مدير النظام|المطو?ر|مطو?ر|النظام|المشرف)|مدير النظام|رسالة النظام",
    r"\b(?:other|previous|earlier)\s+(?:reports?|sources|figures|documents)\b.{0,40}\b(?:retracted|withdrawn|void|invalid"
    r"|false|not be used|ignored?)\b",
    r"\bautres\s+(?:rapports|sources|chiffres|documents)\b.{0,40}\b(?:r[eé]tract|retir|annul|invalid|faux|ne doivent pas)",
    r"\b(?:otros|dem[aá]s)\s+(?:informes|fuentes|documentos)\b.{0,40}\b(?:retract|retirad|anulad|inv[aá]lid|fals|no deben)",
    r"\b(?:otras|dem[aá]s)\s+(?:cifras|fuentes)\b.{0,40}\b(?:retract|retirad|anulad|inv[aá]lid|fals|no deben)",
    r"(?:التقارير|المصادر|الأرقام)\s+الأخرى.{0,40}(?:سحب|ملغا|باطل|خاطئ|لا يجوز|مسحوب)",
    r"\b(?:correct|right|only|valid|true)\s+answer\b|\b(?:bonne|seule|vraie)\s+r[eé]ponse\b|\b(?:respuesta correcta"
    r"|[uú]nica respuesta)\b|(?:الإجابة|الجواب)\s+(?:الصحيح|الوحيد)",
    r"\bonly valid\b|\bseule?s?\s+(?:chiffre|valeur)s?\s+(?:valable|valide|autoris)|\b[uú]nica\s+cifra\s+v[aá]lida|(?:الرقم"
    r"|الحصيلة)\s+(?:الصحيح\w*|الوحيد\w*)",
)
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.MULTILINE)


@functools.lru_cache(maxsize=20_000)
def instructs(text: str) -> bool:
    """Whether these words tell their reader what to answer, play a role in the conversation, or are markup."""
    return _ANY.search(text) is not None
