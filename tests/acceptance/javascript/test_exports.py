"""Exports and feedback."""

from __future__ import annotations

import pytest

from tests.acceptance.sdk import Refused

SCHEMA = {
    "type": "object",
    "properties": {
        "hobby": {"type": ["string", "null"], "description": "What they like to do"}
    },
}
ALICE = {"AND": [{"user_id": "alice"}]}
UNKNOWN = "019a0000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("where", [{"user_id": "alice"}, ALICE], ids=["flat", "and"])
def test_an_export_is_read_by_its_id(client, where):
    client.store("My hobby is chess.")
    answer = client.createMemoryExport({"schema": SCHEMA, "filters": where})
    assert "export request received" in answer["message"]
    given = client.spelled(memory_export_id=answer["id"])
    assert set(client.getMemoryExport(given)) == {"hobby"}


def test_the_latest_export_is_read_by_its_filters(client):
    client.store("My hobby is chess.")
    asked = {"schema": SCHEMA, "filters": ALICE}
    instructions = {client.word("export_instructions"): "Be brief."}
    client.createMemoryExport(asked | instructions)
    assert set(client.getMemoryExport({"filters": ALICE})) == {"hobby"}


def test_an_export_that_was_never_asked_for_is_not_found(client):
    with pytest.raises(Refused, match="No memory export request found") as refused:
        client.getMemoryExport(client.spelled(memory_export_id=UNKNOWN))
    assert refused.value.name == "MemoryNotFoundError"


def test_an_export_without_a_schema_is_refused_by_the_client(client):
    with pytest.raises(Refused, match="Missing filters or schema"):
        client.createMemoryExport({"filters": ALICE})


def test_a_schema_that_is_none_is_refused(client):
    with pytest.raises(Refused, match="Schema") as refused:
        client.createMemoryExport({"schema": "hobbies", "filters": ALICE})
    assert refused.value.name == "ValidationError"


@pytest.mark.parametrize("mark", ["POSITIVE", "NEGATIVE", "VERY_NEGATIVE", None])
def test_feedback_is_kept(client, mark):
    (stored,) = client.store("I keep bees.")
    given = client.spelled(
        memory_id=stored["id"], feedback=mark, feedback_reason="It is so."
    )
    answer = client.feedback(given)
    assert answer | given == answer | {client.word("memory_id"): stored["id"]}
    assert answer["feedback"] == mark


def test_feedback_without_a_mark_takes_it_back(client):
    (stored,) = client.store("I keep bees.")
    answer = client.feedback(client.spelled(memory_id=stored["id"]))
    assert answer["feedback"] is None


def test_feedback_on_an_unknown_memory_is_not_found(client):
    given = client.spelled(memory_id=UNKNOWN, feedback="POSITIVE")
    with pytest.raises(Refused) as refused:
        client.feedback(given)
    assert refused.value.name == "MemoryNotFoundError"


def test_feedback_on_an_id_that_is_none_is_refused(client):
    given = client.spelled(memory_id="nothing", feedback="POSITIVE")
    with pytest.raises(Refused, match="Invalid memory_id") as refused:
        client.feedback(given)
    assert refused.value.name == "ValidationError"
