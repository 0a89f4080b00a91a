"""The vectors of the space to come, beside those of the present one.

A row that has a vector and not its new one is what is missing; nothing else remembers
how far the work is. A memory that is a message word for word takes the message's
vector; contexts are arithmetic over the messages', as in `mem0.memory.context`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.db import connection

from mem0.memory import context
from mem0.memory.types import Message, Scope, Vector
from memories import index_outbox
from memories.candidates import model_id
from memories.store import ProjectStore
from memories.vectors import from_halfvec, halfvec
from orgs.models import Project
from orgs.patience import take_your_time
from orgs.tenancy import tenant

Kind = Literal["message", "memory"]
AT_A_TIME = 2_000
"""Rows one look for what is missing answers; contexts the change itself completes."""
TABLES: dict[Kind, str] = {"message": "memories_message", "memory": "memories_memory"}


@dataclass(frozen=True, slots=True)
class Row:
    """A message or a memory that misses something."""

    kind: Kind
    id: UUID


@dataclass(frozen=True, slots=True)
class Text:
    """A row's indexed text. `content` is what the row says, to see that it still does."""

    row: Row
    text: str
    content: str


def clear(project_id: UUID) -> None:
    """Forget the vectors of a space that was to come and did not."""
    _execute(
        "UPDATE memories_message SET next_embedding = NULL "
        "WHERE project_id = %s AND next_embedding IS NOT NULL",
        [project_id],
    )
    _execute(
        "UPDATE memories_memory SET next_embedding = NULL, next_context_embedding = NULL "
        "WHERE project_id = %s AND (next_embedding IS NOT NULL "
        "OR next_context_embedding IS NOT NULL)",
        [project_id],
    )


def total(project_id: UUID) -> int:
    """How many rows have a vector."""
    return _count(project_id, "embedding IS NOT NULL")


def done(project_id: UUID) -> int:
    """How many rows have their own new vector."""
    return _count(project_id, "next_embedding IS NOT NULL")


def missing(project_id: UUID) -> list[Row]:
    """Rows that miss something: messages, and once they are done, memories."""
    with tenant(project_id):
        messages = _ids(MISSING_MESSAGES, project_id)
        if messages:
            return [Row("message", key) for key in messages]
        return [Row("memory", key) for key in _ids(MISSING_MEMORIES, project_id)]


def scopes(project_id: UUID, rows: Sequence[Row]) -> list[Scope]:
    """Whose the memories among the rows are."""
    ids = {"project": project_id, "ids": _of("memory", rows)}
    return [Scope(*row) for row in _execute(SCOPES, ids)]


def copy(project_id: UUID, rows: Sequence[Row]) -> int:
    """Give memories that are a message word for word its vector; how many they are."""
    ids = {"project": project_id, "ids": _of("memory", rows)}
    return len(_execute(VERBATIM, ids))


def texts(project_id: UUID, rows: Sequence[Row]) -> list[Text]:
    """What has to be embedded of these rows."""
    said = [
        Text(Row("message", key), context.own_text(message), message.content)
        for key, message in _messages(project_id, _of("message", rows))
    ]
    ids = _of("memory", rows)
    found = _execute(TEXTS, {"project": project_id, "ids": ids})
    return said + [
        Text(Row("memory", key), context.fact_text(text, speaker), text)
        for key, text, speaker in found
    ]


def write(project_id: UUID, embedded: Iterable[tuple[Text, Vector]]) -> None:
    """Keep the new vectors of rows that still say the same."""
    for each, vector in embedded:
        said = "content" if each.row.kind == "message" else "text"
        _execute(
            f"UPDATE {TABLES[each.row.kind]} SET next_embedding = %s::halfvec "  # noqa: S608  our own names
            f"WHERE project_id = %s AND id = %s AND {said} = %s",
            [halfvec(vector), project_id, each.row.id, each.content],
        )


def write_contexts(project: Project, ids: Sequence[UUID]) -> None:
    """Keep the new contexts of memories whose messages all have new vectors.

    Inside a transaction in which nobody changes these contexts: alone with the
    project, or with the scopes of the memories locked.
    """
    rows = _execute(SOURCES, {"project": project.pk, "ids": list(ids)})
    sources = [str(each) for _, named, _ in rows for each in named]
    windows = ProjectStore(project).around(sources, radius=context.WINDOW)
    near = {UUID(placed.message_id) for row in windows.values() for placed in row}
    following = _following(project.pk, near)
    for memory_id, named, own in rows:
        members = dict.fromkeys(
            UUID(placed.message_id)
            for source in named
            for placed in windows.get(str(source), ())
        )
        vectors = [following[key] for key in members if key in following]
        if own is None or len(vectors) < len(members):
            continue
        mean = context.context_vector(vectors or [from_halfvec(own)])
        _execute(
            "UPDATE memories_memory SET next_context_embedding = %s::halfvec "
            "WHERE project_id = %s AND id = %s",
            [halfvec(mean), project.pk, memory_id],
        )


