"""Celery's tasks: each takes ids, nothing else, and calls a service."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from webhooks import delivering, outbox


@shared_task
def deliver(project_id: str, delivery_id: str) -> None:
    """Try one delivery, if it is due and free."""
    delivering.attempt(UUID(project_id), UUID(delivery_id))


@shared_task(expires=5)
def sweep() -> None:
    """Hint at deliveries whose time has come, or whose hint was lost."""
    outbox.sweep()


@shared_task(expires=600)
def purge() -> None:
    """Forget old deliveries."""
    outbox.purge()
