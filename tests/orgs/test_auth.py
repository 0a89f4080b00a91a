"""Who is let in, and for how long after the door was closed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from orgs import auth, keys, services
from orgs.models import Organization
from orgs.tenancy import tenant


@pytest.fixture(autouse=True)
def _patient(settings):
    """Addresses with many wrong keys are refused elsewhere; here each must be asked."""
    settings.FAILED_AUTHENTICATIONS_PER_MINUTE = 0
    auth._cache.clear()


def ping(authorization: str | None) -> Any:
    headers = {} if authorization is None else {"authorization": authorization}
    return Client().get("/v1/ping/", headers=headers)


@pytest.mark.parametrize(
    "form",
    ["Token {}", "Bearer {}", "token {}", "TOKEN {}", "bEaReR {}", "Token   {}  ",
     "Bearer {}\t"],
)  # fmt: skip
def test_a_key_opens_the_door_in_every_common_writing(acme, form):
    answer = ping(form.format(acme.key))
    assert answer.status_code == 200
    assert answer.json()["project_id"] == str(acme.project.pk)
    assert answer.json()["org_id"] == str(acme.project.organization_id)


@pytest.mark.parametrize(
    "form",
    [None, "", "Token", "Token ", "{}", "Basic {}", "Tokens {}", "Token {}x",
     "Token {} {}", "Token \xe9", "Token m0-", "Token null"],
)  # fmt: skip
def test_anything_else_is_refused_with_a_sentence(acme, form):
    answer = ping(form and form.format(acme.key, acme.key))
    assert answer.status_code == 401
    assert answer["content-type"].startswith("application/json")
    assert answer["www-authenticate"].startswith("Token")
    body = answer.json()
    assert isinstance(body["detail"], str)
    assert body["code"] == "authentication_failed"
    assert acme.key not in answer.content.decode()


def test_a_well_formed_key_that_was_never_made_is_refused(acme):
    assert ping(f"Token {keys.make()}").status_code == 401


def test_a_revoked_key_is_refused_once_it_is_forgotten(acme):
    assert ping(f"Token {acme.key}").status_code == 200
    with tenant(acme.project):
        key = acme.project.api_keys.get()
    assert services.revoke_key(acme.project, key.pk)
    assert not services.revoke_key(acme.project, key.pk)
    auth._cache.clear()
    assert ping(f"Token {acme.key}").status_code == 401


def test_a_key_is_forgotten_within_five_seconds(acme, monkeypatch):
    assert auth.CACHE_SECONDS <= 5
    assert ping(f"Token {acme.key}").status_code == 200
    with tenant(acme.project):
        acme.project.api_keys.update(revoked_at=timezone.now())
    aged = {
        digest: (at - auth.CACHE_SECONDS, found)
        for digest, (at, found) in auth._cache.items()
    }
    auth._cache.update(aged)
    assert ping(f"Token {acme.key}").status_code == 401


def test_revoking_one_key_leaves_the_others(acme):
    other, text = services.create_key(acme.project, name="second")
    services.revoke_key(acme.project, other.pk)
    auth._cache.clear()
    assert ping(f"Token {text}").status_code == 401
    assert ping(f"Token {acme.key}").status_code == 200


def test_a_key_of_another_project_cannot_be_revoked(acme, umbrella):
    with tenant(umbrella.project):
        key = umbrella.project.api_keys.get()
    assert not services.revoke_key(acme.project, key.pk)
    auth._cache.clear()
    assert ping(f"Token {umbrella.key}").status_code == 200


def test_an_expired_key_is_refused(acme):
    yesterday = timezone.now() - dt.timedelta(days=1)
    _, text = services.create_key(acme.project, expires_at=yesterday)
    assert ping(f"Token {text}").status_code == 401


def test_a_key_that_expires_while_it_is_remembered_is_refused_at_once(acme):
    soon = timezone.now() + dt.timedelta(hours=1)
    key, text = services.create_key(acme.project, expires_at=soon)
    assert ping(f"Token {text}").status_code == 200
    (digest,) = [d for d, (_, f) in auth._cache.items() if f.key_id == key.pk]
    at, found = auth._cache[digest]
    past = auth.Credential(found.key_id, found.label, found.project, timezone.now())
    auth._cache[digest] = (at, past)
    assert ping(f"Token {text}").status_code == 401


def test_the_keys_of_a_suspended_organization_are_refused(acme):
    organizations = Organization.objects.filter(pk=acme.project.organization_id)
    organizations.update(suspended_at=timezone.now())
    assert ping(f"Token {acme.key}").status_code == 401
    organizations.update(suspended_at=None)
    assert ping(f"Token {acme.key}").status_code == 200


def test_a_look_up_is_one_query(acme, django_assert_num_queries):
    # The row is read with all that belongs to it, and COMMIT: BEGIN and the name of the
    # digest went along.
    with django_assert_num_queries(2):
        auth.credential(acme.key)
    with django_assert_num_queries(0):
        auth.credential(acme.key)


def test_garbage_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(Exception, match="Invalid"):
        auth.credential("m0-" + "a" * 46)


def test_the_cache_is_bounded(acme, monkeypatch):
    monkeypatch.setattr(auth, "CACHE_SIZE", 1)
    _, other = services.create_key(acme.project)
    for text in (acme.key, other, acme.key):
        auth.credential(text)
        assert len(auth._cache) == 1
