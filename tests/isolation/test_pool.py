"""Connections are shared by tenants; what one of them set must not be there for the next."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, connections

from tests.conftest import Api
from tests.isolation.tenants import unlimited

THREADS, CONNECTIONS = 8, 2
TENANTS = 3


@pytest.fixture
def tenants() -> list[Api]:
    made = [unlimited(f"Tenant {number}") for number in range(TENANTS)]
    for number, api in enumerate(made):
        api.remember(f"I own {number} boats.")
    return made


@pytest.fixture
def pool() -> Iterator[None]:
    """Threads that start now share two connections, as behind a pooler."""
    settings = connections.settings["default"]
    kept = settings["OPTIONS"], settings["CONN_MAX_AGE"]
    options = {"min_size": CONNECTIONS, "max_size": CONNECTIONS, "timeout": 60}
    connections.close_all()
    settings["OPTIONS"] = {**kept[0], "pool": options}
    settings["CONN_MAX_AGE"] = 0
    try:
        yield
        connection.close_pool()
    finally:
        settings["OPTIONS"], settings["CONN_MAX_AGE"] = kept


def belongs(api: Api, number: int, kind: str) -> bool:
    """Whether the answer to one request is this tenant's."""
    somebody = {"filters": {"user_id": "*"}}
    if kind == "ping":
        found: Any = api.get("/v1/ping/").json()["project_id"]
        return bool(found == str(api.project.pk))
    if kind == "search":
        body = api.post("/v3/memories/search/", {"query": "boats", **somebody}).json()
    else:
        body = api.post("/v3/memories/", somebody).json()
    return [row["memory"] for row in body["results"]] == [f"I own {number} boats."]


def client(tenants: list[Api], requests: int, seed: int) -> list[tuple[int, str]]:
    """Requests of changing tenants from one thread; those answered with another's."""
    chance = random.Random(seed)  # noqa: S311  an order, not a secret
    wrong = []
    for _ in range(requests):
        number = chance.randrange(TENANTS)
        kind = chance.choice(["ping", "list", "search"])
        # Who writes what requests leave behind must not wait for a connection then:
        # here the threads of the requests do.
        connection.ensure_connection()
        if not belongs(tenants[number], number, kind):
            wrong.append((number, kind))
        connections.close_all()  # the end of a request: back to the pool
    return wrong


@pytest.mark.parametrize("requests", [40, pytest.param(500, marks=pytest.mark.long)])
def test_each_answer_belongs_to_its_tenant_on_shared_connections(
    tenants, pool, requests
):
    def run(seed: int) -> list[tuple[int, str]]:
        return client(tenants, requests, seed)

    with ThreadPoolExecutor(THREADS) as threads:
        wrong = list(threads.map(run, range(THREADS)))
    assert wrong == [[]] * THREADS
    used = connection.pool.get_stats()
    assert used["requests_num"] > THREADS * requests / 2  # a ping may need none
    assert used["pool_size"] <= CONNECTIONS


def test_no_connection_remembers_its_last_tenant(tenants):
    for number, api in enumerate(tenants):
        assert belongs(api, number, "list")
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_setting('app.project_id', true)")
            assert cursor.fetchone()[0] in (None, "")
            cursor.execute("SELECT count(*) FROM memories_memory")
            assert cursor.fetchone()[0] == 0
