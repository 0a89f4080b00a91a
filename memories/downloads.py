"""Memories as a file to take along: one JSON object a line as the API tells them, or a
table for a spreadsheet.

The lines can be imported again as memories of mem0. A project whole, with histories and
messages, is an archive (`memories.archive`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import orjson

from mem0.exceptions import ValidationError
from mem0.memory.filters import Filter
from mem0.memory.types import Record
from memories import representations, services
from memories.store import ProjectStore
from orgs import audit, tables
from orgs.models import Project
from orgs.tenancy import tenant

AT_A_TIME = 500
"""Memories read at once."""
COLUMNS = (
    "id", "memory", "user_id", "agent_id", "app_id", "run_id", "categories", "metadata",
    "state", "created_at", "updated_at", "expiration_date",
)  # fmt: skip

File = tuple[str, Iterator[bytes]]
"""A media type, and the bytes piece by piece."""


def ticked(project: Project, memory_ids: Sequence[str], name: str) -> File:
    """Those of the memories that are still there, in a format of `FORMATS`.

    Raises `ValidationError` when none is.
    """
    found = ProjectStore(project).get_many(memory_ids)
    if not found:
        msg = "None of these memories is there any more."
        raise ValidationError(msg)
    ids = [record.id for record in found]
    return _taken(project, [found], name, count=len(ids), memories=ids)


def matching(project: Project, where: Filter, name: str) -> File:
    """Every memory that matches, newest first, in a format of `FORMATS`."""
    filters = audit.fingerprint(repr(where))[:32]
    return _taken(project, _pages(project, where), name, filters=filters)


def _taken(
    project: Project, pages: Iterable[Sequence[Record]], name: str, **told: Any
) -> File:
    """Note that somebody takes it."""
    media_type, write = FORMATS[name]
    with tenant(project):
        audit.record(
            audit.Act.EXPORT_CREATED,
            project=project,
            about=("project", project.pk),
            format=name,
            **told,
        )
    return media_type, write(pages)


def _pages(project: Project, where: Filter) -> Iterator[Sequence[Record]]:
    """A transaction for each, so that a slow reader holds none open."""
    after: Sequence[str] | None = None
    while found := ProjectStore(project).find(where, limit=AT_A_TIME, after=after):
        yield found
        after = services.position(found[-1])


def _ndjson(pages: Iterable[Sequence[Record]]) -> Iterator[bytes]:
    for records in pages:
        yield b"".join(
            orjson.dumps(representations.memory(each)) + b"\n" for each in records
        )


def _csv(pages: Iterable[Sequence[Record]]) -> Iterator[bytes]:
    yield tables.lines([COLUMNS])
    for records in pages:
        yield tables.lines(_row(each) for each in records)


def _row(record: Record) -> list[Any]:
    shown = representations.memory(record)
    flat = {
        **shown,
        "categories": ", ".join(shown["categories"] or ()),
        "metadata": orjson.dumps(shown["metadata"]).decode(),
        "created_at": record.created_at.isoformat(),
        "updated_at": record.updated_at.isoformat(),
    }
    return [flat[name] for name in COLUMNS]


FORMATS = {
    "ndjson": ("application/x-ndjson", _ndjson),
    "csv": ("text/csv; charset=utf-8", _csv),
}
"""By name: the media type, and what writes pages of memories."""
