"""Changes become rows: memories, history, entities, term counts, sources.

This is the only code that writes memories. It runs inside the tenant's transaction
and makes no decisions: what changes was decided by the engine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from mem0.ids import uuid7
from mem0.memory.commit import UNLIKE
from mem0.memory.context import WINDOW, Part
from mem0.memory.store import Reindex
from mem0.memory.types import Change, Index, Message, Record, Scope, Vector
from memories import graph_outbox, index_outbox, rows, terms
from memories.candidates import model_id
from memories.models import entity_number
from memories.vectors import from_sparsevec, halfvec, sparsevec
from memories.writing_relations import relate
from orgs import failpoints, replicas
from orgs.custody import holds
from webhooks.outbox import announce

INSERTED = (
    "id", "text", "hash", "dedupe", "user_id", "agent_id", "app_id", "run_id",
    "metadata", "categories", *rows.PLAIN, "recorded_at", "closed_at", "replaced_by",
    "sources", "episode_id", "event_id", "provenance",
)  # fmt: skip
UPDATED = tuple(name for name in INSERTED if name not in {"id", "recorded_at"})
SEARCH = (
    "embedding", "context_embedding", "lexical", "context_lexical", "next_embedding"
)  # fmt: skip

INSERT = (
    f"INSERT INTO memories_memory (project_id, {', '.join(INSERTED)}, "  # noqa: S608  fixed columns
    f"embedding_model_id, {', '.join(SEARCH)}) VALUES (%(project)s, "
    f"{', '.join(f'%({name})s' for name in INSERTED)}, %(model)s, "
    "%(embedding)s::halfvec, %(context_embedding)s::halfvec, "
    "%(lexical)s::sparsevec, %(context_lexical)s::sparsevec, "
    "%(next_embedding)s::halfvec)"
)
UPDATE = (
    f"UPDATE memories_memory SET {', '.join(f'{n} = %({n})s' for n in UPDATED)} "  # noqa: S608  fixed columns
    "WHERE project_id = %(project)s AND id = %(id)s"
)
UPDATE_INDEX = (
    "UPDATE memories_memory SET embedding_model_id = %(model)s, "
    "embedding = %(embedding)s::halfvec, "
    "context_embedding = %(context_embedding)s::halfvec, "
    "lexical = %(lexical)s::sparsevec, context_lexical = %(context_lexical)s::sparsevec, "
    "next_embedding = %(next_embedding)s::halfvec, next_context_embedding = NULL "
    "WHERE project_id = %(project)s AND id = %(id)s"
)
INSERT_MESSAGE = """
INSERT INTO memories_message (project_id, id, thread_id, episode_id, event_id, role,
  name, content, said_at, recorded_at, user_id, agent_id, app_id, run_id,
  embedding_model_id, embedding, next_embedding, terms)
VALUES (%(project)s, %(id)s, %(thread)s, %(episode)s, %(event)s, %(role)s, %(name)s,
  %(content)s, %(said_at)s, %(now)s, %(user_id)s, %(agent_id)s, %(app_id)s, %(run_id)s,
  %(model)s, %(embedding)s::halfvec, %(next_embedding)s::halfvec, %(terms)s::sparsevec)
"""
INSERT_HISTORY = """
INSERT INTO memories_history (project_id, id, memory_id, event, old_memory, new_memory,
  user_id, agent_id, app_id, run_id, metadata, categories, input, event_id, created_at,
  updated_at, recorded_at)
VALUES (%(project)s, %(id)s, %(memory_id)s, %(event)s, %(old)s, %(new)s, %(user_id)s,
  %(agent_id)s, %(app_id)s, %(run_id)s, %(metadata)s, %(categories)s, %(input)s,
  %(event_id)s, %(created_at)s, %(updated_at)s, %(now)s)
"""
UPSERT_ENTITY = """
INSERT INTO memories_entity (project_id, id, number, type, name, created_at, updated_at)
SELECT %(project)s, id, number, type, name, %(now)s, %(now)s
  FROM unnest(%(ids)s::uuid[], %(numbers)s::bigint[], %(types)s::text[],
              %(names)s::text[]) AS new (id, number, type, name)
 ORDER BY type, name
ON CONFLICT (project_id, type, name) DO UPDATE SET updated_at = excluded.updated_at
  WHERE memories_entity.updated_at < excluded.updated_at - interval '1 minute'
