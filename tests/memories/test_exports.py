from __future__ import annotations

import json

import pytest

from tests.memories.worker import work

SCHEMA = {
    "title": "Person",
    "type": "object",
    "properties": {
        "home_city": {"type": "string", "description": "City where the user lives"},
        "age": {
            "anyOf": [{"type": "integer"}, {"type": "null"}],
            "description": "Age in years",
        },
        "hobbies": {"type": "array", "items": {"type": "string"}},
        "shoe_size": {"anyOf": [{"type": "integer"}, {"type": "null"}]},
        "spouse": {"type": "string"},
    },
    "required": ["home_city", "age", "shoe_size", "spouse"],
}
ALICE = {"user_id": "alice"}


def export(api, body):
    answer = api.post("/v1/exports/", body)
    assert answer.status_code == 201, answer.content
    assert work(api.project) == 1
    return answer.json()["id"]


def test_an_export_has_the_shape_of_its_schema(acme):
    acme.remember("I live in Porto.", "I am 34 years old.", "My hobby is chess.")
    answer = acme.post("/v1/exports/", {"schema": SCHEMA, "filters": ALICE})
    assert answer.status_code == 201
    body = answer.json()
    assert body["message"].startswith("Memory export request received.")
    work(acme.project)
    for path in ("/v1/exports/get/", "/v1/exports/get"):
        built = acme.post(path, {"memory_export_id": body["id"]})
        assert built.status_code == 200
        assert built["X-Export-Method"] == "rules"
        assert built.json() == {
            "home_city": "I live in Porto.",
            "age": 34,
            "hobbies": ["My hobby is chess."],
            "shoe_size": None,
            "spouse": "",
        }


def test_an_export_tells_which_memories_it_came_from(acme):
    home, _ = acme.remember("I live in Porto.", "I play chess.")
    key = export(acme, {"schema": SCHEMA, "filters": ALICE})
    told = acme.get(f"/v1/exports/{key}/").json()
    assert told["status"] == "SUCCEEDED"
    assert told["evidence"]["home_city"] == [home["id"]]
    assert told["memory_count"] == 2


def test_the_schema_may_be_json_text(acme):
    acme.remember("I live in Porto.")
    key = export(acme, {"schema": json.dumps(SCHEMA), "user_id": "alice"})
    built = acme.post("/v1/exports/get/", {"memory_export_id": key}).json()
    assert built["home_city"] == "I live in Porto."


def test_references_and_nested_lists_are_filled(acme):
    schema = {
        "type": "object",
        "properties": {
            "memories": {"type": "array", "items": {"$ref": "#/$defs/Item"}},
        },
        "$defs": {
            "Item": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "created_at": {"type": "string", "format": "date-time"},
                },
                "required": ["text"],
            }
        },
    }
    acme.remember("I live in Porto.", timestamp=1_700_000_000)
    key = export(acme, {"schema": schema, "filters": ALICE})
    built = acme.post("/v1/exports/get/", {"memory_export_id": key}).json()
    assert built == {
        "memories": [
            {"text": "I live in Porto.", "created_at": "2023-11-14T22:13:20+00:00"}
        ]
    }


def test_the_latest_export_of_a_filter_is_found(acme):
    acme.remember("I live in Porto.")
    export(acme, {"schema": SCHEMA, "filters": ALICE})
    acme.remember("I live in Lisbon.", user_id="bob")
    export(acme, {"schema": SCHEMA, "filters": {"user_id": "bob"}})
    wrapped = {"AND": [{"user_id": "alice"}]}
    for body in ({"filters": ALICE}, {"filters": wrapped}, {"user_id": "alice"}):
        built = acme.post("/v1/exports/get/", body)
        assert built.json()["home_city"] == "I live in Porto."


def test_the_order_of_a_filters_parts_does_not_matter(acme):
    acme.remember("I live in Porto.", run_id="r1")
    both = {"AND": [{"user_id": "alice"}, {"run_id": "r1"}]}
    export(acme, {"schema": SCHEMA, "filters": both})
    other = {"AND": [{"run_id": "r1"}, {"user_id": "alice"}]}
    assert acme.post("/v1/exports/get/", {"filters": other}).status_code == 200


