"""Settings → Legal holds: placed, seen where they matter, lifted."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from orgs import audit
from orgs.custody import holds
from orgs.custody.models import Hold
from orgs.services import create_key
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.dashboard.test_memories import stored

ALICE = {"entity_type": "user", "entity_id": "alice", "reason": "Case 17"}


def test_a_hold_keeps_somebody_until_it_is_lifted(admin, reader):
    (key,) = stored(admin, "Likes olives.")
    url = admin.url("settings-holds")
    assert "Nothing is held" in admin.see(url)
    admin.send(url, **ALICE)
    page = admin.see(url)
    assert "Case 17" in page
    assert admin.user.email in page
    assert admin.url("entities-entity", "user", "alice") in page
    answer = admin.send(admin.url("memories-delete", key))
    assert "The user alice is under legal hold" in admin.see(answer["Location"])
    somebody = admin.see(admin.url("entities-entity", "user", "alice"), most=20)
    assert "Nothing about them can be deleted" in somebody
    assert admin.url("entities-erase", "user", "alice") not in somebody

    assert "Case 17" in reader.see(url), "who is refused may read why"
    admin.send(url, **{**ALICE, "entity_id": "nobody-yet"})
    page = admin.see(url)
    assert "nobody-yet" in page
    assert admin.url("entities-entity", "user", "nobody-yet") not in page
    for hold in holds.active(admin.project.pk):
        admin.send(admin.url("settings-holds-lift"), hold=hold.pk)
    page = admin.see(url)
    assert "Nothing is held" in page
    assert f"lifted by {admin.user.email}" in page
    admin.send(admin.url("memories-delete", key))
    with tenant(admin.project):
        assert not admin.project.memories.exists()


def test_the_whole_project_is_held_by_a_key_and_lifted_by_a_person(admin):
    api = Api(admin.project, create_key(admin.project)[1])
    hold = api.post("/v1/holds/", {"reason": "Audit of 2026"}).json()
    page = admin.see(admin.url("settings-holds"))
    assert "The whole project" in page
    assert hold["set_by"] in page
    stored(admin, "Likes olives.")
    assert "with the whole project" in admin.see(
        admin.url("entities-entity", "user", "alice"), most=20
    )
    admin.send(admin.url("settings-holds-lift"), hold=hold["id"])
    (told,) = api.get("/v1/holds/").json()["results"]
    assert told["lifted_by"] == f"person {admin.user.pk}"
    log = admin.see(admin.url("audit"))
    assert log.count("legal hold") >= 2, audit.Act.LEGAL_HOLD_LIFTED


def test_an_entity_is_held_from_its_page(admin):
    stored(admin, "Likes olives.", user="x/ä&b")
    page = admin.see(admin.url("entities-entity", "user", "x/ä&b"), most=20)
    link = re.search(r'href="([^"]*settings/holds/[^"]*)"', page)
    assert link is not None
    form = admin.see(link[1].replace("&amp;", "&"))
    assert 'value="x/ä&amp;b"' in form
    assert re.search(r'value="user"\s+selected', form)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": ""}, "required"),
        ({"reason": " \n"}, "required"),
        ({"entity_id": ""}, "Whose?"),
        ({"entity_type": ""}, "needs no id"),
        ({"entity_type": "planet"}, "valid choice"),
        ({"entity_id": "*"}, "hold the whole project"),
        ({"reason": "x" * 1001}, "1000"),
    ],
)
def test_a_hold_that_says_too_little_is_shown_again(admin, typed, said):
    answer = admin.send(admin.url("settings-holds"), 422, **{**ALICE, **typed})
    assert said in answer.content.decode()
    assert holds.active(admin.project.pk) == []


def test_only_administrators_place_and_lift(admin, member, reader, stranger):
    admin.send(admin.url("settings-holds"), **ALICE)
    (hold,) = holds.active(admin.project.pk)
    for person in (member, reader):
        page = person.see(person.url("settings-holds"))
        assert "A new hold" not in page
        assert "lift-" not in page
        person.send(person.url("settings-holds"), 403, **ALICE)
        person.send(person.url("settings-holds-lift"), 403, hold=hold.pk)
    stranger.send(stranger.url("settings-holds-lift"), 404, hold=hold.pk)
    admin.send(admin.url("settings-holds-lift"), hold="nonsense")
    assert len(holds.active(admin.project.pk)) == 1


def test_lifted_holds_are_a_page_away(admin):
    url = admin.url("settings-holds")
    now = timezone.now()
    with tenant(admin.project):
        admin.project.holds.bulk_create(
            Hold(project=admin.project, reason=f"Case {n:02}", lifted_at=now)
            for n in range(52)
        )
    page = admin.see(url)
    assert "Case 51" in page
    assert "Case 01" not in page
    link = page.split('rel="next" href="')[1].split('"')[0]
    assert "Case 01" in admin.see(url + link)
    assert "Case 51" in admin.see(url + "?before=nonsense")


def test_a_reason_is_never_a_script_and_survives_the_end_of_the_session(admin):
    url = admin.url("settings-holds")
    canary = "<script>alert(1)</script>"
    admin.browser.logout()
    admin.send(url, **{**ALICE, "reason": canary})
    admin.browser.force_login(
        admin.user, backend="django.contrib.auth.backends.ModelBackend"
    )
    page = admin.see(url)
    assert "&lt;script&gt;alert(1)" in page
    assert holds.active(admin.project.pk) == []
    admin.send(url, **{**ALICE, "reason": canary})
    assert canary not in admin.see(url)
