"""Whatever JSON comes: no internal error, and no half write."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings, strategies as st

from tests.bad_input.cases import BODIES, POISON

NAMES = sorted(
    {name for _, _, body in BODIES.values() for name in body}
    | {"AND", "OR", "NOT", "in", "gte", "ne", "contains", "icontains", "exists", "*",
       "memory_id", "role", "content", "name", "type", "text", "created_at", "categories",
       "page", "limit", "org_id", "userId", "metadata.x", "keywords", "data"}
)  # fmt: skip
RAW = [raw for raw in POISON.values() if len(raw) < 1000]


def written(pairs: dict[str, str]) -> str:
    """An object, from the raw JSON of its values."""
    return "{" + ",".join(f"{json.dumps(k)}:{raw}" for k, raw in pairs.items()) + "}"


scalars = st.one_of(
    st.sampled_from(RAW),
    st.text(max_size=12).map(json.dumps),
    st.integers().map(str),
    st.floats().map(json.dumps),
    st.sampled_from(
        ['"alice"', '"*"', '"{memory}"', '"2024-01-01"', '"user"', '"tea"']
    ),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]"),
        st.dictionaries(st.sampled_from(NAMES), inner, max_size=3).map(written),
    ),
    max_leaves=8,
)
ENDPOINTS = [
    *((method, path, body) for method, path, body in BODIES.values()),
    ("DELETE", "/v1/batch/", {"memories": []}),
    ("DELETE", "/v1/memories/", {}),
]


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    endpoint=st.sampled_from(ENDPOINTS),
    wrong=st.dictionaries(st.sampled_from(NAMES), values, min_size=1, max_size=3),
    keep=st.booleans(),
)
def test_no_body_is_an_internal_error(victim, endpoint, wrong, keep):
    method, path, body = endpoint
    valid = {key: json.dumps(value) for key, value in body.items()} if keep else {}
    assert victim.fault(method, path, written(valid | wrong)) == ""
