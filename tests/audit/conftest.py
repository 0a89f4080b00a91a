"""The log as a test reads it: with the operator's eyes, everything written."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orgs.audit.chains import PLATFORM
from orgs.audit.models import Entry
from orgs.audit.reads import READS
from orgs.models import Organization


@pytest.fixture
def logged() -> Callable[..., list[Entry]]:
    """The entries of an organization, or of the platform, oldest first."""

    def read(organization: Organization | None = None, **where: object) -> list[Entry]:
        READS.flush()
        whose = PLATFORM if organization is None else organization.pk
        rows = Entry.objects.using("admin").filter(organization_id=whose, **where)
        return list(rows.order_by("id"))

    return read
