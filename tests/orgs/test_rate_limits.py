from __future__ import annotations

import concurrent.futures
import contextlib
import multiprocessing
import time
import uuid

import pytest
from django.core.cache import caches
from django.db import connection, connections
from django.test import RequestFactory

from mem0.exceptions import RateLimitError
from orgs import counting, services
from tests.conftest import Api

PING = "/v1/ping/"


def statuses(api, count):
    return [api.get(PING).status_code for _ in range(count)]


def numbers(answer):
    names = ("Limit", "Remaining", "Reset")
    return tuple(int(answer.headers[f"X-RateLimit-{name}"]) for name in names)


def test_the_number_left_falls_with_every_request(planned):
    api = planned(per_minute=5)
    found = [numbers(api.get(PING)) for _ in range(3)]
    assert [remaining for _, remaining, _ in found] == [4, 3, 2]
    limit, _, reset = found[0]
    assert limit == 5
    assert 0 <= reset - time.time() + 1 <= 61


def test_what_is_over_the_limit_is_refused_with_a_sentence_and_a_time(planned):
    api = planned(per_minute=2)
    assert statuses(api, 2) == [200, 200]
    refused = api.get(PING)
    wait = int(refused.headers["Retry-After"])
    assert refused.status_code == 429
    assert 1 <= wait <= 60
    assert numbers(refused)[:2] == (2, 0)
    assert refused.json()["code"] == "rate_limited"
    assert refused.json()["detail"].startswith(
        "Rate limit exceeded: 2 requests per minute. Try again in "
    )


def test_errors_carry_the_numbers_too(planned):
    api = planned(per_minute=9)
    for answer in (
        api.post("/v3/memories/search/", {}),
        api.get("/v1/memories/not-an-id/"),
        api.put(PING, {}),
    ):
        assert answer.status_code in {400, 404, 405}
        assert numbers(answer)[0] == 9


def test_the_longer_window_speaks_when_it_has_less_left(planned):
    api = planned(per_minute=1000, per_day=4)
    assert numbers(api.get(PING))[:2] == (4, 3)


def test_a_second_takes_no_more_than_its_burst(planned):
    api = planned(per_second=1, per_day=1000)
    found = [api.get(PING) for _ in range(6)]
    refused = [answer for answer in found if answer.status_code == 429]
    assert refused
    assert {answer.headers["Retry-After"] for answer in refused} == {"1"}
    assert "1 requests per second" in refused[0].json()["detail"]


def test_a_refused_burst_does_not_use_up_the_day(planned):
    api = planned(per_second=1, per_day=1000)
    codes = statuses(api, 8)
    limit, remaining, _ = numbers(wait_for_200(api))
    assert limit - remaining == codes.count(200) + 1


def wait_for_200(api):
    for _ in range(200):
        answer = api.get(PING)
        if answer.status_code == 200:
            return answer
    raise AssertionError("never let in again")


def test_two_keys_of_a_project_share_its_ceiling(planned):
    one = planned(per_day=3)
    others = [Api(one.project, services.create_key(one.project)[1]) for _ in range(2)]
    allowed = [statuses(api, 5).count(200) for api in (one, *others)]
    assert allowed == [3, 3, 0]


def test_a_flood_on_one_key_takes_nothing_from_another_tenant(planned):
    flooding, quiet = planned(per_day=5), planned(per_day=5)
    found = [(statuses(flooding, 10).count(200), statuses(quiet, 1)) for _ in range(4)]
    assert found == [(5, [200]), (0, [200]), (0, [200]), (0, [200])]
    assert numbers(quiet.get(PING))[:2] == (5, 0)


def test_an_organization_without_limits_is_not_counted(acme):
    before = counters()
    answer = acme.get(PING)
    assert numbers(answer)[:2] == (2**53 - 1, 2**53 - 1)
    assert counters() == before


def counters():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM mem0site_counter")
        return cursor.fetchone()


def test_the_demo_organization_has_no_limits(planned):
    api = planned(plan="free", per_minute=1)
    api.project.organization.is_default = True
    api.project.organization.save()
    assert statuses(api, 3) == [200, 200, 200]


def test_the_windows_of_one_request_are_one_statement(
    planned, django_assert_max_num_queries
):
    api = planned(per_second=500, per_minute=500, per_day=500)
    api.get(PING)
    with django_assert_max_num_queries(1):
        api.get(PING)


def test_a_window_that_is_over_counts_anew(planned, monkeypatch):
    api = planned(per_minute=1)
    assert statuses(api, 2) == [200, 429]
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert api.get(PING).status_code == 200


def test_without_the_counters_a_process_lets_in_its_share(planned, settings, caplog):
    api = planned(per_minute=4)
    before, full = counting.degraded._value.get(), set(counting._full)
    settings.CACHES = settings.CACHES | {
        "ratelimit": {
            "BACKEND": "mem0site.counters.RedisCounterCache",
            "LOCATION": "redis://127.0.0.1:1/0",
        }
    }
    assert settings.CONFIGURATION.web_workers == 2
    assert [numbers(api.get(PING))[:2] for _ in range(2)] == [(4, 3), (4, 1)]
    assert statuses(api, 2) == [429, 429]
    assert "Each process counts by itself" in caplog.text
    assert set(counting._full) == full
    assert counting.degraded._value.get() - before >= 3


def allowed_in(project, key, attempts):
    request = RequestFactory().get("/")
    allowed = 0
    for _ in range(attempts):
        with contextlib.suppress(RateLimitError):
            counting.admit(request, key, project)
            allowed += 1
    return allowed


def test_eight_processes_let_in_exactly_the_limit(planned):
    project, key = planned(per_day=100, per_minute=1000).project, uuid.uuid4()
    connections.close_all()  # a child must not inherit a connection
    with concurrent.futures.ProcessPoolExecutor(
        8, mp_context=multiprocessing.get_context("fork")
    ) as pool:
        running = [pool.submit(allowed_in, project, key, 50) for _ in range(8)]
        assert sum(each.result(timeout=50) for each in running) == 100


@pytest.fixture
def counter():
    name = uuid.uuid4().hex
    yield name
    caches["ratelimit"].delete(name)


def test_the_cache_adds_once_and_counts_up(counter):
    cache = caches["ratelimit"]
    assert cache.add(counter, 1, 60) is True
    assert cache.add(counter, 9, 60) is False
    assert [cache.incr(counter), cache.incr(counter, 5), cache.decr(counter)] == [
        2,
        7,
        6,
    ]
    assert cache.get(counter) == 6


def test_what_has_expired_is_as_if_it_never_was(counter):
    cache = caches["ratelimit"]
    cache.set(counter, 5, 0)
    assert cache.get(counter) is None
    assert cache.touch(counter, 60) is False
    with pytest.raises(ValueError, match="not found"):
        cache.incr(counter)
    assert cache.add(counter, 1, 60) is True
    assert cache.touch(counter, 120) is True
    assert cache.delete(counter) is True
    assert cache.delete(counter) is False
