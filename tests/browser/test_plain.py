"""The list of memories without a script: boxes, dialogs and forms are the browser's."""

from __future__ import annotations

from collections.abc import Iterator

import orjson
import pytest
from playwright.sync_api import Browser, Page, expect

from orgs import services as orgs
from orgs.models import Role
from tests.browser import people
from tests.conftest import Api
from tests.dashboard.conftest import Person, join
from tests.memories.worker import work

QUERY = "?q=Which+instrument%3F+cello"


@pytest.fixture
def person(site: str) -> Person:
    made = join(orgs.create_organization(name="Acme Robotics"), Role.OWNER)
    _, key = orgs.create_key(made.project)
    api = Api(made.project, key)
    api.remember("Ana plays the cello.", "Ana has a red bicycle.", user_id="ana")
    return made


@pytest.fixture
def plain(chromium: Browser, person: Person, site: str) -> Iterator[Page]:
    """A page whose scripts are off."""
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    people.carry(context, person, site)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def tick(page: Page, text: str) -> None:
    page.get_by_role("checkbox", name=f"Select {text}").check()


def test_what_is_ticked_is_exported_sorted_and_deleted(plain: Page, person: Person):
    plain.goto(person.url("memories"))
    tick(plain, "Ana plays the cello.")
    plain.get_by_role("button", name="Export …").click()
    dialog = plain.get_by_role("dialog", name="Export memories")
    with plain.expect_download() as loaded:
        dialog.get_by_role("button", name="Export selected").click()
    (line,) = loaded.value.path().read_text().splitlines()
    assert orjson.loads(line)["memory"] == "Ana plays the cello."

    plain.goto(person.url("memories") + QUERY)
    tick(plain, "Ana plays the cello.")
    plain.get_by_role("button", name="Categorize selected").click()
    expect(plain.get_by_text("Waiting for a worker")).to_be_visible()
    work(person.project)
    plain.reload()
    expect(plain.get_by_text("1, of which")).to_be_visible()

    plain.goto(person.url("memories") + QUERY)
    tick(plain, "Ana plays the cello.")
    plain.get_by_role("button", name="Delete selected").click()
    dialog = plain.get_by_role("dialog", name="Delete the selected memories?")
    dialog.get_by_role("button", name="Delete").click()
    expect(plain.get_by_text("1 memory was deleted.")).to_be_visible()
    assert plain.url.endswith(person.url("memories") + QUERY)
    expect(plain.get_by_role("link", name="Ana has a red bicycle.")).to_be_visible()
    expect(plain.get_by_role("link", name="Ana plays the cello.")).to_have_count(0)
