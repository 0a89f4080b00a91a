"""What a memory says in the shape a caller asked for: `structured_data_schema`.

Filled by a job after the add, one memory at a time: by the project's language model,
or by the field mapping where it has none or the model fails. It stands beside the
calendar in `structured_attributes`; only what was found is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mem0.memory.types import Record
from memories import engine, jobs, schemas, structuring
from memories.store import ProjectStore
from orgs.models import Project
from orgs.tenancy import tenant


def follow_up(
    project: Project, schema: Mapping[str, Any] | None, records: Iterable[Record]
) -> None:
    """Have new memories laid out, in the tenant's open transaction."""
    ids = [record.id for record in records]
    if schema and ids:
        payload = {"memory_ids": ids, "schema": dict(schema)}
        jobs.enqueue(project, kind="structure", payload=payload)


def run(held: jobs.Claim, project: Project) -> None:
    """Carry out a job; what is gone by now is passed over."""
    schema: schemas.Node = held.payload["schema"]
    found = ProjectStore(project).get_many(held.payload["memory_ids"])
    laid_out = {
        record.id: _said(project, schema, record, held.attempts) for record in found
    }
    fields = {
        record.id: {
            "provenance": {**record.provenance, "structured_data": laid_out[record.id]}
        }
        for record in found
        if laid_out[record.id]
    }
    with tenant(project):
        jobs.finish(held)
        engine.memory(project).change_each(list(fields), "STRUCTURE", fields)


def _said(
    project: Project, schema: schemas.Node, record: Record, attempts: int
) -> dict[str, Any]:
    answer = structuring.structure(project, schema, [record], attempts=attempts)
    return {
        name: value
        for name, value in answer.data.items()
        if value not in (None, "", [], {})
    }
