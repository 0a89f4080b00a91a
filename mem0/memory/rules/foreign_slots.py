"""Slots of statements in Spanish, French, German, Portuguese, Italian (and a few Dutch).

Statements in these languages are kept as they were said, so the rules read the
first person ("vivo en") as the speaker and the third ("mi hermana Marta vive en")
as the person named. Attribute names are those of the English rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mem0.memory.rules.gallic_slots import FRENCH, ITALIAN
from mem0.memory.rules.germanic_slots import DUTCH, GERMAN
from mem0.memory.rules.iberian_slots import PORTUGUESE, SPANISH
from mem0.memory.rules.phrasebook import Phrases
from mem0.memory.rules.slavic_slots import RUSSIAN
from mem0.memory.rules.slots import Slot, favorite, known, value_of
from mem0.memory.rules.wordlist import words

NAME = r"[A-ZÀ-ÞА-ЯЁ][\w'-]+(?: [A-ZÀ-ÞА-ЯЁ][\w-]+)?"
SMALL = "[a-zà-þа-яё]"

ENDED = re.compile(r"\b(?:ya|plus|mehr|já|mais|più|meer|больше)\b", re.IGNORECASE)
"""Words that make a "not" an end: "ya no me gusta"."""
NOW = re.compile(
    r"(?:jetzt|inzwischen|ahora|maintenant|désormais|agora|adesso|ora|nu|inmiddels"
    r"|теперь|сейчас)\b",
    re.IGNORECASE,
)
"""Words that tell a half about today from one about the past."""
NO_EMPLOYER = words(
    """
    casa domicilio remoto maison domicile distance hause zuhause homeoffice
    home-office home thuis huis удалённо дома доме casa.
    """
)
PRONOUNS = words(
    """
    yo me mi él ella je il elle on nous ich er sie wir es eu ele ela io lui lei ik
    hij zij el la los las le les der die das ein eine un una uno une o a os as il
    lo gli de het я мы он она они меня мне у мой моя мои
    """
)


@dataclass(frozen=True, slots=True)
class _Compiled:
    lead: re.Pattern[str]
    owners: tuple[re.Pattern[str], ...]
    """ "My sister", then "my big sister", with or without her name."""
    negation: re.Pattern[str]
    first: tuple[tuple[str, re.Pattern[str], bool], ...]
    third: tuple[tuple[str, re.Pattern[str], bool], ...]
    joint: re.Pattern[str]


def _anchored(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"^(?:{pattern})", re.IGNORECASE)


def _compiled(words: Phrases) -> _Compiled:
    first = [(a, _anchored(p), False) for a, p in words.first]
    first += [(a, _anchored(p), True) for a, p in words.ended]
    return _Compiled(
        lead=_anchored(rf"(?:(?:{words.lead})[ ,]+){{0,3}}"),
        owners=tuple(
            re.compile(
                rf"^(?i:{words.possessive}) (?P<relation>[\w-]+){adjective}"
                rf"(?:,? (?P<name>{NAME}),?)? (?={SMALL}|[—–-] )"
            )
            for adjective in ("", rf" {SMALL}+")
        ),
        negation=re.compile(words.negation, re.IGNORECASE),
        first=tuple(first),
        third=tuple((a, _anchored(p), False) for a, p in words.third),
        joint=re.compile(rf"(?:,? (?:{words.joint}) |, )", re.IGNORECASE),
    )


LANGUAGES = {
    "es": SPANISH,
    "fr": FRENCH,
    "de": GERMAN,
    "pt": PORTUGUESE,
    "it": ITALIAN,
    "nl": DUTCH,
    "ru": RUSSIAN,
}
TABLES = {code: _compiled(words) for code, words in LANGUAGES.items()}


def slot_of(text: str, language: str | None, speaker: str) -> Slot | None:
    """The slot a statement fills for the speaker or a person it names."""
    table = TABLES.get(language or "")
    if table is None:
        return None
    head = text[:400].strip(" ¡!¿").replace("’", "'")
    closes = table.negation.search(head) is not None
    plain = " ".join(table.negation.sub(r" ", head).split()) if closes else head
    plain = table.lead.sub("", plain, count=1)
    found = _first(table.first, plain, speaker, closes=closes)
    found = found or _third(table, plain, speaker, closes=closes)
    if found and found.closes and found.attribute == "likes" and not ENDED.search(head):
        return Slot(found.subject, "dislikes", found.value)
    return found


def _first(
    rules: tuple[tuple[str, re.Pattern[str], bool], ...],
    text: str,
    subject: str,
    *,
    closes: bool,
) -> Slot | None:
    for attribute, pattern, ends in rules:
        match = pattern.match(text)
        if match:
            slot = _slot(subject, attribute, match, closes=closes or ends)
            if slot is not None:
                return slot
    return None


def _slot(
    subject: str, attribute: str, match: re.Match[str], *, closes: bool
) -> Slot | None:
    groups = match.groupdict()
    name = (
        favorite(groups.get("kind") or "thing")
        if attribute == "favorite"
        else attribute
    )
    value = value_of(name, groups.get("v"))
    if name == "employer" and (value or "").lower() in NO_EMPLOYER:
        return None
    if (value is None and not closes) or not known(name, value):
        return None
    return Slot(subject, name, value, closes)


def _third(table: _Compiled, text: str, speaker: str, *, closes: bool) -> Slot | None:
    for pattern in table.owners:
        owner = pattern.match(text)
        if owner:
            subject = owner["name"] or f"{speaker}'s {owner['relation'].lower()}"
            found = _first(table.third, text[owner.end() :], subject, closes=closes)
            if found:
                return found
    named = re.match(rf"^(?P<name>{NAME}) (?={SMALL})", text)
    if named and named["name"].lower() not in PRONOUNS:
        return _first(table.third, text[named.end() :], named["name"], closes=closes)
    return None


def clauses(text: str, language: str | None) -> list[str]:
    """The text split where both halves fill a slot of their own."""
    table = TABLES.get(language or "")
    if table is None or len(text) > 400:
        return [text]
    for match in table.joint.finditer(text):
        left, right = text[: match.start()], text[match.end() :]
        if not slot_of(right, language, ""):
            continue
        if slot_of(left, language, "") or (NOW.match(right) and " " in left):
            return [left.strip(), *clauses(right[0].upper() + right[1:], language)]
    return [text]
