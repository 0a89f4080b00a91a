from __future__ import annotations

import pytest

from mem0.exceptions import ConflictError
from orgs import erasure
from tests.erasure.canary import ask

HELD = {"entity_type": "user", "entity_id": "alice", "reason": "Case 17"}


def texts(api, user="alice"):
    return sorted(
        row["memory"] for row in api.get(f"/v1/memories/?user_id={user}").json()
    )


def test_nothing_of_a_held_user_is_deleted_until_the_hold_is_lifted(acme):
    (mine,) = acme.remember("I like tea.")
    (others,) = acme.remember("I like rye.", user_id="bob")
    hold = ask(acme, "POST", "/v1/holds/", HELD)
    for method, path, body in (
        ("DELETE", f"/v1/memories/{mine['id']}/", None),
        ("DELETE", "/v1/memories/?user_id=alice", None),
        ("DELETE", "/v1/memories/?user_id=*&agent_id=*&app_id=*&run_id=*", None),
        ("DELETE", "/v2/entities/user/alice/", None),
        (
            "DELETE",
            "/v1/batch/",
            {"memories": [{"memory_id": each["id"]} for each in (others, mine)]},
        ),
        ("POST", "/reset", None),
    ):
        answer = acme.call(method, path, body)
        assert answer.status_code == 409, (path, answer.content)
        assert "Case 17" in answer.content.decode()
    assert (texts(acme), texts(acme, "bob")) == (["I like tea."], ["I like rye."])
    with pytest.raises(ConflictError):
        erasure.erase_project(acme.project)
    ask(acme, "DELETE", f"/v1/memories/{others['id']}/")
    ask(acme, "DELETE", f"/v1/holds/{hold['id']}/")
    ask(acme, "DELETE", "/v2/entities/user/alice/")
    assert texts(acme) == []


def test_a_held_project_keeps_everything(acme):
    (mine,) = acme.remember("I like tea.")
    ask(acme, "POST", "/v1/holds/", {"reason": "Audit of 2026"})
    answer = acme.delete(f"/v1/memories/{mine['id']}/")
    assert (answer.status_code, answer.json()["code"]) == (409, "legal_hold")
    assert (
        acme.post("/v1/holds/", {"entity_type": "user", "reason": "x"}).status_code
        == 400
    )
