"""What a consolidation folds, closes and writes down, and that all of it can be undone."""

from __future__ import annotations

from typing import Any

import pytest

from memories import consolidations
from orgs import services as orgs
from orgs.tenancy import tenant
from tests.conftest import Api
from tests.memories.worker import work
from tests.openai_server import answer, openai_server

__all__ = ["openai_server"]

LIST = "/v3/memories/?page=1&page_size=200"
DAY = 86_400
START = 1_770_000_000


def listed(api: Api, user: str = "alice", **options) -> dict[str, dict[str, Any]]:
    """Text → memory, the merged ones too."""
    body = {"filters": {"user_id": user}, "include_merged": True, **options}
    found = api.post(LIST, body).json()["results"]
    return {memory["memory"]: memory for memory in found}


def consolidated(api: Api, **asked) -> dict[str, Any]:
    """A run, carried out."""
    answer = api.post("/v1/consolidations/", asked)
    assert answer.status_code == 202, answer.content
    work(api.project)
    found = api.get(f"/v1/consolidations/{answer.json()['id']}/").json()
    assert found["status"] == "SUCCEEDED", found
    return found


def say(api: Api, text: str, day: int = 0, **options) -> None:
    """A statement, extracted at once."""
    body = {
        "messages": [{"role": "user", "content": text}],
        "user_id": "alice",
        "timestamp": START + day * DAY,
        "async_mode": False,
        **options,
    }
    assert api.post("/v1/memories/", body).status_code == 200


SAME = ("Alice plays chess on Sundays.", "Alice plays the chess on Sundays")


def test_memories_that_state_the_same_are_folded_into_one(acme):
    acme.remember(SAME[0], timestamp=START)
    acme.remember(SAME[1], "Alice plays chess on Mondays.", timestamp=START + DAY)
    run = consolidated(acme)
    assert (run["merged"], run["superseded"], run["synthesized"]) == (1, 0, 0)
    memories = listed(acme)
    folded = [m for m in memories.values() if m["lifecycle_state"] == "merged"]
    (kept,) = (m for t, m in memories.items() if t in SAME and m not in folded)
    assert [m["replaced_by"] for m in folded] == [kept["id"]]
    assert kept["confirmations"] == 1
    assert memories["Alice plays chess on Mondays."]["lifecycle_state"] == "active"
    assert len(listed(acme, include_merged=False)) == 2


def test_a_change_says_what_stays_what_goes_and_why(acme):
    acme.remember(*SAME)
    run = consolidated(acme, user_id="alice")
    (change,) = run["changes"]["results"]
    assert change["kind"] == "merge"
    assert {change["memory"], change["others"][0]["memory"]} == set(SAME)
    assert change["reason"] == "2 memories state the same"
    history = acme.get(f"/v1/memories/{change['others'][0]['id']}/history/").json()
    assert history[-1]["change"] == "MERGE"


def test_an_older_value_that_an_import_left_standing_is_closed(acme):
    say(acme, "I live in Porto.", day=0)
    say(acme, "I live in Lisbon.", day=9)
    memories = listed(acme)
    with tenant(acme.project):  # as an import leaves them: nothing was compared
        acme.project.memories.update(state="active", replaced_by=None, valid_to=None)
    assert consolidated(acme)["superseded"] == 1
    after = listed(acme)
    (old,) = (m for m in after.values() if m["lifecycle_state"] == "superseded")
    (new,) = (m for m in after.values() if m["lifecycle_state"] == "active")
    assert "Porto" in old["memory"]
    assert old["replaced_by"] == new["id"]
    assert memories.keys() == after.keys()


def test_a_dry_run_shows_and_changes_nothing(acme):
    acme.remember(*SAME)
    before = listed(acme)
    run = consolidated(acme, dry_run=True)
    assert (run["merged"], run["changes"]["count"]) == (1, 1)
    assert listed(acme) == before


def test_two_people_are_never_mixed(acme):
    acme.remember(SAME[0])
    acme.remember(SAME[1], user_id="bob")
    acme.remember(SAME[1], agent_id="coach")
    assert consolidated(acme)["merged"] == 0


def test_an_immutable_memory_stays_as_it_is(acme):
    acme.remember(SAME[0], immutable=True)
    acme.remember(SAME[1], immutable=True)
    assert consolidated(acme)["merged"] == 0


@pytest.fixture
def hiker(acme: Api) -> Api:
    for day in range(22):
        topic = "hiking" if day % 3 == 0 else f"errand number {day}"
        acme.remember(
            f"Alice went out for {topic} near village {day}.",
            timestamp=START + day * DAY,
        )
    return acme


def test_a_topic_that_recurs_becomes_a_pattern_with_its_evidence(hiker):
    run = consolidated(hiker, patterns=True)
    patterns = [m for m in listed(hiker).values() if m["synthesized"]]
    assert run["synthesized"] == len(patterns) > 0
    (found,) = (m for m in patterns if "hiking" in m["memory"])
    (change,) = (c for c in run["changes"]["results"] if c["memory_id"] == found["id"])
    assert change["kind"] == "pattern"
    assert all("hiking" in other["memory"] for other in change["others"])
    assert len(change["others"]) == 8
    hits = hiker.post(
        "/v3/memories/search/",
        {
            "query": "What does Alice keep coming back to?",
            "filters": {"user_id": "alice"},
        },
    ).json()["results"]
    assert found["id"] in {hit["id"] for hit in hits}


