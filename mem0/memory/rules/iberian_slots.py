"""Slots of Spanish and Portuguese statements."""

from __future__ import annotations

from mem0.memory.rules import occupations as jobs
from mem0.memory.rules.occupations import CARS, MODEL
from mem0.memory.rules.phrasebook import KIND, PLACE, Phrases, V

SPANISH = Phrases(
    lead="yo|ahora|actualmente|hoy en día|por fin|pues|también|además|y|pero|desde hace \\w+ \\w+|en realidad|recientemente|ahora mismo",
    possessive="mi|mis|nuestro|nuestra",
    negation=r"\bya no\b|\bno\b(?= (?:vivo|trabajo|soy|estoy|tengo|como|hablo|me gusta|vive|trabaja|es|juego|toco))|\b(?:no) (?=\w+ (?:más))",
    joint="y|e|pero",
    first=(
        (
            "phone",
            r"(?:me )?(?:he cambiado|cambié|tengo) (?:de |el |un )*(?:nuevo )?(?:número|móvil|teléfono)(?: nuevo)?[,:]? (?:y |ahora |es |el )*(?P<v>[+\d][\d ().-]{6,24})",
        ),
        (
            "name",
            r"soy (?P<v>(?-i:(?!(?:Aries|Tauro|Géminis|Cáncer|Leo|Virgo|Libra|Escorpio|Sagitario|Capricornio|Acuario|Piscis|Ariete|Toro|Gemelli|Cancro|Leone|Vergine|Bilancia|Scorpione|Capricorno|Acquario|Pesci|Dios|(?:Italian|Spagnol|Frances|Tedesc|Ingles|Portoghes|American|Brasilian|Argentin|Milanes|Napoletan|Sicilian|Torines|Español|Mexican|Colombian|Chilen|Peruan|Venezolan|Cuban|Catal|Galleg|Andaluz|Madrileñ|Católic)\w*)\b)[A-ZÁÉÍÓÚÑ][a-záéíóúñ]+))(?=,|$| y\b)",
        ),
        (
            "diet",
            r"(?:me (?:he )?(?:volví|vuelto|hice|hecho)|soy|como) (?P<v>vegetarian[oa]|vegan[oa]|pescetarian[oa])",
        ),
        ("employer", r"mi trabajo (?:es|está) en (?P<v>(?-i:[A-ZÀ-Þ]).*)"),
        (
            "employer",
            rf"(?:me han (?:contratado|cogido|fichado)|me (?:contrataron|cogieron|ficharon)|entré|he entrado|empecé|he empezado) (?:a trabajar )?(?:en|para|con) {V}",
        ),
        ("role", rf"(?:me han ascendido|me ascendieron|he ascendido|ascendí) a {V}"),
        (
            "role",
            rf"(?:me dedico a (?:la |el )?|mi trabajo es (?:de )?|soy (?:el |la )?(?=(?:director|jef|gerent|encargad|dueñ|responsabl)\w*\b)){V}",
        ),
        ("role", rf"soy (?P<v>{jobs.SPANISH}.*)"),
        (
            "relationship_status",
            r"(?:me|nos) (?:he|hemos )?(?P<v>casé|casamos|casado|divorcié|divorciamos|divorciado|separé|separamos|separado|prometí|prometimos|prometido)\b",
        ),
        (
            "relationship_status",
            r"(?:me he|nos hemos) (?P<v>casado|divorciado|separado|prometido|comprometido)\b",
        ),
        ("allergy", r"soy (?P<v>celíac[oa])\b"),
        ("allergy", rf"(?:soy|tengo) (?:intolerante|intolerancia) (?:a la|al|a) {V}"),
        (
            "birthday",
            r"(?:mi cumpleaños|mi cumple|cumplo(?: años)?) (?:es |cae )?(?:el )?(?P<v>\d{1,2} de \w+)",
        ),
        (
            "car",
            rf"(?:compré|tengo|conduzco|llevo|manejo) (?:un |una |el |la )?(?:coche )?(?P<v>{CARS}\b{MODEL})",
        ),
        (
            "pet",
            r"(?:tengo|adopté|he adoptado|acabo de adoptar|acabamos de adoptar|tenemos|hemos adoptado|adoptamos) (?P<v>(?:un|una|dos|tres|cuatro|\d) (?:cachorr|perr|gat|conej|pájar|pajarit|hámster|hamster|lor|tortug|periquit|cobay|pez|peces|caball|gallin)\w*)",
        ),
        (
            "child",
            r"(?:tengo|tenemos) (?P<v>(?:un|una|dos|tres|cuatro|\d) (?:niñ[oa]s?|hij[oa]s?|peques?|críos?|nen[oa]s?|bebés?|mellizos|gemel[oa]s))",
        ),
        (
            "dislikes",
            rf"no me (?:gustan?|molan?)(?: nada| mucho)? (?:el |la |los |las )?{V}",
        ),
        ("habit", r"(?P<v>fumo)\b"),
        ("name", rf"me llamo {V}"),
        ("name", rf"mi nombre es {V}"),
        (
            "age",
            r"(?:tengo|cumplí|he cumplido|acabo de cumplir) (?P<v>\d{1,3})(?: años\b(?! (?:de |trabaj|viv|en |con |estud))| ?$|(?=[,.!]| y\b))",
        ),
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
        (
            "role",
            rf"(?:trabajo|estoy trabajando) (?:como|de (?!casa|lunes|noche|mañana|tarde|forma|día|gratis|\d)) ?{V}",
        ),
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
        ("favorite", rf"mi {KIND} (?:favorit[oa]|preferid[oa]) es (?-i:el |la )?{V}"),
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
            r"(?:tengo|adopté|he adoptado|tenemos) (?:un|una) \w+ (?:llamad[oa]|que se llama) "
            + PLACE,
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
        ("employer", r"(?:perdí|he perdido) (?:el|mi) (?:trabajo|empleo)\b(?P<v>)"),
        ("employer", rf"(?:dejé|he dejado) de trabajar (?:en|para|con) {V}"),
        (
            "employer",
            r"(?:me (?:han |acaban de )?(?:echar|echado|despedir|despedido|despidieron|echaron)|me quedé sin trabajo|me he quedado sin trabajo|renuncié|he renunciado|dimití|he dimitido|estoy en paro|estoy en el paro)\b(?P<v>)",
        ),
        ("employer", rf"trabajaba (?:como [\w ]{{2,40}} )?(?:en|para) {V}"),
        ("home", rf"vivía en {V}"),
        (
            "relationship_status",
            r"(?:rompí|he roto|lo dejé|lo he dejado|corté|he cortado|terminé|he terminado) con (?:mi )?(?P<v>)",
        ),
        (
            "relationship_status",
            r"(?:lo hemos dejado|lo dejamos|hemos roto|rompimos|hemos cortado|cortamos)\b(?P<v>)",
        ),
        (
            "car",
            rf"(?:vendí|he vendido|vendimos) (?:el |la |mi |un )?(?P<v>{CARS}\b{MODEL})",
        ),
        ("employer", rf"(?:dejé|he dejado) (?:mi trabajo|el trabajo)(?: en {V})?"),
        ("habit", r"(?:dejé|he dejado) de (?P<v>\w+r\b.*)"),
        ("relationship_status", rf"(?:rompí|he roto|lo dejé) con {V}"),
        ("car", r"(?:vendí|he vendido) (?:mi|el) (?:coche|carro)(?P<v>)"),
    ),
    third=(
        ("role", rf"(?:trabaja (?:como|de)|es|hace de) (?P<v>{jobs.SPANISH})"),
        ("role", rf"trabaja (?:como|de) {V}"),
        ("employer", rf"(?:trabaja|está trabajando) (?:con|en|para) {V}"),
        ("home", rf"(?:viven|vivo|está viviendo) en {V}"),
        (
            "age",
            r"(?:tiene|cumplió|ha cumplido|acaba de cumplir) (?P<v>\d{1,3})(?: años\b| ?$|(?=,))",
        ),
        ("allergy", r"es (?P<v>celíac[oa])\b"),
        (
            "relationship_status",
            r"(?:se (?:ha )?)(?P<v>casó|casado|divorció|divorciado|separó|separado)\b",
        ),
        ("likes", rf"le (?:encantan?|gustan?) (?:mucho )?(?:el |la |los |las )?{V}"),
        ("dislikes", rf"odia (?:el |la |los |las )?{V}"),
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

PORTUGUESE = Phrases(
    lead="eu|que|agora|atualmente|hoje em dia|também|e|mas|então|na verdade|recentemente",
    possessive="o meu|a minha|meus|minhas|meu|minha|os meus|as minhas|nosso|nossa",
    negation=r"\bjá não\b|\bnão\b|\bdeixei de ser\b|(?<=\w )mais(?= (?:em|na|no|para|com|a|ao)\b)",
    joint="e|mas",
    first=(
        (
            "phone",
            r"(?:troquei|mudei) de (?:número|celular|telefone|telemóvel)[,:]? (?:e |agora |é |o )*(?P<v>[+\d][\d ().-]{6,24})",
        ),
        ("name", r"sou (?:a|o) (?P<v>(?-i:[A-ZÁÉÍÓÚÂÊÔ][a-záéíóúâêôãç]+))(?=,|$| e\b)"),
        (
            "diet",
            r"(?:como|agora sou|me tornei|fiquei) (?P<v>vegetarian[oa]|vegan[oa])",
        ),
        (
            "employer",
            r"(?:entrei|comecei(?: a trabalhar)?|fui contratad[oa]) (?:na|no|em|pela|pelo) (?P<v>(?-i:[A-ZÀ-Þ]).*)",
        ),
        ("employer", rf"trabalho (?:numa|num) {V}"),
        ("role", rf"(?:fui promovid[oa]|me promoveram|promoveram-me) (?:a|para|à) {V}"),
        (
            "role",
            rf"(?:trabalho (?:como|de (?!casa|segunda|manhã|noite|tarde|graça|forma|dia))|sou (?=(?:diretor|gerent|chef|dono|dona|coordenador|responsável)\w*\b)) ?{V}",
        ),
        ("role", rf"sou (?:um |uma )?(?P<v>{jobs.PORTUGUESE}.*)"),
        (
            "relationship_status",
            r"(?:a gente se|nos|me) (?P<v>separou|separamos|separei|divorciou|divorciamos|divorciei|casou|casamos|casei)\b",
        ),
        (
            "relationship_status",
            r"(?P<v>separámo-nos|divorciámo-nos|casámo-nos|separei-me|divorciei-me)",
        ),
        ("allergy", r"sou (?P<v>celíac[oa])\b"),
        ("allergy", rf"(?:sou|tenho) (?:intolerante|intolerância) (?:à|ao|a) {V}"),
        (
            "birthday",
            r"(?:faço anos|faço aniversário|meu aniversário é)(?: no)?(?: dia| em| a)? (?P<v>\d{1,2} de \w+)",
        ),
        (
            "car",
            rf"(?:comprei|tenho|dirijo|conduzo|peguei) (?:um |uma |o |meu )?(?:carro )?(?P<v>{CARS}\b{MODEL})",
        ),
        (
            "pet",
            r"(?:tenho|temos|adotei|acabei de adotar) (?P<v>(?:um|uma|dois|duas|três|quatro|\d) (?:filhote|cão|cães|cachorr|gat|coelh|pássar|passarinh|hamster|papagai|calopsit|tartarug|peixe|caval|galinh)\w*)",
        ),
        (
            "child",
            r"(?:tenho|temos) (?P<v>(?:um|uma|dois|duas|três|quatro|\d) (?:menin[oa]s?|filh[oa]s?|crianças?|bebês?|gême[oa]s))",
        ),
        ("habit", r"(?P<v>fumo)\b"),
        ("name", rf"(?:chamo-me|me chamo) {V}"),
        ("name", rf"(?:o )?meu nome é {V}"),
        (
            "age",
            r"(?:tenho|fiz|completei|acabei de fazer) (?P<v>\d{1,3})(?: anos\b(?! (?:de |trabalh|viv|em |com |estud))| ?$|(?=[,.!]| e\b))",
        ),
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
            rf"(?:a |o )?(?:minha|meu) {KIND} (?:favorit[oa]|preferid[oa]) é (?-i:o |a )?{V}",
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
            r"(?:tenho|temos|adotei) (?:um|uma) \w+ (?:chamad[oa]|que se chama) "
            + PLACE,
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
        ("employer", r"perdi (?:o|meu|o meu) (?:emprego|trabalho)\b(?P<v>)"),
        ("employer", rf"deixei de trabalhar (?:na|no|em|para a|para o) {V}"),
        (
            "employer",
            r"(?:pedi demissão|me demiti|demiti-me|fui demitid[oa]|fui despedid[oa]|fui mandad[oa] embora|saí do (?:meu )?(?:emprego|trabalho)|larguei o emprego|estou desempregad[oa])\b(?P<v>)",
        ),
        ("employer", r"saí d[ao] (?P<v>(?-i:[A-ZÀ-Þ]).*)"),
        ("employer", rf"trabalhava (?:na|no|em) {V}"),
        ("home", rf"(?:morava|vivia) (?:em|no|na) {V}"),
        ("relationship_status", r"(?:terminei|acabei|rompi) com (?:a |o )?(?P<v>)"),
        (
            "relationship_status",
            r"(?:a gente (?:terminou|acabou)|terminamos|acabamos)\b(?P<v>)",
        ),
        ("car", rf"vendi (?:o |a )?(?:meu |minha )?(?P<v>{CARS}\b{MODEL})"),
        (
            "employer",
            rf"(?:deixei|larguei|saí) (?:o meu|meu|do meu) (?:emprego|trabalho)(?: (?:na|no|em) {V})?",
        ),
        ("habit", r"(?:deixei|parei) de (?P<v>\w+r\b.*)"),
        ("relationship_status", rf"(?:terminei|acabei) com (?:a |o )?{V}"),
        ("car", r"vendi (?:o )?meu carro(?P<v>)"),
    ),
    third=(
        ("role", rf"(?:é (?:um |uma )?|trabalha (?:como|de) )(?P<v>{jobs.PORTUGUESE})"),
        ("role", rf"trabalha (?:como|de) {V}"),
        ("home", rf"(?:moram|vivem|está morando|está a viver|moro) (?:em|no|na) {V}"),
        (
            "employer",
            rf"(?:trabalha|está trabalhando) (?:na|no|numa|num|em|com|para) {V}",
        ),
        ("age", r"(?:tem|fez|completou) (?P<v>\d{1,3})(?: anos\b| ?$|(?=,))"),
        ("allergy", r"é (?P<v>celíac[oa])\b"),
        ("relationship_status", r"(?:se )?(?P<v>casou|divorciou|separou)(?:-se)?\b"),
        (
            "likes",
            rf"(?:gosta (?:muito )?(?:de|do|da|dos|das)|adora|ama) (?:o |a |os |as )?{V}",
        ),
        ("dislikes", rf"(?:odeia|detesta) (?:o |a |os |as )?{V}"),
        ("hometown", rf"é (?:de|do|da) {PLACE}"),
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
