"""Spanish, French, Portuguese and Italian words for time."""

from __future__ import annotations

from mem0.memory.dates.grammar import Grammar, inflected, numbered, units

SPANISH = Grammar(
    code="es",
    months=numbered(
        "enero febrero marzo abril mayo junio julio agosto septiembre|setiembre octubre "
        "noviembre diciembre",
        1,
    ),
    weekdays=numbered(
        "lunes martes miércoles|miercoles jueves viernes sábado|sabado domingo", 0
    ),
    units=units(
        {
            "day": "día días dia dias",
            "week": "semana semanas",
            "month": "mes meses",
            "year": "año años ano anos",
            "weekend": "fin_de_semana finde fds",
        }
    ),
    seasons={"primavera": 3, "verano": 6, "otoño": 9, "invierno": 12},
    numbers=numbered(
        "un|una|uno dos|un_par_de tres|unos|unas cuatro cinco seis siete ocho nueve diez",
        1,
    ),
    offsets={
        "anteayer": (-2, ""),
        "antes de ayer": (-2, ""),
        "ayer": (-1, ""),
        "anoche": (-1, "night"),
        "hoy": (0, ""),
        "esta mañana": (0, "morning"),
        "esta tarde": (0, "afternoon"),
        "esta noche": (0, "evening"),
        "pasado mañana": (2, ""),
        "mañana": (1, ""),
        "antes de anoche": (-2, "night"),
    },
    directions=inflected(
        {
            "pasado pasada último última": -1,
            "este esta": 0,
            "próximo próxima proximo proxima": 1,
        }
    )
    | {"que viene": 1, "k viene": 1, "q viene": 1},
    lead=r"(?:en |el |la |durante )?(?:el |la )?",
    keep=r"(?:desde|hasta|antes del?|después del?|para|a partir del?)",
    ago=(r"hace (?:unos |unas |casi |más de )?{num} {unit}(?: que)?",),
    ahead=(r"(?:dentro de|en) {num} {unit}",),
    date=(
        r"(?:el )?(?:día )?{day} de {month} (?:de |del )?{year}",
        r"el (?:día )?{day} de {month}",
    ),
    month_year=(r"(?:en )?{month} (?:de |del )?{year}",),
    on=(
        r"(?:el|este) {weekday}",
        r"{weekday}(?= (?:que viene|tengo|empiezo|voy a|vamos a))",
    ),
    day_of_month=(
        r"el (?:día )?{day}(?= (?:tengo|estoy|voy|me|nos|vamos|empiezo|es mi|viajo|salgo)\b)",
        r"el día {day}(?! de)",
    ),
    in_month=(r"en {month}",),
    in_year=r"en {year}",
    past=r"(?<=\w)(?<!qu)(?<!caf)(?<!beb)(?<!jos)é\b|\w(?:ó|aron|ieron|aste|amos|imos)\b|\b(?!aquí\b|allí\b|ahí\b|así\b|sí\b|mí\b|casi\b)\w{2,}í\b|\b(?:fuimos|vino|vine|dije|puse|pude|estuvimos|tuvimos|hicimos|dejamos|he|ha|hemos|han|fui|fue|era|estuve|estaba|tuve|hice|nací|nació)\b",
    future=r"\b(?:voy a|vamos a|va a|planeo|quiero|iré|haré)\b|\w(?:aré|eré|iré)\b",
    recurring=r"\b(?:cada|todos los|todas las|siempre|cumple|cumpleaños|aniversario|los \w+s)\b",
    wording={
        "day": ("el", "{d} de {month} de {y}"),
        "morning": ("en", "la mañana del {d} de {month} de {y}"),
        "afternoon": ("en", "la tarde del {d} de {month} de {y}"),
        "evening": ("en", "la noche del {d} de {month} de {y}"),
        "night": ("en", "la noche del {d} de {month} de {y}"),
        "week": ("en", "la semana del {d} de {month} de {y}"),
        "weekend": ("en", "el fin de semana del {d} de {month} de {y}"),
        "month": ("en", "{month} de {y}"),
        "season": ("en", "{season} de {y}"),
        "year": ("en", "{y}"),
    },
    coming=True,
)

