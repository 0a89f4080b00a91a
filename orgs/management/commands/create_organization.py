"""`manage.py create_organization NAME`"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from orgs import services
from orgs.models import User


class Command(BaseCommand):
    help = "Create an organization with a first project."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name")
        parser.add_argument("--owner", help="e-mail of an account that will own it")
        parser.add_argument("--plan", default="free")

    def handle(self, *args: Any, **options: Any) -> None:
        owner = None
        if options["owner"]:
            owner = User.objects.filter(email=options["owner"].lower()).first()
            if owner is None:
                msg = f"There is no account {options['owner']}."
                raise CommandError(msg)
        try:
            organization = services.create_organization(
                name=options["name"], owner=owner, plan=options["plan"]
            )
        except Mem0Error as exc:
            raise CommandError(exc.message) from exc
        project = organization.projects.get()
        self.stdout.write(f"organization {organization.pk}\nproject {project.pk}")
