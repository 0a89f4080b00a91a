"""What a person does first, in a real browser; and that nobody is kept out."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import resolve
from playwright.sync_api import Page, expect

from orgs.models import User
from tests.browser import axe, people, scenes
from tests.conftest import Api
from tests.dashboard.conftest import Person, address
from tests.dashboard.test_pages import MOST_BYTES, every_page, weight


@pytest.fixture(scope="module")
def person(site: str) -> Person:
    return people.settled()


def test_from_signing_up_to_a_first_memory(page: Page):
    cache.clear()
    email = address()
    page.goto("/")
    page.get_by_role("link", name="Sign up").click()
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(people.PASSWORD)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_text("We have sent a code")).to_be_visible()
    codes = re.findall(
        r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.M
    )
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Confirm").click()

    expect(page.get_by_role("heading", name="Get started")).to_be_visible()
    key = page.locator("#first-key").inner_text()
    assert key in page.locator("#python").inner_text()
    page.get_by_text("curl", exact=True).click()
    expect(page.locator("#curl")).to_contain_text(key)
    expect(page.get_by_text("Waiting for your first memory")).to_be_visible()
    project = User.objects.get(email=email).organizations.get().projects.get()
    Api(project, key).remember("I live in Porto.")
    expect(page.get_by_text("The first memory is here.")).to_be_visible()
    expect(page.locator("#arrived")).to_contain_text("I live in Porto.")


def test_a_key_is_made_and_revoked(page: Page, person: Person, site: str):
    people.carry(page.context, person, site)
    page.goto(person.url("keys"))
    page.get_by_role("link", name="Create key").click()
    page.get_by_label("Name").fill("laptop")
    page.get_by_role("button", name="Create key").click()
    text = page.locator("#new-key").inner_text()
    api = Api(person.project, text)
    assert api.get("/v1/ping/").status_code == 200
    row = page.get_by_role("row", name="laptop")
    row.get_by_role("button", name="Revoke").click()
    dialog = page.get_by_role("dialog", name="Revoke this key?")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Revoke").click()
    expect(page.get_by_text("The key is revoked.")).to_be_visible()
    assert api.get("/v1/ping/").status_code == 401
    page.reload()
    expect(page.locator("#new-key")).to_have_count(0)


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_the_theme_is_chosen_and_kept(page: Page, person: Person, site: str):
    people.carry(page.context, person, site)
    page.goto(person.url("settings"))
    light = background(page)
    page.get_by_label("Your account").click()
    page.get_by_label("Dark theme").click()
    page.wait_for_load_state()
    assert background(page) != light
    page.goto(person.url("keys"))
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.get_by_label("Your account").click()
    page.get_by_label("Theme of the system").click()
    page.wait_for_load_state()
    assert background(page) == light


def test_a_phone_shows_every_page_and_the_menu(page: Page, person: Person, site: str):
    people.carry(page.context, person, site)
    page.set_viewport_size({"width": 360, "height": 740})
    for name, path in people.pages(person):
        people.visit(page, path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= 360, f"{name} is {wide} pixels wide"
    page.goto(person.url("settings"))
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("link", name="API keys").click()
    expect(page.get_by_role("heading", name="API keys")).to_be_visible()


def test_a_page_works_without_a_script(chromium, person: Person, site: str):
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    people.carry(context, person, site)
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(person.url("settings"))
    page.get_by_label("Description").fill("Answers customers.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.goto(person.url("keys"))
    page.get_by_role("row", name="analytics").get_by_role(
        "button", name="Rotate"
    ).click()
    expect(page.get_by_role("dialog", name="Rotate analytics")).to_be_visible()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_page_keeps_anybody_out(page: Page, person: Person, site: str, theme: str):
    found: list[str] = []
    rules = () if theme == "light" else ("color-contrast",)  # the rest is the same
    page.context.add_cookies([{"name": "theme", "value": theme, "url": site}])
    doors = {path: f"/accounts/{path}" for path in people.DOORS}
    for name, path in (doors | scenes.doors(person)).items():
        page.goto(path)
        found += [f"{name} {each}" for each in axe.violations(page, *rules)]
    people.carry(page.context, person, site)
    for name, path in people.pages(person):
        people.visit(page, path)
        found += [f"{name} {each}" for each in axe.violations(page, *rules)]
        assert weight(page.content()) < MOST_BYTES, name
    assert found == [], "\n".join(found)


def test_every_page_there_is_is_walked(person: Person):
    walked = (resolve(urlsplit(path).path) for _, path in people.pages(person))
    missing = set(every_page()) - {each.url_name for each in walked}
    assert missing == set(), "give tests/browser/people.py something to show there"


def test_the_administration_keeps_nobody_out(page: Page, person: Person, site: str):
    staff, found = scenes.staffed(person)
    people.carry(page.context, staff, site)
    said: list[str] = []
    for name, path in found.items():
        page.goto(path)
        said += [f"{name} {each}" for each in axe.violations(page)]
    assert said == [], "\n".join(said)


def test_our_own_files_are_small(page: Page, person: Person, site: str):
    people.carry(page.context, person, site)
    sizes: dict[str, int] = {}
    page.on(
        "response",
        lambda response: (
            sizes.update({response.url: len(response.body())}) if response.ok else None
        ),
    )
    page.goto(person.url("start"))
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(site) for url in sizes)
    ours = {url: size for url, size in sizes.items() if "htmx" not in url}
    assert sum(ours.values()) < 100_000, ours
