"""Makes a statement of an answer and the question it answers, in seven languages.

"¿Tienes hijos?" – "Sí, dos niñas" is "Tengo dos niñas"; "Wo wohnst du?" – "in Köln" is
"Ich wohne in Köln". An answer that is a sentence of its own is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mem0.memory.rules import phrases
from mem0.memory.rules.answer_words import TABLES, Asking
from mem0.memory.rules.spoken import LAUGHTER, NAMED_SIGNS, tolerant

MAX_WORDS = 14
PREPOSED = re.compile(
    r"^(?:en|cerca|con|a|al|à|au|aux|dans|chez|près|avec|in|im|bei|beim|an|auf|mit|em|no|na|nos|nas|num|numa|perto|com|ao|aos"
    r"|vicino|da|presso|alla|alle|ai|nel|nella|sul|bij|op|voor|gegen|contra|в|во|на|у|с|около)\b",
    re.IGNORECASE,
)
LASTING = re.compile(
    r"^(?:desde|hace|depuis|seit|há|faz|da|dal|sinds|al|уже|с)\b", re.IGNORECASE
)
DETERMINER = re.compile(
    tolerant(
        r"^(?:algun[oa]s?|algún|un[oa]?|des|une?|de la|de l'|du|eine?n?|irgendwelche|irgendeine?n?|alguma?s?|algum|uma?|delle|dei|degli|qualche|een|какая-то|какие-нибудь|какой-то)\s+"
    ),
    re.IGNORECASE,
)
BUT = re.compile(
    tolerant(
        r"^(?:pero|mais|aber|mas|ma|maar|но|gracias|merci|danke|obrigad[oa]|grazie|спасибо|nunca|jamais|nie|nooit|mai|никогда|aún|todavía|todavia|encore|noch|ainda|ancora|nog|ещё|es |c'est |das |é |è |dat |это |que )"
    ),
    re.IGNORECASE,
)


MINE = {
    "tu": "Mi",
    "su": "Mi",
    "ton": "Mon",
    "ta": "Ma",
    "votre": "Mon",
    "dein": "Mein",
    "deine": "Meine",
    "seu": "Meu",
    "sua": "Minha",
    "teu": "Meu",
    "tua": "Minha",
    "je": "Mijn",
    "jouw": "Mijn",
    "твой": "Мой",
    "твоя": "Моя",
}
"""Whose the person asked about is, as the one who answers says it."""
YOURS = re.compile(rf"\b({'|'.join(MINE)}) ([^\W\d_]+)", re.IGNORECASE)
THIRD = re.compile(
    r"(?:él|ella|il|elle|er|sie|die|der|ele|ela|hij|ze|zij|он|она)\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Compiled:
    yes: re.Pattern[str]
    no: re.Pattern[str]
    closed: re.Pattern[str]
    verbs: dict[str, str]
    opened: tuple[tuple[re.Pattern[str], str], ...]
    negated: str
    own: re.Pattern[str]


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(tolerant(pattern), re.IGNORECASE)


def _compiled(asking: Asking) -> _Compiled:
    verbs = {
        asked: first
        for first, words in asking.verbs.items()
        for asked in words.split("|")
    }
    alternatives = "|".join(sorted(map(re.escape, verbs), key=len, reverse=True))
    subject = rf"(?:{asking.subject})"
    return _Compiled(
        _compile(rf"^(?:{asking.yes})(?=[\s,.!]|$)[\s,.!]*"),
        _compile(rf"^(?:{asking.no})(?=[\s,.!]|$)[\s,.!]*"),
        _compile(
            rf"^(?:{asking.lead})?(?:{subject} )?(?P<verb>{alternatives})\b(?:[- ]{subject}\b)?(?: (?P<rest>[^?]{{0,80}}?))?\s*\?$"
        ),
        verbs,
        tuple(
            (_compile(rf"^(?:{asking.lead})?(?:{question})\s*\?$"), form)
            for question, form in asking.opened
        ),
        asking.negated,
        _compile(rf"(?:^|[\s,])(?:{asking.own})(?=[\s']|$)"),
    )


_COMPILED = {code: _compiled(asking) for code, asking in TABLES.items()}
_LAUGHTER = re.compile(rf"^(?:(?:{LAUGHTER})[\s,.!]*)+", re.IGNORECASE)


def statement(question: str, answer: str, code: str | None) -> tuple[str, bool] | None:
    """What the answer states, and whether it must fill a slot to be believed.

    None when the answer stands alone or the question is of another kind.
    """
    table = _COMPILED.get(code or "")
    if table is None or answer.rstrip().endswith("?"):
        return None
    asked = re.split(r"(?<=[.!…])\s+|¿|,\s(?=\w+\s\w+.*\?$)", question.strip())[-1]
    asked = asked.strip(" ¿").replace("’", "'")
    said = _LAUGHTER.sub("", NAMED_SIGNS.sub(" ", answer)).strip(" .!")
    for pattern, form in table.opened:
        if pattern.match(asked):
            return _opened(table, form, said)
    match = table.closed.match(asked)
    if match is None:
        return _of_other(table, asked, said)
    return _closed(table, match, said)


def _of_other(table: _Compiled, asked: str, said: str) -> tuple[str, bool] | None:
    """ "¿Tu pareja trabaja?" – "no, está en Toledo": the person asked about."""
    owned = YOURS.search(asked)
    answered = table.yes.match(said) or table.no.match(said)
    tail = said[answered.end() :].strip(" ,") if answered else said
    pronoun = THIRD.match(tail)
    if owned is None or pronoun is None:
        return None
    return f"{MINE[owned[1].lower()]} {owned[2]} {tail[pronoun.end() :]}", False


def _opened(table: _Compiled, form: str, said: str) -> tuple[str, bool] | None:
    if not _short(table, said) or table.yes.match(said) or table.no.match(said):
        return None
    if "{}" in form and form.partition("{}")[2]:
        number = re.search(r"\d{1,3}", said)
        return (form.format(number[0]), False) if number else None
    head, _, preposition = form.partition("{}")[0].rstrip().rpartition(" ")
    if PREPOSED.match(said) and PREPOSED.match(preposition):
        return f"{head} {said}", False
    return form.format(said), False


def _closed(
    table: _Compiled, match: re.Match[str], said: str
) -> tuple[str, bool] | None:
    first = table.verbs[_key(table, match["verb"])]
    rest = (match["rest"] or "").strip()
    yes, no = table.yes.match(said), table.no.match(said)
    answered = yes or no
    tail = said[answered.end() :].strip(" ,") if answered else said
    if not tail:
        stated = f"{first} {rest}" if yes else _negated(table, first, rest)
        return (stated, True) if answered and rest else None
    if not _short(table, tail) or BUT.match(tail) or DETERMINER.fullmatch(f"{tail} "):
        return None
    if rest and yes and LASTING.match(tail):
        return f"{first} {rest} {tail}", True
    if rest and not no and PREPOSED.match(tail) and not PREPOSED.match(rest):
        return f"{first} {DETERMINER.sub('', rest)} {tail}", True
    if no and PREPOSED.match(rest) and not PREPOSED.match(tail):
        return None
    return f"{first} {tail}", no is not None or yes is None


def _negated(table: _Compiled, first: str, rest: str) -> str:
    """ "No tengo hijos"; the particle comes first where the form begins with it."""
    lower = first[0].lower() + first[1:] if table.negated[0] != "{" else first
    return table.negated.format(lower, rest)


def _key(table: _Compiled, verb: str) -> str:
    lower = verb.lower()
    if lower in table.verbs:
        return lower
    return next(known for known in table.verbs if _compile(known).fullmatch(lower))


def _short(table: _Compiled, said: str) -> bool:
    """Whether an answer is a phrase and no sentence."""
    return (
        bool(said)
        and len(said.split()) <= MAX_WORDS
        and not table.own.search(said)
        and phrases.reason_for(said) is None
    )
