"""A broker to look into, a model to script, and a database in which no job is open."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from mem0site.broker import libpq_parameters
from memories import tasks
from memories.models import Job
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.openai_server import OpenAIServer


class Broker:
    """The message queue, worked by hand: what a worker would take, in its order."""

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection

    def purge(self) -> None:
        """Lose every message."""
        self.connection.execute("SELECT pgmq.create('extract')")
        self.connection.execute("SELECT pgmq.purge_queue('extract')")

    def double(self) -> None:
        """Have every message that waits come twice."""
        self.connection.execute(
            "SELECT pgmq.send('extract', message) FROM pgmq.q_extract"
        )

    def pop(self) -> tuple[str, str] | None:
        """The (project, job) of the oldest message, taken for good."""
        found = self.connection.execute("SELECT message FROM pgmq.pop('extract')")
        row = found.fetchone()
        if row is None:
            return None
        message = row[0] if isinstance(row[0], dict) else json.loads(row[0])
        assert message["headers"]["task"] == "memories.tasks.run_job"
        (project, job), _, _ = json.loads(base64.b64decode(message["body"]))
        return project, job

    def work(self, most: int = 1000) -> list[str]:
        """Carry out what is in the queue, message by message; their projects."""
        done: list[str] = []
        while len(done) < most and (message := self.pop()) is not None:
            tasks.run_job(*message)
            done.append(message[0])
        return done


@pytest.fixture
def broker() -> Iterator[Broker]:
    """An empty queue, and no job left open by other tests for the relay to find."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE memories_job SET status = 'dead', lease_until = NULL "
            "WHERE status IN ('queued', 'running')"
        )
    parameters: dict[str, Any] = dict(libpq_parameters(os.environ["BROKER_URL"]))
    with psycopg.connect(**parameters, autocommit=True) as connection:
        made = Broker(connection)
        made.purge()
        yield made


@pytest.fixture
def model(settings) -> Iterator[OpenAIServer]:
    """A language model that extracts what users say, until it is told otherwise."""
    with OpenAIServer() as server:
        settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
            update={"openai_base_url": server.url}
        )
        yield server


def add(api: Api, text: str, user: str = "alice") -> str:
    """Accept one message to be extracted from; the id of its event."""
    body = {"messages": [{"role": "user", "content": text}], "user_id": user}
    answer = api.post("/v3/memories/add/", body)
    assert answer.status_code == 200, answer.content
    assert answer.json()["status"] == "PENDING"
    return str(answer.json()["event_id"])


def event(api: Api, event_id: str) -> dict[str, Any]:
    """An event, as clients see it."""
    body: dict[str, Any] = api.get(f"/v1/event/{event_id}/").json()
    return body


def texts(api: Api, user: str = "alice") -> list[str]:
    """What is remembered of a user, sorted."""
    body = {"filters": {"user_id": user}}
    found = api.post("/v3/memories/?page=1&page_size=200", body).json()["results"]
    return sorted(memory["memory"] for memory in found)


def job(api: Api, event_id: str) -> Job:
    """The job of an event."""
    with tenant(api.project):
        found: Job = api.project.jobs.get(event_id=event_id)
    return found


def alter(api: Api, event_id: str, change: str) -> None:
    """Set columns of a job from another connection, as time and other workers do."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            f"UPDATE memories_job SET {change} "  # noqa: S608  the tests' own words
            "WHERE project_id = %s AND event_id = %s",
            [api.project.pk, UUID(event_id)],
        )
