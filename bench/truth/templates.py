"""The sentences the generator composes dialogues of, in five languages."""

from __future__ import annotations

VALUES = {
    "home": ("Oslo", "Valencia", "Toulouse", "Bremen", "Braga", "Denver", "Kyoto"),
    "employer": ("Initech", "Globex", "Umbrella", "Hooli", "Vandelay"),
}
STATE = {
    "en": {"home": "I live in {}.", "employer": "I work at {}."},
    "es": {"home": "Vivo en {}.", "employer": "Trabajo en {}."},
    "fr": {"home": "J'habite à {}.", "employer": "Je travaille chez {}."},
    "de": {"home": "Ich wohne in {}.", "employer": "Ich arbeite bei {}."},
    "pt": {"home": "Moro em {}.", "employer": "Trabalho na {}."},
}
UPDATE = {
    "en": {"home": "I've just moved to {}.", "employer": "I started a new job at {}."},
    "es": {"home": "Me he mudado a {}.", "employer": "Ahora trabajo en {}."},
    "fr": {
        "home": "Je viens de déménager à {}.",
        "employer": "Maintenant je travaille chez {}.",
    },
    "de": {
        "home": "Ich bin nach {} umgezogen.",
        "employer": "Jetzt arbeite ich bei {}.",
    },
    "pt": {"home": "Me mudei para {}.", "employer": "Agora trabalho na {}."},
}
END = {
    "en": {
        "home": "I no longer live in {}.",
        "employer": "I don't work at {} anymore.",
    },
    "es": {"home": "Ya no vivo en {}.", "employer": "Ya no trabajo en {}."},
    "fr": {
        "home": "Je n'habite plus à {}.",
        "employer": "Je ne travaille plus chez {}.",
    },
    "de": {
        "home": "Ich wohne nicht mehr in {}.",
        "employer": "Ich arbeite nicht mehr bei {}.",
    },
    "pt": {"home": "Já não moro em {}.", "employer": "Não trabalho mais na {}."},
}
THIRD = {
    "en": {
        "home": "My cousin {n} lives in {}.",
        "employer": "My cousin {n} works at {}.",
    },
    "es": {
        "home": "Mi prima {n} vive en {}.",
        "employer": "Mi prima {n} trabaja en {}.",
    },
    "fr": {
        "home": "Ma cousine {n} habite à {}.",
        "employer": "Ma cousine {n} travaille chez {}.",
    },
    "de": {
        "home": "Meine Cousine {n} wohnt in {}.",
        "employer": "Meine Cousine {n} arbeitet bei {}.",
    },
    "pt": {
        "home": "A minha prima {n} mora em {}.",
        "employer": "A minha prima {n} trabalha na {}.",
    },
}
ASK = {
    "en": {"home": "Where do I live now?", "employer": "Where do I work now?"},
    "es": {"home": "¿Dónde vivo ahora?", "employer": "¿Dónde trabajo ahora?"},
    "fr": {
        "home": "Où est-ce que j'habite maintenant ?",
        "employer": "Où est-ce que je travaille ?",
    },
    "de": {"home": "Wo wohne ich jetzt?", "employer": "Wo arbeite ich jetzt?"},
    "pt": {"home": "Onde moro agora?", "employer": "Onde trabalho agora?"},
}
FAVOURITES = (
    ("en", "color", "My favorite color is {}.", "red", "orange"),
    ("en", "food", "My favourite food is {}.", "ramen", "tacos"),
    ("en", "movie", "My favorite movie is {}.", "Alien", "Amélie"),
    ("es", "color", "Mi color favorito es el {}.", "rojo", "azul"),
    ("es", "book", "Mi libro preferido es {}.", "Rayuela", "Ficciones"),
    ("fr", "color", "Ma couleur préférée est le {}.", "rouge", "vert"),
    ("de", "color", "Meine Lieblingsfarbe ist {}.", "Rot", "Blau"),
    ("pt", "color", "A minha cor favorita é o {}.", "verde", "roxo"),
)
SINGLE = (
    ("en", "age", "I'm {} years old.", "41", "42"),
    ("en", "role", "I work as a {}.", "baker", "florist"),
    ("en", "diet", "I'm {}.", "vegetarian", "vegan"),
    ("en", "relationship_status", "I'm {}.", "single", "engaged"),
    ("en", "phone", "My phone number is {}.", "555-7810", "555-7811"),
    ("en", "email", "My email is {}.", "kim@example.org", "kim@example.net"),
    ("en", "car", "I drive a {}.", "Volvo", "Kia"),
    ("es", "age", "Tengo {} años.", "41", "42"),
    ("fr", "age", "J'ai {} ans.", "41", "42"),
    ("de", "age", "Ich bin {} Jahre alt.", "41", "42"),
    ("pt", "age", "Tenho {} anos.", "41", "42"),
)
MULTI = (
    ("en", "allergy", "I'm allergic to {}.", ("peanuts", "pollen", "penicillin")),
    ("en", "language", "I speak {}.", ("Dutch", "Korean", "Greek")),
    ("en", "hobby", "I play {}.", ("chess", "tennis", "the cello")),
    ("en", "likes", "I love {}.", ("thunderstorms", "jazz", "old maps")),
    ("en", "dislikes", "I hate {}.", ("cilantro", "crowds", "olives")),
    ("es", "allergy", "Soy alérgico a los {}.", ("gatos", "mariscos")),
    ("fr", "allergy", "Je suis allergique aux {}.", ("chats", "arachides")),
    ("de", "allergy", "Ich bin allergisch gegen {}.", ("Katzen", "Pollen")),
    ("pt", "allergy", "Sou alérgica a {}.", ("gatos", "marisco")),
)
JUNK = {
    "en": (
        "Good morning!",
        "Thank you so much for your help!",
        "Could you explain how tides work?",
        "Write me a haiku about rain.",
        "haha nice",
        "That's awesome!",
        "Never mind.",
        "hold on",
        "You're the best!",
        "Why is the sky blue",
    ),
    "es": (
        "Buenos días",
        "Gracias por todo.",
        "¿Cómo funciona la marea?",
        "Perfecto, gracias.",
        "Hasta luego",
    ),
    "fr": (
        "Bonsoir",
        "Merci !",
        "Comment ça marche ?",
        "Très bien, merci.",
        "À bientôt",
    ),
    "de": (
        "Guten Morgen",
        "Danke schön!",
        "Wie funktioniert das?",
        "Sehr gut, danke.",
        "Bis bald",
    ),
    "pt": (
        "Bom dia",
        "Obrigada!",
        "Como funciona isso?",
        "Muito bem, obrigado.",
        "Até logo",
    ),
}
REPLIES = (
    "That's wonderful! Let me know if you need anything else.",
    "Great choice! You might also enjoy exploring the old town.",
    "I understand. Would you like some suggestions?",
    "Thanks for sharing! I'm here if you need help.",
)
GUESSES = (
    (
        "I baked bread with my neighbour.",
        "bread",
        "It sounds like you are a professional baker!",
        "professional",
    ),
    (
        "I took the night train to Vienna.",
        "Vienna",
        "You must live in Austria. Vienna is known for its coffee houses.",
        "coffee houses",
    ),
    (
        "I carried boxes for six hours.",
        "boxes",
        "You're probably moving house soon.",
        "moving house",
    ),
    (
        "My knee hurts after football.",
        "knee",
        "You may have a torn ligament. Rest and apply ice.",
        "ligament",
    ),
    (
        "I painted the nursery green.",
        "nursery",
        "Congratulations on your baby! Babies love soft colors.",
        "baby",
    ),
    (
        "I cancelled my gym contract.",
        "gym",
        "So you are giving up sports. Consider home workouts.",
        "workouts",
    ),
)
DATES = (
    ("en", "I bought a kayak {}.", "kayak", "yesterday", "2023-05-07", "2023-05-07"),
    ("en", "{} I fixed the roof.", "roof", "Last month", "2023-04-01", "2023-04-30"),
    (
        "en",
        "I ran a half marathon {}.",
        "half marathon",
        "last weekend",
        "2023-05-06",
        "2023-05-07",
    ),
    ("en", "My lease ends {}.", "lease", "next year", "2024-01-01", "2024-12-31"),
    (
        "en",
        "I have a dentist appointment {}.",
        "dentist",
        "tomorrow",
        "2023-05-09",
        "2023-05-09",
    ),
    (
        "en",
        "I met my old coach {}.",
        "coach",
        "last Tuesday",
        "2023-05-02",
        "2023-05-02",
    ),
    (
        "en",
        "My parents are coming {}.",
        "parents",
        "next week",
        "2023-05-15",
        "2023-05-21",
    ),
    ("en", "I learned to ski {}.", "ski", "five years ago", "2018-01-01", "2018-12-31"),
    (
        "en",
        "I finished my thesis {}.",
        "thesis",
        "three months ago",
        "2023-02-01",
        "2023-02-28",
    ),
    (
        "en",
        "I slept badly {}.",
        "slept badly",
        "last night",
        "2023-05-07",
        "2023-05-07",
    ),
    (
        "en",
        "I will fly to Quito {}.",
        "Quito",
        "on Thursday",
        "2023-05-11",
        "2023-05-11",
    ),
    ("en", "I lost my keys {}.", "keys", "on Thursday", "2023-05-04", "2023-05-04"),
    (
        "en",
        "We adopted a puppy {}.",
        "puppy",
        "in February",
        "2023-02-01",
        "2023-02-28",
    ),
    ("en", "I opened my shop {}.", "shop", "in June 2019", "2019-06-01", "2019-06-30"),
    ("en", "I broke my arm {}.", "arm", "last winter", "2022-12-01", "2023-02-28"),
    (
        "en",
        "I started pottery classes {}.",
        "pottery",
        "10 days ago",
        "2023-04-28",
        "2023-04-28",
    ),
    ("en", "I visited Malta {}.", "Malta", "a year ago", "2022-01-01", "2022-12-31"),
    (
        "en",
        "I signed the contract {}.",
        "contract",
        "this morning",
        "2023-05-08",
        "2023-05-08",
    ),
    ("en", "My visa expires {}.", "visa", "in two weeks", "2023-05-22", "2023-05-28"),
    (
        "es",
        "Compré una bici {}.",
        "bici",
        "la semana pasada",
        "2023-05-01",
        "2023-05-07",
    ),
    (
        "es",
        "Visité a mi abuela {}.",
        "abuela",
        "el mes pasado",
        "2023-04-01",
        "2023-04-30",
    ),
    (
        "es",
        "{} tengo una entrevista.",
        "entrevista",
        "Mañana",
        "2023-05-09",
        "2023-05-09",
    ),
    (
        "es",
        "Terminé la carrera {}.",
        "carrera",
        "hace tres años",
        "2020-01-01",
        "2020-12-31",
    ),
    (
        "fr",
        "J'ai vu ma tante {}.",
        "tante",
        "la semaine dernière",
        "2023-05-01",
        "2023-05-07",
    ),
    ("fr", "{}, je passe un examen.", "examen", "Demain", "2023-05-09", "2023-05-09"),
    (
        "fr",
        "J'ai changé de voiture {}.",
        "voiture",
        "l'année dernière",
        "2022-01-01",
        "2022-12-31",
    ),
    (
        "fr",
        "J'ai commencé le piano {}.",
        "piano",
        "il y a deux mois",
        "2023-03-01",
        "2023-03-31",
    ),
    (
        "de",
        "{} habe ich meinen Chef getroffen.",
        "Chef",
        "Letzte Woche",
        "2023-05-01",
        "2023-05-07",
    ),
    ("de", "{} fliege ich nach Rom.", "Rom", "Morgen", "2023-05-09", "2023-05-09"),
    (
        "de",
        "Ich habe {} Klavier gelernt.",
        "Klavier",
        "letztes Jahr",
        "2022-01-01",
        "2022-12-31",
    ),
    (
        "de",
        "{} habe ich das Haus gestrichen.",
        "Haus",
        "Vor drei Wochen",
        "2023-04-17",
        "2023-04-23",
    ),
    ("pt", "Vendi a mota {}.", "mota", "na semana passada", "2023-05-01", "2023-05-07"),
    ("pt", "{} vou ao médico.", "médico", "Amanhã", "2023-05-09", "2023-05-09"),
    ("pt", "Comprei a casa {}.", "casa", "no ano passado", "2022-01-01", "2022-12-31"),
    ("pt", "Adotei um gato {}.", "gato", "há três meses", "2023-02-01", "2023-02-28"),
)
GROUP = (
    ("I love {}.", "loves {}"),
    ("I can't stand {}.", "can't stand {}"),
    ("I collect {}.", "collects {}"),
    ("I'm afraid of {}.", "is afraid of {}"),
    ("I've been thinking about {}.", "has been thinking about {}"),
    ("I don't understand {}.", "doesn't understand {}"),
)
THINGS = ("spiders", "fado", "stamps", "cold brew", "board games", "tulips")
PEOPLE = ("Ida", "Omar", "Priya", "Jonas", "Mei", "Rui")
