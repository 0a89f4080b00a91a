"""The words the slot rules of other languages are made of."""

from __future__ import annotations

from dataclasses import dataclass

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """One language. `first` and `ended` are about the speaker, `third` about others."""

    lead: str
    possessive: str
    negation: str
    joint: str
    first: Rows
    ended: Rows
    third: Rows


V = r"(?P<v>.+)"
PLACE = r"(?P<v>(?-i:[A-ZÀ-Þ]).*)"
KIND = r"(?P<kind>[\w-]+)"

SPANISH = Phrases(
    lead="yo|ahora|actualmente|hoy en día|por fin|pues|también|además|y|pero|desde hace \\w+ \\w+|en realidad|recientemente|ahora mismo",
    possessive="mi|mis|nuestro|nuestra",
    negation=r"\bya no\b|\bno\b(?= (?:vivo|trabajo|soy|estoy|tengo|como|hablo|me gusta|vive|trabaja|es|juego|toco))|\b(?:no) (?=\w+ (?:más))",
    joint="y|e|pero",
    first=(
        ("name", rf"me llamo {V}"),
        ("name", rf"mi nombre es {V}"),
        ("age", r"(?:tengo|cumplí|acabo de cumplir) (?P<v>\d{1,3})(?: años)?\b"),
        ("home", rf"(?:vivo|resido|estoy viviendo) (?:en|cerca de) {V}"),
        (
            "home",
            rf"(?:me (?:he )?(?:mudé|mudado|trasladé|trasladado)|nos (?:hemos )?(?:mudamos|mudado)) (?:de \w+ )?a {PLACE}",
        ),
        (
            "employer",
            rf"(?:trabajo|estoy trabajando) (?:como [\w ]{{2,40}} )?(?:en|para|con) {V}",
        ),
        (
            "employer",
            rf"(?:empecé|he empezado|empiezo) (?:a trabajar|un (?:nuevo )?trabajo|un trabajo nuevo) en {V}",
        ),
        ("role", rf"(?:trabajo|estoy trabajando) (?:como|de) {V}"),
        (
            "role",
            r"soy (?P<v>(?:enfermer|médic|profesor|maestr|ingenier|abogad|arquitect|cociner|periodist|program|desarroll|estudiant|diseñ|contable|dentist|psicólog|camarer|fotógraf|músic|escrit|traduct)\w*.*)",
        ),
        (
            "diet",
            r"(?:soy|me he hecho|me hice) (?P<v>vegetarian[oa]|vegan[oa]|pescetarian[oa])",
        ),
        (
            "relationship_status",
            r"(?:estoy|soy) (?P<v>solter[oa]|casad[oa]|divorciad[oa]|prometid[oa]|comprometid[oa]|viud[oa]|separad[oa])",
        ),
        (
            "allergy",
            rf"(?:soy alérgic[oa]|tengo alergia) (?:a los|a las|al|a la|a) {V}",
        ),
        ("favorite", rf"mi {KIND} (?:favorit[oa]|preferid[oa]) es (?:el |la )?{V}"),
        ("birthday", rf"mi cumpleaños es (?:el )?{V}"),
        (
            "email",
            r"mi (?:correo|email|correo electrónico) es (?P<v>\S+@\S+?)[.,]?(?:\s|$)",
        ),
        (
            "phone",
            r"mi (?:teléfono|número(?: de teléfono)?|móvil) es (?:el )?(?P<v>[+\d][\d ()-]{4,24})",
        ),
        ("language", rf"hablo {V}"),
        ("native_language", rf"mi lengua materna es (?:el )?{V}"),
        ("hometown", rf"soy de {PLACE}"),
        ("birthplace", rf"nací en {PLACE}"),
        (
            "car",
            r"(?:conduzco|tengo) un (?P<v>(?:Seat|Tesla|Renault|Toyota|Ford|BMW|Audi|Volkswagen|Fiat|Honda|Kia|Peugeot)\b.*)",
        ),
        (
            "pet",
            r"(?:tengo|adopté|he adoptado|tenemos) (?P<v>(?:un|una|dos|tres) (?:perr|gat|conej|pájar|hámster|lor|tortug)\w*)",
        ),
        (
            "child",
            r"(?:tengo|tenemos) (?P<v>(?:un|una|dos|tres|cuatro|\d) (?:hij[oa]s?))",
        ),
        ("sibling", r"tengo (?P<v>(?:un|una|dos|tres|\d) herman[oa]s?)"),
        ("school", rf"estudio (?:[\w ]{{2,30}} )?en {PLACE}"),
        ("hobby", rf"(?:juego al|juego a|toco el|toco la|practico) {V}"),
        (
            "likes",
            rf"(?:me gustan?|me encantan?|prefiero|adoro) (?:mucho )?(?:el |la |los |las )?{V}",
        ),
        ("dislikes", rf"(?:odio|detesto) (?:el |la |los |las )?{V}"),
    ),
    ended=(
        ("employer", rf"(?:dejé|he dejado) (?:mi trabajo|el trabajo)(?: en {V})?"),
        ("habit", r"(?:dejé|he dejado) de (?P<v>\w+r\b.*)"),
        ("relationship_status", rf"(?:rompí|he roto|lo dejé) con {V}"),
        ("car", r"(?:vendí|he vendido) (?:mi|el) (?:coche|carro)(?P<v>)"),
    ),
    third=(
        ("home", rf"(?:vive|reside) en {V}"),
        ("home", rf"se (?:ha mudado|mudó) a {PLACE}"),
        ("employer", rf"trabaja (?:en|para) {V}"),
        (
            "role",
            r"(?:trabaja como|trabaja de|es) (?P<v>(?:enfermer|médic|profesor|maestr|ingenier|abogad|arquitect|cociner|periodist|program)\w*)",
        ),
        ("name", rf"se llama {V}"),
        ("age", r"tiene (?P<v>\d{1,3}) años"),
        ("diet", r"es (?P<v>vegetarian[oa]|vegan[oa])"),
        ("allergy", rf"es alérgic[oa] (?:a los|a las|al|a la|a) {V}"),
        ("relationship_status", r"está (?P<v>solter[oa]|casad[oa]|divorciad[oa])"),
        ("likes", rf"prefiere (?:el |la )?{V}"),
    ),
)
FRENCH = Phrases(
    lead="moi|maintenant|actuellement|aussi|et|mais|alors|en fait|désormais|récemment|aujourd'hui",
    possessive="mon|ma|mes|notre",
    negation=r"\bn(?:e |')(?=\w+(?: \w+)? (?:plus|pas)\b)|(?<= )(?:plus|pas)(?= (?:à|chez|en|végé|végane|vegan|mari|allerg|de|du|au|avec|comme|dans|pour|seul|céliba))",
    joint="et|mais",
    first=(
        ("name", rf"je m'appelle {V}"),
        ("name", rf"mon nom est {V}"),
        ("age", r"(?:j'ai|je ai) (?P<v>\d{1,3}) ans"),
        (
            "home",
            rf"(?:j'habite|je habite|j' ?habite|je vis|je réside|habite)(?: maintenant| désormais)? (?:à|en|au|aux|dans|près de) {V}",
        ),
        (
            "home",
            rf"(?:j'ai (?:récemment )?(?:déménagé|emménagé)|nous avons (?:déménagé|emménagé)|je viens de déménager|je me suis installée?) (?:de \w+ )?(?:à|en|au|aux) {PLACE}",
        ),
        ("employer", rf"je travaille (?:comme [\w ]{{2,40}} )?(?:chez|pour|à|au) {V}"),
        (
            "employer",
            rf"j'ai (?:commencé|débuté|trouvé) (?:à travailler|un (?:nouveau )?(?:travail|emploi|poste|job)|mon nouveau travail) (?:chez|à|pour) {V}",
        ),
        ("role", rf"je travaille comme {V}"),
        (
            "role",
            r"je suis (?P<v>(?:infirmi|médecin|professeur|ingénieu|avocat|architect|cuisini|journalist|développ|étudiant|enseignant|comptable|dentist|psycholog|serveu|photograph|musicien|écrivain|traduct)\w*.*)",
        ),
        (
            "diet",
            r"je suis (?:devenue? )?(?P<v>végétarien(?:ne)?|végane?|vegane?|végétalien(?:ne)?)",
        ),
        (
            "relationship_status",
            r"je (?:suis|me suis) (?P<v>célibataire|mariée?|divorcée?|fiancée?|veuve?|séparée?)",
        ),
        ("allergy", rf"je suis (?:très )?allergique (?:aux|au|à la|à l'|à) ?{V}"),
        (
            "favorite",
            rf"(?:mon|ma) {KIND} (?:préférée?|favorite?) est (?:le |la |l')?{V}",
        ),
        ("birthday", rf"mon anniversaire est (?:le )?{V}"),
        (
            "email",
            r"mon (?:e-?mail|adresse e-?mail|courriel) est (?P<v>\S+@\S+?)[.,]?(?:\s|$)",
        ),
        (
            "phone",
            r"mon (?:numéro(?: de téléphone)?|téléphone) est (?:le )?(?P<v>[+\d][\d ().-]{4,24})",
        ),
        ("language", rf"je parle (?:le |l')?{V}"),
        ("native_language", rf"ma langue maternelle est (?:le |l')?{V}"),
        ("hometown", rf"je (?:viens|suis originaire) de {PLACE}"),
        ("birthplace", rf"je suis née? (?:à|en|au) {PLACE}"),
        (
            "car",
            r"(?:je conduis|j'ai) une? (?P<v>(?:Tesla|Renault|Peugeot|Citroën|Toyota|Ford|BMW|Audi|Volkswagen|Fiat|Dacia)\b.*)",
        ),
        (
            "pet",
            r"(?:j'ai (?:adopté )?|nous avons )(?P<v>(?:une?|deux|trois) (?:chien|chat|lapin|oiseau|hamster|perroquet|tortue)\w*)",
        ),
        (
            "child",
            r"(?:j'ai|nous avons) (?P<v>(?:une?|deux|trois|quatre|\d) (?:enfants?|fils|filles?))",
        ),
        ("sibling", r"j'ai (?P<v>(?:une?|deux|trois|\d) (?:frères?|sœurs?|soeurs?))"),
        ("school", rf"(?:j'|je )étudie (?:[\w ]{{2,30}} )?à {PLACE}"),
        ("hobby", rf"je (?:joue (?:au|du|de la|à la)|pratique) (?:le |la |l')?{V}"),
        (
            "likes",
            rf"(?:j'aime|je aime|j'adore|je adore|je préfère) (?:beaucoup )?(?:le |la |les |l')?{V}",
        ),
        ("dislikes", rf"je (?:déteste|hais) (?:le |la |les |l')?{V}"),
    ),
    ended=(
        (
            "employer",
            r"j'ai (?:quitté|démissionné de) (?:mon (?:travail|emploi|poste|job)(?: chez)?|chez) ?(?P<v>.*)",
        ),
        ("habit", r"j'ai arrêté de (?P<v>\w+.*)"),
        ("relationship_status", rf"j'ai rompu avec {V}"),
        ("car", r"j'ai vendu ma voiture(?P<v>)"),
    ),
    third=(
        ("home", rf"(?:habite|vit) (?:à|en|au|aux) {V}"),
        ("home", rf"a (?:déménagé|emménagé) (?:à|en|au|aux) {PLACE}"),
        ("employer", rf"travaille (?:chez|pour) {V}"),
        (
            "role",
            r"est (?P<v>(?:infirmi|médecin|professeur|ingénieu|avocat|architect|cuisini|journalist|développ)\w*)",
        ),
        ("name", rf"s'appelle {V}"),
        ("age", r"a (?P<v>\d{1,3}) ans"),
        ("diet", r"est (?P<v>végétarien(?:ne)?|végane?)"),
        ("allergy", rf"est allergique (?:aux|au|à la|à) {V}"),
        ("relationship_status", r"est (?P<v>célibataire|mariée?|divorcée?)"),
    ),
)
GERMAN = Phrases(
    lead="jetzt|inzwischen|mittlerweile|momentan|aktuell|derzeit|auch|und|aber|übrigens|eigentlich|seit \\w+|neuerdings|nun",
    possessive="mein|meine|meinen|meiner|unser|unsere",
    negation=r"\b(?:nicht mehr|nicht|kein(?:e|en)? mehr|keine?n?(?= (?:vegetarier|veganer|auto|hund|katze)))\b(?:(?<=mehr) )?",
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
PORTUGUESE = Phrases(
    lead="eu|agora|atualmente|hoje em dia|também|e|mas|então|na verdade|recentemente",
    possessive="o meu|a minha|meu|minha|os meus|as minhas|nosso|nossa",
    negation=r"\bjá não\b|\bnão\b|\bdeixei de ser\b|(?<=\w )mais(?= (?:em|na|no|para|com|a|ao)\b)",
    joint="e|mas",
    first=(
        ("name", rf"(?:chamo-me|me chamo) {V}"),
        ("name", rf"(?:o )?meu nome é {V}"),
        ("age", r"(?:tenho|fiz|completei) (?P<v>\d{1,3})(?: anos)?\b"),
        (
            "home",
            rf"(?:moro|vivo|resido|estou morando|estou a viver) (?:em|no|na|nos|nas|perto de) {V}",
        ),
        (
            "home",
            rf"(?:mudei-me|me mudei|mudei|nos mudámos|nos mudamos|mudámo-nos) (?:de \w+ )?para (?:o |a )?{PLACE}",
        ),
        (
            "employer",
            rf"trabalho (?:como [\w ]{{2,40}} )?(?:na|no|em|para a|para o|para) {V}",
        ),
        (
            "employer",
            rf"(?:comecei) (?:a trabalhar|um (?:novo )?(?:emprego|trabalho)|um emprego novo) (?:na|no|em) {V}",
        ),
        ("role", rf"trabalho como {V}"),
        (
            "role",
            r"sou (?P<v>(?:enfermeir|médic|professor|engenheir|advogad|arquitet|cozinheir|jornalist|program|desenvolv|estudant|design|contabilist|dentist|psicólog|fotógraf|músic|escrit|tradut)\w*.*)",
        ),
        ("diet", r"(?:sou|tornei-me|virei|me tornei) (?P<v>vegetarian[oa]|vegan[oa])"),
        (
            "relationship_status",
            r"(?:sou|estou) (?P<v>solteir[oa]|casad[oa]|divorciad[oa]|noiv[oa]|viúv[oa]|separad[oa])",
        ),
        ("relationship_status", r"(?:me )?(?P<v>casei|casamos)(?:-me|-nos)?\b"),
        ("allergy", rf"(?:sou alérgic[oa]|tenho alergia) (?:a|ao|aos|à|às) {V}"),
        (
            "favorite",
            rf"(?:a |o )?(?:minha|meu) {KIND} (?:favorit[oa]|preferid[oa]) é (?:o |a )?{V}",
        ),
        ("birthday", rf"(?:o )?meu aniversário é (?:em |a |no dia )?{V}"),
        ("email", r"(?:o )?meu e-?mail é (?P<v>\S+@\S+?)[.,]?(?:\s|$)"),
        (
            "phone",
            r"(?:o )?meu (?:telefone|número(?: de telefone)?|telemóvel|celular) é (?:o )?(?P<v>[+\d][\d ()-]{4,24})",
        ),
        ("language", rf"falo {V}"),
        ("native_language", rf"(?:a )?minha língua materna é (?:o )?{V}"),
        ("hometown", rf"sou (?:de|do|da) {PLACE}"),
        ("birthplace", rf"nasci (?:em|no|na) {PLACE}"),
        (
            "car",
            r"(?:tenho|conduzo|dirijo) um (?P<v>(?:Tesla|Renault|Peugeot|Toyota|Ford|BMW|Audi|Volkswagen|Fiat|Seat|Honda|Opel)\b.*)",
        ),
        (
            "pet",
            r"(?:tenho|temos|adotei) (?P<v>(?:um|uma|dois|duas|três) (?:cão|cães|cachorr|gat|coelh|pássar|hamster|papagai|tartarug)\w*)",
        ),
        ("child", r"(?:tenho|temos) (?P<v>(?:um|uma|dois|duas|três|\d) filh[oa]s?)"),
        ("sibling", r"tenho (?P<v>(?:um|uma|dois|duas|três|\d) irm\w+)"),
        ("school", rf"estudo (?:[\w ]{{2,30}} )?(?:na|no|em) {PLACE}"),
        ("hobby", rf"(?:jogo|toco|pratico) {V}"),
        (
            "likes",
            rf"(?:gosto (?:muito )?(?:de|do|da|dos|das)|adoro|prefiro) (?:o |a |os |as )?{V}",
        ),
        ("dislikes", rf"(?:odeio|detesto) (?:o |a )?{V}"),
    ),
    ended=(
        (
            "employer",
            rf"(?:deixei|larguei|saí) (?:o meu|meu|do meu) (?:emprego|trabalho)(?: (?:na|no|em) {V})?",
        ),
        ("habit", r"(?:deixei|parei) de (?P<v>\w+r\b.*)"),
        ("relationship_status", rf"(?:terminei|acabei) com (?:a |o )?{V}"),
        ("car", r"vendi (?:o )?meu carro(?P<v>)"),
    ),
    third=(
        ("home", rf"(?:mora|vive) (?:em|no|na) {V}"),
        ("home", rf"(?:mudou-se|se mudou) para (?:o |a )?{PLACE}"),
        ("employer", rf"trabalha (?:na|no|em|para) {V}"),
        (
            "role",
            r"é (?P<v>(?:enfermeir|médic|professor|engenheir|advogad|arquitet|cozinheir|jornalist)\w*)",
        ),
        ("name", rf"(?:chama-se|se chama) {V}"),
        ("age", r"tem (?P<v>\d{1,3}) anos"),
        ("diet", r"é (?P<v>vegetarian[oa]|vegan[oa])"),
        ("allergy", rf"é alérgic[oa] (?:a|ao|aos|à|às) {V}"),
        (
            "relationship_status",
            r"(?:é|está) (?P<v>solteir[oa]|casad[oa]|divorciad[oa])",
        ),
    ),
)
ITALIAN = Phrases(
    lead="io|ora|adesso|attualmente|anche|e|ma|in realtà|recentemente",
    possessive="mio|mia|il mio|la mia|i miei|le mie|nostro|nostra",
    negation=r"\bnon\b|(?<=\w )più(?= (?:a|in|per|da|con)\b)",
    joint="e|ed|ma",
    first=(
        ("name", rf"mi chiamo {V}"),
        ("name", rf"il mio nome è {V}"),
        ("age", r"(?:ho|ho compiuto) (?P<v>\d{1,3}) anni"),
        ("home", rf"(?:abito|vivo|risiedo) (?:a|in|vicino a) {V}"),
        (
            "home",
            rf"(?:mi sono trasferit[oa]|ci siamo trasferiti) (?:da \w+ )?(?:a|in) {PLACE}",
        ),
        ("employer", rf"lavoro (?:come [\w ]{{2,40}} )?(?:per|alla|presso|in|da) {V}"),
        ("role", rf"lavoro come {V}"),
        (
            "role",
            r"sono (?:un |un'|una )?(?P<v>(?:infermier|medic|professor|insegnant|ingegner|avvocat|architett|cuoc|giornalist|programmat|svilupp|student|dentist|psicolog)\w*.*)",
        ),
        ("diet", r"(?:sono|sono diventat[oa]) (?P<v>vegetarian[oa]|vegan[oa])"),
        (
            "relationship_status",
            r"(?:sono|mi sono) (?P<v>single|celibe|nubile|sposat[oa]|divorziat[oa]|fidanzat[oa]|vedov[oa]|separat[oa])",
        ),
        ("allergy", rf"sono allergic[oa] (?:alle|ai|agli|al|alla|a) {V}"),
        ("favorite", rf"(?:il mio|la mia) {KIND} preferit[oa] è (?:il |la |l')?{V}"),
        ("birthday", rf"il mio compleanno è (?:il )?{V}"),
        ("email", r"la mia (?:e-?mail|mail) è (?P<v>\S+@\S+?)[.,]?(?:\s|$)"),
        ("language", rf"parlo {V}"),
        ("hometown", rf"(?:sono|vengo) (?:di|da) {PLACE}"),
        ("birthplace", rf"sono nat[oa] (?:a|in) {PLACE}"),
        (
            "pet",
            r"(?:ho|abbiamo) (?P<v>(?:un|una|due|tre) (?:can|gatt|conigli|uccell|cricet)\w*)",
        ),
        ("child", r"(?:ho|abbiamo) (?P<v>(?:un|una|due|tre|\d) figli\w*)"),
        ("hobby", rf"(?:gioco a|suono (?:il|la)|pratico) {V}"),
        (
            "likes",
            rf"(?:mi piace|mi piacciono|adoro|preferisco|amo) (?:molto )?(?:il |la |i |le |gli )?{V}",
        ),
        ("dislikes", rf"(?:odio|detesto) (?:il |la |i |le )?{V}"),
    ),
    ended=(
        ("employer", rf"ho lasciato il (?:mio )?lavoro(?: (?:alla|in|presso) {V})?"),
        ("habit", r"ho smesso di (?P<v>\w+.*)"),
        ("relationship_status", rf"ho rotto con {V}"),
    ),
    third=(
        ("home", rf"(?:abita|vive) (?:a|in) {V}"),
        ("home", rf"si è trasferit[oa] (?:a|in) {PLACE}"),
        ("employer", rf"lavora (?:per|alla|presso) {V}"),
        ("name", rf"si chiama {V}"),
        ("age", r"ha (?P<v>\d{1,3}) anni"),
        ("diet", r"è (?P<v>vegetarian[oa]|vegan[oa])"),
        ("allergy", rf"è allergic[oa] (?:alle|ai|al|alla|a) {V}"),
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
RUSSIAN = Phrases(
    lead="я|сейчас|теперь|уже|и|но",
    possessive="мой|моя|мои|наш|наша",
    negation=r"\b(?:больше не|не)\b",
    joint="и|но",
    first=(
        ("name", rf"меня зовут {V}"),
        ("age", r"мне (?P<v>\d{1,3}) (?:лет|год)"),
        ("home", rf"(?:живу|переехал|переехала) в {V}"),
        ("employer", rf"работаю в {V}"),
        ("allergy", rf"(?:у меня )?аллергия на {V}"),
        ("likes", rf"(?:люблю|обожаю) {V}"),
    ),
    ended=(),
    third=(("home", rf"живёт в {V}"), ("employer", rf"работает в {V}")),
)
LANGUAGES = {
    "ru": RUSSIAN,
    "es": SPANISH,
    "fr": FRENCH,
    "de": GERMAN,
    "pt": PORTUGUESE,
    "it": ITALIAN,
    "nl": DUTCH,
}
