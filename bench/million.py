"""How long the list of memories takes in a project that has very many.

    python -m bench.million [--memories 1000000] [--of PROJECT_ID] [--keep]

Beside a running `make run` (or with the settings of a deployment in the environment) it
makes an organization, fills its project (`bench.seed`), asks for the page of the
dashboard and the lists of the API over HTTP with every kind of filter, prints a table and
takes everything away again. `--keep` leaves it and says its id, `--of` measures such a
one again.
"""

from __future__ import annotations

import argparse
import datetime as dt
import logging
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

import httpx

from mem0site.embedded.environment import load_environment

AGAIN = 5
"""Requests of each kind after one that nobody counts."""
BACKEND = "django.contrib.auth.backends.ModelBackend"


def main() -> None:
    """Fill, measure, empty."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--host", default="")
    parser.add_argument("--memories", type=int, default=1_000_000)
    parser.add_argument("--of", default="", help="the id of a project filled before")
    parser.add_argument("--keep", action="store_true")
    parser.add_argument("--only", default="", help="requests with this in their name")
    given = parser.parse_args()
    prepare()
    from bench import seed  # noqa: PLC0415  needs Django's settings

    project = found(given.of) if given.of else filled(given.memories)
    try:
        with Visitor.entering(project, given.host) as visitor:
            measure(visitor, landmarks(project), given.only)
    finally:
        if given.keep or given.of:
            print(f"kept: --of {project.pk}")
        else:
            seed.empty(project)


def prepare() -> None:
    """The settings of the installation that runs."""
    problem = load_environment("shell")
    if problem is not None:
        sys.exit(problem)
    import django  # noqa: PLC0415

    django.setup()
    logging.getLogger("httpx").setLevel(logging.WARNING)


def found(project_id: str) -> Any:
    """A project that is there."""
    from orgs.models import Project  # noqa: PLC0415

    return Project.objects.select_related("organization").get(pk=project_id)


def filled(memories: int) -> Any:
    """A new project with so many memories."""
    from bench import seed  # noqa: PLC0415
    from orgs import services  # noqa: PLC0415

    project = services.create_organization(name="A million").projects.get()
    begun = time.monotonic()
    seed.fill(project, seed.Crowd(memories))
    print(f"{memories:,} memories made in {time.monotonic() - begun:.0f} s\n")
    return project


@dataclass
class Visitor:
    """Somebody with a browser and a key."""

    project: Any
    api: httpx.Client
    browser: httpx.Client

    @classmethod
    def entering(cls, project: Any, host: str) -> Visitor:
        """A new member of the organization, signed in, and a new key."""
        from django.conf import settings  # noqa: PLC0415
        from django.test import Client  # noqa: PLC0415

        from orgs import services  # noqa: PLC0415
        from orgs.models import Membership, Role, User  # noqa: PLC0415

        name = f"million-{time.time_ns()}@example.org"
        user = User.objects.create_user(name)
        Membership.objects.create(
            organization=project.organization, user=user, role=Role.OWNER
        )
        signed_in = Client()
        signed_in.force_login(user, backend=BACKEND)
        cookie = signed_in.cookies[settings.SESSION_COOKIE_NAME].value
        _, key = services.create_key(project)
        options = {
            "base_url": host or settings.CONFIGURATION.public_url,
            "timeout": 120,
            "trust_env": False,
        }
        return cls(
            project,
            httpx.Client(headers={"Authorization": f"Token {key}"}, **options),
            httpx.Client(cookies={settings.SESSION_COOKIE_NAME: cookie}, **options),
        )

    def __enter__(self) -> Visitor:
        return self

    def __exit__(self, *exc: object) -> None:
        self.api.close()
        self.browser.close()

    def page(self, **asked: Any) -> httpx.Response:
        """The list on the dashboard."""
        place = f"{self.project.organization_id}/{self.project.pk}"
        return self.browser.get(f"/dashboard/{place}/memories/?{urlencode(asked)}")

    def listed(self, *where: Any, **asked: Any) -> httpx.Response:
        """The list of the API."""
        body = {"filters": {"AND": [{"user_id": "*"}, *where]}}
        given = {"page_size": 50} | (asked or {"page": 1})
        return self.api.post("/v3/memories/", params=given, json=body)


@dataclass
class Landmarks:
    """What there is to ask for."""

    busy: str
    quiet: str
    ticket: str
    deep: list[tuple[str, str]]
    first: dt.date
    last: dt.date


def landmarks(project: Any) -> Landmarks:
    """Somebody with many memories, somebody with few, and rows deep in the list."""
    from django.db import connections  # noqa: PLC0415

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT user_id FROM memories_memory WHERE project_id = %s "
            "GROUP BY 1 ORDER BY count(*) DESC, 1",
            [project.pk],
        )
        people = [name for (name,) in cursor.fetchall()]
        cursor.execute(ENDS, [project.pk])
        first, last, size, ticket = cursor.fetchone()
        deep = []
        for place in (size // 2, size - 60):
            cursor.execute(DEEP, [project.pk, place])
            at, key = cursor.fetchone()
            deep.append((at.isoformat(), key))
    return Landmarks(people[0], people[-1], ticket, deep, first.date(), last.date())


ENDS = """
SELECT min(created_at), max(created_at), count(*), min(metadata ->> 'ticket')
  FROM memories_memory WHERE project_id = %s
