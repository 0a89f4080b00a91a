"""Chat spelling of Spanish, French, Portuguese and Italian."""

from __future__ import annotations

from mem0.memory.rules.spoken_table import Spoken

_ES_UNIT = r"(?:años?|mes(?:es)?|semanas?|días?|tiempo|rato|añitos?)"
SPANISH = Spoken(
    respell=(
        (r"\bq\b", "que"),
        (r"\b(?:en|a) las afueras de |\b(?:cerquita|cerca|al lado) de (?=\w)", "en "),
        (r"^a (mi \w+(?: \w+)?) (?=(?:no )?les? )", r"\1 "),
        (r"\bxq\b|\bpq\b", "porque"),
        (r"\btb\b|\btmb\b|\btbn\b", "también"),
        (r"\b(?:llevo|llevamos) (?=.*\w+ndo\b)", ""),
        (r"\b(?:sigo|seguimos|ando|andamos|continúo) (?=\w+ndo\b)", ""),
        (r"\b(?:estoy |estamos )?viviendo (?=en|con)", "vivo "),
        (
            r"\b(?:estoy |estamos )?(?:trabajando|currando) (?=en|de|como|para)",
            "trabajo ",
        ),
        (r"\bestoy aprendiendo\b", "aprendo"),
        (r"\bsigo (?=en (?-i:[A-ZÁÉÍÓÚ]))", "vivo "),
        (r"\b(?:curro|laburo|chambeo) (?=en|de|como|para|con)", "trabajo "),
        (r"\b(?:curra|labura|chambea) (?=en|de|como|para|con)", "trabaja "),
        (r"\bcurraba|\blaburaba", "trabajaba"),
        (r"\b(?:el |mi )(?:curro|laburo|chamba)\b", "mi trabajo"),
        (r"\bdel curro\b", "del trabajo"),
        (r"\bvivimos\b", "vivo"),
        (r"\b(?:me|nos) (?:he|hemos) (?:venido|ido) a vivir a\b", "me mudé a"),
        (r"\bvivo ahí\b", "vivo"),
        (r"\bme llaman\b|\bmis amigos me llaman\b", "me llamo"),
        (r"\b(?:me|nos) (?:he|hemos) (?:pillado|comprado|agenciado)\b", "compré"),
        (r"\bme (?:pillé|compré|agencié)\b|\bcompramos\b|\bhe comprado\b", "compré"),
        (r"\b(?:cumple|cumpleaños) (?=es\b)", "cumpleaños "),
        (r"(?:\btacos|\bañitos)\b", "años"),
        (r"\bmazo\b|\bsúper\b|\bun montón\b", "mucho"),
        (
            r"\bme (?:flipan?|molan?|chiflan?|fascinan?|apasionan?|privan?|vuelven? loc[oa])\b",
            "me encanta",
        ),
        (r"\b(?:no soporto|no aguanto|no trago|no puedo con|aborrezco)\b", "odio"),
        (r"\bno me (?:gustan?|molan?) nada\b", "odio"),
        (r"\bya no (?:salgo|estoy|ando|vivo) con (?=[\w]+(?:$|[ ,.]))", "rompí con "),
        (r"\bme dan? (?:asco|grima)\b", "odio"),
        (
            r"\bmi (?:número|teléfono|móvil|cel|celular)(?: nuevo| actual)?(?: de (?:teléfono|móvil))?(?: ahora)? es\b",
            "mi número es",
        ),
        (r"\bmi nuevo (?:número|teléfono|móvil)(?: de \w+)? es\b", "mi número es"),
    ),
    since=(
        rf"desde hace (?:ya )?(?:\w+ )?{_ES_UNIT}|hace (?:ya )?(?:más de |casi |unos )?\w+ {_ES_UNIT} que"
        rf"|desde (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre)(?: de \d{{4}})?"
        rf"|desde (?:\d{{4}}|siempre|pequeñ[oa]|el (?:año|mes|verano|lunes|martes)(?: pasado)?|la semana pasada|entonces|que nací|el principio)"
        rf"|(?:ya )?(?:\d+|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|varios|muchos|unos) {_ES_UNIT}(?= vivo| trabajo)"
        rf"|toda la vida|de toda la vida|los findes|entre semana"
    ),
    adverbs=(
        r"ya(?! no)|todavía|aún|actualmente|ahora(?: mismo)?|hoy en día|también|tampoco|siempre|justo|recién|por fin|al final|finalmente"
        r"|al parecer|por suerte|de momento|por ahora|últimamente|hoy por hoy|muy|bastante|súper|super|realmente|oficialmente|solo|sólo|además|encima"
    ),
    fillers=r"buenas|hola(?: qué tal| q tal)?|hey|ey|holi|pues(?: nada)?|bueno(?: pues)?|bah|uf+|buf+|puf+|ay+|uy+|ah+|oh+|eh|oye|qué tal|q tal|por cierto|la verdad(?: es que)?(?= \w)|resulta que|ostras|hostia|joder|madre mía|sinceramente|de hecho|quería decirte que|te cuento(?: que)?|que sepas que|para que lo sepas|es que|o sea|chic[oa]s|gente(?= (?:me|al|ya|hoy|mañana|nos|os))|y eso que|creo que ya te dije que",
    asides=r"nada|mira|sabes qué|a ver|en fin|total|dios|tí[oa]|una cosa|para nada|qué va|q va|que va|no|gente|chavales|hombre|mujer|sí",
    endings=r"eh|vale|sabes|la verdad|por cierto|no sé|tío|tía|jaja|ya sabes|ya ves|ya te dije|como te dije|te lo juro|por suerte|qué guay|qué ilusión|porfa|:\)|:\(",
)

