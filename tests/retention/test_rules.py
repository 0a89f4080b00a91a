from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from memories import exports, recording, retention
from memories.behind import BEHIND
from orgs.audit.models import Entry
from orgs.custody import periods
from orgs.models import User
from orgs.services import create_key
from orgs.tenancy import tenant
from orgs.usage import rollup
from orgs.usage.recorder import RECORDER
from tests.conftest import Api, make_api
from tests.erasure.canary import ask
from tests.memories.worker import work
from webhooks import outbox

LONG_AGO = dt.datetime(2020, 1, 2, tzinfo=dt.UTC)
SEARCH = {"query": "tea", "filters": {"user_id": "alice"}}


def remember(api, *texts, **options):
    return api.remember(*texts, timestamp=int(LONG_AGO.timestamp()), **options)


def texts(api):
    rows = ask(api, "POST", "/v3/memories/", {"filters": {"user_id": "*"}})["results"]
    return sorted(row["memory"] for row in rows)


def rule(api, **asked):
    return ask(api, "POST", "/v1/retention/rules/", {"days": 30, **asked})


def applied(api):
    rows = Entry.objects.filter(in_project=api.project.pk, action="retention.applied")
    return [row.said()["count"] for row in rows.using("admin").order_by("id")]


def counts(api):
    """Searches in the request log, and their events."""
    with tenant(api.project):
        logged = api.project.api_requests.filter(verb="search").count()
        return logged, api.project.events.filter(event_type="SEARCH").count()


def test_a_rule_deletes_what_it_says_and_nothing_else(acme, umbrella):
    remember(acme, "I like tea.", metadata={"env": "test"})
    remember(acme, "I like rye.", metadata={"env": "live"})
    acme.remember("I like figs.", metadata={"env": "test"})
    remember(umbrella, "I like ale.", metadata={"env": "test"})
    asked = {"days": 30, "filters": {"metadata": {"env": "test"}}}
    seen = ask(acme, "POST", "/v1/retention/preview/", asked)
    assert (seen["count"], seen["held"]) == (1, 0)
    assert [each["memory"] for each in seen["results"]] == ["I like tea."]
    assert seen["oldest"] == seen["results"][0]["created_at"]
    made = rule(acme, filters=asked["filters"], name="Tests")
    assert retention.apply(acme.project) == seen["count"]
    assert texts(acme) == ["I like figs.", "I like rye."]
    assert texts(umbrella) == ["I like ale."]
    gone = acme.get(f"/v1/memories/{seen['results'][0]['id']}/history/").json()
    assert [each["event"] for each in gone] == ["ADD", "DELETE"]
    (kept,) = ask(acme, "GET", "/v1/retention/")["rules"]
    assert (kept["id"], kept["last_removed"]) == (made["id"], 1)


def test_a_rule_runs_once_a_day_and_is_one_entry_of_the_log(acme, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    remember(acme, "I like tea.", "I like rye.", "I like figs.")
    rule(acme)
    assert retention.apply_due() >= 3
    remember(acme, "I like ale.")
    assert retention.apply(acme.project) == 0
    assert (texts(acme), applied(acme)) == (["I like ale."], [3])


def test_a_rule_goes_by_the_time_it_names(acme):
    remember(acme, "I like tea.")
    rule(acme, measured_by="recorded_at")
    assert retention.apply(acme.project) == 0


def test_a_rule_that_is_changed_switched_off_or_gone_does_not_run(acme):
    remember(acme, "I like tea.")
    made = rule(acme, enabled=False)
    path = f"/v1/retention/rules/{made['id']}/"
    assert retention.apply(acme.project) == 0
    ask(acme, "PUT", path, {"days": 36_500})
    assert retention.apply(acme.project) == 0
    ask(acme, "PUT", path, {"days": 1})
    ask(acme, "DELETE", path)
    assert retention.apply(acme.project) == 0
    assert acme.put(path, {"days": 1}).status_code == 404
    assert texts(acme) == ["I like tea."]


def test_a_hold_wins(acme):
    remember(acme, "I like tea.")
    remember(acme, "I like rye.", user_id="bob")
    hold = {"entity_type": "user", "entity_id": "alice", "reason": "Case 17"}
    ask(acme, "POST", "/v1/holds/", hold)
    rule(acme)
    seen = ask(acme, "POST", "/v1/retention/preview/", {"days": 30})
    assert (seen["count"], seen["held"]) == (1, 1)
    assert retention.apply(acme.project) == 1
    assert texts(acme) == ["I like tea."]
    whole = ask(acme, "POST", "/v1/holds/", {"reason": "Audit"})
    assert ask(acme, "POST", "/v1/retention/preview/", {"days": 30})["count"] == 0
    ask(acme, "DELETE", f"/v1/holds/{whole['id']}/")


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"days": 0},
        {"days": 36_501},
        {"days": "soon"},
        {"days": 30, "measured_by": "valid_from"},
        {"days": 30, "filters": {"colour": {"near": "red"}}},
        {"days": 30, "filters": [1]},
        {"days": 30, "filters": {"metadata": {"a": "\u0000"}}},
        {"days": 30, "name": "\u0000"},
        {"days": 30, "name": "x" * 101},
        {"days": 30, "enabled": "perhaps"},
    ],
)
def test_a_bad_rule_is_refused(acme, asked):
    assert acme.post("/v1/retention/rules/", asked).status_code == 400
    assert ask(acme, "GET", "/v1/retention/")["rules"] == []


