"""Chat spelling, as the slot rules read it: "jsuis", "vc", "hab nen", words that only fill.

What is stored keeps the speaker's spelling; only the copy that the expressions are
matched against is respelled, so one expression serves what is said in many ways.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from mem0.memory.rules.spoken_northern import DUTCH, GERMAN, RUSSIAN
from mem0.memory.rules.spoken_romance import FRENCH, ITALIAN, PORTUGUESE, SPANISH
from mem0.memory.rules.spoken_table import Spoken

LAUGHTER = (
    r"(?:(?:ja|je|ha|he|hi|ah|ха|хе|ах|rs|k)(?:ja|je|ha|he|hi|ah|ха|хе|rs|k){1,20}[hjahх]?"
    r"|lo+l|xd+|mdr+|ptdr|lmao|omg|rsrs|хд|:[-']?[()DPpo]|<3)"
)
NAMED_SIGNS = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d\u2764]+")
"""Emoji."""
PARTICLES = r"eh|hein|viu|né|hoor|stp|svp|pfv|porfa|mdr|lol|xd|haha|kkk+|rs+|quoi|sabes|ofzo|:\)|:\("
"""They end a sentence even without a comma."""
TAIL = rf"[ ,.!~]*(?:{LAUGHTER})[ ,.!~]*$"
FOLDED = {"ß": "(?:ß|ss)", "œ": "(?:œ|oe)", "й": "й"}
UMLAUTS = {"ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)"}


def tolerant(pattern: str) -> str:
    """The expression, read without accents too: "alérgica" also finds "alergica"."""
    out: list[str] = []
    inside = False
    for sign in pattern:
        inside = (inside or sign == "[") and sign != "]"
        base = unicodedata.normalize("NFD", sign)[0]
        if inside or base == sign or sign in "йЙ":
            out.append(sign if inside else FOLDED.get(sign, sign))
        else:
            out.append(UMLAUTS.get(sign, f"[{sign}{base}]"))
    return "".join(out)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(tolerant(pattern), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Compiled:
    respell: tuple[tuple[re.Pattern[str], str], ...]
    since: re.Pattern[str]
    adverbs: re.Pattern[str]
    fillers: re.Pattern[str]
    tail: re.Pattern[str]


def _table(words: Spoken) -> _Compiled:
    return _Compiled(
        tuple((_compiled(pattern), form) for pattern, form in words.respell),
        _compiled(rf"(?:^|(?<=\s))(?:{words.since})(?=[\s,.!?]|$)"),
        _compiled(rf"(?:^|(?<=\s))(?:{words.adverbs})(?=[\s,.!?]|$)"),
        _compiled(
            rf"^(?:(?:{words.fillers}|{LAUGHTER})(?:[\s,!.…:~]+|$)"
            rf"|(?:{words.asides})\s*[,!.…:~]+\s*){{1,5}}(?=\S)"
        ),
        _compiled(
            rf"(?:(?<=[\w?])(?:,\s*(?:{words.endings}|{words.asides})|,?\s+(?:{PARTICLES}))[ .!]*|{TAIL})$"
        ),
    )


_TABLES = {
    "es": _table(SPANISH),
    "fr": _table(FRENCH),
    "pt": _table(PORTUGUESE),
    "it": _table(ITALIAN),
    "de": _table(GERMAN),
    "nl": _table(DUTCH),
    "ru": _table(RUSSIAN),
}


def trimmed(text: str, code: str | None) -> str:
    """The statement without interjections around it: "bon ben … mdr", "jaja … eh"."""
    table = _TABLES.get(code or "")
    if table is None:
        return text
    bare = " ".join(NAMED_SIGNS.sub(" ", text).split()) or text
    shorter = table.fillers.sub("", bare, count=1)
    for _ in range(2):
        shorter = table.tail.sub("", shorter, count=1).rstrip()
    return shorter if shorter.strip() else bare


def plain(text: str, code: str | None) -> str:
    """The text as the slot rules read it."""
    table = _TABLES.get(code or "")
    if table is None:
        return text
    text = text.replace("’", "'")
    for pattern, form in table.respell:
        text = pattern.sub(form, text)
    text = table.adverbs.sub(" ", table.since.sub(" ", text))
    text = " ".join(text.split()).replace(" ,", ",")
    return text.lstrip(" ,")
