"""Words that decide whether a capitalised word is a place: words of place, parts of names, words that are also some town's name. Pure."""

from __future__ import annotations

from ingest.number_words import word_set

# The Arabic article in its spellings; inside a name also the European particles.
ARTICLES = word_set("al el ar ash as at ad adh ath an az ez es er ech esh")
PARTICLES = ARTICLES | word_set("de du des del la las le les los of the sur sous et y bin ibn abu bou bani")
# A place's name follows these.
LOCATIVE = word_set(
    "in at near from to of around outside inside into toward towards between town city village province countryside suburb district "
    "area region à de en vers près dans depuis entre sur ville quartier localité desde hacia cerca hasta ciudad pueblo aldea "
    "localidad provincia barrio"
)
LOCATIVE_ARABIC = word_set(
    "في من إلى الى على قرب نحو بين مدينة بمدينة ومدينة بلدة وبلدة ببلدة قرية وقرية بقرية ريف وريف بريف محافظة بمحافظة ومحافظة منطقة "
    "بمنطقة حي بحي مخيم شمال جنوب شرق غرب شمالي جنوبي شرقي غربي وسط داخل خارج باتجاه قضاء ناحية مطار"
)
# Capitalised neighbours that do not make a longer name of a place's name.
GENERIC = word_set(
    "province provinces governorate countryside city town village district suburb suburbs area region camp airport airbase highway "
    "road border northern southern eastern western north south east west northwest northeast southwest southeast central rural "
    "greater old new upper lower near in on at of the from to and for by with after before since during monday tuesday wednesday "
    "thursday friday saturday sunday january february march april may june july august september october november december syrian "
    "iraqi turkish lebanese russian ville gouvernorat région quartier aéroport nord sud est ouest dans le la les à en de du et "
    "ciudad provincia región norte sur este oeste el los monitor observatory sunni shiite kurdish kills killed kill dead dies "
    "attack attacks says say said"
)
# Names of towns that are mostly something else, as a reader of reports meets them; they count beside a word of place only.
COMMON = word_set(
    "balad sham cham bilad syrian syrians iraqi iraqis turkish turks kurdish kurds lebanese iranian iranians russian russians israeli "
    "israelis palestinian jordanian american british french german european arab arabs kazakh ramadan google lions basic turns can "
    "hudson kennedy vladimir bandar ban shal ida syrien syrienne syriens russe russes turc turque turcs kurde kurdes libanais "
    "irakien iranien sirio sirios ruso rusos rusa turco turcos turca kurdo kurdos iraqui irani of most along reading mobile split "
    "nice orange van batman bar bath sale police union central victoria mission independence media data troy aid army ordu march "
    "may hall center centre date paris-match male nation unity liberty freedom justice islam isis mali-front santa san saint hope "
    "enterprise commerce industry plus the and for but not all two one three four five six seven eight nine ten are was were has "
    "had have who what when where why how his her its their they she you our with from this that these those some many more than "
    "then there here also only over under after before about against during while since until both each every other others another "
    "first second third last next new old young big great high low long short north south east west monday tuesday wednesday "
    "thursday friday saturday sunday january february april june july august september october november december spring summer "
    "autumn winter president minister king queen prince general colonel major captain doctor sheikh imam father mother brother son "
    "daughter people person man woman child children human rights red green blue white black gold silver iron state states city "
    "town village street road river sea lake mountain valley hill island bridge gate house school hospital university church mosque "
    "market square park war peace attack force forces front base camp unit team group party council court law security defence "
    "defense news press times post report agency ahmed ahmad ali hassan hussein hussain mohammed mohamed muhammad mahmoud omar "
    "ibrahim ismail khalid khaled salem saleh said sayed abdullah mustafa yusuf youssef george john james david michael paul peter "
    "robert martin thomas william jean pierre jose juan carlos maria anna les des une dans par pour sur avec sans sous mais moins "
    "tout tous cette ces ses leur leurs nous vous ils elles mars avril mai juin juillet aout lundi mardi mercredi jeudi vendredi "
    "samedi dimanche las los una por para con sin mas pero como muy este esta estos estas lunes martes miercoles jueves viernes "
    "sabado domingo الثورة الباب المدينة الجديدة الشام الجيش الحرب السلام النصر الوحدة الحرية الرئيس العام الجديد القديمة البلدة "
    "القرية الجبل النهر البحر السوق المنصورة الصالحية عين تل دير خان بيت كفر جبل وادي باب سلام علي حسن محمد أحمد عمر صالح سالم خالد "
    "يوسف كان كيف سنة كامل"
)

# First parts of Arabic place names: without the article and what follows they are no place.
ELEMENTS = word_set(
    "bab tal tel tell tall bani beni abu abou umm ras rass kafr kfar deir dair dayr der khan jabal jebel djebel wadi ouadi ain ayn "
    "ein aïn bir beer beit bayt beyt dar jisr jisser qalat qalaat qasr kasr khirbet khirbat marj burj borj hay hai shaykh sheikh "
    "cheikh nahr jub jubb souk souq suq balad"
)
