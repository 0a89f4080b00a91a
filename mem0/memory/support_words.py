"""Words that carry no evidence, and words for numbers, in the languages with rules.

Data of `mem0.memory.support`: a fact may use these freely, because a paraphrase does
and because finding them in a message proves nothing. Folded: lower case, no accents.
"""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, without accents, in composed form."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(mark for mark in parts if not unicodedata.combining(mark))
    return unicodedata.normalize("NFC", bare)


FUNCTION_WORDS: dict[str, frozenset[str]] = {
    language: frozenset(fold(words).split())
    for language, words in {
        "en": (
            "a an the and or but if of in on at to for from by with about as into over"
            " after before since until during while because so than then that this"
            " these those there here who whom whose which what when where why how it"
            " its he him his she her hers they them their theirs we us our i me my mine"
            " you your yours one ones some any no not never none all both each every"
            " other another more most less least much many very too also only just"
            " again already still yet ever now currently recently today yesterday"
            " tomorrow ago later earlier soon once longer anymore can could will would"
            " shall should may might must up down out off own same such named called"
            " around approximately week month year day weekend time herself himself"
            " themselves themself myself yourself itself between through against"
        ),
        "es": (
            "el la los las un una unos unas y e o u pero si de del en a al con por para"
            " sin sobre entre desde hasta como que quien cual cuando donde se su sus lo"
            " le les me mi mis tu tus yo ella ellos nosotros no ni nunca ya muy mas"
            " menos tambien solo este esta estos estas ese esa eso hay fue ser es son"
            " era esta estan estaba ha han hace hoy ayer ahora ano mes semana dia"
            " llamado llamada llama actualmente"
        ),
        "fr": (
            "le la les un une des du de et ou mais si en dans a au aux avec par pour"
            " sans sur entre depuis jusque comme que qui quand ou se sa son ses leur"
            " leurs lui elle il ils elles nous vous je j me moi mon ma mes ton ta tes"
            " ne pas ni jamais plus moins tres aussi seulement ce cet cette ces est"
            " sont etait ete etre a ont avait fait hier aujourd hui maintenant an annee"
            " mois semaine jour nomme nommee appelle actuellement"
        ),
        "de": (
            "der die das den dem des ein eine einen einem einer eines und oder aber"
            " wenn in im an am auf aus bei mit nach seit von vom zu zum zur fur uber"
            " ohne zwischen bis als wie dass wer was wann wo sich sein seine seinen"
            " seinem ihr ihre ihren er sie es wir ich mich mir mein meine meinen meiner"
            " nicht kein keine nie mehr weniger sehr auch nur dieser diese dieses ist"
            " sind war wurde wird hat haben hatte heute gestern jetzt jahr monat woche"
            " tag namens heisst derzeit"
        ),
        "pt": (
            "o a os as um uma uns umas e ou mas se de do da dos das em no na nos nas ao"
            " com por para sem sobre entre desde ate como que quem qual quando onde se"
            " seu sua seus suas lhe me eu meu minha meus minhas ele ela eles nao nem"
            " nunca ja muito mais menos tambem so este esta isso foi ser e sao era esta"
            " estao ha tem tinha hoje ontem agora ano mes semana dia chamado chamada"
            " chama atualmente"
        ),
        "it": (
            "il lo la i gli le un uno una e ed o ma se di del della dei delle in nel"
            " nella a al alla con per su tra fra da dal dalla come che chi quale quando"
            " dove si suo sua suoi sue io mi me mio mia miei mie lui lei loro non ne"
            " mai gia molto piu meno anche solo questo questa e sono era stato ha hanno"
            " aveva oggi ieri ora anno mese settimana giorno chiamato chiamata chiama"
            " attualmente"
        ),
        "nl": (
            "de het een en of maar als in op aan bij met na sinds van voor over zonder"
            " tussen tot om te uit naar dat die dit deze wie wat wanneer waar zich zijn"
            " haar hun hij zij ze het wij we ik me mij mijn niet geen nooit meer minder"
            " heel ook alleen is was werd wordt heeft hebben had vandaag gisteren nu"
            " jaar maand week dag genaamd heet momenteel"
        ),
        "ru": (
            "и а но или если в во на с со к ко у о об от до из за для по при без между"
            " как что кто когда где это этот эта эти тот он она они мы я меня мне мои"
            " моя мое его ее их свои своя свое свою не ни нет никогда уже еще очень"
            " тоже только был была было есть будет сегодня вчера сеичас год месяц"
            " неделя день зовут имени"
        ),
    }.items()
}

_FRAMING = (
    "user assistant speaker person someone usuario usuaria utilisateur utilisatrice"
    " benutzer benutzerin nutzer nutzerin utente utilizador gebruiker пользователь"
    " assistent assistente asistente ассистент المستخدم says said mentioned stated told reported"
    " shared expressed confirmed asked describes described considers"
)
"""Who is spoken of, and that something was said."""

