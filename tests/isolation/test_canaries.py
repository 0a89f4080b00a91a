"""Canaries: silent where they belong, an alert anywhere else."""

from __future__ import annotations

import io
import json
import logging

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from django.http import HttpResponse, HttpResponseBase
from django.test import Client
from django.urls import reverse

from mem0site.isolation import canaries, watching
from mem0site.isolation.middleware import CanaryMiddleware
from mem0site.isolation.models import LeakAlert
from orgs.auth import credential
from orgs.models import User
from tests.conftest import Api

EVERYBODY = {"filters": {"user_id": "*"}}


def alerts(owner: Api) -> list[tuple[str, str]]:
    rows = LeakAlert.objects.filter(owner=owner.project.pk)
    return [(str(each.seen_in), each.where) for each in rows]


@pytest.fixture
def planted(acme) -> Api:
    """A project with a canary."""
    assert canaries.plant(acme.project)
    assert not canaries.plant(acme.project)
    return acme


def test_a_canary_is_silent_where_it_belongs(planted, umbrella):
    found = planted.post("/v3/memories/", EVERYBODY)
    assert canaries.token(planted.project.pk) in found.content.decode()
    planted.post("/v3/memories/search/", {"query": "canary", **EVERYBODY})
    umbrella.post("/v3/memories/search/", {"query": "canary", **EVERYBODY})
    assert watching.look() >= 1
    assert alerts(planted) == []


def answered(
    asking: Api, said: str, path: str = "/v3/memories/search/"
) -> HttpResponseBase:
    """What leaves when a view, or whatever stands in front of it, answers with this."""

    def leaking(request):
        request.auth = credential(asking.key)
        return HttpResponse(said)

    request = Client().post(path).wsgi_request
    request.auth = None
    return CanaryMiddleware(leaking)(request)


def test_a_canary_in_anothers_answer_is_an_alert_and_the_admin_site_shows_it(
    planted, umbrella, caplog
):
    with caplog.at_level(logging.ERROR):
        answered(umbrella, json.dumps([canaries.token(planted.project.pk)]))
    where = "POST /v3/memories/search/"
    assert alerts(planted) == [(str(umbrella.project.pk), where)]
    (line,) = [each for each in caplog.records if "canary" in each.getMessage()]
    assert line.levelno == logging.ERROR
    assert canaries.token(planted.project.pk) not in caplog.text
    staff = Client()
    staff.force_login(
        User.objects.create_superuser(f"{planted.project.pk}@example.org", "secret"),
        "django.contrib.auth.backends.ModelBackend",
    )
    assert "A canary was seen" in staff.get("/admin/").content.decode()
    listed = reverse("admin:isolation_leakalert_changelist")
    row = LeakAlert.objects.get(owner=planted.project.pk)
    assert str(row.owner) in staff.get(listed).content.decode()
    staff.post(listed, {"action": "settle", "_selected_action": [str(row.pk)]})
    row.refresh_from_db()
    assert row.settled_at is not None


def test_what_is_no_leak_is_no_alert(planted, umbrella):
    token = canaries.token(planted.project.pk)
    answered(umbrella, "m0canary-" + "0" * 32 + "-" + "0" * 32)
    answered(umbrella, token, path=f"/v1/event/{token}/")
    umbrella.remember(f"I copied this: {token}.")
    umbrella.post("/v3/memories/", EVERYBODY)
    assert alerts(planted) == []


def test_the_schedule_notices_a_role_that_walks_through_the_wall(
    planted, umbrella, monkeypatch
):
    canaries.plant(umbrella.project)
    assert watching.look() >= 2
    assert alerts(planted) == []
    monkeypatch.setattr(watching, "connections", {"default": connections["admin"]})
    watching.look()
    found = alerts(planted)
    assert (str(umbrella.project.pk), "row-level security") in found
    LeakAlert.objects.filter(where="row-level security").delete()


def test_the_command_plants_watches_and_removes(acme):
    def run(*arguments: str) -> str:
        out = io.StringIO()
        call_command("canaries", *arguments, stdout=out)
        return out.getvalue()

    key = str(acme.project.pk)
    assert run("plant", key) == "1 canary planted.\n"
    assert run("plant", key) == "0 canaries planted.\n"
    assert canaries.memory_of(acme.project) is not None
    assert acme.project.pk in canaries.planted()
    LeakAlert.objects.all().delete()
    assert "No canary was seen" in run("watch")
    canaries.alert(acme.project.pk, None, "a test")
    with pytest.raises(CommandError, match="open alert"):
        run("list")
    LeakAlert.objects.all().delete()
    assert run("remove", key) == "1 canary removed.\n"
    with pytest.raises(CommandError, match="no project"):
        run("plant", "00000000-0000-0000-0000-000000000000")
