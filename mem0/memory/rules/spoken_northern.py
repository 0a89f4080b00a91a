"""Chat spelling of German, Dutch and Russian."""

from __future__ import annotations

from mem0.memory.rules.spoken_table import Spoken

_DE_UNIT = r"(?:jahr(?:en|e)?|monat(?:en|e)?|wochen?|tag(?:en|e)?)"
_DE_MONTH = r"(?:januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember)"
GERMAN = Spoken(
    respell=(
        (r"\b(?:nen|'nen|ein'n)\b", "einen"),
        (r"\b(?:ne|'ne)\b(?= \w)", "eine"),
        (r"\b(?:nem|'nem)\b", "einem"),
        (r"\b(?:nich|ned|net|nit)\b", "nicht"),
        (r"\b(?:isses|is)\b", "ist"),
        (r"\bhab\b", "habe"),
        (
            r"\b(?:wohn|leb|arbeit|sprech|fahr|studier|lern|heiß|komm|ess|trink|rauch|spiel|hass|lieb|bevorzug|mach)\b(?= )",
            r"\g<0>e",
        ),
        (r"\b(?:ich|wir)\b ?", ""),
        (r"\b(?:wohnen|leben)\b(?= +(?:\w+ +)?(?:in|bei)\b)", "wohne"),
        (r"\bsind\b(?=.*\bgezogen)", "bin"),
        (r"\b(?:haben|hatten)\b", "habe"),
        (
            r"\b(?:schaff|malocheb?|jobbe|bin tätig)\b(?= +(?:bei|als|für|in))",
            "arbeite",
        ),
        (
            r"\b(seit [\w ]{2,20}?|jetzt|nun|inzwischen|mittlerweile) bin (?=(?:bei|beim) (?-i:[A-ZÄÖÜ]))",
            r"\1 arbeite ",
        ),
        (
            r"\bbin (?=(?:seit [\w ]{2,20}?|jetzt|nun|inzwischen|mittlerweile|nicht mehr) (?:nicht mehr )?(?:bei|beim) (?-i:[A-ZÄÖÜ]))",
            "arbeite ",
        ),
        (r"\bbin die (?=(?-i:[A-ZÄÖÜ])\w+)|\bbin der (?=(?-i:[A-ZÄÖÜ])\w+)", "heiße "),
        (r"^(?:alle|meine freunde) nennen mich\b|\bnennt mich\b", "heiße"),
        (r"\bfahre (?:einen|eine) neuen? ", "fahre einen "),
        (r"\bin der nähe von ", "in "),
        (
            r"\b(?:kann|mag) ([\w-]+) (?:überhaupt |gar )?nicht (?:leiden|ausstehen|ab)\b",
            r"hasse \1",
        ),
        (
            r"^([\w-]+) (?:kann|mag) (?:überhaupt |gar )?nicht (?:leiden|ausstehen|ab)\b",
            r"hasse \1",
        ),
        (
            r"\bkann (?:den|die|das)? ?([\w-]+) (?:überhaupt |gar )?nicht (?:leiden|ausstehen|ab)\b",
            r"hasse \1",
        ),
        (
            r"\bgehe? (?:mega |sehr |total |unheimlich |super |wahnsinnig |voll )?gerne? (\w+)",
            r"mag \1",
        ),
        (
            r"\b(?:esse|trinke|spiele|höre|lese|koche|schaue) (?:mega |sehr |total |super |am liebsten )?gerne? (?=\w)",
            "mag ",
        ),
        (r"\b(?:liebe|mag) (?:mega|total|sehr|voll|super|echt)\b", "mag"),
        (
            r"\b(?:stehe auf|bin ein(?:e)? (?:großer?|riesiger?)? ?fan von|feier(?:e)?)\b",
            "mag",
        ),
        (
            r"\b(?:vertrage?|darf|kann) keine?n? ([\w-]+)(?: essen| vertragen| ab)?",
            r"bin allergisch gegen \1",
        ),
        (r"\b(?:handynummer|nr|telefonnummer)\b", "nummer"),
        (r"\bmeine neue nummer\b", "meine nummer"),
    ),
    since=(
        rf"seit (?:\w+ )?{_DE_UNIT}|seit {_DE_MONTH}(?: \d{{4}})?|seit (?:\d{{4}}|immer|langem|kurzem|gestern|neuestem|letzte[mnrs] \w+|anfang \w+|ende \w+)"
        r"|schon immer|mein leben lang"
    ),
    adverbs=(
        r"jetzt|nun|inzwischen|mittlerweile|momentan|aktuell|derzeit|auch|übrigens|eigentlich|neuerdings|immer noch|noch immer|noch|schon|gerade|grad|endlich|nämlich|halt|eben|echt|voll|total|mega|super|sehr|ziemlich|wirklich|zurzeit|zur zeit|weiterhin|nach wie vor|nur|bloß|leider|zum glück|mal|ja|doch|eh|frisch|hauptberuflich|früher|ursprünglich|richtig|etwas|bisschen|ein bisschen|heute"
    ),
    fillers=r"hey|hi|hallo|moin|servus|also|ähm*|äh|hm+|ach(?: so| ja)?|oh|ah|boah|krass|wow|puh|alter|digga|naja|na ja|jo|jedenfalls|ehrlich gesagt|stell dir vor|haha|nee|nein|nö|leute|wollt(?:e)? (?:dir )?(?:nur )?sagen(?: dass)?|ganz ehrlich|kurze info",
    asides=r"na|ja|mann|weißt du|ne(?: gar nicht)?|gar nicht|quatsch|echt jetzt|so|doch|übrigens",
    endings=r"oder so|halt|ne|gell|weißt du|echt|haha|lol|übrigens|leider|zum glück|endlich|ehrlich|voll|yay|juhu|und so",
)

