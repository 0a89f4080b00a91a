from __future__ import annotations

import json

import pytest

from tests.bad_input.asking import misshapen, places, with_poison
from tests.bad_input.cases import (
    ACCEPTED,
    ADD,
    BODIES,
    DELICATE,
    PATHS,
    POISON,
    QUERIES,
    RAW,
    REFUSED,
    USUAL,
    WITH_PATHS,
    WITH_QUERIES,
)


def values(table):
    return pytest.mark.parametrize("case", table.values(), ids=list(table))


@values(REFUSED)
def test_it_refuses(victim, case):
    method, path, body, status = case
    before = victim.rows()
    answer = victim.send(method, path, body)
    assert answer.status_code == status, answer.content
    assert misshapen(answer) == ""
    assert victim.rows() == before


@values(ACCEPTED)
def test_it_accepts(victim, case):
    answer = victim.send(*case)
    assert answer.status_code == 200, answer.content


@values(RAW)
def test_it_refuses_a_body_of(victim, case):
    body, content_type, status = case
    before = victim.rows()
    for method, path, _ in BODIES.values():
        answer = victim.send(method, path, body, content_type=content_type)
        assert answer.status_code == status, answer.content
        assert misshapen(answer) == ""
    assert victim.rows() == before


@values(BODIES)
def test_a_full_body_is_accepted(victim, case):
    assert victim.send(*case).status_code == 200


PLACES = [
    pytest.param(name, place, id=f"{name}: {'.'.join(map(str, place))}")
    for name, (_, _, body) in BODIES.items()
    for place in places(body)
]


@pytest.mark.parametrize(("name", "place"), PLACES)
def test_a_bad_value_is_refused_or_does_no_harm_in(victim, name, place):
    method, path, body = BODIES[name]
    faults = {
        kind: fault
        for kind, raw in POISON.items()
        if kind in USUAL or place[-1] in DELICATE
        if (fault := victim.fault(method, path, with_poison(body, place, raw)))
    }
    assert faults == {}


@pytest.mark.parametrize("name", BODIES)
def test_a_missing_field_is_refused_or_does_no_harm(victim, name):
    method, path, body = BODIES[name]
    for field in body:
        rest = {key: value for key, value in body.items() if key != field}
        assert victim.fault(method, path, rest) == "", field


@pytest.mark.parametrize(("method", "path"), WITH_QUERIES)
def test_a_bad_query_string_is_refused_or_does_no_harm(victim, method, path):
    body = {"query": "q", "filters": {"user_id": "a"}} if method == "POST" else None
    faults = {
        query[:40]: fault
        for query in QUERIES
        if (fault := victim.fault(method, path + query, body))
    }
    assert faults == {}


@pytest.mark.parametrize(("method", "path"), WITH_PATHS)
def test_a_bad_path_is_refused_or_does_no_harm(victim, method, path):
    faults = {
        part[:40]: fault
        for part in PATHS
        if (fault := victim.fault(method, path.replace("{}", part), None))
    }
    assert faults == {}


def test_a_refused_add_leaves_no_event(victim):
    answer = victim.send("POST", "/v3/memories/add/", {**ADD, "metadata": 1})
    assert answer.status_code == 400
    events = json.loads(victim.send("GET", "/v1/events/?page_size=1").content)
    last = events["results"][0] if events["results"] else {}
    assert last.get("status") in (None, "SUCCEEDED", "PENDING")


@pytest.mark.parametrize("field", ["metadata", "messages", "user_id"])
def test_a_refusal_names_the_field(victim, field):
    answer = victim.send("POST", "/v3/memories/add/", {**ADD, field: {"a\0": 1}})
    assert answer.status_code == 400
    assert field in answer.json()["detail"]
