"""The ledger applied again, after a backup older than its last lines was restored.

Names are not in the ledger. Whoever is there now is asked for their digest, and who
stands in the ledger is erased as they were: what came to be up to the time of the
request, and nothing of what came later. Done again it finds nothing to do.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import orjson
from django.db import connection
from django.utils import timezone

from mem0.entities import ENTITY_TYPES
from mem0.exceptions import Mem0Error, ValidationError
from memories.erasing import outside, probing
from memories.erasing.running import begin, sweep
from memories.erasing.work import Work, unmark
from orgs import accounts, erasure
from orgs.custody import ledger
from orgs.custody.catalogue import tables
from orgs.custody.ledger import Subject
from orgs.custody.models import Erasure
from orgs.models import Organization, Project, User
from orgs.patience import take_your_time
from orgs.tenancy import tenant


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the ledger, from the database or from a copy of it."""

    id: UUID
    tenant_id: UUID
    organization_id: UUID | None
    kind: str
    digest: bytes
    requested_at: dt.datetime

    @classmethod
    def read(cls, text: bytes) -> Entry:
        """From a line of the copy. Raises `ValidationError`."""
        try:
            said: Mapping[str, Any] = orjson.loads(text)
            owner = said["organization_id"]
            return cls(
                UUID(said["id"]),
                UUID(said["tenant_id"]),
                owner and UUID(owner),
                str(said["kind"]),
                bytes.fromhex(said["digest"]),
                dt.datetime.fromisoformat(said["requested_at"]),
            )
        except (ValueError, KeyError, TypeError) as exc:
            msg = f"Not a line of the ledger: {text[:80]!r}"
            raise ValidationError(msg) from exc


@dataclass(slots=True)
class Replayed:
    """How many lines there are, what had come back and is gone, and what could not be."""

    lines: int = 0
    erased: list[UUID] = field(default_factory=list)
    failed: dict[UUID, str] = field(default_factory=dict)


def stored() -> Iterator[Entry]:
    """The lines of the database, of all tenants; on the admin connection."""
    for line in Erasure.objects.using("admin").order_by("id").iterator():
        yield Entry.read(orjson.dumps(ledger.entry(line)))


def replay(entries: Iterable[Entry]) -> Replayed:
    """Erase again whoever of the ledger is there. Each line once, oldest first."""
    done = Replayed()
    lines = sorted({entry.id: entry for entry in entries}.values(), key=lambda e: e.id)
    done.lines = len(lines)
    by_tenant: dict[UUID, list[Entry]] = defaultdict(list)
    for entry in lines:
        if entry.kind in ENTITY_TYPES:
            by_tenant[entry.tenant_id].append(entry)
        else:
            _try(done, entry, lambda e=entry: _whole(e))
    for project in Project.objects.filter(pk__in=list(by_tenant)):
        for entry, name in _returned(project, by_tenant[project.pk]):
            _try(done, entry, lambda e=entry, n=name, p=project: _entity(p, e, n))
    return done


def _try(done: Replayed, entry: Entry, act: Any) -> None:
    try:
        if act():
            done.erased.append(entry.id)
    except Mem0Error as exc:
        done.failed[entry.id] = exc.message


def _whole(entry: Entry) -> bool:
    """A project, an organization or an account, by its id; whether it was there."""
    key, born = entry.tenant_id, {"created_at__lte": entry.requested_at}
    if entry.kind == "project":
        project = Project.objects.filter(pk=key, **born).first()
        return project is not None and bool(erasure.erase_project(project))
    if entry.kind == "organization":
        organization = Organization.objects.filter(pk=key, **born).first()
        if organization is not None:
            erasure.erase_organization(organization)
        return organization is not None
    user = User.objects.filter(pk=key, is_active=True, **born).first()
    if user is not None:
        accounts.delete_account(user)
    return user is not None


def _returned(project: Project, entries: list[Entry]) -> Iterator[tuple[Entry, str]]:
    """Those of the lines whose entity is known in the project, with its name."""
    wanted = defaultdict(list)
    for entry in entries:
        wanted[entry.kind, entry.digest].append(entry)
    for kind in {entry.kind for entry in entries}:
        for name in _names(project, kind):
            for digest in Subject(project.pk, kind, name).digests():
                for entry in wanted.get((kind, digest), ()):
                    yield entry, name


def _names(project: Project, kind: str) -> list[str]:
    """Everybody of a kind whom any table names."""
    column, parts = f"{kind}_id", []
    for table in tables().values():
        if table.columns.get(column) in ("text", "varchar"):
            parts.append(f"SELECT {column} FROM {table.name} WHERE project_id = %(p)s")  # noqa: S608  names of the catalogue
        for of, name in (("type", "name"), ("entity_type", "entity_id")):
            if {of, name} <= table.columns.keys():
                parts.append(
                    f"SELECT {name} FROM {table.name} "  # noqa: S608
                    f"WHERE project_id = %(p)s AND {of} = %(kind)s"
                )
    with tenant(project), connection.cursor() as cursor:
        take_your_time()
        cursor.execute(" UNION ".join(parts), {"p": project.pk, "kind": kind})
        return [name for (name,) in cursor.fetchall() if name is not None]


def _entity(project: Project, entry: Entry, name: str) -> bool:
    """Erase what came back of an entity; whether anything had."""
    line = _line(project, entry)
    before = dict(line.counts)
    work = Work(project, line.pk, entry.kind, name, entry.requested_at)
    with tenant(project):
        begin(work, line)
    sweep(work, line)
    stores = outside.confirm(work)
    with tenant(project):
        checked, found = probing.probe(work)
        unmark(work)
        if line.counts == before and not found:
            return False
        line.replays, line.replayed_at = line.replays + 1, timezone.now()
        ledger.close(line, checked=checked, found=found, stores=stores)
    return True


def _line(project: Project, entry: Entry) -> Erasure:
    """The line in this database; written again when the backup did not have it."""
    with tenant(project):
        line, _ = Erasure.objects.get_or_create(
            pk=entry.id,
            defaults={
                "tenant_id": project.pk,
                "organization_id": entry.organization_id,
                "kind": entry.kind,
                "digest": entry.digest,
                "requested_at": entry.requested_at,
            },
        )
    return line
