"""What a memory says in the shape a caller asked for stands beside its calendar."""

from __future__ import annotations

import pytest

from orgs import services as orgs
from tests.memories.test_gate import add
from tests.memories.wire import listed
from tests.memories.worker import work
from tests.openai_server import answer, fact, openai_server

__all__ = ["openai_server"]

SCHEMA = {
    "type": "object",
    "properties": {
        "city": {"type": "string", "description": "where the user lives"},
        "price": {"type": ["number", "null"], "description": "cost in euros"},
    },
}


def attributes(api):
    (kept,) = listed(api, user_id="ana")
    return kept["structured_attributes"]


def test_the_field_mapping_fills_it_without_a_model(acme):
    add(acme, "I live in Porto.", structured_data_schema=SCHEMA)
    assert "city" not in attributes(acme)
    assert work(acme.project) == 1
    found = attributes(acme)
    assert "Porto" in found["city"]
    assert "price" not in found
    assert found["day_of_week"]


def test_the_model_fills_it_where_there_is_one(acme, openai_server):
    orgs.configure_llm(
        acme.project, model="gpt-5-mini", base_url=openai_server.url, api_key="sk-x"
    )
    openai_server.reply(answer({"facts": [fact("User lives in Porto", [0])]}))
    add(acme, "I live in Porto.", structured_data_schema=SCHEMA)
    openai_server.responder = lambda request: answer(
        {"memories": []}
        if "sort memories" in request.prompt
        else {"result": {"city": "Porto", "price": None}, "sources": []}
    )
    assert work(acme.project) == 2
    assert attributes(acme)["city"] == "Porto"


def test_the_statement_itself_is_not_changed(acme):
    add(acme, "I live in Porto.", structured_data_schema=SCHEMA)
    work(acme.project)
    (kept,) = listed(acme, user_id="ana")
    assert kept["updated_at"] == kept["created_at"]
    changes = acme.get(f"/v1/memories/{kept['id']}/history/").json()
    assert [each["event"] for each in changes] == ["ADD", "NOOP"]


@pytest.mark.parametrize(
    "schema", ["city", [], {"type": "array"}, {"type": "object", "properties": 5}]
)
def test_what_is_no_schema_of_an_object_is_refused(acme, schema):
    body = {"messages": "I live in Porto.", "user_id": "ana"}
    refused = acme.post("/v3/memories/add/", {**body, "structured_data_schema": schema})
    assert refused.status_code == 400
