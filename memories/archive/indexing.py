"""What an import left without vectors becomes findable: embedded, counted, placed.

A row without a vector is what is missing; nothing else remembers how far the work is, so
another worker goes on where one was killed. Messages come first, because the contexts of
memories are made of theirs.
"""

from __future__ import annotations

import datetime as dt
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import orjson

from mem0.embeddings.base import Embedder
from mem0.memory import context
from mem0.memory.context import Part
from mem0.memory.types import Index, Message
from memories import engine, index_outbox, spaces, terms
from memories.archive.snapshots import by_keys, fetch
from memories.candidates import model_id
from memories.store import ProjectStore
from memories.vectors import halfvec, sparsevec
from orgs.models import Project
from orgs.tenancy import tenant

BATCH = 64
"""Texts embedded at a time."""
AT_A_TIME = 2_000
FIRST = UUID(int=0)
Columns = tuple[Any, ...]

MISSING = """
SELECT (SELECT count(*) FROM memories_message
         WHERE project_id = %(project)s AND embedding IS NULL)
     + (SELECT count(*) FROM memories_memory
         WHERE project_id = %(project)s AND embedding IS NULL)
"""
MESSAGES = """
SELECT id, role, content, said_at, name FROM memories_message
 WHERE project_id = %(project)s AND embedding IS NULL AND id > %(after)s
 ORDER BY id LIMIT %(most)s
"""
MEMORIES = """
SELECT id, text, speaker, created_at, sources FROM memories_memory
 WHERE project_id = %(project)s AND embedding IS NULL AND id > %(after)s
 ORDER BY id LIMIT %(most)s
"""
WRITE_MESSAGES = """
UPDATE memories_message m
   SET embedding_model_id = %(model)s, embedding = n.embedding, terms = n.terms
  FROM json_to_recordset(%(rows)s::json)
       AS n (id uuid, content text, embedding halfvec, terms sparsevec)
 WHERE m.project_id = %(project)s AND m.id = n.id AND m.content = n.content
   AND m.embedding IS NULL
"""
WRITE_MEMORIES = """
UPDATE memories_memory m
   SET embedding_model_id = %(model)s, embedding = n.embedding,
       context_embedding = n.context_embedding, lexical = n.lexical,
       context_lexical = n.context_lexical
  FROM json_to_recordset(%(rows)s::json)
       AS n (id uuid, text text, embedding halfvec, context_embedding halfvec,
             lexical sparsevec, context_lexical sparsevec)
 WHERE m.project_id = %(project)s AND m.id = n.id AND m.text = n.text
   AND m.embedding IS NULL
RETURNING m.id
"""


def index(project: Project, *, seconds: float | None = None) -> bool:
    """Go on until nothing is missing, or the time is over; whether nothing is.

    Raises what the embedder raises, and `SpaceChangedError` when it is another by now.
    """
    embedder = engine.embedder(project)
    ends = None if seconds is None else time.monotonic() + seconds
    for kind in (_Messages(project, embedder), _Memories(project, embedder)):
        for rows in kind.missing():
            kind.index(rows)
            if ends is not None and time.monotonic() >= ends:
                return not missing(project)
    return True


def missing(project: Project) -> int:
    """How many rows have no vector yet."""
    with tenant(project):
        return int(fetch(MISSING, {"project": project.pk})[0][0])


class _Rows(ABC):
    """Messages or memories that miss their vectors."""

    select: str

    def __init__(self, project: Project, embedder: Embedder) -> None:
        self.project, self.embedder = project, embedder

    def missing(self) -> Iterator[list[Columns]]:
        """What is to be indexed, in small batches."""
        given = {"project": self.project.pk, "after": FIRST, "most": AT_A_TIME}
        while True:
            with tenant(self.project):
                found = fetch(self.select, given)
            if not found:
                return
            for start in range(0, len(found), BATCH):
                yield found[start : start + BATCH]
            given["after"] = found[-1][0]

    def index(self, rows: Sequence[Columns]) -> None:
        """Embed the rows, then write what they are found by."""
        texts = [self.text(row) for row in rows]
        vectors = self.embedder.embed([text for text, _ in texts])
        parts = [
            Part(vector, context.text_terms(text, said_at))
            for vector, (text, said_at) in zip(vectors, texts, strict=True)
        ]
        with tenant(self.project):
            by_keys()
            spaces.share(self.project)
            number = model_id(self.embedder.name, self.embedder.dimensions)
            self.write(rows, parts, number)

    @abstractmethod
    def text(self, row: Columns) -> tuple[str, dt.datetime]:
        """What is embedded of a row, and when it was said."""

    @abstractmethod
    def write(self, rows: Sequence[Columns], parts: Sequence[Part], model: int) -> None:
        """Keep the parts of rows that still say the same."""


class _Messages(_Rows):
    select = MESSAGES

    def text(self, row: Columns) -> tuple[str, dt.datetime]:
        _, role, content, said_at, name = row
        return context.own_text(Message(role, content, said_at, name)), said_at

    def write(self, rows: Sequence[Columns], parts: Sequence[Part], model: int) -> None:
        made = [
            {
                "id": row[0],
                "content": row[2],
                "embedding": halfvec(part.vector),
                "terms": sparsevec(part.terms),
            }
            for row, part in zip(rows, parts, strict=True)
        ]
        fetch(WRITE_MESSAGES, _given(self.project, made, model))


class _Memories(_Rows):
    select = MEMORIES

    def text(self, row: Columns) -> tuple[str, dt.datetime]:
        _, text, speaker, created_at, _ = row
        return context.fact_text(text, speaker), created_at

    def write(self, rows: Sequence[Columns], parts: Sequence[Part], model: int) -> None:
        sources = [str(source) for row in rows for source in row[4]]
        windows = ProjectStore(self.project).around(sources, radius=context.WINDOW)
        made = {}
        for row, part in zip(rows, parts, strict=True):
            members = {
                placed.message_id: placed.part
                for source in row[4]
                for placed in windows.get(str(source), ())
            }
            heard = list(members.values())
            made[row[0]] = context.build_index(self.embedder.name, part, heard)
        columns = [_columns(row, made[row[0]]) for row in rows]
        found = fetch(WRITE_MEMORIES, _given(self.project, columns, model))
        written: list[UUID] = [key for (key,) in found]
        counted = [t for key in written for t in (terms.ALL, *made[key].lexical)]
        terms.add_delta(self.project.pk, counted, sign=1)
        index_outbox.mark(self.project.pk, written)


def _columns(row: Columns, made: Index) -> dict[str, Any]:
    return {
        "id": row[0],
        "text": row[1],
        "embedding": halfvec(made.embedding),
        "context_embedding": halfvec(made.context_embedding),
        "lexical": sparsevec(made.lexical),
        "context_lexical": sparsevec(made.context_lexical),
    }


def _given(project: Project, rows: Sequence[Any], model: int) -> dict[str, Any]:
    text = orjson.dumps(rows).decode()
    return {"project": project.pk, "model": model, "rows": text}
