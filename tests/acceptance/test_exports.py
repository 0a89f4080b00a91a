"""Exports, summaries and feedback."""

from __future__ import annotations

import json

import pytest

from tests.acceptance.generations import NEWEST, OLDER
from tests.acceptance.sdk import Refused

SCHEMA = {
    "type": "object",
    "properties": {"hobby": {"type": ["string", "null"], "description": "A pastime"}},
}
ALICE = {"user_id": "alice"}
UNKNOWN = "019a0000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("where", [ALICE, {"AND": [ALICE]}], ids=["flat", "and"])
@pytest.mark.parametrize("schema", [SCHEMA, json.dumps(SCHEMA)], ids=["object", "text"])
def test_an_export_is_read_by_its_id_and_by_its_filters(client, where, schema):
    client.store("My hobby is chess.")
    receipt = client.create_memory_export(schema, filters=where)
    assert "export request received" in receipt["message"]
    by_id = client.get_memory_export(memory_export_id=receipt["id"])
    assert set(by_id) == {"hobby"}
    assert client.get_memory_export(filters=where) == by_id


def test_an_export_that_was_never_asked_for_is_not_found(client):
    with pytest.raises(Refused) as refused:
        client.get_memory_export(memory_export_id=UNKNOWN)
    assert refused.value.body["detail"] == "No memory export request found"


def test_a_summary_tells_what_is_known(client):
    client.store("I live in Porto.")
    answer = client.get_summary({"user_id": "alice"})
    assert answer["status"] == "SUCCEEDED"
    assert "Porto" in answer["summary"]


@NEWEST
def test_feedback_is_kept_and_taken_back(client):
    (stored,) = client.store("I keep bees.")
    answer = client.feedback(stored["id"], "negative", "It is not so.")
    assert (answer["feedback"], answer["feedback_reason"]) == ("NEGATIVE", "It is not so.")  # fmt: skip
    assert client.feedback(stored["id"])["feedback"] is None


@OLDER
def test_feedback_arrives_although_older_clients_stumble_afterwards(client, acme):
    (stored,) = client.store("I keep bees.")
    with pytest.raises(Refused) as refused:
        client.feedback(stored["id"], "POSITIVE")
    assert refused.value.name == "TypeError"
    kept = acme.get(f"/v1/memories/{stored['id']}/").json()
    assert kept["feedback"] == "POSITIVE"
