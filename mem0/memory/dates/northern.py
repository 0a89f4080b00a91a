"""German, Dutch and Russian words for time."""

from __future__ import annotations

from mem0.memory.dates.grammar import Grammar, inflected, numbered, units

GERMAN = Grammar(
    code="de",
    months=numbered(
        "januar|jänner februar märz april mai juni juli august september oktober november dezember",
        1,
    ),
    weekdays=numbered(
        "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag", 0
    ),
    units=units(
        {
            "day": "tag tage tagen",
            "week": "woche wochen",
            "month": "monat monate monaten",
            "year": "jahr jahre jahren",
            "weekend": "wochenende we",
        }
    ),
    seasons={"frühling": 3, "frühjahr": 3, "sommer": 6, "herbst": 9, "winter": 12},
    numbers=numbered(
        "ein|einem|einer|einen zwei drei|einigen|ein_paar vier fünf sechs sieben acht neun zehn",
        1,
    ),
    offsets={
        "vorgestern": (-2, ""),
        "gestern abend": (-1, "evening"),
        "gestern": (-1, ""),
        "heute morgen": (0, "morning"),
        "heute nachmittag": (0, "afternoon"),
        "heute abend": (0, "evening"),
        "heute": (0, ""),
        "übermorgen": (2, ""),
        "morgen": (1, ""),
    },
    directions=inflected(
        {
            "letzte letzten letztes letzter letztem vergangene vergangenen vergangenes": -1,
            "diese diesen dieses dieser diesem": 0,
            "nächste nächsten nächstes nächster nächstem kommende kommenden kommendes": 1,
        }
    ),
    lead=r"(?:in |im |am )?(?:der |dem |den )?",
    keep=r"(?:seit|bis|ab|vor|nach|zum|von)",
    ago=(r"vor (?:etwa |fast |über |rund )?{num} {unit}",),
    ahead=(r"in {num} {unit}",),
    date=(r"(?:am |dem |den )?{day}\.? {month} {year}", r"am {day}\. {month}"),
    month_year=(r"(?:im )?{month} {year}",),
    on=(
        r"(?:am|diesen) {weekday}",
        r"{weekday}(?= (?:hab|habe|war|fang|geh|muss|fahr|ist|um|abend|früh)\w*\b)",
    ),
    day_of_month=(r"am {day}\.(?! \w+ geb)",),
    in_month=(r"im {month}",),
    in_year=r"(?:im jahr )?{year}",
    past=r"\b(?:ge\w{2,}t|ge\w{2,}en|\w+(?:ge)\w+(?:t|en)|war|waren|hatte|wurde|ging|kam|\w+iert)\b",
    future=r"\b(?:werd|werde|werden|wird|will|möchte|plane)\b",
    recurring=r"\b(?:jeden|jede|jedes|immer|geburtstag|geb|jahrestag|montags|dienstags|mittwochs|donnerstags|freitags|samstags|sonntags)\b",
    wording={
        "day": ("am", "{d}. {month} {y}"),
        "morning": ("am", "Morgen des {d}. {month} {y}"),
        "afternoon": ("am", "Nachmittag des {d}. {month} {y}"),
        "evening": ("am", "Abend des {d}. {month} {y}"),
        "night": ("in", "der Nacht des {d}. {month} {y}"),
        "week": ("in", "der Woche vom {d}. {month} {y}"),
        "weekend": ("am", "Wochenende vom {d}. {month} {y}"),
        "month": ("im", "{month} {y}"),
        "season": ("im", "{season} {y}"),
        "year": ("im", "Jahr {y}"),
    },
)

