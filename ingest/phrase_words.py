"""Words at which the noun phrase after a number ends, and adjectives that stand before its noun, in the four languages."""

from __future__ import annotations

from ingest.number_words import word_set

STOPS = {
    "en": word_set(
        "in on at by near during since after before to with for as when while where who whom whose that which because amid across around "
        "inside outside between against through over under until till towards into onto behind along said says say told he she it "
        "they we "
        "i you but so if than then there here his her their its the a an this these those according via per within without under "
        "also not including among despite late early yesterday today reported added announced only just meanwhile last next did does do"
    ),
    "fr": word_set(
        "dans en à au aux par sur sous près lors depuis après avant avec pour que qui où quand dont selon tandis alors mais sans "
        "il elle ils on ce y "
        "et ou d’après parmi contre entre vers chez pendant durant fin début"
    ),
    "es": word_set(
        "final finales fines principios mediados inicios "
        "en a al por sobre bajo cerca durante desde tras antes con para que quien quienes donde cuando según mientras pero sin "
        "se lo le y e o u "
        "contra entre hacia hasta ante"
    ),
    "ar": word_set(
        "في على إلى عن بعد قبل منذ خلال قرب الذي التي الذين أن إن مع حتى عند بين حين فيما بينما كما بحسب وفق "
        "قال قالت أعلن أعلنت ذكر ذكرت أفاد أفادت إنه إنها"
    ),
}
ALSO_ADJECTIVES = frozenset({"civilians", "soldiers", "rebels", "militants"})
BEFORE_NOUN = word_set(
    "jeunes vieux vieilles anciens nouveaux simples pauvres autres premiers derniers nombreux quelques divers malheureux pretendus "
    "presumes كبار صغار بعض معظم jovenes viejos antiguos nuevos simples pobres otros primeros ultimos numerosos supuestos presuntos"
)
