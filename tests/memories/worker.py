"""The worker's part, played at once and in this process."""

from __future__ import annotations

from memories import services
from orgs.models import Project
from orgs.tenancy import tenant


def work(project: Project) -> int:
    """Carry out every job that waits, as a worker would; how many that were."""
    with tenant(project):
        waiting = list(
            project.jobs.filter(status="queued").values_list("pk", flat=True)
        )
    for job_id in waiting:
        services.run_job(project.pk, job_id)
    return len(waiting)
