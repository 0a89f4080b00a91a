"""Signing in and out, and what changes about how; what the staff looks at and does."""

from __future__ import annotations

import re
import uuid

import pytest
from allauth.mfa.totp.internal.auth import (
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client

from orgs import accounts, audit, services
from orgs.models import Membership, Role, User
from tests.conftest import make_api

Act = audit.Act
PASSWORD = "correct horse battery staple"


@pytest.fixture
def owner(database):
    user = User.objects.create_user(f"{uuid.uuid4().hex}@example.org", PASSWORD)
    accounts.prove_address(user)
    return user


@pytest.fixture
def organization(owner):
    return services.create_organization(name="Hooli", owner=owner)


def sign_in(email, password):
    browser = Client(REMOTE_ADDR="198.51.100.4")
    browser.post("/accounts/login/", {"login": email, "password": password})
    return browser


def acts(logged, organization):
    return [row.action for row in logged(organization, object_kind="account")]


def test_signing_in_and_out_is_recorded_once_each(owner, organization, logged):
    browser = sign_in(owner.email, PASSWORD)
    browser.post("/accounts/logout/")
    came, went = logged(organization, object_kind="account")
    assert (came.action, went.action) == (Act.SIGNED_IN, Act.SIGNED_OUT)
    assert came.object_id == went.object_id == str(owner.pk)
    assert came.actor_id == went.actor_id == owner.pk
    assert came.ip == went.ip == "198.51.100.4"
    assert came.said() == {"methods": ["password"]}


def test_a_wrong_password_is_recorded_for_the_account(owner, organization, logged):
    sign_in(owner.email, "wrong")
    (row,) = logged(organization, object_kind="account")
    assert (row.action, row.actor_kind) == (Act.SIGN_IN_FAILED, "anonymous")


def test_a_stranger_who_fails_is_in_the_log_of_the_platform(database, logged):
    email = f"{uuid.uuid4().hex}@example.org"
    sign_in(email, "wrong")
    (row,) = logged(None, object_id=audit.digest(email))
    assert (row.action, row.object_kind) == (Act.SIGN_IN_FAILED, "address")
    assert email not in str(vars(row))


def test_each_organization_of_a_person_knows(owner, organization, logged):
    other = services.create_organization(name="Initech")
    Membership.objects.create(organization=other, user=owner, role=Role.READER)
    sign_in(owner.email, PASSWORD)
    assert acts(logged, organization) == [Act.SIGNED_IN]
    assert acts(logged, other) == [Act.SIGNED_IN]


def test_a_password_that_changes_is_recorded(owner, organization, logged):
    browser = sign_in(owner.email, PASSWORD)
    new = "another horse battery staple"
    browser.post(
        "/accounts/password/change/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )
    (row,) = logged(organization, action=Act.ACCOUNT_CHANGED)
    assert row.said() == {"change": "password changed"}


def test_second_factors_are_recorded(owner, organization, logged):
    browser = sign_in(owner.email, PASSWORD)
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]*value="([A-Z2-7]+)"', page)
    secret = secret or re.search(r"\b([A-Z2-7]{32})\b", page)
    code = f"{hotp_value(secret[1], next(iter(yield_hotp_counters_from_time()))):06}"
    browser.post("/accounts/2fa/totp/activate/", {"code": code})
    made = [row.said() for row in logged(organization, action=Act.MFA_CHANGED)]
    assert {"change": "added", "factor": "totp"} in made
    browser.post("/accounts/2fa/totp/deactivate/")
    made = [row.said() for row in logged(organization, action=Act.MFA_CHANGED)]
    assert {"change": "removed", "factor": "totp"} in made


def test_a_wrong_mailed_code_is_recorded(owner, organization, logged):
    client = Client()
    path = "/api/v1/auth/email_code/"
    client.post(path, {"email": owner.email}, "application/json")
    assert mail.outbox
    wrong = {"email": owner.email, "code": "000000"}
    assert client.post(f"{path}verify/", wrong, "application/json").status_code == 400
    (row,) = logged(organization, action=Act.SIGN_IN_FAILED)
    assert row.said() == {"by": "mailed code"}


@pytest.fixture
def staff(database):
    user = User.objects.create_superuser(f"{uuid.uuid4().hex}@example.org", PASSWORD)
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user, browser


def test_what_the_staff_looks_at_is_seen_by_its_organization(staff, logged):
    user, browser = staff
    api = make_api("Watched")
    (made,) = api.remember("I live in Porto.")
    assert (
        browser.get(f"/admin/memories/memory/{made['id']}/change/").status_code == 200
    )
    (row,) = logged(api.project.organization, action=Act.STAFF_VIEWED)
    assert (row.actor_kind, row.actor_id) == ("staff", user.pk)
    assert (row.object_kind, row.object_id) == ("memory", made["id"])
    assert row.in_project == api.project.pk


def test_a_list_of_everybodys_rows_is_in_the_log_of_the_platform(staff, logged):
    user, browser = staff
    assert browser.get("/admin/memories/memory/?q=porto").status_code == 200
    rows = logged(None, action=Act.STAFF_VIEWED, actor_id=user.pk)
    assert [row.object_kind for row in rows] == ["memory"]


def test_what_the_staff_changes_is_recorded_by_the_names_of_fields(staff, logged):
    user, browser = staff
    organization = services.create_organization(name="Plain")
    url = f"/admin/orgs/organization/{organization.pk}/change/"
    form = {
        "name": "Renamed", "plan": "free", "plan_overrides": "{}",
        "memberships-TOTAL_FORMS": 0, "memberships-INITIAL_FORMS": 0,
    }  # fmt: skip
    assert browser.post(url, form).status_code == 302
    (row,) = logged(organization, action=Act.STAFF_CHANGED)
    assert row.said()["fields"][:2] == ["name", "plan"]
    assert row.actor_id == user.pk


def test_an_action_of_the_staff_is_recorded(staff, logged):
    user, browser = staff
    organization = services.create_organization(name="Bad")
    form = {"action": "suspend", "_selected_action": [str(organization.pk)]}
    browser.post("/admin/orgs/organization/", form)
    (row,) = logged(organization, action=Act.ORGANIZATION_SUSPENDED)
    assert (row.actor_kind, row.actor_id) == ("staff", user.pk)
    (ran,) = logged(None, action=Act.STAFF_RAN, actor_id=user.pk)
    assert ran.said() == {"ran": "suspend", "rows": [str(organization.pk)]}
