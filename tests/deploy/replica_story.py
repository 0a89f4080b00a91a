"""What a process of the platform reads from where, told as JSON.

`test_shapes.py` runs it as a process of its own, whose settings name a replica.
"""

from __future__ import annotations

import json
import os
import signal
import time
from typing import Any

import django

django.setup()

import psycopg  # noqa: E402  after the settings
from django.db import connection  # noqa: E402

from orgs import replicas  # noqa: E402
from orgs.models import Project  # noqa: E402
from orgs.tenancy import tenant  # noqa: E402
from tests.conftest import make_api  # noqa: E402


@replicas.reads
def on_replica(project: Project) -> bool:
    with tenant(project), connection.cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        return cursor.fetchone()[0]


@replicas.reads
def seen(project: Project) -> tuple[int, int]:
    """Memories that a query without a project's name finds, in a tenant and outside."""
    with connection.cursor() as cursor:
        sql = "SELECT count(*) FROM memories_memory"
        with tenant(project):
            cursor.execute(sql)
            inside = cursor.fetchone()[0]
        cursor.execute(sql)
        return inside, cursor.fetchone()[0]


def replay(verb: str) -> None:
    with psycopg.connect(os.environ["STANDBY_SUPERUSER"], autocommit=True) as standby:
        standby.execute(f"SELECT pg_wal_replay_{verb}()")


def caught_up(project: Project) -> bool:
    deadline = time.monotonic() + 60
    while not on_replica(project) and time.monotonic() < deadline:
        time.sleep(0.1)
    return on_replica(project)


def found(api, query: str) -> list[str]:
    body = {"query": query, "filters": {"user_id": "alice"}}
    answer = api.post("/v3/memories/search/", body)
    assert answer.status_code == 200, answer.content
    return [each["memory"] for each in answer.json()["results"]]


def listed(api) -> int:
    answer = api.post("/v3/memories/", {"filters": {"user_id": "alice"}})
    assert answer.status_code == 200, answer.content
    return answer.json()["count"]


def main() -> dict[str, Any]:
    acme, other = make_api("Replica"), make_api("Quiet")
    acme.remember("Alice keeps bees in Ghent")
    other.remember("Bob plays the oboe", "Bob lives in Riga")
    told: dict[str, Any] = {
        "both_caught_up": caught_up(acme.project) and caught_up(other.project)
    }
    told["from_replica"] = found(acme, "bees")
    told["counts_on_replica"] = seen(other.project)
    replay("pause")
    acme.remember("Alice sold her bees to Carol")
    told["writer_reads_primary"] = not on_replica(acme.project)
    told["own_write"] = found(acme, "who got the bees")
    told["own_list"] = listed(acme)
    told["others_read_replica"] = on_replica(other.project)
    replay("resume")
    told["back_on_replica"] = caught_up(acme.project)
    told["after_resume"] = listed(acme)
    os.kill(int(os.environ["STANDBY_PID"]), signal.SIGINT)
    time.sleep(2)
    told["without_replica"] = found(acme, "bees")
    told["where_without"] = on_replica(acme.project)
    return told


if __name__ == "__main__":
    print(json.dumps(main()))  # noqa: T201
