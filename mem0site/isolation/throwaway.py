"""Two tenants that exist for the length of a check.

They are known by a mark that no client can set, so that what an interrupted check left
is found and erased by the next one, and nothing else ever is.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import signal
import time
import types
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from django.conf import settings
from django.db import connections
from django.utils import timezone

from orgs import erasure, plans, services
from orgs.models import Organization, Project
from orgs.tenancy import tenant

MARK = "isolation_check"
LEFT_AFTER = dt.timedelta(hours=1)
"""How old a marked organization must be to be what an interrupted check left."""
USER = "isolation-check"


class LeftoverError(Exception):
    """Rows of a tenant that was erased."""


@dataclass
class Side:
    """A tenant and its client. `word` is in all that it stores and nowhere else."""

    project: Project
    key: str
    client: httpx.Client
    word: str = field(default_factory=lambda: f"word{uuid.uuid4().hex}")
    ids: dict[str, str] = field(default_factory=dict)
    """Path parameter → the id of something that it has."""

    def ask(
        self, method: str, path: str, body: Any = None, **headers: str
    ) -> httpx.Response:
        """The answer to a request with its key."""
        given = {"Authorization": f"Token {self.key}", **headers}
        return self.client.request(method, path, json=body, headers=given)


@contextlib.contextmanager
def two_tenants(host: str) -> Iterator[tuple[Side, Side]]:
    """Two new tenants; erased at the end, whatever happens. Raises `LeftoverError`."""
    with contextlib.ExitStack() as stack:
        stack.enter_context(_signals_raise())
        sweep()
        client = stack.enter_context(
            httpx.Client(base_url=host, timeout=30, trust_env=False)
        )
        sides = []
        for _ in range(2):
            organization = services.create_organization(
                name="Isolation check", plan=plans.UNLIMITED
            )
            stack.callback(_erase, organization)
            organization.plan_overrides = {MARK: True}
            organization.save(update_fields=["plan_overrides"])
            project = organization.projects.get()
            sides.append(Side(project, services.create_key(project)[1], client))
        yield sides[0], sides[1]


def sweep() -> int:
    """Erase what interrupted checks have left; how many organizations that were."""
    old = Organization.objects.filter(
        plan_overrides__has_key=MARK, created_at__lt=timezone.now() - LEFT_AFTER
    )
    found = list(old)
    for organization in found:
        erasure.erase_organization(organization)
    return len(found)


def _erase(organization: Organization) -> None:
    """Erase a tenant, after what the web processes still had to write of it."""
    projects = list(organization.projects.values_list("pk", flat=True))
    time.sleep(2 * (settings.USAGE_FLUSH_SECONDS or 0))
    erasure.erase_organization(organization)
    for project in projects:
        left = rows_of(project)
        if left:
            msg = f"Rows of an erased project are left: {left}"
            raise LeftoverError(msg)


def rows_of(project_id: uuid.UUID) -> dict[str, int]:
    """How many rows each table has of a project, as a tenant of it sees them."""
    found = {}
    with tenant(project_id), connections["default"].cursor() as cursor:
        for model in erasure.owned_models():
            table = model._meta.db_table  # noqa: SLF001  public in all but name
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE project_id = %s",  # noqa: S608  our own names
                [project_id],
            )
            row = cursor.fetchone()
            if row and row[0]:
                found[table] = int(row[0])
    return found


@contextlib.contextmanager
def _signals_raise() -> Iterator[None]:
    """Being stopped is an exception, so that the tenants are erased on the way out."""

    def stop(number: int, frame: types.FrameType | None) -> None:
        raise KeyboardInterrupt

    kept: dict[signal.Signals, Any] = {}
    with contextlib.suppress(ValueError):  # only the main thread may
        for number in (signal.SIGTERM, signal.SIGHUP):
            kept[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
