"""Accounts: signing up and in, codes, passwords, the second factor, sessions, the end."""

from __future__ import annotations

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from orgs import services
from orgs.models import Membership, Role, User
from tests.dashboard.conftest import address

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def _unhurried(database):
    """All tests come from one address."""
    cache.clear()
    mail.outbox.clear()


@pytest.fixture
def browser() -> Client:
    return Client()


def code() -> str:
    """The code of the newest mail."""
    found = re.search(
        r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.M
    )
    assert found, mail.outbox[-1].body
    return found[1]


def sign_up(browser: Client, email: str) -> None:
    answer = browser.post("/accounts/signup/", {"email": email, "password1": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    answer = browser.post(answer["Location"], {"code": code()})
    assert answer["Location"] == "/dashboard/", answer.content.decode()


def account(**more) -> User:
    user = User.objects.create_user(address(), PASSWORD, **more)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def sign_in(browser: Client, user: User, password: str = PASSWORD):
    return browser.post("/accounts/login/", {"login": user.email, "password": password})


def signed_in(browser: Client) -> bool:
    return browser.get("/dashboard/account/").status_code == 200


def test_who_signs_up_proves_the_address_and_has_a_project(browser):
    email = address()
    browser.post("/accounts/signup/", {"email": email, "password1": PASSWORD})
    assert not signed_in(browser)
    browser.post("/accounts/confirm-email/", {"code": code()})
    assert signed_in(browser)
    page = browser.get("/dashboard/", follow=True)
    assert page.status_code == 200
    place = Membership.objects.get(user__email=email)
    assert place.role == Role.OWNER
    assert place.organization.projects.count() == 1
    browser.get("/dashboard/", follow=True)
    assert Membership.objects.filter(user__email=email).count() == 1


def test_a_wrong_code_proves_nothing(browser):
    answer = browser.post(
        "/accounts/signup/", {"email": address(), "password1": PASSWORD}
    )
    answer = browser.post(answer["Location"], {"code": "AAA-BBB"})
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert not signed_in(browser)


def test_a_weak_password_is_refused(browser):
    page = browser.post("/accounts/signup/", {"email": address(), "password1": "12345"})
    assert "too short" in page.content.decode()


def test_a_taken_address_is_told_to_its_owner_only(browser):
    user = account()
    answer = browser.post(
        "/accounts/signup/", {"email": user.email, "password1": PASSWORD}
    )
    assert answer.status_code == 302
    assert mail.outbox[-1].to == [user.email]
    assert not signed_in(browser)


def test_the_server_can_be_closed_to_strangers(browser, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"sign_up": False}
    )
    browser.post("/accounts/signup/", {"email": address(), "password1": PASSWORD})
    assert mail.outbox == []


def test_signing_in_leads_back_to_where_one_was_going(browser):
    user = account()
    answer = browser.post(
        "/accounts/login/?next=/dashboard/account/",
        {"login": user.email, "password": PASSWORD, "next": "/dashboard/account/"},
    )
    assert answer["Location"] == "/dashboard/account/"


def test_signing_in_leads_nowhere_else(browser):
    user = account()
    answer = browser.post(
        "/accounts/login/",
        {"login": user.email, "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert answer["Location"] == "/dashboard/"


def test_a_wrong_password_is_slowed_down(browser):
    user = account()
    for _ in range(5):
        sign_in(browser, user, "wrong")
    page = sign_in(browser, user).content.decode()
    assert "Too many" in page
    assert not signed_in(browser)


def test_the_operators_account_needs_no_mail(browser):
    user = User.objects.create_superuser(address(), PASSWORD)
    assert sign_in(browser, user)["Location"] == "/dashboard/"
    assert mail.outbox == []


def test_the_owner_of_the_demo_can_sign_in(browser, tmp_path, capsys):
    User.objects.filter(email="demo@example.org").update(email=address())
    services.Organization.objects.update(is_default=False)
    call_command("seed_demo", env_file=tmp_path / "env", host="http://127.0.0.1:8000")
    password = re.search(r'"password": "([^"]+)"', capsys.readouterr().out)[1]
    user = User.objects.get(email="demo@example.org")
    assert sign_in(browser, user, password)["Location"] == "/dashboard/"
    assert "Demo" in browser.get("/dashboard/", follow=True).content.decode()
    services.Organization.objects.update(is_default=False)


def test_a_code_signs_in_who_has_no_password(browser):
    user = account()
    answer = browser.post("/accounts/login/code/", {"email": user.email})
    browser.post(answer["Location"], {"code": code()})
    assert signed_in(browser)


def test_a_forgotten_password_is_replaced(browser):
    user = account()
    browser.post("/accounts/password/reset/", {"email": user.email})
    link = re.search(r"/accounts/password/reset/key/\S+", mail.outbox[-1].body)[0]
    form = browser.get(link)["Location"]
    browser.post(
        form, {"password1": "another long one", "password2": "another long one"}
    )
    assert sign_in(Client(), user).status_code == 200
    assert sign_in(Client(), user, "another long one").status_code == 302


def totp(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_the_second_factor_is_asked_for_and_recovery_codes_replace_it(browser):
    user = account()
    sign_in(browser, user)
    page = browser.get("/accounts/2fa/totp/activate/").content.decode()
    assert "data:image/svg+xml" in page
    secret = browser.session["mfa.totp.secret"]
    answer = browser.post("/accounts/2fa/totp/activate/", {"code": totp(secret)})
    assert answer.status_code == 302
    codes = browser.get("/accounts/2fa/recovery-codes/").content.decode()
    recovery = re.search(r'id="codes">(\S+)', codes)[1]
    for proof in (totp(secret), recovery):
        cache.clear()
        other = Client()
        assert sign_in(other, user)["Location"].startswith(
            "/accounts/2fa/authenticate/"
        )
        assert not signed_in(other)
        other.post("/accounts/2fa/authenticate/", {"code": proof})
        assert signed_in(other)


@pytest.mark.parametrize(
    "credential", ["", "nonsense", "{}", "[]", '{"id": "x", "rawId": "x"}', "7"]
)
def test_what_is_no_passkey_opens_and_adds_nothing(browser, credential):
    user = account()
    assert browser.get("/accounts/2fa/webauthn/login/").status_code == 302
    answer = browser.post("/accounts/2fa/webauthn/login/", {"credential": credential})
    assert answer.status_code in {200, 302}
    assert not signed_in(browser)
    sign_in(browser, user)
    browser.get("/accounts/2fa/webauthn/add/")
    answer = browser.post(
        "/accounts/2fa/webauthn/add/", {"credential": credential, "name": "x"}
    )
    assert answer.status_code == 200
    page = browser.get("/accounts/2fa/webauthn/").content.decode()
    assert "No passkeys yet" in page


def test_other_sessions_can_be_ended(browser):
    user = account()
    other = Client()
    sign_in(browser, user)
    sign_in(other, user)
    page = browser.get("/accounts/sessions/").content.decode()
    assert page.count("<tr>") == 3
    assert page.count("Unknown browser") == 2
    browser.post("/accounts/sessions/")
    assert signed_in(browser)
    assert not signed_in(other)


@pytest.mark.parametrize(
    "path",
    [
        "email/",
        "password/change/",
        "2fa/",
        "sessions/",
        "2fa/totp/activate/",
        "2fa/webauthn/",
        "2fa/webauthn/add/",
    ],
)
def test_the_pages_of_an_account_are_ours(browser, path):
    sign_in(browser, account())
    answer = browser.get(f"/accounts/{path}", follow=True)
    page = answer.content.decode()
    assert 'class="side"' in page
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["login/", "signup/", "password/reset/", "login/code/"]
)
def test_the_doors_are_ours(browser, path):
    page = browser.get(f"/accounts/{path}").content.decode()
    assert 'class="door"' in page
    assert "<style" not in page


def test_signing_out_ends_the_session(browser):
    sign_in(browser, account())
    browser.post("/accounts/logout/")
    assert not signed_in(browser)


def test_an_account_ends_with_what_was_its_alone(browser):
    user = account(name="Ada")
    sign_in(browser, user)
    browser.get("/dashboard/", follow=True)
    alone = Membership.objects.get(user=user).organization
    shared = services.create_organization(name="Shared", owner=account())
    Membership.objects.create(organization=shared, user=user, role=Role.MEMBER)
    page = browser.get("/dashboard/account/delete/").content.decode()
    assert alone.name in page.replace("&#x27;", "'")
    refused = browser.post("/dashboard/account/delete/", {"confirm": "someone else"})
    assert refused.status_code == 422
    email = user.email
    done = browser.post("/dashboard/account/delete/", {"confirm": email})
    assert done["Location"] == "/accounts/login/"
    user.refresh_from_db()
    assert (user.is_active, user.name) == (False, "")
    assert not User.objects.filter(email=email).exists()
    assert not Membership.objects.filter(user=user).exists()
    assert not services.Organization.objects.filter(pk=alone.pk).exists()
    assert services.Organization.objects.filter(pk=shared.pk).exists()
    assert not signed_in(browser)


def test_the_last_owner_of_others_stays(browser):
    user = account()
    organization = services.create_organization(name="Shared", owner=user)
    Membership.objects.create(organization=organization, user=account())
    sign_in(browser, user)
    assert "last owner" in browser.get("/dashboard/account/delete/").content.decode()
    answer = browser.post("/dashboard/account/delete/", {"confirm": user.email})
    assert answer.status_code == 422
    user.refresh_from_db()
    assert user.is_active
