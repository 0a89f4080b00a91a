"""What somebody says later changes what is current, and nothing is lost."""

from __future__ import annotations

import pytest

from memories import services
from orgs.tenancy import tenant

MONDAY = 1_760_000_000
DAY = 86_400


def say(api, text, *, at=MONDAY, user="ana", **more):
    body = {
        "messages": [{"role": "user", "content": text}],
        "user_id": user,
        "timestamp": at,
        "async_mode": False,
        **more,
    }
    answer = api.post("/v1/memories/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()


def current(api, user="ana"):
    body = {"filters": {"user_id": user}, "latest_only": True}
    return [m["memory"] for m in api.post("/v3/memories/", body).json()["results"]]


def everything(api, user="ana"):
    body = {"filters": {"user_id": user}}
    return api.post("/v3/memories/", body).json()["results"]


def test_a_move_closes_the_old_home_and_links_the_new_one(acme):
    say(acme, "I live in Lisbon.")
    say(acme, "I moved to Porto.", at=MONDAY + DAY)
    (only,) = current(acme)
    assert "Porto" in only
    old = next(m for m in everything(acme) if "Lisbon" in m["memory"])
    new = next(m for m in everything(acme) if "Porto" in m["memory"])
    assert old["lifecycle_state"] == "superseded"
    assert old["replaced_by"] == new["id"]
    assert old["valid_to"] == new["valid_from"]


def test_the_current_home_ranks_before_the_old_one(acme):
    say(acme, "I live in Lisbon.")
    say(acme, "I moved to Porto.", at=MONDAY + DAY)
    body = {"query": "Where does the user live?", "filters": {"user_id": "ana"}}
    hits = acme.post("/v3/memories/search/", body).json()["results"]
    assert "Porto" in hits[0]["memory"]


def test_an_older_message_that_arrives_late_does_not_overwrite_a_newer_fact(acme):
    say(acme, "I moved to Porto.", at=MONDAY + DAY)
    say(acme, "I live in Lisbon.", at=MONDAY)
    (only,) = current(acme)
    assert "Porto" in only
    old = next(m for m in everything(acme) if "Lisbon" in m["memory"])
    assert old["lifecycle_state"] == "superseded"


def test_what_was_restated_later_is_not_overwritten_by_something_older(acme):
    say(acme, "I live in Porto.")
    say(acme, "I live in Porto.", at=MONDAY + 2 * DAY)
    say(acme, "I moved to Lisbon.", at=MONDAY + DAY)
    (only,) = current(acme)
    assert "Porto" in only


def test_who_moves_back_has_the_first_home_again(acme):
    say(acme, "I live in Lisbon.")
    say(acme, "I moved to Porto.", at=MONDAY + DAY)
    say(acme, "I live in Lisbon.", at=MONDAY + 2 * DAY)
    (only,) = current(acme)
    assert "Lisbon" in only
    assert len(everything(acme)) == 3


def test_allergies_accumulate(acme):
    say(acme, "I'm allergic to peanuts.")
    say(acme, "I'm allergic to shellfish.", at=MONDAY + DAY)
    assert len(current(acme)) == 2


def test_a_restatement_strengthens_and_adds_nothing(acme):
    (first,) = say(acme, "I live in Porto.")
    assert say(acme, "I live in Porto.", at=MONDAY + DAY) == []
    (memory,) = everything(acme)
    assert memory["id"] == first["id"]
    assert memory["confirmations"] == 1
    events = acme.get("/v1/events/?event_type=ADD").json()["results"]
    assert events[0]["dropped"] == {"duplicate": 1}


def test_a_restatement_is_recorded_in_the_history(acme):
    (first,) = say(acme, "I live in Porto.")
    say(acme, "I live in Porto!", at=MONDAY + DAY)
    history = acme.get(f"/v1/memories/{first['id']}/history/").json()
    assert [entry["event"] for entry in history] == ["ADD", "NOOP"]


def test_the_change_is_recorded_in_the_history_of_the_old_memory(acme):
    (first,) = say(acme, "I live in Lisbon.")
    say(acme, "I moved to Porto.", at=MONDAY + DAY)
    history = acme.get(f"/v1/memories/{first['id']}/history/").json()
    assert [entry["change"] for entry in history] == ["ADD", "SUPERSEDE"]


def test_two_homes_in_one_message_leave_the_last_one_current(acme):
    say(acme, "I live in Lisbon. Actually, I moved to Porto.")
    homes = [text for text in current(acme) if "Lisbon" in text or "Porto" in text]
    assert len(homes) == 1
    assert "Porto" in homes[0]


def test_an_immutable_memory_is_not_replaced(acme):
    say(acme, "I live in Lisbon.", immutable=True)
    say(acme, "I moved to Porto.", at=MONDAY + DAY)
    assert len(current(acme)) == 2


def test_another_persons_move_changes_nothing(acme):
    say(acme, "I live in Lisbon.")
    say(acme, "My sister Marta moved to Porto.", at=MONDAY + DAY)
    assert any("Lisbon" in text for text in current(acme))


def test_other_users_are_untouched(acme):
    say(acme, "I live in Lisbon.", user="ana")
    say(acme, "I live in Porto.", user="ben", at=MONDAY + DAY)
    assert "Lisbon" in current(acme, "ana")[0]


def test_a_move_in_another_session_counts(acme):
    say(acme, "I live in Lisbon.", run_id="one")
    say(acme, "I moved to Porto.", run_id="two", at=MONDAY + DAY)
    (only,) = current(acme)
    assert "Porto" in only


@pytest.mark.parametrize(
    "text", ["Hello there!", "Thanks a lot!", "How are you?", "ok", "😀"]
)
def test_what_states_nothing_is_not_stored_and_counted(acme, text):
    assert say(acme, text) == []
    assert everything(acme) == []
    (event,) = acme.get("/v1/events/?event_type=ADD").json()["results"]
    assert event["status"] == "SUCCEEDED"
    assert sum(event["dropped"].values()) == 1


def test_delete_linked_takes_the_replaced_memories_too(acme):
    say(acme, "I live in Lisbon.")
    say(acme, "I moved to Porto.", at=MONDAY + DAY)
    say(acme, "I moved to Faro.", at=MONDAY + 2 * DAY)
    newest = next(m for m in everything(acme) if "Faro" in m["memory"])
    answer = acme.delete(f"/v1/memories/{newest['id']}/?delete_linked=true")
    assert answer.json()["cascade_count"] == 2
    assert everything(acme) == []


def test_a_queued_add_does_the_same_once_a_worker_took_it(acme):
    body = {"messages": "I live in Porto.", "user_id": "ana"}
    event_id = acme.post("/v3/memories/add/", body).json()["event_id"]
    assert acme.get(f"/v1/event/{event_id}/").json()["status"] == "PENDING"
    with tenant(acme.project):
        job = acme.project.jobs.get(event_id=event_id)
    services.run_job(acme.project.pk, job.pk)
    event = acme.get(f"/v1/event/{event_id}/").json()
    assert event["status"] == "SUCCEEDED"
    assert "Porto" in event["results"][0]["memory"]
    assert current(acme) == [event["results"][0]["memory"]]
