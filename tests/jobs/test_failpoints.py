"""Killed at every point where a kill makes a difference, and carried on: one effect."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

import pytest
from django.db import connections
from django.utils import timezone
from pydantic import ValidationError

from mem0site.configuration import Configuration
from memories import graph_mirror, index_outbox, publishing
from orgs import failpoints
from tests.jobs.conftest import add, alter, event, job, texts
from tests.jobs.mortal import ROOT, Mortal, asking
from tests.jobs.test_fences import ONCE, effects
from tests.jobs.test_history import from_history, from_rows
from tests.memories.index.conftest import PIECES, memory_ids, qdrant, running, waiting
from tests.memories.test_graph_store import kuzu, mirrored, relate
from tests.webhooks.conftest import announce, attempt, fresh, hook, receiver
from webhooks.outbox import sweep

__all__ = ["kuzu", "qdrant", "receiver", "running"]
PORTO = "I live in Porto."


@pytest.fixture(scope="module")
def mortal() -> Iterator[Mortal]:
    made = Mortal()
    yield made
    made.stop()


def lose_time(api, event_id):
    """Let the lease of a dead worker end, and the broker's silence be noticed."""
    alter(
        api,
        event_id,
        "published_at = now() - interval '1 hour', publications = 0, "
        "lease_until = lease_until - interval '1 hour'",
    )


def carry_on(api, broker, event_id):
    """What workers and relay do after a death; the end of the event."""
    broker.purge()
    lose_time(api, event_id)
    publishing.relay()
    broker.work()
    done = event(api, event_id)
    assert done["status"] == "SUCCEEDED", done
    return done


JOB_POINTS = (
    "job.claimed",
    "job.thinking",
    "job.thought",
    "write.begun",
    "write.changed",
    "write.recorded",
    "write.ending",
    "job.committing",
    "job.committed",
    "job.ending",
)


@pytest.mark.parametrize("point", JOB_POINTS)
def test_a_worker_killed_there_leaves_one_effect(acme, broker, mortal, point):
    event_id = add(acme, PORTO)
    mortal.dies("run_job", acme.project.pk, job(acme, event_id).pk, at=point)
    killed = event(acme, event_id)
    committed = point in ("job.committed", "job.ending")
    assert killed["status"] == ("SUCCEEDED" if committed else "RUNNING")
    assert effects(acme)["memories"] == int(committed)
    done = carry_on(acme, broker, event_id)
    assert effects(acme) == ONCE
    assert [result["event"] for result in done["results"]] == ["ADD"]
    assert job(acme, event_id).fence == (1 if committed else 2)


def test_a_web_server_killed_before_it_told_the_broker_loses_nothing(
    acme, broker, mortal
):
    body = {"messages": [{"role": "user", "content": PORTO}], "user_id": "alice"}
    asked = asking(acme, "POST", "/v3/memories/add/", body)
    mortal.dies("request", asked, at="web.committed")
    assert broker.pop() is None
    (accepted,) = acme.get("/v1/events/").json()["results"]
    assert accepted["status"] == "PENDING"
    carry_on(acme, broker, accepted["id"])
    assert effects(acme) == ONCE


@pytest.mark.parametrize("point", ["relay.marked", "relay.published"])
def test_a_relay_killed_there_tells_the_broker_later(acme, broker, mortal, point):
    told = [add(acme, f"I own {n} red bicycles.") for n in (2, 3)]
    broker.purge()
    for event_id in told:
        alter(acme, event_id, "published_at = NULL")
    mortal.dies("relay", at=point)
    assert publishing.relay() == 0, "they count as told for a while"
    for event_id in told:
        lose_time(acme, event_id)
    assert publishing.relay() == 2
    broker.work()
    assert {event(acme, event_id)["status"] for event_id in told} == {"SUCCEEDED"}
    assert len(texts(acme)) == 2


REPEATED = [
    ("POST", "/v3/memories/add/", {"user_id": "alice", "infer": False}),
    ("POST", "/v3/memories/add/", {"user_id": "alice"}),
]


@pytest.mark.parametrize(("method", "path", "body"), REPEATED, ids=["now", "later"])
def test_a_repeated_request_whose_answer_was_lost_does_not_act_again(
    acme, broker, mortal, method, path, body
):
    body = {"messages": [{"role": "user", "content": PORTO}], **body}
    asked = asking(acme, method, path, body, **{"idempotency-key": "one"})
    mortal.dies("request", asked, at="web.answered")
    early = acme.post(path, body, **{"idempotency-key": "one"})
    assert (early.status_code, early.json()["code"]) == (409, "idempotency_key_in_use")
    outlive(acme)
    late = acme.post(path, body, **{"idempotency-key": "one"})
    assert (late.status_code, late.json()["code"]) == (409, "idempotency_answer_lost")
    assert acme.get("/v1/events/").json()["count"] == 1
    broker.work()
    assert effects(acme) == ONCE


def test_a_request_killed_before_it_acted_is_carried_out_when_it_comes_again(
    acme, mortal
):
    body = {"messages": [{"role": "user", "content": PORTO}], "user_id": "alice"}
    body["infer"] = False
    asked = asking(acme, "POST", "/v3/memories/add/", body, **{"idempotency-key": "1"})
    mortal.dies("request", asked, at="write.recorded")
    assert effects(acme) == dict.fromkeys(ONCE, 0)
    outlive(acme)
    again = acme.post("/v3/memories/add/", body, **{"idempotency-key": "1"})
    assert again.status_code == 200, again.content
    assert effects(acme) == ONCE


