"""Slots of French and Italian statements."""

from __future__ import annotations

from mem0.memory.rules.phrasebook import KIND, PLACE, Phrases, V

FRENCH = Phrases(
    lead="moi|maintenant|actuellement|aussi|et|mais|alors|en fait|désormais|récemment|aujourd'hui",
    possessive="mon|ma|mes|notre",
    negation=r"\bn(?:e |')(?=\w+(?: \w+)? (?:plus|pas)\b)|(?<= )(?:plus|pas)(?= (?:le|la|les|l'|à|chez|en|végé|végane|vegan|mari|allerg|de|du|au|avec|comme|dans|pour|seul|céliba))",
    joint="et|mais",
    first=(
        ("habit", r"je (?P<v>fume)\b"),
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

ITALIAN = Phrases(
    lead="io|ora|adesso|attualmente|anche|e|ma|in realtà|recentemente",
    possessive="mio|mia|il mio|la mia|i miei|le mie|nostro|nostra",
    negation=r"\bnon\b|(?<=\w )più(?= (?:a|ad|al|alla|alle|in|nel|nella|per|presso|da|con|di|come|il|la|lo|le|i|gli|vegan|vegetarian|sposat|allergic)|$)",
    joint="e|ed|ma",
    first=(
        ("habit", r"(?P<v>fumo)\b"),
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
        ("native_language", rf"la mia (?:lingua madre|madrelingua) è (?:l'|il )?{V}"),
        (
            "phone",
            r"il mio (?:numero(?: di telefono)?|telefono|cellulare) è (?:il )?(?P<v>[+\d][\d ()-]{4,24})",
        ),
        (
            "employer",
            rf"ho (?:iniziato|cominciato|trovato) (?:a lavorare|un (?:nuovo )?lavoro) (?:per|alla|presso|in|da) {V}",
        ),
        (
            "car",
            r"(?:guido|ho) una? (?P<v>(?:Fiat|Alfa|Tesla|Renault|Peugeot|Toyota|Ford|BMW|Audi|Volkswagen|Lancia|Honda)\b.*)",
        ),
        ("sibling", r"ho (?P<v>(?:un|una|due|tre|\d) (?:fratell|sorell)\w*)"),
        ("school", rf"studio (?:[\w ]{{2,30}} )?(?:a|alla|all'|presso) {PLACE}"),
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
        ("car", r"ho venduto la (?:mia )?(?:macchina|auto)(?P<v>)"),
    ),
    third=(
        ("home", rf"(?:abita|vive) (?:a|in) {V}"),
        ("home", rf"si è trasferit[oa] (?:a|in) {PLACE}"),
        ("employer", rf"lavora (?:per|alla|presso) {V}"),
        ("name", rf"si chiama {V}"),
        ("age", r"ha (?P<v>\d{1,3}) anni"),
        ("diet", r"è (?P<v>vegetarian[oa]|vegan[oa])"),
        ("allergy", rf"è allergic[oa] (?:alle|ai|al|alla|a) {V}"),
        (
            "role",
            r"(?:è (?:un |un'|una )?|lavora come )(?P<v>(?:infermier|medic|professor|insegnant|ingegner|avvocat|architett|cuoc|giornalist|programmat|svilupp|student)\w*)",
        ),
        (
            "relationship_status",
            r"è (?P<v>single|sposat[oa]|divorziat[oa]|fidanzat[oa])",
        ),
    ),
)
