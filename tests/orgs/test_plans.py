from __future__ import annotations

import pytest

from mem0.exceptions import MemoryQuotaExceededError
from orgs.models import Organization
from orgs.plans import plan_of
from orgs.quota import check_quota
from orgs.tenancy import tenant


def limits(plan="free", **overrides):
    found = plan_of(Organization(plan=plan, plan_overrides=overrides))
    return found.per_second, found.per_minute, found.per_day


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        ("free", (10, 100, 10_000)),
        ("pro", (10, 1_000, 1_000_000)),
        ("enterprise", (None, None, None)),
        ("nobody has this", (10, 100, 10_000)),
    ],
)
def test_a_plan_has_its_limits(plan, expected):
    assert limits(plan) == expected


def test_an_organization_may_have_exceptions():
    assert limits("free", per_minute=7, per_second=None) == (None, 7, 10_000)
    assert limits("enterprise", per_day=5) == (None, None, 5)
    assert limits("free", unlimited=True) == (None, None, None)


@pytest.mark.parametrize("wrong", [0, -1, "100", 1.5, True, [1]])
def test_an_exception_that_makes_no_sense_is_none(wrong):
    assert limits("free", per_minute=wrong) == (10, 100, 10_000)


def test_the_quota_has_room_up_to_the_limit_and_not_one_more(planned):
    api = planned(memories=3)
    api.remember("Ana lives in Porto.", "Ana likes tea.")
    with tenant(api.project):
        check_quota(api.project, 1)
        with pytest.raises(MemoryQuotaExceededError, match="room for 3 memories") as e:
            check_quota(api.project, 2)
    assert e.value.status_code == 413


def test_without_a_quota_nothing_is_counted(acme, django_assert_num_queries):
    with django_assert_num_queries(0):
        check_quota(acme.project, 10**9)
