"""The command line of `bench.scale`."""

from __future__ import annotations

import argparse
import os
import sys
from uuid import UUID

import django

from bench import scale
from mem0site.embedded.environment import load_environment


def main() -> None:
    """Read what is given, and measure."""
    parser = argparse.ArgumentParser(description=(scale.__doc__ or "").splitlines()[0])
    parser.add_argument("--memories", default="1000,10000,100000")
    parser.add_argument("--people", type=int, help="default: one for 100 memories")
    parser.add_argument("--project", type=UUID)
    parser.add_argument("--projects", type=int, help="spread the memories over so many")
    parser.add_argument("--queries", type=int, default=100)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mem0site.settings")
    problem = load_environment("bench")
    if problem is not None:
        sys.exit(problem)
    django.setup()
    from bench.scale import measuring  # noqa: PLC0415  needs Django's settings
    from orgs.models import Project  # noqa: PLC0415

    if given.project:
        measuring.measure(Project.objects.get(pk=given.project), given.queries)
        return
    for size in map(int, given.memories.split(",")):
        if given.projects:
            measuring.spread(size, given.projects, given.queries)
        else:
            measuring.run(size, given.people, given.queries)


if __name__ == "__main__":
    main()
