"""Slots of German and Dutch statements."""

from __future__ import annotations

from mem0.memory.rules import occupations as jobs
from mem0.memory.rules.occupations import CARS, MODEL
from mem0.memory.rules.phrasebook import KIND, Phrases, V

GERMAN = Phrases(
    lead="jetzt|inzwischen|mittlerweile|momentan|aktuell|derzeit|auch|und|aber|übrigens|eigentlich|seit \\w+|neuerdings|nun",
    possessive="mein|meine|meinen|meiner|unser|unsere",
    negation=r"\b(?:nicht mehr|nicht|keine?[nmrs]?|kein(?:e|en)? mehr|keine?n?(?= (?:vegetarier|veganer|auto|hund|katze)))\b(?:(?<=mehr) )?",
    joint="und|aber",
    first=(
        (
            "phone",
            r"habe eine (?:neue )?(?:handy|telefon)?nummer[,:]? (?:die ist |die )*(?P<v>[+\d][\d ().-]{6,24})",
        ),
        (
            "home",
            r"bin (?:mit \w+ )?(?:nach|in die|ins) (?P<v>(?!(?:hause|haus)\b)[\w-]+(?: (?-i:[A-ZÀ-Þ])[\w-]+)?) (?:um)?gezogen",
        ),
        (
            "diet",
            r"(?:bin|esse|lebe|ernähre mich) (?P<v>pescetarier(?:in)?|veggie|vegetarierin|vegetarier|vegetarisch|veganerin|veganer|vegan)",
        ),
        (
            "employer",
            rf"arbeite (?:als [\w-]+ )?(?:bei|für|beim|in|im|an) (?:der |dem |einem |einer )?{V}",
        ),
        ("employer", r"habe (?:bei|beim) (?P<v>.+?) (?:angefangen|angeheuert)"),
        ("role", r"(?:bin|wurde) (?:zum|zur) (?P<v>.+?) (?:befördert|ernannt)"),
        ("role", rf"(?:arbeite als|bin von beruf|mein job ist|mein beruf ist) {V}"),
        ("role", rf"bin (?:ein |eine )?(?P<v>{jobs.GERMAN}.*)"),
        (
            "relationship_status",
            r"habe (?:uns|mich) (?P<v>getrennt|verlobt|scheiden)(?= ?$| lassen)",
        ),
        ("relationship_status", r"habe (?P<v>geheiratet)"),
        (
            "relationship_status",
            r"bin (?:seit \w+ )?(?P<v>ledig|single|verheiratet|geschieden|verlobt|verwitwet|getrennt)\b",
        ),
        ("allergy", r"bin (?P<v>[\w-]+?)[- ]?(?:intolerant|allergiker\w*|allergisch)"),
        (
            "birthday",
            r"(?:habe am|mein geburtstag ist(?: am)?|bin am) (?P<v>\d{1,2}\.? ?\w+)(?: geburtstag| geboren|$)",
        ),
        (
            "birthplace",
            r"(?:geboren (?:bin|wurde)|bin geboren) in (?P<v>(?-i:[A-ZÀ-Þ])[\w-]+)",
        ),
        (
            "car",
            rf"(?:fahre|habe|habe mir) (?:einen?|jetzt|den) ?(?:\w+ )?(?P<v>{CARS}\b{MODEL})(?: gekauft| geholt| zugelegt)?$",
        ),
        (
            "pet",
            r"(?:habe|habe uns|habe mir) (?P<v>(?:einen?|zwei|drei|vier|\d) (?:\w+en )?(?:welpe|hund|katze|kater|kätzchen|kaninchen|hase|vogel|vögel|hamster|papagei|wellensittich|schildkröte|fisch|pferd|huhn|hühner|meerschwein)\w*)",
        ),
        (
            "child",
            r"habe (?P<v>(?:einen?|zwei|drei|vier|\d) (?:kinder|kind|jungs|junge|mädchen|mädels|sohn|söhne|tochter|töchter|zwillinge|kids))\b",
        ),
        ("language", rf"spreche {V}"),
        ("habit", r"(?P<v>rauche)\b"),
        ("name", rf"(?:heiße|heisse) {V}"),
        ("name", rf"mein name ist {V}"),
        (
            "age",
            r"bin (?:am \w+ )?(?P<v>\d{1,3})(?: jahre(?: alt)?\b| geworden\b| ?$|(?=[,.!]| und\b))",
        ),
        (
            "home",
            rf"(?:wohne|lebe)(?: jetzt| nun| inzwischen)? (?:in|bei) {V}",
        ),
        (
            "home",
            r"bin(?: jetzt| gerade)? (?:von \w+ )?nach (?P<v>(?-i:[A-ZÀ-Þ])[\w-]+(?: (?-i:[A-ZÀ-Þ])[\w-]+)?) (?:um)?gezogen",
        ),
        (
            "employer",
            rf"arbeite(?: jetzt| nun)? (?:als [\w-]+ )?(?:bei|für) (?:der |dem )?{V}",
        ),
        (
            "employer",
            r"habe (?:einen neuen job|eine neue stelle|einen job|eine stelle|angefangen) (?:bei) (?P<v>.+?)(?: angefangen| begonnen| gefunden| bekommen|$)",
        ),
        ("role", rf"arbeite als {V}"),
        (
            "role",
            r"bin (?:ein |eine )?(?P<v>(?:krankenpfleger|krankenschwester|arzt|ärztin|lehrer|ingenieur|anwalt|anwältin|architekt|koch|köchin|journalist|entwickler|programmierer|student|designer|zahnarzt|psycholog|kellner|fotograf|musiker|übersetzer)\w*.*)",
        ),
        (
            "diet",
            r"(?:bin|esse|lebe|ernähre mich)(?: jetzt| nun| inzwischen| rein)? (?:ein |eine )?(?P<v>vegetarierin|vegetarier|vegetarisch|veganerin|veganer|vegan)(?: geworden)?",
        ),
        (
            "relationship_status",
            r"(?:bin|habe) (?:jetzt |frisch )?(?P<v>ledig|alleinstehend|single|verheiratet|geschieden|verlobt|verwitwet|getrennt|geheiratet)",
        ),
        ("allergy", rf"bin (?:stark )?allergisch (?:gegen|auf) {V}"),
        ("allergy", r"habe eine (?P<v>\w+)allergie"),
        (
            "favorite",
            rf"mein(?:e)? lieblings{KIND} (?:ist|sind) (?-i:das |die |der )?{V}",
        ),
        ("birthday", rf"mein geburtstag ist (?:am )?{V}"),
        ("birthday", r"habe am (?P<v>.+) geburtstag"),
        (
            "email",
            r"meine e-?mail(?:-?adresse)? (?:ist|lautet) (?P<v>\S+@\S+?)[.,]?(?:\s|$)",
        ),
        (
            "phone",
            r"meine (?:telefon|handy)?nummer (?:ist|lautet) (?P<v>[+\d][\d ()/-]{4,24})",
        ),
        ("language", rf"spreche {V}"),
        ("native_language", rf"meine muttersprache ist {V}"),
        ("hometown", rf"komme (?:ursprünglich )?aus {V}"),
        ("birthplace", r"(?:bin|wurde) in (?P<v>(?-i:[A-ZÀ-Þ])\w+) geboren"),
        ("car", r"fahre (?:einen?|jetzt einen?) (?P<v>.+)"),
        (
            "pet",
            r"habe (?P<v>(?:einen?|zwei|drei) (?:hund|katze|kater|hase|vogel|hamster|papagei)\w*)",
        ),
        (
            "child",
            r"habe (?P<v>(?:einen?|zwei|drei|vier|\d) (?:kind(?:er)?|sohn|söhne|tochter|töchter))\b",
        ),
        (
            "sibling",
            r"habe (?P<v>(?:einen?|zwei|drei|\d) (?:bruder|brüder|schwestern?|geschwister))\b",
        ),
        ("school", rf"studiere (?:[\w ]{{2,30}} )?an der {V}"),
        ("hobby", r"(?:spiele (?!mir|das|es|mit|eine? rolle)(?P<v>.+))"),
        (
            "hobby",
            r"mache (?P<v>yoga|sport|pilates|judo|karate|kampfsport|ballett|crossfit|fitness|triathlon)\b",
        ),
        ("likes", rf"(?:mag|liebe|bevorzuge) {V}"),
        ("dislikes", rf"hasse {V}"),
    ),
    ended=(
        ("employer", r"habe (?:bei|beim) (?P<v>.+?) (?:gekündigt|aufgehört)"),
        (
            "employer",
            r"(?:habe|bin) (?:den job |meinen job )?(?:gekündigt|gefeuert worden|entlassen worden|arbeitslos|rausgeflogen)\b(?P<v>)",
        ),
        (
            "employer",
            r"(?:wurde (?:gefeuert|entlassen|gekündigt)|habe meinen job verloren)\b(?P<v>)",
        ),
        ("employer", r"habe (?:als \w+ )?(?:bei|beim) (?P<v>.+?) gearbeitet"),
        ("home", r"habe in (?P<v>.+?) (?:gewohnt|gelebt)"),
        ("home", rf"(?:wohnte|lebte) in {V}"),
        (
            "relationship_status",
            r"(?:habe mich von .{1,30} getrennt|habe mit .{1,30} schluss gemacht|mit .{1,30} ist schluss|mit .{1,30} bin zusammen|bin mit .{1,30} zusammen)(?P<v>)",
        ),
        (
            "car",
            rf"(?:habe )?(?:mein(?:en)?|den|die) (?P<v>{CARS}\b{MODEL}) (?:habe )?verkauft",
        ),
        ("habit", r"habe mit dem (?P<v>\w+) aufgehört"),
        (
            "employer",
            r"habe (?:meinen job|meine stelle|bei)(?: bei)? ?(?P<v>.*?) ?(?:gekündigt|aufgegeben)",
        ),
        ("relationship_status", r"habe mich von (?P<v>.+) getrennt"),
        ("car", r"habe mein(?:en)? (?:auto|wagen)(?P<v>) verkauft"),
        ("habit", r"habe aufgehört (?:zu )?(?P<v>.+)"),
    ),
    third=(
        ("role", rf"(?:ist|arbeitet als) (?:ein |eine )?(?P<v>{jobs.GERMAN})"),
        (
            "employer",
            rf"arbeitet (?:als \w+ )?(?:bei|für|beim|in|im|an) (?:der |dem |einer |einem )?{V}",
        ),
        ("home", rf"(?:wohne|wohnen|leben|wohnt|lebt) (?:in|bei) {V}"),
        ("name", rf"heiße {V}"),
        (
            "age",
            r"ist (?:gerade )?(?P<v>\d{1,3})(?: jahre(?: alt)?\b| geworden| ?$|(?=,))",
        ),
        ("likes", rf"(?:liebt|mag) (?!kein)(?:den |die |das )?{V}"),
        ("dislikes", rf"(?:hasst|hasse) {V}"),
        ("home", rf"(?:wohnt|lebt)(?: jetzt)? in {V}"),
        ("home", r"ist nach (?P<v>(?-i:[A-ZÀ-Þ])[\w-]+) (?:um)?gezogen"),
        ("employer", rf"arbeitet (?:als \w+ )?(?:bei|für) {V}"),
        (
            "role",
            r"(?:ist|arbeitet als) (?P<v>(?:krankenpfleger|krankenschwester|arzt|ärztin|lehrer|ingenieur|anwalt|architekt|koch|journalist|entwickler)\w*)",
        ),
        ("name", rf"heißt {V}"),
        ("age", r"ist (?P<v>\d{1,3}) jahre alt"),
        ("diet", r"ist (?P<v>vegetarierin|vegetarier|veganerin|veganer|vegan)"),
        ("allergy", rf"ist allergisch gegen {V}"),
        ("relationship_status", r"ist (?P<v>ledig|verheiratet|geschieden|verlobt)"),
    ),
)

