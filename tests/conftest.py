"""The cast: Acme is ours, Umbrella must never be seen.

Tests run against a real PostgreSQL and commit for real. Each makes its own
tenants, and tenants do not see each other, so nothing has to be cleaned up.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections
from django.test import Client

from memories import breakers
from orgs import services
from orgs.models import Project


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """A proof too long for every run is made only when it is asked for."""
    if "long" in str(config.getoption("-m")):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if not item.get_closest_marker("long")]


@pytest.fixture(scope="session", autouse=True)
def database(django_db_blocker):
    """The schema, made once, by the role that owns it; open to every test."""
    with django_db_blocker.unblock():
        call_command("migrate", database="owner", verbosity=0)
        yield


@dataclass
class Api:
    """An API client with the key of one project."""

    project: Project
    key: str

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The response; `.json()` has its body."""
        return Client().generic(
            method,
            path,
            b"" if body is None else json.dumps(body),
            content_type="application/json",
            headers={"authorization": f"Token {self.key}", **headers},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("PUT", path, body, **headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.call("DELETE", path, body, **headers)

    def remember(self, *texts: str, **options: Any) -> list[dict[str, Any]]:
        """Store texts word for word for a user; the results of the add."""
        body = {
            "messages": [{"role": "user", "content": text} for text in texts],
            "user_id": "alice",
            "infer": False,
            **options,
        }
        answer = self.post("/v3/memories/add/", body)
        assert answer.status_code == 200, answer.content
        results: list[dict[str, Any]] = answer.json()["results"]
        return results


def make_api(name: str) -> Api:
    organization = services.create_organization(name=name)
    project = organization.projects.get()
    _, key = services.create_key(project)
    return Api(project, key)


@pytest.fixture(autouse=True)
def no_outage_outlives_its_test() -> Iterator[None]:
    """The next stand-in for a provider may get the port of one that failed."""
    yield
    if breakers.known():
        with connections["admin"].cursor() as cursor:
            cursor.execute("DELETE FROM memories_outage")
        breakers.forget()


@pytest.fixture
def acme() -> Api:
    return make_api("Acme")


@pytest.fixture
def umbrella() -> Api:
    return make_api("Umbrella")
