"""Settings → Retention: a rule is looked at before it is saved."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from html import unescape

from orgs.services import create_key
from tests.conftest import Api

LONG_AGO = int(dt.datetime(2020, 1, 2, tzinfo=dt.UTC).timestamp())
RULE = {"name": "Old chats", "days": "30", "measured_by": "created_at"}


def looked(person, **typed):
    """What the page answers to a preview, and what its button to save sends."""
    page = person.send(person.url("settings-retention"), 200, **typed).content.decode()
    seen = re.search(r'name="save" value="([^"]*)"', page)
    assert seen is not None
    return page, unescape(seen[1])


def test_a_rule_is_previewed_saved_and_removed(admin):
    api = Api(admin.project, create_key(admin.project)[1])
    api.remember("Ada likes tea.", timestamp=LONG_AGO)
    api.remember("Ada likes rye.")
    url = admin.url("settings-retention")
    empty = admin.see(url)
    assert "Everything is kept" in empty
    assert "null</textarea>" not in empty
    page, seen = looked(admin, **RULE)
    assert "null</textarea>" not in page
    assert "1 memory</strong> would be deleted" in page
    assert "Ada likes tea." in page
    assert "Ada likes rye." not in page
    admin.send(url, 302, **RULE, save=seen)
    assert "Old chats" in admin.see(url)
    (rule,) = api.get("/v1/retention/").json()["rules"]
    assert rule["days"] == 30
    admin.send(admin.url("settings-retention-remove"), 302, rule=rule["id"])
    assert api.get("/v1/retention/").json()["rules"] == []


def test_what_was_changed_after_the_look_is_looked_at_again(admin):
    _, seen = looked(admin, **RULE)
    page, _ = looked(admin, **{**RULE, "days": "3"}, save=seen)
    assert "would be deleted" in page
    assert "Everything is kept" in page


def test_a_rule_is_changed_after_a_look_and_switched_off_and_on(admin):
    api = Api(admin.project, create_key(admin.project)[1])
    api.remember("Ada likes tea.", timestamp=LONG_AGO)
    made = api.post(
        "/v1/retention/rules/", {"days": 9_000, "filters": {"user_id": "ada"}}
    )
    rule, url = made.json(), admin.url("settings-retention-rule", made.json()["id"])
    switch = admin.url("settings-retention-switch")
    admin.send(switch, rule=rule["id"], enabled="off")
    overview = admin.see(admin.url("settings-retention"))
    assert ">off</span>" in overview
    assert url in overview
    page = admin.see(url)
    assert 'value="9000"' in page
    assert "&quot;ada&quot;" in page
    assert "stays off" in page
    typed = {**RULE, "filters": "", **admin.seen(url)}
    page = admin.send(url, 200, **typed).content.decode()
    assert "1 memory</strong> would be deleted" in page
    found = re.search(r'name="save" value="([^"]*)"', page)
    assert found is not None
    seen = unescape(found[1])
    admin.send(switch, rule=rule["id"], enabled="on")  # somebody else, meanwhile
    assert admin.send(url, 200, **typed, save=seen), "it is looked at again"
    admin.send(switch, rule=rule["id"], enabled="off")
    page = admin.send(url, 200, **typed, save=seen).content.decode()
    found = re.search(r'name="save" value="([^"]*)"', page)
    assert found is not None
    admin.send(url, 302, **typed, save=unescape(found[1]))
    (now,) = api.get("/v1/retention/").json()["rules"]
    assert (now["days"], now["filters"], now["enabled"]) == (30, {}, False)
    admin.send(switch, rule=rule["id"], enabled="on")
    assert api.get("/v1/retention/").json()["rules"][0]["enabled"]


def test_a_rule_that_is_not_there_cannot_be_changed(admin, stranger):
    nobody = str(uuid.UUID(int=7))
    admin.see(admin.url("settings-retention-rule", nobody), 404)
    admin.send(admin.url("settings-retention-switch"), 404, rule=nobody, enabled="on")
    admin.send(admin.url("settings-retention-switch"), 302, rule="nonsense")
    api = Api(admin.project, create_key(admin.project)[1])
    rule = api.post("/v1/retention/rules/", {"days": 30}).json()
    stranger.see(stranger.url("settings-retention-rule", rule["id"]), 404)
    stranger.see(admin.url("settings-retention-rule", rule["id"]), 404)


def test_a_bad_rule_is_shown_again(admin):
    url = admin.url("settings-retention")
    for typed in (
        {"days": "0"},
        {"filters": "{"},
        {"filters": '{"colour": {"near": 1}}'},
    ):
        admin.send(url, 422, **{**RULE, **typed})


def test_periods_are_saved_and_given_back(admin):
    url = admin.url("settings-retention-periods")
    page = admin.url("settings-retention")
    admin.edit(url, 302, on=page, requests_days="7", events_days="")
    assert 'value="7"' in admin.see(page)
    admin.edit(url, 302, on=page, requests_days="700")
    admin.see(page)
    admin.edit(url, 302, on=page, requests_days="")
    assert 'value="7"' not in admin.see(page)


def test_it_is_the_administrators_page(member, reader):
    for person in (member, reader):
        person.see(person.url("settings-retention"), 403)
        for name in ("periods", "switch", "remove"):
            person.send(person.url(f"settings-retention-{name}"), 403)
        rule = person.url("settings-retention-rule", uuid.UUID(int=7))
        person.see(rule, 403)
        assert "settings/retention" not in person.see(person.url("settings"))
