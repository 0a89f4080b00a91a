"""What can be done with the log: read it, and hand it out. Nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from orgs.audit import entries
from orgs.audit.acts import Act
from orgs.audit.entries import Wanted
from orgs.audit.models import Entry
from orgs.audit.recording import record
from orgs.audit.representations import FORMATS
from orgs.models import Organization


def page(
    organization: Organization, wanted: Wanted, limit: int
) -> tuple[list[Entry], Entry | None]:
    """The newest entries, and the last one of them where older ones follow."""
    found = entries.newest(organization.pk, wanted, limit + 1)
    shown = found[:limit]
    return shown, shown[-1] if len(found) > limit else None


def export(
    organization: Organization, wanted: Wanted, name: str, query: Mapping[str, str]
) -> tuple[str, Iterator[bytes]]:
    """The media type and the bytes of a file with every entry that is wanted, oldest
    first. Who takes it is an entry itself; `query` tells by what it was narrowed."""
    media_type, write = FORMATS[name]
    record(
        Act.AUDIT_EXPORTED,
        organization=organization,
        about=("organization", organization.pk),
        format=name,
        narrowed=sorted(key for key, value in query.items() if value),
    )
    return media_type, write(entries.every(organization.pk, wanted))
