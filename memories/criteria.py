"""A project's retrieval criteria: what it likes its memories to be about.

Each criterion is a text with a weight. A memory is as near to it as its vector is to
the text's; what counts is how much nearer than the other candidates of the search. The
weighted mean lifts or lowers a score by about a quarter at most, so criteria choose among
what answers the query and never replace it. An embedding tells what a text is about;
it does not judge: "expresses joy" finds words of joy, not joy.
"""

from __future__ import annotations

import functools
import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db import connection

from mem0.embeddings.base import Embedder
from mem0.memory.finding import Found
from mem0.memory.types import Vector
from memories import engine
from memories.candidates import model_id
from memories.vectors import halfvec
from orgs.models import Project
from orgs.tenancy import tenant

REACH = 0.25
"""A score changes by a factor of at most e^±REACH: 0.78 to 1.28."""
FLOOR = 0.02
"""Least spread of cosines: where all are alike, a criterion tells nothing apart."""


@dataclass(frozen=True, slots=True)
class Criteria:
    """The criteria of one search, with what they made of its candidates."""

    project: Project
    model: str
    vectors: Sequence[Vector]
    weights: Sequence[float]
    merits: dict[str, float] = field(default_factory=dict)

    def factors(self, memory_ids: Sequence[str]) -> Mapping[str, float]:
        """A factor for each candidate; see `mem0.memory.finding.Wanted`."""
        self.merits.update(self._merits(memory_ids))
        return {key: math.exp(REACH * merit) for key, merit in self.merits.items()}

    def explained(self, found: Found) -> Found:
        """The hits with their merit, from 0 to 1, in the breakdown of their score."""
        return replace(
            found,
            hits=[
                replace(hit, breakdown={**hit.breakdown, "criteria": (1 + merit) / 2})
                for hit in found.hits
                for merit in [self.merits.get(hit.record.id, 0.0)]
            ],
        )

    def _merits(self, memory_ids: Sequence[str]) -> dict[str, float]:
        """From −1 to 1: how much more than the others a memory meets the criteria."""
        rows = self._cosines(memory_ids)
        columns = list(zip(*rows.values(), strict=True))
        means = [statistics.fmean(column) for column in columns]
        spreads = [max(statistics.pstdev(column), FLOOR) for column in columns]
        whole = sum(map(abs, self.weights))
        return {
            key: math.tanh(
                sum(
                    weight * (cosine - mean) / spread
                    for weight, cosine, mean, spread in zip(
                        self.weights, cosines, means, spreads, strict=True
                    )
                )
                / whole
            )
            for key, cosines in rows.items()
        }

    def _cosines(self, memory_ids: Sequence[str]) -> dict[str, Sequence[float]]:
        """Of each memory with a vector of the model: its cosine with each criterion."""
        columns = ", ".join("-(embedding <#> %s::halfvec)" for _ in self.vectors)
        with tenant(self.project), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id::text, {columns} FROM memories_memory "  # noqa: S608  placeholders only
                "WHERE project_id = %s AND id = ANY(%s) AND embedding_model_id = %s",
                [
                    *map(halfvec, self.vectors),
                    self.project.pk,
                    [UUID(memory_id) for memory_id in memory_ids],
                    model_id(self.model),
                ],
            )
            return {key: cosines for key, *cosines in cursor.fetchall()}


def of(project: Project) -> Criteria | None:
    """The criteria that weigh something; None where there are none."""
    wanted = [_read(item) for item in project.retrieval_criteria or ()]
    kept = [(text, weight) for text, weight in wanted if text and weight]
    if not kept:
        return None
    embedder = engine.embedder(project)
    vectors = [_vector(embedder, text) for text, _ in kept]
    return Criteria(project, embedder.name, vectors, [weight for _, weight in kept])


def _read(item: Mapping[str, Any]) -> tuple[str, float]:
    parts = (item.get("name"), item.get("description"))
    return ": ".join(str(part) for part in parts if part), float(item.get("weight", 1))


@functools.lru_cache(maxsize=1_024)
def _vector(embedder: Embedder, text: str) -> Vector:
    (vector,) = embedder.embed([text])
    return vector
