"""The words that tell what happened to those counted ("killed", "ont été blessées", "نزح"), in four languages. Pure data and lookup.

Each word or phrase carries a mark for the side on which it looks for its number:
    <  before it ("12 people died")          >  after it ("killing 12 people")        =  either side
    v  participle: before it if passive ("12 people were killed"), after it if active ("the blast killed 12")
    n  a noun that is itself counted ("12 dead", "40 bodies")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.figures_words import LANGUAGES, bare_forms, of_language
from ingest.number_words import fold
from ingest.report import What

_EVENTS: dict[What, dict[str, str]] = {
    "killed": {
        "en": "v:killed v:slain v:murdered v:massacred v:executed v:beheaded v:decapitated v:shot_dead v:martyred v:assassinated "
        "v:eliminated v:neutralized v:neutralised v:slaughtered v:gunned_down v:liquidated v:crucified v:put_to_death v:stoned v:starved v:hanged v:wiped_out v:taken_out >:wiping_out <:fallen_victim <:fell_victim v:buried "
        "<:died <:dies <:die <:dying <:perished <:drowned <:lost_their_lives <:lost_his_life <:lost_her_life <:lose_their_lives <:burned_to_death "
        "<:assumed_dead <:feared_dead <:presumed_dead <:found_dead "
        ">:killing >:kills >:kill >:murdering >:executing >:beheading >:massacring >:claiming_the_lives >:claimed_the_lives >:claims_the_lives >:take_the_lives "
        ">:took_the_lives >:taken_the_lives >:taking_the_lives >:cost_the_lives >:claimed_the_life >:death_of >:deaths_of >:death_toll >:toll >:tolls "
        ">:killing_of >:lost >:lose >:losing >:loses >:loss_of >:massacre_of >:execution_of >:claimed_lives >:claimed "
        "n:dead n:deaths n:fatalities n:bodies n:body n:corpses n:casualties n:martyrs n:lives n:remains n:victims n:victim >:bodies_of >:body_of >:corpses_of >:claims >:executes >:execute >:murder >:behead",
        "fr": "v:elimine* v:tue* v:abattu* v:execute* v:decapite* v:massacre v:massacres v:massacree* v:assassine* v:egorge* "
        "<:peri <:peris <:perissent <:decede* <:perdu_la_vie <:perdent_la_vie <:trouve_la_mort <:succombe <:meurent "
        ">:tuant >:tuer >:coute_la_vie >:coutant_la_vie >:mort_de >:mort_d >:la_mort_a >:bilan >:perdu >:perd >:perdent >:perte_de >:meurtre_de "
        "n:mort n:morts n:morte n:mortes n:cadavre* n:corps n:victimes n:victime n:deces n:martyrs",
        "es": "v:eliminad* >:elimino >:eliminaron v:asesinad* v:ejecutad* v:decapitad* v:matado v:abatid* v:masacrad* v:degollad* "
        "=:murieron =:murio =:mueren =:muere =:fallecieron =:fallecio =:perdieron_la_vida =:perdido_la_vida =:perecieron =:perecio =:muerto_en "
        ">:mato >:mataron >:matan >:matando >:matar >:asesinaron >:asesino >:muerte_de >:cobro_la_vida >:cobrado_la_vida >:perdio >:perdieron "
        ">:perdido >:costo_la_vida >:balance_de >:ejecutaron "
        "n:muert* n:fallecid* n:cadaver* n:cuerpo* n:victimas n:victima n:bajas n:decesos n:martires",
        "ar": "=:قتل =:قتلت =:قتلوا =:قتله =:مقتل =:يقتل =:تقتل =:استشهد* =:استشهاد =:قضوا =:قضى =:قضت =:مات* =:ماتوا =:توفي* =:توفوا =:لقوا "
        "=:لقي =:مصرع =:حتفهم =:اودت =:اودى =:اودا =:حصد* =:اعدم* =:اعدام =:ذبح* =:اغتيال =:تصفيه =:خسر* =:خساره =:قضي =:وفاه =:سقط =:سقوط "
        "n:قتيل* n:قتلى n:شهيد* n:شهداء n:جثه n:جثث n:جثمان n:ضحيه n:ضحايا n:وفيات",
    },
    "injured": {
        "en": "v:wounded v:injured v:hurt v:maimed v:hospitalised v:hospitalized >:wounding >:injuring >:wounds >:injures >:injure >:wound >:maiming >:injury_to >:injury_of >:injuries_of >:wounding_of >:injuring_of "
        ">:injuries_to >:injured_toll <:suffered_injuries <:suffering_from <:suffered_from <:suffering <:sustained_injuries <:treated "
        "n:injuries",
        "fr": "v:blesse* >:blessant >:blesser <:souffrant <:souffrent",
        "es": "v:herid* v:lesionad* =:resultaron_heridos =:resultaron_heridas >:hirio >:hirieron >:hiriendo >:herir n:lesiones",
        "ar": "=:اصيب* =:اصابه =:اصابت =:يصاب =:جرح =:جرحت =:جرحوا n:جريح* n:جرحى n:مصاب* n:اصابات",
    },
    "displaced": {
        "en": "v:displaced v:uprooted v:driven_out v:driven_from v:expelled <:fled <:flee <:flees <:fleeing <:escaped <:escape <:left_their_homes "
        "<:sought_refuge <:abandoned_their_homes >:displacing >:displaces >:displacement_of >:uprooting >:displacement n:refugees n:refugee n:asylum_seekers n:idps n:displaced <:seeking_refuge <:seek_refuge <:left <:temporary_protection",
        "fr": "v:deplace* v:deracine* v:chasse <:fui <:fuit <:fuient <:fuyant >:deplacement_de >:deplacement >:exode_de >:exode >:deplacant <:quitte n:refugie* n:deplaces",
        "es": "v:desplazad* v:desarraigad* v:expulsad* =:huyeron =:huido =:huyen =:huyo >:desplazamiento >:desplazar >:exodo_de >:exodo n:refugiad* n:desplazad*",
        "ar": "=:نزح =:نزحت =:نزحوا =:نزوح =:تهجير =:هجر =:هجرت =:شرد* =:تشريد =:فر =:فرت =:فروا =:فرار n:نازح* n:لاجي* n:مهجر* n:مشرد*",
    },
    "detained": {
        "en": "v:arrested v:detained v:jailed v:imprisoned v:kidnapped v:abducted v:taken_hostage v:held_hostage v:taken_prisoner v:held_captive "
        "v:seized_as_hostages v:taken_captive v:captured v:seized >:capturing >:capture >:capture_of v:held <:surrendered <:surrender <:handed_themselves >:arresting >:detaining >:kidnapping >:abducting >:abduction_of >:kidnapping_of >:arrest_of "
        ">:detention_of n:hostages n:hostage n:detainees n:prisoners n:captives n:inmates",
        "fr": "v:arrete* v:detenu* v:capture* v:enleve* v:kidnappe* v:interpelle* v:emprisonne* <:rendus >:arrestation_de >:arretant >:enlevement_de n:otage* "
        "n:prisonnier* n:detenu*",
        "es": "v:detenid* v:arrestad* v:capturad* v:secuestrad* v:apresad* v:encarcelad* >:detuvo >:detuvieron >:secuestro_de >:secuestraron =:entregaron =:rindieron "
        "n:prisioner* n:rehen n:rehenes n:reclus* n:presos n:presas n:detenid*",
        "ar": "=:اعتقل* =:اعتقال =:احتجز* =:احتجاز =:اسر =:اسرت =:اسروا =:خطف* =:اختطف* =:اختطاف =:اوقف* =:توقيف =:استسلم* n:معتقل* n:محتجز* n:اسير* n:اسرى "
        "n:سجين* n:سجناء n:رهاين n:رهينه n:مختطف*",
    },
    "missing": {
        "en": "<:missing <:disappeared <:unaccounted_for <:vanished n:missing",
        "fr": "v:disparu* n:disparus",
        "es": "v:desaparecid* n:desaparecid* =:desaparecieron",
        "ar": "=:فقد =:فقدان =:فقدوا =:اختفى =:اختفوا =:اختفاء n:مفقود* n:مختف*",
    },
    "returned": {
        "en": "<:returned <:return <:returning <:went_back <:gone_back <:came_back <:go_back <:come_back >:return_of n:returns n:returnees",
        "fr": "<:rentre* <:retourne* <:revenu* >:retour_de n:retours",
        "es": "=:regresaron =:regresado =:volvieron =:retornaron =:vuelto =:regresan =:retornado >:regreso_de >:retorno_de n:retornos n:regresos n:retornad*",
        "ar": "=:عاد =:عادوا =:عادت =:عوده n:عائد* n:عايد*",
    },
    "evacuated": {
        "en": "v:evacuated v:rescued v:bused_out v:bussed_out v:transported_out v:brought_out v:moved_out <:safe_passage >:evacuating >:evacuate >:evacuation_of "
        ">:rescuing >:evacuates >:evacuation n:evacuees",
        "fr": "v:evacue* v:secouru* v:sauve v:sauves >:evacuation_de >:evacuer",
        "es": "v:evacuad* v:rescatad* >:evacuacion_de >:evacuar >:evacuaron",
        "ar": "=:اجلي* =:اجلاء =:اخلي =:اخلاء =:اجلت =:انقاذ =:انقذ*",
    },
    "besieged": {
        "en": "v:besieged v:encircled v:surrounded v:trapped <:under_siege <:under_blockade <:cut_off >:besieging >:trapping >:siege_of",
        "fr": "v:assiege* v:encercle* v:pieges v:piege v:bloque*",
        "es": "v:sitiad* v:asediad* v:cercad* v:atrapad*",
        "ar": "=:محاصر* =:حاصر* =:حصار",
    },
    "destroyed": {
        "en": "v:wiped_out v:taken_out >:wiping_out >:taking_out v:destroyed v:damaged v:shot_down v:downed v:sunk v:sank v:demolished v:razed v:wrecked v:torched v:knocked_out v:disabled v:burned v:burnt v:leveled v:flattened "
        "v:blown_up >:destroying >:damaging >:destroy >:destroys >:downing >:sinking >:destruction_of >:damage_to",
        "fr": "v:detruit* v:endommage* v:abattu* v:rase* v:touche* v:coule* v:demoli* >:detruisant >:detruire >:destruction_de",
        "es": "v:destruid* v:dañad* v:derribad* v:hundid* v:arrasad* >:destruyo >:destruyeron >:destruyendo >:destruccion_de >:derribo",
        "ar": "=:دمر* =:تدمير =:تضرر* =:اسقط* =:اسقاط =:احرق* =:اغرق* =:تدمرت =:مدمر*",
    },
    "captured": {
        "en": "v:captured v:seized v:retaken v:recaptured v:taken v:liberated v:overrun v:regained v:conquered v:secured v:won_back v:took v:retook v:overran v:gained "
        ">:took_control_of >:taken_control_of >:seized_control_of >:regained_control_of >:gained_control_of >:taking_control_of >:take_control_of "
        ">:seizing_control_of >:control_of >:control_over "
        ">:capturing >:seizing >:retaking >:recapturing >:taking >:liberating >:overrunning >:capture >:seize >:captures >:capture_of "
        ">:liberation_of >:seizure_of >:take_over <:fell >:lost >:lose >:losing >:holds >:controls",
        "fr": "v:pris v:prise v:prises v:repris* v:conquis* v:capture* v:saisi* v:libere* >:empare* >:controle_de >:prenant >:prise_de >:perdu "
        ">:reprise_de >:reconquis* >:conquete_de <:tombe*",
        "es": "v:tomad* v:capturad* v:conquistad* v:arrebatad* v:recuperad* v:incautad* v:liberad* >:tomo >:tomaron >:tomar >:control_de >:capturo >:capturaron "
        ">:recupero >:perdio >:toma_de",
        "ar": "=:سيطر* =:سيطره =:استولى =:استولت =:استيلاء =:استعاد* =:استعاده =:تحرير =:حرر* =:سقوط",
    },
    "attacks": {
        "en": ">:carried_out >:carry_out >:launched >:conducted >:fired >:firing >:dropped >:dropping >:shelled >:detonated >:detonating <:hit <:struck "
        "<:landed <:exploded <:blew_up <:blew_themselves <:blown_themselves <:blowing_themselves <:blew_himself <:blew <:fell <:detonated <:attacked <:stormed <:bombed <:targeted <:carried_out_an >:blown "
        "v:fired v:dropped v:launched v:carried_out v:lobbed <:conducted_an <:mounted >:flew <:rained",
        "fr": ">:mene* >:lance* >:tire* >:largue* <:explose* <:frappe* <:tombe* >:effectue* <:attaque* v:tire* v:lance* v:largue*",
        "es": ">:lanzo >:lanzaron >:disparo >:dispararon >:realizo >:llevo_a_cabo =:impactaron =:cayeron =:explotaron =:estallaron =:atacaron v:lanzad* v:disparad*",
        "ar": "=:شن =:شنت =:نفذ* =:اطلق* =:القت =:سقطت =:استهدف* =:انفجر* =:فجر =:فجرا =:القاء =:اطلاق",
    },
    "aid": {
        "en": "<:need <:needs <:in_need >:delivered >:delivering >:distributed >:distributing <:receive_aid <:received_aid >:feeding >:assisted >:assist >:providing "
        "<:carrying_aid <:carrying_food <:delivered_aid v:delivered v:distributed >:aid_to >:aid_for >:assistance_to >:carrying_aid_for >:help_for <:require >:reach <:reliant_on_aid >:fed",
        "fr": "<:besoin <:ont_besoin >:distribue* >:livre* >:aide_a v:distribue* v:livre* <:dependent_de >:assistance_a",
        "es": "=:necesitan =:necesidad >:distribuyo >:distribuyeron >:entrego v:distribuid* v:entregad* >:ayuda_a >:asistencia_a",
        "ar": "=:يحتاج* =:بحاجه =:حاجه =:وزع* =:توزيع =:ايصال =:اغاثه =:مساعده =:مساعدات",
    },
    "other": {
        "en": "v:freed v:released v:liberated >:liberating v:deployed v:recruited v:trained v:sent <:arrived <:live <:lives <:living <:home_to >:home_to <:resided <:remain <:remained >:freeing "
        ">:releasing >:release_of >:deployed >:dispatched >:sending >:carrying >:transporting v:suspended <:suspended v:closed <:closed <:joined <:join >:joined <:gathered <:took_part "
        "<:participated >:population <:stationed <:entered >:comprising >:escaped_from <:clambering v:reopened v:pardoned >:saved v:saved >:backed <:backed v:affected "
        "v:exchanged v:swapped >:monitored v:vaccinated v:inhabited v:housed >:hosts >:hosting <:staying <:stay <:occupy <:housing <:serve v:wanted",
        "fr": "v:libere* v:suspendu* <:suspendu* v:ferme* <:ferme* v:deploye* v:envoye* v:relache* <:vivent <:habitent <:arrive* <:servent <:restent <:participe* >:compte v:heberge* >:liberation_de v:affecte*",
        "es": "v:desplegad* v:enviad* =:llegaron =:viven =:permanecen =:escaparon v:suspendid* =:suspendieron v:cerrad* >:sacado >:sacar >:liberacion_de >:liberaron >:libero v:liberad* v:afectad*",
        "ar": "=:افرج* =:افراج =:سراح =:نشر =:انتشر* =:وصل =:وصلت =:يعيش* =:انضم* =:غادر* =:يقيم* =:عرض =:شارك* =:علق* =:تعليق",
    },
}


@dataclass(frozen=True, slots=True)
class Event:
    """One word or phrase found in a sentence: tokens [first, last] and every meaning it may have, with its marks."""

    first: int
    last: int
    meanings: tuple[tuple[What, str], ...]

    def has(self, mark: str) -> bool:
        """Whether any of its meanings carries one of these marks."""
        return any(m in mark for _, m in self.meanings)


_Table = dict[str, list[tuple[tuple[str, ...], bool, What, str]]]


def _tables() -> dict[str, _Table]:
    made: dict[str, _Table] = {language: {} for language in (*LANGUAGES, "")}
    for what, row in _EVENTS.items():
        for language, words in row.items():
            for entry in words.split():
                mark, _, phrase = entry.partition(":")
                parts = tuple(fold(part) for part in phrase.removesuffix("*").split("_"))
                for table in (made[language], made[""]):
                    table.setdefault(parts[0] if len(parts) > 1 or not phrase.endswith("*") else parts[0][:3], []).append(
                        (parts, phrase.endswith("*"), what, mark)
                    )
    return made


_TABLES = _tables()


def events(words: Sequence[str], language: str) -> list[Event]:
    """The events told by the folded words of a sentence ("" for what is no word), longest phrase first, in order."""
    table = _TABLES[of_language(language)]
    found: list[Event] = []
    at = 0
    while at < len(words):
        length, meanings = _longest(words, at, table) if words[at] else (1, ())
        if meanings:
            found.append(Event(at, at + length - 1, meanings))
        at += length
    return found


def noun_events(folded: str, language: str) -> tuple[What, ...]:
    """What a counted noun itself says ("dead", "prisoners"), empty if nothing."""
    _, meanings = _longest([folded], 0, _TABLES[of_language(language)])
    return tuple(what for what, mark in meanings if mark == "n")


def _longest(words: Sequence[str], at: int, table: _Table) -> tuple[int, tuple[tuple[What, str], ...]]:
    best: list[tuple[What, str]] = []
    length = 1
    for form in bare_forms(words[at]):
        for parts, is_open, what, mark in (*table.get(form, ()), *(table.get(form[:3], ()) if len(form) > 3 else ())):
            if not _matches(words, at, form, parts, is_open):
                continue
            if len(parts) > length:
                best, length = [], len(parts)
            if len(parts) == length and (what, mark) not in best:
                best.append((what, mark))
        if best:
            break
    return length, tuple(best)


def _matches(words: Sequence[str], at: int, form: str, parts: tuple[str, ...], is_open: bool) -> bool:
    if len(parts) == 1:
        return form == parts[0] or (is_open and form.startswith(parts[0]))
    return form == parts[0] and tuple(words[at + 1 : at + len(parts)]) == parts[1:]
