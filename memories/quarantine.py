"""Doubtful facts under review: held back, listed, approved or rejected.

An approved fact goes the way every fact goes, through the engine, and so has a
history; its provenance says why it was held. A rejected one is gone, as is one that
nobody looked at until it expired.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.db.models import QuerySet
from django.utils import timezone
from pydantic import TypeAdapter

from mem0.exceptions import Mem0Error, MemoryNotFoundError
from mem0.ids import uuid7
from mem0.memory.drafts import Added, Held
from mem0.memory.engine import Engine
from mem0.memory.rules.normalize import normalized
from mem0.memory.types import Instructions
from memories import engine, representations
from memories.models import Event, EventStatus, Quarantined
from memories.spaces import following
from orgs.custody import periods
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.quota import check_quota
from orgs.tenancy import tenant

APPROVED, REJECTED = "QUARANTINE_APPROVE", "QUARANTINE_REJECT"
MOST = 100
"""Entries one bulk decision is about."""

_HELD: TypeAdapter[Held] = TypeAdapter(Held)


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of one entry: `status` is approved, rejected, not_found or failed."""

    id: str
    status: str
    memory_ids: Sequence[str] = ()
    event_id: str | None = None
    detail: str | None = None


def hold(project: Project, held: Sequence[Held]) -> None:
    """Keep facts for review, in the tenant's open transaction; each once."""
    now = timezone.now()
    expires_at = now + dt.timedelta(days=settings.CONFIGURATION.quarantine_days)
    rows = [
        Quarantined(
            project=project,
            **each.scope.ids(),
            text=each.doubt.fact.text,
            reason=each.doubt.reason,
            fingerprint=_fingerprint(each),
            held=_HELD.dump_python(_bare(each), mode="json"),
            event_id=each.provenance.get("event_id"),
            created_at=now,
            expires_at=expires_at,
        )
        for each in held
    ]
    project.quarantined.bulk_create(rows, ignore_conflicts=True)


def listed(
    project: Project, asked: Mapping[str, Any], page: Page
) -> tuple[list[Quarantined], int]:
    """A page of entries that wait, newest first, and how many there are."""
    with tenant(project):
        rows = _waiting(project).filter(**asked)
        return part(rows, page, by=["id"]), rows.count()


def some(
    project: Project, asked: Mapping[str, Any], *, limit: int, before: UUID | None
) -> list[Quarantined]:
    """Entries that wait, newest first, behind one; one more than `limit`."""
    behind = {} if before is None else {"pk__lt": before}
    with tenant(project):
        return list(_waiting(project).filter(**asked, **behind)[: limit + 1])


def count(project: Project, *, most: int) -> int:
    """How many wait; counts no further than `most`."""
    with tenant(project):
        return _waiting(project).order_by()[:most].count()


def get(project: Project, key: UUID) -> Quarantined:
    """One entry that waits. Raises `MemoryNotFoundError`."""
    with tenant(project):
        return _one(_waiting(project), key)


@following
def approve(project: Project, key: UUID, *, request_id: str = "") -> Event:
    """Remember a fact after all, or let it take the place it asks for; the event has
    what came of it.

    Raises `MemoryNotFoundError`, and what embedding or a quota raises.
    """
    memory = engine.memory(project)
    held = _HELD.validate_python(get(project, key).held)
    if held.memory_id is not None:
        return _replace(project, memory, key, held, request_id)
    draft = memory.prepare_held(held)
    with tenant(project):
        row = _one(_waiting(project).select_for_update(), key)
        check_quota(project, 1)
        made = memory.commit(draft)
        row.delete()
        return _decided(project, row, APPROVED, made, request_id)


def _replace(
    project: Project, memory: Engine, key: UUID, held: Held, request_id: str
) -> Event:
    assert held.memory_id is not None  # asked for by the caller
    with tenant(project):
        row = _one(_waiting(project).select_for_update(), key)
        closed = memory.supersede(held.memory_id, held.replaces)
        row.delete()
        made = Added([("UPDATE", record) for record in closed], {})
        return _decided(project, row, APPROVED, made, request_id)


