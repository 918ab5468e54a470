"""The nouns that are counted in conflict reports, and whom or what they count, in four languages. Pure data and its lookup.

An entry is a folded word; a trailing * stands for any ending. Nothing here names a place, a person or a side: a side is told by what
its words say ("government troops", "rebel fighters"), so that exchanging the sides' names exchanges nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.number_words import fold

LANGUAGES = ("en", "fr", "es", "ar")
PEOPLE = frozenset(
    "people civilians children women men families students soldiers rebels militants fighters police medics journalists prisoners "
    "refugees officials".split()
) | {"aid workers"}
ARMED = frozenset("soldiers rebels militants fighters police".split())
THINGS = frozenset("settlements buildings vehicles aircraft munitions attacks organisations aid things".split())

_NOUNS: dict[str, dict[str, str]] = {
    "people": {
        "en": "people person persons dead bodies body corpses corpse victims victim casualties casualty fatalities deaths residents "
        "resident inhabitants citizens citizen locals villagers worshippers patients pilgrims passengers workers worker volunteers "
        "volunteer employees staff lives souls individuals nationals others relatives brothers sisters teachers farmers "
        "demonstrators protesters activists survivors wounded injured martyrs elderly shoppers mourners crew evacuees worker "
        "passers-by bystanders youths drivers engineers defectors returnees displaced supporters",
        "fr": "personne* gens mort morts morte mortes tue tues tuees victime* corps cadavre* depouille* habitant* resident* citoyen* "
        "villageois fidele* passager* ouvrier* employe* travailleur* volontaire* benevole* vies blesse* individu* proches freres soeurs "
        "enseignant* professeur* manifestant* martyr* deces survivant* malade* patient* deplaces deplacees deplace*",
        "es": "persona* gente muert* fallecid* victima* cuerpo* cadaver* herid* habitante* residente* ciudadan* vecino* fiele* "
        "pasajero* trabajador* emplead* voluntari* vidas individuo* sirios familiares hermanos hermanas maestr* profesor* manifestante* "
        "martir* superviviente* paciente* enfermo* desplazad* decesos bajas desaparecid*",
        "ar": "شخص* اشخاص قتيل* قتلى جريح* جرحى مصاب* ضحيه ضحايا جثه جثث جثمان شهيد* شهداء مواطن* ساكن سكان نسمه مريض مرضى موظف* عامل عمال "
        "متطوع* متظاهر* وفاه وفيات اناس مفقود* مختف معلم* مدرس مدرسين راكب ركاب اخرين اخرون اخر",
    },
    "civilians": {
        "en": "civilians civilian non-combatants",
        "fr": "civil civils civile civiles",
        "es": "civil civiles",
        "ar": "مدني مدنيا مدنيه مدنيين مدنيون مدنيان مدنيات",
    },
    "children": {
        "en": "children child minors minor girls girl boys boy kids infants infant babies baby toddlers toddler schoolchildren newborns "
        "teenagers underage",
        "fr": "enfant* mineur mineurs mineure* fille fillette* filles garcon* bebe* nourrisson* ecolier* adolescent*",
        "es": "nino* nina* menor menores bebe* escolar* adolescente*",
        "ar": "طفل* اطفال قاصر* رضيع* رضع فتاه فتيات صبي صبيه تلميذ تلاميذ",
    },
    "women": {"en": "women woman females mothers", "fr": "femme* meres", "es": "mujer* madres", "ar": "امراه نساء امراتين امراتان سيده سيدات"},
    "men": {"en": "men man males", "fr": "homme*", "es": "hombre*", "ar": "رجل رجال رجلا رجلين رجلان شاب شابا شبان شباب"},
    "families": {
        "en": "families family households household",
        "fr": "famille* foyer* menage*",
        "es": "familia* hogar*",
        "ar": "عائله عائلات عوائل اسره",
    },
    "students": {
        "en": "students student pupils pupil schoolgirls schoolboys",
        "fr": "etudiant* eleve*",
        "es": "estudiante* alumn*",
        "ar": "طالب طالبه طالبا طلاب طلبه طالبات",
    },
    "soldiers": {
        "en": "soldiers soldier troops troop servicemen serviceman conscripts conscript army officers officer forces militiamen "
        "militiaman paramilitaries guards loyalists regulars recruits generals colonels",
        "fr": "soldat* militaire* officier* troupes armee forces milicien* paramilitaire* conscrit* loyaliste* garde*",
        "es": "soldad* militar militares oficiales tropas ejercito fuerzas milician* paramilitar* uniformad* recluta* efectivos",
        "ar": "جندي جنديا جنود عسكري عسكريا عسكريين عسكريون ضابط ضابطا ضباط جيش قوات قوى مجند* ميليشيا",
    },
    "rebels": {
        "en": "rebels rebel insurgents insurgent oppositionists",
        "fr": "rebelle* insurge* opposant*",
        "es": "rebelde* insurgente* opositor*",
        "ar": "متمرد* معارض* ثوار ثائر",
    },
    "militants": {
        "en": "militants militant jihadists jihadist jihadis jihadi islamists islamist extremists extremist terrorists terrorist takfiris "
        "radicals",
        "fr": "djihadiste* jihadiste* islamiste* extremiste* terroriste*",
        "es": "yihadista* islamista* extremista* terrorista*",
        "ar": "ارهابي* متطرف* جهادي* متشدد* تكفيري*",
    },
    "fighters": {
        "en": "fighters fighter combatants combatant gunmen gunman members member elements commanders commander militia "
        "mercenaries mercenary snipers sniper attackers attacker assailants assailant warriors operatives operative bomber bombers "
        "kamikazes infiltrators",
        "fr": "combattant* membre* element* commandant* mercenaire* sniper* assaillant* kamikaze* tireur* partisan*",
        "es": "combatiente* miembro* elemento* comandante* mercenario* francotirador* atacante* suicida* pistolero* guerriller*",
        "ar": "مقاتل* مسلح* عنصر عنصرا عناصر فرد افراد قائد قاده مرتزق* قناص* انتحاري* مهاجم*",
    },
    "police": {
        "en": "police policemen policeman policewomen",
        "fr": "policier* gendarme*",
        "es": "policia*",
        "ar": "شرطي شرطيا شرطه شرطيين",
    },
    "medics": {
        "en": "medics medic doctors doctor nurses nurse paramedics paramedic rescuers rescuer surgeons physicians first-responders",
        "fr": "medecin* infirmier* infirmiere* secouriste* ambulancier* soignant* chirurgien* sauveteur*",
        "es": "medic* enfermer* socorrista* sanitari* rescatista* paramedic* ciruj*",
        "ar": "طبيب طبيبا اطباء ممرض* مسعف* منقذ*",
    },
    "aid workers": {"en": "", "fr": "humanitaires", "es": "cooperante*", "ar": "اغاثيين"},
    "journalists": {
        "en": "journalists journalist reporters reporter correspondents cameramen cameraman photographers photographer",
        "fr": "journaliste* reporter* photographe* cameraman",
        "es": "periodista* reporter* fotografo*",
        "ar": "صحفي* صحافي* اعلامي* مراسل*",
    },
    "prisoners": {
        "en": "prisoners prisoner detainees detainee hostages hostage captives captive inmates inmate abductees",
        "fr": "prisonnier* detenu* otage* captif*",
        "es": "prisioner* detenid* rehen rehenes presos presas reclus* cautiv*",
        "ar": "سجين سجينا سجناء معتقل* محتجز* رهينه رهائن اسير اسيرا اسرى مختطف* نزيل نزلاء",
    },
    "refugees": {
        "en": "refugees refugee idps asylum-seekers migrants",
        "fr": "refugie* migrant*",
        "es": "refugiad* migrante*",
        "ar": "لاجئ* لاجي* نازح* مهجر* مهاجر*",
    },
    "officials": {
        "en": "officials official ministers mayors judges dignitaries",
        "fr": "responsable* ministre* maire* dirigeant*",
        "es": "funcionari* ministro* dirigente* autoridades",
        "ar": "مسوول* وزير وزراء",
    },
    "settlements": {
        "en": "towns town villages village cities city localities locality settlements neighborhoods neighborhood neighbourhoods "
        "neighbourhood districts district quarters areas area positions position hills hill hilltops checkpoints checkpoint bases base "
        "outposts posts camps camp strongholds suburbs regions hamlets crossings airbases airports farms",
        "fr": "ville* village* localite* bourgade* quartier* district* zone* position* colline* barrage* base bases camp camps hameau* "
        "bastion* aeroport*",
        "es": "ciudad* pueblo* aldea* localidad* poblacion* barrio* distrito* zona* posicion* colina* puesto* base bases campamento* "
        "aeropuerto*",
        "ar": "مدينه مدن بلده بلدات قريه قرى حي احياء منطقه مناطق موقع مواقع تله تلال حاجز حواجز قاعده قواعد مخيم مخيمات نقطه نقاط مطار مطارات",
    },
    "buildings": {
        "en": "houses house homes home buildings building hospitals hospital schools school clinics clinic mosques mosque shops shop "
        "centers centres center centre facilities facility depots depot warehouses warehouse bakeries bakery churches church markets "
        "sites site shelters apartments headquarters hideouts dens tunnels bridges stores factories institutions",
        "fr": "maison* immeuble* batiment* hopital hopitaux ecole* clinique* mosquee* magasin* centre* etablissement* depot* entrepot* "
        "boulangerie* eglise* marche marches site* abri* appartement* structure* tunnel* pont* dispensaire* maternite*",
        "es": "casa* vivienda* edificio* hospital* escuela* colegio* clinica* mezquita* tienda* centro* instalacion* deposito* almacen* "
        "panaderia* iglesia* mercado* refugio* tunel* puente* sede*",
        "ar": "منزل منازل بيت بيوت مبنى مباني مبان مستشفى مستشفيات مدرسه مدارس مسجد مساجد متجر متاجر مركز مراكز منشاه منشات مستودع* مخبز مخابز "
        "كنيسه سوق اسواق ملجا نفق انفاق جسر جسور",
    },
    "vehicles": {
        "en": "vehicles vehicle cars car buses bus trucks truck tanks tank ambulances ambulance lorries lorry vans van pickups pickup ships "
        "ship boats vessels motorcycles motorbikes bulldozers convoys convoy pick-ups apcs carriers humvees cannons howitzers artillery "
        "launchers launcher guns machineguns",
        "fr": "vehicule* voiture* bus autobus autocar* camion* tank* char chars ambulance* navire* bateau* blinde* convoi* canon* engins",
        "es": "vehiculo* coche* auto autos autobus* camion* tanque* ambulancia* barco* buque* blindado* convoy* camioneta*",
        "ar": "سياره سيارات حافله حافلات شاحنه شاحنات دبابه دبابات اليه اليات عربه عربات سفينه سفن قافله قوافل مدرعه مدرعات",
    },
    "aircraft": {
        "en": "aircraft planes plane jets jet warplanes warplane helicopters helicopter drones drone airplanes",
        "fr": "avion* helicoptere* drone* chasseur* bombardier* appareil*",
        "es": "avion* helicoptero* dron* caza cazas bombardero*",
        "ar": "طائره طائرات مروحيه مروحيات مسيره مسيرات",
    },
    "munitions": {
        "en": "bombs bomb rockets rocket missiles missile shells shell mortars mortar barrels barrel grenades mines projectiles rounds "
        "devices device warheads ieds munitions shellings",
        "fr": "bombe* roquette* missile* obus baril* barils grenade* mine mines projectile* engin explosif* ogive*",
        "es": "bomba* cohete* misil* proyectil* obus* barril* granada* mina minas artefacto*",
        "ar": "قنبله قنابل صاروخ* صواريخ قذيفه قذائف برميل براميل لغم الغام عبوه عبوات قنبلتين",
    },
    "attacks": {
        "en": "attacks attack strikes strike airstrikes airstrike raids raid air-raids air-strikes explosions explosion blasts blast bombings "
        "bombing clashes ambushes ambush assaults assault massacres massacre sorties sortie bombardments",
        "fr": "attaque* frappe* raid raids explosion* attentat* bombardement* affrontement* embuscade* assaut* massacre* tir tirs sortie*",
        "es": "ataque* bombardeo* explosion* atentado* choque* enfrentamiento* emboscada* asalto* masacre* incursion*",
        "ar": "هجوم هجمات هجوما غاره غارات ضربه ضربات انفجار* تفجير* اشتباك* كمين كمائن مجزره مجازر قصف",
    },
    "organisations": {
        "en": "organisations organizations organisation organization groups group ngos factions faction agencies charities battalions brigades "
        "militias teams companies",
        "fr": "organisation* ong groupe* faction* agence* association* brigade* equipe* bataillon*",
        "es": "organizacion* ong grupo* faccion* agencia* asociacion* brigada* equipo*",
        "ar": "منظمه منظمات فصيل فصائل مجموعه مجموعات جماعه جماعات جمعيه جمعيات وكاله وكالات فريق فرق كتيبه كتائب",
    },
    "aid": {
        "en": "parcels parcel rations baskets meals packages shipments truckloads blankets tents vaccines",
        "fr": "colis rations repas paniers couvertures tentes",
        "es": "paquete* raciones comidas mantas",
        "ar": "طرد طرود سله سلال وجبه وجبات حصص خيمه خيام بطانيه",
    },
    "things": {"en": "violations violation breaches breach weapons rifles items", "fr": "violation* armes fusils", "es": "violacion* armas", "ar": "انتهاك* خرق خروقات سلاح اسلحه"},
    # Nouns whose number is no figure: parties to something, talks, periods, parts, words.
    "": {
        "en": "sides side parties party countries country states state nations nation talks points phases stages reasons votes "
        "times occasions occasion sources resolutions agreements ceasefires ceasefire truces truce deals deal issues things ways conditions "
        "demands proposals statements reports report videos video photos images questions thirds quarters halves fronts superpowers powers "
        "governments leaders meetings sessions days day hours hour weeks week months month years year minutes km kilometres kilometers miles "
        "metres meters feet percent provinces languages routes corridors options elections presidents decades seasons "
        "kilometre kilometer mile metre meter governorates territories generations lines sections parts pages seats "
        "wars conflicts priorities tracks resolutions degrees acres hectares continents ministries",
        "fr": "camps cotes partie* pays etats nations fois reprises raisons points phases etapes jours semaines mois annees ans heures minutes "
        "kilometres metres provinces accords resolutions conditions pourparlers fronts sources pourcent tiers quarts generations",
        "es": "bandos lados parte* pais* estados naciones veces ocasiones razones puntos fases etapas dias semanas meses anos horas minutos "
        "kilometros metros provincias acuerdos resoluciones condiciones frentes fuentes tercios cuartos",
        "ar": "طرف طرفين اطراف دوله دول بلد بلدان مره مرات سبب اسباب مرحله مراحل يوم ايام يومين شهر شهور اشهر سنه سنوات عام اعوام ساعه ساعات دقيقه "
        "كيلومتر كيلومترات متر امتار محافظه محافظات شرط شروط اتفاق قرار قرارات مصدر مصادر جوله جولات",
    },
}
# What tells the side or trade of fighters, forces, members and workers; looked for beside the noun.
_SIDES: dict[str, dict[str, str]] = {
    "soldiers": {
        "en": "regime government army military loyalist loyalists pro-government pro-regime state-backed soldiers troops governments regimes "
        "defence defense loyal",
        "fr": "regime gouvernement gouvernemental* gouvernementales armee loyaliste* progouvernement* pro-gouvernement* pro-regime militaire* soldats",
        "es": "regimen gobierno gubernamental* ejercito leal leales progubernamental* oficialista*",
        "ar": "نظام حكومه حكوميه جيش نظاميه حكوميه مواليه",
    },
    "rebels": {
        "en": "rebel rebels opposition insurgent insurgents anti-government anti-regime revolutionary",
        "fr": "rebelle* opposition insurge* anti-gouvernement* antigouvernement*",
        "es": "rebelde* oposicion opositor* insurgente*",
        "ar": "معارضه معارض متمرد* ثوار ثوره",
    },
    "militants": {
        "en": "militant militants jihadist jihadists jihadi islamist islamists extremist extremists terrorist terrorists takfiri jihad",
        "fr": "djihadiste* jihadiste* islamiste* extremiste* terroriste*",
        "es": "yihadista* islamista* extremista* terrorista*",
        "ar": "ارهابي* متطرف* جهادي* متشدد* تكفيري*",
    },
    "people": {"en": "staff family crew council parliament household congregation", "fr": "famille conseil equipage parlement", "es": "familia consejo tripulacion", "ar": "عائله اسره مجلس طاقم"},
    "police": {"en": "police security", "fr": "police securite", "es": "policia seguridad", "ar": "شرطه امن امنيه"},
    "medics": {
        "en": "medical rescue health ambulance hospital healthcare civil-defence civil-defense",
        "fr": "medical* medicaux secours sante hospitalier*",
        "es": "medic* rescate salud sanitari*",
        "ar": "طبي* اسعاف انقاذ صحي*",
    },
    "aid workers": {"en": "aid humanitarian relief", "fr": "humanitaire*", "es": "humanitari*", "ar": "اغاث* انساني*"},
    "journalists": {"en": "media press news", "fr": "media* presse", "es": "prensa medios", "ar": "اعلام صحاف*"},
}
_SIDED = {
    "armed": {
        "en": "fighters fighter forces members member elements commanders commander combatants combatant gunmen gunman militiamen "
        "militiaman officers officer snipers attackers leaders operatives troops militia guards recruits mercenaries personnel",
        "fr": "combattant* membre* element* commandant* forces milicien* officier* troupes garde* partisan*",
        "es": "combatiente* miembro* elemento* comandante* fuerzas milician* oficiales tropas efectivos",
        "ar": "مقاتل* مسلح* عنصر عنصرا عناصر فرد افراد قائد قاده قوات قوى ضابط ضباط",
    },
    "trade": {
        "en": "workers worker volunteers volunteer employees staff activists teams personnel members member",
        "fr": "travailleur* employe* volontaire* benevole* personnel",
        "es": "trabajador* emplead* voluntari* personal",
        "ar": "عامل عمال متطوع* موظف* ناشط* كوادر",
    },
}


@dataclass(slots=True)
class Lexicon:
    """Folded words, some with open endings, to what they mean; one for each language."""

    exact: dict[str, str] = field(default_factory=dict)
    open: dict[str, str] = field(default_factory=dict)

    def add(self, words: str, meaning: str) -> None:
        """Take in a blank-separated list; the first meaning of a word stays."""
        for word in words.split():
            table = self.open if word.endswith("*") else self.exact
            table.setdefault(fold(word.removesuffix("*")), meaning)

    def get(self, folded: str) -> str | None:
        """The meaning of a folded word, None if it is not in the list. Arabic words are also tried without their glued prefixes."""
        for form in bare_forms(folded):
            if form in self.exact:
                return self.exact[form]
            for n in range(len(form), 2, -1):
                if form[:n] in self.open:
                    return self.open[form[:n]]
        return None


_GLUED = ("وال", "بال", "فال", "كال", "ولل", "ال", "لل", "و", "ف", "ب", "ل", "ك")


def bare_forms(folded: str) -> Iterable[str]:
    """The word, and for Arabic the word without article, "and" and one-letter prepositions."""
    yield folded
    if folded and "\u0621" <= folded[0] <= "\u064a":
        for glued in _GLUED:
            if folded.startswith(glued) and len(folded) - len(glued) >= 2:
                yield folded[len(glued) :]


def _lexicons(source: dict[str, dict[str, str]]) -> dict[str, Lexicon]:
    made = {language: Lexicon() for language in (*LANGUAGES, "")}
    for meaning, row in source.items():
        for language, words in row.items():
            made[language].add(words, meaning)
            made[""].add(words, meaning)
    return made


_WHO = _lexicons(_NOUNS)
_SIDE = _lexicons(_SIDES)
_IS_SIDED = _lexicons(_SIDED)


def of_language(language: str) -> str:
    """The lexicon to use for a report's language: its own, or all four together."""
    return language if language in LANGUAGES else ""


def noun_class(folded: str, language: str) -> str | None:
    """The class a noun counts ("" for nouns whose number is no figure), None if it is not known."""
    return _WHO[of_language(language)].get(folded)


def side(folded: str, language: str) -> str | None:
    """The class that a word beside a noun points to ("regime" to soldiers), None if it says nothing."""
    return _SIDE[of_language(language)].get(folded)


def sided(folded: str, language: str) -> str | None:
    """"armed" or "trade" where the words beside the noun decide whom it counts ("fighters", "members", "workers")."""
    return _IS_SIDED[of_language(language)].get(folded)
