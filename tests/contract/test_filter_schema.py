from __future__ import annotations

import pytest

from mem0.exceptions import FilterError
from mem0.memory.filters import parse
from mem0site.openapi.shapes import ref
from tests.contract.reading import problems

TAKEN = [
    {"user_id": "alice"},
    {"user_id": "*", "run_id": None},
    {"AND": [{"user_id": "alice"}, {"OR": [{"run_id": "a"}, {"run_id": ["b", "c"]}]}]},
    {"NOT": {"categories": {"in": ["travel"]}}},
    {"NOT": [{"user_id": {"ne": "bob"}}]},
    {"created_at": {"gte": "2026-01-01", "lt": 1790000000}},
    {"metadata": {"topic": "food", "priority": {"gte": 2}, "open": True}},
    {"metadata.topic": {"contains": "oo"}},
    {"keywords": {"icontains": "porto"}},
]
REFUSED = [
    {"AND": {"user_id": "alice"}},
    {"nobody": "alice"},
    {"user_id": {"gt": "a"}},
    {"user_id": {"in": "a"}},
    {"OR": [{"AND": [{"user_id": {"like": "a"}}]}]},
    {"categories": {">=": 1}},
]


@pytest.mark.parametrize("filters", TAKEN, ids=str)
def test_what_the_parser_takes_the_schema_takes(filters):
    parse(filters)
    assert problems(ref("Filter"), filters) == []


@pytest.mark.parametrize("filters", REFUSED, ids=str)
def test_what_the_parser_refuses_the_schema_refuses(filters):
    with pytest.raises(FilterError):
        parse(filters)
    assert problems(ref("Filter"), filters)
