from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from orgs.models import User


@dataclass
class Flat:
    """A client of the open-source server: another header, no version, no slash."""

    key: str

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        data = b"" if body is None else json.dumps(body)
        headers = {"X-API-Key": self.key}
        return Client().generic(
            method, path, data, content_type="application/json", headers=headers
        )

    def remember(self, text: str, **more: Any) -> dict[str, Any]:
        said = [{"role": "user", "content": text}]
        body = {"messages": said, "user_id": "alice", "infer": False, **more}
        answer = self("POST", "/memories", body)
        assert answer.status_code == 200, answer.content
        made: dict[str, Any] = answer.json()["results"][0]
        return made


@pytest.fixture
def flat(acme):
    return Flat(acme.key)


def test_an_add_is_carried_out_at_once(flat):
    body = {"messages": [{"role": "user", "content": "I live in Porto."}]}
    answer = flat("POST", "/memories", {**body, "user_id": "alice"})
    assert answer.status_code == 200
    (made,) = answer.json()["results"]
    assert made["event"] == "ADD"
    assert "Porto" in made["memory"]
    assert flat("GET", f"/memories/{made['id']}").json()["id"] == made["id"]
    assert answer["X-Request-ID"]


def test_an_add_needs_somebody(flat):
    body = {"messages": [{"role": "user", "content": "hi"}]}
    answer = flat("POST", "/memories", body)
    assert answer.status_code == 400
    assert answer.json()["detail"] == (
        "At least one identifier (user_id, agent_id, run_id) is required."
    )


@pytest.mark.parametrize("header", ["Token", "Bearer"])
def test_the_other_headers_open_the_door_too(acme, header):
    answer = Client().get(
        "/memories", headers={"authorization": f"{header} {acme.key}"}
    )
    assert answer.status_code == 200


def test_no_key_is_told_which_headers_there_are(acme):
    answer = Client().get("/memories")
    assert answer.status_code == 401
    assert answer.json()["detail"] == (
        "Authentication required. Provide a Bearer token or X-API-Key header."
    )


def test_a_wrong_key_is_refused(flat):
    assert Flat("m0-wrong")("GET", "/memories").status_code == 401


def test_a_list_is_of_somebody_or_of_everybody(flat):
    flat.remember("I live in Porto.")
    flat.remember("I live in Lisbon.", user_id="bob")
    mine = flat("GET", "/memories?user_id=bob").json()["results"]
    assert [each["memory"] for each in mine] == ["I live in Lisbon."]
    assert len(flat("GET", "/memories").json()["results"]) == 2
    assert len(flat("GET", "/memories?top_k=1").json()["results"]) == 1
    assert flat("GET", "/memories?top_k=1001").status_code == 400


def test_expired_memories_are_shown_when_asked_for(flat):
    flat.remember("I rent a car.", expiration_date="2020-01-01")
    assert flat("GET", "/memories?user_id=alice").json()["results"] == []
    shown = flat("GET", "/memories?user_id=alice&show_expired=true").json()["results"]
    assert len(shown) == 1


def test_a_memory_is_changed_and_deleted(flat):
    path = f"/memories/{flat.remember('I live in Porto.')['id']}"
    changed = flat("PUT", path, {"text": "I live in Lisbon."})
    assert changed.json() == {"message": "Memory updated successfully!"}
    assert flat("GET", path).json()["memory"] == "I live in Lisbon."
    events = [each["event"] for each in flat("GET", f"{path}/history").json()]
    assert events == ["ADD", "UPDATE"]
    deleted = flat("DELETE", path)
    assert deleted.json() == {"message": "Memory deleted successfully"}
    assert flat("GET", path).json() is None
    gone = flat("DELETE", path)
    assert (gone.status_code, gone.json()["detail"]) == (404, "Memory not found!")


def test_an_id_that_is_none_is_refused(flat):
    answer = flat("GET", "/memories/m1")
    assert answer.status_code == 400
    assert answer.json()["detail"] == "memory_id should be a valid UUID"