DUTCH = Grammar(
    code="nl",
    months=numbered(
        "januari februari maart april mei juni juli augustus september oktober november december",
        1,
    ),
    weekdays=numbered("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag", 0),
    units=units(
        {
            "day": "dag dagen",
            "week": "week weken",
            "month": "maand maanden",
            "year": "jaar jaren",
            "weekend": "weekend",
        }
    ),
    seasons={"lente": 3, "voorjaar": 3, "zomer": 6, "herfst": 9, "winter": 12},
    numbers=numbered(
        "een|één twee|een_paar drie|enkele vier vijf zes zeven acht negen tien", 1
    ),
    offsets={
        "eergisteren": (-2, ""),
        "gisteravond": (-1, "evening"),
        "gisteren": (-1, ""),
        "vandaag": (0, ""),
        "vanochtend": (0, "morning"),
        "vanmiddag": (0, "afternoon"),
        "vanavond": (0, "evening"),
        "overmorgen": (2, ""),
        "morgen": (1, ""),
    },
    directions=inflected(
        {
            "vorige vorig afgelopen": -1,
            "deze dit": 0,
            "volgende volgend komende komend": 1,
        }
    ),
    lead=r"(?:in |op )?(?:de |het )?",
    keep=r"(?:sinds|tot|vanaf|voor|na)",
    ago=(r"(?:ongeveer |bijna )?{num} {unit} geleden",),
    ahead=(r"over {num} {unit}",),
    date=(r"(?:op )?{day} {month} {year}", r"op {day} {month}"),
    month_year=(r"(?:in )?{month} {year}",),
    on=(r"op {weekday}", r"(?<!elke\s)(?<!de\s){weekday}(?! (?:is|zijn)\b)"),
    in_month=(r"in {month}",),
    in_year=r"in {year}",
    past=r"\b(?:ge\w{2,}(?:t|d|en)|\w*ge(?:gaan|daan|zien|weest|had)|overleden|vertrokken|\w{2,}ge\w{2,}(?:t|d|en)|was|waren|had|ging|kwam|werd|kocht|ver\w+(?:t|d))\b",
    future=r"\b(?:zal|zullen|ga|gaan|wil|word|wordt|worden)\b",
    recurring=r"\b(?:elke|elk|iedere|ieder|altijd|verjaardag)\b",
    wording={
        "day": ("op", "{d} {month} {y}"),
        "morning": ("in", "de ochtend van {d} {month} {y}"),
        "afternoon": ("in", "de middag van {d} {month} {y}"),
        "evening": ("op", "de avond van {d} {month} {y}"),
        "night": ("in", "de nacht van {d} {month} {y}"),
        "week": ("in", "de week van {d} {month} {y}"),
        "weekend": ("in", "het weekend van {d} {month} {y}"),
        "month": ("in", "{month} {y}"),
        "season": ("in", "de {season} van {y}"),
        "year": ("in", "{y}"),
    },
)

RUSSIAN = Grammar(
    code="ru",
    months=numbered(
        "января|январе|январь февраля|феврале|февраль марта|марте|март апреля|апреле|апрель "
        "мая|мае|май июня|июне|июнь июля|июле|июль августа|августе|август "
        "сентября|сентябре|сентябрь октября|октябре|октябрь ноября|ноябре|ноябрь "
        "декабря|декабре|декабрь",
        1,
    ),
    weekdays=numbered(
        "понедельник вторник среду|среда четверг пятницу|пятница субботу|суббота воскресенье",
        0,
    ),
    units=units(
        {
            "day": "день дня дней",
            "week": "неделю неделя недели недель неделе",
            "month": "месяц месяца месяцев месяце",
            "year": "год года лет году",
            "weekend": "выходные выходных",
        }
    ),
    seasons={"весной": 3, "летом": 6, "осенью": 9, "зимой": 12},
    numbers=numbered(
        "один|одну два|две|пару три|несколько четыре пять шесть семь восемь девять десять",
        1,
    ),
    offsets={
        "позавчера": (-2, ""),
        "вчера вечером": (-1, "evening"),
        "вчера": (-1, ""),
        "сегодня": (0, ""),
        "сегодня утром": (0, "morning"),
        "сегодня вечером": (0, "evening"),
        "послезавтра": (2, ""),
        "завтра": (1, ""),
    },
    directions=inflected(
        {
            "прошлый прошлую прошлой прошлом прошлые прошлым": -1,
            "этот эту этой этом эти этим": 0,
            "следующий следующую следующей следующем следующие": 1,
        }
    ),
    lead=r"(?:в |на |во )?",
    keep=r"(?:с|до|после|к)",
    ago=(r"{num} {unit} назад", r"(?P<one>{unit}) назад"),
    ahead=(r"через {num} {unit}",),
    date=(r"{day} {month} {year}(?: года)?", r"{day} {month}"),
    month_year=(r"(?:в )?{month} {year}(?: года)?",),
    on=(r"(?:в|во) {weekday}",),
    in_month=(r"в {month}",),
    in_year=r"в {year}(?: году)?",
    past=r"\w(?:л|ла|ли|лся|лась|лись)\b",
    future=r"\b(?:выхожу|еду|лечу|буду|будем|будет|собираюсь|хочу)\b",
    recurring=r"\b(?:каждый|каждую|каждое|всегда|день рождения)\b",
    wording={
        "day": ("", "{d} {month} {y} года"),
        "morning": ("", "утром {d} {month} {y} года"),
        "afternoon": ("", "днём {d} {month} {y} года"),
        "evening": ("", "вечером {d} {month} {y} года"),
        "night": ("", "ночью {d} {month} {y} года"),
        "week": ("", "на неделе с {d} {month} {y} года"),
        "weekend": ("", "в выходные {d} {month} {y} года"),
        "month": ("", "({month} {y} года)"),
        "season": ("", "{season} {y} года"),
        "year": ("", "в {y} году"),
    },
)
