from __future__ import annotations


def test_stats_count_the_project(acme, umbrella):
    acme.remember("I live in Porto.", "I play chess.")
    acme.remember("I live in Lisbon.", user_id="bob", agent_id="guide")
    umbrella.remember("I live in Berlin.")
    stats = acme.get("/v1/stats/").json()
    assert stats == {
        "total_memories": 3,
        "total_retrieval_events": 0,
        "total_add_events": 2,
        "total_api_retrieval_events": 0,
        "total_retrieval_events_limit": 0,
        "total_users_with_memories": 2,
        "total_agents_with_memories": 1,
        "total_runs_with_memories": 0,
        "memories_per_user": 2,
        "memories_per_agent": 1,
        "memories_per_run": 0,
    }


def test_an_empty_project_has_zeros(acme):
    assert set(acme.get("/v1/stats/").json().values()) == {0}


def test_filters_offer_what_the_project_has(acme, umbrella):
    acme.remember("I live in Porto.")
    acme.remember("I live in Lisbon.", user_id="bob")
    umbrella.remember("I live in Berlin.", user_id="eve")
    offered = acme.get("/v1/entities/filters/").json()
    assert "DELETE_USER" in offered["event_type"]
    assert set(offered["users"]) == {"alice", "bob"}
    assert isinstance(offered["categories"], list)
    (user,) = [p for p in offered["parameters"] if p["name"] == "user_id"]
    assert set(user) == {"name", "label", "type", "placeholder", "options"}