def reject(project: Project, key: UUID, *, request_id: str = "") -> Event:
    """Forget a fact. Raises `MemoryNotFoundError`."""
    with tenant(project):
        row = _one(_waiting(project).select_for_update(), key)
        row.delete()
        return _decided(project, row, REJECTED, Added((), {}), request_id)


def decide_many(
    project: Project,
    action: str,
    *,
    keys: Sequence[UUID] | None,
    asked: Mapping[str, Any],
    request_id: str = "",
) -> tuple[list[Decided], int]:
    """Approve or reject entries one after the other; what became of each, and how
    many that match still wait. One that fails does not keep the others."""
    if keys is None:
        with tenant(project):
            rows = _waiting(project).filter(**asked)[:MOST]
            keys = [row.pk for row in rows]
    decided = [_decide(project, action, key, request_id) for key in keys]
    with tenant(project):
        return decided, _waiting(project).filter(**asked).count()


def purge() -> None:
    """Forget what expired, of all projects where nothing is under a legal hold."""
    held = periods.exceptions().skipped
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM memories_quarantined "
            "WHERE expires_at < now() AND project_id <> ALL(%s)",
            [held],
        )


def replaced(project: Project, rows: Iterable[Quarantined]) -> dict[str, str]:
    """The texts, by id, of current memories that entries would replace."""
    ids = {str(key) for row in rows for key in row.held.get("replaces", ())}
    if not ids:
        return {}
    with tenant(project):
        found = project.memories.filter(pk__in=ids, state="active")
        return {str(key): text for key, text in found.values_list("pk", "text")}


def _decide(project: Project, action: str, key: UUID, request_id: str) -> Decided:
    verb = approve if action == "approve" else reject
    try:
        event = verb(project, key, request_id=request_id)
    except MemoryNotFoundError:
        return Decided(str(key), "not_found")
    except Mem0Error as error:
        return Decided(str(key), "failed", detail=error.message)
    made = [result["id"] for result in event.results]
    status = "approved" if action == "approve" else "rejected"
    return Decided(str(key), status, made, str(event.pk))


def _waiting(project: Project) -> QuerySet[Quarantined]:
    rows: QuerySet[Quarantined] = project.quarantined.filter(
        expires_at__gt=timezone.now()
    )
    return rows


def _one(rows: QuerySet[Quarantined], key: UUID) -> Quarantined:
    row = rows.filter(pk=key).first()
    if row is None:
        msg = "Nothing in quarantine has this id."
        raise MemoryNotFoundError(msg)
    return row


def _decided(
    project: Project, row: Quarantined, kind: str, made: Added, request_id: str
) -> Event:
    now = timezone.now()
    event = Event(
        id=uuid7(),
        project=project,
        event_type=kind,
        status=EventStatus.SUCCEEDED,
        metadata={"quarantine_id": str(row.pk), "reason": row.reason},
        results=[representations.result(*each) for each in made.results],
        dropped=dict(made.dropped),
        request_id=request_id,
        **row.scope.ids(),
        created_at=now,
        updated_at=now,
        started_at=now,
        completed_at=now,
    )
    event.save(force_insert=True)
    return event


def fingerprint(held: Mapping[str, Any]) -> bytes:
    """What tells a stored entry's `held` from others. Raises `ValueError` when it is
    none."""
    found = _HELD.validate_python(held)
    for key in (found.memory_id, *found.replaces):
        UUID(key or "0" * 32)
    return _fingerprint(found)


def _bare(held: Held) -> Held:
    """Without the instructions of its add, which have done their work."""
    return replace(held, options=replace(held.options, instructions=Instructions()))


def _fingerprint(held: Held) -> bytes:
    parts: list[Any] = [normalized(held.doubt.fact.text), *held.scope.ids().items()]
    if held.memory_id is not None:
        parts += [held.memory_id, *held.replaces]
    text = repr(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(text, digest_size=16).digest()
