"""`GET /v1/usage/`: periods, and the shape of the answer."""

from __future__ import annotations

import datetime as dt

import pytest

from orgs.tenancy import tenant
from orgs.usage import histogram, periods, services
from orgs.usage.recorder import RECORDER
from tests.contract.reading import check

NOON = dt.datetime(2026, 3, 10, 12, 20, tzinfo=dt.UTC)


def test_the_answer_is_as_documented(acme):
    acme.get("/v1/stats/")
    RECORDER.flush()
    found = check(acme.get("/v1/usage/?interval=day"), "GET", "/v1/usage/")
    assert len(found["series"]) == 30
    assert found["series"][-1]["requests"] == found["total"]["requests"] == 1
    assert found["verbs"][0]["latency"] == found["total"]["latency"]


def test_nothing_was_asked_of_a_new_project(acme):
    found = acme.get("/v1/usage/").json()
    assert found["total"]["requests"] == 0
    assert found["total"]["latency"] == dict.fromkeys(("mean", "p50", "p95", "p99"))
    assert {each["requests"] for each in found["series"]} == {0}
    assert len(found["series"]) == 24


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("interval=minute", "interval must be hour or day"),
        ("from=2026-02-01&to=2026-01-01", "from must be before to"),
        ("from=2020-01-01&to=2021-01-01", "At most 2208 hours"),
        ("from=1990-01-01&interval=day", "At most 400 days"),
        ("from=soon", "from"),
        ("key_id=abc", "key_id must be a UUID"),
        ("from=9999-12-31T23:59:59Z", "from must be before to"),
        ("verb=" + "x" * 401, "verb has 401 bytes"),
    ],
)
def test_a_bad_period_is_told(acme, query, sentence):
    answer = acme.get(f"/v1/usage/?{query}")
    assert answer.status_code == 400
    assert sentence in answer.json()["detail"]


def test_a_period_is_made_of_whole_intervals():
    found = periods.period(None, NOON, periods.HOUR, now=NOON)
    assert (found.start.hour, found.end.hour) == (13, 13)
    assert len(list(found.steps())) == 24
    days = periods.period(
        NOON - dt.timedelta(days=2), NOON, periods.DAY, now=NOON + dt.timedelta(days=9)
    )
    assert [each.day for each in days.steps()] == [8, 9, 10]
    assert days.before().end == days.start


def test_the_future_is_not_counted():
    found = periods.period(NOON, NOON.replace(year=9999), periods.DAY, now=NOON)
    assert [each.day for each in found.steps()] == [10, 11]


def hour(project, at, **more):
    latency = [0] * histogram.SIZE
    latency[histogram.place(4.0)] = more.get("requests", 1)
    row = {
        "hour": at, "key_id": project.pk, "verb": "add", "requests": 1,
        "client_errors": 0, "throttled": 0, "server_errors": 0, "duration": 4.0,
        "latency": latency, **more,
    }  # fmt: skip
    project.usage_hours.create(**row)


def test_hours_are_summed_by_day_in_utc(acme):
    midnight = NOON.replace(hour=0, minute=0)
    with tenant(acme.project):
        hour(acme.project, midnight - dt.timedelta(hours=1), requests=5)
        hour(acme.project, midnight, requests=7, server_errors=2)
        hour(acme.project, midnight + dt.timedelta(hours=23), verb="search")
        hour(acme.project, midnight + dt.timedelta(hours=24), requests=100)
    query = "?interval=day&from=2026-03-10T00:00:00Z&to=2026-03-11T00:00:00Z"
    found = acme.get(f"/v1/usage/{query}").json()
    (day,) = found["series"]
    assert (day["requests"], day["server_errors"]) == (8, 2)
    assert {each["verb"]: each["requests"] for each in found["verbs"]} == {
        "add": 7,
        "search": 1,
    }
    assert 3 < day["latency"]["p50"] <= 5


def test_who_is_active_is_known_before_and_after_folding(acme, numbers):
    for user, times in (("alice", 3), ("bob", 1)):
        for _ in range(times):
            acme.get(f"/v1/memories/?user_id={user}")
    RECORDER.flush()
    today = periods.period(None, None, periods.DAY)
    for fold in (False, True):
        numbers(acme, fold=fold)
        top, active = services.active_entities(acme.project, today)
        assert (top, active) == ([("alice", 3), ("bob", 1)], 2)
    assert services.active_entities(acme.project, today, "agent") == ([], 0)
    assert services.active_entities(acme.project, today, limit=1)[1] == 2
