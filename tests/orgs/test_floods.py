"""Who floods is refused cheaply, and nobody else is."""

from __future__ import annotations

from typing import Any

import pytest

from orgs import services
from orgs.tenancy import tenant
from orgs.usage.recorder import RECORDER
from tests.conftest import Api


def used_up(api: Api) -> Any:
    """Three requests a minute, and the answer to the fourth."""
    organization = api.project.organization
    organization.plan, organization.plan_overrides = "free", {"per_minute": 3}
    organization.save()
    for _ in range(4):
        answer = api.get("/v1/ping/")
    assert answer.status_code == 429
    return answer


@pytest.fixture
def loud(acme):
    used_up(acme)
    return acme


def test_a_refused_key_is_refused_again_without_a_query(
    loud, django_assert_num_queries
):
    with django_assert_num_queries(0):
        answer = loud.get("/v1/ping/")
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    assert answer.headers["X-RateLimit-Limit"] == "3"
    assert answer.headers["X-RateLimit-Remaining"] == "0"


def test_another_tenant_and_another_key_go_on(loud, umbrella):
    assert umbrella.get("/v1/ping/").status_code == 200
    _, key = services.create_key(loud.project)
    assert Api(loud.project, key).get("/v1/ping/").status_code == 200


def test_a_refusal_by_memory_reads_as_one_by_counting(acme):
    counted = used_up(acme)
    remembered = acme.get("/v1/ping/")
    assert remembered.json().keys() == counted.json().keys()
    assert remembered.json()["code"] == counted.json()["code"]
    assert remembered.headers.keys() >= {"Retry-After", "X-RateLimit-Reset"}


def test_an_early_refusal_is_usage_of_the_key(loud):
    RECORDER.flush()
    with tenant(loud.project):
        before = loud.project.api_requests.filter(status=429).count()
    loud.get("/v1/ping/")
    RECORDER.flush()
    with tenant(loud.project):
        assert loud.project.api_requests.filter(status=429).count() == before + 1
