"""The protocol every memory is read and written through.

`memories.store.ProjectStore` implements it on PostgreSQL for one project,
`mem0.memory.local.LocalStore` on any vector store with SQLite history.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from mem0.memory.context import Part
from mem0.memory.filters import Filter
from mem0.memory.ranking import Pool
from mem0.memory.types import (
    Change,
    HistoryEntry,
    Message,
    Query,
    Record,
    Scope,
    Sparse,
    Vector,
)


@dataclass(frozen=True, slots=True)
class Placed:
    """A message in its place, with what the index knows of it."""

    message_id: str
    part: Part


@dataclass(frozen=True, slots=True)
class Place:
    """Where new messages of a scope go: their episode and who stands next to them."""

    episode_id: str
    before: Sequence[Placed]
    after: Sequence[Placed]


@dataclass(frozen=True, slots=True)
class Reindex:
    """A stored memory whose context changed, because its neighbours did."""

    memory_id: str
    context_embedding: Vector
    context_lexical: Sparse


class MemoryStore(Protocol):
    """Where memories live. Reads are plain; every write is one `apply`."""

    def locked(self, *scopes: Scope) -> AbstractContextManager[None]:
        """A transaction in which writers about the same somebody wait in line."""
        ...

    def get(self, memory_id: str) -> Record | None:
        """The memory with this id, whatever its state."""
        ...

    def get_many(self, memory_ids: Sequence[str]) -> list[Record]:
        """Those of the memories that exist, in the order asked."""
        ...

    def find(
        self, where: Filter, *, limit: int | None, offset: int = 0
    ) -> list[Record]:
        """Memories that match, newest first, in a stable order."""
        ...

    def count(self, where: Filter) -> int:
        """How many memories match."""
        ...

    def approach(self, query: Query) -> Query:
        """The query with what an index beside the store knows of it.

        Called outside any transaction, because the index may be across a network. One
        that does not answer is named in `degraded`; it is never an error.
        """
        ...

    def candidates(self, query: Query) -> Pool:
        """The best rows of the scope by the sum of all arms, each arm's score given."""
        ...

    def twins(self, fingerprints: Sequence[bytes]) -> dict[bytes, Record]:
        """Active memories with these fingerprints (see `mem0.memory.decisions`)."""
        ...

    def slots(
        self, scope: Scope, wanted: Sequence[tuple[str, str]], *, at: dt.datetime
    ) -> list[Record]:
        """Memories of the scope, in any run, that fill one of the (subject,
        attribute) slots: active and disputed ones, and superseded ones that held
        at a time."""
        ...

    def similar(
        self, scope: Scope, model: str, vectors: Sequence[Vector], *, limit: int
    ) -> list[list[tuple[Record, float]]]:
        """For each vector the nearest active memories of exactly this scope, with
        their cosine."""
        ...

    def ancestors(self, memory_id: str) -> list[Record]:
        """The memories this one replaced, directly or through others."""
        ...

    def history(self, memory_id: str) -> list[HistoryEntry]:
        """Changes of one memory, oldest first."""
        ...

    def wordings(
        self, memory_ids: Sequence[str], known_at: dt.datetime
    ) -> dict[str, str]:
        """What those of the memories said at a time that say something else now, or
        may do so."""
        ...

    def recent_messages(
        self, scope: Scope, *, before: dt.datetime, limit: int
    ) -> list[Message]:
        """The last messages of the scope said at or before a time, oldest first."""
        ...

    def place(self, scope: Scope, said_at: dt.datetime, *, radius: int) -> Place:
        """Where messages said at this time belong, with up to `radius` neighbours."""
        ...

    def around(
        self, message_ids: Sequence[str], *, radius: int
    ) -> Mapping[str, Sequence[Placed]]:
        """Each message that exists with its neighbours in the episode, in order."""
        ...

    def sourced(self, message_ids: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
        """Memories that came from one of the messages: their id and all their sources."""
        ...

    def apply(
        self,
        changes: Sequence[Change],
        *,
        messages: Sequence[tuple[Message, Part]] = (),
        scope: Scope | None = None,
        model: str = "",
    ) -> Sequence[str]:
        """Write everything or nothing; returns the messages that stood next to any
        that had to go because no memory is left that came from them."""
        ...

    def reindex(self, contexts: Sequence[Reindex]) -> None:
        """Replace the contexts of stored memories."""
        ...
