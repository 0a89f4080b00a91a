"""Background work of isolation."""

from __future__ import annotations

from celery import shared_task

from mem0site.isolation import watching


@shared_task
def watch() -> None:
    """Look for canaries where they do not belong."""
    watching.look()
