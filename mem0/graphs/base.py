"""What the engine asks of a graph store, and what all of them share.

A relation is kept once for every memory that supports it, as an edge with the scope
and the validity of that memory: taking a memory away takes its edges away and nothing
else, and what two scopes say never meets. Reading puts the edges of one relation
together again. Times are aware and in UTC.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import ClassVar, Self

from pydantic import Field, SecretStr

from mem0.exceptions import GraphStoreError, ValidationError
from mem0.memory.types import Relation, Scope
from mem0.providers.options import Options
from mem0.providers.stores import translated

MOST_HOPS = 5
MOST_EDGES = 1_000
"""Edges that one question to a store is answered with; the newest ones."""


class GraphOptions(Options):
    """Options every graph store has. Several `collection_name`s may share a database."""

    collection_name: str = Field(default="mem0", min_length=1, max_length=200)

    def secrets(self) -> list[str]:
        """Values that must not appear in a message."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return [v.get_secret_value() for v in values if isinstance(v, SecretStr)]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation as one memory states it; `valid_to` None: it still holds."""

    relation: Relation
    scope: Scope
    memory_id: str
    valid_from: dt.datetime
    valid_to: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A relation with the memories that support it, the newest first.

    It holds from the earliest of their times until the last one ends.
    """

    relation: Relation
    memory_ids: tuple[str, ...]
    valid_from: dt.datetime
    valid_to: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Which edges a question is about.

    `names` (casefolded) and `memory_ids` narrow it where they are given. `at` None
    means now; `ended` takes what no longer holds as well.
    """

    scope: Scope
    names: frozenset[str] | None = None
    memory_ids: frozenset[str] | None = None
    at: dt.datetime | None = None
    ended: bool = False
    limit: int = MOST_EDGES