def test_there_are_only_so_many_rules(acme, monkeypatch):
    monkeypatch.setattr(retention, "MOST_RULES", 1)
    rule(acme)
    assert acme.post("/v1/retention/rules/", {"days": 1}).status_code == 400


def test_only_administrators_decide(acme):
    reader = User.objects.create_user(f"retention-{acme.project.pk}@example.org")
    acme.project.organization.memberships.create(user=reader, role="MEMBER")
    _, key = create_key(acme.project, created_by=reader)
    api = Api(acme.project, key)
    for path, body in (
        ("/v1/retention/rules/", {"days": 1}),
        ("/v1/retention/preview/", {"days": 1}),
        ("/v1/retention/", {"requests_days": 1}),
    ):
        assert api.post(path, body).status_code == 403
    assert api.get("/v1/retention/").status_code == 200


def test_the_erased_are_named_by_no_rule(acme):
    acme.remember("I like tea.")
    rule(acme, filters={"OR": [{"user_id": "alice"}]})
    kept = rule(acme, filters={"user_id": "bob"})
    ask(acme, "DELETE", "/v2/entities/user/alice/")
    assert [each["id"] for each in ask(acme, "GET", "/v1/retention/")["rules"]] == [
        kept["id"]
    ]


def test_a_project_keeps_its_log_and_events_as_long_as_it_chose(acme, umbrella):
    held, short = make_api("Held"), {"requests_days": 3, "events_days": 3}
    for api in (acme, held, umbrella):
        ask(api, "POST", "/v3/memories/search/", SEARCH)
    ask(acme, "POST", "/v1/retention/", short)
    ask(held, "POST", "/v1/retention/", short)
    ask(held, "POST", "/v1/holds/", {"reason": "Audit"})
    RECORDER.flush()
    BEHIND.flush()
    later = timezone.now() + dt.timedelta(days=5)
    rollup.purge(later)
    recording.purge(later)
    assert [counts(api) for api in (acme, held, umbrella)] == [(0, 0), (1, 1), (1, 1)]


def test_events_of_every_kind_go_when_they_are_over_and_no_job_needs_them(acme):
    said = {"messages": [{"role": "user", "content": "I like tea."}], "user_id": "ana"}
    done = ask(acme, "POST", "/v3/memories/add/", said)["event_id"]
    work(acme.project)
    (kept,) = acme.remember("I like rye.")
    waiting = ask(acme, "POST", "/v3/memories/add/", said)["event_id"]
    late = timezone.now() + dt.timedelta(days=5)
    recording.purge(late)
    assert acme.get(f"/v1/event/{done}/").status_code == 200
    ask(acme, "POST", "/v1/retention/", {"events_days": 3})
    numbers = ask(acme, "GET", "/v1/stats/")
    recording.purge(late)
    assert acme.get(f"/v1/event/{done}/").status_code == 404
    assert ask(acme, "GET", "/v1/stats/") == numbers
    assert ask(acme, "GET", f"/v1/memories/{kept['id']}/")["memory"] == "I like rye."
    work(acme.project)
    assert ask(acme, "GET", f"/v1/event/{waiting}/")["status"] == "SUCCEEDED"


def test_deliveries_and_exports_are_kept_as_long_as_the_project_chose(acme, umbrella):
    for api in (acme, umbrella):
        hook = {"name": "hook", "url": "https://hooks.example.com/x"}
        hook["event_types"] = ["memory_add"]
        ask(api, "POST", f"/api/v1/webhooks/projects/{api.project.pk}/", hook)
        api.remember("I like tea.")
        with tenant(api.project):
            api.project.exports.create(filters_digest=b"", completed_at=LONG_AGO)
    ask(acme, "POST", "/v1/retention/", {"deliveries_days": 3, "exports_days": 3})
    outbox.purge(timezone.now() + dt.timedelta(days=5))
    exports.purge()
    for api, left in ((acme, 0), (umbrella, 1)):
        with tenant(api.project):
            assert api.project.webhook_deliveries.count() == left
            assert api.project.exports.count() == left


def test_periods_are_checked(acme):
    for asked in ({}, {"events_days": 0}, {"events_days": 366}, {"exports_days": "x"}):
        assert acme.post("/v1/retention/", asked).status_code == 400
    ask(acme, "POST", "/v1/retention/", {"exports_days": 2})
    assert acme.project.pk in periods.exceptions("exports").own
    ask(acme, "POST", "/v1/retention/", {"exports_days": None})
    assert acme.project.pk not in periods.exceptions("exports").own
