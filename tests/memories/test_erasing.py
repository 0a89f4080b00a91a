from __future__ import annotations

from memories.erasing import forget
from tests.memories.worker import work

SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string", "description": "City of the user"}},
}


def exported(api, filters):
    key = api.post("/v1/exports/", {"schema": SCHEMA, "filters": filters}).json()["id"]
    work(api.project)
    return key


def test_what_was_made_of_somebody_is_gone(acme):
    for name in ("alice", "bob"):
        acme.remember("My city is Porto.", user_id=name)
    mine = exported(acme, {"user_id": "alice"})
    everybody = exported(acme, {"user_id": "*"})
    others = exported(acme, {"user_id": "bob"})
    forget(acme.project, "user", "alice")
    found = {
        key: acme.get(f"/v1/exports/{key}/").status_code
        for key in (mine, everybody, others)
    }
    assert found == {mine: 404, everybody: 404, others: 200}


def test_a_profile_goes_with_its_user(acme):
    acme.remember("My city is Porto.")
    body = {"enabled": True, "entities": {"user": {"schema": SCHEMA}}}
    acme.post("/v2/profiles/settings/", body)
    run = {"operation": "trigger", "entity_type": "user", "entity_id": "alice"}
    acme.post("/v2/profiles/jobs/", run)
    work(acme.project)
    path = "/v2/entities/user/alice/profile/"
    assert acme.get(path).json()["profile"] == {"city": "My city is Porto."}
    forget(acme.project, "user", "alice")
    assert acme.get(path).json()["profile"] is None
