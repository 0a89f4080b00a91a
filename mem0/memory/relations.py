"""Relations between things, read from what memories say, without a model.

A memory's slot is a relation in any language; in English, kinship ("Ana's sister
Marta") and verbs between two names ("Acme acquired Initech") are read from its text
as well. Nothing here keeps anything: the same record has the same relations always.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mem0.memory.languages.stopwords import STOPWORDS
from mem0.memory.relation_words import (
    BETWEEN,
    IDENTIFIED,
    LISTED,
    NAMED_ONLY,
    NO_THINGS,
    NOT_SO,
    OF_ATTRIBUTES,
    OWNED,
    PERSON,
    QUANTITY,
    SELF,
)
from mem0.memory.rules import english_slots
from mem0.memory.rules.slots import WORDS
from mem0.memory.rules.subjects import NAME, About, about
from mem0.memory.types import Change, Record, Relation, Scope

LONGEST = 100
"""Characters of a name; a longer value is a sentence, not a thing."""
MOST = 20
"""Relations of one memory."""
READ = 600
"""Characters of a text that are read."""
IN_A_NAME = 4
"""Words a name in a question may have."""

WORD = re.compile(r"[^\W_][\w'’&.-]*")
JOINED = re.compile(r",? (?:and|but) (?=[a-z])")
NOT_SNAKE = re.compile(r"[^\w]+")
SPEAKER = re.compile(rf"^{SELF}$")
ONE_NAME = re.compile(NAME)
FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself", "user", "i'm", "i’m"})


def of(change: Change) -> tuple[Relation, ...]:
    """The relations a change brings: a model's where one looked, else those stated."""
    if change.relations is not None:
        return resolved(change.relations, change.record.scope)
    return stated(change.record)


def stated(record: Record) -> tuple[Relation, ...]:
    """What a memory says of two things, each relation once.

    A speaker without a name is called by the id the memory is filed under.
    """
    return resolved([*_slot(record), *_read(record)], record.scope)


def resolved(found: Iterable[Relation], scope: Scope) -> tuple[Relation, ...]:
    """Without doubles and empty or endless names; "User" is whom the scope names."""
    unique: dict[tuple[str, str, str], Relation] = {}
    for relation in found:
        source, target = (
            _who(name, scope) for name in (relation.source, relation.target)
        )
        key = (source.casefold(), relation.relationship, target.casefold())
        fits = 0 < len(source) <= LONGEST and 0 < len(target) <= LONGEST
        if fits and relation.relationship and key[0] != key[2]:
            unique.setdefault(
                key,
                Relation(
                    source,
                    relation.relationship,
                    target,
                    relation.source_type,
                    relation.target_type,
                ),
            )
    return tuple(unique.values())[:MOST]


def snake(words: str) -> str:
    """A relationship's name as it is kept: "Works at" is `works_at`."""
    return NOT_SNAKE.sub("_", words.casefold()).strip("_")[:LONGEST]


def mentioned(question: str, scope_ids: Iterable[str] = ()) -> list[str]:
    """Names, casefolded, that a question may mean: its words and phrases of up to four.

    What a store has nothing under is no name. Who asks of "me" means `scope_ids`.
    """
    words = [found[0] for found in WORD.finditer(question.casefold()[:READ])]
    plain = [word.removesuffix("'s").removesuffix("’s").strip(".") for word in words]
    names = [
        " ".join(plain[start : start + length])
        for length in range(IN_A_NAME, 0, -1)
        for start in range(len(plain) - length + 1)
        if length > 1 or plain[start] not in STOPWORDS.get("en", frozenset())
    ]
    if FIRST_PERSON & set(words):
        names += [name.casefold() for name in scope_ids]
    return list(dict.fromkeys(names))


def _who(name: str, scope: Scope) -> str:
    """A name on one line; the speaker's id where the name only says who speaks."""
    plain = " ".join(name.split()).strip(" ,.;:!?\"'’")
    if not SPEAKER.match(plain):
        return plain
    if plain == "Assistant":
        return scope.agent_id or plain
    return scope.user_id or scope.agent_id or scope.run_id or plain


def _slot(record: Record) -> Iterator[Relation]:
    """The slot, if the text still says it: an edited text may say something else."""
    if not (record.subject and record.attribute and record.value):
        return
    place = record.text.casefold().find(record.value.casefold())
    if place < 0 and record.attribute not in WORDS:  # those are told in other words
        return
    before = record.text[: max(place, 0)]
    if record.attribute == "dislikes" or not NOT_SO.search(before):
        yield from _filled(record.subject, record.attribute, record.value)


def _filled(subject: str, attribute: str, value: str) -> Iterator[Relation]:
    if attribute in NO_THINGS or attribute.startswith("event:"):
        return
    relationship, kind = OF_ATTRIBUTES.get(attribute, (snake(attribute), None))
    if kind in NAMED_ONLY and QUANTITY.match(value):
        return
    yield Relation(subject, relationship, value, _kind(subject), kind)


def _kind(name: str) -> str | None:
    return PERSON if SPEAKER.match(name) else None


def _read(record: Record) -> Iterator[Relation]:
    text = record.text[:READ]
    yield from _kin(text)
    name = _speaker(text, record)
    found = about(text, name, name)
    if found is None:
        return
    for predicate in _predicates(found.predicate):
        if NOT_SO.search(predicate):
            continue
        slot = english_slots.slot_of(About(found.subject, predicate, found.phrase))
        if slot is None or slot.closes or not slot.value:
            pass
        elif slot.attribute != record.attribute:  # the record's own value is cleaner
            yield from _filled(found.subject, slot.attribute, slot.value)
        yield from _between(found.subject, predicate)


def _speaker(text: str, record: Record) -> str:
    """The name the text calls its speaker by."""
    named = record.speaker
    return named if named and text.startswith(named) else _said_by(record)


def _said_by(record: Record) -> str:
    return "Assistant" if record.attributed_to == "assistant" else "User"


def _predicates(predicate: str) -> Iterator[str]:
    """What is said of a subject, as a whole and in its parts."""
    yield predicate
    parts = JOINED.split(predicate)
    if len(parts) > 1:
        yield from parts


def _kin(text: str) -> Iterator[Relation]:
    for found in (*OWNED.finditer(text), *IDENTIFIED.finditer(text)):
        kin = snake(found["kin"])
        yield Relation(found["owner"], kin, found["name"], PERSON, PERSON)
    for found in LISTED.finditer(text):
        for name in ONE_NAME.findall(found["names"]):
            yield Relation(found["owner"], "child", name, PERSON, PERSON)


def _between(subject: str, predicate: str) -> Iterator[Relation]:
    for pattern, relationship, kind in BETWEEN:
        found = pattern.match(predicate)
        if found:
            target = found["target"].removeprefix("the ")
            yield Relation(subject, relationship, target, _kind(subject), kind)
            return