FRENCH = Grammar(
    code="fr",
    months=numbered(
        "janvier février|fevrier mars avril mai juin juillet août|aout septembre octobre "
        "novembre décembre|decembre",
        1,
    ),
    weekdays=numbered("lundi mardi mercredi jeudi vendredi samedi dimanche", 0),
    units=units(
        {
            "day": "jour jours",
            "week": "semaine semaines",
            "month": "mois",
            "year": "an ans année années annee annees",
            "weekend": "week-end weekend we",
        }
    ),
    seasons={"printemps": 3, "été": 6, "automne": 9, "hiver": 12},
    numbers=numbered(
        "un|une deux trois|quelques quatre cinq six sept huit neuf dix", 1
    ),
    offsets={
        "avant-hier": (-2, ""),
        "hier soir": (-1, "evening"),
        "hier matin": (-1, "morning"),
        "hier": (-1, ""),
        "aujourd'hui": (0, ""),
        "aujourd’hui": (0, ""),
        "ce matin": (0, "morning"),
        "cet après-midi": (0, "afternoon"),
        "ce soir": (0, "evening"),
        "cette nuit": (0, "night"),
        "après-demain": (2, ""),
        "demain": (1, ""),
    },
    directions=inflected(
        {
            "dernier dernière derniere passé passée": -1,
            "ce cet cette": 0,
            "prochain prochaine": 1,
        }
    ),
    lead=r"(?:en |au |à |pendant )?(?:le |la |l['’])?",
    keep=r"(?:depuis|jusqu['’](?:à|au)|avant|après|dès|pour)",
    ago=(r"(?:il )?y a (?:environ |presque |plus de )?{num} {unit}",),
    ahead=(r"dans {num} {unit}",),
    date=(r"(?:le )?{day}(?:er)? {month} {year}", r"le {day}(?:er)? {month}"),
    month_year=(r"(?:en )?{month} {year}",),
    day_of_month=(r"le {day}(?= (?:j|je|on|nous|c)\b)",),
    on=(r"(?:ce )?(?<!le\s)(?<!les\s)(?<!chaque\s)(?<!du\s)(?<!au\s){weekday}",),
    in_month=(r"en {month}", r"au mois de {month}"),
    in_year=r"en {year}",
    past=r"\b(?:ai|a|as|avons|avez|ont|suis|est|sommes|sont|étais|était|avais|avait)\b(?! (?:à|en|au|chez|dans)\b)(?: \w+)? \w+(?:é|ée|és|ées|(?<!lund)(?<!mard)(?<!jeud)(?<!samed)(?<!vendred)(?<!mid)i|u|is|it|ert)\b|\b(?:morte?|décédée?)\b",
    future=r"\b(?:vais|va|allons|vont|veux|voudrais|demain)\b|\w(?:rai|rons)\b",
    recurring=r"\b(?:chaque|tous les|toutes les|toujours|anniversaire|anniv|le (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)(?! \d))\b",
    wording={
        "day": ("le", "{d} {month} {y}"),
        "morning": ("le", "matin du {d} {month} {y}"),
        "afternoon": ("dans", "l'après-midi du {d} {month} {y}"),
        "evening": ("le", "soir du {d} {month} {y}"),
        "night": ("dans", "la nuit du {d} {month} {y}"),
        "week": ("dans", "la semaine du {d} {month} {y}"),
        "weekend": ("pendant", "le week-end du {d} {month} {y}"),
        "month": ("en", "{month} {y}"),
        "season": ("en", "{season} {y}"),
        "year": ("en", "{y}"),
    },
    coming=True,
)

PORTUGUESE = Grammar(
    code="pt",
    months=numbered(
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
        1,
    ),
    weekdays=numbered(
        "segunda-feira|segunda terça-feira|terca-feira|terça|terca quarta-feira|quarta quinta-feira|quinta "
        "sexta-feira|sexta sábado|sabado domingo",
        0,
    ),
    units=units(
        {
            "day": "dia dias",
            "week": "semana semanas",
            "month": "mês meses mes",
            "year": "ano anos",
            "weekend": "fim_de_semana fim-de-semana fds",
        }
    ),
    seasons={"primavera": 3, "verão": 6, "outono": 9, "inverno": 12},
    numbers=numbered(
        "um|uma dois|duas três|tres|alguns|algumas quatro cinco seis sete oito nove dez",
        1,
    ),
    offsets={
        "anteontem": (-2, ""),
        "ontem à noite": (-1, "night"),
        "ontem": (-1, ""),
        "hoje": (0, ""),
        "hj": (0, ""),
        "amanha": (1, ""),
        "esta manhã": (0, "morning"),
        "esta tarde": (0, "afternoon"),
        "esta noite": (0, "evening"),
        "hoje à noite": (0, "evening"),
        "depois de amanhã": (2, ""),
        "amanhã": (1, ""),
    },
    directions=inflected(
        {
            "passado passada último última": -1,
            "este esta neste nesta": 0,
            "próximo próxima proximo proxima": 1,
        }
    )
    | {"que vem": 1},
    lead=r"(?:no |na |nesse |nessa |em |o |a )?",
    keep=r"(?:desde|até|antes d[eoa]|depois d[eoa]|para)",
    ago=(
        r"(?:há|faz) (?:cerca de |quase |mais de )?{num} {unit}(?: atrás| que)?",
        r"{num} {unit} atrás",
    ),
    ahead=(r"(?:daqui a|dentro de|em) {num} {unit}",),
    date=(
        r"(?:no dia |em |a |o dia )?{day} de {month} de {year}",
        r"(?:no dia |em |a |o dia ){day} de {month}",
    ),
    month_year=(r"(?:em )?{month} (?:de )?{year}",),
    day_of_month=(r"(?:no )?dia {day}(?! de)",),
    on=(
        r"(?:na|no|neste|nesta|nesse|nessa) {weekday}",
        r"{weekday}(?= (?:eu|a gente|tenho|tem|vou|começo|vamos|às|as \d|de manhã|de noite|à tarde|à noite)\b)",
    ),
    in_month=(r"em {month}",),
    in_year=r"em {year}",
    past=r"\w(?:ei|ou|eu|iu|aram|eram|iram|ámos)\b|\b(?!aqui\b|ali\b|aí\b)\w{2,}[bdgmnprstuví]i\b|\b\w{2,}í\b|\b(?:fui|foi|era|estive|estava|tive|fiz|nasci|vi)\b",
    future=r"\b(?:vou|vamos|vai|quero|planeio|pretendo)\b",
    recurring=r"\b(?:cada|todos os|todas as|sempre|aniversário|aniversario|niver)\b",
    wording={
        "day": ("em", "{d} de {month} de {y}"),
        "morning": ("na", "manhã de {d} de {month} de {y}"),
        "afternoon": ("na", "tarde de {d} de {month} de {y}"),
        "evening": ("na", "noite de {d} de {month} de {y}"),
        "night": ("na", "noite de {d} de {month} de {y}"),
        "week": ("na", "semana de {d} de {month} de {y}"),
        "weekend": ("no", "fim de semana de {d} de {month} de {y}"),
        "month": ("em", "{month} de {y}"),
        "season": ("em", "{season} de {y}"),
        "year": ("em", "{y}"),
    },
    coming=True,
)

