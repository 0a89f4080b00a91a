"""Who floods is refused cheaply, and nobody else is."""

from __future__ import annotations

import pytest

from orgs import services
from tests.conftest import Api


@pytest.fixture
def loud(acme):
    """Acme with three requests a minute, all used up."""
    organization = acme.project.organization
    organization.plan, organization.plan_overrides = "free", {"per_minute": 3}
    organization.save()
    for _ in range(4):
        answer = acme.get("/v1/ping/")
    assert answer.status_code == 429
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
