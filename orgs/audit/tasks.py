"""Celery's door to the log."""

from __future__ import annotations

from celery import shared_task

from orgs.audit import cutting


@shared_task(expires=600)
def purge() -> None:
    """Cut off what is older than it is kept."""
    cutting.purge()
