"""Erasing somebody: accepted in one transaction, carried out at once, verified later.

The work is two jobs, so that it is finished whatever dies. The first takes what is
about them and ends the event that clients wait for; the second looks for the rest when
every process has written what it held back, and writes the receipt.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from uuid import UUID

from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from mem0.exceptions import Mem0Error
from mem0.ids import uuid7
from memories import jobs
from memories.erasing import outside, probing, steps, sweeping
from memories.erasing.work import Work, mark, unmark
from memories.models import Event, EventStatus, JobStatus
from orgs import audit
from orgs.custody import holds, ledger
from orgs.custody.ledger import Asked, Subject
from orgs.custody.models import Erasure
from orgs.models import Project
from orgs.tenancy import tenant

ERASE, VERIFY = "erase", "verify_erasure"
PATIENCE = 5.0
"""Seconds a request erases itself; what is left then is a worker's."""
AGAIN = 5.0
"""Seconds until the look is repeated while others still work with what was there."""
USERS = ("categorize", "consolidation", "export", "profile", "structure")
"""Jobs that may hold memories in their hands which are gone meanwhile."""


def erase(
    project: Project, kind: str, name: str, asked: Asked, *, event_type: str
) -> tuple[Event, Erasure]:
    """Erase an entity: its event, and its line of the ledger. Idempotent.

    What was accepted about it and is not done is cancelled first. Most of the time
    everything is over when this returns; the event says so.
    """
    event, line, held = _accept(project, kind, name, asked, event_type)
    _carry_out(erase_known, held, project)
    if not settings.CONFIGURATION.erasure_settle_seconds:
        _verify_now(project, line)
    with tenant(project):
        event.refresh_from_db()
        line.refresh_from_db()
    return event, line


def _accept(
    project: Project, kind: str, name: str, asked: Asked, event_type: str
) -> tuple[Event, Erasure, jobs.Claim]:
    now = timezone.now()
    event = Event(
        id=uuid7(),
        project=project,
        event_type=event_type,
        status=EventStatus.RUNNING,
        request_id=asked.request_id,
        created_at=now,
        updated_at=now,
        started_at=now,
    )
    with tenant(project):
        holds.refuse(project.pk, [{f"{kind}_id": name}])
        subject = Subject(project.pk, kind, name, project.organization_id)
        line = ledger.open_line(subject, asked, event_id=event.pk)
        event.metadata = {"deleted": 0, "receipt_id": str(line.pk)}
        event.save(force_insert=True)
        held = _take(project, event, _payload(line, kind, name))
        begin(_work(project, line, held, timezone.now()), line)
        _record(audit.Act.ENTITY_ERASED, project, line, held.payload)
    return event, line, held


def _take(project: Project, event: Event, payload: dict[str, str]) -> jobs.Claim:
    """A job that this process carries out itself. If it dies the lease ends, and a
    worker carries it out."""
    lease = dt.timedelta(seconds=settings.JOB_LEASE_SECONDS)
    job = project.jobs.create(
        kind=ERASE,
        event=event,
        queue="bulk",
        payload=payload,
        status=JobStatus.RUNNING,
        run_at=Now(),
        lease_until=Now() + lease,
        attempts=1,
        fence=1,
    )
    return jobs.Claim(
        job.pk, project.pk, ERASE, event.pk, payload, 1, 1, dt.timedelta(0)
    )


def begin(work: Work, line: Erasure) -> None:
    """Stop what is on its way, and note what there is; in an open transaction."""
    ledger.count(line, "jobs", steps.cancel(work))
    ledger.count(line, "entities", steps.entities(work))
    ledger.count(line, "witness", steps.witness(work))
    mark(work)


def erase_known(held: jobs.Claim, project: Project, until: float | None = None) -> None:
    """Take what is about the entity; let go of the job when the time is over."""
    line = _line(project, held)
    fresh = held.fence == 1  # a later claim must not take what came after the request
    work = _work(project, line, held, timezone.now() if fresh else line.requested_at)
    for store, step in steps.FIRST.items():
        while _count(line, work, store, step):
            if until is not None and time.monotonic() > until:
                jobs.again(held, seconds=0)
                return
    _end(held, project, line)


