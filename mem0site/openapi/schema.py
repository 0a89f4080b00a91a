"""Turns a view and its row of the table into an OpenAPI operation.

drf-spectacular walks the URL conf and asks each view's schema; this one takes the
words from docstrings, the request from its serializer, the key from the
authenticators, and the rest from `operations`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry
from rest_framework.serializers import Serializer

from mem0site.openapi import operations
from mem0site.openapi.components import errors, requests
from mem0site.openapi.operation import Answer, Operation
from mem0site.openapi.parameters import path_parameter
from mem0site.openapi.shapes import Schema, free
from orgs.deprecations import headers_of

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})
ALWAYS = (400, 401, 403, 404, 415, 429, 503)
"""Any route reads the query, the body and the ids of the tenant before it acts, and any
key may be restricted to other scopes."""
LIMITED = ("X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")


class Schema31(AutoSchema):
    """The operation of one route and method."""

    def get_operation(
        self,
        path: str,
        path_regex: str,
        path_prefix: str,
        method: str,
        registry: ComponentRegistry,
    ) -> Schema:
        """The Operation Object (OpenAPI 3.1, section 4.8.10)."""
        self.registry, self.path, self.method = registry, path, method.upper()
        self.path_regex, self.path_prefix = path_regex, path_prefix
        row = operations.find(self.method, path) or unknown(self.method, path)
        replaced = headers_of(self.method, path)
        found: Schema = {
            "operationId": row.id,
            "tags": [row.tag],
            "summary": row.summary,
            "description": self._words(row, replaced),
            "parameters": self._all_parameters(row),
            "responses": responses(row, self.method, replaced),
            "security": [] if row.public else self.get_auth(),
        }
        if row.body is not None:
            found["requestBody"] = self._body(row)
        if replaced:
            found["deprecated"] = True
        return found

    def _words(self, row: Operation, replaced: Mapping[str, str]) -> str:
        successor = re.match(r"<(.*?)>", replaced.get("Link", ""))
        parts = [self.get_description(), row.notes]
        if successor:
            parts.append(f"New code calls `{successor[1]}`.")
        return "\n\n".join(part for part in parts if part)

    def _all_parameters(self, row: Operation) -> list[Schema]:
        names = re.findall(r"{(\w+)}", self.path)
        named = [path_parameter(name, self.path) for name in names]
        headers = ["RequestId", *(["IdempotencyKey"] if self.method in WRITES else [])]
        refs = [{"$ref": f"#/components/parameters/{name}"} for name in headers]
        return [*named, *row.parameters, *refs]

    def _body(self, row: Operation) -> Schema:
        schema = row.body
        if isinstance(schema, type):
            schema = dict(self.resolve_serializer(schema, "request").ref)
        content = {"schema": schema, "examples": examples(row.examples)}
        forms = dict.fromkeys(row.media, content)
        return {"required": not row.body_optional, "content": forms}

    def _map_serializer(
        self,
        serializer: Any,
        direction: str,
        bypass_extensions: bool = False,
    ) -> Schema:
        read: Any = super()._map_serializer
        found: Schema = read(serializer, direction, bypass_extensions)
        kind = serializer if isinstance(serializer, type) else type(serializer)
        return completed(kind, found)


def completed(kind: type[Serializer[Any]], schema: Schema) -> Schema:
    """A serializer's schema with what its code does beside its fields."""
    properties: Schema = {}
    names = [each.__name__ for each in kind.__mro__]
    for field, made in schema.get("properties", {}).items():
        name = field.removesuffix("_")
        shape = next(filter(None, (requests.shape(n, name) for n in names)), None)
        properties[name] = requests.explained(name, shape or made)
    for each in reversed(names):
        properties |= requests.ADDED.get(each, {})
    required = [*schema.get("required", []), *requests.REQUIRED.get(names[0], [])]
    found = {**schema, "properties": properties}
    if required:
        found["required"] = sorted(set(required))
    return found


def responses(row: Operation, method: str, replaced: Mapping[str, str]) -> Schema:
    """Every status an operation can end with."""
    bad = set(row.errors) if row.public else {*ALWAYS, *row.errors}
    if not row.public and method in WRITES:
        bad |= {409, 413}
    headers = (*errors.ON_ALL, *(() if row.public else LIMITED), *replaced)
    good = {
        str(status): success(answer, headers) for status, answer in row.answers.items()
    }
    return good | {str(status): errors.response_ref(status) for status in sorted(bad)}


def success(answer: Answer, headers: tuple[str, ...]) -> Schema:
    """The Response Object of a success."""
    content = {"schema": answer.schema, "examples": examples(answer.examples)}
    return {
        "description": answer.about,
        "headers": errors.header_refs(*headers, *answer.headers),
        "content": {answer.media: content},
    }


def examples(values: Mapping[str, Any]) -> Schema:
    """Example Objects by their titles; a key must be one word."""
    return {
        re.sub(r"\W+", "_", title): {"summary": title, "value": value}
        for title, value in values.items()
    }


def unknown(method: str, path: str) -> Operation:
    """The row of a route that the table does not have: said to be anything."""
    words = re.findall(r"\w+", path)
    name = "".join([method.lower(), *(word.capitalize() for word in words)])
    return Operation(name, "Other", f"{method} {path}", {200: Answer(free())})
