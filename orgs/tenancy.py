"""The tenant: which project's rows the code at hand may see.

Python's half of the wall is `ProjectOwned`, SQL's half is row-level security
(`orgs.rls`); both read the project that `tenant` names. There is no other way in.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection, models, transaction

if TYPE_CHECKING:
    from orgs.models import Project

_current: ContextVar[UUID | None] = ContextVar("tenant", default=None)
_last_word: ContextVar[Callable[[UUID], None] | None] = ContextVar(
    "last_word", default=None
)


class ProjectOwned(models.Model):
    """A row that belongs to one project.

    There is no `objects`: ordinary code starts at the tenant
    (`project.memories.filter(...)`); the few queries that cross tenants say so
    by name (`Memory.unscoped`).
    """

    project = models.ForeignKey(
        "orgs.Project", models.CASCADE, editable=False, db_index=False
    )  # every index of a tenant table starts with the project

    unscoped: models.Manager[Any] = models.Manager()

    class Meta:
        abstract = True


@contextlib.contextmanager
def tenant(project: Project | UUID) -> Iterator[None]:
    """A transaction that sees the rows of one project and no others.

    The setting is local to the transaction, so a pooled connection forgets it.
    Entering the same project again joins the transaction; entering another one
    is a programming error.
    """
    project_id = project if isinstance(project, UUID) else project.pk
    outer = _current.get()
    if outer is not None:
        if outer != project_id:
            msg = f"Inside project {outer}, project {project_id} cannot be entered."
            raise RuntimeError(msg)
        yield
        return
    token = _current.set(project_id)
    try:
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.open_with(
                    f"SELECT set_config('app.project_id', '{UUID(str(project_id))}', true)"
                )
            yield
            last_word = _last_word.get()
            if last_word is not None:
                last_word(project_id)
    finally:
        _current.reset(token)


@contextlib.contextmanager
def with_last_word(said: Callable[[UUID], None]) -> Iterator[None]:
    """Calls `said` with the project at the end of every transaction of a tenant, inside
    it: what it writes commits with the rest, what it raises rolls that back."""
    token = _last_word.set(said)
    try:
        yield
    finally:
        _last_word.reset(token)


def current_tenant() -> UUID | None:
    """The project whose transaction is open, if one is."""
    return _current.get()
