"""Celery's door: archives that nobody has to keep any longer."""

from __future__ import annotations

from celery import shared_task

from memories.archive import services


@shared_task(expires=3600)
def purge() -> None:
    """Delete what is past its time."""
    services.purge()
