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
_GENTLY = (
    r"(?:(?:please|kindly|now|then|so|and|instead|simply|just|always|only|from now on|veuillez|toujours|maintenant|d[eé]sormais"
    r"|por favor|siempre|ahora|desde ahora)[\s,]+){0,4}"
)
_HEAD = (  # where a sentence begins, also a quoted one, and one with a condition first ("When asked, ")
    r"(?:(?:\A|[!?؟:(>\]\u202a-\u202e\u2066-\u2069]|(?<!(?-i:[A-Z]))\.|(?<![\w,;])\n|\n(?=\s*(?-i:[A-ZÀ-Ý]))"
    rf"|(?<![\w.,!?…])[\"“«])[\s*_#•-]{{0,8}}|\b(?:please|veuillez|now on)[\s,]+){_GENTLY}"
    r"(?:(?:(?:when|if|whenever|whatever|whoever|quand|lorsque?|si|cuando|إذا|عندما)\b[^.!?؟\n]{0,80}"
    rf"|assistant|asistente|chatbot|model|ai)[,،]\s*{_GENTLY})?"
)
_CLAUSE = r"(?:^|[.!?؟:;,،\n>\]\"“«\u202a-\u202e\u2066-\u2069]\s*|\b(?:et|puis|toujours|y|luego|siempre)\s+|(?:^|\s)(?:و|ثم|ف)\s*)"
_ORDER = (  # forms that only an order has; all others are what news says of somebody ("and say that", "et affirme que", "وتقول إن")
    r"(?:r[eé]pond(?:s|ez)|dites|dis|[eé]cri(?:s|vez)|affirmez|d[ií]|أجب|أجيبوا|اجب|قل|قولوا|اكتب|اكتبوا)"
)
_SPEAK = (
    r"(?:answer|reply|respond|say|state|write|output|print|tell|r[eé]pondre|responde|responda|responder|contesta|conteste|contestar"
    r"|escrib[ae]|diga|afirme)"
)
_AFTER = (  # "Read no further and say that"
    r"(?:ignore|disregard|forget|override|bypass|skip|drop|stop|do not|don['’]t|never|read|oubliez?|ignorez|olvid[ae]|ignor[ae]|omit[ae]"
    rf"|(?:ya )?no \w{{2,}}[ae]s)\b[^.!?؟]{{0,100}}\b(?:and|then|et|puis|y|luego)\s+{_GENTLY}(?:{_SPEAK}|claim|affirmer?)"
)
_THAT = (
    r"(?:\s+(?:(?:that|only|yes|no)(?! (?:to|more)\b)|with|exactly|que|qu['’]|par|seulement|uniquement|oui|non|con|solo|s[oó]lo|s[ií]"
    r"|بأن|ان|إن|أن|ب|فقط|نعم|لا)(?!\w)|(?<!state)(?<!tell)\s*:(?!\w)|\s*[\"“«])"
)
_IGNORE = (
    r"(?:ignore[zr]?|disregard|forget|override|bypass|oublie[zr]?|ne ten(?:ez|ir) pas compte|ne tiens pas compte|ignor(?:a|ad|ar|en)"
    r"|olvid(?:a|e|ad|ar|en)|omit(?:a|e|ir|an)|ha(?:z|ga|gan) caso omiso)"
)
_BOUND = r"\b(?:you (?:must|should|shall|will|have to|need to|are to)(?: now)?|you to|vous devez|tu dois|debes|tienes que)\s+"
_ORDERS = r"(?:ال(?:تعليمات|أوامر|توجيهات)|(?:تعليمات|أوامر|توجيهات)ك)(?!\w)"
_ALLOWED = (
    r"(?:allowed|permitted|accepted|valid|autoris|permise|accept[eé]|val[ai]|v[aá]lida|permitida|aceptada|autorizada|(?:ال)?(?:مسموح|مقبول|صحيح|صالح)"
    r"|to (?:this|the) question|[àa] (?:la|cette|esta) (?:question|pregunta)|(?:is|est|es)\s*:?\s*[\"“«\d])"
)

