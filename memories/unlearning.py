"""Everything that one add taught, taken back by one call: what a poisoned message left.

The event of the add stays, with what was said; erasing somebody is another matter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from mem0.exceptions import ConflictError, MemoryNotFoundError
from mem0.memory.commit import rewindow
from mem0.memory.decisions import fingerprint
from mem0.memory.types import Change, Record, Scope
from mem0.memory.unlearning import Taught, changes
from memories import representations
from memories.models import Event, EventStatus, Message
from memories.retrying import UNKNOWN
from memories.scopes import thread_id
from memories.spaces import following
from memories.store import ProjectStore
from memories.writing import Writer
from orgs import audit
from orgs.custody import holds
from orgs.models import Project
from orgs.tenancy import tenant

UNLEARN = "UNLEARN"
OVER = (EventStatus.SUCCEEDED, EventStatus.FAILED)


@following
def unlearn(project: Project, event_id: UUID, *, request_id: str = "") -> Event:
    """Delete what an add made and put back what it changed, in one transaction; the
    event says what that was. Once more, it finds nothing.

    Raises `MemoryNotFoundError`; `ConflictError` for what is no add or not over yet, and
    where something is under a legal hold.
    """
    event, begun = _add(project, event_id), timezone.now()
    store, scope = ProjectStore(project), event.scope
    with store.locked(scope):
        holds.refuse(project.pk, [scope.ids()])
        messages = list(map(str, _said(project, event).values_list("pk", flat=True)))
        done = changes(_taught(store, event, scope, messages), timezone.now())
        beside = store.apply(done, model=project.embedding_model)
        writer = Writer(project.pk, "", {})
        beside = [*beside, *writer.drop_unused([UUID(key) for key in messages])]
        rewindow(store, dict.fromkeys(beside, ()))
        project.quarantined.filter(event_id=event.pk).delete()
        return _recorded(project, event, done, begun=begun, request_id=request_id)


def has_left(project: Project, event: Event) -> bool:
    """Whether there is something of a finished add to take back, called in its tenant."""
    if event.event_type != "ADD" or event.status not in OVER:
        return False
    named = [each["id"] for each in event.results if each.get("id")]
    return any(
        rows.exists()
        for rows in (
            _said(project, event),
            project.quarantined.filter(event_id=event.pk),
            project.memories.filter(pk__in=named),
        )
    )


def _add(project: Project, event_id: UUID) -> Event:
    with tenant(project):
        event: Event | None = project.events.filter(pk=event_id).first()
    if event is None:
        raise MemoryNotFoundError(UNKNOWN)
    if event.event_type != "ADD":
        raise ConflictError("Only what an add taught can be unlearned.")
    if event.status not in OVER:
        raise ConflictError("This add is not over yet: unlearn it when it is.")
    return event


def _said(project: Project, event: Event) -> QuerySet[Message]:
    return project.messages.filter(thread_id=thread_id(event.scope), event_id=event.pk)


def _taught(
    store: ProjectStore, event: Event, scope: Scope, messages: Sequence[str]
) -> Taught:
    citing = _citing(store.project, scope, messages)
    named = [each["id"] for each in event.results if each.get("id")]
    found = store.get_many(list(dict.fromkeys([*named, *citing])))
    made = [r for r in found if r.provenance.get("event_id") == str(event.pk)]
    ids = {record.id for record in made}
    closed = {
        old.id: old
        for record in made
        for old in store.ancestors(record.id)
        if old.replaced_by in ids
    }
    return Taught(
        made,
        list(closed.values()),
        _rivals(store, made),
        [r for r in found if r.id not in ids and r.id in citing],
        messages,
        store.twins([fingerprint(old) for old in closed.values()]),
    )


def _citing(project: Project, scope: Scope, messages: Sequence[str]) -> list[str]:
    """Memories with one of the messages among their sources: a fact is the user's or
    the agent's, so it has one of the ids."""
    owners = Q()
    for name, value in scope.ids().items():
        owners |= Q(**{name: value})
    rows = project.memories.filter(owners, sources__overlap=list(map(UUID, messages)))
    return [str(key) for key in rows.values_list("pk", flat=True)] if messages else []


def _rivals(store: ProjectStore, made: Sequence[Record]) -> list[Record]:
    """Disputed memories in the slots of those that are."""
    rivals: dict[str, Record] = {}
    for record in made:
        if record.state == "disputed" and record.subject and record.attribute:
            slot = (record.subject, record.attribute)
            near = store.slots(record.scope, [slot], at=record.created_at)
            rivals |= {old.id: old for old in near if old.state == "disputed"}
    return list(rivals.values())


def _recorded(
    project: Project,
    event: Event,
    done: Sequence[Change],
    *,
    begun: dt.datetime,
    request_id: str,
) -> Event:
    gone = [each.record for each in done if each.event == "DELETE"]
    restored = [each.record for each in done if each.event == "RESTORE"]
    now = timezone.now()
    made = Event(
        project=project,
        event_type=UNLEARN,
        status=EventStatus.SUCCEEDED,
        request_id=request_id,
        results=[
            *({"id": record.id, "event": "DELETE"} for record in gone),
            *(representations.result("UPDATE", record) for record in restored),
        ],
        metadata={
            "event_id": str(event.pk),
            "deleted": len(gone),
            "restored": len(restored),
        },
        created_at=begun,
        started_at=begun,
        updated_at=now,
        completed_at=now,
        **event.scope.ids(),
    )
    made.save(force_insert=True)
    audit.record(
        audit.Act.EVENT_UNLEARNED,
        project=project,
        about=("event", event.pk),
        deleted=len(gone),
        restored=len(restored),
    )
    return made