def test_an_export_that_is_being_built_is_pending(acme):
    asked = acme.post("/v1/exports/", {"schema": SCHEMA, "filters": ALICE}).json()
    pending = acme.post("/v1/exports/get/?wait=0", {"memory_export_id": asked["id"]})
    assert pending.status_code == 202
    assert pending.json()["status"] == "PENDING"
    work(acme.project)
    built = acme.post("/v1/exports/get/?wait=0", {"memory_export_id": asked["id"]})
    assert built.status_code == 200


def test_replaced_memories_are_not_exported(acme):
    (kept,) = acme.remember("I live in Porto.", expiration_date="2020-01-01")
    key = export(acme, {"schema": SCHEMA, "filters": ALICE})
    assert acme.get(f"/v1/exports/{key}/").json()["memory_count"] == 0, kept


@pytest.mark.parametrize(
    "schema",
    [
        None,
        "",
        "{",
        [],
        {},
        7,
        {"type": "no such type"},
        {"type": "array", "items": {}},
        {"properties": []},
        {"$ref": "https://example.org/schema.json"},
        {"properties": {"me": {"$ref": "#"}}},
        {"properties": {"x": {"type": "string", "description": "x" * 70_000}}},
        {"properties": {f"p{n}": {} for n in range(2_001)}},
        {"properties": {"a": {"$ref": "#/default"}}, "default": {"properties": 5}},
        "[" * 60_000,
    ],
)
def test_it_refuses_what_is_no_bounded_schema(acme, schema):
    answer = acme.post("/v1/exports/", {"schema": schema, "filters": ALICE})
    assert answer.status_code == 400
    assert answer.json()["message"].lower().startswith("schema")


@pytest.mark.parametrize("value", ["NaN", "1e999", '"\\u0000"', '"\\ud800"'])
def test_what_no_database_keeps_is_refused(acme, value):
    schema = f'{{"properties": {{"a": {{"default": {value}}}}}}}'
    answer = acme.post("/v1/exports/", {"schema": schema, "filters": ALICE})
    assert answer.status_code == 400


def test_a_schema_that_is_missing_gets_the_hosted_answer(acme):
    answer = acme.post("/v1/exports/", {"filters": ALICE})
    assert answer.status_code == 400
    assert answer.json()["message"] == "Schema is required and must be a valid object"


def test_references_cannot_multiply_without_end(acme):
    definitions = {"a0": {"type": "string"}} | {
        f"a{n}": {"anyOf": [{"$ref": f"#/$defs/a{n - 1}"}] * 2} for n in range(1, 20)
    }
    schema = {"$defs": definitions, "properties": {"x": {"$ref": "#/$defs/a19"}}}
    answer = acme.post("/v1/exports/", {"schema": schema, "filters": ALICE})
    assert answer.status_code == 400


def test_somebody_must_be_named(acme):
    sentence = (
        "One of the filters: app_id, user_id, agent_id, run_id, memory_export_id "
        "is required!"
    )
    asked = acme.post("/v1/exports/", {"schema": SCHEMA, "filters": {}})
    assert (asked.status_code, asked.json()["error"]) == (400, sentence)
    read = acme.post("/v1/exports/get/", {})
    assert (read.status_code, read.json()["message"]) == (400, sentence)


@pytest.mark.parametrize(
    "body",
    [
        {"filters": {"user_id": "nobody"}},
        {"memory_export_id": "no-uuid"},
        {"memory_export_id": "00000000-0000-7000-8000-000000000000"},
    ],
)
def test_an_unknown_export_is_not_found(acme, body):
    answer = acme.post("/v1/exports/get/", body)
    assert answer.status_code == 404
    assert answer.json()["error"] == "No memory export request found"


def test_exports_of_others_do_not_exist(acme, umbrella):
    acme.remember("I live in Porto.")
    key = export(acme, {"schema": SCHEMA, "filters": ALICE})
    for body in ({"memory_export_id": key}, {"filters": ALICE}):
        assert umbrella.post("/v1/exports/get/", body).status_code == 404
    assert umbrella.get(f"/v1/exports/{key}/").status_code == 404


def test_oldest_clients_read_an_export_where_they_asked_for_it(acme):
    acme.remember("I live in Porto.")
    key = export(acme, {"schema": SCHEMA, "filters": ALICE})
    assert acme.post("/v1/exports/", {"memory_export_id": key}).status_code == 200
