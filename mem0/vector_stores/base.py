"""What the engine asks of a vector store, and what all of them share.

An adapter writes nine small methods against its SDK. Checking vectors, splitting a
filter into the part the store answers and the part checked here, over-fetching and
the translation of errors are in this class, once. Scores are `max(0, cosine)` in
every store: 1 is the same direction, 0 is unrelated or opposite.
"""

from __future__ import annotations

import builtins
import itertools
import math
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, SecretStr

from mem0.exceptions import ConfigurationError, VectorStoreError
from mem0.memory.filters import Filter, Operator
from mem0.providers.stores import translated
from mem0.vector_stores.payloads import dumps, holds
from mem0.vector_stores.pushdown import Leaf, Tree, normalise, simplify, split

EXACT: frozenset[Operator] = frozenset({"eq", "ne", "in", "nin"})
ORDERED: frozenset[Operator] = frozenset({"gt", "gte", "lt", "lte"})
OVERFETCH = 4
"""How many times more is asked for, at each try, when the filter is checked here."""


@dataclass(frozen=True, slots=True)
class Point:
    """One vector with its id (opaque text) and payload (JSON)."""

    id: str
    vector: Sequence[float]
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """A point that was found; `score` is `max(0, cosine)`, in [0, 1]."""

    id: str
    score: float
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A filter, the part of it a store evaluates, the operators it does not."""

    tree: Tree | None
    native: Tree | None
    left: frozenset[str]

    def keeps(self, point_id: str, payload: Mapping[str, Any]) -> bool:
        """Whether a point the store answered matches the whole filter."""
        return (
            not self.left
            or self.tree is None
            or holds(self.tree, {**payload, "id": point_id})
        )


class VectorStoreOptions(BaseModel):
    """Options every store has. An unknown one is an error."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    collection_name: str = "mem0"
    embedding_model_dims: int | None = None
    tenant_field: str | None = None
    """A key of every payload whose value every search names. A store that can keeps
    the points of one value together; the others filter by it as by any key."""

    def secrets(self) -> list[str]:
        """Values that must not appear in a message."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return [v.get_secret_value() for v in values if isinstance(v, SecretStr)]


class VectorStore(ABC):
    """Vectors of one length with payloads, searched by cosine.

    Every method raises `VectorStoreError` when the provider fails, and
    `ConfigurationError` for credentials or dimensions that cannot work.
    """

    provider: ClassVar[str]
    capabilities: ClassVar[frozenset[Operator]]
    """Operators the store evaluates itself; the others are checked in the process."""
    expresses_some: ClassVar[bool] = True
    """Whether its filters can say "one of these"."""
    max_fetch: ClassVar[int] = 10_000
    """How many hits one search of this store may ask for."""
    batch_size: ClassVar[int] = 500

    def __init__(self, config: VectorStoreOptions) -> None:
        self._secrets = config.secrets()
        self.collection = config.collection_name
        self.dimensions = config.embedding_model_dims or 0
        with self._provider():
            self._connect()

    def create(self, dimensions: int | None = None) -> None:
        """Make the collection unless it exists; `ConfigurationError` if its length differs."""
        self.dimensions = dimensions or self.dimensions
        if not self.dimensions:
            msg = f"{self.provider} needs the number of dimensions of its vectors."
            raise ConfigurationError(msg, suggestion="Set embedding_model_dims.")
        with self._provider():
            existing = self._create()
        if existing not in (None, self.dimensions):
            msg = (
                f"The {self.provider} collection {self.collection} holds vectors of "
                f"{existing} dimensions, the embedder makes {self.dimensions}."
            )
            raise ConfigurationError(msg, suggestion="Use another collection_name.")

    def upsert(self, points: Sequence[Point]) -> None:
        """Write points; one with a known id replaces it, of equal ids the last wins."""
        for point in points:
            self._check(point.vector)
            dumps(point.payload)
        unique = list({point.id: point for point in points}.values())
        with self._provider():
            for start in range(0, len(unique), self.batch_size):
                self._upsert(unique[start : start + self.batch_size])

    def search(
        self, vector: Sequence[float], *, where: Filter | None = None, limit: int = 10
    ) -> builtins.list[Hit]:
        """The nearest points that match, best first."""
        self._check(vector)
        if limit <= 0:
            return []
        plan = self._plan(where)
        if plan is None:
            return []
        with self._provider():
            return self._nearest(vector, plan, limit)

    def get(self, ids: Sequence[str]) -> builtins.list[Point]:
        """The points with these ids, in this order, unknown ones left out.

        A vector keeps its direction; a store may have scaled it to length 1.
        """
        unique = list(dict.fromkeys(ids))
        with self._provider():
            batches = [
                self._get(unique[start : start + self.batch_size])
                for start in range(0, len(unique), self.batch_size)
            ]
        found = {point.id: point for batch in batches for point in batch}
        return [found[point_id] for point_id in unique if point_id in found]

    def list(
        self, where: Filter | None = None, *, limit: int | None = None
    ) -> builtins.list[Point]:
        """Points that match, in no promised order, without their vectors."""
        with self._provider():
            return list(itertools.islice(self._matching(where), limit))

    def each(self, where: Filter | None = None) -> Iterator[Point]:
        """The same one after the other, for more points than fit the memory."""
        with self._provider():
            yield from self._matching(where)

    def update(
        self,
        point_id: str,
        *,
        vector: Sequence[float] | None = None,
        payload: Mapping[str, Any] | None = None,
    ) -> bool:
        """Replace the vector, the payload or both; False if there is no such point."""
        for point in self.get([point_id]):
            self.upsert(
                [
                    replace(
                        point,
                        vector=point.vector if vector is None else vector,
                        payload=point.payload if payload is None else payload,
                    )
                ]
            )
            return True
        return False

    def delete(self, ids: Sequence[str]) -> None:
        """Remove points; unknown ids are ignored."""
        unique = list(dict.fromkeys(ids))
        with self._provider():
            for start in range(0, len(unique), self.batch_size):
                self._delete(unique[start : start + self.batch_size])

    def delete_where(self, where: Filter) -> int:
        """Remove every point that matches; how many there were."""
        ids = [point.id for point in self.list(where)]
        self.delete(ids)
        return len(ids)

    def count(self, where: Filter | None = None) -> int:
        """How many points match."""
        with self._provider():
            return sum(1 for _ in self._matching(where))

    def reset(self) -> None:
        """Remove the collection and make it anew, empty."""
        with self._provider():
            self._drop()
        self.create()

    def close(self) -> None:  # noqa: B027 - most have nothing to let go of
        """Let go of connections and files."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def expresses(self, leaf: Leaf) -> bool:
        """Whether the store evaluates this leaf exactly as `payloads` does."""
        return False

    @abstractmethod
    def _connect(self) -> None:
        """Make the client. No request is needed."""

    @abstractmethod
    def _create(self) -> int | None:
        """Make the collection unless it exists; its dimensions if it did."""

    @abstractmethod
    def _upsert(self, points: Sequence[Point]) -> None: ...

    @abstractmethod
    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> builtins.list[Hit]: ...

    @abstractmethod
    def _get(self, ids: Sequence[str]) -> builtins.list[Point]: ...

    @abstractmethod
    def _scan(self, where: Tree | None) -> Iterator[Point]:
        """Every point that matches, without its vector."""

    @abstractmethod
    def _delete(self, ids: Sequence[str]) -> None: ...

    @abstractmethod
    def _drop(self) -> None:
        """Remove the collection, if it exists."""

    def _plan(self, where: Filter | None) -> Plan | None:
        """How a filter is answered; None if nothing can match it."""
        tree = where if where is None else simplify(normalise(where))
        if tree is False:
            return None
        if tree is None or tree is True:
            return Plan(None, None, frozenset())
        return Plan(tree, *split(tree, self.expresses, some=self.expresses_some))

    def _matching(self, where: Filter | None) -> Iterator[Point]:
        plan = self._plan(where)
        if plan is not None:
            for point in self._scan(plan.native):
                if plan.keeps(point.id, point.payload):
                    yield point

    def _nearest(
        self, vector: Sequence[float], plan: Plan, limit: int
    ) -> builtins.list[Hit]:
        """Ask for more and more until enough of it matches; never fewer in silence."""
        asked = limit if not plan.left else max(limit * OVERFETCH, 50)
        while True:
            asked = min(asked, self.max_fetch)
            found = self._search(vector, plan.native, asked)
            kept = [hit for hit in found if plan.keeps(hit.id, hit.payload)]
            if len(kept) >= limit or len(found) < asked:
                return kept[:limit]
            if asked == self.max_fetch:
                raise VectorStoreError(
                    self._too_few(plan, len(kept), limit),
                    suggestion="Narrow the filter or lower the limit.",
                )
            asked *= OVERFETCH

    def _too_few(self, plan: Plan, kept: int, limit: int) -> str:
        names = ", ".join(sorted(plan.left))
        reason = f" and cannot evaluate {names} itself" if names else ""
        return (
            f"{self.provider} answers at most {self.max_fetch} points a search{reason}: "
            f"{kept} matches were found of the {limit} asked for."
        )

    def _check(self, vector: Sequence[float]) -> None:
        if not self.dimensions:
            msg = f"Call create on the {self.provider} store first."
            raise ConfigurationError(msg)
        if len(vector) != self.dimensions:
            msg = (
                f"The {self.provider} collection {self.collection} takes vectors of "
                f"{self.dimensions} dimensions, not {len(vector)}."
            )
            raise VectorStoreError(msg)
        length = math.fsum(value * value for value in vector)
        if not math.isfinite(length) or not length:
            msg = f"{self.provider} cannot compare a vector of NaN, infinity or zeros."
            raise VectorStoreError(msg)

    def _provider(self) -> translated:
        return translated(self.provider, self._secrets)


def clamp(cosine: float) -> float:
    """A cosine as a score: `max(0, cosine)`, rounding errors above 1 cut off."""
    return min(1.0, max(0.0, float(cosine)))
