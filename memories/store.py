"""`ProjectStore`: the engine's store on PostgreSQL, for one project.

Every method enters the tenant itself, so that nothing of another project can be
read or written through it; inside `locked` they join one transaction.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from mem0.ids import uuid7
from mem0.memory import context
from mem0.memory.context import Part
from mem0.memory.filters import Filter
from mem0.memory.ranking import Pool
from mem0.memory.store import Place, Placed, Reindex
from mem0.memory.types import (
    Change,
    HistoryEntry,
    Message,
    Query,
    Record,
    Scope,
    Vector,
)
from memories import listing, rows, spaces, vector_index, wide_scopes, writing
from memories.listing import ORDER
from memories.scopes import lock_names, thread_id
from memories.vectors import from_halfvec, from_sparsevec, halfvec
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.tenancy import tenant

PATIENCE = "30s"
"""How long a write waits for others about the same somebody before it gives up."""


class ProjectStore:
    """Memories of one project; see `mem0.memory.store.MemoryStore`.

    What they relate is kept as well if `related`, or if the project keeps a graph.
    `following` has the vectors of a space to come; see `memories.spaces`.
    """

    def __init__(
        self,
        project: Project,
        following: Mapping[str, Vector] | None = None,
        *,
        related: bool = False,
    ) -> None:
        self.project = project
        self.following = following or {}
        self.related = related or project.enable_graph

    @contextlib.contextmanager
    def locked(self, *scopes: Scope) -> Iterator[None]:
        """A transaction; writers about the same somebody wait in line.

        The locks are taken in one order, so that nobody waits for each other. Raises
        `SpaceChangedError` when the project's embedder is another one by now.
        """
        with tenant(self.project):
            spaces.share(self.project)
            names = sorted({name for scope in scopes for name in lock_names(scope)})
            with connection.cursor() as cursor:
                for name in names:
                    cursor.execute(
                        "SELECT set_config('lock_timeout', %s, true), "
                        "pg_advisory_xact_lock(hashtextextended(%s, 0))",
                        [PATIENCE, f"{self.project.pk}:{name}"],
                    )
            yield

    def get(self, memory_id: str) -> Record | None:
        """The memory with this id, whatever its state."""
        found = self.get_many([memory_id])
        return found[0] if found else None

    def get_many(self, memory_ids: Sequence[str]) -> list[Record]:
        """Those of the memories that exist, in the order asked."""
        ids = [UUID(memory_id) for memory_id in memory_ids]
        found = {r.id: r for r in self._records("m.id = ANY(%s)", [ids])}
        return [found[memory_id] for memory_id in memory_ids if memory_id in found]

    def find(
        self,
        where: Filter,
        *,
        limit: int | None,
        offset: int = 0,
        after: Sequence[str] | None = None,
        count: int | None = None,
    ) -> list[Record]:
        """Memories that match, newest first, in a stable order; `after` is the
        `created_at` and the id of the one to go on behind. With the `count` of all that
        match, what is near the end is found from there."""
        with tenant(self.project):
            return self._records(
                *listing.part(self.project.pk, where, limit, offset, after, count)
            )

    def count(self, where: Filter) -> int:
        """How many memories match."""
        with tenant(self.project):
            condition, parameters = listing.matching(where)
            sql = f"SELECT count(*) FROM memories_memory m WHERE m.project_id = %s AND {condition}"  # noqa: S608  values are bound
            return int(self._fetch(sql, [self.project.pk, *parameters])[0][0])

    def approach(self, query: Query) -> Query:
        """With the nearest ids of the vector store, where there is one and the scope
        is big."""
        return vector_index.approach(self.project, query)

    def candidates(self, query: Query) -> Pool:
        """The best rows of the scope by the sum of all arms, each arm's score given."""
        with tenant(self.project):
            return wide_scopes.pool(self.project, query)

    def twins(self, fingerprints: Sequence[bytes]) -> dict[bytes, Record]:
        """Active memories with these fingerprints."""
        sql = (
            f"SELECT {rows.SELECTED}, m.dedupe FROM memories_memory m "  # noqa: S608  fixed columns
            "WHERE m.project_id = %s AND m.state = 'active' AND m.dedupe = ANY(%s)"
        )
        found = self._fetch(sql, [self.project.pk, list(fingerprints)])
        return {bytes(row[-1]): rows.record(row[:-1]) for row in found}

    def slots(
        self, scope: Scope, wanted: Sequence[tuple[str, str]], *, at: dt.datetime
    ) -> list[Record]:
        """Memories of the scope, in any run, in one of the slots: what stands, and
        what held at a time."""
        subjects = [subject.casefold() for subject, _ in wanted]
        condition = (
            "m.attribute IS NOT NULL AND (m.state IN ('active', 'disputed') "
            "OR m.state = 'superseded' AND m.valid_from <= %s AND m.valid_to > %s) "
            "AND (lower(m.subject), m.attribute) IN "
            "(SELECT * FROM unnest(%s::text[], %s::text[])) "
            "AND m.user_id IS NOT DISTINCT FROM %s "
            "AND m.agent_id IS NOT DISTINCT FROM %s "
            "AND m.app_id IS NOT DISTINCT FROM %s"
        )
        attributes = [attribute for _, attribute in wanted]
        ids = [scope.user_id, scope.agent_id, scope.app_id]
        return self._records(condition, [at, at, subjects, attributes, *ids])

    def similar(
        self, scope: Scope, model: str, vectors: Sequence[Vector], *, limit: int
    ) -> list[list[tuple[Record, float]]]:
        """For each vector the nearest active memories of exactly this scope."""
        same = " AND ".join(
            f"m.{name} IS NULL" if value is None else f"m.{name} = %({name})s"
            for name, value in scope.all_ids().items()
        )
        sql = f"""
            SELECT {rows.SELECTED}, -(m.embedding <#> %(vector)s::halfvec)
              FROM memories_memory m
             WHERE m.project_id = %(project)s AND {same} AND m.state = 'active'
               AND m.embedding_model_id = (
                 SELECT id FROM memories_embeddingmodel WHERE name = %(model)s)
             ORDER BY (m.embedding <#> %(vector)s::halfvec) + 0 LIMIT %(limit)s
        """  # noqa: S608  the conditions name columns only
        parameters = {
            "project": self.project.pk,
            "model": model,
            "limit": limit,
            **scope.ids(),
        }
        return [
            [
                (rows.record(row[:-1]), float(row[-1]))
                for row in self._fetch(sql, {**parameters, "vector": halfvec(vector)})
            ]
            for vector in vectors
        ]

    def embedded(
        self, owner: Scope, model: str, *, limit: int
    ) -> tuple[list[Record], list[Vector]]:
        """Active memories of somebody, in any run, newest first, with their vectors."""
        condition = (
            "m.state = 'active' AND m.user_id IS NOT DISTINCT FROM %s "
            "AND m.agent_id IS NOT DISTINCT FROM %s AND m.app_id IS NOT DISTINCT FROM %s "
            "AND m.embedding_model_id = "
            "(SELECT id FROM memories_embeddingmodel WHERE name = %s)"
        )
        sql = (
            f"SELECT {rows.SELECTED}, m.embedding::text FROM memories_memory m "  # noqa: S608  values are bound
            f"WHERE m.project_id = %s AND {condition} {ORDER} LIMIT %s"
        )
        ids = [owner.user_id, owner.agent_id, owner.app_id]
        found = self._fetch(sql, [self.project.pk, *ids, model, limit])
        return (
            [rows.record(row[:-1]) for row in found],
            [from_halfvec(row[-1]) for row in found],
        )

    def owners(self, user_id: str | None = None) -> list[Scope]:
        """Whom active memories are about, runs aside: everybody, or one user."""
        sql = """
            SELECT DISTINCT user_id, agent_id, app_id FROM memories_memory
             WHERE project_id = %(project)s AND state = 'active'
               AND (%(user)s::text IS NULL OR user_id = %(user)s)
             ORDER BY 1, 2, 3
        """
        found = self._fetch(sql, {"project": self.project.pk, "user": user_id})
        return [Scope(user, agent, app) for user, agent, app in found]

    def ancestors(self, memory_id: str) -> list[Record]:
        """The memories this one replaced, directly or through others."""
        condition = """m.id IN (
            WITH RECURSIVE older AS (
              SELECT id FROM memories_memory
               WHERE project_id = %s AND replaced_by = %s
              UNION
              SELECT n.id FROM memories_memory n JOIN older o ON n.replaced_by = o.id
               WHERE n.project_id = %s
            ) SELECT id FROM older)"""
        project = self.project.pk
        return self._records(condition, [project, UUID(memory_id), project])

    def history(self, memory_id: str) -> list[HistoryEntry]:
        """Changes of one memory, oldest first."""
        with tenant(self.project):
            found = self.project.history.filter(memory_id=memory_id).order_by("id")
            return [rows.entry(row) for row in found]

    def wordings(
        self, memory_ids: Sequence[str], known_at: dt.datetime
    ) -> dict[str, str]:
        """What the memories said at a time, by their history."""
        sql = """
            SELECT DISTINCT ON (memory_id) memory_id, new_memory
              FROM memories_history
             WHERE project_id = %s AND memory_id = ANY(%s) AND recorded_at <= %s
               AND event IN ('ADD', 'UPDATE') AND new_memory IS NOT NULL
             ORDER BY memory_id, id DESC
        """
        ids = [UUID(memory_id) for memory_id in memory_ids]
        found = self._fetch(sql, [self.project.pk, ids, known_at])
        return {str(key): text for key, text in found}

    def changes(self, page: Page) -> tuple[list[HistoryEntry], int]:
        """Changes of all memories, newest first, and how many there are."""
        with tenant(self.project):
            found = part(self.project.history.all(), page, by=["id"])
            return [rows.entry(row) for row in found], self.project.history.count()

    def recent_messages(
        self, scope: Scope, *, before: dt.datetime, limit: int
    ) -> list[Message]:
        """The last messages of the scope said at or before a time, oldest first."""
        sql = """
            SELECT id, role, name, content, said_at, episode_id FROM memories_message
             WHERE project_id = %s AND thread_id = %s AND said_at <= %s
             ORDER BY said_at DESC, id DESC LIMIT %s
        """
        found = self._fetch(sql, [self.project.pk, thread_id(scope), before, limit])
        return [
            Message(role, content, said_at, name, str(key), str(episode))
            for key, role, name, content, said_at, episode in reversed(found)
        ]

    def place(self, scope: Scope, said_at: dt.datetime, *, radius: int) -> Place:
        """Where messages said at this time belong, with up to `radius` neighbours."""
        thread = thread_id(scope)
        before = self._neighbours(thread, "<=", "DESC", said_at, radius)[::-1]
        after = self._neighbours(thread, ">", "ASC", said_at, radius)
        if scope.run_id is not None:
            episode = thread
        elif before and context.continues(before[-1][1], said_at):
            episode = before[-1][2]
        elif after and context.continues(said_at, after[0][1]):
            episode = after[0][2]
        else:
            episode = uuid7()
        return Place(
            str(episode),
            [placed for placed, _, own in before if own == episode],
            [placed for placed, _, own in after if own == episode],
        )

    def around(
        self, message_ids: Sequence[str], *, radius: int
    ) -> Mapping[str, Sequence[Placed]]:
        """Each message that exists with its neighbours in the episode, in order."""
        sql = """
            SELECT s.id, n.id, n.embedding::text, n.terms::text
              FROM memories_message s CROSS JOIN LATERAL (
                (SELECT id, said_at, embedding, terms FROM memories_message b
                  WHERE b.project_id = s.project_id AND b.thread_id = s.thread_id
                    AND b.episode_id = s.episode_id
                    AND (b.said_at, b.id) <= (s.said_at, s.id)
                  ORDER BY b.said_at DESC, b.id DESC LIMIT %(radius)s + 1)
                UNION ALL
                (SELECT id, said_at, embedding, terms FROM memories_message a
                  WHERE a.project_id = s.project_id AND a.thread_id = s.thread_id
                    AND a.episode_id = s.episode_id
                    AND (a.said_at, a.id) > (s.said_at, s.id)
                  ORDER BY a.said_at, a.id LIMIT %(radius)s)
              ) n
             WHERE s.project_id = %(project)s AND s.id = ANY(%(ids)s)
               AND n.embedding IS NOT NULL
             ORDER BY s.id, n.said_at, n.id
        """
        ids = [UUID(message_id) for message_id in message_ids]
        parameters = {"project": self.project.pk, "ids": ids, "radius": radius}
        windows: dict[str, list[Placed]] = {}
        for source, key, embedding, terms in self._fetch(sql, parameters):
            windows.setdefault(str(source), []).append(placed(key, embedding, terms))
        return windows

    def sourced(self, message_ids: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
        """Memories that came from one of the messages: their id and all their sources."""
        sql = """
            SELECT m.id, m.sources FROM memories_memory m
             WHERE m.project_id = %(project)s AND m.sources && %(ids)s
               AND m.episode_id IN (
                 SELECT episode_id FROM memories_message
                  WHERE project_id = %(project)s AND id = ANY(%(ids)s))
               -- never before its sources: in a long episode this is what is read
               AND m.created_at >= (
                 SELECT min(said_at) FROM memories_message
                  WHERE project_id = %(project)s AND id = ANY(%(ids)s))
        """
        ids = [UUID(message_id) for message_id in message_ids]
        found = self._fetch(sql, {"project": self.project.pk, "ids": ids})
        return [
            (str(key), [str(source) for source in sources]) for key, sources in found
        ]

    def apply(
        self,
        changes: Sequence[Change],
        *,
        messages: Sequence[tuple[Message, Part]] = (),
        scope: Scope | None = None,
        model: str = "",
    ) -> Sequence[str]:
        """Write everything or nothing."""
        with tenant(self.project):
            writer = writing.Writer(
                self.project.pk, model, self.following, related=self.related
            )
            if messages and scope is not None:
                writer.add_messages(messages, scope, thread_id(scope))
            return writer.write(changes)

    def reindex(self, contexts: Sequence[Reindex]) -> None:
        """Replace the contexts of stored memories."""
        with tenant(self.project):
            writing.replace_contexts(self.project.pk, contexts)

    def _neighbours(
        self, thread: UUID, side: str, order: str, said_at: dt.datetime, limit: int
    ) -> list[tuple[Placed, dt.datetime, UUID]]:
        sql = f"""
            SELECT id, embedding::text, terms::text, said_at, episode_id
              FROM memories_message
             WHERE project_id = %s AND thread_id = %s AND said_at {side} %s
               AND embedding IS NOT NULL
             ORDER BY said_at {order}, id {order} LIMIT %s
        """  # noqa: S608  side and order are our own words
        found = self._fetch(sql, [self.project.pk, thread, said_at, limit])
        return [
            (placed(key, embedding, terms), moment, episode)
            for key, embedding, terms, moment, episode in found
        ]

    def _records(
        self, condition: str, parameters: Sequence[Any], tail: str = ORDER
    ) -> list[Record]:
        sql = (
            f"SELECT {rows.SELECTED} FROM memories_memory m "  # noqa: S608  values are bound
            f"WHERE m.project_id = %s AND {condition} {tail}"
        )
        found = self._fetch(sql, [self.project.pk, *parameters])
        return [rows.record(row) for row in found]

    def _fetch(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any]
    ) -> list[tuple[Any, ...]]:
        with tenant(self.project), connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


def placed(key: UUID, embedding: str, terms: str) -> Placed:
    """A message of the table as the engine places it."""
    return Placed(str(key), Part(from_halfvec(embedding), from_sparsevec(terms)))
