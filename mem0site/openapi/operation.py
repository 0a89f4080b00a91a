"""One row of the tables in `operations`: what a route and a method take and answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from rest_framework.serializers import Serializer

from mem0site.openapi.shapes import Schema, text

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Answer:
    """A success: its shape, and examples by their titles."""

    schema: Schema
    examples: Mapping[str, Any] = field(default_factory=dict)
    about: str = "Done."
    headers: tuple[str, ...] = ()
    media: str = JSON


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of a route.

    `body` is the serializer that reads the request, or a schema where none does, in one
    of the forms of `media`;
    `errors` are statuses beside those that every operation can end with.
    """

    id: str
    tag: str
    summary: str
    answers: Mapping[int, Answer]
    body: type[Serializer[Any]] | Schema | None = None
    body_optional: bool = False
    media: tuple[str, ...] = (JSON,)
    examples: Mapping[str, Any] = field(default_factory=dict)
    parameters: tuple[Schema, ...] = ()
    errors: tuple[int, ...] = ()
    notes: str = ""
    public: bool = False


Table = Mapping[tuple[str, str], Operation]
"""(method, path template) → operation."""


def query(name: str, schema: Schema, about: str, **more: Any) -> Schema:
    """A parameter of the query string."""
    return {
        "name": name, "in": "query", "description": about, "schema": schema, **more
    }  # fmt: skip


def shared(name: str) -> Schema:
    """The component parameter of this name."""
    return {"$ref": f"#/components/parameters/{name}"}


PAGED = (shared("Page"), shared("PageSize"), shared("Cursor"))
"""What a list takes that answers pages or, with a cursor, goes on."""


def said(sentence: str, about: str = "Done.", **examples: Any) -> Answer:
    """An answer that is one sentence in `message`."""
    schema = {
        "type": "object",
        "properties": {"message": text()},
        "required": ["message"],
    }
    return Answer(schema, {"Done": {"message": sentence}, **examples}, about)
