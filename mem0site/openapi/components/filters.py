"""The filter language as JSON Schema, read from the parser's own table of fields."""

from __future__ import annotations

from mem0.memory.filter_fields import FIELDS, METADATA, Field
from mem0site.openapi.shapes import Schema, array, ref
from orgs import limits

SCALAR: Schema = {"type": ["string", "number", "boolean"]}
_LISTS = {"in", "nin"}


def schemas() -> dict[str, Schema]:
    """`Filter`, which refers to itself, and the conditions it is made of."""
    return {
        "Filter": _filter(),
        "MetadataFilter": {
            "type": "object",
            "description": "Keys of the metadata; `a.b` is the key `a.b`, or `b` "
            "inside `a`. A key takes a bare value or an object of operators.",
            "additionalProperties": _condition(METADATA),
            "examples": [{"topic": "food", "priority": {"gte": 2}}],
        },
    }


def _filter() -> Schema:
    group = array(ref("Filter"), maxItems=limits.current().filter_conditions)
    return {
        "type": "object",
        "description": "Which memories are meant. Keys beside each other are ANDed; "
        "`AND` and `OR` take a list of filters, `NOT` a list (or one) of which none "
        'may hold. A field takes a bare value, `"*"` (any value but null), a list '
        "(one of), null (not set) or an object of operators, of which all hold. "
        "`ne` and `nin` also match what has no value. Lists and searches need at "
        "least one entity id that is asked for. camelCase names of fields "
        "(`userId`, `createdAt`) are understood too.",
        "properties": {
            "AND": group,
            "OR": group,
            "NOT": {"oneOf": [ref("Filter"), group]},
            **{name: _condition(field) for name, field in FIELDS.items()},
            "metadata": ref("MetadataFilter"),
        },
        "patternProperties": {r"^metadata\..": _condition(METADATA)},
        "additionalProperties": False,
        "examples": [
            {"user_id": "alice"},
            {
                "AND": [
                    {"user_id": "alice"},
                    {"created_at": {"gte": "2026-01-01", "lt": "2026-07-01"}},
                    {"NOT": [{"categories": {"in": ["travel"]}}]},
                ]
            },
        ],
    }


def _condition(field: Field) -> Schema:
    """A bare value, a list of them, null, or operators."""
    values = array(SCALAR, maxItems=limits.current().filter_values)
    operators = {
        name: ({"oneOf": [SCALAR, values]} if name == "ne" else SCALAR)
        if name not in _LISTS
        else values
        for name in field.operators
    }
    return {
        "oneOf": [
            {"type": ["string", "number", "boolean", "null"]},
            values,
            {
                "type": "object",
                "properties": operators,
                "additionalProperties": False,
                "minProperties": 1,
            },
        ]
    }
