"""An add between thinking and writing: what was asked, what was found, what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from mem0.memory.context import Part
from mem0.memory.types import (
    Change,
    Doubt,
    Extraction,
    Fact,
    Instructions,
    Message,
    Record,
    Scope,
)


class Extractor(Protocol):
    """Messages to facts, by rules or by a language model."""

    wants_known: bool
    """Whether it makes use of `known` memories."""

    def extract(
        self,
        messages: Sequence[Message],
        *,
        known: Sequence[Record],
        recent: Sequence[Message],
        instructions: Instructions,
        agent_scoped: bool,
    ) -> Extraction:
        """The facts, and what was refused and why."""
        ...


@dataclass(frozen=True, slots=True)
class AddOptions:
    """How an add is to be carried out."""

    said_at: dt.datetime
    infer: bool = True
    metadata: Mapping[str, Any] = field(default_factory=dict)
    expiration_date: dt.date | None = None
    immutable: bool = False
    instructions: Instructions = field(default_factory=Instructions)
    provenance: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Held:
    """A doubtful fact with what it takes to remember it after all.

    The fact's `sources` are indices into `messages`. With `memory_id` the fact is that
    memory already, and what waits is whether it takes the place of those in `replaces`.
    """

    doubt: Doubt
    messages: Sequence[Message]
    scope: Scope
    options: AddOptions
    provenance: Mapping[str, Any]
    memory_id: str | None = None
    replaces: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An add that has been thought through and not been written yet."""

    scope: Scope
    messages: Sequence[Message]
    parts: Sequence[Part]
    facts: Sequence[Fact]
    fact_parts: Sequence[Part]
    shown: Sequence[Record]
    dropped: Mapping[str, int]
    options: AddOptions
    provenance: Mapping[str, Any]
    held: Sequence[Held] = ()
    kept_messages: bool = False
    """Whether the messages are in the store already."""


@dataclass(frozen=True, slots=True)
class Added:
    """What an add changed: (event, record) pairs, what it refused and what it held
    back for review, each with the messages that said it.

    `changes` are all of its writes, also those to memories that were there before.
    """

    results: Sequence[tuple[str, Record]]
    dropped: Mapping[str, int]
    held: Sequence[Held] = ()
    changes: Sequence[Change] = ()
