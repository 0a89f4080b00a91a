from __future__ import annotations

from orgs.custody.catalogue import tables
from tests.memories.worker import work

SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string", "description": "City of the user"}},
}


def exported(api, filters):
    key = api.post("/v1/exports/", {"schema": SCHEMA, "filters": filters}).json()["id"]
    work(api.project)
    return key


def erased(api, kind="user", name="alice"):
    """The receipt of an erasure."""
    answer = api.delete(f"/v2/entities/{kind}/{name}/")
    assert answer.status_code == 200, answer.content
    return api.get(f"/v1/erasures/{answer.json()['receipt_id']}/").json()


def test_what_was_made_of_somebody_is_gone(acme):
    for name in ("alice", "bob"):
        acme.remember("My city is Porto.", user_id=name)
    mine = exported(acme, {"user_id": "alice"})
    everybody = exported(acme, {"user_id": "*"})
    others = exported(acme, {"user_id": "bob"})
    erased(acme)
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
    erased(acme)
    assert acme.get(path).status_code == 404


def test_a_receipt_says_what_went_and_that_nothing_is_left(acme):
    acme.remember("I like tea.", "I live in Porto.")
    acme.remember("I like rye.", user_id="bob")
    receipt = erased(acme)
    assert receipt["status"] == "complete"
    assert receipt["found_afterwards"] == {}
    assert receipt["tables_checked"] == len(tables()) - 3
    removed = receipt["removed"]
    assert (removed["memories"], removed["history"], removed["entities"]) == (2, 4, 1)
    assert receipt["intact"] is True
    assert receipt["backups"]["kept_days"] == 30
    assert "alice" not in str(receipt)
