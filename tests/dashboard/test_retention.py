"""Settings → Retention: a rule is looked at before it is saved."""

from __future__ import annotations

import datetime as dt
import re
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
    admin.send(url, 302, requests_days="7", events_days="")
    assert 'value="7"' in admin.see(admin.url("settings-retention"))
    admin.send(url, 302, requests_days="700")
    admin.send(url, 302, requests_days="")
    assert 'value="7"' not in admin.see(admin.url("settings-retention"))


def test_it_is_the_administrators_page(member, reader):
    for person in (member, reader):
        person.see(person.url("settings-retention"), 403)
        person.send(person.url("settings-retention-periods"), 403)
        assert "settings/retention" not in person.see(person.url("settings"))
