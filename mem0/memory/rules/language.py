"""Which of eight languages a text is in, by its small words and its script.

Rules need to know the language of single sentences, where statistical detectors
are weakest; function words decide there. None means: no rules for this text.
"""

from __future__ import annotations

import re
from collections import Counter

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SMALL_WORDS = {
    "en": "who them so just really when been got like went went's there their i'm i've i'll the and is are was my me we our you your of to in on at for with have has do don't a an it that this not live work like love am what how where thanks hello hi please but from she he they her his been will would no yes by",
    "es": "yo el la los las y es soy estoy mi mis me nos en de con para por un una que no ya se lo del al tengo vivo trabajo gusta hola gracias pero muy qué cómo dónde está son ayer hoy mañana fue hace él ella cuando años hija hijo este esta he a mudado ha hemos pasado pasada año casa compré también todo está estoy soy eres tiene vive vivo trabajo trabaja prima primo mes semana",
    "fr": "je j'ai j'habite j'aime c'est le la les et est suis mon ma mes nous vous en de avec pour un une que ne pas plus au aux du des dans chez il elle sur bonjour merci mais très ai qui quelle quel où hier ans été d'accord ce cette comment m'appelle n'habite viens vient déménagé maintenant aussi tout habite travaille jamais voiture année mois",
    "de": "ich der die das und ist bin mein meine meinen mir mich wir in mit für ein eine einen nicht kein keine zu von bei nach auf habe hat hallo danke aber sehr wie was wo gestern heute seit jahre war wohne arbeite vor am im letzte wurde es den dem alles vielen jetzt nach umgezogen auch sehr jahr gekauft haben sind sie er uns unser letztes jeden",
    "pt": "eu o a os as e é sou estou meu minha meus em de com para por um uma que não já se do da no na ao tenho moro trabalho gosto olá obrigado obrigada mas muito como onde está são ontem hoje amanhã foi há anos ele ela filha filho chamo-me mudei-me me mudei passado passada ano casa comprei adotei três dois dois duas meses mês semana também tudo tem vive mora trabalha prima primo ela vendi vou fui irmã irmão depois",
    "it": "io il lo la gli le e è sono mio mia miei in di con per un uno una che non più si del della al ho vivo lavoro piace ciao grazie ma molto come dove sei ieri oggi domani anni lui lei figlia figlio nel nella alla questa questo abito mi da anche tutto scorso scorsa anno casa comprato adottato abita lavora settimana mese ha",
    "nl": "ik de het een en is ben mijn me mij we wij in met voor niet geen te van bij naar op heb heeft hallo bedankt maar erg hoe wat waar gisteren vandaag jaar was woon werk hou dat die hij zij ook aan om",
    "ru": "",
}
WEIGHTS = {code: frozenset(words.split()) for code, words in SMALL_WORDS.items()}
SHARED = Counter(word for words in WEIGHTS.values() for word in words)
"""In how many languages a word is a small word; it counts the less for each."""
CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
OTHER_SCRIPT = re.compile(
    r"[\u0590-\u06ff\u0900-\u0dff\u0e00-\u0eff\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"
)
SIGNS = {
    "es": re.compile(r"[¿¡ñ]"),
    "de": re.compile(r"[ßä]|\bü"),
    "pt": re.compile(r"[ãõ]"),
    "fr": re.compile(r"[œùêèû]|\b[cdjlmnqst]['’][aeiouhéêè]", re.IGNORECASE),
}
MAX_TEXT = 1_000


def detect(text: str, default: str | None = None) -> str | None:
    """The code of the text's language, or the default where nothing tells."""
    head = text[:MAX_TEXT]
    if OTHER_SCRIPT.search(head):
        return None
    if CYRILLIC.search(head):
        return "ru"
    words = [word.lower().replace("’", "'") for word in WORD.findall(head)]
    scores = {code: _score(code, words, head) for code in WEIGHTS}
    best = max(scores, key=lambda code: scores[code])
    if scores[best] == 0:
        return default
    tied = default in scores and scores[default or ""] == scores[best]
    return default if tied else best


def _score(code: str, words: list[str], text: str) -> float:
    small = WEIGHTS[code]
    signs = SIGNS.get(code)
    found = sum(1 / SHARED[word] for word in words if word in small)
    return found + (2.0 if signs and signs.search(text) else 0.0)