def test_a_model_names_the_patterns_and_is_held_to_its_evidence(hiker, openai_server):
    orgs.configure_llm(
        hiker.project, model="gpt-5-mini", base_url=openai_server.url, api_key="sk-x"
    )
    shown = {"text": "Alice hikes whenever she can.", "key": "hiking"}
    openai_server.reply(
        answer(
            {
                "patterns": [
                    {**shown, "memories": [0, 3, 6, 9, 999]},
                    {"text": "Alice is rich.", "key": "money", "memories": [1]},
                ]
            }
        )
    )
    assert consolidated(hiker, patterns=True)["synthesized"] == 1
    (found,) = (m for m in listed(hiker).values() if m["synthesized"])
    assert found["memory"] == shown["text"]


def test_a_run_that_was_interrupted_goes_on_with_who_is_left(acme):
    for user in ("ann", "bob"):
        acme.remember(*SAME, user_id=user)
    key = acme.post("/v1/consolidations/", {}).json()["id"]
    with tenant(acme.project):
        acme.project.consolidations.update(owners_done=1)
    work(acme.project)
    assert acme.get(f"/v1/consolidations/{key}/").json()["merged"] == 1
    states = [m["lifecycle_state"] for m in listed(acme, "ann").values()]
    assert states == ["active", "active"]


def test_a_second_run_writes_no_pattern_twice(hiker):
    first = consolidated(hiker, patterns=True)
    assert first["synthesized"] > 0
    assert consolidated(hiker, patterns=True)["synthesized"] == 0


def test_more_evidence_replaces_a_pattern(hiker):
    consolidated(hiker, patterns=True)
    hiker.remember("Alice loves hiking with Tom.", timestamp=START + 40 * DAY)
    consolidated(hiker, patterns=True)
    told = [
        m
        for m in listed(hiker).values()
        if m["synthesized"] and "hiking" in m["memory"]
    ]
    states = sorted(m["lifecycle_state"] for m in told)
    assert states == ["active", "superseded"]


def test_patterns_are_off_by_default(hiker):
    assert consolidated(hiker)["synthesized"] == 0


def test_a_run_is_undone_as_a_whole(hiker):
    hiker.remember(*SAME, timestamp=START)
    before = {
        m["id"]: (m["lifecycle_state"], m["confirmations"])
        for m in listed(hiker).values()
    }
    run = consolidated(hiker, patterns=True)
    assert run["merged"]
    assert run["synthesized"]
    answer = hiker.post(f"/v1/consolidations/{run['id']}/undo/", None).json()
    assert (answer["status"], answer["kept_when_undone"]) == ("UNDONE", 0)
    after = {
        m["id"]: (m["lifecycle_state"], m["confirmations"])
        for m in listed(hiker).values()
    }
    assert after == before
    again = hiker.post(f"/v1/consolidations/{run['id']}/undo/", None)
    assert again.status_code == 409


def test_what_changed_since_a_run_is_left_alone_and_counted(acme):
    acme.remember(*SAME)
    run = consolidated(acme)
    (change,) = run["changes"]["results"]
    acme.delete(f"/v1/memories/{change['others'][0]['id']}/")
    answer = acme.post(f"/v1/consolidations/{run['id']}/undo/", None).json()
    assert answer["kept_when_undone"] == 1


def test_a_dry_run_cannot_be_undone(acme):
    acme.remember(*SAME)
    run = consolidated(acme, dry_run=True)
    answer = acme.post(f"/v1/consolidations/{run['id']}/undo/", None)
    assert answer.status_code == 409
    assert "dry run" in answer.json()["detail"]


def test_one_run_at_a_time(acme):
    acme.remember(*SAME)
    assert acme.post("/v1/consolidations/", {}).status_code == 202
    assert acme.post("/v1/consolidations/", {}).status_code == 409
    work(acme.project)
    assert acme.post("/v1/consolidations/", {}).status_code == 202


def test_it_runs_by_itself_when_its_time_has_come(acme, umbrella):
    for api in (acme, umbrella):
        api.remember(*SAME)
    settings = "/v1/consolidations/settings/"
    assert acme.get(settings).json()["enabled"] is False
    body = {"enabled": True, "every_days": 7}
    assert acme.post(settings, body).json()["every_days"] == 7
    consolidations.schedule_due()
    work(acme.project)
    (run,) = acme.get("/v1/consolidations/").json()["results"]
    assert (run["scheduled"], run["merged"]) == (True, 1)
    consolidations.schedule_due()
    assert acme.get("/v1/consolidations/").json()["count"] == 1, "not before a week"
    assert umbrella.get("/v1/consolidations/").json()["count"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"every_days": 0},
        {"every_days": 366},
        {"every_days": "often"},
        {"enabled": "maybe"},
        {},
    ],
)
def test_settings_that_make_no_sense_are_refused(acme, body):
    answer = acme.post("/v1/consolidations/settings/", body)
    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [{"user_id": ""}, {"user_id": ["a"]}, {"dry_run": "perhaps"}, {"patterns": 7}],
)
def test_a_run_that_makes_no_sense_is_refused(acme, body):
    assert acme.post("/v1/consolidations/", body).status_code == 400
