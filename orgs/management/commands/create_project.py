"""`manage.py create_project ORGANIZATION NAME`"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from orgs import services
from orgs.models import Organization


class Command(BaseCommand):
    help = "Create a project in an organization."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organization", type=UUID, help="id of the organization")
        parser.add_argument("name")

    def handle(self, *args: Any, **options: Any) -> None:
        organization = Organization.objects.filter(pk=options["organization"]).first()
        if organization is None:
            msg = f"There is no organization {options['organization']}."
            raise CommandError(msg)
        try:
            project = services.create_project(organization, name=options["name"])
        except Mem0Error as exc:
            raise CommandError(exc.message) from exc
        self.stdout.write(f"project {project.pk}")
