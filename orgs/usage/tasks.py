"""Celery's tasks: each calls a service."""

from __future__ import annotations

from celery import shared_task

from orgs.usage import rollup


@shared_task(expires=30)
def fold() -> None:
    """Bring the sums up to date."""
    rollup.fold()


@shared_task(expires=600)
def purge() -> None:
    """Forget what is older than it is kept."""
    rollup.purge()
