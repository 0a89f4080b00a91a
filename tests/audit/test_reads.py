"""What keys read of memories is in the log, and costs the request nothing."""

from __future__ import annotations

import uuid

import pytest
from django.db import OperationalError, connections, transaction
from django.test.utils import CaptureQueriesContext

from orgs import audit
from orgs.audit import verifying
from orgs.audit.models import Stream
from orgs.audit.reads import READS, Reads
from tests.conftest import make_api

Act = audit.Act


def reads(logged, api):
    return logged(api.project.organization, stream=Stream.READS)


def test_every_way_to_read_memories_is_recorded_once(acme, logged):
    (made,) = acme.remember("I live in Porto.")
    memory = f"/v1/memories/{made['id']}/"
    where = {"filters": {"user_id": "alice"}}
    expected = [
        (acme.post("/v3/memories/search/", {"query": "where", **where}), Act.SEARCHED),
        (acme.post("/v1/memories/search/", {"query": "q", "user_id": "alice"}), Act.SEARCHED),
        (acme.post("/search", {"query": "where", "user_id": "alice"}), Act.SEARCHED),
        (acme.post("/v3/memories/", where), Act.LISTED),
        (acme.get("/v1/memories/?user_id=alice"), Act.LISTED),
        (acme.get(memory), Act.READ),
        (acme.get(f"{memory}why/"), Act.READ),
        (acme.get(f"{memory}history/"), Act.HISTORY_READ),
        (acme.get("/v1/entities/"), Act.ENTITIES_READ),
        (acme.get("/v1/events/"), Act.EVENTS_READ),
        (acme.get("/v1/quarantine/"), Act.QUARANTINE_READ),
        (acme.get("/v1/graph/user/alice/"), Act.GRAPH_READ),
    ]  # fmt: skip
    assert [a.status_code for a, _ in expected if a.status_code != 200] == []
    rows = reads(logged, acme)
    assert [row.action for row in rows] == [act for _, act in expected]
    assert {row.actor for row in rows} == {f"{acme.key[:7]}…{acme.key[-4:]}"}
    assert verifying.verify((acme.project.organization_id, 1)).faults == []


def test_a_read_tells_about_whom_and_how_much_but_not_what(acme, logged):
    (made,) = acme.remember("I live in Porto.", run_id="r1")
    where = {"filters": {"AND": [{"user_id": "alice"}, {"run_id": "r1"}]}}
    acme.post("/v3/memories/search/", {"query": "Porto", **where})
    acme.get(f"/v1/memories/{made['id']}/", **{"x-request-id": "the-read"})
    searched, got = reads(logged, acme)
    assert (searched.object_kind, searched.object_id) == audit.entity("user", "alice")
    said = searched.said()
    assert said["returned"] == 1
    assert said["entities"] == dict(
        [audit.entity("user", "alice"), audit.entity("run", "r1")]
    )
    assert len(said["filters"]) == 32
    assert (got.object_kind, got.object_id) == ("memory", made["id"])
    assert (got.request_id, got.ip) == ("the-read", "127.0.0.1")


def test_what_was_refused_or_wrote_is_no_read(acme, logged):
    acme.get(f"/v1/memories/{uuid.uuid4()}/")
    acme.post("/v3/memories/search/", {})
    acme.remember("I live in Porto.")
    acme.get("/v1/ping/")
    assert reads(logged, acme) == []


def test_a_request_waits_for_no_entry(acme):
    acme.remember("I live in Porto.")
    acme.get("/v1/memories/?user_id=alice")
    READS.flush()
    with CaptureQueriesContext(connections["default"]) as asked:
        acme.get("/v1/memories/?user_id=alice")
    assert "audit" not in " ".join(each["sql"] for each in asked.captured_queries)
    assert READS.waiting() == 1


def test_reads_need_not_be_recorded(acme, logged, settings):
    settings.AUDIT_READS = False
    acme.get("/v1/memories/?user_id=alice")
    assert reads(logged, acme) == []


def test_a_batch_of_many_organizations_is_written_whole(acme, umbrella, logged):
    for api in (acme, umbrella, acme):
        api.get("/v1/memories/?user_id=alice")
    assert READS.flush() == 3
    assert (len(reads(logged, acme)), len(reads(logged, umbrella))) == (2, 1)


def test_while_the_database_does_not_answer_reads_wait(logged):
    api = make_api("Patient")
    api.get("/v1/memories/?user_id=alice")
    with transaction.atomic(using="owner"), connections["owner"].cursor() as owner:
        owner.execute("LOCK audit_head IN ACCESS EXCLUSIVE MODE")
        with connections["default"].cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
            with pytest.raises(OperationalError):
                READS.flush()
            cursor.execute("RESET lock_timeout")
    assert READS.waiting() == 1
    assert len(reads(logged, api)) == 1


def test_reads_that_had_to_be_forgotten_are_recorded_as_lost(acme, logged):
    waiting = Reads(most=2)
    entry = audit.recording.entry_of(Act.LISTED, audit.Actor("system"))
    for _ in range(5):
        waiting.record(
            (acme.project.organization_id, dict(entry, id=str(uuid.uuid4())))
        )
    waiting.flush()
    assert len(reads(logged, acme)) == 2
    assert logged(None, action=Act.READS_LOST)[-1].said() == {"count": 3}
