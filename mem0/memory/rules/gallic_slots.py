"""Slots of French and Italian statements."""

from __future__ import annotations

from mem0.memory.rules import occupations as jobs
from mem0.memory.rules.occupations import CARS, MODEL
from mem0.memory.rules.phrasebook import KIND, PLACE, Phrases, V

FRENCH = Phrases(
    lead="moi|maintenant|actuellement|aussi|et|mais|alors|en fait|désormais|récemment|aujourd'hui",
    possessive="mon|ma|mes|notre",
    negation=r"\bn(?:e |')(?=\w+(?: \w+)? (?:plus|pas)\b)|(?<= )(?:plus|pas)(?= (?:le|la|les|l'|à|chez|en|végé|végane|vegan|mari|allerg|de|du|au|avec|comme|dans|pour|seul|céliba))",
    joint="et|mais",
    first=(
        (
            "phone",
            r"j'ai (?:changé de|un nouveau) (?:numéro|num|tel|téléphone)[,:]? (?:c'est |maintenant |le )*(?P<v>[+\d][\d ().-]{6,24})",
        ),
        (
            "home",
            rf"(?:je suis|j'ai|je viens de|on a|on vient de|je me suis) (?:installée?s?|emménagée?|emménager|déménager|m'installer|m'installer) (?:à|en|au|aux) {PLACE}",
        ),
        (
            "diet",
            r"je (?:suis (?:devenue? )?|mange )(?P<v>végétarien(?:ne)?|végane?|vegane?|végé|végétalien(?:ne)?|vegan)\b",
        ),
        (
            "employer",
            rf"(?:j'ai été (?:embauchée?|prise)|j'ai (?:commencé|débuté|été pris)|je suis embauchée?) (?:à travailler )?(?:chez|à la|à|au) {V}",
        ),
        ("employer", rf"(?:je travaille|je bosse) à la {V}"),
        (
            "role",
            rf"(?:j'ai été promue?|je suis passée?|on m'a nommée?|j'ai été nommée?) {V}",
        ),
        ("role", rf"je travaille (?:comme|en tant que|en tant qu') ?{V}"),
        (
            "role",
            rf"je suis (?:un |une )?(?P<v>(?:{jobs.FRENCH}|(?:directeur|directrice|chef|cheffe|responsable|gérante?)\b).*)",
        ),
        (
            "relationship_status",
            r"je (?:suis|me suis)(?: \w+ment)? (?P<v>pacsée?s?|séparée?s?|mariée?s?|divorcée?s?|fiancée?s?|veuve|veuf|célibataire)\b",
        ),
        ("relationship_status", r"j'ai (?P<v>divorcé)\b"),
        ("allergy", r"je suis (?P<v>cœliaque|coeliaque)"),
        ("allergy", rf"je suis intolérante? (?:au|à la|aux|à l'|à) ?{V}"),
        (
            "birthday",
            r"(?:mon anniversaire est|je suis née?|mon anniv est) (?:le )?(?P<v>\d{1,2}(?:er)? (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b.*)",
        ),
        (
            "car",
            rf"(?:je conduis|j'ai (?:acheté|pris)?|je viens d'acheter|j'ai maintenant) ?(?:une?|la|ma|le)? ?(?:\w+ )?(?P<v>{CARS}\b{MODEL})",
        ),
        (
            "pet",
            r"(?:j'ai (?:adopté |pris )?|nous avons |je viens d'?e? ?adopter )(?P<v>(?:une?|deux|trois|quatre|\d) (?:petite? )?(?:chiot|chaton|chienne|chien|chatte|chat|lapin|oiseau|hamster|perroquet|perruche|tortue|poisson|cheval|poule|cochon d'Inde|furet)\w*)",
        ),
        (
            "child",
            r"(?:j'ai|nous avons) (?P<v>(?:une?|deux|trois|quatre|\d) (?:petite?s? )?(?:enfants?|fils|filles?|garçons?|gamins?|gosses?|bébés?|jumeaux|jumelles))",
        ),
        ("language", rf"je parle (?:couramment )?(?:le |l')?{V}"),
        ("dislikes", rf"j'aime pas (?:du tout )?(?:le |la |les |l')?{V}"),
        ("habit", r"je (?P<v>fume)\b"),
        ("name", rf"je m'appelle {V}"),
        ("name", rf"mon nom est {V}"),
        ("age", r"(?:j'ai|je ai|je viens d'avoir) (?P<v>\d{1,3}) ans\b(?! (?:d'|de ))"),
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
            rf"(?:mon|ma) {KIND} (?:préférée?|favorite?) est (?-i:le |la |l')?{V}",
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
            r"(?:j'ai (?:démissionné|été (?:viré|licencié|remercié)e?)|je (?:me suis fait|viens de me faire) (?:virer|licencier)|je suis au chômage|j'ai perdu mon travail)\b(?P<v>)",
        ),
        (
            "employer",
            rf"j'ai arrêté de (?:travailler|bosser) (?:chez|pour|à la|à|au) {V}",
        ),
        (
            "employer",
            rf"je (?:travaillais|bossais) (?:comme [\w ]{{2,40}} )?(?:chez|pour|à la|à|au) {V}",
        ),
        ("home", rf"(?:j'habitais|je vivais) (?:à|en|au|aux) {V}"),
        (
            "relationship_status",
            r"(?:j'ai (?:rompu avec|quitté (?:mon copain|ma copine|mon mari|ma femme|mon mec|ma meuf))|on (?:a rompu|n'est plus ensemble|s'est quittés?)|on est plus ensemble)\b(?P<v>)",
        ),
        ("car", rf"j'ai (?:re)?vendu (?:ma |mon |la |le )?(?P<v>{CARS}\b{MODEL})"),
        (
            "employer",
            r"j'ai (?:quitté|démissionné de) (?:mon (?:travail|emploi|poste|job)(?: chez)?|chez) ?(?P<v>.*)",
        ),
        ("habit", r"j'ai arrêté de (?P<v>\w+.*)"),
        ("relationship_status", rf"j'ai rompu avec {V}"),
        ("car", r"j'ai vendu ma voiture(?P<v>)"),
    ),
    third=(
        ("name", rf"(?:s'appelle|c'est) {V}"),
        ("role", rf"(?:est|travaille comme) (?:un |une )?(?P<v>{jobs.FRENCH})"),
        ("role", rf"(?:travaille|bosse|taffe) comme {V}"),
        (
            "employer",
            rf"(?:travaille|bosse|taffe) (?:chez|pour|à la|au|à l') ?{V}",
        ),
        ("home", rf"(?:habitent|vivent|vit|habite) (?:à|en|au|aux|près de) {V}"),
        (
            "age",
            r"(?:a|a eu|vient d'avoir|a fêté ses) (?P<v>\d{1,3})(?: ans\b| ?$|(?=,))",
        ),
        (
            "relationship_status",
            r"(?:s'est|est) (?P<v>mariée?|divorcée?|séparée?|pacsée?|fiancée?)\b",
        ),
        ("likes", rf"(?:adore|aime) (?!pas)(?:beaucoup )?(?:le |la |les |l')?{V}"),
        ("dislikes", rf"(?:déteste|aime pas) (?:le |la |les |l')?{V}"),
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
        (
            "phone",
            r"ho (?:cambiato|un nuovo) (?:numero|cellulare)[,:]? (?:e |è |il )*(?P<v>[+\d][\d ().-]{6,24})",
        ),
        (
            "name",
            r"sono (?P<v>(?-i:(?!(?:Aries|Tauro|Géminis|Cáncer|Leo|Virgo|Libra|Escorpio|Sagitario|Capricornio|Acuario|Piscis|Ariete|Toro|Gemelli|Cancro|Leone|Vergine|Bilancia|Scorpione|Capricorno|Acquario|Pesci|Dios|(?:Italian|Spagnol|Frances|Tedesc|Ingles|Portoghes|American|Brasilian|Argentin|Milanes|Napoletan|Sicilian|Torines|Español|Mexican|Colombian|Chilen|Peruan|Venezolan|Cuban|Catal|Galleg|Andaluz|Madrileñ|Católic)\w*)\b)[A-ZÀ-Þ][a-zà-þ]+))(?=,|$| e\b)",
        ),
        (
            "home",
            rf"(?:mi sono trasferit[oa]|ci siamo trasferit[ie]|sono andat[oa] a vivere|siamo andati a vivere) (?:da \w+ )?(?:a|in) {PLACE}",
        ),
        (
            "employer",
            rf"(?:lavoro|sono stat[oa] assunt[oa]|ho iniziato|ho cominciato) (?:a lavorare )?(?:da|in|alla|al|per|presso|con) {V}",
        ),
        (
            "role",
            rf"(?:faccio (?:il|la|l')|lavoro come|sono stat[oa] promoss[oa](?: a)?) ?{V}",
        ),
        ("role", rf"sono (?:un |un'|una )?(?P<v>{jobs.ITALIAN}.*)"),
        (
            "relationship_status",
            r"ci siamo (?P<v>lasciati|separati|sposati|fidanzati)\b",
        ),
        ("relationship_status", r"ho (?P<v>divorziato)\b"),
        ("allergy", r"sono (?P<v>celiac[oa])\b"),
        ("allergy", rf"sono intollerante (?:al|alla|ai|alle|a) {V}"),
        ("age", r"(?:ho|ho compiuto|ho fatto) (?P<v>\d{1,3}) anni\b(?! (?:di |che ))"),
        (
            "car",
            rf"(?:ho comprato|guido|ho) (?:una?|la|il) ?(?:\w+ )?(?P<v>{CARS}\b{MODEL})",
        ),
        (
            "pet",
            r"(?:ho|abbiamo|ho adottato|ho comprato) (?P<v>(?:un|una|due|tre|quattro|\d) (?:cucciol|can|cagnolin|gatt|conigli|uccell|cricet|pappagall|tartarug|pesc|cavall)\w*)",
        ),
        (
            "child",
            r"(?:ho|abbiamo) (?P<v>(?:un|una|due|tre|quattro|\d) (?:bimb[oiae]|bambin[oiae]|figli\w*|gemell[ie]|ragazz[ie]))",
        ),
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
        ("favorite", rf"(?:il mio|la mia) {KIND} preferit[oa] è (?-i:il |la |l')?{V}"),
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
        ("employer", rf"ho smesso di lavorare (?:da|in|alla|al|per|presso) {V}"),
        (
            "employer",
            r"(?:mi sono licenziat[oa]|mi hanno licenziat[oa]|sono stat[oa] licenziat[oa]|ho perso il lavoro|ho dato le dimissioni|sono disoccupat[oa])\b(?P<v>)",
        ),
        ("employer", rf"lavoravo (?:da|in|alla|al|per|presso) {V}"),
        ("home", rf"(?:vivevo|abitavo) (?:a|in) {V}"),
        (
            "relationship_status",
            r"(?:ho rotto con|ho lasciato (?:il mio ragazzo|la mia ragazza)|mi sono lasciat[oa] con)\b(?P<v>)",
        ),
        ("car", rf"ho venduto (?:la |il )?(?:mia |mio )?(?P<v>{CARS}\b{MODEL})"),
        ("employer", rf"ho lasciato il (?:mio )?lavoro(?: (?:alla|in|presso) {V})?"),
        ("habit", r"ho smesso di (?P<v>\w+.*)"),
        ("relationship_status", rf"ho rotto con {V}"),
        ("car", r"ho venduto la (?:mia )?(?:macchina|auto)(?P<v>)"),
    ),
    third=(
        (
            "role",
            rf"(?:è (?:un |un'|una )?|fa (?:il |la |l')|lavora come )(?P<v>{jobs.ITALIAN})",
        ),
        ("employer", rf"lavora (?:per|alla|al|presso|da|in|con) {V}"),
        ("home", rf"(?:vivono|abitano) (?:a|in) {V}"),
        ("likes", rf"adora (?:il |la |i |le |gli )?{V}"),
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