def test_a_search_finds_with_a_score(flat):
    kept = flat.remember("I live in Porto.")
    for ids in ({"filters": {"user_id": "alice"}}, {"user_id": "alice"}):
        body = {"query": "where does she live?", "explain": True, **ids}
        (hit,) = flat("POST", "/search", body).json()["results"]
        assert hit["id"] == kept["id"]
        assert 0 < hit["score"] <= 1
        assert hit["score_details"]


def test_a_search_needs_somebody(flat):
    assert flat("POST", "/search", {"query": "Porto"}).status_code == 400


def test_deleting_needs_somebody(flat):
    flat.remember("I live in Porto.")
    assert flat("DELETE", "/memories").status_code == 400
    answer = flat("DELETE", "/memories?user_id=alice")
    assert answer.json() == {"message": "All relevant memories deleted"}
    assert flat("GET", "/memories").json()["results"] == []


def test_a_star_is_a_name_here(flat):
    flat.remember("I live in Porto.")
    flat("DELETE", "/memories?user_id=*")
    assert len(flat("GET", "/memories").json()["results"]) == 1


def test_a_reset_empties_one_project(flat, umbrella):
    flat.remember("I live in Porto.")
    umbrella.remember("I live in Berlin.")
    assert flat("POST", "/reset").json() == {"message": "All memories reset"}
    assert flat("GET", "/memories").json()["results"] == []
    assert flat("GET", "/entities").json() == []
    assert len(Flat(umbrella.key)("GET", "/memories").json()["results"]) == 1


def test_entities_are_listed_and_deleted(flat):
    flat.remember("I live in Porto.", user_id="al/ice")
    (entity,) = flat("GET", "/entities").json()
    assert (entity["id"], entity["type"], entity["total_memories"]) == (
        "al/ice",
        "user",
        1,
    )
    assert flat("DELETE", "/entities/user/al%2Fice").status_code == 200
    assert flat("GET", "/memories").json()["results"] == []
    assert flat("DELETE", "/entities/planet/mars").status_code == 400


def test_keys_are_made_listed_and_closed(flat, umbrella):
    made = flat("POST", "/api-keys", {"label": "laptop"})
    assert made.status_code == 201
    key = made.json()
    assert key["key"].startswith(key["key_prefix"])
    assert Flat(key["key"])("GET", "/memories").status_code == 200
    listed = flat("GET", "/api-keys").json()
    assert key["id"] in [each["id"] for each in listed]
    assert "key" not in listed[0]
    foreign = Flat(umbrella.key)("DELETE", f"/api-keys/{key['id']}")
    assert foreign.status_code == 404
    assert flat("DELETE", f"/api-keys/{key['id']}").status_code == 200
    listed = flat("GET", "/api-keys").json()
    assert key["id"] not in [each["id"] for each in listed]
    assert flat("DELETE", "/api-keys/none").status_code == 404


def test_a_key_needs_a_label(flat):
    assert flat("POST", "/api-keys", {"label": " "}).status_code == 400
    assert flat("POST", "/api-keys", {}).status_code == 400


def test_the_configuration_shows_no_secret(flat, acme, settings):
    canary = "sk-canary-in-the-environment"
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"llm_provider": "openai", "llm_config": {"api_key": canary}}
    )
    answer = flat("GET", "/configure")
    assert answer.json()["llm"]["provider"] == "openai"
    assert canary not in answer.content.decode()


def test_the_providers_are_listed(flat):
    providers = flat("GET", "/configure/providers").json()
    assert "openai" in providers["llm"]
    assert "openai" in providers["embedder"]


def test_instructions_are_made_for_a_use_case(flat):
    made = flat("POST", "/generate-instructions", {"use_case": "a running coach"})
    assert "a running coach" in made.json()["custom_instructions"]
    assert made.json()["test_message"]
    assert flat("POST", "/generate-instructions", {}).status_code == 400


def test_the_first_steps_need_no_key(acme):
    somebody = User.objects.exists()
    answer = Client().get("/auth/setup-status").json()
    assert answer == {"needsSetup": not somebody}
