"""The memory quota: how many memories a project of a plan may hold."""

from __future__ import annotations

from typing import Any

from mem0.exceptions import MemoryQuotaExceededError
from orgs.models import Project
from orgs.plans import plan_of


def check_quota(project: Project, adding: int, *, stored: int | None = None) -> None:
    """Refuse to add more memories than the plan has room for.

    Call it inside the tenant's transaction. `stored` is how many there are, where the
    caller knows; counting stops at the limit. Two adds at the same moment may both
    fit. Raises `MemoryQuotaExceededError` (413).
    """
    most = plan_of(project.organization).memories
    if most is None or adding <= 0:
        return
    if stored is None:
        stored = _stored(project, most)
    if stored + adding > most:
        raise MemoryQuotaExceededError(
            f"The plan has room for {most} memories in a project; {stored} are stored "
            f"and {adding} more do not fit.",
            details={"limit": most},
        )


def _stored(project: Project, most: int) -> int:
    memories: Any = project.memories
    return int(memories.order_by()[: most + 1].count())
