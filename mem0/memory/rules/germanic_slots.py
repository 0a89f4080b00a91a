"""Slots of German and Dutch statements."""

from __future__ import annotations

from mem0.memory.rules.phrasebook import KIND, Phrases, V

GERMAN = Phrases(
    lead="jetzt|inzwischen|mittlerweile|momentan|aktuell|derzeit|auch|und|aber|übrigens|eigentlich|seit \\w+|neuerdings|nun",
    possessive="mein|meine|meinen|meiner|unser|unsere",
    negation=r"\b(?:nicht mehr|nicht|keine?[nmrs]?|kein(?:e|en)? mehr|keine?n?(?= (?:vegetarier|veganer|auto|hund|katze)))\b(?:(?<=mehr) )?",
    joint="und|aber",
    first=(
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
    lead="nu|inmiddels|ook|en|maar|eigenlijk",
    possessive="mijn|onze|ons",
    negation=r"\b(?:niet meer|niet|geen)\b",
    joint="en|maar",
    first=(
        ("name", rf"ik heet {V}"),
        ("name", rf"mijn naam is {V}"),
        ("age", r"ik ben (?P<v>\d{1,3})(?: jaar)?(?: oud)?\b"),
        ("home", rf"(?:ik )?(?:woon|leef)(?: ik)?(?: nu)? in {V}"),
        ("home", r"ik ben naar (?P<v>(?-i:[A-Z])[\w-]+) verhuisd"),
        ("employer", rf"(?:ik )?werk(?: ik)?(?: nu)? (?:bij|voor) {V}"),
        ("role", rf"ik werk als {V}"),
        ("diet", r"ik ben (?P<v>vegetariër|vegan|vegetarisch)"),
        (
            "relationship_status",
            r"ik ben (?P<v>vrijgezel|getrouwd|gescheiden|verloofd)",
        ),
        ("allergy", rf"ik ben allergisch voor {V}"),
        ("favorite", rf"mijn lievelings{KIND} is {V}"),
        ("language", rf"ik spreek {V}"),
        ("likes", rf"ik hou van {V}"),
    ),
    ended=(("habit", r"ik ben gestopt met (?P<v>.+)"),),
    third=(
        ("home", rf"woont in {V}"),
        ("employer", rf"werkt (?:bij|voor) {V}"),
        ("name", rf"heet {V}"),
    ),
)
