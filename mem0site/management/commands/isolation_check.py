"""`manage.py isolation_check`: the leak tests against a deployment that runs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import httpx
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from mem0site.isolation import leaks
from mem0site.isolation.leaks import Check, Leak
from mem0site.isolation.throwaway import LeftoverError, Side, two_tenants
from mem0site.isolation.walls import IN_SQL

Row = tuple[bool, str, str]


class Command(BaseCommand):
    help = (
        "Test over HTTP and in SQL whether tenants are kept apart, with two tenants "
        "that are erased afterwards, also when the command is interrupted. Exit code 1 "
        "when something came through, 2 when the deployment could not be tested."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--host",
            default=settings.PUBLIC_URL,
            help="where the API answers; default: PUBLIC_URL",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        failed = 0
        try:
            with two_tenants(options["host"].rstrip("/")) as sides:
                for ours in sides:
                    leaks.prepare(ours)
                for good, name, told in results(*sides):
                    failed += not good
                    self.stdout.write(
                        f"{'ok  ' if good else 'LEAK'}  {name:<34} {told}"
                    )
        except LeftoverError as exc:
            raise CommandError(str(exc), returncode=2) from exc
        except (httpx.HTTPError, DatabaseError, ValueError, KeyError) as exc:
            msg = f"The deployment could not be tested: {exc!r}"
            raise CommandError(msg, returncode=2) from exc
        except KeyboardInterrupt:
            self.stderr.write("Interrupted; the two tenants are erased.")
            sys.exit(130)
        if failed:
            msg = f"{failed} of the checks found a leak."
            raise CommandError(msg, returncode=1)
        self.stdout.write("Tenants are apart. The two that asked are erased.")


def results(ours: Side, theirs: Side) -> Iterator[Row]:
    """(whether all is well, the check's name, a word about it) of each check."""
    for check in (*leaks.OVER_HTTP, *IN_SQL):
        yield one(check, ours, theirs)


def one(check: Check, ours: Side, theirs: Side) -> Row:
    """The result of one check."""
    name = check.__name__.replace("_", " ")
    try:
        return True, name, check(ours, theirs)
    except Leak as exc:
        return False, name, str(exc)
