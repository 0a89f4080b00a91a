"""What drf-spectacular cannot know of our own fields and authentication.

Its extensions are classes that register themselves; the fields are rows of a table
here, and the classes are made of them.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerFieldExtension,
)

from mem0site.openapi.components.requests import MESSAGES
from mem0site.openapi.shapes import (
    Schema,
    array,
    day,
    free,
    integer,
    mapping,
    ref,
    text,
)
from orgs import limits

Shape = Callable[[Any], Schema]
"""A field → the schema of what it takes."""

SCHEMES: dict[str, Schema] = {
    "Bearer": {
        "type": "http",
        "scheme": "bearer",
        "description": "The key alone; it is sent as `Bearer <key>`.",
    },
    "Token": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "`Token <key>`, as the official clients send it.",
    },
    "X-API-Key": {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": "The key alone, as clients of the open-source server send it.",
    },
}
AUTHENTICATORS = {
    "orgs.auth.ApiKeyAuthentication": ("Bearer", "Token"),
    "memories.api.flat_base.ApiKeyHeader": ("X-API-Key",),
}
"""Any one of the schemes will do."""


def _bound(field: Any) -> int:
    found: int = getattr(limits.current(), field.bound)
    return found


def _text(field: Any) -> Schema:
    """As many characters as bytes at most."""
    least = 0 if field.blank else 1
    return text(maxLength=_bound(field), minLength=least)


FIELDS: dict[str, Shape] = {
    "memories.fields.EntityIdField": lambda _: text(
        maxLength=limits.current().id_length
    ),
    "memories.fields.MetadataField": lambda _: free(),
    "memories.fields.MomentField": lambda _: {
        "type": ["string", "number"],
        "description": "Epoch seconds, or an ISO 8601 date or time.",
    },
    "memories.fields.InstantField": lambda _: {
        "type": ["string", "number"],
        "description": "Epoch seconds, or an ISO 8601 date (its end) or time.",
    },
    "memories.fields.MemoryIdField": lambda _: text(format="uuid"),
    "memories.fields.ExpirationField": lambda _: day(),
    "memories.fields.TimezoneField": lambda _: text(),
    "memories.fields.TextField": _text,
    "memories.fields.NumberField": lambda field: integer(
        minimum=1, maximum=_bound(field)
    ),
    "memories.fields.FilterField": lambda _: ref("Filter"),
    # The generator writes into what it gets where a field may be null.
    "memories.messages.MessagesField": lambda _: deepcopy(MESSAGES),
    "orgs.serializers.Text": lambda _: {
        "oneOf": [text(maxLength=limits.current().instructions), array(text())]
    },
    "orgs.serializers.Categories": lambda _: array(
        {"oneOf": [text(), mapping(text())]}, "Names, or one name and its description."
    ),
    "orgs.serializers.Model": lambda _: ref("ModelChoice"),
    "orgs.serializers.Criteria": lambda _: array(
        free(), "Objects of name, description and weight."
    ),
}


def register() -> None:
    """Make the extensions; each class registers itself when it is made."""
    for path, shape in FIELDS.items():
        _extension(OpenApiSerializerFieldExtension, path, _of_field(shape))
    for path, names in AUTHENTICATORS.items():
        _extension(OpenApiAuthenticationExtension, path, _of_schemes(names))


def _extension(base: type[Any], path: str, members: dict[str, Any]) -> None:
    type(path.rpartition(".")[2], (base,), {"target_class": path, **members})


def _of_field(shape: Shape) -> dict[str, Any]:
    def map_serializer_field(self: Any, auto_schema: Any, direction: Any) -> Schema:
        return shape(self.target)

    return {"map_serializer_field": map_serializer_field}


def _of_schemes(names: tuple[str, ...]) -> dict[str, Any]:
    def get_security_requirement(self: Any, auto_schema: Any) -> list[Schema]:
        return [{name: []} for name in names]

    def get_security_definition(self: Any, auto_schema: Any) -> list[Schema]:
        return [SCHEMES[name] for name in names]

    return {
        "name": list(names),
        "get_security_requirement": get_security_requirement,
        "get_security_definition": get_security_definition,
    }