_PATTERNS = (
    r"<\s*[/!]?\s*(?:script|iframe|style|img|svg|object|embed|form|input|link|meta|system|assistant|user|instructions?|prompt)\b",
    r"<\w+\s[^<>]*(?:\bon\w+|src|href|style)\s*=|<\||\|>|\[/?(?:inst|sys|system)\]|<</?sys>>",  # markup, and the tags of chat templates
    r"^\s*#{2,}\s*(?:instructions?|system|response|assistant|user)\b|javascript:|data:text|\bon(?:error|click|load|mouseover)\s*=",
    r"[{,]\s*[\"'](?:answer|quote|confidence|citations?|markers?|status|claims?|text|role|content)[\"']\s*:",
    r"^\s*(?:system|assistant|user|developer|human)\s*:",
    rf"{_HEAD}(?:{_IGNORE}\b.{{0,60}}\b{_NOT_OURS}|(?:{_SPEAK}|{_AFTER}){_THAT}"
    rf"|(?:تجاهل|انسَ?|أهمل)(?:وا)?\s+(?:(?:أي|هذه)\s+)?{_ORDERS}"
    r"|(?:act as|pretend|act[uú]a como)\b.{0,30}\b(?:assistant|asistente|ai|ia|bot)\b)",
    rf"{_CLAUSE}{_ORDER}{_THAT}|(?<!\w)[وف]?(?:أجب|أجيبوا|اجب)\s+عن",
    rf"{_BOUND}{_IGNORE}\b.{{0,60}}\b{_NOT_OURS}",
    r"\b(?:ignore|disregard|forget|override|bypass|ignorez|oubliez)\b.{0,20}\b(?:all|any|every|tous|toutes)\b.{0,40}"
    rf"\b(?:instruction|prompt|consigne)s?\b|(?<!\w)[وف]?(?:تجاهل|انسَ?|أهمل)(?:وا)?\s+(?:كل|جميع|كافة)\s+{_ORDERS}",
    rf"\b(?:your|previous|prior|system|vos|tes|tus|pr[eé]c[eé]dentes|anteriores)\s+{_NOT_OURS}|{_NOT_OURS}\s+(?:syst[eè]me"
    rf"|del sistema|السابقة)",
    r"\b(?:your|vos|votre|tus?) (?:next |final |prochaines? )?(?:answers?|repl(?:y|ies)|r[eé]ponses?|respuestas?)\b"
    r"|(?<!\w)[وفبل]?(?:إجابتك|ردك|جوابك|إجاباتك)(?!\w)",
    r"\b(?:cite|quote|citez|cita)\b.{0,30}\[\d+\]|[\u202d\u202e]|\b(?:забудь|игнорируй)(?:те)?\b.{0,40}инструкци|\b(?:отвечай|ответь)(?:те)?\b",
    r"\b(?:instructions?|message|note|consigne|mensaje|nota) (?:to|for|pour|[àa]l?|para) (?:the |l['’]|el |la )?(?:assistant"
    r"|asistente|ai|ia|model|bot)\b(?! (?:secretar|minist|director|commander|chief|general))"
    r"|\b(?:administra\w+|desarrollador|operador|reglas|respuestas?|d[eé]veloppeur|op[eé]rateur|r[eè]gles|r[eé]ponses?)"
    r" (?:del asistente|de l['’]assistant)\b|(?<!\w)(?:للمساعد|إلى المساعد)(?!\w)",
    r"\b(?:you are|tu es|vous [eê]tes|eres)\b.{0,30}(?<!['’])\b(?:assistant|asistente|ai|ia|model|mod[eè]le|modelo|bot)\b"
    r"|\b(?:you are|tu es|vous [eê]tes|eres) (?:now )?(?:the|a|le|un|el) (?:\w+ )?(?:system|syst[eè]me|sistema)\b"
    r"|\bsystem (?:message|notice|override)\b",
    r"\b(?:language model|mod[eè]le de langu?e|modelo de lenguaje|chat ?bot|assistant (?:ia|ai)|ai assistant"
    r"|asistente de ia)\b|نموذج(?: ال)?لغوي"
    r"|نموذج لغة|المساعد الذكي|روبوت الدردشة",
    r"\b(?:the assistant|l['’]assistant|el asistente)\s+(?:must|should|will|shall|doit|devra|debe|deber[aá])\b"
    r"|(?<!\w)(?:على|أيها)\s*المساعد(?!\w)",
    r"\b(?:(?:i am|message from|je suis|message d[eu]|soy|mensaje del?)\b.{0,20}\b|(?:this is|ceci est|este es) )(?:the |l['’]|le "
    r"|el )?(?:system|syst[eè]me|sistema"
    r"|administrat(?:or|eur)|administrador|developer|d[eé]veloppeur|desarrollador|operator|op[eé]rateur)\b"
    r"(?! (?:of|at|in|for|de|du|del|des|en|à) (?!(?:the |this |le |el )?s[iy]st))"
    r"|\b(?:i am the user|je suis l['’]utilisateur|soy el usuario)\b",
    r"(?<!\w)(?:أنا|رسالة من|هذه رسالة(?: من)?)\s+(?:\w+\s+)?(?:المطو?ر|المشرف|مدير النظام)(?!\w)|مدير النظام|رسالة (?:من )?النظام\s*:",
    r"\ball (?:of )?(?:the )?(?:other|previous|earlier)\s+(?:reports?|sources|figures|documents)\b.{0,40}\b(?:retracted|withdrawn|void"
    r"|invalid|false)\b",
    r"\b(?:other|previous|earlier)\s+(?:reports?|sources|figures|documents)\b.{0,40}\b(?:must|should|shall|may|can|are to|do)\b.{0,20}"
    r"\b(?:not be used|ignored?|disregarded)\b",
    r"\bles autres\s+(?:rapports|sources|chiffres|documents)\b.{0,40}\b(?:r[eé]tract|retir|annul|invalid|faux|ne doivent pas)",
    r"\bl[oa]s (?:otros|dem[aá]s)\s+(?:informes|fuentes|documentos)\b.{0,40}\b(?:retract|retirad|anulad|inv[aá]lid|fals|no deben)",
    r"\blas (?:otras|dem[aá]s)\s+(?:cifras|fuentes)\b.{0,40}\b(?:retract|retirad|anulad|inv[aá]lid|fals|no deben)",
    r"(?:التقارير|المصادر|الأرقام)\s+الأخرى.{0,40}(?<!\w)(?:سحب|ملغا|باطل|خاطئ|لا يجوز|مسحوب)",
    rf"\b(?:correct|valid)\s+answer\b|\b(?:right|true|only)\s+answer\s+(?:(?:that|which) is )?{_ALLOWED}"
    rf"|\b(?:bonne|seule|vraie)\s+r[eé]ponse\s+(?:qui soit )?{_ALLOWED}|\brespuesta correcta\b|\b[uú]nica respuesta (?:que es )?{_ALLOWED}"
    rf"|(?:الإجابة|الجواب)\s+(?:الصحيح|الوحيدة? {_ALLOWED})",
    r"\bonly valid (?:answer|repl|figure|number|value|count|toll|source|report)"
    r"|\bseule?s?\s+(?:chiffre|valeur)s?\s+(?:valable|valide|autoris)"
    rf"|\b[uú]nica\s+cifra\s+v[aá]lida|(?:الرقم|الحصيلة)\s+الوحيدة? {_ALLOWED}",
)
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE | re.MULTILINE)


_SPACES = re.compile(r"\s{2,}")


@functools.lru_cache(maxsize=20_000)
def instructs(text: str) -> bool:
    """Whether these words tell their reader what to answer, play a role in the conversation, or are markup."""
    return _ANY.search(_SPACES.sub(lambda m: "\n\n"[: m[0].count("\n")] or " ", text)) is not None  # long blanks cost much time