def complete(project: Project) -> bool:
    """Whether no vector is missing; contexts that writers left open are closed now.

    Alone with the project.
    """
    if _ids(MISSING_MESSAGES, project.pk) or _ids(MISSING_OWN, project.pk):
        return False
    left_open = _ids(MISSING_MEMORIES, project.pk)
    write_contexts(project, left_open)
    index_outbox.mark(project.pk, left_open)
    return not _ids(MISSING_MEMORIES, project.pk)


def adopt(project: Project, model: str) -> int:
    """Put the new vectors in place of the old; how long they are.

    Alone with the project. Takes as long as writing every row once.
    """
    number = model_id(model)
    take_your_time()
    for statement in (ADOPT_MESSAGES, ADOPT_MEMORIES):
        _execute(statement, {"project": project.pk, "model": number})
    found = _execute(
        "SELECT dimensions FROM memories_embeddingmodel WHERE id = %s", [number]
    )
    return int(found[0][0])


def _messages(project_id: UUID, ids: Sequence[UUID]) -> list[tuple[UUID, Message]]:
    found = _execute(
        "SELECT id, role, content, said_at, name FROM memories_message "
        "WHERE project_id = %s AND id = ANY(%s) AND next_embedding IS NULL",
        [project_id, list(ids)],
    )
    return [(key, Message(*rest)) for key, *rest in found]


def _following(project_id: UUID, ids: Iterable[UUID]) -> dict[UUID, Vector]:
    found = _execute(
        "SELECT id, next_embedding::text FROM memories_message "
        "WHERE project_id = %s AND id = ANY(%s) AND next_embedding IS NOT NULL",
        [project_id, list(ids)],
    )
    return {key: from_halfvec(text) for key, text in found}


def _of(kind: Kind, rows: Sequence[Row]) -> list[UUID]:
    return [row.id for row in rows if row.kind == kind]


def _count(project_id: UUID, condition: str) -> int:
    return sum(
        int(
            _execute(
                f"SELECT count(*) FROM {table} WHERE project_id = %s AND {condition}",  # noqa: S608  our own names
                [project_id],
            )[0][0]
        )
        for table in TABLES.values()
    )


def _ids(statement: str, project_id: UUID) -> list[UUID]:
    return [key for (key,) in _execute(statement, [project_id, AT_A_TIME])]


def _execute(statement: str, parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


MISSING_MESSAGES = """
SELECT id FROM memories_message
 WHERE project_id = %s AND embedding IS NOT NULL AND next_embedding IS NULL LIMIT %s
"""
MISSING_OWN = """
SELECT id FROM memories_memory
 WHERE project_id = %s AND embedding IS NOT NULL AND next_embedding IS NULL LIMIT %s
"""
MISSING_MEMORIES = """
SELECT id FROM memories_memory
 WHERE project_id = %s AND embedding IS NOT NULL
   AND (next_embedding IS NULL OR next_context_embedding IS NULL) LIMIT %s
"""
VERBATIM = """
UPDATE memories_memory m SET next_embedding = s.next_embedding
  FROM memories_message s
 WHERE m.project_id = %(project)s AND m.id = ANY(%(ids)s) AND m.next_embedding IS NULL
   AND cardinality(m.sources) = 1 AND s.project_id = m.project_id
   AND s.id = m.sources[1] AND s.content = m.text AND s.next_embedding IS NOT NULL
RETURNING m.id
"""
SCOPES = """
SELECT DISTINCT user_id, agent_id, app_id, run_id FROM memories_memory
 WHERE project_id = %(project)s AND id = ANY(%(ids)s)
"""
TEXTS = """
SELECT id, text, speaker FROM memories_memory
 WHERE project_id = %(project)s AND id = ANY(%(ids)s) AND next_embedding IS NULL
"""
SOURCES = """
SELECT id, sources, next_embedding::text FROM memories_memory
 WHERE project_id = %(project)s AND id = ANY(%(ids)s)
"""
ADOPT_MESSAGES = """
UPDATE memories_message
   SET embedding = next_embedding, embedding_model_id = %(model)s, next_embedding = NULL
 WHERE project_id = %(project)s AND next_embedding IS NOT NULL
"""
ADOPT_MEMORIES = """
UPDATE memories_memory
   SET embedding = next_embedding, context_embedding = next_context_embedding,
       embedding_model_id = %(model)s,
       next_embedding = NULL, next_context_embedding = NULL
 WHERE project_id = %(project)s AND next_embedding IS NOT NULL
"""
