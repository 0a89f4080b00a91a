"""`manage.py configure_llm PROJECT`: a language model of a project's own."""

from __future__ import annotations

import getpass
import sys
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orgs import services
from orgs.models import Project


class Command(BaseCommand):
    help = (
        "Give a project a language model of its own (any OpenAI-compatible endpoint), "
        "or, with --clear, the deployment's again. The API key is read from the "
        "standard input, so that it stays out of the shell's history."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=UUID, help="id of the project")
        parser.add_argument("--model")
        parser.add_argument("--base-url")
        parser.add_argument("--clear", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        project = Project.objects.filter(pk=options["project"]).first()
        if project is None:
            msg = f"There is no project {options['project']}."
            raise CommandError(msg)
        if options["clear"]:
            services.configure_llm(project, model=None)
            self.stdout.write("The project uses the deployment's model.")
            return
        if not options["model"]:
            msg = "--model is needed."
            raise CommandError(msg)
        key = (
            getpass.getpass("API key: ") if sys.stdin.isatty() else sys.stdin.readline()
        )
        services.configure_llm(
            project,
            model=options["model"],
            base_url=options["base_url"],
            api_key=key.strip() or None,
        )
        self.stdout.write(f"The project uses {options['model']}.")
