"""Turns one clause into facts: dates resolved, person rewritten, slot filled."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mem0.memory.rules import english_slots, foreign_slots, person
from mem0.memory.rules.categories import default_categories, own_categories
from mem0.memory.rules.slots import Slot
from mem0.memory.rules.speakers import Person, introduced
from mem0.memory.rules.subjects import About, about
from mem0.memory.temporal import Resolved, resolve
from mem0.memory.types import Fact, Instructions, Message

HEDGED = re.compile(
    r"\b(?:maybe|might|may|perhaps|possibly|probably|i think|i guess|not sure|considering|thinking (?:of|about)|wish|quizás|peut-être|vielleicht|talvez|forse)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"^(?P<word>he|she)(?P<tail>['’]s)?\s+|^(?P<owner>his|her)\s+(?=\w)", re.IGNORECASE
)
INTRODUCTION = re.compile(
    r"^(?:i['’]m|i am|im|this is|(?:please )?(?:just )?call me|my name['’]s)\s+",
    re.IGNORECASE,
)
WORKS_AS = re.compile(
    r"^works? as (?P<article>an? |the )?(?P<role>[^,.;]{2,60}?) (?:at|for) ",
    re.IGNORECASE,
)
SINCE_WHEN = re.compile(r"^(?:now|then|these days|nowadays),? (?=\S)", re.IGNORECASE)
UNCASED = re.compile(r"\b((?:to|at|in|for|with|called|named|joined) )([a-z])")
LISTED = frozenset({"allergy", "language", "hobby"})
ITEM = r"[\w'-]+(?: [\w'-]+){0,2}"
ITEMS = re.compile(rf"^(?P<items>{ITEM}(?:, {ITEM}){{0,8}},? and {ITEM})[.!]*$")
AND = re.compile(r",? and |, ")
SURE, PLAIN, DOUBTFUL = 0.9, 0.7, 0.5


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause with what is needed to read it."""

    text: str
    message: Message
    source: int
    speaker: Person
    listener: str | None
    language: str | None


def english(
    clause: Clause, other: About | None, wanted: Instructions
) -> tuple[list[Fact], About | None]:
    """The facts of an English clause, and whom it speaks about."""
    speaker = clause.speaker
    clause = replace(clause, text=SINCE_WHEN.sub("", clause.text))
    intro = introduced(clause.text) if INTRODUCTION.match(clause.text) else None
    if intro and len(clause.text.split()) <= 7:
        named = Slot(speaker.key, "name", intro)
        text = f"{person.owned(speaker.key)} name is {intro}"
        return [_fact(clause, Resolved(text), text, named, wanted)], None
    resolved = resolve(
        clause.text, clause.message.said_at, wanted.timezone, language="en"
    )
    text = _named(person.rewrite(resolved.text, speaker.name, clause.listener), other)
    bare = _named(person.rewrite(resolved.bare, speaker.name, clause.listener), other)
    found = about(bare, speaker.name, speaker.key)
    slot = _slot(bare, text, found, clause)
    if slot and slot.attribute == "name" and slot.value == speaker.name != speaker.key:
        text = f"{person.owned(speaker.key)} name is {slot.value}"
    facts = [_fact(clause, resolved, text, slot, wanted, found)]
    if slot and (items := listed(text, slot)):
        facts = [
            _fact(clause, resolved, item, one, wanted, found) for item, one in items
        ]
    return facts + _role(clause, resolved, found, slot, wanted), found


def _slot(bare: str, text: str, found: About | None, clause: Clause) -> Slot | None:
    """The slot of the statement without its dates; of the dated one if need be."""
    if found is None:
        return None
    if clause.text == clause.text.lower():
        predicate = UNCASED.sub(lambda m: m[1] + m[2].upper(), found.predicate)
        found = replace(found, predicate=predicate)
    slot = english_slots.slot_of(found)
    if slot is None or slot.attribute == "birthday":
        dated = about(text, clause.speaker.name, clause.speaker.key)
        slot = (english_slots.slot_of(dated) if dated else None) or slot
    return slot