"""


class Writer:
    """Writes for one project, in the transaction that is open."""

    def __init__(
        self,
        project_id: UUID,
        model: str,
        following: Mapping[str, Vector],
        *,
        related: bool = False,
    ) -> None:
        self.project_id, self.model, self.related = project_id, model, related
        self.following = following
        self.now = dt.datetime.now(dt.UTC)
        self.spoken: dict[str, dict[str, str]] = {}
        self._model_number: int | None = None

    def add_messages(
        self, messages: Sequence[tuple[Message, Part]], scope: Scope, thread: UUID
    ) -> None:
        """Keep what was said, with what the index needs of it."""
        self._many(
            INSERT_MESSAGE,
            [
                {
                    "id": UUID(message.id),
                    "thread": thread,
                    "episode": UUID(message.episode_id),
                    "event": UUID(message.event_id) if message.event_id else None,
                    "role": message.role,
                    "name": message.name,
                    "content": message.content,
                    "said_at": message.said_at,
                    "model": self._number(part.vector),
                    **self._vectors(part.vector),
                    "terms": sparsevec(part.terms),
                    **scope.all_ids(),
                }
                for message, part in messages
            ],
        )
        for message, _ in messages:
            self.spoken[message.id] = {"role": message.role, "content": message.content}

    def write(self, changes: Sequence[Change]) -> Sequence[str]:
        """Apply the changes; the messages next to those that had to go."""
        replicas.wrote(self.project_id)
        added = [change for change in changes if change.event == "ADD"]
        gone = [change.record for change in changes if change.event == "DELETE"]
        if gone:
            holds.refuse(self.project_id, [record.scope.ids() for record in gone])
        other = [c for c in changes if c.event not in {"ADD", "DELETE"}]
        failpoints.reached("write.begun")
        self._many(INSERT, [self._row(c.record, c.index) for c in added])
        self._many(UPDATE, [rows.values(c.record) for c in other])
        edited = [change for change in other if change.index is not None]
        self._count_out([UUID(change.record.id) for change in edited])
        self._many(UPDATE_INDEX, [self._row(c.record, c.index) for c in edited])
        failpoints.reached("write.changed")
        self._many(INSERT_HISTORY, [self._history(change) for change in changes])
        failpoints.reached("write.recorded")
        self._note_entities(change.record.scope for change in added)
        self._count([*added, *edited])
        announce(self.project_id, changes, now=self.now)
        relate(
            self.project_id,
            [*added, *edited],
            [UUID(record.id) for record in gone],
            kept=self.related,
        )
        graph_outbox.mark(self.project_id, [change.record.id for change in changes])
        moved = [change.record.id for change in (*added, *edited)]
        index_outbox.mark(self.project_id, [*moved, *(r.id for r in gone)])
        failpoints.reached("write.ending")
        return self._delete(gone) if gone else ()

    def _row(self, record: Record, index: Index | None) -> dict[str, Any]:
        assert index is not None  # what is new or says something new is indexed anew
        return {
            **rows.values(record),
            "model": self._number(index.embedding),
            **self._vectors(index.embedding),
            "context_embedding": halfvec(index.context_embedding),
            "lexical": sparsevec(index.lexical),
            "context_lexical": sparsevec(index.context_lexical),
        }

    def _vectors(self, vector: Vector) -> dict[str, str | None]:
        """The vector and, if it is known, the one in the space to come."""
        text = halfvec(vector)
        following = self.following.get(text)
        then = None if following is None else halfvec(following)
        return {"embedding": text, "next_embedding": then}

    def _number(self, vector: Sequence[float]) -> int:
        if self._model_number is None:
            self._model_number = model_id(self.model, len(vector))
        return self._model_number

    def _history(self, change: Change) -> dict[str, Any]:
        record, old = change.record, change.previous
        new_text: str | None = record.text
        if change.event == "DELETE":
            new_text = None
        elif change.event == "CONFIRM":
            new_text = str(record.provenance.get("restated", record.text))
        event_id = record.provenance.get("event_id")
        said = [self.spoken[s] for s in record.sources if s in self.spoken]
        return {
            "id": uuid7(),
            "memory_id": UUID(record.id),
            "event": change.event,
            "old": None if old is None else old.text,
            "new": new_text,
            **record.scope.all_ids(),
            "metadata": rows.json_text(record.metadata or {}),
            "categories": None
            if record.categories is None
            else list(record.categories),
            "input": rows.json_text(said),
            "event_id": event_id and UUID(str(event_id)),
            "created_at": record.created_at,
            "updated_at": self.now if old else record.updated_at,
        }

    def _note_entities(self, scopes: Iterable[Scope]) -> None:
        named = sorted(
            {
                (name.removesuffix("_id"), value)
                for scope in scopes
                for name, value in scope.ids().items()
            }
        )
        if not named:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                UPSERT_ENTITY,
                {
                    "project": self.project_id,
                    "now": self.now,
                    "ids": [uuid7() for _ in named],
                    "numbers": [entity_number() for _ in named],
                    "types": [kind for kind, _ in named],
                    "names": [name for _, name in named],
                },
            )

    def _count(self, indexed: Sequence[Change]) -> None:
        counted: list[int] = []
        for change in indexed:
            assert change.index is not None
            counted += [terms.ALL, *change.index.lexical]
        terms.add_delta(self.project_id, counted, sign=1)

    def _count_out(self, ids: list[UUID]) -> None:
        """What goes, or is indexed anew, is no longer a document with its old terms."""
        if not ids:
            return
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT lexical::text FROM memories_memory "
                "WHERE project_id = %s AND id = ANY(%s) AND lexical IS NOT NULL",
                [self.project_id, ids],
            )
            found = [from_sparsevec(text) for (text,) in cursor.fetchall()]
        counted = [term for each in found for term in (terms.ALL, *each)]
        terms.add_delta(self.project_id, counted, sign=-1)

    def _delete(self, gone: Sequence[Record]) -> Sequence[str]:
        ids = [UUID(record.id) for record in gone]
        sources = sorted({source for record in gone for source in record.sources})
        self._count_out(ids)
        with connection.cursor() as cursor:
            for table, key in (("memory", "id"), ("access", "memory_id")):
                cursor.execute(
                    f"DELETE FROM memories_{table} "  # noqa: S608  fixed names
                    f"WHERE project_id = %s AND {key} = ANY(%s)",
                    [self.project_id, ids],
                )
            cursor.execute(FORGET_QUESTIONS, [self.project_id, UNLIKE, ids])
        return self.drop_unused([UUID(source) for source in sources])

    def drop_unused(self, sources: Sequence[UUID]) -> Sequence[str]:
        """Delete messages that no memory comes from any more; who stood next to them."""
        parameters: dict[str, Any] = {
            "project": self.project_id,
            "ids": list(sources),
            "radius": WINDOW,
        }
        with connection.cursor() as cursor:
            cursor.execute(ORPHANS, parameters)
            parameters["ids"] = [key for (key,) in cursor.fetchall()]
            if not parameters["ids"]:
                return ()
            cursor.execute(BESIDE, parameters)
            beside = [str(key) for (key,) in cursor.fetchall()]
            cursor.execute(
                "DELETE FROM memories_message "
                "WHERE project_id = %(project)s AND id = ANY(%(ids)s)",
                parameters,
            )
        return beside

    def _many(self, sql: str, parameters: Sequence[Mapping[str, Any]]) -> None:
        """One statement for many rows."""
        shared: dict[str, Any] = {"project": self.project_id, "now": self.now}
        with connection.cursor() as cursor:
            for each in parameters:
                cursor.execute(sql, {**each, **shared})


def replace_contexts(project_id: UUID, contexts: Sequence[Reindex]) -> None:
    """Write the contexts of stored memories anew; those of a space to come are open."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE memories_memory SET context_embedding = %s::halfvec, "
            "next_context_embedding = NULL, context_lexical = %s::sparsevec "
            "WHERE project_id = %s AND id = %s",
            [
                (
                    halfvec(each.context_embedding),
                    sparsevec(each.context_lexical),
                    project_id,
                    UUID(each.memory_id),
                )
                for each in contexts
            ],
        )
    index_outbox.mark(project_id, [each.memory_id for each in contexts])


