"""The vector store beside PostgreSQL: what is in it, and who is near.

PostgreSQL is the truth and checks every answer; the store is an index that may lag, be
down or be thrown away. It holds vectors, ids and whose memory it is, never what was
said. A memory is one point for its own text and one for its context, in each vector
space it is known in; points of one length share a collection.
"""

from __future__ import annotations

import functools
import hashlib
import logging
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings

from mem0.entities import ENTITY_IDS
from mem0.exceptions import Mem0Error
from mem0.memory.filters import And, Condition, Filter, Not, Or, all_of
from mem0.memory.types import Query, Vector
from mem0.utils.factory import VectorStoreFactory
from mem0.vector_stores.base import Hit, Point, VectorStore
from memories import candidates
from orgs.models import Project
from orgs.pauses import Pause
from orgs.tenancy import current_tenant, tenant

logger = logging.getLogger(__name__)

NAME = "vector_store"
"""What `degraded` calls it."""
TENANT = "project_id"
ARMS = ("own", "context")
PAUSE = Pause(10.0)
"""In which a store that failed is not asked."""
SCOPE_ONLY = frozenset({*ENTITY_IDS, "state", "expiration_date"})
"""Fields whose conditions hold for most memories of those they name."""
SPARE, MUCH_TO_SPARE = 2, 10
"""How many times more is asked for than ranking wants, because PostgreSQL drops what
does not match: a little, or much where the filter says more than whose it is."""
ASKED_AT_MOST = 2_000


def is_configured() -> bool:
    """Whether the deployment has a vector store beside PostgreSQL."""
    chosen = settings.CONFIGURATION
    # PostgreSQL's own tables are what "pgvector" without options means.
    own = chosen.vector_store_provider == "pgvector" and not chosen.vector_store_config
    return bool(chosen.vector_store_provider) and not own


def store(dimensions: int) -> VectorStore:
    """The collection of vectors of this length; made if it is not there. Raises
    `Mem0Error` when the store cannot be reached."""
    chosen = settings.CONFIGURATION
    return _store(
        chosen.vector_store_provider,
        orjson.dumps(chosen.vector_store_config, option=orjson.OPT_SORT_KEYS),
        dimensions,
    )


@functools.lru_cache(maxsize=16)
def _store(provider: str, config: bytes, dimensions: int) -> VectorStore:
    options: dict[str, Any] = orjson.loads(config)
    name = options.get("collection_name") or "mem0"
    options |= {
        "collection_name": f"{name}_{dimensions}",
        "embedding_model_dims": dimensions,
        "tenant_field": TENANT,
    }
    made: VectorStore = VectorStoreFactory.create(provider, options)
    made.create()
    return made


def approach(project: Project, query: Query) -> Query:
    """The query with the ids of the nearest, when the scope is big.

    A store that does not answer in time is named in `degraded`. Inside a transaction
    nobody is asked.
    """
    if not is_configured() or current_tenant() is not None:
        return query
    most = settings.CONFIGURATION.vector_store_min_rows
    with tenant(project):
        if not candidates.exceeds(project.pk, query.where, most):
            return query
    if not PAUSE.lasts:
        try:
            return replace(query, near=near(project.pk, query))
        except (Mem0Error, TimeoutError) as exc:
            note_failure(exc)
    return replace(query, near=(), degraded=(NAME,))


def note_failure(exc: Exception) -> None:
    """A store that failed is left alone for a while, lest every search waits for it."""
    logger.warning(
        "The vector store did not answer: %s", str(exc) or type(exc).__name__
    )
    PAUSE.begin()


