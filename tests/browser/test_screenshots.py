"""Pictures of every page, light and dark, on a desktop and a phone: `make screenshots`
writes them to `screenshots/`, for people to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from tests.browser import people, scenes
from tests.dashboard.conftest import Person

FOLDER = Path(__file__).parent.parent.parent / "screenshots"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}
Visit = tuple[Person | None, dict[str, str]]


@pytest.fixture(scope="module")
def visits(site: str) -> list[Visit]:
    """Who looks at which pages: strangers, an owner, somebody with a second factor, the
    staff, and the owner of an empty project."""
    person = people.settled()
    doors = {
        f"door-{path.strip('/').replace('/', '-')}": f"/accounts/{path}"
        for path in people.DOORS
    }
    empty = Person(person.user, person.project.organization.projects.latest("id"))
    empty.browser = person.browser
    return [
        (None, doors | scenes.doors(person) | {"api": "/docs/api/"}),
        (person, dict(people.pages(person)) | {"problem": "/dashboard/nowhere/"}),
        (empty, {f"empty-{name}": path for name, path in people.of_project(empty)}),
        scenes.guarded(),
        scenes.staffed(person),
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_written(context: BrowserContext, visits, site: str, size, theme):
    FOLDER.mkdir(exist_ok=True)
    page = context.new_page()
    width, height = SIZES[size]
    page.set_default_timeout(60_000)
    page.set_viewport_size({"width": width, "height": height})
    page.emulate_media(color_scheme=theme)  # the administration's follows the system
    context.add_cookies([{"name": "theme", "value": theme, "url": site}])
    for person, found in visits:
        if person is not None:
            people.carry(context, person, site)
        for name, path in found.items():
            # the reference of the API is drawn by its script
            page.goto(path, wait_until="networkidle" if name == "api" else "load")
            page.screenshot(path=FOLDER / f"{name}-{theme}-{size}.png", full_page=True)