_FR_UNIT = r"(?:ans?|année?s?|mois|semaines?|jours?|longtemps)"
FRENCH = Spoken(
    respell=(
        (r"\b(?:du côté de|près de|pas loin de|à côté de) ", "à "),
        (r"\b(?:jsuis|j'suis|j suis|chuis|chui|j'sui|chus|jsui)\b", "je suis"),
        (
            r"\bj(?=(?:bosse|travaille|vis|parle|mange|déteste|bois|fume|fais|kiffe|supporte|sais|viens|taffe|préfère|joue|conduis|roule|lis|regarde)\b)",
            "je ",
        ),
        (
            r"\bj'(?=(?:bosse|travaille|vis|parle|mange|déteste|bois|fume|fais|kiffe|supporte|viens|taffe|préfère|joue|conduis|roule)\b)",
            "je ",
        ),
        (r"\bjhabite\b", "j'habite"),
        (r"\bj(?=(?:ai|aime|adore|étudie)\b)", "j'"),
        (
            r"\b(?:bosse|taffe|taf)(?=(?: plus| pas| aussi| \w+ment)?(?: plus| pas)? (?:chez|à|au|aux|pour|comme|dans|en)\b)",
            "travaille",
        ),
        (r"\bbossais\b|\btaffais\b", "travaillais"),
        (r"\bmon (?:taf|boulot|job|poste)\b", "mon travail"),
        (r"\b(?:nous habitons|on habite|on vit|nous vivons)\b", "j'habite"),
        (
            r"\b(?:on a|nous avons) (?=(?:déménagé|emménagé|adopté|acheté|vendu|quitté|pris|arrêté)\b)",
            "j'ai ",
        ),
        (r"\bon s'est (?=(?:séparé|marié|fiancé|pacsé|installé)e?s?)", "je me suis "),
        (
            r"\bnous nous sommes (?=(?:séparé|marié|fiancé|pacsé|installé)e?s?)",
            "je me suis ",
        ),
        (
            r"\bon (?:vient|venons) d[e'] ?(?=(?:adopter|emménager|déménager|s'installer|acheter))",
            "je viens de ",
        ),
        (r"\bon a (?=(?:une?|deux|trois|\d))", "j'ai "),
        (r"\bplaqué|\blâché", "quitté"),
        (r"\b(?:je roule en|je conduis une?)\b", "je conduis une"),
        (
            r"\bje kiffe\b|\bje raffole d[eu]s?\b|\bje suis fan d[e']|\bj'aime (?:trop|bien|beaucoup)\b",
            "j'adore ",
        ),
        (
            r"\bje (?:ne |n')?(?:supporte pas|peux pas (?:supporter|blairer|sentir)|aime pas du tout)\b",
            "je déteste",
        ),
        (r"\b(?:mon anniv|mon anniversaire)(?:,)? c'est\b", "mon anniversaire est"),
        (
            r"\bmon (?:nouveau )?(?:num|numéro|tel|téléphone|portable)(?: de (?:téléphone|portable|tel))? (?:c'est|est)\b",
            "mon numéro est",
        ),
        (r"\b((?:mon|ma) \w+ (?:préférée?|favorite?)),? c'est\b", r"\1 est"),
        (r"\bmoi,? c'est (?=(?-i:[A-ZÀ-Þ])\w+(?:$|[,.!]| et\b))", "je m'appelle "),
        (
            r"\b(?:je |j'|on )(?:ne |n')?(?:sors|suis|est) plus (?:avec|ensemble)\b",
            "j'ai rompu avec",
        ),
        (r"\bpiges|\bballais|\bbalais\b", "ans"),
        (r"\bj'ai (?:eu|fêté mes) (?=\d+ ans)", "j'ai "),
        (
            r"(depuis [\w ]{3,20})\bje suis (?=(?:chez|à la|au) (?-i:[A-ZÀ-Þ]))",
            r"\1je travaille ",
        ),
        (r"\bje (?:ne |n')?suis plus chez\b", "je travaille plus chez"),
    ),
    since=(
        rf"depuis (?:\w+ )?{_FR_UNIT}(?: dernière?s?)?|depuis (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?: \d{{4}})?"
        rf"|depuis (?:\d{{4}}|toujours|petite?|longtemps|peu|l'an(?:née)? dernière?|le mois dernier|la semaine dernière|hier|lundi|toute petite|tout petit)"
        rf"|ça fait \w+ {_FR_UNIT} que|(?:il )?y a \w+ {_FR_UNIT} que"
    ),
    adverbs=(
        r"du tout|toujours|encore|maintenant|actuellement|désormais|aussi|vraiment|très|trop|hyper|super|grave|en ce moment|finalement|du coup|enfin|déjà"
        r"|officiellement|principalement|surtout|pour l'instant|à présent|dorénavant|récemment|heureusement|normalement|carrément|genre"
    ),
    fillers=r"non(?= (?:je|j'|moi|mon|ma))|coucou|salut|hello|bonjour|bon(?: ben| bah)|ben|bah|beh|euh+|ah|oh|oula+|ouf|pfff*|alors|du coup|sinon|bref|en fait|au fait|à propos|franchement|honnêtement|figure-toi que|il se trouve que|d'ailleurs|ouais|nan|wesh|putain|purée|punaise|oh là là|je voulais te dire que|en vrai|finalement|les (?:gars|filles|amis)|eh",
    asides=r"bon|enfin|genre|tu sais|tiens|écoute|voilà|par contre|frère|meuf|je te raconte|pas du tout|si si|non mais|non|oui|si",
    endings=r"hein|quoi|voilà|du coup|tu sais|tu vois|en fait|mdr|lol|là|en vrai|d'ailleurs|au fait|stp|svp|bref|franchement|heureusement|je te jure|trop contente?|haha",
)

