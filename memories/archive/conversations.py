"""What was said elsewhere goes the way of what is said here: an add of the background."""

from __future__ import annotations

from collections.abc import Sequence

from mem0.memory.types import Scope
from memories import services
from memories.archive.snapshots import fetch
from memories.archive.sources.collecting import Conversation
from memories.services import AddCommand
from orgs.models import Project

MARK = "conversation"
"""The metadata that tells which conversation a memory came from."""


def accept(
    project: Project, conversations: Sequence[Conversation], scope: Scope
) -> int:
    """Take what was not taken before, inside the tenant's transaction; how many.

    Raises what an add raises when it is accepted.
    """
    known = _known(project)
    new = [each for each in conversations if each.key not in known]
    for each in new:
        command = AddCommand(
            each.messages, scope, metadata={MARK: each.key}, timestamp=each.said_at
        )
        services.accept(project, command)
    return len(new)


def _known(project: Project) -> set[str]:
    """The conversations that were taken already: events may be gone by now, what came
    of them is not."""
    sql = (
        "SELECT payload->'metadata'->>%(mark)s FROM memories_event "
        "WHERE project_id = %(project)s AND event_type = 'ADD' "
        "AND payload->'metadata' ? %(mark)s "
        "UNION SELECT metadata->>%(mark)s FROM memories_memory "
        "WHERE project_id = %(project)s AND metadata ? %(mark)s"
    )
    found = fetch(sql, {"project": project.pk, "mark": MARK})
    return {key for (key,) in found}
