"""Canaries: memories that must not be seen outside of their project.

A canary's text names its project and carries a signature, so that an answer is checked
by looking for a few bytes, without a table and without a query, and nobody can make up
a canary of somebody else. Where one is found that is not of the project that asked, and
that this project does not hold itself (a text can be copied by hand), it is an alert:
a row, a line in the log at level error, a metric, a notice in the admin site.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
from collections.abc import Iterator
from uuid import UUID

from django.conf import settings
from django.db import connections

from mem0.memory.types import Scope
from mem0site.isolation.models import LeakAlert
from memories import services
from orgs.models import Project
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

MARK = b"m0canary-"
USER = "isolation-canary"
"""Whose memory a canary is; nobody's name otherwise."""
_TOKEN = re.compile(rb"m0canary-([0-9a-f]{32})-([0-9a-f]{32})")


def token(project_id: UUID) -> str:
    """The canary of a project: always the same."""
    return f"{MARK.decode()}{project_id.hex}-{_signature(project_id)}"


def tokens(content: bytes) -> Iterator[UUID]:
    """The projects whose canaries stand in an answer, each once."""
    seen = set()
    for name, signature in _TOKEN.findall(content):
        project_id = UUID(name.decode())
        good = hmac.compare_digest(signature.decode(), _signature(project_id))
        if good and project_id not in seen:
            seen.add(project_id)
            yield project_id


def plant(project: Project) -> bool:
    """Give a project its canary; whether it had none."""
    if memory_of(project) is not None:
        return False
    said = [{"role": "user", "content": f"Isolation canary {token(project.pk)}."}]
    command = services.AddCommand(said, Scope(user_id=USER), infer=False)
    services.add(project, command)
    return True


def remove(project: Project) -> bool:
    """Take a project's canary away; whether it had one."""
    found = memory_of(project)
    if found is not None:
        services.delete(project, str(found))
    return found is not None


def memory_of(project: Project) -> UUID | None:
    """The memory that is a project's canary."""
    with tenant(project):
        key: UUID | None = (
            project.memories.filter(user_id=USER, text__contains=token(project.pk))
            .values_list("pk", flat=True)
            .first()
        )
    return key


def planted(limit: int = 1_000) -> list[UUID]:
    """Projects that have a canary, in no order, at most `limit`."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT project_id FROM memories_entity WHERE type = 'user' AND name = %s "
            "ORDER BY random() LIMIT %s",
            [USER, limit],
        )
        return [project_id for (project_id,) in cursor.fetchall()]


def check_answer(
    content: bytes, project_id: UUID | None, where: str, request_id: str = ""
) -> None:
    """Raise an alert for each canary of others in an answer to this project."""
    if MARK not in content:
        return
    for owner in tokens(content):
        if owner != project_id and not _holds(project_id, owner):
            alert(owner, project_id, where, request_id)


def alert(
    owner: UUID, seen_in: UUID | None, where: str, request_id: str = ""
) -> LeakAlert:
    """Tell everybody who watches."""
    logger.error(
        "A canary of project %s was seen in project %s: %s", owner, seen_in, where
    )
    return LeakAlert.objects.create(
        owner=owner, seen_in=seen_in, where=where[:200], request_id=request_id[:255]
    )


def _holds(project_id: UUID | None, owner: UUID) -> bool:
    """Whether a project has the other's canary as a text of its own."""
    if project_id is None:
        return False
    with tenant(project_id):
        rows = Project(pk=project_id).memories
        return bool(rows.filter(text__contains=token(owner)).exists())


def _signature(project_id: UUID) -> str:
    key = f"canary:{settings.SECRET_KEY}".encode()
    return hmac.new(key, project_id.bytes, hashlib.sha256).hexdigest()[:32]
