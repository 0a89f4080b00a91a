"""What other real clients turned out to depend on, each with its own requests."""

from __future__ import annotations

import datetime as dt
import json

BEES = "I keep bees."


def texts(rows):
    return [row["memory"] for row in rows]


def said(*contents, role="user"):
    return [{"role": role, "content": content} for content in contents]


def page(api, where, path="/v3/memories/", **body):
    answer = api.post(path, {"filters": where, **body})
    assert answer.status_code == 200, answer.content
    return answer.json()


def infer(api, messages, path="/v3/memories/add/", **body):
    """An add that is carried out at once, as a model or the rules read it."""
    answer = api.post(
        path, {"messages": messages, "async_mode": False, "user_id": "alice", **body}
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_vendor_suite_finds_one_of_two_short_statements(acme):
    infer(
        acme,
        said("My favorite color is blue", "I work as a software engineer at Acme Corp"),
    )
    assert page(acme, {"user_id": "alice"})["count"] >= 1
    body = {"query": "favorite color", "filters": {"user_id": "alice"}}
    hits = acme.post("/v3/memories/search/", body).json()["results"]
    assert "blue" in hits[0]["memory"]


def test_the_vendor_suite_reads_a_page_of_one(acme):
    acme.remember(BEES, "I bake rye bread.")
    answer = acme.post(
        "/v3/memories/?page=1&page_size=1", {"filters": {"user_id": "alice"}}
    ).json()
    assert len(answer["results"]) == 1
    assert set(answer) >= {"count", "next", "previous"}


def test_mastra_maps_over_the_answer_of_an_add(acme):
    answer = infer(acme, said("I live in Porto."), "/v1/memories/")
    assert isinstance(answer, list)
    assert all({"id", "event", "memory", "data"} <= set(item) for item in answer)


def test_a_wildcard_does_not_match_an_id_that_is_missing(acme):
    acme.remember(BEES)
    assert page(acme, {"user_id": "alice", "app_id": "*"})["count"] == 0


def test_crewai_finds_a_good_hit_above_its_threshold(acme):
    acme.remember("The quarterly report is due on Friday.")
    body = {
        "query": "When is the quarterly report due?",
        "version": "v2",
        "output_format": "v1.1",
        "limit": 3,
        "user_id": "alice",
        "filters": {"AND": [{"user_id": "alice"}]},
        "threshold": 0.6,
    }
    answer = acme.post("/v2/memories/search/", body).json()
    (hit,) = answer["results"]
    assert hit["score"] >= 0.6


def test_crewai_stores_what_an_assistant_said_for_a_user(acme):
    messages = said("The client prefers invoices in Euro.", role="assistant")
    infer(acme, messages, "/v1/memories/", output_format="v1.1")
    assert page(acme, {"user_id": "alice"})["count"] == 1


def test_crewai_stores_one_text_under_several_types(acme):
    for kind in ("short_term", "entity"):
        acme.remember(BEES, metadata={"type": kind})
    rows = page(acme, {"user_id": "alice"})["results"]
    assert {row["metadata"]["type"] for row in rows} == {"short_term", "entity"}


def test_langchain_keeps_the_user_and_the_run_of_an_inferred_memory(acme):
    infer(acme, said("I live in Porto."), run_id="thread-1")
    (kept,) = page(acme, {"AND": [{"user_id": "alice"}, {"run_id": "thread-1"}]})[
        "results"
    ]
    assert kept["run_id"] == "thread-1"


def test_autogen_reads_the_times_with_the_standard_library(acme):
    acme.remember(BEES)
    (kept,) = page(acme, {"user_id": "alice"})["results"]
    for name in ("created_at", "updated_at"):
        assert dt.datetime.fromisoformat(kept[name]).utcoffset() == dt.timedelta(0)
        assert "." in kept[name]


def test_n8n_polls_an_event_until_it_has_a_status(acme):
    body = {"messages": said(BEES), "user_id": "alice", "output_format": "v1.1"}
    queued = acme.post("/v3/memories/add/?source=N8N", body).json()
    event = acme.get(f"/v1/event/{queued['event_id']}/?source=N8N").json()
    assert event["status"] == "PENDING"
    assert event["results"] == []
    assert event["error"] is None


def test_n8n_stops_paging_at_the_last_page(acme):
    acme.remember(BEES)
    answer = acme.post(
        "/v3/memories/?source=N8N&page=1&page_size=50",
        {"filters": {"OR": [{"user_id": "alice"}]}},
    ).json()
    assert not answer["next"]


def test_the_command_line_finds_a_fresh_event_on_the_first_page(acme):
    body = {"messages": said(BEES), "user_id": "alice", "source": "CLI"}
    queued = acme.post("/v3/memories/add/", body).json()
    events = acme.get("/v1/events/?page=1&page_size=10").json()["results"]
    assert events[0]["id"] == queued["event_id"]
    assert events[0]["event_type"] == "ADD"


def test_the_command_line_asks_for_what_is_older_than_a_date(acme):
    acme.remember(BEES, timestamp=1_600_000_000)
    acme.remember("I bake rye bread.")
    where = {"AND": [{"user_id": "alice"}, {"created_at": {"lte": "2021-01-01"}}]}
    assert texts(page(acme, where)["results"]) == [BEES]


def test_hermes_tells_a_missing_memory_by_its_text(acme):
    missing = acme.get("/v1/memories/019a0000-0000-7000-8000-000000000000/")
    assert "not found" in missing.json()["detail"].lower()
    malformed = acme.get("/v1/memories/nonsense/")
    assert "valid uuid" in malformed.json()["detail"].lower()


def test_nvidia_sends_tags(acme):
    answer = acme.post(
        "/v3/memories/add/",
        {"messages": said(BEES), "user_id": "alice", "tags": ["a"], "infer": False},
    )
    assert answer.status_code == 200


def test_javascript_clients_name_fields_in_camel_case(acme):
    acme.remember(BEES, run_id="r-1")
    where = {"AND": [{"userId": "alice"}, {"runId": "r-1"}]}
    assert texts(page(acme, where)["results"]) == [BEES]


def test_a_fresh_user_is_on_the_first_page_of_users(acme):
    for number in range(5):
        acme.remember(BEES, user_id=f"user-{number}")
    first = acme.get("/v1/entities/?page=1&page_size=1").json()
    assert first["results"][0]["name"] == "user-4"
    assert first["count"] == 5


def test_an_unknown_header_is_ignored(acme):
    answer = acme.get(
        "/v1/ping/",
        **{"Mem0-User-ID": "0" * 32, "X-Mem0-Client": "mem0-python/2.2.1"},
    )
    assert answer.status_code == 200
    assert set(json.loads(answer.content)) == {
        "status", "org_id", "project_id", "user_email",
    }  # fmt: skip
