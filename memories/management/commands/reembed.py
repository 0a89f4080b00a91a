"""`manage.py reembed PROJECT …`: memories embedded anew with the deployment's embedder."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from mem0.exceptions import Mem0Error
from memories import embedding_choice, engine, services
from memories.models import Event, EventStatus
from orgs import services as orgs
from orgs.models import Project
from orgs.tenancy import tenant


class Command(BaseCommand):
    help = (
        "Embed the memories of projects anew with the embedder of EMBEDDER_PROVIDER and "
        "EMBEDDER_CONFIG. Workers do it, searches go on with the old vectors until the "
        "new ones are complete. Projects that are in that space already are left alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", type=UUID, nargs="*", help="ids of projects")
        parser.add_argument(
            "--all",
            action="store_true",
            help="every project without an embedder of its own",
        )
        parser.add_argument(
            "--here",
            action="store_true",
            help="do it in this process, which no task's time limit ends",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if bool(options["project"]) == options["all"]:
            raise CommandError("Name projects, or give --all.")
        projects = Project.objects.order_by("pk")
        if options["project"]:
            projects = projects.filter(pk__in=options["project"])
        missing = set(options["project"]) - {project.pk for project in projects}
        if missing:
            raise CommandError(f"There is no project {min(missing)}.")
        for project in projects.iterator():
            if options["all"] and project.embedder.get("own"):
                continue  # it has chosen otherwise
            self._reembed(project, here=options["here"])

    def _reembed(self, project: Project, *, here: bool) -> None:
        try:
            chosen = embedding_choice.choice(project, engine.deployment_space())
            told = orgs.apply_choices(project, [chosen])
        except Mem0Error as exc:
            raise CommandError(f"{project.pk}: {exc.message}") from exc
        if "event_id" not in told:
            self.stdout.write(
                f"{project.pk}: in the space of {project.embedding_model}"
            )
            return
        self.stdout.write(f"{project.pk}: event {told['event_id']}")
        if here:
            self._work(project, UUID(told["event_id"]))

    def _work(self, project: Project, event_id: UUID) -> None:
        while True:
            with tenant(project):
                job = project.jobs.get(event=event_id)
                job_id = job.pk
            services.run_job(project.pk, job_id)
            with tenant(project):
                event: Event = project.events.get(pk=event_id)
            self.stdout.write(
                f"{project.pk}: {event.metadata['done']} of {event.metadata['total']}"
            )
            if event.status == EventStatus.FAILED:
                raise CommandError(f"{project.pk}: {event.error}")
            if event.status == EventStatus.SUCCEEDED:
                return