def near(project_id: UUID, query: Query) -> list[str]:
    """Ids of memories whose vectors are near, of both arms. Raises `Mem0Error` or
    `TimeoutError`."""
    if not any(query.embedding):  # no direction, so nothing is near
        return []
    found = store(len(query.embedding))
    limit = min(query.limit * _spare(query.where), ASKED_AT_MOST, found.max_fetch)
    ends = time.monotonic() + settings.CONFIGURATION.vector_store_timeout
    asked: list[Future[list[Hit]]] = [
        _threads().submit(
            found.search,
            query.embedding,
            where=all_of(of_space(project_id, query.model, arm), narrowed(query.where)),
            limit=limit,
        )
        for arm in ARMS
    ]
    hits = [each.result(max(ends - time.monotonic(), 0)) for each in asked]
    ids = (str(hit.payload.get("memory_id")) for arm in hits for hit in arm)
    return [each for each in dict.fromkeys(ids) if is_uuid(each)]


def is_uuid(text: str) -> bool:
    """Whether it may be a memory's id: what a store answers is not trusted."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


@functools.cache
def _threads() -> ThreadPoolExecutor:
    """Where stores are waited for: their clients know no deadline that all share."""
    return ThreadPoolExecutor(max_workers=16, thread_name_prefix="vector-store")


def of_project(project_id: UUID) -> Filter:
    """Every point of a project."""
    return Condition(TENANT, "eq", str(project_id))


def of_space(project_id: UUID, space: str, arm: str | None = None) -> Filter:
    """The points of a project in one vector space, of one arm or of both."""
    parts = [of_project(project_id), Condition("space", "eq", space)]
    if arm is not None:
        parts.append(Condition("arm", "eq", arm))
    return And(tuple(parts))


def narrowed(where: Filter) -> Filter | None:
    """The part of a filter that the store can answer: whose memories they are.

    Nothing that matches the whole filter is lost; PostgreSQL checks the rest.
    """
    match where:
        case Condition(field=field, operator=operator):
            known = field in ENTITY_IDS and operator in {"eq", "in", "exists"}
            return where if known else None
        case And(parts=parts):
            kept = [part for part in map(narrowed, parts) if part is not None]
            return And(tuple(kept)) if kept else None
        case Or(parts=parts):
            every = [narrowed(part) for part in parts]
            whole = [part for part in every if part is not None]
            return Or(tuple(whole)) if whole and len(whole) == len(every) else None
        case Not():
            return None


def _spare(where: Filter) -> int:
    return SPARE if _fields(where) <= SCOPE_ONLY else MUCH_TO_SPARE


def _fields(where: Filter) -> set[str]:
    match where:
        case Condition(field=field):
            return {field}
        case And(parts=parts) | Or(parts=parts):
            return set[str]().union(*map(_fields, parts))
        case Not(part=part):
            return _fields(part)


def point_id(project_id: UUID, memory_id: UUID, space: str, arm: str) -> str:
    """What the store knows a point by. Ids of memories are a project's own: another
    may have the same, where one was imported into the other."""
    return f"{project_id}/{memory_id}/{arm}/{space}"


def points(
    project_id: UUID,
    memory_id: UUID,
    scope: Mapping[str, str | None],
    space: str,
    vectors: Mapping[str, Vector],
) -> list[Point]:
    """The points of a memory in a space, by arm; a vector without direction has none."""
    whose = {name: value for name, value in scope.items() if value is not None}
    return [
        Point(
            point_id(project_id, memory_id, space, arm),
            vector,
            {
                TENANT: str(project_id),
                "memory_id": str(memory_id),
                "space": space,
                "arm": arm,
                **whose,
                "digest": digest(vector, whose),
            },
        )
        for arm, vector in vectors.items()
        if any(vector)
    ]


def digest(vector: Vector, whose: Mapping[str, str]) -> str:
    """A fingerprint of all that a point says, by which it is compared with the truth."""
    said = orjson.dumps([list(vector), whose], option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(said, digest_size=12).hexdigest()


def point_ids(project_id: UUID, memory_ids: Sequence[UUID], space: str) -> list[str]:
    """The ids of all points of these memories in a space."""
    return [
        point_id(project_id, each, space, arm) for each in memory_ids for arm in ARMS
    ]