def listed(text: str, slot: Slot) -> list[tuple[str, Slot]]:
    """One statement for each item of "allergic to nuts, eggs and soy"."""
    if slot.attribute not in LISTED or not slot.value:
        return []
    place = text.find(slot.value)
    match = ITEMS.match(text[place:]) if place >= 0 else None
    if match is None:
        return []
    items = [item.strip() for item in AND.split(match["items"])]
    return [(text[:place] + item, replace(slot, value=item)) for item in items if item]


def _role(
    clause: Clause,
    resolved: Resolved,
    found: About | None,
    slot: Slot | None,
    wanted: Instructions,
) -> list[Fact]:
    """ "works as a nurse at X" fills two slots; the role gets its own statement."""
    match = WORKS_AS.match(found.predicate) if found else None
    if (
        found is None
        or match is None
        or slot is None
        or slot.attribute != "employer"
        or slot.closes
    ):
        return []
    text = f"{found.phrase} works as {match['article'] or ''}{match['role']}"
    role = Slot(slot.subject, "role", match["role"])
    return [_fact(clause, resolved, text, role, wanted, found)]


def foreign(clause: Clause, wanted: Instructions) -> Fact:
    """The fact of a clause in another language, in its own words."""
    resolved = resolve(
        clause.text,
        clause.message.said_at,
        wanted.timezone,
        language=clause.language or "-",
    )
    slot = foreign_slots.slot_of(resolved.bare, clause.language, clause.speaker.key)
    slot = slot or foreign_slots.slot_of(
        resolved.text, clause.language, clause.speaker.key
    )
    return _fact(clause, resolved, resolved.text, slot, wanted)


def _named(text: str, other: About | None) -> str:
    """ "She lives in Rome" with the person it speaks of, when one was named."""
    match = PRONOUN.match(text)
    if match is None or other is None:
        return text
    word = (
        match["word"] or {"his": "he", "her": "she"}[match["owner"].lower()]
    ).lower()
    if other.gender and other.gender != word:
        return text
    name = other.phrase
    if match["owner"]:
        return f"{person.owned(name)} {text[match.end() :]}"
    rest = text[match.end() :]
    verb = (
        ""
        if not match["tail"]
        else ("has " if re.match(r"(?:been|got|had)\b", rest) else "is ")
    )
    return f"{name} {verb}{rest}"


def _fact(
    clause: Clause,
    resolved: Resolved,
    text: str,
    slot: Slot | None,
    wanted: Instructions,
    found: About | None = None,
) -> Fact:
    attribute = slot.attribute if slot else None
    doubtful = HEDGED.search(clause.text) is not None
    plain = DOUBTFUL if doubtful else PLAIN
    return Fact(
        text=finished(text),
        sources=(clause.source,),
        attributed_to=clause.speaker.side,
        speaker=clause.speaker.speaker,
        event_start=resolved.start,
        event_end=resolved.end,
        categories=_categories(text, attribute, clause.language, wanted),
        subject=slot.subject if slot else _subject(found, clause.speaker),
        attribute=attribute,
        value=slot.value if slot else None,
        single_valued=slot.single_valued if slot else False,
        closes=slot.closes if slot else False,
        language=clause.language,
        confidence=SURE if slot and not doubtful else plain,
        rule=f"slot:{attribute}" if attribute else "statement",
    )


def _subject(found: About | None, speaker: Person) -> str | None:
    """The subject of a statement without a slot, where the words leave no doubt."""
    if found is None or speaker.name not in found.phrase:
        return None
    return found.subject


def _categories(
    text: str, attribute: str | None, language: str | None, wanted: Instructions
) -> tuple[str, ...] | None:
    if wanted.categorize_later:
        return None
    if wanted.categories is None:
        return default_categories(text, attribute, language)
    return own_categories(text, attribute, wanted.categories, language)


def finished(text: str) -> str:
    """A statement as it is stored: one line, capitalised, without a final stop."""
    plain = " ".join(text.split()).strip(" ,;:–—-")
    plain = re.sub(r" ([.,!?;])", r"\1", plain)
    if (
        plain.endswith((".", "!", "。"))
        and not plain.endswith("..")
        and not re.search(r"\b\w\.\w\.$", plain)
    ):
        plain = plain.rstrip("!.。")
    return plain[:1].upper() + plain[1:]
