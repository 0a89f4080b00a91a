"""API keys on pages: shown once, restricted, rotated, revoked; and what scopes hold."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.utils import timezone

from memories.tasks import relay
from orgs import auth, scopes, services
from orgs.models import ApiKey
from orgs.usage.recorder import RECORDER
from tests.conftest import Api
from tests.isolation.routes import routes

READ_ONLY = [scopes.READ]


def shown(page: str) -> list[str]:
    return re.findall(r"m0-[0-9A-Za-z]{46}", html.unescape(page))


def make(person, **more) -> str:
    typed = {
        "name": "production",
        "expires": "",
        "scopes": list(scopes.DEFAULT),
        **more,
    }
    person.send(person.url("keys-new"), **typed)
    (key,) = set(shown(person.see(person.url("keys"))))
    return key


def the_key(person) -> ApiKey:
    with services.tenant(person.project):
        return person.project.api_keys.order_by("-created_at").first()


def test_a_key_is_shown_once_and_opens_the_door(member):
    key = make(member)
    assert shown(member.see(member.url("keys"))) == []
    assert Api(member.project, key).get("/v1/ping/").status_code == 200
    row = the_key(member)
    assert (row.name, row.created_by) == ("production", member.user)
    assert row.scopes == list(scopes.DEFAULT)


def test_the_session_holds_no_key(member):
    member.send(member.url("keys-new"), name="x", scopes=READ_ONLY)
    kept = str(dict(member.browser.session))
    (key,) = set(shown(member.see(member.url("keys"))))
    assert key not in kept


def test_a_key_ends_by_itself(member):
    make(member, expires="30")
    ends = the_key(member).expires_at - timezone.now()
    assert dt.timedelta(days=29) < ends <= dt.timedelta(days=30)


def test_a_key_without_a_scope_is_not_made(member):
    member.send(member.url("keys-new"), 422, name="x", scopes=[])
    member.send(member.url("keys-new"), 422, name="x", scopes=["world:peace"])


def test_a_revoked_key_is_refused(member):
    api = Api(member.project, make(member))
    member.send(member.url("keys-revoke"), key=str(the_key(member).pk))
    assert api.get("/v1/ping/").status_code == 401
    assert "revoked" in member.see(member.url("keys"))


def test_a_rotated_key_goes_on_until_its_end(member):
    old = Api(member.project, make(member))
    before = the_key(member)
    member.send(member.url("keys-rotate"), key=str(before.pk), overlap="3")
    (text,) = set(shown(member.see(member.url("keys"))))
    assert Api(member.project, text).get("/v1/ping/").status_code == 200
    assert old.get("/v1/ping/").status_code == 200
    with services.tenant(member.project):
        before.refresh_from_db()
    assert before.expires_at - timezone.now() > dt.timedelta(days=2)
    assert the_key(member).scopes == before.scopes
    member.send(member.url("keys-rotate"), key=str(the_key(member).pk), overlap="0")
    assert Api(member.project, text).get("/v1/ping/").status_code == 401


@pytest.mark.parametrize("name", ["keys-revoke", "keys-rotate"])
@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_what_is_no_key_is_refused(member, name, key):
    answer = member.browser.post(member.url(name), {"key": key, "overlap": "0"})
    assert answer.status_code in {302, 404}


def test_the_key_of_another_project_is_not_found(member, stranger):
    make(stranger)
    theirs = str(the_key(stranger).pk)
    member.send(member.url("keys-revoke"), 404, key=theirs)
    member.send(member.url("keys-rotate"), 404, key=theirs, overlap="0")
    assert the_key(stranger).is_live


def test_a_reader_sees_keys_and_no_buttons(owner, reader):
    make(owner)
    page = reader.see(reader.url("keys"))
    assert "production" in page
    assert "Revoke" not in page
    assert "Create key" not in page


def restricted(person, *chosen: str) -> Api:
    _, key = services.create_key(person.project, scopes=chosen)
    return Api(person.project, key)


def test_a_restricted_key_is_told_what_it_lacks(owner):
    api = restricted(owner, scopes.READ)
    assert api.get("/v1/memories/?user_id=alice").status_code == 200
    answer = api.post("/v3/memories/add/", {"messages": "I like tea.", "user_id": "a"})
    assert answer.status_code == 403
    assert answer.json()["code"] == "missing_scope"
    assert scopes.WRITE in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/v1/ping/", ""),
        ("POST", "/v3/memories/search/", scopes.READ),
        ("POST", "/v2/memories/", scopes.READ),
        ("POST", "/search", scopes.READ),
        ("HEAD", "/v1/memories/x/", scopes.READ),
        ("POST", "/v1/memories/", scopes.WRITE),
        ("DELETE", "/v1/memories/x/", scopes.WRITE),
        ("DELETE", "/v1/memories/", scopes.ERASE),
        ("DELETE", "/memories", scopes.ERASE),
        ("DELETE", "/v1/batch/", scopes.ERASE),
        ("DELETE", "/v2/entities/user/alice/", scopes.ERASE),
        ("POST", "/reset", scopes.ERASE),
        ("POST", "/v1/event/1/unlearn/", scopes.ERASE),
        ("POST", "/v1/event/1/retry/", scopes.WRITE),
        ("GET", "/v1/exports/x/", scopes.EXPORT),
        ("POST", "/api/v1/webhooks/x/test/", scopes.WEBHOOKS),
        ("GET", "/api/v1/webhooks/x/secret/", scopes.WEBHOOKS),
        ("GET", "/api/v1/orgs/organizations/", ""),
        ("PATCH", "/api/v1/orgs/organizations/x/projects/y/", scopes.ADMIN),
        ("GET", "/api-keys", scopes.ADMIN),
        ("POST", "/api-keys", scopes.ADMIN),
        ("TRACE", "/v1/memories/", scopes.ADMIN),
    ],
)
def test_each_request_needs_its_scope(method, path, scope):
    assert scopes.needed(method, path) == scope


def test_a_reading_scope_changes_nothing():
    for pattern, method in routes():
        path = "/" + pattern.replace("^", "").replace("$", "")
        if scopes.needed(method, path) == scopes.READ and method != "GET":
            assert "search" in path or path.endswith(("memories/", "summary/")), path


def test_a_key_makes_no_stronger_key(owner):
    api = restricted(owner, scopes.ADMIN, scopes.READ)
    made = api.post("/api-keys", {"label": "second"}).json()
    second = Api(owner.project, made["key"])
    assert second.delete("/v1/memories/?user_id=alice").status_code == 403


def test_it_is_noted_when_a_key_was_used(member):
    api = Api(member.project, make(member))
    auth.forget(member.project.pk)
    api.get("/v1/ping/")
    RECORDER.flush()
    assert the_key(member).last_used_at is not None
    relay()
    assert "just now" in member.see(member.url("keys"))
