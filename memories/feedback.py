"""What people think of a memory; ranking listens, history does not change."""

from __future__ import annotations

from mem0.exceptions import MemoryNotFoundError
from memories.privacy import Guard
from orgs.models import Project
from orgs.tenancy import tenant

VALUES = ("POSITIVE", "NEGATIVE", "VERY_NEGATIVE")


def give(
    project: Project, memory_id: str, feedback: str | None, reason: str | None
) -> None:
    """Set or, with None, clear the feedback of a memory; its times stay as they are.

    Raises `MemoryNotFoundError`, and `ValidationError` for a reason that holds what the
    project does not keep.
    """
    if reason:
        reason = Guard(project).text(reason, "feedback_reason")
    with tenant(project):
        found = project.memories.filter(pk=memory_id).update(
            feedback=feedback, feedback_reason=reason
        )
    if not found:
        raise MemoryNotFoundError
