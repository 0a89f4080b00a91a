"""Passkeys, with an authenticator that the browser itself plays."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from tests.browser import people
from tests.dashboard.test_accounts import account

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium: Browser, site: str) -> Iterator[Page]:
    """A page on a device with a fingerprint reader; passkeys need a name, not a number."""
    cache.clear()
    context = chromium.new_context(base_url=site.replace("127.0.0.1", "localhost"))
    context.set_default_timeout(10_000)
    page = context.new_page()
    device = context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    yield page
    context.close()


def sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def add_passkey(page: Page, *, alone: bool) -> None:
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Sign in with it alone").set_checked(alone)
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("row", name="Laptop")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_label("Your account").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


def test_a_passkey_signs_in_alone(page: Page):
    user = account()
    sign_in(page, user.email)
    add_passkey(page, alone=True)
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_label("Your account")).to_be_visible()
    page.goto("/dashboard/account/")
    expect(page.get_by_text(user.email).first).to_be_visible()


def test_a_passkey_is_a_second_factor(page: Page):
    user = account()
    sign_in(page, user.email)
    add_passkey(page, alone=False)
    sign_out(page)
    sign_in(page, user.email)
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_label("Your account")).to_be_visible()


def test_a_device_without_a_passkey_is_told_so(page: Page):
    page.goto("/accounts/login/")
    page.evaluate(
        "() => { navigator.credentials.get = async () => {"
        " throw new DOMException('no', 'NotAllowedError'); }; }"
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The device said no")