"""
DEEP = """
SELECT created_at, id::text FROM memories_memory WHERE project_id = %s
 ORDER BY created_at DESC, id DESC OFFSET %s LIMIT 1
"""


def measure(visitor: Visitor, marks: Landmarks, only: str = "") -> None:
    """A line for each request whose name has `only` in it."""
    print(f"{'':58}{'median':>8}{'slowest':>9}  milliseconds")
    for name, ask in (*pages(visitor, marks), *lists(visitor, marks)):
        if only not in name:
            continue
        answer = ask()
        assert answer.status_code == 200, (name, answer.status_code, answer.text[:500])
        taken = [timed(ask) for _ in range(AGAIN)]
        print(
            f"{name:58}{statistics.median(taken):8.0f}{max(taken):9.0f}  {rows(answer)}",
            flush=True,
        )


Asked = Iterator[tuple[str, Callable[[], httpx.Response]]]


def pages(visitor: Visitor, marks: Landmarks) -> Asked:
    """The dashboard."""
    from bench import seed  # noqa: PLC0415
    from mem0.memory.filters import all_of  # noqa: PLC0415
    from orgs.pagination import Listing  # noqa: PLC0415

    yield "page: the newest", visitor.page
    listing = Listing("pages: memories", visitor.project, repr(all_of()))
    for where, position in zip(("middle", "end"), marks.deep, strict=True):
        cursor = listing.sign(position)
        yield f"page: from the {where}", partial(visitor.page, before=cursor)
    day = dt.timedelta(days=1)
    middle = marks.first + (marks.last - marks.first) / 2
    asked: dict[str, dict[str, Any]] = {
        "of somebody with many": {"who": marks.busy},
        "of somebody with few": {"who": marks.quiet},
        "of nobody": {"who": "nobody"},
        "of an agent with many": {"kind": "agent", "who": "support"},
        "standing": {"state": "standing"},
        "current": {"state": "active"},
        "superseded": {"state": "superseded"},
        "disputed": {"state": "disputed"},
        "retracted (rare)": {"state": "retracted"},
        "expired": {"state": "expired"},
        "a category of many": {"category": "food"},
        "a category of 1 %": {"category": "legal"},
        "a rare category": {"category": seed.RARE_CATEGORY},
        "a category of none": {"category": "no such thing"},
        "metadata of many": {"metadata": "source=chat"},
        "metadata of one": {"metadata": f"ticket={marks.ticket}"},
        "rare metadata": {"metadata": "desk=lost and found"},
        "metadata of none": {"metadata": "desk=none"},
        "one day": {"since": middle, "until": middle},
        "days without any": {"since": marks.last + 30 * day},
        "somebody, superseded": {"who": marks.busy, "state": "superseded"},
        "somebody, a rare category": {
            "who": marks.busy,
            "category": seed.RARE_CATEGORY,
        },
        "an agent, retracted": {"kind": "agent", "who": "sales", "state": "retracted"},
        "one day, a rare category": {
            "since": middle,
            "until": middle,
            "category": seed.RARE_CATEGORY,
        },
        "many's category and metadata of none": {
            "category": "food",
            "metadata": "desk=none",
        },
    }
    for name, query in asked.items():
        yield f"page: {name}", partial(visitor.page, **query)


def lists(visitor: Visitor, marks: Landmarks) -> Asked:
    """The API, which counts what matches."""
    from bench import seed  # noqa: PLC0415

    yield "API: everything", visitor.listed
    yield "API: everything, page 10,000", partial(visitor.listed, page=10_000)
    behind = visitor.listed().json()["next_cursor"]
    yield "API: everything, behind a cursor", partial(visitor.listed, cursor=behind)
    asked: dict[str, dict[str, Any]] = {
        "of somebody with many": {"user_id": marks.busy},
        "of somebody with few": {"user_id": marks.quiet},
        "of an agent with many": {"agent_id": "support"},
        "a category of many": {"categories": {"in": ["food"]}},
        "a rare category": {"categories": {"in": [seed.RARE_CATEGORY]}},
        "metadata of many": {"metadata": {"source": "chat"}},
        "metadata of one": {"metadata": {"ticket": marks.ticket}},
        "metadata of none": {"metadata": {"desk": "none"}},
        "a state of few": {"state": "retracted"},
        "a month": {"created_at": {"gte": str(marks.last - dt.timedelta(days=30))}},
    }
    for name, where in asked.items():
        yield f"API: {name}", partial(visitor.listed, where)
    yield "API: the users", partial(visitor.api.get, "/v1/entities/?page_size=50")


def timed(ask: Callable[[], httpx.Response]) -> float:
    """Milliseconds of a request."""
    begun = time.perf_counter()
    ask().raise_for_status()
    return (time.perf_counter() - begun) * 1000


def rows(answer: httpx.Response) -> str:
    """How many it shows, and of how many."""
    if "json" not in answer.headers["content-type"]:
        shown = answer.text.count('name="memory"')
        return f"{shown} rows"
    body = answer.json()
    return f"{len(body['results'])} of {body['count']:,}"


if __name__ == "__main__":
    main()
