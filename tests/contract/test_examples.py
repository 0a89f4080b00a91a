from __future__ import annotations

import json
import re

import pytest

from mem0site.openapi import samples
from mem0site.openapi.document import document
from tests.contract.reading import check, operations, problems, resolved
from tests.contract.world import World

NEEDS_MORE = {
    "startProfileJob",
    "verifyEmailCode",
    "noteAgentCaller",
    "sendEmailCode",
    "startAgent",
}
"""Need profiles, a code or an agent's key, or are counted by address."""


def requests():
    for method, path, operation in operations():
        content = operation.get("requestBody", {}).get("content", {})
        for title, example in (
            content.get("application/json", {}).get("examples", {}).items()
        ):
            schema = content["application/json"]["schema"]
            name = f"{method} {path} {title}"
            yield pytest.param(schema, example["value"], id=name)


def answers():
    for method, path, operation in operations():
        for status, response in operation["responses"].items():
            content = resolved(response)["content"].get("application/json")
            if content is None:
                continue  # a file
            for title, example in content["examples"].items():
                name = f"{method} {path} {status} {title}"
                yield pytest.param(content["schema"], example["value"], id=name)


def shapes():
    for name, schema in document()["components"]["schemas"].items():
        for number, example in enumerate(schema.get("examples", [])):
            yield pytest.param(schema, example, id=f"{name} {number}")


@pytest.mark.parametrize(("schema", "value"), list(requests()))
def test_the_example_of_a_request_fits_its_schema(schema, value):
    assert problems(schema, value) == []


@pytest.mark.parametrize(("schema", "value"), list(answers()))
def test_the_example_of_an_answer_fits_its_schema(schema, value):
    assert problems(schema, value) == []


@pytest.mark.parametrize(("schema", "value"), list(shapes()))
def test_the_example_of_a_shape_fits_it(schema, value):
    assert problems(schema, value) == []


def test_every_body_has_an_example():
    for method, path, operation in operations():
        if "requestBody" in operation:
            content = operation["requestBody"]["content"].get("application/json")
            assert content is None or content["examples"], f"{method} {path}"


def sent():
    for method, path, operation in operations():
        content = operation.get("requestBody", {}).get("content", {})
        examples = content.get("application/json", {}).get("examples", {})
        for title, example in examples.items():
            if operation["operationId"] not in NEEDS_MORE:
                name = f"{method} {path} {title}"
                yield pytest.param(method, path, example["value"], id=name)


@pytest.mark.parametrize(("method", "path", "body"), list(sent()))
def test_the_example_of_a_request_is_accepted(method, path, body):
    world = World()
    text = json.dumps(body)
    if path == "/v1/exports/get/":
        text = text.replace(samples.EVENT_ID, export(world))
    for old, new in (
        (samples.MEMORY_ID, world.memory),
        (samples.OTHER_ID, world.other),
    ):
        text = text.replace(old, new)
    address = re.sub(r"{(\w+)}", lambda found: world.ids[found[1]], path)
    if "/members/" in path and method != "POST":
        world.api.post(address, body | {"role": "READER"})
    answer = world.api.call(method, address, json.loads(text))
    assert answer.status_code < 300, answer.content
    check(answer, method, path)


def export(world):
    asked = {
        "schema": {"type": "object", "properties": {"likes": {"type": "string"}}},
        "filters": {"user_id": "alice"},
    }
    return world.api.post("/v1/exports/", asked).json()["id"]
