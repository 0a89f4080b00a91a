"""Slots of German and Dutch statements."""

from __future__ import annotations

from mem0.memory.rules.phrasebook import KIND, Phrases, V

GERMAN = Phrases(
    lead="jetzt|inzwischen|mittlerweile|momentan|aktuell|derzeit|auch|und|aber|übrigens|eigentlich|seit \\w+|neuerdings|nun",
    possessive="mein|meine|meinen|meiner|unser|unsere",
    negation=r"\b(?:nicht mehr|nicht|keine?[nmrs]?|kein(?:e|en)? mehr|keine?n?(?= (?:vegetarier|veganer|auto|hund|katze)))\b(?:(?<=mehr) )?",
    joint="und|aber",
    first=(
        ("habit", r"ich (?P<v>rauche)\b"),
        ("name", rf"ich (?:heiße|heisse) {V}"),
        ("name", rf"mein name ist {V}"),
        (
            "age",
            r"(?:ich )?bin (?:ich )?(?:gerade )?(?P<v>\d{1,3})(?: jahre alt| geworden)?\b(?! ?(?:km|uhr|minuten))",
        ),
        (
            "home",
            rf"(?:ich )?(?:wohne|lebe)(?: ich)?(?: jetzt| nun| inzwischen)? (?:in|bei) {V}",
        ),
        (
            "home",
            r"(?:ich )?(?:bin|sind)(?: ich| wir)?(?: jetzt| gerade)? (?:von \w+ )?nach (?P<v>(?-i:[A-ZÀ-Þ])[\w-]+(?: (?-i:[A-ZÀ-Þ])[\w-]+)?) (?:um)?gezogen",
        ),
        (
            "employer",
            rf"(?:ich )?arbeite(?: ich)?(?: jetzt| nun)? (?:als [\w-]+ )?(?:bei|für) (?:der |dem )?{V}",
        ),
        (
            "employer",
            r"(?:ich )?habe (?:ich )?(?:einen neuen job|eine neue stelle|einen job|eine stelle|angefangen) (?:bei) (?P<v>.+?)(?: angefangen| begonnen| gefunden| bekommen|$)",
        ),
        ("role", rf"(?:ich )?arbeite (?:ich )?als {V}"),
        (
            "role",
            r"ich bin (?:ein |eine )?(?P<v>(?:krankenpfleger|krankenschwester|arzt|ärztin|lehrer|ingenieur|anwalt|anwältin|architekt|koch|köchin|journalist|entwickler|programmierer|student|designer|zahnarzt|psycholog|kellner|fotograf|musiker|übersetzer)\w*.*)",
        ),
        (
            "diet",
            r"(?:ich )?(?:bin|esse|lebe|ernähre mich)(?: ich)?(?: jetzt| nun| inzwischen| rein)? (?:ein |eine )?(?P<v>vegetarierin|vegetarier|vegetarisch|veganerin|veganer|vegan)(?: geworden)?",
        ),
        (
            "relationship_status",
            r"ich (?:bin|habe) (?:jetzt |frisch )?(?P<v>ledig|alleinstehend|single|verheiratet|geschieden|verlobt|verwitwet|getrennt|geheiratet)",
        ),
        ("allergy", rf"ich bin (?:stark )?allergisch (?:gegen|auf) {V}"),
        ("allergy", r"ich habe eine (?P<v>\w+)allergie"),
        (
            "favorite",
            rf"mein(?:e)? lieblings{KIND} (?:ist|sind) (?:das |die |der )?{V}",
        ),
        ("birthday", rf"mein geburtstag ist (?:am )?{V}"),
        ("birthday", r"(?:ich )?habe am (?P<v>.+) geburtstag"),
        (
            "email",
            r"meine e-?mail(?:-?adresse)? (?:ist|lautet) (?P<v>\S+@\S+?)[.,]?(?:\s|$)",
        ),
        (
            "phone",
            r"meine (?:telefon|handy)?nummer (?:ist|lautet) (?P<v>[+\d][\d ()/-]{4,24})",
        ),
        ("language", rf"ich spreche {V}"),
        ("native_language", rf"meine muttersprache ist {V}"),
        ("hometown", rf"ich komme (?:ursprünglich )?aus {V}"),
        ("birthplace", r"ich (?:bin|wurde) in (?P<v>(?-i:[A-ZÀ-Þ])\w+) geboren"),
        ("car", r"ich fahre (?:einen?|jetzt einen?) (?P<v>.+)"),
        (
            "pet",
            r"(?:ich habe|wir haben) (?P<v>(?:einen?|zwei|drei) (?:hund|katze|kater|hase|vogel|hamster|papagei)\w*)",
        ),
        (
            "child",
            r"(?:ich habe|wir haben) (?P<v>(?:einen?|zwei|drei|vier|\d) (?:kind(?:er)?|sohn|söhne|tochter|töchter))\b",
        ),
        (
            "sibling",
            r"ich habe (?P<v>(?:einen?|zwei|drei|\d) (?:bruder|brüder|schwestern?|geschwister))\b",
        ),
        ("school", rf"ich studiere (?:[\w ]{{2,30}} )?an der {V}"),
        ("hobby", rf"(?:ich )?(?:spiele|mache) (?!mir|das|es){V}"),
        ("likes", rf"(?:ich )?(?:mag|liebe|bevorzuge) (?:ich )?{V}"),
        ("dislikes", rf"(?:ich )?hasse {V}"),
    ),
    ended=(
        (
            "employer",
            r"ich habe (?:meinen job|meine stelle|bei)(?: bei)? ?(?P<v>.*?) ?(?:gekündigt|aufgegeben)",
        ),
        ("relationship_status", r"ich habe mich von (?P<v>.+) getrennt"),
        ("car", r"ich habe mein(?:en)? (?:auto|wagen)(?P<v>) verkauft"),
        ("habit", r"ich habe aufgehört (?:zu )?(?P<v>.+)"),
    ),
    third=(
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
        ("habit", r"ik (?P<v>rook)\b"),
        ("name", rf"ik heet {V}"),
        ("name", rf"mijn naam is {V}"),
        ("age", r"ik ben (?:net )?(?P<v>\d{1,3})(?: jaar)?(?: oud| geworden)?\b"),
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
        ("favorite", rf"mijn (?:lievelings|favoriete ?){KIND} is (?:de |het )?{V}"),
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
        ("habit", r"ik ben gestopt met (?P<v>.+)"),
        (
            "employer",
            r"ik heb (?:mijn baan|ontslag genomen)(?: bij (?P<v>.*?))?(?: opgezegd|$)",
        ),
        ("car", r"ik heb mijn auto(?P<v>) verkocht"),
    ),
    third=(
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