_PT_UNIT = r"(?:anos?|mês|meses|semanas?|dias?|tempo)"
PORTUGUESE = Spoken(
    respell=(
        (r"\bñ\b|\bn(?=\s\w)|\bnaum\b|\bnum (?=\w+o (?:mais|d))", "não"),
        (r"\bnao\b", "não"),
        (r"\b(?:pertinho|perto|do lado) de |\bna região de ", "em "),
        (r"\bvc\b", "você"),
        (r"\bpra\b|\bp/", "para"),
        (r"\bpro\b", "para o"),
        (r"\btb\b|\btbm\b", "também"),
        (
            r"\b(?:tô|to|tou) (?=\w+ndo\b|na\b|no\b|em\b|de\b|com\b|mais\b|solteir|casad|divorciad|separad|noiv|namorando|grávid)",
            "estou ",
        ),
        (r"\b(?:continuo|sigo|ando) (?=\w+ndo\b)", "estou "),
        (r"\bcontinuo a (?=\w+r\b)", "estou a "),
        (r"\bestou (?:morando|vivendo|a morar|a viver)\b", "moro"),
        (
            r"\bestou (?:trabalhando|trampando|a trabalhar) (?=na|no|em|como|para|de)",
            "trabalho ",
        ),
        (
            r"\bestou (?:aprendendo|a aprender|estudando|a estudar) (?=\w+(?:ês|ão|es|ano|ol|co|bras|lês)\b)",
            "aprendo ",
        ),
        (
            r"\b(?:trampo|trabalho) (?=(?:também )?(?:na|no|em|num|numa|como|de|com|para)\b)",
            "trabalho ",
        ),
        (r"\btrampa\b", "trabalha"),
        (r"\btrampava\b", "trabalhava"),
        (r"\ba gente (?:mora|vive)\b|\bmoramos\b|\bvivemos\b", "moro"),
        (
            r"\ba gente se mudou\b|\b(?:a gente )?mudou (?=para)|\bme mudei\b|\bmudei-me\b|\b(?:vim|viemos) morar\b",
            "me mudei",
        ),
        (r"\bme mudei (?:para cá )?(?:em|no|na) (?=(?-i:[A-ZÀ-Þ]))", "me mudei para "),
        (
            r"\ba gente (?:tem|adotou|acabou de adotar)\b|\bacabamos de adotar\b|\bacabei de adotar\b|\badotamos\b",
            "adotei",
        ),
        (r"\bme chamam(?: de)?\b", "me chamo"),
        (
            r"\b(?:o )?meu (?:niver|aniversário)(?: é)?(?: no)? (?:dia|em)\b",
            "meu aniversário é",
        ),
        (r"\b(?:o )?meu niver\b", "meu aniversário"),
        (
            r"\b(?:o )?meu (?:novo )?(?:zap|whats|número|cel|celular|telefone|telemóvel|tel)(?: novo)?(?: de \w+)? (?:é|agora é)\b",
            "meu número é",
        ),
        (
            r"\b(?:não suporto|não aguento|não curto nada|abomino|tenho nojo de|não gosto nada d[eoa]s?)\b",
            "odeio",
        ),
        (r"\b(?:curto|amo|me amarro em|sou apaixonad[oa] por|sou fã de)\b", "adoro"),
        (r"\b(?:tenho sim)\b", "tenho"),
        (r"\bcompletei\b", "fiz"),
        (
            r"\bnão (?:estou|namoro|fico) mais (?:namorando|junto com|junta com|saindo com|com)(?: (?:o|a))? (?=\w+)",
            "terminei com ",
        ),
        (r"\bintolerante (?:à|a) lactose\b", "intolerante a lactose"),
    ),
    since=(
        rf"(?:há|faz|já faz) (?:uns |umas |mais de |quase |já )?(?:\d+|um|uma|dois|duas|três|quatro|cinco|seis|sete|oito|nove|dez|alguns|algumas|muitos|uns|umas) {_PT_UNIT}(?: que)?"
        rf"|desde (?:janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro)(?: de \d{{4}})?"
        rf"|desde (?:\d{{4}}|sempre|pequen[oa]|criança|o ano passado|o mês passado|a semana passada|ontem|segunda|que nasci)|a vida (?:toda|inteira)"
    ),
    adverbs=(
        r"já(?! não)|ainda|atualmente|agora|hoje em dia|também|sempre|bem|muito|super|bastante|realmente|recentemente|finalmente|no momento|por enquanto|ultimamente|só|apenas|enfim|oficialmente|mesmo|hoje"
    ),
    fillers=r"oi+|olá|opa|eai|e aí|então(?: tá)?|poxa|puxa|nossa|caramba|véi|ah|oh|ai|eita|aff+|hum|enfim|aliás|a propósito|na real|na verdade|pois é|tipo assim|é que|a verdade é que|sinceramente|de fato|deixa eu te contar|queria te dizer que|bah|uai|por sinal|galera|acontece que",
    asides=r"não|bom|bem|olha|gente|mano|cara|tipo|sabe|pois|que nada|imagina|nada|ó|veja|pessoal|sim",
    endings=r"viu|né|tá|sabe|cara|mano|gente|ok|então|hein|pá|kkk+|rs+|hj|pfv|enfim|graças a deus|sabia|lol",
)

