"""Turns one clause into facts: dates resolved, person rewritten, slot filled."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mem0.memory.rules import (
    english_slots,
    foreign_clauses,
    foreign_slots,
    person,
    readings,
)
from mem0.memory.rules.categories import default_categories, own_categories
from mem0.memory.rules.slots import Slot, value_of
from mem0.memory.rules.speakers import Person, introduced
from mem0.memory.rules.subjects import About, about
from mem0.memory.temporal import Resolved, resolve
from mem0.memory.types import Fact, Instructions, Message

HEDGED = re.compile(
    r"\b(?:maybe|might|may|perhaps|possibly|probably|i think|i guess|not sure|considering|thinking (?:of|about)|wish|quizás|peut-être|vielleicht|talvez|forse)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(
    r"^(?P<word>he|she|they)(?P<tail>['’](?:s|re|ve))?\s+|^(?P<owner>his|her|their)\s+(?=\w)",
    re.IGNORECASE,
)
INTRODUCTION = re.compile(
    r"^(?:i['’]m|i am|im|this is|(?:please )?(?:just )?call me|my name['’]s)\s+",
    re.IGNORECASE,
)
WORKS_AS = re.compile(
    r"^works? (?:as (?P<article>an? |the )?(?P<role>[^,.;]{2,60}?) (?:at|for) "
    r"|[^,.;]{0,30}?(?:at|for) [^,.;]{2,60}? as (?P<article2>an? |the )?(?P<role2>[^,.;]{2,40}?)(?=[,.;!]|$))",
    re.IGNORECASE,
)
IS_AT = re.compile(
    r"^(?:is|became|has become) (?:now )?(?:an? |the )[\w -]{2,60}? (?:at|for) (?=(?-i:[A-ZÀ-Þ]))",
    re.IGNORECASE,
)
SINCE_WHEN = re.compile(r"^(?:now|then|these days|nowadays),? (?=\S)", re.IGNORECASE)
UNCASED = re.compile(r"\b((?:to|at|in|for|from|by|with|called|named|joined) )([a-z])")
LISTED = frozenset({"allergy", "language", "hobby"})
ITEM = r"[\w'-]+(?: [\w'-]+){0,2}"
ITEMS = re.compile(rf"^(?P<items>{ITEM}(?:, {ITEM}){{0,8}},? and {ITEM})[.!]*$")
AND = re.compile(r",? and |, ")
STATES = frozenset({"home", "employer", "role", "relationship_status", "car", "school"})
"""Slots that an announcement does not fill before its day."""
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
    bare, dated = readings.plain(resolved.bare), readings.plain(resolved.text)
    spoken = {  # most often all three are the same
        said: _named(person.rewrite(said, speaker.name, clause.listener), other)
        for said in {resolved.text, bare, dated}
    }
    text = spoken[resolved.text]
    found = about(spoken[bare], speaker.name, speaker.key)
    slot = _slot(spoken[dated], found, clause)
    if slot and slot.attribute == "name" and slot.value == speaker.name != speaker.key:
        text = f"{person.owned(speaker.key)} name is {slot.value}"
    facts = [_fact(clause, resolved, text, slot, wanted, found)]
    if slot and (items := listed(text, slot)):
        facts = [
            _fact(clause, resolved, item, one, wanted, found) for item, one in items
        ]
    return facts + _role(clause, resolved, found, slot, wanted), found


def _slot(dated: str, found: About | None, clause: Clause) -> Slot | None:
    """The slot of the statement without its dates; of the dated one if need be."""
    if found is None:
        return None
    if clause.message.content.islower():
        predicate = UNCASED.sub(lambda m: m[1] + m[2].upper(), found.predicate)
        found = replace(found, predicate=predicate)
    slot = english_slots.slot_of(found)
    if slot is None or slot.attribute.startswith(("birthday", "event:")):
        about_it = about(dated, clause.speaker.name, clause.speaker.key)
        if about_it == found:
            return slot
        slot = (english_slots.slot_of(about_it) if about_it else None) or slot
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
    """ "works as a nurse at X" fills two slots; the other gets its own statement."""
    if found and slot and slot.attribute == "role" and not slot.closes:
        return _employer(clause, resolved, found, slot, wanted)
    match = WORKS_AS.match(found.predicate) if found else None
    if (
        found is None
        or match is None
        or slot is None
        or slot.attribute != "employer"
        or slot.closes
    ):
        return []
    article = match["article"] or match["article2"] or ""
    said = match["role"] or match["role2"]
    role = Slot(slot.subject, "role", said)
    text = f"{found.phrase} works as {article}{said}"
    return [_fact(clause, resolved, text, role, wanted, found)]


def _employer(
    clause: Clause, resolved: Resolved, found: About, slot: Slot, wanted: Instructions
) -> list[Fact]:
    """ "is a designer at Figma" names the employer, too."""
    match = IS_AT.match(found.predicate)
    named = value_of("employer", found.predicate[match.end() :]) if match else None
    if named is None:
        return []
    employer = Slot(slot.subject, "employer", named)
    text = f"{found.phrase} works at {named}"
    return [_fact(clause, resolved, text, employer, wanted, found)]


def foreign(clause: Clause, wanted: Instructions) -> list[Fact]:
    """The facts of a clause in another language, in its own words."""
    said_at = clause.message.said_at
    resolved = resolve(
        clause.text, said_at, wanted.timezone, language=clause.language or "-"
    )
    slot = foreign_slots.slot_of(resolved.bare, clause.language, clause.speaker.key)
    slot = slot or foreign_slots.slot_of(
        resolved.text, clause.language, clause.speaker.key
    )
    ahead = resolved.start is not None and resolved.start > said_at
    if slot and ahead and slot.attribute in STATES and not slot.closes:
        slot = None  # "we move to Porto in May" is not yet where they live
    if slot and (items := foreign_clauses.listed(resolved.text, slot)):
        return [_fact(clause, resolved, text, one, wanted) for text, one in items]
    return [_fact(clause, resolved, resolved.text, slot, wanted)]


def _named(text: str, other: About | None) -> str:
    """ "She lives in Rome" with the person it speaks of, when one was named."""
    match = PRONOUN.match(text)
    if match is None or other is None:
        return text
    word = (
        match["word"]
        or {"his": "he", "her": "she", "their": "they"}[match["owner"].lower()]
    ).lower()
    if word == "they" != other.gender or other.gender not in {None, word}:
        return text
    name = other.phrase
    if match["owner"]:
        return f"{person.owned(name)} {text[match.end() :]}"
    rest = text[match.end() :]
    return f"{name} {_contracted(match['tail'], rest)}{rest}"


def _contracted(tail: str | None, rest: str) -> str:
    """The verb of "she's", "they're" and "they've", with a space behind it."""
    if not tail:
        return ""
    if tail[1:].lower() == "s":
        return "has " if re.match(r"(?:been|got|had)\b", rest) else "is "
    return {"re": "are ", "ve": "have "}[tail[1:].lower()]


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