DUTCH = Phrases(
    lead="nu|inmiddels|ook|en|maar|eigenlijk|tegenwoordig|momenteel|trouwens|sinds \\w+",
    possessive="mijn|onze|ons",
    negation=r"\b(?:niet meer|niet|geen)\b(?:(?<=geen) \w+ meer\b)?",
    joint="en|maar",
    first=(
        (
            "phone",
            r"ik heb een (?:nieuw )?(?:telefoon)?nummer[,:]? (?P<v>[+\d][\d ().-]{6,24})",
        ),
        (
            "home",
            r"ik ben (?:van \w+ )?naar (?P<v>(?!huis)[\w-]+(?: (?-i:[A-Z])[\w-]+)?) verhuisd",
        ),
        (
            "employer",
            rf"ik (?:werk|begon|ben begonnen) (?:als [\w-]+ )?(?:bij|voor) (?:de |het |een )?{V}",
        ),
        ("role", rf"ik (?:werk als|ben gepromoveerd tot) {V}"),
        ("role", rf"ik ben (?:een )?(?P<v>{jobs.DUTCH}.*)"),
        (
            "relationship_status",
            r"ik ben (?P<v>uit(?= elkaar)|gescheiden|getrouwd|verloofd)\b",
        ),
        ("allergy", r"ik ben (?P<v>\w+)[- ]?intolerant"),
        ("birthday", r"ik ben (?:jarig )?op (?P<v>\d{1,2} \w+)(?: jarig|$)"),
        (
            "car",
            rf"ik (?:rijd|rij|heb|heb gekocht)(?: in)? (?:een |de )?(?P<v>{CARS}\b{MODEL})(?: gekocht)?$",
        ),
        (
            "pet",
            r"ik heb (?P<v>(?:een|twee|drie|vier|\d) (?:\w+e )?(?:puppy|hond|kat|kitten|poes|konijn|vogel|hamster|papegaai|schildpad|vis|paard|kip|cavia)\w*)",
        ),
        (
            "child",
            r"ik heb (?P<v>(?:een|twee|drie|vier|\d) (?:kind(?:eren)?|zoons?|zonen|dochters?|meisjes?|jongens?|jongetjes?|tweeling))\b",
        ),
        ("habit", r"ik (?P<v>rook)\b"),
        ("name", rf"ik heet {V}"),
        ("name", rf"mijn naam is {V}"),
        (
            "age",
            r"ik ben (?P<v>\d{1,3})(?: jaar(?: oud| geworden)?\b| geworden\b| ?$|(?=[,.!]| en\b))",
        ),
        (
            "home",
            rf"(?:ik |wij |we )?(?:woon|leef|wonen)(?: ik| we)?(?: nu)? (?:in|bij|vlak bij) {V}",
        ),
        (
            "home",
            r"(?:ik ben|we zijn|ben ik|wij zijn) (?:nu |net )?(?:van \w+ )?naar (?P<v>(?-i:[A-Z])[\w-]+(?: (?-i:[A-Z])[\w-]+)?) verhuisd",
        ),
        ("home", r"ik verhuisde naar (?P<v>(?-i:[A-Z])[\w-]+)"),
        (
            "employer",
            rf"(?:ik )?werk(?: ik)?(?: nu)? (?:als [\w-]+ )?(?:bij|voor) {V}",
        ),
        (
            "employer",
            r"ik (?:ben|heb) (?:begonnen|een nieuwe baan|een baan) (?:met werken )?bij (?P<v>.+?)(?: gevonden| gekregen| begonnen|$)",
        ),
        ("role", rf"ik werk als {V}"),
        (
            "role",
            r"ik ben (?:een )?(?P<v>(?:verpleeg|arts|leraar|lerares|docent|ingenieur|advocaat|architect|kok|journalist|ontwikkelaar|programmeur|student|ontwerper|tandarts|psycholoog|fotograaf|muzikant|vertaler|boekhouder)\w*.*)",
        ),
        (
            "diet",
            r"(?:ik ben|ik eet) (?:nu )?(?:een )?(?P<v>vegetariër|vegan|veganist|vegetarisch|veganistisch)(?: geworden)?",
        ),
        (
            "relationship_status",
            r"ik ben (?:nu |net )?(?P<v>vrijgezel|getrouwd|gescheiden|verloofd|weduwe|weduwnaar)",
        ),
        ("allergy", rf"ik ben (?:erg )?allergisch voor {V}"),
        ("allergy", r"ik heb een (?P<v>\w+)allergie"),
        ("favorite", rf"mijn (?:lievelings|favoriete ?){KIND} is (?-i:de |het )?{V}"),
        ("birthday", rf"mijn verjaardag is (?:op )?{V}"),
        ("birthday", r"ik ben jarig op (?P<v>.+)"),
        ("email", r"mijn e-?mail(?:adres)? is (?P<v>\S+@\S+?)[.,]?(?:\s|$)"),
        (
            "phone",
            r"mijn (?:telefoon|mobiele ?)?nummer is (?P<v>[+\d][\d ()/-]{4,24})",
        ),
        ("language", rf"ik spreek {V}"),
        ("native_language", rf"mijn moedertaal is (?:het )?{V}"),
        ("hometown", rf"ik kom (?:oorspronkelijk )?uit {V}"),
        ("birthplace", r"ik ben (?:geboren in|in) (?P<v>(?-i:[A-Z])\w+)(?: geboren)?"),
        (
            "car",
            r"ik (?:rijd|rij|heb)(?: nu)? (?:in )?een (?P<v>(?:Tesla|Renault|Peugeot|Toyota|Ford|BMW|Audi|Volkswagen|Fiat|Volvo|Kia)\b.*)",
        ),
        (
            "pet",
            r"(?:ik heb|we hebben) (?P<v>(?:een|twee|drie) (?:hond|kat|poes|konijn|vogel|hamster|papegaai)\w*)",
        ),
        (
            "child",
            r"(?:ik heb|we hebben) (?P<v>(?:een|twee|drie|vier|\d) (?:kind(?:eren)?|zoons?|zonen|dochters?))\b",
        ),
        (
            "sibling",
            r"ik heb (?P<v>(?:een|twee|drie|\d) (?:broers?|zus(?:sen|je)?))\b",
        ),
        ("school", rf"ik studeer (?:[\w ]{{2,30}} )?(?:aan de|aan het|in) {V}"),
        ("hobby", rf"(?:ik )?speel (?!met|een rol){V}"),
        ("likes", rf"ik (?:hou|houd) (?:erg |veel )?van {V}"),
        ("likes", r"ik vind (?P<v>.+) (?:leuk|lekker|geweldig)"),
        ("dislikes", rf"ik (?:haat|verafschuw) {V}"),
    ),
    ended=(
        ("employer", r"ik ben (?:deze week )?mijn baan kwijt(?:geraakt)?\b(?P<v>)"),
        (
            "employer",
            r"ik heb (?:mijn )?(?:ontslag genomen|baan opgezegd)|ik ben (?:ontslagen|werkloos)\b(?P<v>)",
        ),
        ("employer", rf"ik (?:werkte|ben gestopt) (?:als \w+ )?(?:bij|voor) {V}"),
        ("home", rf"ik woonde in {V}"),
        (
            "relationship_status",
            r"(?:het is uit met|ik heb het uitgemaakt met|ik ben uit elkaar met)\b(?P<v>)",
        ),
        ("car", rf"ik heb (?:de |mijn )?(?P<v>{CARS}\b{MODEL}) verkocht"),
        ("habit", r"ik ben gestopt met (?P<v>.+)"),
        (
            "employer",
            r"ik heb (?:mijn baan|ontslag genomen)(?: bij (?P<v>.*?))?(?: opgezegd|$)",
        ),
        ("car", r"ik heb mijn auto(?P<v>) verkocht"),
    ),
    third=(
        ("role", rf"(?:is (?:een )?|werkt als )(?P<v>{jobs.DUTCH})"),
        ("employer", rf"werkt (?:als \w+ )?(?:bij|voor|in) (?:de |het |een )?{V}"),
        ("home", rf"(?:wonen|woont) in {V}"),
        ("age", r"is (?P<v>\d{1,3})(?: jaar\b| geworden| ?$|(?=,))"),
        ("home", rf"woont (?:nu )?in {V}"),
        ("home", r"is naar (?P<v>(?-i:[A-Z])[\w-]+) verhuisd"),
        ("employer", rf"werkt (?:als \w+ )?(?:bij|voor) {V}"),
        (
            "role",
            r"(?:is (?:een )?|werkt als )(?P<v>(?:verpleeg|arts|leraar|lerares|docent|ingenieur|advocaat|architect|kok|journalist|ontwikkelaar|student)\w*)",
        ),
        ("name", rf"heet {V}"),
        ("age", r"is (?P<v>\d{1,3}) jaar"),
        ("diet", r"is (?P<v>vegetariër|vegan|veganist)"),
        ("allergy", rf"is allergisch voor {V}"),
        ("relationship_status", r"is (?P<v>vrijgezel|getrouwd|gescheiden|verloofd)"),
    ),
)
