"""Words for writing JSON Schema 2020-12 as short Python: the vocabulary of the data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Schema = dict[str, Any]


def ref(name: str) -> Schema:
    """The component schema of this name."""
    return {"$ref": f"#/components/schemas/{name}"}


def text(about: str = "", **more: Any) -> Schema:
    """A string."""
    return _about({"type": "string", **more}, about)


def uuid(about: str = "") -> Schema:
    """The text of a UUID."""
    return text(about, format="uuid")


def moment(about: str = "") -> Schema:
    """ISO 8601 with an offset and microseconds."""
    return text(about, format="date-time")


def day(about: str = "") -> Schema:
    """`YYYY-MM-DD`."""
    return text(about, format="date")


def integer(about: str = "", **more: Any) -> Schema:
    """A whole number, 0 or more unless `minimum` says otherwise."""
    return _about({"type": "integer", "minimum": 0, **more}, about)


def number(about: str = "", **more: Any) -> Schema:
    """A number."""
    return _about({"type": "number", **more}, about)


def flag(about: str = "", **more: Any) -> Schema:
    """A boolean."""
    return _about({"type": "boolean", **more}, about)


def one(*values: str, about: str = "") -> Schema:
    """One of these texts."""
    return text(about, enum=list(values))


def array(items: Schema, about: str = "", **more: Any) -> Schema:
    """A list."""
    return _about({"type": "array", "items": items, **more}, about)


def anything(about: str = "") -> Schema:
    """Any JSON value."""
    return _about({}, about)


def free(about: str = "") -> Schema:
    """An object with whatever keys."""
    return _about({"type": "object", "additionalProperties": True}, about)


def mapping(values: Schema, about: str = "") -> Schema:
    """An object whose keys are the client's and whose values have one shape."""
    return _about({"type": "object", "additionalProperties": values}, about)


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    if "$ref" in schema or "type" not in schema:
        return {"oneOf": [schema, {"type": "null"}]}
    found: Schema = {**schema, "type": [schema["type"], "null"]}
    if "enum" in schema:
        found["enum"] = [*schema["enum"], None]
    return found


def thing(
    properties: Schema,
    about: str = "",
    *,
    optional: Iterable[str] = (),
    examples: Iterable[Any] = (),
) -> Schema:
    """An object that has all these properties but the optional ones."""
    rare = set(optional)
    found: Schema = {"type": "object", "properties": properties}
    required = [name for name in properties if name not in rare]
    if required:
        found["required"] = required
    if given := list(examples):
        found["examples"] = given
    return _about(found, about)


def page(items: Schema, about: str = "", **more: Schema) -> Schema:
    """What paged lists answer."""
    properties = {
        "count": integer("How many there are on all pages."),
        "next": maybe(text("Absolute address of the next page.", format="uri")),
        "previous": maybe(text("Absolute address of the page before.", format="uri")),
        "next_cursor": maybe(text("What `cursor` takes to go on behind this page.")),
        "results": array(items),
        **more,
    }
    return thing(properties, about)


def _about(schema: Schema, about: str) -> Schema:
    return {**schema, "description": about} if about else schema
