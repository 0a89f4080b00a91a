"""A client's JSON Schema: checked once, then plain to walk.

A schema is input like any other. It may be huge, refer to itself or to the network,
or carry patterns that take forever, so it is bounded, its references are replaced by
what they stand for, and patterns are not kept.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from mem0.exceptions import ValidationError

Node = dict[str, Any]

MAX_BYTES = 64 * 1024
"""Size of a schema as JSON."""
MAX_DEPTH = 24
"""Objects and lists inside each other, before and after references are replaced."""
MAX_NODES = 2_000
"""Subschemas once references are replaced."""

REQUIRED = "Schema is required and must be a valid object"
DROPPED = frozenset(
    {
        "$ref", "$defs", "definitions", "$id", "$anchor", "$schema", "$comment",
        "$dynamicRef", "$dynamicAnchor", "$vocabulary", "examples", "pattern",
        "patternProperties", "uniqueItems",
    }
)  # fmt: skip
"""What is not kept: identities, and what a hostile client makes endless to check."""
MAPS = frozenset({"properties", "dependentSchemas"})
LISTS = frozenset({"allOf", "anyOf", "oneOf", "prefixItems"})
COMBINED = frozenset({"allOf", "anyOf", "oneOf"})
NESTED = frozenset(
    {
        "items", "additionalProperties", "not", "contains", "if", "then", "else",
        "propertyNames", "unevaluatedItems", "unevaluatedProperties",
    }
)  # fmt: skip


def read_schema(raw: Any) -> Node:
    """An object's schema without references, of an object or of its JSON text.

    Raises `ValidationError`, whose sentence says what is wrong with it.
    """
    given = _loaded(raw)
    if not isinstance(given, dict) or not given:
        _refuse(REQUIRED)
    _check_bounds(given)
    schema: Node = _Inliner(given).node(given)
    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        place = "/".join(str(step) for step in error.absolute_path) or "its root"
        _refuse(f"schema is not a JSON Schema: see {place[:200]} ({error.validator}).")
    except (RecursionError, ValueError, OverflowError):
        _refuse("schema is not a JSON Schema.")
    if schema.get("type", "object") != "object":
        _refuse('schema must describe an object (type "object").')
    return {"type": "object", **schema}


def undescribed(schema: Node) -> list[str]:
    """Names of the properties, at any depth, that say nothing of what they hold."""
    found: list[str] = []
    for name, node in schema.get("properties", {}).items():
        described = isinstance(node, dict) and str(node.get("description", "")).strip()
        found += [] if described else [name]
        if isinstance(node, dict):
            inside = [node, node.get("items")]
            found += [
                f"{name}.{deeper}"
                for each in inside
                if isinstance(each, dict)
                for deeper in undescribed(each)
            ]
    return found


def is_valid(schema: Any, value: Any) -> bool:
    """Whether the value is of the schema."""
    return bool(Draft202012Validator(schema).is_valid(value))


def problems(schema: Node, value: Any, *, most: int = 5) -> list[str]:
    """Where the value breaks which rule; never the value itself."""
    errors = Draft202012Validator(schema).iter_errors(value)
    return [
        f"{'.'.join(str(step) for step in error.absolute_path) or 'answer'}: "
        f"breaks {error.validator}"
        for error, _ in zip(errors, range(most), strict=False)
    ]


def variants(node: Any) -> list[Node]:
    """The plain shapes a value of the schema may have; null is not among them."""
    if not isinstance(node, dict):
        return []
    base = {key: value for key, value in node.items() if key not in COMBINED}
    base = functools.reduce(_merged, node.get("allOf", []), base)
    options = [*node.get("anyOf", []), *node.get("oneOf", [])]
    if options:
        return [plain for each in options for plain in variants(_merged(base, each))]
    kinds = base.get("type", _implied(base))
    listed = kinds if isinstance(kinds, list) else [kinds]
    return [{**base, "type": kind} for kind in listed if kind != "null"]


def allows_null(node: Any) -> bool:
    """Whether null is of the schema."""
    return is_valid(node, None)


def empty(node: Any) -> Any:
    """What stands where nothing is known: null if allowed, else the default, else
    the empty value of the type."""
    if allows_null(node) or not isinstance(node, dict):
        return None
    for fixed in ("default", "const"):
        if fixed in node:
            return node[fixed]
    shape = next(iter(variants(node)), node)
    if shape.get("enum"):
        return shape["enum"][0]
    return _EMPTY.get(shape.get("type", ""), _empty_text)(shape)


def _empty_object(shape: Node) -> dict[str, Any]:
    inside = shape.get("properties", {})
    return {name: empty(inside.get(name, {})) for name in shape.get("required", [])}


def _empty_number(shape: Node) -> Any:
    return max(0, shape.get("minimum", 0))


def _empty_text(shape: Node) -> str:
    return ""


_EMPTY: dict[str, Callable[[Node], Any]] = {
    "object": _empty_object,
    "array": lambda shape: [],
    "integer": _empty_number,
    "number": _empty_number,
    "boolean": lambda shape: False,
}


def _implied(shape: Node) -> str:
    for kind, keys in (
        ("object", ("properties", "additionalProperties")),
        ("array", ("items", "prefixItems")),
    ):
        if any(key in shape for key in keys):
            return kind
    return "string"


def _merged(base: Node, more: Any) -> Node:
    """Both shapes at once; their properties and required names add up."""
    if not isinstance(more, dict):
        return base
    both = {**base, **more}
    if "properties" in base and "properties" in more:
        both["properties"] = {**base["properties"], **more["properties"]}
    if "required" in base and "required" in more:
        both["required"] = [*base["required"], *more["required"]]
    for name in ("title", "description"):
        if name in base:
            both[name] = base[name]
    return both


def _loaded(raw: Any) -> Any:
    if not isinstance(raw, str):
        return raw
    if len(raw) > MAX_BYTES:
        _refuse(f"schema has more than {MAX_BYTES} bytes.")
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


def _check_bounds(given: Node) -> None:
    pending: list[tuple[Any, int]] = [(given, 1)]
    while pending:
        node, depth = pending.pop()
        if depth > MAX_DEPTH:
            _refuse(f"schema is more than {MAX_DEPTH} levels deep.")
        children = node.values() if isinstance(node, Mapping) else node
        pending += [(c, depth + 1) for c in children if isinstance(c, dict | list)]
    size = len(json.dumps(given, ensure_ascii=False).encode("utf-8", "replace"))
    if size > MAX_BYTES:
        _refuse(f"schema has {size} bytes, at most {MAX_BYTES} are allowed.")


class _Inliner:
    """Replaces `$ref` by what it names inside the same schema."""

    def __init__(self, root: Node) -> None:
        self.root, self.count = root, 0

    def node(self, node: Any, trail: tuple[str, ...] = (), depth: int = 1) -> Any:
        """The subschema without references. Raises `ValidationError`."""
        if not isinstance(node, dict):
            return node
        self.count += 1
        if self.count > MAX_NODES or depth > MAX_DEPTH:
            _refuse(
                f"schema has more than {MAX_NODES} parts or {MAX_DEPTH} levels, "
                "references replaced."
            )
        ref = node.get("$ref")
        if isinstance(ref, str):
            if ref in trail:
                _refuse("schema refers to itself; a bounded shape is needed.")
            beside = {key: value for key, value in node.items() if key != "$ref"}
            node, trail = {**self._target(ref), **beside}, (*trail, ref)
            return self.node(node, trail, depth)
        return {
            key: self._part(key, value, trail, depth + 1)
            for key, value in node.items()
            if key not in DROPPED
        }

    def _part(self, key: str, value: Any, trail: tuple[str, ...], depth: int) -> Any:
        # What has not the form its keyword asks for is left for the check to refuse.
        if key in MAPS and isinstance(value, dict):
            return {name: self.node(each, trail, depth) for name, each in value.items()}
        if key in LISTS and isinstance(value, list):
            return [self.node(each, trail, depth) for each in value]
        return self.node(value, trail, depth) if key in NESTED else value

    def _target(self, ref: str) -> Node:
        """The part of the root that `#/$defs/Name` names."""
        found: Any = self.root
        steps = ref.removeprefix("#").strip("/").split("/") if ref != "#" else []
        for step in steps if ref.startswith("#") else [ref]:
            name = step.replace("~1", "/").replace("~0", "~")
            found = found.get(name) if isinstance(found, dict) else None
        if not isinstance(found, dict):
            _refuse(f"schema: the reference {ref[:100]!r} leads nowhere inside it.")
        return found


def _refuse(sentence: str) -> NoReturn:
    raise ValidationError(
        sentence, error_code="invalid_schema", details={"wire": {"message": sentence}}
    )
