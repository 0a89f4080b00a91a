"""`manage.py create_key PROJECT`"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from orgs import services
from orgs.models import Project


class Command(BaseCommand):
    help = "Create an API key of a project. The key is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=UUID, help="id of the project")
        parser.add_argument("--name", default="default")
        parser.add_argument("--days", type=int, help="days until the key expires")

    def handle(self, *args: Any, **options: Any) -> None:
        project = Project.objects.filter(pk=options["project"]).first()
        if project is None:
            msg = f"There is no project {options['project']}."
            raise CommandError(msg)
        expires_at = None
        if options["days"]:
            expires_at = timezone.now() + dt.timedelta(days=options["days"])
        _, key = services.create_key(
            project, name=options["name"], expires_at=expires_at
        )
        self.stdout.write(key)
