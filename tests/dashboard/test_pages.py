"""What holds on every page: who gets in, how often the database is asked, what is sent."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver
from django.utils import timezone

from mem0site.dashboard.pages import OrganizationAction, OrganizationPage, Page
from orgs import services
from orgs.models import Role
from orgs.roles import allows
from tests.dashboard.conftest import BACKEND, Person, join

MOST_BYTES = 100_000
PROJECT = {"organization_id", "project_id"}


def patterns(resolver, names=frozenset()):
    for entry in resolver.url_patterns:
        inside = names | set(entry.pattern.converters)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, inside)
        elif isinstance(entry, URLPattern):
            yield entry, inside


def pages(wanted=frozenset(PROJECT)):
    """(name, view class) of the pages whose address has exactly these ids."""
    found = []
    for resolver in get_resolver().url_patterns:
        if getattr(resolver, "namespace", None) != "dashboard":
            continue
        for entry, names in patterns(resolver):
            view = getattr(entry.callback, "view_class", None)
            if view and issubclass(view, Page) and names == wanted:
                found.append((entry.name, view))
    return found


def every_page():
    """The names of the pages that there are, with whatever ids: no buttons, files,
    parts of pages, or addresses that only lead on."""
    ids = {frozenset(names) for _, names in patterns(get_resolver())}
    for name, view in (page for each in ids for page in pages(each)):
        is_part = name.endswith(("-file", "-arrived", "-progress"))
        is_shown = hasattr(view, "template_name") and not is_part
        if is_shown and not issubclass(view, OrganizationAction):
            yield name


OF_PROJECT = pages()
OF_ORGANIZATION = pages(frozenset({"organization_id"}))
PERSONAL = pages(frozenset())
SHOWN = [
    name
    for name, view in OF_PROJECT
    if not issubclass(view, OrganizationAction)
]  # fmt: skip


def weight(page: str) -> int:
    """Bytes of a page and of our own files that it asks for, as they lie on the disk."""
    named = set(re.findall(r'(?:href|src)="/static/(dashboard/[^"#]+)', page))
    assert ("dashboard/app.css" in named) == ("<html" in page)
    files = [finders.find(name) for name in named]
    assert all(files), named
    return len(page.encode()) + sum(Path(each).stat().st_size for each in files if each)


def test_the_pages_are_found():
    assert "settings" in SHOWN
    assert "members" in dict(OF_ORGANIZATION)
    assert "account" in dict(PERSONAL)


@pytest.fixture(scope="module")
def cast(database) -> dict[str, Person]:
    """One organization for all pages, with somebody in each role; and a stranger."""
    ours = services.create_organization(name="Initech", plan="free")
    others = services.create_organization(name="Umbrella")
    people = {role.value: join(ours, role) for role in Role}
    return {**people, "stranger": join(others, Role.OWNER)}


@pytest.fixture(scope="module")
def owner(cast) -> Person:
    return cast["OWNER"]


@pytest.fixture(scope="module")
def stranger(cast) -> Person:
    return cast["stranger"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_of_a_project_opens_with_few_queries(owner, name):
    answer = owner.browser.get(owner.url(name))
    if answer.status_code == 302:
        return
    page = owner.see(owner.url(name))
    assert weight(page) < MOST_BYTES
    assert "<script>" not in page
    assert " style=" not in page
    assert " onclick=" not in page


@pytest.mark.parametrize(
    ("name", "view"),
    [pair for pair in OF_ORGANIZATION if not issubclass(pair[1], OrganizationAction)],
)
def test_a_page_of_an_organization_opens_with_few_queries(owner, name, view):
    url = owner.of_organization(name)
    if owner.browser.get(url).status_code != 302:
        assert weight(owner.see(url)) < MOST_BYTES


@pytest.mark.parametrize("name", [name for name, _ in OF_PROJECT])
def test_what_is_not_ones_own_does_not_exist(owner, stranger, name):
    assert stranger.browser.get(owner.url(name)).status_code in {404, 405}
    assert stranger.browser.post(owner.url(name)).status_code == 404


@pytest.mark.parametrize("name", [name for name, _ in OF_PROJECT])
def test_a_project_is_not_found_under_another_organization(owner, stranger, name):
    ids = [owner.project.organization_id, stranger.project.pk]
    assert owner.browser.post(reverse(f"dashboard:{name}", args=ids)).status_code == 404


@pytest.mark.parametrize("name", [name for name, _ in OF_ORGANIZATION])
def test_an_organization_of_others_does_not_exist(owner, stranger, name):
    assert stranger.browser.post(owner.of_organization(name)).status_code == 404


@pytest.mark.parametrize("name", [name for name, _ in OF_PROJECT])
def test_strangers_sign_in_first(owner, name):
    answer = Client().post(owner.url(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/?next=")


@pytest.mark.parametrize(("name", "view"), [*OF_PROJECT, *OF_ORGANIZATION])
def test_the_table_of_roles_decides_over_every_form(organization, name, view):
    assert issubclass(view, OrganizationPage)
    for role in Role:
        person = join(organization, role)
        address = person.url if (name, view) in OF_PROJECT else person.of_organization
        answer = person.browser.post(address(name), {"name": ""})
        refused = not allows(role, view.changes or view.needs)
        assert (answer.status_code == 403) == refused, role


def test_the_policy_for_content_is_strict(owner):
    policy = owner.browser.get(owner.url("settings"))["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_name_is_never_a_script(owner):
    canary = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    owner.edit(owner.url("settings"), name=canary, description=canary)
    page = owner.see(owner.url("settings"))
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_a_form_without_its_token_is_refused(owner):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner.user, backend=BACKEND)
    answer = browser.post(owner.url("settings"), {"name": "Other"})
    assert answer.status_code == 403
    assert b"out of date" in answer.content


def test_what_was_typed_survives_the_end_of_the_session(owner):
    owner.browser.logout()
    answer = owner.send(
        owner.url("settings"), name="A new name", description="Long text", password="x"
    )
    assert answer["Location"].endswith(quote(owner.url("settings"), safe=""))
    owner.browser.force_login(owner.user, backend=BACKEND)
    page = owner.see(owner.url("settings"))
    assert "A new name" in page
    assert "Long text" in page
    owner.project.refresh_from_db()
    assert owner.project.name != "A new name"
    assert "A new name" not in owner.see(owner.url("settings"))


def test_the_theme_is_a_cookie_and_leads_nowhere_else(owner):
    answer = owner.send("/dashboard/theme/", theme="dark", next="/dashboard/account/")
    assert answer["Location"] == "/dashboard/account/"
    assert 'data-theme="dark"' in owner.see("/dashboard/account/")
    answer = owner.send("/dashboard/theme/", theme="", next="https://evil.example/")
    assert answer["Location"] == "/"
    assert "data-theme" not in owner.see("/dashboard/account/")


def test_an_unknown_address_is_answered_by_a_page(owner):
    page = owner.see("/dashboard/nowhere/", 404)
    assert "To the dashboard" in page


def test_a_suspended_organization_is_read_only(organization):
    owner = join(organization, Role.OWNER)
    organization.suspended_at = timezone.now()
    organization.save()
    assert "suspended" in owner.see(owner.url("settings"))
    owner.send(owner.url("settings"), 403, name="Other")
