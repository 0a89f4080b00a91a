from __future__ import annotations

import json

import pytest
import yaml
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator

from mem0site.openapi.document import document
from tests.contract.reading import operations, resolved

EVERY = [pytest.param(m, p, o, id=f"{m} {p}") for m, p, o in operations()]


def test_it_is_a_valid_openapi_3_1_document():
    assert document()["openapi"].startswith("3.1.")
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_the_generator_has_nothing_to_complain_of(capsys):
    document.cache_clear()
    document()
    assert capsys.readouterr().err == ""


def test_it_is_the_same_whenever_it_is_made():
    first = document()
    document.cache_clear()
    assert document() == first
    messages = first["components"]["schemas"]["AddRequest"]["properties"]["messages"]
    assert {"type": "null"} not in messages["oneOf"]


def test_operation_ids_are_unique():
    ids = [operation["operationId"] for _, _, operation in operations()]
    assert len(set(ids)) == len(ids)


def test_every_reference_leads_somewhere():
    references = []

    def walk(node):
        if isinstance(node, dict):
            if "$ref" in node and isinstance(node["$ref"], str):
                references.append(node)
            for each in node.values():
                walk(each)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(document())
    assert references
    assert all(resolved(each) for each in references)


@pytest.mark.parametrize(("method", "path", "operation"), EVERY)
def test_every_operation_is_explained(method, path, operation):
    assert operation["summary"]
    assert len(operation["description"]) > 10
    tags = {tag["name"]: tag.get("description") for tag in document()["tags"]}
    assert tags[operation["tags"][0]]
    for parameter in map(resolved, operation.get("parameters", [])):
        assert parameter["description"], parameter["name"]


@pytest.mark.parametrize(("method", "path", "operation"), EVERY)
def test_every_operation_with_a_key_says_how_it_fails(method, path, operation):
    if not operation["security"]:
        return
    for status in ("400", "401", "404", "429"):
        response = resolved(operation["responses"][status])
        content = response["content"]["application/json"]
        assert content["schema"] == {"$ref": "#/components/schemas/Error"}
    if "requestBody" in operation:
        assert "413" in operation["responses"]


def test_a_key_is_sent_in_one_of_two_spellings():
    schemes = document()["components"]["securitySchemes"]
    assert schemes["Token"]["name"] == "Authorization"
    assert schemes["Bearer"]["scheme"] == "bearer"
    ping = document()["paths"]["/v1/ping/"]["get"]
    assert ping["security"] == [{"Bearer": []}, {"Token": []}]


def test_a_replaced_route_is_marked_and_names_its_successor():
    old = document()["paths"]["/v1/memories/search/"]["post"]
    assert old["deprecated"] is True
    assert "/v3/memories/search/" in old["description"]
    assert "deprecated" not in document()["paths"]["/v3/memories/search/"]["post"]


def test_json_and_yaml_are_the_same_document():
    client = Client()
    as_json, as_yaml = (
        client.get("/docs/openapi.json"),
        client.get("/docs/openapi.yaml"),
    )
    assert as_json.headers["Content-Type"] == "application/json"
    assert json.loads(as_json.content) == document()
    assert yaml.safe_load(as_yaml.content) == document()


def test_an_unchanged_document_is_not_sent_again():
    first = Client().get("/docs/openapi.json")
    again = Client().get(
        "/docs/openapi.json", headers={"if-none-match": first.headers["ETag"]}
    )
    assert again.status_code == 304
    assert again.content == b""
