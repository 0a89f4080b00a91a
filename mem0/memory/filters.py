"""The filter language: parsed once into a small tree, then compiled or matched.

A filter arrives as JSON (`{"AND": [{"user_id": "alice"}, {"created_at": {"gte": …}}]}`),
becomes a tree of `And`, `Or`, `Not` and `Condition`, and is either compiled by a
store into its own query language or matched against a record in memory. This module
is the door; the parts behind it are apart because each knows one half of the work.
"""

from __future__ import annotations

from mem0.memory.filter_bounds import FilterLimits
from mem0.memory.filter_match import match
from mem0.memory.filter_parser import (
    decode_query_parameter,
    parse,
    parse_query_parameter,
)
from mem0.memory.filter_tree import (
    And,
    Condition,
    Filter,
    Not,
    Operator,
    Or,
    all_of,
    any_of,
    entity_ids,
    has_positive_entity,
    scope_filter,
)

__all__ = [
    "And",
    "Condition",
    "Filter",
    "FilterLimits",
    "Not",
    "Operator",
    "Or",
    "all_of",
    "any_of",
    "decode_query_parameter",
    "entity_ids",
    "has_positive_entity",
    "match",
    "parse",
    "parse_query_parameter",
    "scope_filter",
]
