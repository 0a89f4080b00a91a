"""The pipeline on a page of the admin site: leases, reasons, and a button that retries."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.contrib.auth.models import Permission
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orgs.models import User
from orgs.tenancy import tenant

PAGE = "/admin/pipeline/"


def staff_with(*permissions):
    address = f"pipeline-{uuid.uuid4().hex}@example.org"
    user = User.objects.create_user(address, "secret", is_staff=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture(scope="module")
def staff(database):
    return staff_with("view_job", "change_job")


@pytest.fixture
def jobs(acme):
    """A job that is dead, one that runs, and one whose worker fell silent."""
    now, queue = timezone.now(), uuid.uuid4().hex[:12]
    soon, past = now + dt.timedelta(seconds=50), now - dt.timedelta(seconds=50)
    with tenant(acme.project):
        make = acme.project.jobs.create
        made = [
            make(kind="add", queue=queue, status="dead", error="<b>No key</b>",
                 attempts=8, finished_at=now),
            make(kind="add", queue=queue, status="running", lease_until=soon, fence=3),
            make(kind="add", queue=queue, status="running", lease_until=past, fence=1),
        ]  # fmt: skip
    yield made
    with tenant(acme.project):
        acme.project.jobs.all().delete()


def status(api, job):
    with tenant(api.project):
        return api.project.jobs.get(pk=job.pk).status


def test_leases_and_reasons_are_shown(staff, jobs):
    page = staff.get(PAGE).content.decode()
    for job in jobs:
        assert str(job.pk) in page
    assert jobs[0].queue in page
    assert "s left" in page
    assert "ran out " in page
    assert "&lt;b&gt;No key&lt;/b&gt;" in page
    assert "after 8 attempts" in page


def test_one_is_tried_again(staff, acme, jobs):
    answer = staff.post(PAGE, {"_selected_action": str(jobs[0].pk)}, follow=True)
    assert "1 will be tried again." in answer.content.decode()
    assert [status(acme, job) for job in jobs] == ["queued", "running", "running"]


def test_all_are_tried_again(staff, acme, jobs):
    answer = staff.post(PAGE, follow=True)
    assert "will be tried again." in answer.content.decode()
    assert status(acme, jobs[0]) == "queued"


@pytest.mark.parametrize(
    ("given", "code"),
    [("nonsense", 404), (str(uuid.uuid4()), 302)],
    ids=["nonsense", "unknown"],
)
def test_what_is_no_dead_job_changes_nothing(staff, acme, jobs, given, code):
    assert staff.post(PAGE, {"_selected_action": given}).status_code == code
    assert status(acme, jobs[0]) == "dead"


def test_who_may_only_look_gets_no_button_and_is_refused(acme, jobs):
    looking = staff_with("view_job")
    assert "Try again" not in looking.get(PAGE).content.decode()
    assert looking.post(PAGE).status_code == 403
    assert status(acme, jobs[0]) == "dead"


def test_staff_without_any_permission_and_strangers_see_nothing(database):
    assert staff_with().get(PAGE).status_code == 403
    assert Client().get(PAGE).status_code == 302


def test_its_queries_do_not_grow_with_the_jobs(staff, acme, jobs):
    staff.get(PAGE)
    with CaptureQueriesContext(connections["admin"]) as few:
        staff.get(PAGE)
    with tenant(acme.project):
        for _ in range(20):
            acme.project.jobs.create(
                kind="add", status="dead", finished_at=timezone.now()
            )
    with CaptureQueriesContext(connections["admin"]) as many:
        staff.get(PAGE)
    assert len(many) == len(few) <= 9
