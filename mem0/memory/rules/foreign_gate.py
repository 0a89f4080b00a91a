"""Sentences in seven languages that state nothing although they end with a full stop:
orders to the assistant, requests without a question mark, kindness, remarks.

Set phrases are in `phrases`, English in `gate`. Only what a sentence begins with is
looked at, so that "I was told to write a poem" stays a statement.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MAX_REMARK = 60


@dataclass(frozen=True, slots=True)
class _Language:
    """Beginnings by what they are; `remark` is a whole sentence."""

    please: str
    order: str
    request: str
    wondering: str
    addressed: str
    remark: str


_TABLES = {
    "de": _Language(
        "bitte",
        r"(?:schreib|erklär|zeig|gib|hilf|nenn|übersetz|erstell|sag|erzähl|beschreib|fass"
        r"|berechne|empfiehl|vergiss|ignorier|antworte|erinner|mach)e?\b(?! ich)",
        r"(?:kannst|könntest|würdest|weißt|hast|willst|kennst) du\b"
        r"|(?:können|könnten|würden|wissen|kennen) sie\b",
        r"(?:was|wie|wo|wer|wann|warum|wieso|welche[rsn]?|wohin|woher|womit)\b"
        r"|ich (?:brauche (?:deine |ihre )?hilfe|(?:möchte|will|würde gerne?) wissen"
        r"|habe (?:noch )?eine frage)\b",
        r"du (?:bist|hast|kannst)\b|dein[es]? ",
        r"(?:das|es|dies) (?:ist|klingt|war|wäre|hört sich) .{0,20}(?:gut|toll|super|schön"
        r"|prima|perfekt|idee|hilfreich|interessant|schade|richtig|nett)\w*(?: an)?",
    ),
    "es": _Language(
        "por favor",
        r"(?:escr[ií]be|expl[ií]ca|mu[eé]stra|da|di|ay[uú]da|b[uú]sca|trad[uú]ce|res[uú]me|haz"
        r"|cu[eé]nta|recomi[eé]nda|sugi[eé]re)(?:me|nos)\b|(?:escribe|explica|traduce|resume"
        r"|genera|calcula|enumera|olvida|ignora|responde|recuérdame)\b",
        r"(?:me |nos )?(?:puedes|podrías|puede|podría)\b|(?:sabes|conoces|crees|quieres)\b",
        r"(?:qué|cómo|dónde|cuándo|quién|cuál|cuánto|por qué)\b"
        r"|(?:necesito (?:tu |su )?ayuda|quiero que|(?:quisiera|quiero|me gustaría) saber"
        r"|tengo una (?:pregunta|duda))\b",
        r"(?:tú |usted )?(?:eres|tienes razón)\b",
        r"(?:eso |esto )?(?:es|está|suena|fue) .{0,10}(?:idea|bien|genial|perfecto|útil"
        r"|estupendo|interesante|increíble|verdad)|qué (?:buen|gran|bonit|interesante"
        r"|bien|pena|lástima|alegría).{0,20}",
    ),
    "fr": _Language(
        "s'il (?:te|vous) plaît",
        r"(?:écri[st]|explique|montre|donne|di[st]|aide|cherche|trouve|tradui[st]|résume|fai[st]"
        r"|raconte|recommande|propose|rappelle)(?:ez)?-(?:moi|nous)\b"
        r"|(?:écris|écrivez|expliquez?|traduis|traduisez|résumez?|générez?|calculez?"
        r"|décris|décrivez|oubliez?|ignorez?|réponds|répondez)\b",
        r"(?:peux|pourrais|sais|connais|veux|as)-tu\b|(?:pouvez|pourriez|savez|connaissez"
        r"|avez)-vous\b|tu (?:peux|pourrais|sais)\b|vous (?:pouvez|pourriez|savez)\b",
        r"(?:est-ce que|qu'est-ce|quels?\b|quelles?\b|comment\b|pourquoi\b|combien\b|où est\b)"
        r"|(?:j'ai (?:besoin d'aide|une question)|je (?:voudrais|veux|veux bien) savoir"
        r"|j'aimerais savoir|je veux que tu)\b",
        r"(?:tu es|tu as|vous êtes|vous avez)\b",
        r"(?:c'est|ça a l'air|c'était|ça semble) .{0,15}(?:idée|bien|super|génial|parfait"
        r"|utile|intéressant|dommage|gentil|cool|vrai)|quelle (?:bonne|belle|super) .{0,20}",
    ),
    "pt": _Language(
        "por favor",
        r"(?:escrev|expli[cq]|mostr|d[áêi]g?|ajud|procur|traduz|resum|fa[zç]|cont|recomend|sug[ei]r"
        r"|lembr)\w{0,3}[- ](?:me|nos)\b|(?:escrev[ae]|expli(?:ca|que)|traduza?|resum[ae]"
        r"|recomend[ae]|sug[ei]r[ae]|ger[ae]|calcul[ae]|ignor[ae]|esque(?:ce|ça)) ",
        r"(?:você )?(?:podes|pode|poderia|podia|consegues|consegue)(?! ser) (?:me )?\w+r\b"
        r"|(?:sabes|queres|conheces) ",
        r"(?:o que (?:é|são|devo|posso)|qual (?:é|o|a)|quem|quanto|onde (?:fica|está|posso))\b"
        r"|(?:preciso de ajuda|(?:gostaria de|queria|quero) saber|quero que"
        r"|tenho uma (?:pergunta|dúvida))\b",
        r"(?:tu és|és|você é|você está|tens razão)\b",
        r"(?:isso |isto )?(?:é|parece|foi) .{0,15}(?:ideia|bom|ótimo|perfeito|útil|interessante"
        r"|legal|fixe|verdade)|que (?:bo[am]|bel[oa]|legal|pena).{0,20}",
    ),
    "it": _Language(
        "per favore|per piacere",
        r"(?:scrivi|spiega|mostra|da[mn]|di[mn]|aiuta|cerca|trova|traduci|riassumi|fa[mn]"
        r"|racconta|consiglia|suggerisci|ricorda)(?:mi|ci)\b|(?:scrivi|spiega|traduci"
        r"|riassumi|genera|calcola|elenca|descrivi|dimentica|ignora|rispondi)\b",
        r"(?:mi |ci )?(?:puoi|potresti|può|potrebbe)\b|(?:sai|conosci|vuoi) ",
        r"(?:che cosa|cos'è|come (?:si|posso|faccio)|dove (?:è|posso|si)|quale|quanto|perché|chi)\b"
        r"|(?:ho bisogno di aiuto|(?:vorrei|voglio) sapere|voglio che tu|ho una domanda)\b",
        r"(?:tu )?sei (?!anni|mesi|giorni|settimane|ore|mila)|hai ragione\b",
        r"(?:questo |questa )?(?:è|sembra|era) .{0,15}(?:idea|bello|perfetto|utile|interessante"
        r"|vero|fantastico|peccato)|che (?:bell|buon|peccato).{0,20}",
    ),
    "nl": _Language(
        "alsjeblieft|alstublieft",
        r"(?:schrijf|leg|toon|geef|vertel|help|zoek|vertaal|vat|noem|raad|bereken|beschrijf"
        r"|vergeet|negeer|antwoord|herinner|maak)\b(?! ik)",
        r"(?:kun|kan|kunt|zou|weet|ken|wil) (?:je|jij|u)\b",
        r"(?:wat|hoe|waar|wie|wanneer|waarom|welke?)\b(?! ik)"
        r"|ik (?:heb (?:je )?hulp nodig|wil (?:graag )?weten|zou graag willen weten|wil dat je"
        r"|heb een vraag)\b",
        r"(?:jij|je|u) (?:bent|hebt|kunt)\b",
        r"(?:dat|dit|het) (?:is|klinkt|was) .{0,15}(?:idee|goed|leuk|geweldig|perfect|handig"
        r"|interessant|jammer|mooi|waar)|wat (?:een )?(?:leuk|goed|mooi|jammer).{0,20}",
    ),
    "ru": _Language(
        "пожалуйста",
        r"(?:напиши|объясни|покажи|дай|скажи|помоги|найди|переведи|перескажи|сделай|расскажи"
        r"|посоветуй|предложи|создай|сгенерируй|посчитай|перечисли|опиши|забудь|игнорируй"
        r"|ответь|напомни|подскажи)(?:те)?\b",
        r"(?:ты |вы )?(?:не )?(?:можешь|можете|могла? бы|могли бы|знаешь|знаете)\b",
        r"(?:что|как|где|когда|кто|почему|зачем|сколько|как(?:ой|ая|ое|ие))\b"
        r"|(?:мне нужна (?:твоя |ваша )?помощь|(?:я )?(?:хочу|хотела? бы) (?:узнать|знать)"
        r"|у меня (?:есть )?вопрос)\b",
        r"(?:ты|вы)\b",
        r"(?:это )?(?:очень |просто )?(?:хорошо|отлично|здорово|интересно|полезно|правда"
        r"|(?:отличная|хорошая) идея|жаль|круто)|как(?:ая|ой)? (?:хорош|отличн|жал|здорово).{0,20}",
    ),
}


@dataclass(frozen=True, slots=True)
class _Compiled:
    please: re.Pattern[str]
    order: re.Pattern[str]
    request: re.Pattern[str]
    wondering: re.Pattern[str]
    addressed: re.Pattern[str]
    remark: re.Pattern[str]


def _begins(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{pattern})", re.IGNORECASE)


def _compiled(words: _Language) -> _Compiled:
    return _Compiled(
        re.compile(rf"^(?:{words.please})[, ]+", re.IGNORECASE),
        _begins(words.order),
        _begins(words.request),
        _begins(words.wondering),
        _begins(words.addressed),
        _begins(words.remark),
    )


_LANGUAGES = {code: _compiled(words) for code, words in _TABLES.items()}


def reason(text: str, code: str | None) -> str | None:
    """Why a sentence of a user in one of the languages is not kept; None to keep it."""
    table = _LANGUAGES.get(code or "")
    if table is None:
        return None
    plain = table.please.sub("", text[:300].strip(" ¡¿!\"'").replace("’", "'"))
    if table.order.match(plain):
        return "instruction"
    # "When I was a child, I lived in Omsk" begins like a question and has a comma.
    if table.request.match(plain) or (
        "," not in plain and table.wondering.match(plain)
    ):
        return "question"
    bare = plain.strip(" .!")
    if table.addressed.match(plain) or (
        len(bare) <= MAX_REMARK and table.remark.fullmatch(bare)
    ):
        return "small_talk"
    return None
