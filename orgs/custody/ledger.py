"""The ledger: who was to be erased, when, and what came of it.

A line is written when an erasure is accepted and completed when it has been verified.
It holds ids, counts and a keyed digest of the name; the name itself, and what was
erased, never. Its receipt is the same as JSON, with a hash over all of it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import logging
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from mem0.exceptions import MemoryNotFoundError
from orgs.custody.models import Erasure, State
from orgs.models import Project
from orgs.pagination import Page, part
from orgs.secrets import keyed_digests
from orgs.tenancy import tenant

logger = logging.getLogger(__name__)

UNKNOWN = "No erasure has this id."
PURPOSE = "erasure ledger"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is erased: a `kind` (user, agent, app, run, project, organization,
    account) and its name, of one tenant."""

    tenant_id: UUID
    kind: str
    name: str
    organization_id: UUID | None = None

    def digests(self) -> list[bytes]:
        """The keyed digests it may have in the ledger, the present key's first."""
        said = "\0".join((str(self.tenant_id), self.kind, self.name))
        return keyed_digests(said, PURPOSE)


@dataclass(frozen=True, slots=True)
class Asked:
    """On whose word: a key's label, a person's id, an operator."""

    by: str = ""
    request_id: str = ""


def open_line(
    subject: Subject, asked: Asked, *, event_id: UUID | None = None
) -> Erasure:
    """Write that an erasure was accepted, in the tenant's open transaction."""
    line = Erasure.objects.create(
        tenant_id=subject.tenant_id,
        organization_id=subject.organization_id,
        kind=subject.kind,
        digest=subject.digests()[0],
        event_id=event_id,
        request_id=asked.request_id,
        requested_by=asked.by[:100],
        backup_days=settings.CONFIGURATION.backup_days,
    )
    transaction.on_commit(lambda: append(line))
    return line


def count(line: Erasure, store: str, rows: int) -> None:
    """Add to what was removed from a store, in the transaction that removes it."""
    if rows:
        line.counts = dict(Counter(line.counts) + Counter({store: rows}))
        line.save(update_fields=["counts"])


def swept(line: Erasure) -> None:
    """Everything known of the subject is gone; what others hold back is looked for."""
    line.swept_at, line.state = timezone.now(), State.VERIFYING
    line.save(update_fields=["swept_at", "state"])


def close(
    line: Erasure, *, checked: int, found: Mapping[str, int], stores: Mapping[str, str]
) -> None:
    """Write the result of the look; `found` is what should have been gone, by table."""
    line.checked, line.found, line.stores = checked, dict(found), dict(stores)
    line.state = State.INCOMPLETE if found else State.COMPLETE
    line.finished_at = timezone.now()
    line.swept_at = line.swept_at or line.finished_at
    line.hash = fingerprint(line)
    line.save()


def get(tenant_id: UUID, key: UUID) -> Erasure:
    """One line, by its id or that of its event. Raises `MemoryNotFoundError`."""
    with tenant(tenant_id):
        rows = Erasure.objects.filter(tenant_id=tenant_id)
        line = rows.filter(pk=key).first() or rows.filter(event_id=key).first()
    if line is None:
        raise MemoryNotFoundError(UNKNOWN)
    return line


def listed(project: Project, page: Page) -> tuple[list[Erasure], int]:
    """A page of a project's lines, newest first, and how many there are."""
    with tenant(project):
        rows = Erasure.objects.filter(tenant_id=project.pk)
        return part(rows, page, by=["id"]), rows.count()


def of_organization(organization_id: UUID, limit: int) -> list[Erasure]:
    """The latest lines of an organization, those of its erased projects among them.

    Read on the admin connection: they are filed under many tenants.
    """
    rows = Erasure.objects.using("admin").filter(organization_id=organization_id)
    return list(rows.order_by("-id")[:limit])


def one_of_organization(organization_id: UUID, key: UUID) -> Erasure | None:
    """One of these lines."""
    rows = Erasure.objects.using("admin").filter(organization_id=organization_id)
    return rows.filter(pk=key).first()


def receipt(line: Erasure) -> dict[str, Any]:
    """The receipt as clients read it."""
    return {
        **statement(line),
        "hash": line.hash or None,
        "intact": bool(line.hash) and line.hash == fingerprint(line),
        "replays": line.replays,
        "replayed_at": line.replayed_at,
    }


def statement(line: Erasure) -> dict[str, Any]:
    """What the hash is of."""
    kept = dt.timedelta(days=line.backup_days)
    over = line.swept_at or line.requested_at
    return {
        "id": str(line.pk),
        "event_id": line.event_id and str(line.event_id),
        "status": line.state,
        "kind": line.kind,
        "subject": bytes(line.digest).hex(),
        "project_id": str(line.tenant_id),
        "organization_id": line.organization_id and str(line.organization_id),
        "requested_by": line.requested_by,
        "request_id": line.request_id,
        "requested_at": line.requested_at,
        "swept_at": line.swept_at,
        "finished_at": line.finished_at,
        "removed": dict(sorted(line.counts.items())),
        "stores": dict(sorted(line.stores.items())),
        "tables_checked": line.checked,
        "found_afterwards": dict(sorted(line.found.items())),
        "backups": {"kept_days": line.backup_days, "gone_by": over + kept},
    }


def fingerprint(line: Erasure) -> str:
    """SHA-256 over the statement as JSON with sorted keys."""
    said = orjson.dumps(statement(line), option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(said).hexdigest()


def entry(line: Erasure) -> dict[str, Any]:
    """What the ledger's copy outside of the database has of it."""
    return {
        "id": str(line.pk),
        "tenant_id": str(line.tenant_id),
        "organization_id": line.organization_id and str(line.organization_id),
        "kind": line.kind,
        "digest": bytes(line.digest).hex(),
        "requested_at": line.requested_at.isoformat(),
    }


def append(line: Erasure) -> None:
    """Add the line to the copy outside of the database, where there is one.

    A copy that cannot be written does not undo an erasure; it is told in the log.
    """
    path = settings.CONFIGURATION.erasure_ledger_file
    if not path:
        return
    written = orjson.dumps(entry(line)) + b"\n"
    try:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        handle = os.open(path, flags, 0o600)
        try:
            os.write(handle, written)
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError:
        logger.exception("Erasure %s is missing in the ledger's file.", line.pk)
