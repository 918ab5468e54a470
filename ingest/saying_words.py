"""The words around who says so: verbs of saying, roles, what ends a name, in four languages. Pure."""

from __future__ import annotations

from ingest.date_words import WEEKDAYS
from ingest.number_words import fold, word_set

VERBS = {
    "en": word_set(
        "said says told reported reports announced added confirmed stated warned estimated estimates counted documented recorded noted "
        "registered reporting adding reiterated gave gives put puts relayed claims relays listed reached mentioned logged counts tallied "
        "acknowledged acknowledges admitted admits conceded denounced deplored lamented alleged alleges insisted insists asserted asserts "
        "revealed disclosed"
    ),
    "fr": word_set(
        "indiqué dit annoncé rapporté rapporte affirmé précisé dénombré recensé recense recensait recensaient comptait "
        "dénombrait dénombre estimé estimaient estime déclaré "
        "ajouté compte évoquait "
        "avançaient annonce affirme indique précise retient ajoute signale signalé reconnaissaient citait assure assurent assurait "
        "soutient soutiennent déclare déclarent indiquent annoncent affirment rapportent précisent signalent dénombrent recensent "
        "évoquent confirment déplore déploré déplorent dénonce dénoncé dénoncent "
        "admet admis admettent reconnu reconnaît reconnaissent alerté alerte révélé révèle "
        "chiffre chiffrent chiffrait évalue évaluent évaluait maintient martelé relaté relate"
    ),
    "es": word_set(
        "dijo informó señaló contó eleva indicó afirmó sostiene habló dice cifra mencionó reportó anunció precisó asegura "
        "aseguró estima añadió "
        "calcula registró documentó informa confirma confirmó informaron dijeron señalaron indicaron afirmaron "
        "reportaron anunciaron confirmaron aseguraron contaron precisaron afirma afirman señala señalan reporta reportan denunció "
        "denunciaron declaró sostuvo manifestó contabiliza contabilizó anuncia denuncia denuncian lamentó "
        "lamentaron alertó alertaron advirtió advirtieron admitió admitieron reconoció reconocieron "
        "reveló reconoce reconocen admite admiten aseveró detalló detallaron explicó apuntó agregó subrayó cifran"
    ),
    "ar": word_set(
        "قال قالت أفاد أفادت أعلن أعلنت ذكر ذكرت أشار أشارت أكد أكدت أحصى أحصت وثق وثقت تحصي يحصي يضع نقل نقلت أوضح أوضحت أورد تحدثت صرح "
        "أضاف أضافت يقول تقول اعترف اعترفت أقر أقرت كشف كشفت أبلغ أبلغت ندد نددت تحدث أعلنوا قالوا أكدوا"
    ),
}
_COUNTED_EN = "quoted reported counted documented recorded registered verified confirmed compiled published tallied tally count toll"
_COUNTED_FR = "recensé compté comptabilisé documenté dénombré enregistré vérifié confirmé publié établi rapporté"
_COUNTED_ES = "contabilizado contado documentado registrado verificado confirmado publicado recopilado"
_COUNTED_AR = "أحصاهم أحصتهم وثقهم وثقتهم سجلهم سجلتهم أحصاها أحصتها وثقها وثقتها"  # "whom X counted"
SOURCE_BEFORE = {
    "en": (("according", "to"), ("quoting",), ("citing",), ("figures", "from"), *((word, "by") for word in _COUNTED_EN.split())),
    "fr": (
        ("selon",),
        ("d", "apres"),
        ("d'apres",),
        ("citant",),
        *((fold(word + ending), "par") for word in _COUNTED_FR.split() for ending in ("", "e", "s", "es")),
    ),
    "es": (
        ("segun",),
        ("de", "acuerdo", "con"),
        *((word[:-1] + ending, "por") for word in _COUNTED_ES.split() for ending in ("o", "a", "os", "as")),
    ),
    "ar": (
        ("بحسب",),
        ("حسب",),
        ("وفق",),
        ("وفقا", "ل"),
        ("نقلا", "عن"),
        ("وفقا",),
        *((fold(word),) for word in _COUNTED_AR.split()),
    ),
}
CONNECT = word_set("for of and al in on to at de des du la le les del los las y et pour por para d l s من في و")
ROLES = word_set(
    "monitor monitors monitoring group observatory spokesman spokeswoman spokesperson source sources official officials ministry "
    "activists "
    "activist agency agencies television tv station police command army military coalition statement reporter correspondent head "
    "director "
    "chief commander state media news witnesses residents rescuers rescue workers medics organization organisation war human rights ngo "
    "office coordinator minister ambassador centre center council department channel network watchdog opposition defence defense civil "
    "deputy regional foreign interior national rebel government local medical humanitarian team teams authorities report "
    "list release campaigners staff journalist journalists doctor doctors lawyer member general lieutenant colonel president "
    "association union committee council hospital clinic morgue mayor governor prosecutor prosecutors survivor survivors villagers "
    "mediators charity bishop priest elder elders nurse relatives ombudsman councillor company"
)
DAYS = frozenset(WEEKDAYS) | word_set(
    "meanwhile earlier later however also elsewhere separately today yesterday hier hoy ayer أمس "
    "january february march april may june july august september october november december"
)
TIMES = DAYS | word_set("day morning afternoon evening night late early matin soir nuit mañana tarde noche")
THIS = word_set("este esta ese esa ce cette")  # before a time
AND = word_set("y et and e")
BEHIND_NAME = word_set("y et and e en a à au only initially also later solo solamente también seulement aussi également")
ARTICLES = word_set("un une le la les ce cette son sa leur una el los las su este esta")  # what comes behind one is no verb
BETWEEN = word_set("en l lo s d abord déjà ensuite également toutefois initialement ya también inicialmente luego")  # a name and its verb
CONTRAST = word_set("while whereas but although though aunque alors tandis mais mientras pero بينما فيما لكن ولكن")  # a new statement
US = word_set("nous we nosotros nosotras")
PRONOUNS = word_set("he she it they il elle ils elles eux on él ella ellos")
STOP_AHEAD = word_set(
    "that which who whose whom as on in at after before when while since adding saying said says told with was were is are has have "
    "had by "
    "but because during amid killing it he they qui que dans en à lors lorsque quand tandis depuis publié publie qui faisait ont "
    "avait est était étaient sont es era eran que quien cuando mientras "
    "desde en إن أن بأن عن منذ في خلال إلى عند التي الذي أنه حصيلة عدد رقم أكثر نحو حوالي قرابة ما يوم ارتفاع انخفاض تراجع تسجيل"
)
STOPS_SUBJECT = word_set("which who that said after when where killed killing")
SAID_BEFORE = word_set(
    "group monitor source sources agency ngo organisation organization spokesman spokeswoman statement ministry activist groupe ong source "
    "agence organisme porte-parole grupo fuente agencia organizacion portavoz ministerio ministere"
)
TALLIES = word_set("tally toll count figure figures list note bulletin estimate report total database")
DOCUMENTS = word_set("bulletin rapport communiqué boletín informe comunicado")  # French and Spanish, and what English shares with them
TALLIED = word_set("toll tally number count total")  # what reaches a number, and says nothing
SPEAKS_OF = frozenset(
    {
        *((verb, "etat") for verb in word_set("fait font faisait faisaient")),
        *((verb, "a") for verb in word_set("tient tiennent tenait tenaient")),
        *((verb, "de") for verb in word_set("parle parlent parlait parlaient habla hablan hablaba")),
        *((verb, "of") for verb in word_set("spoke speaks speak")),
        *(("en", verb) for verb in word_set("est était étaient")),  # "la mairie en était à 24 morts"
        ("dio", "cuenta"),
        ("dieron", "cuenta"),
    }
)
GIVES = word_set(
    "put puts gave gives set counted estimated donné donne chiffré évalué estimé compté dio cifró calculó estimó contó قدر قدرت احصى احصت"
)
CITES = word_set("cited cites cite citent citait citaient citó cita citan citaron")
PLACED = CITES | word_set(
    "placed places placing pegged offered offers issued published provided avance avancent avançait avancé donné donne donnent donnait "
    "publié fourni situe situé évalue évaluait avanza dio dieron da dan ofreció ofrecieron ofrece publicó situó situaron sitúa cifró "
    "cifraron elevó fijó proporcionó أعطى أعطت نشر نشرت قدم قدمت"
)  # says who counted only where a count follows
GIVEN = TALLIES | word_set(
    "number numbers tolls counts deaths dead victims bilan nombre chiffre morts victimes balance cifra numero muertos victimas "
    "عدد حصيلة القتلى"
)
WHO_ASKS = {
    "en": word_set("who whom which what"),
    "fr": word_set("qui quel quelle quels quelles"),
    "es": word_set("quién quiénes qué"),
    "ar": word_set("من أي"),
}
ALSO_DOING = word_set("gave gives put puts reached listed registered recorded claimed claims eleva cifra compte نقل نقلت")  # not just that
