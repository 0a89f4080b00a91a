"""Whether a statement has to do with a memory that a model says it ends.

A model that obeys a message may name any memory it was shown. So the words are asked:
do both fill one slot, share a word or a topic, or does the message that was read name
what the memory is about. Who speaks and who is spoken of does not count, or everything
known of somebody would bear on everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mem0.memory import lexical
from mem0.memory.decisions import OPPOSITES
from mem0.memory.rules import english_slots, foreign_slots
from mem0.memory.rules.categories import default_categories
from mem0.memory.rules.normalize import NEGATIONS
from mem0.memory.rules.subjects import about
from mem0.memory.support import PAIRED_USER
from mem0.memory.support_words import LIGHT_WORDS, NUMBER_WORDS, TIME_WORDS, fold
from mem0.memory.types import Fact, Record

BROAD = frozenset({"misc", "milestones", "personal_details", "user_preferences"})
"""Categories of statements that otherwise have nothing in common."""
READ = 500
"""Characters of a message that can name a memory, since a longer one names anything,
and of a memory that are read."""
SPEAKER = "User"
_SILENT = LIGHT_WORDS | TIME_WORDS | NUMBER_WORDS.keys() | NEGATIONS
_ENDINGS = re.compile("[\u3040-\u309f]+")
"""Hiragana, which all Japanese sentences share."""


def bears_on(fact: Fact, record: Record, said: Iterable[str]) -> bool:
    """Whether a fact is about what a memory is about; `said` are its source messages."""
    silent = _names(fact) | _names(record)
    if _slots(fact) & _slots(record) or _topics(fact, silent) & _topics(record, silent):
        return True
    languages = {fact.language, record.language}
    known = _words(record.text[:READ], languages, silent)
    texts = [fact.text, *(text for text in said if len(text) <= READ)]
    return any(known & _words(text, languages, silent) for text in texts)


def _slots(stated: Fact | Record) -> set[tuple[str, str]]:
    """The slot that was noted and the one that rules read in the text; not what somebody
    likes: those are many things that have nothing in common."""
    name, text = _speaker(stated), stated.text[:READ]
    found = about(text, name, name)
    slot = english_slots.slot_of(found) if found else None
    language = stated.language or lexical.language_of(text)
    slot = slot or foreign_slots.slot_of(text, language, name)
    pairs = [(stated.subject, stated.attribute)]
    pairs += [(slot.subject, slot.attribute)] if slot else []
    return {
        (subject.casefold(), attribute)
        for subject, attribute in pairs
        if subject and attribute and attribute not in OPPOSITES
    }


def _speaker(stated: Fact | Record) -> str:
    """The name the text calls its speaker by."""
    for name in (stated.subject, stated.speaker):
        if name and stated.text.startswith(name):
            return name
    return SPEAKER


def _names(stated: Fact | Record) -> frozenset[str]:
    """Words for who speaks and who is spoken of."""
    found = about(stated.text[:READ], SPEAKER, SPEAKER)
    given = (stated.subject, stated.speaker, found.subject if found else None)
    return frozenset(word for name in given if name for word in _spoken(name))


def _topics(stated: Fact | Record, silent: frozenset[str]) -> frozenset[str]:
    spoken = _spoken(stated.text[:READ])
    said = " ".join(word for word in spoken if word not in silent)
    return frozenset(default_categories(said, None, stated.language)) - BROAD


def _words(
    text: str, languages: Iterable[str | None], silent: frozenset[str]
) -> set[int]:
    """Terms of the words that carry evidence, as each of the languages has them."""
    spoken = _spoken(_ENDINGS.sub(" ", PAIRED_USER.sub(" ", text)))
    telling = " ".join(
        word for word in spoken if word not in silent and fold(word) not in _SILENT
    )
    return {term for each in languages for term in lexical.analyze(telling, each)}


def _spoken(text: str) -> list[str]:
    return [word.removesuffix("'s") for word in lexical.words(text)]
