"""What a project wants kept or left out, as far as words can tell.

`excludes`, `includes` and lines of the custom instructions that begin with "do
not store …", "only remember …" are read as lists of topics; a statement belongs
to a topic when they share a telling stem, a default category or a slot. Anything
else in the instructions (tone, format, judgement) needs a language model and is
ignored here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mem0.memory.rules.categories import categories_of, topic_stems
from mem0.memory.rules.stems import stem, stems
from mem0.memory.types import Instructions

SPLIT = re.compile(r"[,;\n•]|\s+(?:and|or|y|et|und|e)\s+|(?<=\w)\.(?:\s|$)")
NEGATIVE = re.compile(
    r"(?:do not|don't|never|avoid|exclude|ignore|skip)\s*(?:to\s+)?(?:store|storing|save|saving|remember|remembering|extract|extracting|include|including|keep|keeping|record|recording|capture)?\s*:?\s*(?:any(?:thing)?\s+)?(?:about\s+|related to\s+)?(?P<topics>[^.\n]{3,300})",
    re.IGNORECASE,
)
ONLY = re.compile(
    r"\bonly\s+(?:store|save|remember|extract|include|keep|record|capture)\s*:?\s*(?:information\s+)?(?:about\s+|related to\s+)?(?P<topics>[^.\n]{3,300})",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+")
SLOTS = {
    "phone": "phone",
    "telephon": "phone",
    "email": "email",
    "e-mail": "email",
    "mail": "email",
    "address": "address",
    "employ": "employer",
    "job": "employer",
    "work": "employer",
    "age": "age",
    "birthday": "birthday",
    "name": "name",
    "allergi": "allergy",
    "diet": "diet",
    "pet": "pet",
    "relationship": "relationship_status",
    "hobbi": "hobby",
    "home": "home",
    "locat": "home",
    "car": "car",
}


@dataclass(frozen=True, slots=True)
class Topic:
    stems: frozenset[str]
    categories: frozenset[str]
    attributes: frozenset[str]

    def covers(
        self, said: frozenset[str], categories: frozenset[str], attribute: str | None
    ) -> bool:
        """Whether a statement with these stems, categories and slot is of this topic."""
        if self.stems & said or attribute in self.attributes:
            return True
        return bool(self.categories & categories)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Topics to leave out, and topics to keep to (none: everything)."""

    excluded: tuple[Topic, ...] = ()
    included: tuple[Topic, ...] = ()

    def allows(
        self, text: str, categories: tuple[str, ...], attribute: str | None
    ) -> bool:
        """Whether a statement may be kept."""
        if not (self.excluded or self.included):
            return True
        said = stems(word.lower() for word in WORD.findall(text))
        named = frozenset(categories)
        if any(topic.covers(said, named, attribute) for topic in self.excluded):
            return False
        return not self.included or any(
            topic.covers(said, named, attribute) for topic in self.included
        )


def wishes(instructions: Instructions) -> Wishes:
    """What the instructions ask for that words can decide."""
    custom = "\n".join(
        text
        for text in (
            instructions.custom_instructions,
            instructions.agent_custom_instructions,
        )
        if text
    )[:4_000]
    excluded = [
        instructions.excludes or "",
        *(m["topics"] for m in NEGATIVE.finditer(custom)),
    ]
    included = [
        instructions.includes or "",
        *(m["topics"] for m in ONLY.finditer(custom)),
    ]
    return Wishes(_topics(excluded), _topics(included))


def _topics(texts: list[str]) -> tuple[Topic, ...]:
    parts = [part for text in texts for part in SPLIT.split(text[:4_000])]
    topics = [_topic(part) for part in parts if part.strip()]
    return tuple(topic for topic in topics if topic.stems)


def _topic(text: str) -> Topic:
    found = topic_stems(text)
    last = [stem(word.lower()) for word in WORD.findall(text)]
    categories = {
        category
        for word in last
        for category in categories_of(word)
        if _names(word, category)
    }
    attributes = {SLOTS[word] for word in found if word in SLOTS}
    return Topic(found, frozenset(categories), frozenset(attributes))


ALIASES = {
    "health": "health",
    "medic": "health",
    "food": "food",
    "work": "professional_details",
    "job": "professional_details",
    "career": "professional_details",
    "famili": "family",
    "travel": "travel",
    "sport": "sports",
    "music": "music",
    "technolog": "technology",
    "hobbi": "hobbies",
    "fashion": "fashion",
    "entertain": "entertainment",
}


def _names(word: str, category: str) -> bool:
    """Whether the stem names the category itself, not merely one of its words."""
    return ALIASES.get(word) == category
