"""Slots of statements in Spanish, French, German, Portuguese, Italian (and a few Dutch).

Statements in these languages are kept as they were said, so the rules read the
first person ("vivo en") as the speaker and the third ("mi hermana Marta vive en")
as the person named. Attribute names are those of the English rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mem0.memory.rules.foreign_clauses import Splitter
from mem0.memory.rules.gallic_slots import FRENCH, ITALIAN
from mem0.memory.rules.germanic_slots import DUTCH, GERMAN
from mem0.memory.rules.iberian_slots import PORTUGUESE, SPANISH
from mem0.memory.rules.phrasebook import Phrases
from mem0.memory.rules.slavic_slots import RUSSIAN
from mem0.memory.rules.slots import Slot, favorite, known, value_of
from mem0.memory.rules.spoken import plain, tolerant
from mem0.memory.rules.wordlist import words

NAME = r"[A-ZÀ-ÞА-ЯЁ][\w'-]+(?: [A-ZÀ-ÞА-ЯЁ][\w-]+)?"
SMALL = "[a-zà-þа-яё]"

ENDED = re.compile(r"\b(?:ya|plus|mehr|já|mais|più|meer|больше)\b", re.IGNORECASE)
"""Words that make a "not" an end: "ya no me gusta"."""
NO_EMPLOYER = words(
    """
    casa domicilio remoto maison domicile distance hause zuhause homeoffice
    home-office home thuis huis удалённо дома доме casa. eso esto ello equipo grupo turnos
    negro marketing ventas informática hostelería banca sanidad educación construcción isso
    vendas saúde vendite informatica vertrieb verkauf compta vente santé
    """
)
NO_PLACE = re.compile(
    r"(?:(?-i:l[ao]s) (?-i:[a-z])\w*|un[ao']?|une|uma?|ein(?:e[nmr]?)?|een|mis?|mein\w*|unser\w*|mijn|ons|onze|mon|ma|mes|notre|minhas?|meus?|mi[ao]|nossa|casa"
    r"|piso|apartamento|appart\w*|maison|huis|wohnung|wg|campo|centro|campagne|zuhause|hause|paz|pecado|uns|ons|noi|nosotr[oa]s|nous)\b",
    re.IGNORECASE,
)
"""What one lives in, not where: "vivo en un piso compartido"."""
WHERE = re.compile(
    r"\s(?:en|da|dal|dalla|alla|al|bei|beim|chez|à|au|na|no|num|numa|dans|am|im|in|an|auf|bij|op|voor|в|на|para|pour|für|per|por)\s",
    re.IGNORECASE,
)
"""Where a job ends and its place begins: "profe de primaria en un cole"."""
PREFERRED = re.compile(r"(?:me )?(?:pref|préf|je préf|bevorzug)", re.IGNORECASE)
RATHER = re.compile(
    r"\s(?:al?|que|aux?|à|do|als|di|antes|in|boven|vor)\s", re.IGNORECASE
)
"""What something is preferred to: "prefiero el té al café"."""
PRONOUNS = words(
    """
    yo me mi él ella je il elle on nous ich er sie wir es eu ele ela io lui lei ik
    hij zij el la los las le les der die das ein eine un una uno une o a os as il
    lo gli de het я мы он она они меня мне у мой моя мои
    """
)


NAMED = re.compile(rf"^(?:(?:o|a) )?(?P<name>{NAME}) (?={SMALL})")


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
    return re.compile(tolerant(rf"^(?:{pattern})"), re.IGNORECASE)


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
            for adjective in ("", rf" (?!(?:und|y|et|e|en|и)\b){SMALL}+")
        ),
        negation=re.compile(tolerant(words.negation), re.IGNORECASE),
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
    head = plain(text[:400].strip(" ¡!¿"), language)
    closes = table.negation.search(head) is not None
    bare = " ".join(table.negation.sub(r" ", head).split()) if closes else head
    bare = table.lead.sub("", bare, count=1)
    found = _first(table.first, bare, speaker, closes=closes)
    found = found or _third(table, bare, speaker, closes=closes)
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
    if name == "likes" and value and PREFERRED.match(match[0]):
        value = RATHER.split(value, maxsplit=1)[0]
    if name == "role" and value:
        value = WHERE.split(value, maxsplit=1)[0]
    if name == "employer" and (value or "").lower() in NO_EMPLOYER:
        return None
    if name == "home" and value and NO_PLACE.match(value):
        return None
    if not closes if value is None else not known(name, value):
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
    named = NAMED.match(text)
    if named and named["name"].lower() not in PRONOUNS:
        return _first(table.third, text[named.end() :], named["name"], closes=closes)
    return None


def clauses(text: str, language: str | None) -> list[str]:
    """The text split where its parts fill slots of their own."""
    table = TABLES.get(language or "")
    if table is None or language is None:
        return [text]

    def fills(part: str) -> Slot | None:
        return slot_of(part, language, "")

    def subject_of(part: str) -> str | None:
        known = fills(part)
        return _subject_of(table, part, known.subject if known else None)

    def about_other(part: str) -> bool:
        spoken = plain(part, language)
        bare = table.negation.sub(" ", spoken).strip()
        return _first(table.third, bare, "", closes=False) is not None

    return Splitter(language, table.joint, fills, subject_of, about_other).split(text)


def _subject_of(table: _Compiled, text: str, speaker: str | None) -> str | None:
    """ "Mi madre" of "y mi madre vive en Lugo": the words somebody else is named by.

    A name alone only where the text fills a slot of theirs: any first word is capital.
    """
    bare = table.lead.sub("", text, count=1)
    for pattern in table.owners:
        match = pattern.match(bare)
        if match:
            return match[0].strip(" ,")
    named = NAMED.match(bare)
    return named[0].strip() if named and named["name"] == speaker else None
