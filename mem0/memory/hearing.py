"""What of the messages is listened to, and what of it is held back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from mem0.ids import uuid7
from mem0.memory import context
from mem0.memory.drafts import AddOptions, Held
from mem0.memory.proposals import SUSPICIONS
from mem0.memory.types import Doubt, Extraction, Fact, Message, Scope

UNHEARD = frozenset({"system", "tool", "function", "developer"})
"""Roles whose messages are neither stored nor extracted from."""


def heard(messages: Sequence[Mapping[str, str]], said_at: dt.datetime) -> list[Message]:
    """What was said by somebody who can state something."""
    return [
        Message(
            role=message["role"],
            content=message["content"],
            said_at=said_at,
            name=message.get("name"),
            id=str(uuid7()),
        )
        for message in messages
        if message["role"] not in UNHEARD and message["content"].strip()
    ]


def verbatim(messages: Sequence[Message]) -> list[Fact]:
    """Every message as one fact, word for word."""
    return [
        Fact(
            text=message.content,
            sources=(number,),
            attributed_to="assistant" if message.role == "assistant" else "user",
            speaker=context.speaker_of(message),
        )
        for number, message in enumerate(messages)
    ]


def held(
    doubts: Sequence[Doubt],
    messages: Sequence[Message],
    scope: Scope,
    options: AddOptions,
    provenance: Mapping[str, Any],
) -> list[Held]:
    """Each doubtful fact with the messages that said it, and nothing else."""
    kept = []
    for doubt in doubts:
        said = [messages[source] for source in doubt.fact.sources]
        sources = tuple(range(len(said)))
        fact = replace(doubt.fact, sources=sources, supersedes=(), unlike=())
        kept.append(Held(replace(doubt, fact=fact), said, scope, options, provenance))
    return kept


def poisoned(found: Extraction) -> set[int]:
    """Messages that said only what looks like an attack: they are not kept, since
    what is kept is shown to the next extraction."""
    bad = {
        source
        for doubt in found.doubtful
        if doubt.reason in SUSPICIONS
        for source in doubt.fact.sources
    }
    return bad - {source for fact in found.facts for source in fact.sources}


def renumbered(facts: Sequence[Fact], gone: Collection[int], count: int) -> list[Fact]:
    """The facts with their sources as indices into the messages that stay."""
    places = {
        old: new for new, old in enumerate(i for i in range(count) if i not in gone)
    }
    return [
        replace(fact, sources=tuple(places[s] for s in fact.sources if s in places))
        for fact in facts
    ]
