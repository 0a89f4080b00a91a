"""`manage.py migrate`, which tries again what could not have a lock in time.

The owner's role gives a lock up after three seconds, lest a migration that waits behind a
long query holds up everybody behind itself. Nothing has changed then, so it may wait a
moment and try again; what was applied before stays applied.
"""

from __future__ import annotations

import time
from typing import Any

from django.core.management.commands import migrate
from django.db import OperationalError

WAITS = (1, 2, 4, 8, 15, 30)
"""Seconds before each further try."""
LOCK_NOT_AVAILABLE = "55P03"


class Command(migrate.Command):
    """Django's, with patience."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Apply the migrations. Raises what a try raises that no lock was missing for,
        and the last one's OperationalError."""
        for wait in WAITS:
            try:
                super().handle(*args, **options)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", None) != LOCK_NOT_AVAILABLE:
                    raise
                said = f"Somebody holds a lock: trying again in {wait} s."
                self.stderr.write(self.style.WARNING(said))
                time.sleep(wait)
            else:
                return
        super().handle(*args, **options)
