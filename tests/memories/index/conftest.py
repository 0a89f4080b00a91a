"""A deployment with Qdrant beside PostgreSQL, asked in every scope of a few rows."""

from __future__ import annotations

import pytest
from django.db import connections

from memories import index_outbox, vector_index
from tests.engine.vector_stores.servers.qdrant import QdrantServer


@pytest.fixture(scope="module")
def running():
    with QdrantServer() as server:
        yield server


@pytest.fixture
def qdrant(running, settings):
    """The server, up and chosen by the deployment's settings."""
    running.stop()
    running.start()
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={
            "vector_store_provider": "qdrant",
            "vector_store_config": {"url": running.url},
            "vector_store_min_rows": 2,
            "vector_store_timeout": 30,  # a busy machine is no silent store
        }
    )
    vector_index.PAUSE.end()
    yield running
    vector_index.PAUSE.end()


PIECES = [
    "I keep bees behind the house.",
    "The hives gave forty jars of honey.",
    "My brother restores old bicycles.",
    "We took the night train to Vienna.",
    "I am allergic to walnuts.",
]


def deliver(api):
    """The worker's part."""
    return index_outbox.deliver(api.project.pk)


def stored(server, api):
    """Payloads of the project's points."""
    mine = str(api.project.pk)
    return [p for p, _ in server.points() if p["project_id"] == mine]


def memory_ids(server, api):
    """The memories that have points, each once."""
    named = (point_id(payload) for payload in stored(server, api))
    return sorted({text.split("/")[1] for text in named})


def point_id(payload):
    return str(payload["id"])


def waiting(api):
    """Rows of the outbox."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM memories_indexchange WHERE project_id = %s",
            [api.project.pk],
        )
        return cursor.fetchone()[0]


def due_now(api):
    """Let the time pass that rows wait for."""
    with connections["admin"].cursor() as cursor:
        for table in ("memories_indexchange", "memories_indexerasure"):
            cursor.execute(
                f"UPDATE {table} SET run_at = now() WHERE project_id = %s",  # noqa: S608  our own names
                [api.project.pk],
            )


def erasures(api):
    """What of the project is still to be erased from the store."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM memories_indexerasure WHERE project_id = %s",
            [api.project.pk],
        )
        return cursor.fetchone()[0]


def age_erasures(api):
    """Let the time pass after which no worker can still be writing."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE memories_indexerasure SET run_at = now(), "
            "recorded_at = now() - interval '1 hour' WHERE project_id = %s",
            [api.project.pk],
        )


def search(api, query="Who makes honey?", **filters):
    body = {"query": query, "filters": filters or {"user_id": "alice"}, "threshold": 0}
    answer = api.post("/v3/memories/search/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def texts(found):
    return [hit["memory"] for hit in found["results"]]