_PREDICATES = (
    "am is are was were be been being has have had having do does did doing done go"
    " goes going went gone get gets got getting make makes made making take takes took"
    " like likes liked love loves loved enjoy enjoys enjoyed prefer prefers preferred"
    " favorite favourite want wants wanted need needs live lives lived living reside"
    " resides residing based located work works worked working employed use uses used"
    " using own owns owned keep keeps plan plans planned planning think thinks feel"
    " feels know knows name names become became start started stop stopped"
    " regularly usually often"
    " vive vivo vivre habite wohnt lebt mora abita woont живет tiene tengo avoir hat"
    " tem ha heeft gusta gusto aime mag liebt gosta piace houdt нравится любит trabaja"
    " trabajo travaille arbeitet trabalha lavora werkt работает quiere veut will quer"
    " vuole wil хочет prefiere prefere bevorzugt preferisce"
)
"""Predicates a paraphrase exchanges for one another."""

LIGHT_WORDS = frozenset(fold(f"{_FRAMING} {_PREDICATES}").split())

_MONTHS = (
    "jan january januar janvier enero janeiro gennaio januari январ feb february"
    " februar fevrier febrero fevereiro febbraio februari феврал mar march marz mars"
    " marzo marco maart март apr april avril abril aprile апрел may mai mayo maio"
    " maggio mei мая май jun june juni juin junio junho giugno июн jul july juli"
    " juillet julio julho luglio июл aug august aout agosto augustus август sep sept"
    " september septembre septiembre setembro settembre сентябр oct okt october"
    " oktober octobre octubre outubro ottobre октябр nov november novembre noviembre"
    " novembro ноябр dec dez dic december dezember decembre diciembre dezembro"
    " dicembre декабр"
)
_DAYS = (
    "mon monday tue tuesday wed wednesday thu thursday fri friday sat saturday sun"
    " sunday lunes martes miercoles jueves viernes sabado domingo lundi mardi mercredi"
    " jeudi vendredi samedi dimanche montag dienstag mittwoch donnerstag freitag"
    " samstag sonntag segunda terca quarta quinta sexta lunedi martedi mercoledi"
    " giovedi venerdi sabato domenica maandag dinsdag woensdag donderdag vrijdag"
    " zaterdag zondag spring summer autumn fall winter morning afternoon evening night"
)
MONTHS = tuple(sorted(fold(_MONTHS).split(), key=len, reverse=True))
TIME_WORDS = frozenset([*MONTHS, *_DAYS.split()])

NUMBER_WORDS: dict[str, int] = {
    word: value
    for value, words in {
        3: "three third tres trois drei tre drie три thrice triplets",
        4: "four fourth cuatro quatre vier quatro quattro четыре quadruplets",
        5: "five fifth cinco cinq funf cinque vijf пять",
        6: "six sixth seis sechs zes шесть",
        7: "seven seventh siete sieben sete sette zeven семь",
        8: "eight eighth ocho huit acht oito otto восемь",
        9: "nine ninth nueve neuf neun nove negen девять",
        10: "ten tenth diez dix zehn dez dieci tien десять",
        11: "eleven eleventh onze undici одиннадцать",
        12: "twelve twelfth dozen doce douze zwolf doze dodici twaalf двенадцать",
        13: "thirteen thirteenth trece treize dreizehn treze tredici dertien",
        14: "fourteen fourteenth catorce quatorze vierzehn catorze quattordici",
        15: "fifteen fifteenth quince quinze funfzehn quindici vijftien",
        16: "sixteen sixteenth seize sechzehn dezesseis sedici zestien",
        17: "seventeen seventeenth siebzehn dezessete diciassette zeventien",
        18: "eighteen eighteenth achtzehn dezoito diciotto achttien",
        19: "nineteen nineteenth neunzehn dezenove diciannove negentien",
        20: "twenty twentieth veinte vingt zwanzig vinte venti twintig двадцать",
        30: "thirty thirtieth treinta trente dreissig trinta trenta dertig тридцать",
        40: "forty fortieth cuarenta quarante vierzig quarenta quaranta veertig сорок",
        50: "fifty fiftieth cincuenta cinquante funfzig cinquenta cinquanta vijftig",
        60: "sixty sixtieth sesenta soixante sechzig sessenta sessanta zestig",
        70: "seventy setenta siebzig settanta zeventig",
        80: "eighty ochenta achtzig oitenta ottanta tachtig",
        90: "ninety noventa neunzig novanta negentig",
        100: "hundred cien ciento cent hundert cem cento honderd сто",
        1000: "thousand mil mille tausend duizend тысяча тысяч",
        1_000_000: "million millions millon milhao milione miljoen миллион",
    }.items()
    for word in fold(words).split()
}

KIN_OF_NAMES: dict[str, str] = {
    "spanish": "spain",
    "spaniard": "spain",
    "french": "france",
    "dutch": "netherlands",
    "greek": "greece",
    "danish": "denmark",
    "swiss": "switzerland",
    "welsh": "wales",
    "irish": "ireland",
    "polish": "poland",
    "english": "england",
    "british": "uk",
    "american": "usa",
    "italian": "italy",
}
"""A word for a nationality → the name of the place, where they do not look alike."""
