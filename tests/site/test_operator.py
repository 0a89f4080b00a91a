"""What those who run the server can ask: the pipeline and the metrics, by token."""

from __future__ import annotations

import datetime as dt
import socket
import uuid
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr

from mem0site import pipeline
from orgs.tenancy import tenant

TOKEN = "let-me-in"


@pytest.fixture
def operator(settings):
    settings.OPERATOR_TOKEN = TOKEN
    return Client(headers={"authorization": f"Bearer {TOKEN}"})


def make_job(api, **more):
    queue = uuid.uuid4().hex[:12]
    with tenant(api.project):
        return api.project.jobs.create(kind="add", queue=queue, **more)


def ago(seconds):
    return timezone.now() - dt.timedelta(seconds=seconds)


@pytest.mark.parametrize("path", ["/metrics", "/operator/pipeline"])
def test_without_the_setting_there_is_nothing(path, settings):
    settings.OPERATOR_TOKEN = ""
    answer = Client(headers={"authorization": "Bearer "}).get(path)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    "header", [None, "Bearer wrong", "Token let-me-in", "Bearer é"]
)
def test_without_the_token_nothing_is_told(header, settings):
    settings.OPERATOR_TOKEN = TOKEN
    headers = {"authorization": header} if header else {}
    for path in ("/metrics", "/operator/pipeline"):
        answer = Client().get(path, headers=headers)
        assert answer.status_code == 401
        assert answer.json()["code"] == "authentication_failed"
    answer = Client().post("/operator/jobs/retry", headers=headers)
    assert answer.status_code == 401


def test_the_state_of_a_queue_is_told(acme, operator):
    job = make_job(acme, run_at=ago(100), attempts=2)
    with tenant(acme.project):
        make = partial(acme.project.jobs.create, kind="add", queue=job.queue)
        make(run_at=timezone.now() + dt.timedelta(hours=1))
        make(status="running", lease_until=ago(5))
        make(status="running", lease_until=timezone.now() + dt.timedelta(hours=1))
        dead = make(status="dead", finished_at=timezone.now(), error="It broke.")
        make(status="done")
    state = operator.get("/operator/pipeline").json()
    (queue,) = [each for each in state["queues"] if each["name"] == job.queue]
    assert queue.pop("oldest") >= 100
    del queue["name"]
    assert queue == {
        "due": 1, "later": 1, "running": 2, "expired": 1, "retrying": 1, "dead": 1
    }  # fmt: skip
    told = {each["job_id"]: each["error"] for each in state["dead"]}
    assert told[str(dead.pk)] == "It broke."
    assert state["database"]["version"]
    with tenant(acme.project):
        acme.project.jobs.all().delete()


def test_leases_are_told_with_what_is_left_of_them(acme, operator):
    job = make_job(acme, status="running", lease_until=ago(30), fence=2)
    found = {
        each["job_id"]: each
        for each in operator.get("/operator/pipeline").json()["running"]
    }
    lease = found[str(job.pk)]
    assert lease["fence"] == 2
    assert -60 < lease["left"] <= -30
    with tenant(acme.project):
        job.delete()


def test_dead_jobs_are_brought_back(acme, operator):
    job = make_job(acme, status="dead", finished_at=ago(1))
    path = f"/operator/jobs/{job.pk}/retry"
    assert operator.post(path).json() == {"retried": 1}
    assert operator.post(path).status_code == 404
    assert operator.get(path).status_code == 405
    with tenant(acme.project):
        job.refresh_from_db()
        assert (job.status, job.attempts) == ("queued", 0)
        acme.project.jobs.all().delete()


