from __future__ import annotations

import pytest


@pytest.mark.parametrize("kind", ["user", "agent", "app", "run"])
def test_an_announced_entity_is_listed(acme, kind):
    body = {f"{kind}_id": "a/1", "name": "First", "metadata": {"tier": "gold"}}
    answer = acme.post(f"/v1/{kind}s/", body)
    assert answer.status_code == 201
    made = answer.json()
    assert isinstance(made["id"], int)
    assert made[f"{kind}_id"] == "a/1"
    assert made["name"] == "First"
    assert made["metadata"] == {"tier": "gold", "name": "First"}
    assert made["is_deleted"] is False
    (row,) = acme.get("/v1/entities/").json()["results"]
    assert (row["type"], row["name"]) == (kind, "a/1")
    assert (row["id"], row["total_memories"]) == (str(made["id"]), 0)


def test_announcing_twice_makes_one_entity(acme):
    first = acme.post("/v1/users/", {"user_id": "alice"}).json()
    again = acme.post("/v1/users/", {"user_id": "alice", "metadata": {"a": 1}}).json()
    assert again["id"] == first["id"]
    assert again["metadata"] == {"a": 1}


def test_an_entity_needs_its_id(acme):
    answer = acme.post("/v1/agents/", {"name": "Guide"})
    assert answer.status_code == 400
    assert answer.json()["agent_id"] == ["This field is required."]
