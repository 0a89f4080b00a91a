"""Celery's tasks: each takes ids, nothing else, and calls a service."""

from __future__ import annotations

import contextlib
from uuid import UUID

from celery import shared_task

from mem0.exceptions import Mem0Error
from memories import (
    consolidations,
    exports,
    graph_backfill,
    graph_mirror,
    graph_outbox,
    hnsw_upkeep,
    index_outbox,
    publishing,
    quarantine,
    recall,
    recording,
    retention,
    services,
    staleness,
    terms,
    witness,
)
from orgs import erasure, failpoints


@shared_task
def run_job(project_id: str, job_id: str) -> None:
    """Carry out one job, if it is still to be done."""
    services.run_job(UUID(project_id), UUID(job_id))
    failpoints.reached("job.ending")


# Without an expiry: where jobs keep the workers busy it would end in the queue, and
# the relay would never run.
@shared_task
def relay() -> None:
    """Repeat what the broker lost."""
    publishing.relay()


@shared_task
def index(project_id: str) -> None:
    """Bring the vector store up to date with a project."""
    with contextlib.suppress(Mem0Error):  # noted there; the sweep comes again
        index_outbox.deliver(UUID(project_id))


@shared_task(expires=5)
def index_sweep() -> None:
    """Hint at what the vector store has not heard of yet."""
    index_outbox.sweep()


@shared_task
def mirror(project_id: str) -> None:
    """Bring the graph store up to date with a project."""
    with contextlib.suppress(Mem0Error):  # noted there; the sweep comes again
        graph_mirror.deliver(UUID(project_id))


@shared_task(expires=5)
def mirror_sweep() -> None:
    """Hint at what the graph store has not heard of yet."""
    graph_outbox.sweep()


@shared_task(expires=30)
def tend_search_indexes() -> None:
    """Build the approximate indexes of projects that got big, drop those of others."""
    hnsw_upkeep.tend()


@shared_task(expires=3600)
def look_at_recall() -> None:
    """See whether the index of a big project finds what a scan finds."""
    recall.look_at_next()


@shared_task(expires=30)
def fold_terms() -> None:
    """Bring the projects' term statistics up to date."""
    terms.fold_all()


@shared_task(expires=3600)
def forget_expired() -> None:
    """Forget what waited in vain, and what was sent long ago."""
    quarantine.purge()
    witness.purge()
    recording.purge()
    exports.purge()


@shared_task(expires=60)
def confirm_erasures() -> None:
    """Finish the receipts of erased projects that a store outside had to answer for."""
    erasure.confirm_pending()


@shared_task(expires=300)
def relate_existing() -> None:
    """Read what was known before a project's graph was switched on."""
    graph_backfill.relate_existing()


@shared_task(expires=600)
def refresh_profiles() -> None:
    """Make the profiles anew that no longer say what is known."""
    staleness.refresh_due()


@shared_task(expires=600)
def consolidate_due() -> None:
    """Start the consolidations whose time has come."""
    consolidations.schedule_due()


@shared_task(expires=3600)
def apply_retention() -> None:
    """Carry out the rules of retention whose day is over."""
    retention.apply_due()
