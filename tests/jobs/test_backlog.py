"""More than a project's workers get done is refused, instead of waiting for ever."""

from __future__ import annotations

from memories import jobs
from orgs.tenancy import tenant
from tests.jobs.conftest import add, event


def test_a_project_with_too_much_waiting_is_refused_until_some_is_done(
    acme, umbrella, broker, monkeypatch
):
    monkeypatch.setattr(jobs, "BACKLOG", 3)
    accepted = [add(acme, f"I own {n} red bicycles.") for n in range(2, 5)]
    said = [{"role": "user", "content": "I own 9 red bicycles."}]
    body = {"messages": said, "user_id": "alice"}
    refused = acme.post("/v3/memories/add/", body)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) == 30
    assert refused.json()["code"] == "rate_limited"
    with tenant(acme.project):
        assert acme.project.events.count() == len(accepted), "nothing half is left"
    add(umbrella, "I live in Porto.")
    broker.work()
    assert {event(acme, each)["status"] for each in accepted} == {"SUCCEEDED"}
    add(acme, "I own 9 red bicycles.")