WRITES = {
    "update": ("PUT", "/v1/memories/{}/", {"text": "I live in Faro."}),
    "delete": ("DELETE", "/v1/memories/{}/", None),
    "batch": ("PUT", "/v1/batch/", {"memories": [{"text": "I live in Faro."}]}),
}


@pytest.mark.parametrize("point", ["write.changed", "write.recorded", "write.ending"])
@pytest.mark.parametrize("write", WRITES)
def test_a_write_killed_there_has_changed_nothing(acme, mortal, write, point):
    (kept,) = acme.remember(PORTO)
    method, path, body = WRITES[write]
    if write == "batch":
        body = {"memories": [{**body["memories"][0], "memory_id": kept["id"]}]}
    before = from_rows(acme.project)
    asked = asking(acme, method, path.format(kept["id"]), body)
    mortal.dies("request", asked, at=point)
    assert from_rows(acme.project) == before == from_history(acme.project)
    assert acme.call(method, path.format(kept["id"]), body).status_code == 200
    assert from_rows(acme.project) == from_history(acme.project) != before


def outlive(api):
    """Let the time pass that a request may run."""
    from tests.site.test_idempotency import age  # noqa: PLC0415  its tests stay there

    age(api, "301 seconds")


@pytest.mark.parametrize(
    ("point", "requests"),
    [("delivery.claimed", 1), ("delivery.sent", 2), ("delivery.recorded", 1)],
)
def test_a_delivery_killed_there_arrives_at_least_once_under_one_id(
    acme, receiver, mortal, settings, point, requests
):
    settings.OUTBOUND_ALLOWED_HOSTS = ["127.0.0.1"]
    hook(acme, receiver.url)
    (row,) = announce(acme)
    reach = {"settings": {"OUTBOUND_ALLOWED_HOSTS": ["127.0.0.1"]}}
    mortal.dies("deliver", acme.project.pk, row.pk, at=point, **reach)
    later = timezone.now() + dt.timedelta(hours=1)
    assert sweep(later) >= int(point != "delivery.recorded")
    attempt(acme, row, later)
    assert fresh(acme, row).status == "delivered"
    assert len(receiver.requests) == requests
    assert len({each.headers["webhook-id"] for each in receiver.requests}) == 1


@pytest.mark.parametrize("point", ["index.claimed", "index.written"])
def test_a_worker_killed_there_leaves_the_vector_store_complete(
    acme, qdrant, mortal, point, settings
):
    acme.remember(*PIECES)
    chosen = settings.CONFIGURATION
    names = ("vector_store_provider", "vector_store_config", "vector_store_min_rows")
    configuration = {name: getattr(chosen, name) for name in names}
    mortal.dies("index", acme.project.pk, at=point, configuration=configuration)
    assert waiting(acme) == len(PIECES)
    assert index_outbox.deliver(acme.project.pk) == 0, "a lease holds them"
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE memories_indexchange SET lease_until = now() WHERE project_id = %s",
            [acme.project.pk],
        )
    assert index_outbox.deliver(acme.project.pk) == len(PIECES)
    assert waiting(acme) == 0
    assert len(memory_ids(qdrant, acme)) == len(PIECES)


@pytest.mark.parametrize("point", ["mirror.claimed", "mirror.written"])
def test_a_worker_killed_there_leaves_the_graph_store_complete(
    acme, kuzu, mortal, point, settings
):
    relate(acme)
    acme.remember("Marta works at Initech.")
    chosen = settings.CONFIGURATION
    names = ("graph_store_provider", "graph_store_config")
    configuration = {name: getattr(chosen, name) for name in names}
    mortal.dies("mirror", acme.project.pk, at=point, configuration=configuration)
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE memories_graphchange SET lease_until = now() WHERE project_id = %s",
            [acme.project.pk],
        )
    assert graph_mirror.deliver(acme.project.pk) == 1
    assert mirrored(kuzu, acme) == {("Marta", "works_at", "Initech")}


@pytest.mark.parametrize(
    "text", ["nowhere=kill", "job.claimed=sleep", "job.claimed", "job.claimed=kill@x"]
)
def test_a_failpoint_that_is_none_is_refused(text):
    with pytest.raises(ValueError, match=r"failpoint|invalid literal"):
        failpoints.parse(text)


def test_every_failpoint_is_a_place_in_the_code():
    places = set[str]()
    for app in ("orgs", "memories", "webhooks", "mem0site"):
        for path in (ROOT / app).rglob("*.py"):
            places |= set(re.findall(r'reached\("([a-z.]+)"\)', path.read_text()))
    assert places == failpoints.NAMES


def test_a_failpoint_may_wait_for_its_turn(settings):
    settings.FAILPOINTS = failpoints.parse("delivery.recorded=raise@2")
    failpoints.reached("delivery.recorded")
    with pytest.raises(failpoints.FailpointError):
        failpoints.reached("delivery.recorded")
    failpoints.reached("delivery.recorded")


def test_a_server_that_serves_people_refuses_failpoints(monkeypatch):
    monkeypatch.setenv("FAILPOINTS", "job.claimed=kill")
    with pytest.raises(ValidationError, match="FAILPOINTS is for tests"):
        Configuration()
    monkeypatch.setenv("FAILPOINTS_ALLOWED", "1")
    assert Configuration().failpoints == "job.claimed=kill"
