"""The way to the first memory: a key, code with it, a live word, a sample."""

from __future__ import annotations

import pytest
from django.conf import settings

from mem0site.dashboard import sample
from orgs import services
from orgs.models import User
from tests.conftest import Api
from tests.dashboard.conftest import BACKEND, Person, address
from tests.dashboard.test_keys import shown
from tests.memories.worker import work


@pytest.fixture
def newcomer(database) -> Person:
    """Somebody who has just signed up."""
    user = User.objects.create_user(address())
    person = Person(user, None)  # type: ignore[arg-type]  # there is none yet
    person.browser.force_login(user, backend=BACKEND)
    return person


def begin(person: Person) -> str:
    page = person.browser.get("/dashboard/", follow=True)
    assert page.redirect_chain[-1][0].endswith("/start/")
    person.project = user_project(person.user)
    return page.content.decode()


def user_project(user: User):
    return user.organizations.get().projects.get()


def test_the_first_page_has_a_key_that_works_in_code_that_works(newcomer):
    page = begin(newcomer)
    (key,) = set(shown(page))
    assert page.count(key) == 5  # itself, Python, TypeScript, and curl twice
    assert settings.PUBLIC_URL in page
    assert Api(newcomer.project, key).get("/v1/ping/").status_code == 200


def test_the_key_stays_until_it_is_copied(newcomer):
    (key,) = set(shown(begin(newcomer)))
    assert key in newcomer.see(newcomer.url("start"))
    newcomer.send(newcomer.url("start-hide"))
    assert key not in newcomer.see(newcomer.url("start"))


def test_it_turns_green_when_the_first_memory_is_there(newcomer):
    (key,) = set(shown(begin(newcomer)))
    waiting = newcomer.browser.get(newcomer.url("start-arrived"))
    assert waiting.status_code == 200
    assert "Waiting" in waiting.content.decode()
    Api(newcomer.project, key).remember("I live in Porto.")
    arrived = newcomer.browser.get(newcomer.url("start-arrived"))
    assert arrived.status_code == 286  # htmx stops asking
    assert "I live in Porto." in arrived.content.decode()
    assert "I live in Porto." in newcomer.see(newcomer.url("start"))


def test_the_sample_comes_and_goes_with_a_click(member):
    member.send(member.url("start-sample"))
    with services.tenant(member.project):
        assert member.project.events.filter(status="PENDING").exists()
    work(member.project)
    page = member.see(member.url("start"))
    assert "Remove the sample" in page
    api = Api(member.project, services.create_key(member.project)[1])
    texts = str(api.get(f"/v1/memories/?user_id={sample.USER}").json())
    assert "peanuts" in texts
    member.send(member.url("start-clean"))
    assert api.get(f"/v1/memories/?user_id={sample.USER}").json() == []
    assert "Load a sample" in member.see(member.url("start"))
    member.send(member.url("start-clean"))


def test_a_reader_is_shown_the_way_and_no_buttons(reader):
    page = reader.see(reader.url("start"))
    assert "pip install mem0ai" in page
    assert "Create a key" not in page
    assert "Load a sample" not in page


def test_a_project_without_a_key_offers_one(member):
    assert "Create a key" in member.see(member.url("start"))
    member.send(member.url("start-key"))
    assert len(set(shown(member.see(member.url("start"))))) == 1
