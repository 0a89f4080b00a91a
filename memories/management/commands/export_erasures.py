"""`manage.py export_erasures`: the ledger of erasures, to be kept beside the backups."""

from __future__ import annotations

from typing import Any

import orjson
from django.core.management.base import BaseCommand

from orgs.custody import ledger
from orgs.custody.models import Erasure


class Command(BaseCommand):
    help = (
        "Write the ledger of erasures, a line of JSON for each, without names: what "
        "replay_erasures takes after an older backup was restored."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for line in Erasure.objects.using("admin").order_by("id").iterator():
            self.stdout.write(orjson.dumps(ledger.entry(line)).decode())