class GraphStore(ABC):
    """Relations between named things, each within the scope of its memories.

    A read names at least one id, and sees the edges that carry all the ids named.
    Nothing connects before it is used. Every method raises `GraphStoreError` when the
    provider fails, `ConfigurationError` for credentials or options that cannot work,
    `UnavailableError` when it cannot be reached.
    """

    provider: ClassVar[str]

    def __init__(self, config: GraphOptions) -> None:
        self.collection = config.collection_name
        self._secrets = config.secrets()

    def add(self, edges: Sequence[Edge]) -> None:
        """Write edges; one the same memory states already takes the new times."""
        for edge in edges:
            _scoped(edge.scope)
            if not (edge.memory_id and edge.relation.source and edge.relation.target):
                msg = "An edge needs a memory, a source and a target."
                raise ValidationError(msg)
        if edges:
            with self._provider():
                self._add(edges)

    def relations(
        self,
        scope: Scope,
        names: Iterable[str] | None = None,
        *,
        memory_ids: Iterable[str] | None = None,
        at: dt.datetime | None = None,
        ended: bool = False,
        limit: int = 100,
    ) -> list[Known]:
        """Relations from or to one of the things, or supported by one of the memories.

        Newest first. Names differ in more than case. Without names and memories, all.
        """
        asked = Asked(
            _scoped(scope),
            None if names is None else frozenset(map(str.casefold, names)),
            None if memory_ids is None else frozenset(memory_ids),
            at,
            ended,
        )
        return _together(self._edges(asked))[: max(limit, 0)]

    def neighbours(
        self, scope: Scope, name: str, *, at: dt.datetime | None = None
    ) -> list[str]:
        """The things one relation away, nearest in time first, each once."""
        found: dict[str, str] = {}
        for known in self.relations(scope, [name], at=at, limit=MOST_EDGES):
            for other in (known.relation.source, known.relation.target):
                if other.casefold() != name.casefold():
                    found.setdefault(other.casefold(), other)
        return list(found.values())

    def paths(
        self,
        scope: Scope,
        source: str,
        target: str,
        *,
        max_hops: int = 3,
        limit: int = 10,
        at: dt.datetime | None = None,
    ) -> list[list[Relation]]:
        """Ways from one thing to the other along relations in either direction.

        Shortest first, without visiting anything twice. One question to the store for
        each hop; `max_hops` is at most 5.
        """
        if not 1 <= max_hops <= MOST_HOPS:
            msg = f"max_hops is {max_hops}; it can be 1 to {MOST_HOPS}."
            raise ValidationError(msg)
        begun: tuple[Relation, ...] = ()
        reached = [(source.casefold(), frozenset({source.casefold()}), begun)]
        goal, found = target.casefold(), list[list[Relation]]()
        for _ in range(max_hops):
            near = self._near(scope, {end for end, _, _ in reached}, at)
            further = [
                (other, seen | {other}, (*way, relation))
                for end, seen, way in reached
                for relation, other in near.get(end, [])
                if other not in seen
            ][:MOST_EDGES]
            found += [list(way) for end, _, way in further if end == goal]
            reached = [step for step in further if step[0] != goal]
            if len(found) >= limit or not reached:
                break
        return found[: max(limit, 0)]

    def supported(self, memory_ids: Iterable[str]) -> set[str]:
        """Those of the memories that support a relation here."""
        wanted = sorted(set(memory_ids))
        with self._provider():
            return self._supported(wanted) if wanted else set()

    def stated(self, memory_ids: Iterable[str]) -> list[Edge]:
        """Every edge of these memories, those that ended too; whosever they are."""
        wanted = sorted(set(memory_ids))
        with self._provider():
            return self._stated(wanted) if wanted else []

    def memory_ids(self, *, after: str = "", limit: int = 500) -> list[str]:
        """Memories that support a relation here, in their order, after one of them."""
        with self._provider():
            return self._memory_ids(after, limit)

    def delete(self, memory_ids: Iterable[str]) -> int:
        """Take away what these memories support, and what nothing relates to any more.

        Returns how many edges that were.
        """
        unique = sorted(set(memory_ids))
        with self._provider():
            return self._delete(unique) if unique else 0

    def delete_scope(self, scope: Scope) -> int:
        """Take away every edge that carries all these ids; how many there were."""
        with self._provider():
            return self._delete_scope(_scoped(scope))

    def count(self, scope: Scope) -> int:
        """How many edges carry all these ids, those that ended too."""
        with self._provider():
            return self._count(_scoped(scope))

    def reset(self) -> None:
        """Take away everything of this collection."""
        with self._provider():
            self._reset()

    def close(self) -> None:
        """Let go of connections and files."""
        with self._provider():
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}(collection_name={self.collection!r})"

    @abstractmethod
    def _add(self, edges: Sequence[Edge]) -> None: ...

    @abstractmethod
    def _read(self, asked: Asked) -> list[Edge]:
        """The edges asked for, newest first, at most `asked.limit`."""

    @abstractmethod
    def _supported(self, memory_ids: Sequence[str]) -> set[str]: ...

    @abstractmethod
    def _stated(self, memory_ids: Sequence[str]) -> list[Edge]: ...

    @abstractmethod
    def _memory_ids(self, after: str, limit: int) -> list[str]: ...

    @abstractmethod
    def _delete(self, memory_ids: Sequence[str]) -> int: ...

    @abstractmethod
    def _delete_scope(self, scope: Scope) -> int: ...

    @abstractmethod
    def _count(self, scope: Scope) -> int: ...

    @abstractmethod
    def _reset(self) -> None: ...

    @abstractmethod
    def _close(self) -> None: ...

    def _edges(self, asked: Asked) -> list[Edge]:
        if asked.names == frozenset() or asked.memory_ids == frozenset():
            return []
        with self._provider():
            return self._read(asked)

    def _near(
        self, scope: Scope, names: set[str], at: dt.datetime | None
    ) -> dict[str, list[tuple[Relation, str]]]:
        """By name, what it relates to, and by which relation."""
        known = self.relations(scope, names, at=at, limit=MOST_EDGES)
        near: dict[str, list[tuple[Relation, str]]] = {name: [] for name in names}
        for relation in (each.relation for each in known):
            ends = relation.source.casefold(), relation.target.casefold()
            for end, other in (ends, ends[::-1]):
                if end in near:
                    near[end].append((relation, other))
        return near

    def _provider(self) -> translated:
        return translated(self.provider, self._secrets, GraphStoreError)


def _scoped(scope: Scope) -> Scope:
    if not scope:
        msg = "Relations are kept and found by a user_id, agent_id, app_id or run_id."
        raise ValidationError(msg, suggestion="Give at least one of these ids.")
    return scope


def _together(edges: Iterable[Edge]) -> list[Known]:
    """The relations of edges, in the order they are first met."""
    found: dict[tuple[str, str, str], Known] = {}
    for edge in edges:
        relation = edge.relation
        key = (
            relation.source.casefold(),
            relation.relationship,
            relation.target.casefold(),
        )
        new = Known(relation, (edge.memory_id,), edge.valid_from, edge.valid_to)
        found[key] = _both(found[key], new) if key in found else new
    return list(found.values())


def _both(one: Known, other: Known) -> Known:
    ends = [each.valid_to for each in (one, other)]
    return replace(
        one,
        memory_ids=tuple(dict.fromkeys((*one.memory_ids, *other.memory_ids))),
        valid_from=min(one.valid_from, other.valid_from),
        valid_to=None if None in ends else max(end for end in ends if end),
    )
