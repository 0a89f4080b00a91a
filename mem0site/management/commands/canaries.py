"""`manage.py canaries plant`, `remove`, `watch`, `list`"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import QuerySet

from mem0site.isolation import canaries, watching
from mem0site.isolation.models import LeakAlert
from orgs.models import Project


class Command(BaseCommand):
    help = (
        "Memories that raise an alert when they surface outside of their project. Each "
        "is a memory of the user isolation-canary, which its tenant can see and delete."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, told in (
            ("plant", "give projects their canary"),
            ("remove", "take it away"),
        ):
            each = verbs.add_parser(verb, help=told)
            which = each.add_mutually_exclusive_group(required=True)
            which.add_argument("project", nargs="*", type=UUID, default=[])
            which.add_argument("--all", action="store_true", help="every project")
        verbs.add_parser("watch", help="look for them now, as the schedule does hourly")
        verbs.add_parser("list", help="alerts that nobody has settled")

    def handle(self, *args: Any, **options: Any) -> None:
        verb = options["verb"]
        if verb in ("plant", "remove"):
            act = canaries.plant if verb == "plant" else canaries.remove
            done = sum(act(each) for each in self._projects(options).iterator())
            word = "planted" if verb == "plant" else "removed"
            self.stdout.write(f"{done} canar{'y' if done == 1 else 'ies'} {word}.")
            return
        if verb == "watch":
            self.stdout.write(f"{watching.look()} projects were looked at.")
        self._alerts()

    def _projects(self, options: dict[str, Any]) -> QuerySet[Project]:
        rows = Project.objects.select_related("organization")
        if options["all"]:
            return rows
        found = rows.filter(pk__in=options["project"])
        if found.count() != len(set(options["project"])):
            msg = "There is no project of one of these ids."
            raise CommandError(msg)
        return found

    def _alerts(self) -> None:
        rows = list(LeakAlert.objects.filter(settled_at=None)[:100])
        for each in rows:
            self.stdout.write(f"{each.seen_at:%Y-%m-%d %H:%M:%S}  {each}")
        if rows:
            msg = f"{len(rows)} open alerts."
            raise CommandError(msg)
        self.stdout.write("No canary was seen outside of its project.")
