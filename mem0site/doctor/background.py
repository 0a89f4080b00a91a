"""Work in the background: somebody does it, in time, and little of it fails."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings

from mem0site import health, pipeline
from mem0site.doctor.findings import Finding, error, ok, warning

FEW_ARRIVE = 0.5


def worker() -> Iterator[Finding]:
    """A worker gave a sign of life."""
    seen = [
        each.silent for each in pipeline.workers() if each.name.startswith("worker")
    ]
    advice = "Start one (docs/operating.md, The processes by hand) and read its log."
    if not seen:
        yield error("worker", "was never seen", advice)
    elif min(seen) > health.WORKER_SILENCE:
        yield error("worker", f"silent for {min(seen):.0f} s", advice)
    else:
        yield ok("worker", f"gave a sign of life {min(seen):.0f} s ago")


def jobs() -> Iterator[Finding]:
    """Nothing is late, held by the dead, or given up."""
    queues = pipeline.queues()
    oldest = max((each.oldest for each in queues), default=0.0)
    if oldest > settings.JOB_LATE_AFTER_SECONDS:
        late = max(queues, key=lambda each: each.oldest)
        advice = f"Add workers for the queue {late.name}; see whether one beat runs."
        yield error("jobs", f"the oldest of {late.name} is {oldest:.0f} s late", advice)
    else:
        waiting = sum(each.due + each.later for each in queues)
        yield ok("jobs", f"{waiting} waiting, the oldest is {oldest:.0f} s late")
    if expired := sum(each.expired for each in queues):
        advice = "They come back by themselves; if not, see whether beat runs."
        yield warning("leases", f"{expired} ran out with their worker", advice)
    if dead := sum(each.dead for each in queues):
        advice = "manage.py jobs list tells why; manage.py jobs retry --all brings them back."
        yield warning("dead jobs", f"{dead} in {pipeline.DAYS} days", advice)


def webhooks() -> Iterator[Finding]:
    """Most of yesterday's deliveries arrived."""
    seen = pipeline.deliveries()
    if seen.success is not None and seen.success < FEW_ARRIVE:
        advice = "See the deliveries' answers on /admin/, or on the webhook's page."
        yield warning("webhooks", f"{seen.failed} failed within a day", advice)
    else:
        yield ok("webhooks", f"{seen.due} waiting, {seen.failed} failed within a day")
