"""How tests read the OpenAPI document: operations, references, strict validation."""

from __future__ import annotations

import copy
import functools
from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

from mem0site.openapi.document import document

Operation = tuple[str, str, dict[str, Any]]


def operations() -> Iterator[Operation]:
    """(method, path template, operation) of the whole document."""
    for path, item in document()["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """The component a reference names, or the node itself."""
    found: Any = node
    while "$ref" in found:
        place: Any = document()
        for step in found["$ref"].removeprefix("#/").split("/"):
            place = place[step]
        found = place
    return found  # type: ignore[no-any-return]  # a node of the document


def problems(schema: dict[str, Any], value: Any, *, closed: bool = False) -> list[str]:
    """What is wrong with a value; `closed` also finds keys that are not described."""
    components = _closed() if closed else document()["components"]
    root = {**(_close(copy.deepcopy(schema)) if closed else schema)}
    validator = Draft202012Validator(
        {**root, "components": components}, format_checker=FormatChecker()
    )
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
        for error in validator.iter_errors(value)
    ]


def documented(method: str, path: str, status: int) -> dict[str, Any]:
    """The response of an operation; fails when the status is not described."""
    found = document()["paths"][path][method.lower()]["responses"]
    assert str(status) in found, f"{method} {path} answers {status}, undocumented"
    return resolved(found[str(status)])


def check(response: Any, method: str, path: str) -> Any:
    """The body of a real answer, which must be exactly as described."""
    answer = documented(method, path, response.status_code)
    assert response.headers["Content-Type"].startswith("application/json")
    schema = answer["content"]["application/json"]["schema"]
    body = response.json()
    found = problems(schema, body, closed=True)
    assert not found, f"{method} {path} {response.status_code}: {found}\n{body}"
    return body


@functools.cache
def _closed() -> dict[str, Any]:
    components = copy.deepcopy(document()["components"])
    components["schemas"] = {
        name: _close(schema) for name, schema in components["schemas"].items()
    }
    return components  # type: ignore[no-any-return]  # a part of the document


def _close(node: Any) -> Any:
    """The schema with every described object open to no other key."""
    if isinstance(node, list):
        return [_close(each) for each in node]
    if not isinstance(node, dict):
        return node
    made = {key: _close(value) for key, value in node.items()}
    if isinstance(node.get("properties"), dict) and "type" in node:
        made.setdefault("additionalProperties", False)
    return made
