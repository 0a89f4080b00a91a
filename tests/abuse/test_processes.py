"""What has to hold in all processes together: limits, and the end of a key."""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
import pytest
from django.db import connections
from django.utils import timezone

from orgs import administration, plans, services
from orgs.models import Project
from tests.abuse import web
from tests.deploy import servers

pytestmark = pytest.mark.long

SERVERS, PROCESSES, CLIENTS = 2, 4, 16
LIMIT = 100
BAR = 5.0
"""Seconds in which a key has to end everywhere."""


@contextlib.contextmanager
def counters(kind: str) -> Iterator[dict[str, str]]:
    """The environment of a web server whose counters are kept there."""
    if kind == "postgresql":
        yield {"CACHE_URL": ""}
    else:
        with servers.redis() as url:
            yield {"CACHE_URL": url}


def busy_project() -> Project:
    """A project that may do `LIMIT` requests a day with a key: no other window may
    end meanwhile."""
    organization = services.create_organization(name="Busy", plan="free")
    organization.plan_overrides = {
        "per_second": None,
        "per_minute": None,
        "per_day": LIMIT,
    }
    organization.save()
    return organization.projects.get()


def flood(
    addresses: list[str], keys: list[str], each: int
) -> list[list[httpx.Response]]:
    """For every key the answers to `each` requests, of many clients at once; every
    request comes by a connection of its own, so that any process may take it."""
    asked = [key for _ in range(each) for key in keys]
    hosts = itertools.cycle(addresses)
    alone = httpx.Limits(max_keepalive_connections=0)

    with (
        httpx.Client(limits=alone, timeout=60) as client,
        ThreadPoolExecutor(CLIENTS) as pool,
    ):

        def ask(key: str, host: str) -> httpx.Response:
            headers = {"authorization": f"Token {key}"}
            return client.get(f"{host}/v1/ping/", headers=headers)

        answers = list(pool.map(ask, asked, hosts))
    return [answers[place :: len(keys)] for place in range(len(keys))]


@pytest.mark.parametrize("kind", ["postgresql", "redis"])
def test_eight_server_processes_let_in_exactly_as_many_as_the_limit(database, kind):
    """By the key, then by the project; and each is told a number of its own."""
    one, crowded = busy_project(), busy_project()
    key = services.create_key(one)[1]
    several = [services.create_key(crowded)[1] for _ in range(3)]
    with (
        counters(kind) as kept,
        web.servers(SERVERS, processes=PROCESSES, **kept) as addresses,
    ):
        (answers,) = flood(addresses, [key], 4 * LIMIT)
        shared = flood(addresses, several, LIMIT)
    assert {each.status_code for each in answers} == {200, 429}
    let_in = [each for each in answers if each.status_code == 200]
    left = [int(each.headers["X-RateLimit-Remaining"]) for each in let_in]
    assert sorted(left) == list(range(LIMIT))
    for each in answers:
        if each.status_code == 429:
            assert each.headers["X-RateLimit-Remaining"] == "0"
            assert 1 <= int(each.headers["Retry-After"]) <= 86_400
    passed = [sum(each.status_code == 200 for each in found) for found in shared]
    assert sum(passed) == plans.PROJECT_FACTOR * LIMIT
    assert max(passed) <= LIMIT


@dataclass
class Watch:
    """Asks a server with a key, over and over, until it was refused three times."""

    address: str
    key: str
    last_let_in: float = 0.0
    answers: list[int] = field(default_factory=list)

    def run(self, stopping: threading.Event) -> None:
        headers = {"authorization": f"Token {self.key}"}
        with httpx.Client(base_url=self.address, headers=headers, timeout=60) as client:
            while self.answers[-3:] != [401] * 3 and not stopping.is_set():
                asked = time.time()
                self.answers.append(client.get("/v1/ping/").status_code)
                if self.answers[-1] == 200:
                    self.last_let_in = asked
                stopping.wait(0.02)


def revoked() -> tuple[str, Callable[[], float]]:
    """A key, and what ends it: returns when it was over."""
    project = services.create_organization(
        name="Revoked", plan="enterprise"
    ).projects.get()
    key, text = services.create_key(project)

    def end() -> float:
        services.revoke_key(project, key.pk)
        return time.time()

    return text, end


def suspended() -> tuple[str, Callable[[], float]]:
    """The same for a key whose organization is suspended."""
    organization = services.create_organization(name="Suspended", plan="enterprise")

    def end() -> float:
        administration.suspend(organization)
        return time.time()

    return services.create_key(organization.projects.get())[1], end


def expiring() -> tuple[str, Callable[[], float]]:
    """The same for a key that ends by itself."""
    project = services.create_organization(
        name="Expiring", plan="enterprise"
    ).projects.get()
    at = timezone.now() + dt.timedelta(seconds=8)
    return services.create_key(project, expires_at=at)[1], at.timestamp


def test_an_ended_key_is_refused_by_every_server_process_within_five_seconds(database):
    with web.servers(SERVERS, processes=1) as addresses:
        ends = [made() for made in (revoked, suspended, expiring)]
        watches = [[Watch(each, key) for each in addresses] for key, _ in ends]
        stopping = threading.Event()
        timer = threading.Timer(60, stopping.set)
        timer.start()
        with ThreadPoolExecutor(len(ends) * SERVERS) as pool:
            everybody = itertools.chain.from_iterable(watches)
            asking = [pool.submit(each.run, stopping) for each in everybody]
            stopping.wait(2)  # every process remembers every key by now
            over = [end() for _, end in ends]
            for each in asking:
                each.result()
        timer.cancel()
    connections.close_all()
    for moment, both in zip(over, watches, strict=True):
        for watch in both:
            assert watch.answers.count(200) > 10
            assert watch.answers[-3:] == [401] * 3
            first = watch.answers.index(401)
            assert set(watch.answers[first:]) == {401}  # an end is an end
            assert watch.last_let_in <= moment + BAR
