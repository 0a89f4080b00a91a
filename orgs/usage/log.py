"""The request log: reading it, newest first."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from mem0.exceptions import MemoryNotFoundError
from orgs.models import Project
from orgs.tenancy import tenant
from orgs.usage.models import ApiRequest, RequestBody

UNKNOWN = "Request not found"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests: all conditions that are given hold."""

    verb: str | None = None
    method: str | None = None
    route: str | None = None
    status: tuple[int, int] | None = None
    """The lowest and the highest status."""
    key_id: UUID | None = None
    request_id: str | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    slower_than: float | None = None
    """Milliseconds."""
    entities: dict[str, str] = field(default_factory=dict)
    """`user_id`, `agent_id`, `app_id`, `run_id`."""
    before: UUID | None = None
    """Requests older than this one."""

    @property
    def narrows(self) -> bool:
        """Whether there is a condition at all."""
        return any(getattr(self, each.name) for each in fields(self))


_LOOKUPS = {
    "verb": "verb",
    "method": "method",
    "route": "route",
    "key_id": "key_id",
    "request_id": "request_id",
    "start": "created_at__gte",
    "end": "created_at__lt",
    "slower_than": "latency__gt",
    "before": "pk__lt",
}


def requests(project: Project, wanted: Wanted, limit: int) -> list[ApiRequest]:
    """Requests, newest first."""
    with tenant(project):
        return list(_rows(project, wanted)[:limit])


def request(project: Project, request_id: str) -> tuple[ApiRequest, RequestBody | None]:
    """One request and, where it was kept, what was sent and answered.

    Raises `MemoryNotFoundError`.
    """
    try:
        key = UUID(request_id)
    except ValueError:
        raise MemoryNotFoundError(UNKNOWN) from None
    with tenant(project):
        row: ApiRequest | None = project.api_requests.filter(pk=key).first()
        if row is None:
            raise MemoryNotFoundError(UNKNOWN)
        return row, project.request_bodies.filter(pk=key).first()


def _rows(project: Project, wanted: Wanted) -> QuerySet[ApiRequest]:
    given: dict[str, Any] = {
        lookup: getattr(wanted, name)
        for name, lookup in _LOOKUPS.items()
        if getattr(wanted, name) is not None
    }
    if wanted.status is not None:
        given["status__gte"], given["status__lte"] = wanted.status
    rows: QuerySet[ApiRequest] = project.api_requests.filter(**given, **wanted.entities)
    return rows.order_by("-id")
