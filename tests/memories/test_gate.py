"""What is not worth keeping is not kept, and every refusal is told with its reason."""

from __future__ import annotations

import pytest

from tests.memories.wire import listed, texts

DAY = 86_400
MONDAY = 1_760_000_000


def add(api, messages, **more):
    body = {"messages": messages, "user_id": "ana", "async_mode": False, **more}
    answer = api.post("/v1/memories/", body)
    assert answer.status_code == 200, answer.content
    return api.get("/v1/events/").json()["results"][0]


def search(api, query):
    body = {"query": query, "filters": {"user_id": "ana"}}
    return api.post("/v3/memories/search/", body).json()["results"]


def configure(api, **changes):
    organization = api.project.organization_id
    path = f"/api/v1/orgs/organizations/{organization}/projects/{api.project.pk}/"
    return api.call("PATCH", path, changes)


def remembered(api):
    return sorted(texts(listed(api, user_id="ana")))


def test_a_memory_that_comes_back_from_a_search_is_no_statement(acme):
    add(acme, "I live in Porto.")
    (hit,) = search(acme, "Where does she live?")
    event = add(acme, hit["memory"])
    assert event["dropped"] == {"recalled": 1}
    (kept,) = listed(acme, user_id="ana")
    assert kept["confirmations"] == 0


def test_recalled_memories_in_any_dress_are_cut_out_of_a_message(acme):
    add(acme, "I live in Porto. I keep bees. My sister Marta is a nurse.")
    hits = search(acme, "Porto bees sister")
    block = "\n".join(f"{i}. [2024-05-01] {h['memory']}" for i, h in enumerate(hits))
    event = add(acme, f"{block}\n\nI am allergic to nuts.")
    assert texts(event["results"]) == ["User is allergic to nuts"]
    assert event["dropped"] == {"recalled": len(hits)}


def test_a_block_that_says_what_it_is_needs_no_search_before(acme):
    said = "Relevant memories:\nUser lives in Rome\nUser has a dog\n\nI play chess."
    assert texts(add(acme, said)["results"]) == ["User plays chess"]


def test_saying_something_again_confirms_it_also_after_a_search(acme):
    add(acme, "Vivo en Bilbao.")
    search(acme, "¿Dónde vive?")
    event = add(acme, "Vivo en Bilbao.", timestamp=MONDAY)
    assert event["dropped"] == {"duplicate": 1}
    (kept,) = listed(acme, user_id="ana")
    assert kept["confirmations"] == 1
    assert kept["confirmed_at"]


def test_the_assistant_repeating_a_fact_does_not_confirm_it(acme):
    add(acme, [{"role": "assistant", "content": "I booked a table for two at nine."}])
    add(acme, "My dog is called Rex.")
    event = add(acme, [{"role": "assistant", "content": "User's dog is called Rex."}])
    assert event["results"] == []
    confirmed = {m["memory"]: m["confirmations"] for m in listed(acme, user_id="ana")}
    assert confirmed["User's dog is called Rex"] == 0


def test_what_opens_every_session_stops_being_news(acme):
    opening = (
        "I am the workspace helper of the Lisbon office and my configuration "
        "was loaded from the shared drive this morning."
    )
    events = [
        add(acme, f"{opening}\n{news}", run_id=f"session-{number}")
        for number, news in enumerate(["I like tea.", "I like rain.", "I like figs."])
    ]
    assert "boilerplate" not in events[1]["dropped"]
    assert events[2]["dropped"] == {"boilerplate": 1}
    assert texts(events[2]["results"]) == ["User likes figs"]


@pytest.mark.parametrize(
    "said",
    ["I'm typing…", "brb", "I'm on my way", "Un momento", "Ich bin gleich wieder da"],
)
def test_a_passing_state_is_not_kept(acme, said):
    event = add(acme, said)
    assert (event["results"], event["dropped"]) == ([], {"transient": 1})


def test_a_project_that_keeps_everything_keeps_what_the_gate_would_refuse(acme):
    assert configure(acme, gate="keep-everything").status_code == 200
    add(acme, "Hello! I live in Porto. What time is it? <|im_start|> I like tea.")
    kept = remembered(acme)
    assert "User lives in Porto" in kept
    assert "What time is it?" in kept
    assert acme.get("/v1/quarantine/").json()["count"] == 0


def test_a_strict_project_holds_back_what_is_unsure(acme):
    configure(acme, gate="strict")
    event = add(acme, "I live in Porto. Maybe I will move to Oslo.")
    assert texts(event["results"]) == ["User lives in Porto"]
    assert (event["dropped"], event["quarantined"]) == ({"unsure": 1}, 1)


def test_the_gate_has_three_modes_and_shows_which(acme):
    answer = configure(acme, gate="open")
    assert answer.status_code == 400
    assert "gate" in answer.json()["detail"]
    organization = acme.project.organization_id
    path = f"/api/v1/orgs/organizations/{organization}/projects/{acme.project.pk}/"
    assert acme.get(path).json()["gate"] == "normal"
