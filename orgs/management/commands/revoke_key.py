"""`manage.py revoke_key KEY`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rest_framework.exceptions import AuthenticationFailed

from orgs import services
from orgs.auth import credential


class Command(BaseCommand):
    help = "Revoke an API key, given as its text (for instance one that leaked)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = credential(options["key"])
        except AuthenticationFailed as exc:
            msg = "That is no key, or it is revoked or expired already."
            raise CommandError(msg) from exc
        services.revoke_key(found.project, found.key_id)
        self.stdout.write(f"{found.label} is revoked.")
