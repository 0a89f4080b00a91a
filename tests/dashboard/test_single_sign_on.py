"""Signing in by OpenID Connect, against a provider that speaks the protocol."""

from __future__ import annotations

import uuid
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache
from django.test import Client

from mem0site import sign_in
from orgs.models import Membership, User
from tests.dashboard.conftest import address
from tests.dashboard.test_accounts import signed_in
from tests.oidc_server import CLIENT, CLIENT_SECRET, Provider, new_key, provider

__all__ = ["provider"]

START = "/accounts/oidc/sso/login/"


@pytest.fixture
def house(provider, settings, database) -> Provider:
    """The provider that this server trusts, with a person."""
    cache.clear()
    configuration = settings.CONFIGURATION.model_copy(
        update={
            "oidc_server_url": provider.url,
            "oidc_client_id": CLIENT,
            "oidc_client_secret": type(settings.CONFIGURATION.secret_key)(
                CLIENT_SECRET
            ),
            "oidc_name": "Acme",
        }
    )
    for name, value in sign_in.options(configuration).items():
        setattr(settings, name, value)
    provider.callback = f"http://testserver{START}callback/"
    provider.person = {
        "sub": uuid.uuid4().hex,
        "email": address(),
        "email_verified": True,
        "name": "Ada Lovelace",
    }
    return provider


def go(browser: Client, following: str = "") -> str:
    """From our button to the provider; where it sends the browser back to."""
    answer = browser.get(START, {"next": following} if following else {})
    assert answer.status_code == 302
    with httpx.Client() as web:
        back = web.get(answer["Location"])
    assert back.status_code == 302
    url = urlsplit(back.headers["Location"])
    return f"{url.path}?{url.query}"


def known(email: str, *, verified: bool = True) -> User:
    user = User.objects.create_user(email)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    return user


def test_the_button_stands_on_the_page(house):
    assert "Sign in with Acme" in Client().get("/accounts/login/").content.decode()


def test_somebody_new_has_an_account_and_a_project(house):
    browser = Client()
    answer = browser.get(go(browser))
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")
    assert signed_in(browser)
    browser.get("/dashboard/", follow=True)
    user = User.objects.get(email=house.person["email"])
    assert Membership.objects.get(user=user).organization.projects.count() == 1
    assert not user.has_usable_password()
    spoken = {"/.well-known/openid-configuration", "/authorize", "/token", "/keys"}
    assert spoken <= set(house.asked)


def test_who_comes_again_is_the_same_person_even_with_another_address(house):
    browser = Client()
    browser.get(go(browser))
    house.person["email"] = address()
    other = Client()
    other.get(go(other))
    assert browser.session["_auth_user_id"] == other.session["_auth_user_id"]


def test_a_verified_address_opens_the_account_that_has_it(house):
    user = known(house.person["email"])
    browser = Client()
    browser.get(go(browser, "/dashboard/account/"))
    assert browser.session["_auth_user_id"] == str(user.pk)


def test_an_address_that_the_provider_does_not_vouch_for_opens_nothing(house):
    known(house.person["email"])
    house.person["email_verified"] = False
    browser = Client()
    browser.get(go(browser))
    assert not signed_in(browser)


def test_one_goes_on_to_where_one_was_going_and_nowhere_else(house):
    known(house.person["email"])
    browser = Client()
    assert browser.get(go(browser, "/dashboard/account/"))["Location"] == (
        "/dashboard/account/"
    )
    browser = Client()
    assert browser.get(go(browser, "https://evil.example/"))["Location"] == (
        "/dashboard/"
    )


def refused(browser: Client, back: str) -> None:
    answer = browser.get(back)
    assert answer.status_code in {200, 302, 401}, answer.status_code
    assert not signed_in(browser)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"exp": 1},
        {"sub": "somebody else"},
    ],
    ids=lambda claims: next(iter(claims)),
)
def test_a_token_that_is_not_for_us_and_now_opens_nothing(house, claims):
    house.claims = claims
    browser = Client()
    refused(browser, go(browser))


def test_a_token_that_somebody_else_signed_opens_nothing(house):
    house.key = new_key()
    browser = Client()
    refused(browser, go(browser))


@pytest.mark.parametrize(("algorithm", "key"), [("HS256", "x" * 32), ("none", None)])
def test_a_token_without_a_signature_of_the_provider_opens_nothing(
    house, algorithm, key
):
    house.algorithm, house.key = algorithm, key
    browser = Client()
    refused(browser, go(browser))


def test_user_info_about_somebody_else_opens_nothing(house):
    house.told = {"sub": "somebody else"}
    browser = Client()
    refused(browser, go(browser))


def test_a_state_of_another_browser_opens_nothing(house):
    back = go(Client())
    refused(Client(), back)


def test_a_code_is_good_for_one_browser_only(house):
    """Its verifier is in the session of the browser that began."""
    stolen = parse_qs(urlsplit(go(Client())).query)["code"][0]
    browser = Client()
    state = parse_qs(urlsplit(go(browser)).query)["state"][0]
    refused(browser, f"{START}callback/?code={stolen}&state={state}")


@pytest.mark.parametrize("query", ["", "?error=access_denied", "?code=x&state=y"])
def test_nonsense_is_answered_by_a_page(house, query):
    browser = Client()
    refused(browser, f"{START}callback/{query}")


def test_there_is_no_such_page_without_a_provider(database):
    assert Client().get(START).status_code == 404
    assert Client().get(f"{START}callback/?code=x").status_code == 404
