"""Pictures of every page, light and dark, on a desktop and a phone: `make screenshots`
writes them to `screenshots/`, for people to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import people
from tests.dashboard.conftest import Person

FOLDER = Path(__file__).parent.parent.parent / "screenshots"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="module")
def person(site: str) -> Person:
    return people.settled()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_written(page: Page, person: Person, site: str, size, theme):
    FOLDER.mkdir(exist_ok=True)
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    page.context.add_cookies([{"name": "theme", "value": theme, "url": site}])
    doors = [
        (f"door-{p.strip('/').replace('/', '-')}", f"/accounts/{p}")
        for p in people.DOORS
    ]
    for name, path in doors:
        page.goto(path)
        page.screenshot(path=FOLDER / f"{name}-{theme}-{size}.png", full_page=True)
    people.carry(page.context, person, site)
    for name, path in people.pages(person):
        people.visit(page, path)
        page.screenshot(path=FOLDER / f"{name}-{theme}-{size}.png", full_page=True)
    assert len(list(FOLDER.glob(f"*-{theme}-{size}.png"))) > 20
