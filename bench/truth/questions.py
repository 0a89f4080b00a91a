"""Questions about before and now, and words of those who correct themselves."""

from __future__ import annotations

BEFORE = {
    "en": {
        "home": "Where did I live before {}?",
        "employer": "Where did I work before {}?",
    },
    "es": {
        "home": "¿Dónde vivía antes de {}?",
        "employer": "¿Dónde trabajaba antes de {}?",
    },
    "fr": {
        "home": "Où est-ce que j'habitais avant {} ?",
        "employer": "Où est-ce que je travaillais avant {} ?",
    },
    "de": {
        "home": "Wo habe ich vor {} gewohnt?",
        "employer": "Wo habe ich vor {} gearbeitet?",
    },
    "pt": {
        "home": "Onde morava antes de {}?",
        "employer": "Onde trabalhava antes da {}?",
    },
}
WRONG = {
    "en": "Sorry, that was wrong.",
    "es": "Perdón, me equivoqué.",
    "fr": "Pardon, je me suis trompée.",
    "de": "Entschuldigung, das war falsch.",
    "pt": "Desculpa, enganei-me.",
}
ATTITUDES = ("cilantro", "jazz", "crowds", "olives", "karaoke", "camping")
SINGLE_ASK = {
    "age": "How old am I?",
    "role": "What is my job?",
    "diet": "What is my diet?",
    "relationship_status": "What is my relationship status?",
    "phone": "What is my phone number?",
    "email": "What is my email?",
    "car": "What car do I drive?",
}