def _count(line: Erasure, work: Work, store: str, step: steps.Step) -> int:
    with tenant(work.project):
        rows = step(work)
        ledger.count(line, store, rows)
    return rows


def _end(held: jobs.Claim, project: Project, line: Erasure) -> None:
    now = timezone.now()
    settle = settings.CONFIGURATION.erasure_settle_seconds
    with tenant(project):
        jobs.finish(held)
        jobs.enqueue(
            project, kind=VERIFY, queue="bulk", payload=held.payload, after=settle
        )
        project.jobs.filter(pk=held.job_id).update(payload={})
        ledger.swept(line)
        event = project.events.get(job=held.job_id)
        event.metadata = {**event.metadata, "deleted": line.counts.get("memories", 0)}
        event.status, event.completed_at = EventStatus.SUCCEEDED, now
        event.updated_at, event.error, event.error_code = now, None, None
        event.save()


def verify(held: jobs.Claim, project: Project) -> None:
    """Take what others wrote meanwhile and whatever names what is gone; then look into
    every table and every store, and write the receipt."""
    line = _line(project, held)
    work = _work(project, line, held, line.requested_at)
    with tenant(project):
        if _is_busy(work):
            jobs.again(held, seconds=AGAIN)
            return
        begin(work, line)
    sweep(work, line)
    stores = outside.confirm(work)
    with tenant(project):
        checked, found = probing.probe(work)
        jobs.finish(held)
        project.jobs.filter(pk=held.job_id).update(payload={})
        ledger.close(line, checked=checked, found=found, stores=stores)
        unmark(work)
        _record(audit.Act.ENTITY_ERASURE_DONE, project, line, held.payload)


def sweep(work: Work, line: Erasure) -> None:
    """Everything but the look: what is about the entity, then what names it."""
    for store, step in steps.FIRST.items():
        while _count(line, work, store, step):
            pass
    for store, step in sweeping.SECOND.items():
        _count(line, work, store, step)


def _is_busy(work: Work) -> bool:
    """Whether a job that began before may still write something of theirs."""
    return bool(
        work.project.jobs.filter(
            kind__in=USERS, status=JobStatus.RUNNING, created_at__lte=work.before
        ).exists()
    )


def _verify_now(project: Project, line: Erasure) -> None:
    with tenant(project):
        waiting = project.jobs.filter(
            kind=VERIFY, payload__erasure=str(line.pk)
        ).values_list("pk", flat=True)
        key = waiting.first()
    held = None if key is None else jobs.claim(project.pk, key)
    if held is not None:
        _carry_out(lambda mine, ours, _until: verify(mine, ours), held, project)


def _carry_out(
    verb: Callable[[jobs.Claim, Project, float | None], None],
    held: jobs.Claim,
    project: Project,
) -> None:
    """Carry out a job in this process. What fails and may pass is a worker's; the
    request it belongs to is answered, because the erasure was accepted."""
    try:
        with jobs.leased(held):
            verb(held, project, time.monotonic() + PATIENCE)
    except jobs.LeaseLostError:
        return
    except Exception as exc:
        error = jobs.failure(exc)
        jobs.fail(held, error)
        if not isinstance(exc, Mem0Error):
            raise


def _record(
    act: audit.Act, project: Project, line: Erasure, payload: Mapping[str, str]
) -> None:
    audit.record(
        act,
        project=project,
        about=audit.entity(payload["kind"], payload["name"]),
        receipt=line.pk,
        result=line.state,
        removed=line.counts,
    )


def _payload(line: Erasure, kind: str, name: str) -> dict[str, str]:
    return {"erasure": str(line.pk), "kind": kind, "name": name}


def _line(project: Project, held: jobs.Claim) -> Erasure:
    return ledger.get(project.pk, UUID(held.payload["erasure"]))


def _work(
    project: Project, line: Erasure, held: jobs.Claim, before: dt.datetime
) -> Work:
    kind, name = held.payload["kind"], held.payload["name"]
    return Work(project, line.pk, kind, name, before, held.job_id)
