"""A project's vector spaces: the one it is searched in and, for a while, the one to come.

While its memories are embedded anew, whatever is written goes into both. Writers share a
lock that the change from one space to the other takes alone, and say which spaces they
know, so that nothing is written into a space that is no longer the project's.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import connection

from mem0.embeddings.base import Embedder
from mem0.exceptions import Mem0Error, UnavailableError
from mem0.memory.types import Vector
from memories.vectors import halfvec
from orgs.models import Project

logger = logging.getLogger(__name__)

Verb = TypeVar("Verb", bound=Callable[..., Any])
"""Takes a project first."""

COLUMNS = (
    "embedder", "embedding_model", "embedding_dimensions", "next_embedder",
    "next_embedding_model",
)  # fmt: skip
"""What a project says of its spaces."""
PATIENCE = "30s"
"""How long the change of spaces waits for writers, and they for it."""


class SpaceChangedError(UnavailableError):
    """The project's embedder was changed a moment ago. Try again."""


class Both(Embedder):
    """Embeds what is written in two spaces; a query in the present one only.

    It stands for the present space. `found` has the vector to come of each present
    one, by its text in the database. What the embedder to come does not answer is left
    to the job that embeds the rest.
    """

    def __init__(self, now: Embedder, then: Embedder) -> None:
        self.now, self.then = now, then
        self.name, self.dimensions = now.name, now.dimensions
        self.found: dict[str, Vector] = {}

    def embed_many(
        self, texts: Sequence[str], *, query: bool = False
    ) -> list[list[float]]:
        """As the present embedder answers."""
        return self.now.embed_many(texts, query=query)

    def embed(self, texts: Sequence[str], *, query: bool = False) -> list[list[float]]:
        """As the present embedder answers, after the one to come was asked as well."""
        vectors = self.now.embed(texts, query=query)
        if texts and not query:
            try:
                following = self.then.embed(texts)
            except Mem0Error as exc:
                logger.warning("The embedder to come did not answer: %s", exc.message)
            else:
                pairs = zip(map(halfvec, vectors), following, strict=True)
                self.found.update(pairs)
        return vectors


def share(project: Project) -> None:
    """Let the spaces not change before this transaction of the tenant ends.

    Raises `SpaceChangedError` when they are others than this copy of the project says.
    """
    _lock("pg_advisory_xact_lock_shared", project.pk)
    with connection.cursor() as cursor:
        # A statement of its own: it sees what was changed while the lock was waited for.
        cursor.execute(
            "SELECT embedding_model, next_embedding_model FROM orgs_project WHERE id = %s",
            [project.pk],
        )
        now = cursor.fetchone()
    if now != (project.embedding_model, project.next_embedding_model):
        raise SpaceChangedError


def seize(project: Project) -> None:
    """Wait for all who write, and let nobody write before this transaction ends."""
    _lock("pg_advisory_xact_lock", project.pk)


def _lock(function: str, project_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('lock_timeout', %s, true), "
            f"{function}(hashtextextended(%s, 0))",
            [PATIENCE, f"spaces:{project_id}"],
        )


def following(verb: Verb) -> Verb:
    """Carries a verb out once more when the spaces of its project changed under it."""

    @functools.wraps(verb)
    def followed(project: Project, *args: Any, **kwargs: Any) -> Any:
        try:
            return verb(project, *args, **kwargs)
        except SpaceChangedError:
            project.refresh_from_db(fields=list(COLUMNS))
            return verb(project, *args, **kwargs)

    return cast("Verb", followed)