@pytest.mark.parametrize(
    "waits",
    [{"run_at": 100}, {"run_at": 200, "status": "running", "lease_until": 100}],
    ids=["queued", "held by the dead"],
)
def test_readiness_ends_when_the_oldest_job_is_late(acme, settings, waits):
    since = {k: v if k == "status" else ago(v) for k, v in waits.items()}
    job = make_job(acme, **since)
    settings.JOB_LATE_AFTER_SECONDS = 10**9
    assert Client().get("/readyz?only=jobs").status_code == 200
    settings.JOB_LATE_AFTER_SECONDS = 50
    late = Client().get("/readyz?only=jobs")
    assert late.status_code == 503
    assert "late" in late.json()["checks"]["jobs"]
    with tenant(acme.project):
        job.delete()


def test_the_oldest_job_of_any_queue_is_told(acme, operator):
    job = make_job(acme, run_at=ago(100))
    queues = operator.get("/operator/pipeline").json()["queues"]
    assert max(each["oldest"] for each in queues) >= 100
    assert pipeline.state().oldest >= 100
    with tenant(acme.project):
        job.delete()


def sample(text, name, **labels):
    return [
        each.value
        for family in text_string_to_metric_families(text)
        for each in family.samples
        if each.name == name and labels.items() <= each.labels.items()
    ]


def test_requests_are_measured_by_route(acme, operator):
    where = {"method": "GET", "route": "/v1/event/{event_id}/", "status": "404"}
    before = sum(
        sample(
            operator.get("/metrics").content.decode(),
            "mem0_http_requests_total",
            **where,
        )
    )
    acme.get("/v1/event/none/")
    acme.get("/v1/event/other/")
    Client().generic("BREW", "/no/such/page")
    text = operator.get("/metrics").content.decode()
    assert sum(sample(text, "mem0_http_requests_total", **where)) == before + 2
    assert "none" not in text
    assert sample(text, "mem0_http_requests_total", method="OTHER", route="unmatched")
    counted = "mem0_http_request_duration_seconds_count"
    assert sample(text, counted, route="/v1/event/{event_id}/")


def test_the_pipeline_is_measured(acme, operator):
    job = make_job(acme, run_at=ago(100))
    text = operator.get("/metrics").content.decode()
    assert sample(text, "mem0_jobs", queue=job.queue, state="due") == [1]
    assert sample(text, "mem0_oldest_job_age_seconds", queue=job.queue)[0] >= 100
    assert sample(text, "mem0_database_up") == [1]
    assert sample(text, "mem0_database_size_bytes")[0] > 0
    with tenant(acme.project):
        job.delete()


def test_a_load_balancer_asks_for_what_a_request_needs():
    answer = Client().get("/readyz?only=database,migrations")
    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "migrations": "ok"}


def test_a_check_that_does_not_exist_is_refused_by_name():
    answer = Client().get("/readyz?only=database,moon")
    assert answer.status_code == 400
    assert "not moon" in answer.json()["detail"]


def configured(settings, **changes):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=changes)


def test_without_a_broker_the_service_is_degraded_and_ready(settings):
    url = settings.DATABASES["default"]["HOST"]
    for broker, state in (
        (f"pgmq://m0@/broker?host={url}", "ok"),
        (f"pgmq://m0@/broker?host={url}/none", "degraded"),
        ("redis://127.0.0.1:1/0", "degraded"),
    ):
        configured(settings, broker_url=SecretStr(broker))
        answer = Client().get("/readyz?only=database,broker")
        assert (answer.status_code, answer.json()["status"]) == (200, state)
    assert answer.json()["checks"]["broker"] == "unreachable"


def test_a_broker_that_listens_is_there(settings):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        configured(settings, broker_url=SecretStr(f"amqp://127.0.0.1:{port}//"))
        answer = Client().get("/readyz?only=broker")
    assert answer.json() == {"status": "ok", "checks": {"broker": "ok"}}


def test_a_full_disk_ends_readiness(settings):
    configured(settings, disk_free_megabytes=0)
    assert Client().get("/readyz?only=disk").status_code == 200
    configured(settings, disk_free_megabytes=1 << 40)
    answer = Client().get("/readyz?only=disk")
    assert answer.status_code == 503
    assert answer.json()["checks"]["disk"].endswith("MB are free")
