"""Whose log one may look at: the organization of an open transaction, and no other."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from uuid import UUID

from django.db import connections, transaction


@contextlib.contextmanager
def log_of(organization_id: UUID, using: str = "default") -> Iterator[None]:
    """A transaction that sees the log of one organization. Inside a tenant's transaction
    it joins that one."""
    joins = connections[using].in_atomic_block
    with transaction.atomic(using=using):
        _enter(str(organization_id), using)
        yield
        if joins:
            _enter("", using)


def _enter(organization_id: str, using: str) -> None:
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.organization_id', %s, true)", [organization_id]
        )
