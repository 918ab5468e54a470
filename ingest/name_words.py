"""Small words inside names, and common words that a capital at the head of a sentence does not make a name. Pure."""

from __future__ import annotations

from ingest.number_words import word_set

PAGE_WORDS = word_set("related tags views tweet")  # a web page's own, before a run of titles or tags that is no name
NAME_ARTICLES = word_set("al el ar ash as at ad adh ath an az ez es ech ibn bin abu abou umm")
NAME_PARTICLES = NAME_ARTICLES | word_set("bint de du des del della der den van von la le les los las of the for sur aux pour para d l")
COMMON = word_set(
    "the a an this that these those there here it its he she they we you i his her their our my your who whom whose what which when "
    "where why how if in on at by to from of for with without within into onto over under after before since during until while "
    "about against among between through across around near behind beyond despite according although though because but and or nor "
    "so yet as than then thus however meanwhile moreover furthermore also only just even still again once more most many much some "
    "any all both each every either neither no not none other others another such same several few less least are is was were be "
    "been being has have had do does did can could may might must shall should will would let said says say told added reported "
    "reports killed kills dead people men women children civilians residents activists officials sources witnesses rebels "
    "government troops soldiers fighters militants terrorists forces army air strikes airstrikes attacks attack bombing bomb car "
    "suicide published updated last posted date video photo image read share home news world print page monitor state media today "
    "yesterday tomorrow tonight now later earlier early late new old first second third next previous former local foreign "
    "international national regional military civil human total death toll number nearly almost up down out off yes eight half part "
    "dozens hundreds thousands le la les un une des du de au aux ce cet cette ces son sa ses leur leurs notre nos votre vos mon ma "
    "mes il elle ils elles nous vous je tu qui que quoi dont où quand comment pourquoi combien quel quelle quels quelles si dans "
    "sur sous par pour avec sans vers chez entre depuis pendant avant après contre selon malgré parmi près outre et ou mais donc ni "
    "plus moins très tout toute tous toutes aucun aucune autre autres même aussi alors ainsi ensuite enfin cependant toutefois hier "
    "aujourd'hui demain est sont était étaient ont avait avaient été être avoir fait dit plusieurs quelques certains environ jusqu "
    "el los las una unos unas del al este esta estos estas ese esa esos esas aquel su sus nuestro mi él ella ellos ellas nosotros "
    "quien quién qué cual cuál cuando cuándo donde dónde como cómo cuanto cuánto cuántos cuántas cuánta por para con sin sobre bajo "
    "hasta desde hacia según contra durante antes después ante tras y o pero aunque porque también además más menos muy todo toda "
    "todos todas otro otra otros otras mismo ayer hoy mañana es era eran fue fueron ha han había habían ser estar hay algunos "
    "varios en mientras días mediante incluso actualmente faute coup islamistes islamists combattants soldats civils civiles "
    "combatientes soldados militantes rebeldes rebelles refugees"
)