_NL_UNIT = r"(?:jaar|jaren|maand(?:en)?|we(?:ek|ken)|dag(?:en)?)"
_NL_MONTH = r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december)"
DUTCH = Spoken(
    respell=(
        (r"\b(?:mn|m'n|me) (?=\w+)", "mijn "),
        (r"\b(?:'k|kheb|k)\b", "ik"),
        (r"\bn\b|\b'n\b|\been?\b(?= )", "een"),
        (r"\b(?:nie|ni)\b", "niet"),
        (r"\b(?:vlakbij|dichtbij|in de buurt van) ", "in "),
        (
            r"^(?:ben|heb|woon|werk|eet|rij|rijd|spreek|hou|haat|zit|kom|speel|studeer|leer)\b",
            r"ik \g<0>",
        ),
        (
            r"\b(ben|heb|woon|werk|eet|rij|rijd|spreek|hou|haat|zit|kom|speel|studeer|leer) (?:ik|we|wij)\b",
            r"ik \1",
        ),
        (r"\b(?:we|wij) zijn\b", "ik ben"),
        (r"\b(?:we|wij) (?:wonen)\b", "ik woon"),
        (r"\b(?:we|wij) hebben\b", "ik heb"),
        (r"\bik zit (?=bij )", "ik werk "),
        (
            r"\bik ben (?!\w*(?:lander|kaan|i[eë]r|aan|aar|Belg|Turk|Pool|Deen|Zweed|Griek|Rus|Duitser|Fransman|Vlaming|Fries)\b)(?=(?-i:[A-Z])\w+(?:$|[,.!]| en))",
            "ik heet ",
        ),
        (r"\b(?:kan niet tegen|heb een hekel aan|walg van)\b", "haat"),
        (r"\bik (?:ben gek op|ben dol op|ben fan van)\b", "ik hou van"),
        (r"\bik ben niet meer (?:samen )?(?:met|samen)\b", "het is uit met"),
        (r"\bmijn nieuwe (?=nummer|telefoonnummer)", "mijn "),
        (r"\blievelings ?", "lievelings"),
    ),
    since=rf"sinds (?:\w+ )?{_NL_UNIT}|al (?:\w+ )?{_NL_UNIT}|sinds {_NL_MONTH}|sinds (?:\d{{4}}|altijd|kort|gisteren|vorige? \w+)|al jaren|mijn hele leven",
    adverbs=r"nu|inmiddels|ook|eigenlijk|tegenwoordig|momenteel|trouwens|nog(?: steeds)?|steeds|altijd|net|pas|eindelijk|echt|heel|erg|super|best|gewoon|wel|al|toch|zeer|helaas|gelukkig|officieel|oorspronkelijk|vandaag|een beetje|beetje",
    fillers=r"hoi+|hey|hallo|nou(?: ja)?|joh|eh|uhm*|oh|ah|tja|goh|wauw|jeetje|zeg|trouwens|weet je|eerlijk gezegd|jongens|mensen|haha|wilde even zeggen dat",
    asides=r"ja|nee|kijk|eigenlijk|dus|man|helemaal niet",
    endings=r"hoor|he|hè|toch|ofzo|weet je|haha|lol|gelukkig|helaas|joh|trouwens",
)

RUSSIAN = Spoken(
    respell=(
        (r"\b(?:щас|ща)\b", "сейчас"),
        (r"\bчё\b|\bчо\b", "что"),
        (r"\b(?:живем|живём|продолжаю жить)\b", "живу"),
        (r"\b(?:пашу|тружусь|тружусь|вкалываю) (?=в|на)", "работаю "),
        (r"\bмы переехали\b", "переехали"),
        (
            r"\bмне (?:на прошлой неделе|недавно|вчера|в прошлом месяце)? ?(?:исполнилось|стукнуло)\b",
            "мне исполнилось",
        ),
        (r"\bмою девушку зовут\b", "моя девушка зовут"),
        (r"\bмоего (\w+) зовут\b", r"мой \1 зовут"),
        (r"\bмою (\w+) зовут\b", r"моя \1 зовут"),
        (r"\b(?:не переношу|не выношу|не перевариваю)\b", "ненавижу"),
    ),
    since=r"уже (?:\d+|один|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять|несколько|много) (?:лет|года?|месяц(?:а|ев)?|недел[ьиюя]|дн(?:я|ей))|уже (?:год|полгода|месяц|неделю)|с (?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря)|с (?:детства|рождения)|с прошлого года|всю жизнь",
    adverbs=r"сейчас|теперь|уже(?! не)|до сих пор|всё ещё|все еще|пока|тоже|очень|также|всегда|недавно|наконец(?:-то)?|кстати|официально|просто|ещё|еще|по-прежнему|реально|сегодня",
    fillers=r"привет|ну|ой|ох|ах|эх|блин|короче|слушай|знаешь|кстати|вообще-то|честно говоря|если честно|на самом деле|так вот|в общем-то|хаха|ахах|капец|вау|ого|ребят(?:а)?|хочу сказать,? что",
    asides=r"да|нет|не|вообще|в общем|типа|вот|а|совсем нет|вовсе нет|друзья",
    endings=r"кстати|ага|блин|короче|лол|хаха|ахах|если что|вот|да|ура|наконец-то|к счастью|к сожалению",
)