FORGET_QUESTIONS = """
DELETE FROM memories_quarantined
 WHERE project_id = %s AND reason = %s AND held ->> 'memory_id' = ANY(%s::text[])
"""
"""Whether a memory that goes replaces others: the entry has its words. By the reason
first, so that of all that is held only the questions are opened."""
ORPHANS = """
SELECT s.id FROM memories_message s
 WHERE s.project_id = %(project)s AND s.id = ANY(%(ids)s)
   AND NOT EXISTS (
     SELECT 1 FROM memories_memory m
      WHERE m.project_id = s.project_id AND m.episode_id = s.episode_id
        AND m.created_at >= s.said_at AND m.sources @> ARRAY[s.id])
"""
BESIDE = """
SELECT DISTINCT n.id FROM memories_message s CROSS JOIN LATERAL (
  (SELECT b.id FROM memories_message b
    WHERE b.project_id = s.project_id AND b.thread_id = s.thread_id
      AND b.episode_id = s.episode_id AND (b.said_at, b.id) < (s.said_at, s.id)
    ORDER BY b.said_at DESC, b.id DESC LIMIT %(radius)s)
  UNION ALL
  (SELECT a.id FROM memories_message a
    WHERE a.project_id = s.project_id AND a.thread_id = s.thread_id
      AND a.episode_id = s.episode_id AND (a.said_at, a.id) > (s.said_at, s.id)
    ORDER BY a.said_at, a.id LIMIT %(radius)s)
) n WHERE s.project_id = %(project)s AND s.id = ANY(%(ids)s) AND n.id <> ALL (%(ids)s)
"""
