#!/usr/bin/env python
"""Django's command line. Beside a running `make run` it works on the same database
without any setting, because it takes over that one's environment.
"""

from __future__ import annotations

import os
import sys

from mem0site.embedded.alone import ALONE, serve_alone
from mem0site.embedded.environment import load_environment
from orgs.audit.actors import Actor, acting


def main() -> None:
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    problem = load_environment(command)
    if problem is not None and command in ALONE:
        problem = serve_alone(command)
    if problem is not None:
        sys.exit(problem)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mem0site.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    with acting(Actor("system", label=f"manage.py {command}")):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