ITALIAN = Grammar(
    code="it",
    months=numbered(
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
        1,
    ),
    weekdays=numbered(
        "lunedì|lunedi martedì|martedi mercoledì|mercoledi giovedì|giovedi venerdì|venerdi sabato domenica",
        0,
    ),
    units=units(
        {
            "day": "giorno giorni",
            "week": "settimana settimane",
            "month": "mese mesi",
            "year": "anno anni",
            "weekend": "fine_settimana weekend",
        }
    ),
    seasons={"primavera": 3, "estate": 6, "autunno": 9, "inverno": 12},
    numbers=numbered(
        "un|una|uno due|un_paio_di tre|alcuni|alcune quattro cinque sei sette otto nove dieci",
        1,
    ),
    offsets={
        "l'altro ieri": (-2, ""),
        "ieri sera": (-1, "evening"),
        "ieri": (-1, ""),
        "oggi": (0, ""),
        "stamattina": (0, "morning"),
        "questo pomeriggio": (0, "afternoon"),
        "stasera": (0, "evening"),
        "stanotte": (0, "night"),
        "dopodomani": (2, ""),
        "domani": (1, ""),
    },
    directions=inflected(
        {
            "scorso scorsa passato passata": -1,
            "questo questa quest'": 0,
            "prossimo prossima": 1,
        }
    ),
    lead=r"(?:nel |nella |in )?(?:il |la |lo |l['’])?",
    keep=r"(?:da|dal|dalla|fino a|prima del|dopo il|entro)",
    ago=(r"(?:circa )?{num} {unit} fa",),
    ahead=(r"(?:tra|fra) {num} {unit}",),
    date=(r"(?:il )?{day} {month} (?:del )?{year}", r"il {day} {month}"),
    month_year=(r"(?:a |in |nel )?{month} (?:del )?{year}",),
    on=(r"(?:questo )?(?<!il\s)(?<!la\s)(?<!ogni\s)(?<!di\s)(?<!al\s){weekday}",),
    in_month=(r"(?:a|in) {month}",),
    in_year=r"nel {year}",
    past=r"\b(?:ho|ha|hai|abbiamo|hanno|sono|è|siamo|ero|era)\b(?: \w+)? \w+(?:ato|ata|uto|uta|ito|ita|sto|sta|tto|tta|so|sa|ati|ate|uti|ute|iti|ite|sti|tti|si|rto|rta)\b|\w(?:avo|evo|ivo)\b",
    future=r"\b(?:vado a|voglio|vorrei|domani)\b|\w(?:erò|irò|eremo)\b",
    recurring=r"\b(?:ogni|tutti i|tutte le|sempre|compleanno|anniversario|il (?:lunedì|martedì|mercoledì|giovedì|venerdì|sabato)(?! \d))\b",
    wording={
        "day": ("il", "{d} {month} {y}"),
        "morning": ("la", "mattina del {d} {month} {y}"),
        "afternoon": ("il", "pomeriggio del {d} {month} {y}"),
        "evening": ("la", "sera del {d} {month} {y}"),
        "night": ("la", "notte del {d} {month} {y}"),
        "week": ("nella", "settimana del {d} {month} {y}"),
        "weekend": ("nel", "fine settimana del {d} {month} {y}"),
        "month": ("a", "{month} {y}"),
        "season": ("in", "{season} {y}"),
        "year": ("nel", "{y}"),
    },
    coming=True,
)