_IT_UNIT = r"(?:ann[oi]|mes[ei]|settiman[ae]|giorn[oi]|tempo)"
ITALIAN = Spoken(
    respell=(
        (r"\bnn\b", "non"),
        (r"\b(?:vicino a|dalle parti di) ", "a "),
        (r"\bpiu\b|\bpiu'", "più"),
        (r"\bcmq\b", "comunque"),
        (r"\banke\b", "anche"),
        (r"\bperche'?\b", "perché"),
        (r"\b(?:viviamo|abitiamo|sto vivendo|vivo ancora|continuo a vivere)\b", "vivo"),
        (r"\b(?:sto lavorando|continuo a lavorare)\b", "lavoro"),
        (
            r"\bsto imparando\b|\bsto studiando (?=\w+(?:ese|ano|olo|sco|no)\b)",
            "imparo ",
        ),
        (
            r"\b(?:ho preso|ho comprato|abbiamo preso|abbiamo comprato|mi sono comprat[oa]|mi sono pres[oa])\b",
            "ho comprato",
        ),
        (r"\babbiamo (?=adottato|preso|venduto)", "ho "),
        (
            r"\b(?:non sopporto|non reggo|non mi piacciono per niente|non mi piace per niente|mi fa schifo|mi fanno schifo)\b",
            "odio",
        ),
        (r"\b(?:vado matt[oa] per|sono pazz[oa] per|mi fa impazzire)\b", "adoro"),
        (
            r"\bil mio (?:nuovo )?(?:numero|cell|cellulare|telefono)(?: nuovo)?(?: di \w+)? è\b",
            "il mio numero è",
        ),
        (r"\bnon (?:sto|esco|siamo) più (?:con|insieme)\b", "ho rotto con"),
        (r"\bcompio gli anni il\b", "il mio compleanno è il"),
    ),
    since=(
        rf"da(?:l|i|lla)? (?:\w+ )?{_IT_UNIT}(?: scors[oa])?|da (?:gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre)|dal \d{{4}}|da sempre|da poco|da quando sono nat[oa]|da ieri|da lunedì"
    ),
    adverbs=r"ancora|sempre|ora|adesso|attualmente|oggi|anche|molto|davvero|proprio|già|finalmente|per ora|al momento|ormai|tuttora|ultimamente|appena|super|oggigiorno",
    fillers=r"no(?= (?:sono|ho|mi|vivo|lavoro))|ciao|ehi|allora|beh|bè|boh|mah|ah|oh|eh|uffa|oddio|insomma|comunque|a proposito|in realtà|tra l'altro|cioè|cavolo|mamma mia|ragazz[ie]|alla fine|volevo dirti che|figurati",
    asides=r"no|sì|senti|guarda|sai|niente|dai|per niente|macché",
    endings=r"sai|eh|dai|no|cmq|comunque|davvero|lol|ahah|insomma|giuro|tra l'altro|meno male",
)
