"""What was typed beside a button is there again; a mere click leaves nothing behind."""

from __future__ import annotations

import pytest

from tests.dashboard.conftest import BACKEND, Person
from tests.dashboard.test_memories import stored


def signed_out(person: Person, url: str, **typed) -> str:
    """The page after a form was sent too late and its writer has signed in again."""
    person.browser.logout()
    answer = person.send(url, **typed)
    assert answer["Location"].startswith("/accounts/login/?next=")
    person.browser.force_login(person.user, backend=BACKEND)
    return url


def test_the_source_and_the_user_of_an_import_are_there_again(owner):
    typed = {"source": "zep", "user_id": "kim-of-zep"}
    signed_out(owner, owner.url("transfers-import"), **typed)
    page = owner.see(owner.url("transfers"))
    assert "kim-of-zep" in page
    assert 'value="zep" selected' in page
    assert "kim-of-zep" not in owner.see(owner.url("transfers")), "once"
    owner.send(owner.url("transfers-import"), **typed)  # without a file
    page = owner.see(owner.url("transfers"))
    assert "required" in page
    assert "kim-of-zep" in page


def test_periods_that_were_refused_are_there_again(admin):
    url = admin.url("settings-retention-periods")
    admin.send(url, requests_days="700", events_days="9")
    page = admin.see(admin.url("settings-retention"))
    assert 'value="700"' in page
    signed_out(admin, url, requests_days="77")
    assert 'value="77"' in admin.see(admin.url("settings-retention"))


@pytest.mark.parametrize("button", ["feedback", "delete"])
def test_a_click_that_came_too_late_leaves_the_form_of_the_page_alone(owner, button):
    (key,) = stored(owner, "Likes olives.")
    url = owner.url(f"memories-{button}", key)
    signed_out(owner, url, feedback="NEGATIVE")
    page = owner.see(owner.url("memories-memory", key), most=24)
    assert "You were signed out" not in page
    assert ">\nLikes olives.</textarea>" in page
    assert "field is required" not in page
