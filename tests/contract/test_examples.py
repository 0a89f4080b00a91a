from __future__ import annotations

import pytest

from mem0site.openapi.document import document
from tests.contract.reading import operations, problems, resolved


def requests():
    for method, path, operation in operations():
        content = operation.get("requestBody", {}).get("content", {})
        for title, example in content.get("application/json", {}).get(
            "examples", {}
        ).items():
            schema = content["application/json"]["schema"]
            name = f"{method} {path} {title}"
            yield pytest.param(schema, example["value"], id=name)


def answers():
    for method, path, operation in operations():
        for status, response in operation["responses"].items():
            content = resolved(response)["content"]["application/json"]
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
            content = operation["requestBody"]["content"]["application/json"]
            assert content["examples"], f"{method} {path}"
