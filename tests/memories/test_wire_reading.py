"""Odd but real requests for lists and hits: what the official clients were seen to send."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest

from tests.memories.wire import BEES, UNKNOWN, listed, query, tenant, texts


def test_a_page_may_stand_in_the_query(acme):
    acme.remember(*(f"Fact number {number}." for number in range(3)))
    answer = acme.post(
        "/v3/memories/?page=2&page_size=2", {"filters": {"user_id": "alice"}}
    ).json()
    assert answer["count"] == 3
    assert len(answer["results"]) == 1
    assert answer["next"] is None
    assert "page=1" in answer["previous"]


def test_the_query_wins_over_the_body(acme):
    acme.remember(*(f"Fact number {number}." for number in range(3)))
    body = {"filters": {"user_id": "alice"}, "page": 7, "page_size": 1}
    answer = acme.post("/v3/memories/?page=1&page_size=2", body).json()
    assert len(answer["results"]) == 2


def test_a_page_size_may_stand_alone(acme):
    acme.remember(*(f"Fact number {number}." for number in range(3)))
    answer = acme.post("/v3/memories/?page_size=2", {"filters": {"user_id": "alice"}})
    assert len(answer.json()["results"]) == 2


def test_a_page_beyond_the_last_is_not_found(acme):
    acme.remember(BEES)
    answer = acme.post("/v3/memories/?page=2", {"filters": {"user_id": "alice"}})
    assert answer.status_code == 404
    assert answer.json()["detail"] == "Invalid page."


def test_a_list_of_version_2_takes_ids_at_the_top(acme):
    acme.remember(BEES)
    answer = acme.post("/v2/memories/", {"user_id": "alice", **tenant(acme)})
    assert texts(answer.json()) == [BEES]


def test_a_list_of_version_2_takes_a_lone_page_in_the_body(acme):
    acme.remember(BEES)
    body = {"filters": {"user_id": "alice"}, "page": 1, **tenant(acme)}
    assert texts(acme.post("/v2/memories/", body).json()) == [BEES]


def test_a_second_page_of_version_2_goes_on_behind_the_first(acme):
    acme.remember(*(f"Fact number {number}." for number in range(3)))
    body = {"filters": {"user_id": "alice"}, "page": 2, **tenant(acme)}
    answer = acme.post("/v2/memories/", body)
    assert answer.status_code == 200
    assert answer.json() == []


@pytest.mark.parametrize("written", [repr, json.dumps], ids=["python", "json"])
def test_filters_in_a_query_may_be_a_python_literal_or_json(acme, written):
    acme.remember(BEES)
    acme.remember("I fear bees.", user_id="bob")
    path = query(
        "/v1/memories/", filters=written({"user_id": "alice"}), page=1, **tenant(acme)
    )
    assert texts(acme.get(path).json()) == [BEES]


def test_camel_case_fields_and_a_date_that_is_none_are_told_apart(acme):
    body = {
        "show_expired": True,
        "start_date": "2020-01-01",
        "filters": {"user_id": "al", "AND": [{"createdAt": {"gte": "x"}}]},
    }
    answer = acme.post("/v3/memories/?page=1&page_size=2", body)
    assert answer.status_code == 400
    assert "created" in answer.json()["detail"]
    body["filters"]["AND"] = [{"createdAt": {"gte": "2020-01-01"}}]
    assert acme.post("/v3/memories/?page=1&page_size=2", body).json()["count"] == 0


def test_a_limit_above_the_bound_is_refused(acme):
    answer = acme.get("/v1/memories/?user_id=alice&limit=201")
    assert answer.status_code == 400
    assert answer.json()["error"] == "limit must be <= 200"


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("GET", "/v1/memories/", "detail"),
        ("POST", "/v2/memories/", "message"),
        ("POST", "/v3/memories/", "error"),
    ],
)
def test_a_list_for_nobody_is_refused(acme, method, path, key):
    answer = acme.call(method, path, None if method == "GET" else {})
    assert answer.status_code == 400
    assert answer.json()[key] == (
        "One of the filters: app_id, user_id, agent_id, run_id is required!"
    )


def test_a_search_of_version_2_takes_ids_and_limit_at_the_top(acme):
    acme.remember(BEES)
    body = {"query": "bees", "user_id": "alice", "limit": 4, **tenant(acme)}
    assert texts(acme.post("/v2/memories/search/", body).json()) == [BEES]


def test_a_search_takes_camel_case_and_everything_newer_clients_send(acme):
    acme.remember(BEES, user_id="al", metadata={"aB": 1}, timestamp=4)
    acme.remember("I fear bees.", user_id="al")
    body = {
        "query": "bees",
        "output_format": "v1.1",
        "top_k": 3,
        "reference_date": 5,
        "keyword_search": True,
        "metadata": {"aB": 1},
        "filters": {"userId": "al"},
    }
    answer = acme.post("/v3/memories/search/", body).json()
    assert set(answer) == {"results"}
    assert texts(answer["results"]) == [BEES]


@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_a_search_among_no_memories_finds_nothing(acme, version):
    body = {"query": "bees", "filters": {"user_id": "nobody"}}
    answer = acme.post(f"/{version}/memories/search/", body)
    assert answer.status_code == 200
    assert not (answer.json()["results"] if version == "v3" else answer.json())


@pytest.mark.parametrize("top_k", [0, 1001, -1, "many"])
@pytest.mark.parametrize("version", ["v1", "v2", "v3"])
def test_a_top_k_out_of_bounds_is_refused(acme, version, top_k):
    body = {"query": "bees", "filters": {"user_id": "alice"}, "top_k": top_k}
    answer = acme.post(f"/{version}/memories/search/", body)
    assert answer.status_code == 400
    assert "top_k" in answer.json()["detail"]


@pytest.mark.parametrize("asked", ["", "  ", None])
def test_a_blank_query_is_refused(acme, asked):
    body = {"query": asked, "filters": {"user_id": "alice"}}
    assert acme.post("/v3/memories/search/", body).status_code == 400


def test_a_search_of_version_3_refuses_ids_at_the_top(acme):
    answer = acme.post("/v3/memories/search/", {"query": "bees", "user_id": "alice"})
    assert answer.status_code == 400
    assert "filters" in answer.json()["detail"]


def test_a_search_of_version_1_for_nobody_says_who_may_be_named(acme):
    answer = acme.post("/v1/memories/search/", {"query": "bees"})
    assert answer.status_code == 400
    assert answer.json()["message"] == (
        "At least one of the filters: agent_id, user_id, app_id, run_id is required!"
    )


def test_a_list_after_ne_means_none_of_them(acme):
    acme.remember(BEES, metadata={"topic": "hobby"})
    acme.remember("I live in Braga.", metadata={"topic": "home"})
    where = {"user_id": "alice", "metadata": {"topic": {"ne": ["hobby", "work"]}}}
    page = acme.post("/v3/memories/", {"filters": where}).json()
    assert texts(page["results"]) == ["I live in Braga."]


@pytest.mark.parametrize("name", [quote("mem 1/x", safe=""), "mem%201/x", "1"])
@pytest.mark.parametrize("suffix", ["/", "", "/history/"])
def test_an_id_that_is_none_is_told_so(acme, name, suffix):
    answer = acme.get(f"/v1/memories/{name}{suffix}?{urlencode(tenant(acme))}")
    assert answer.status_code == 400
    assert answer.json()["error"] == "memory_id should be a valid UUID"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_unknown_id_is_not_found(acme, method):
    body = {"text": BEES} if method == "PUT" else None
    answer = acme.call(method, f"/v1/memories/{UNKNOWN}/", body)
    assert answer.status_code == 404
    assert answer.json()["error"] == "Memory not found!"


def test_an_expiration_date_is_cleared_by_null(acme):
    (kept,) = acme.remember(BEES, expiration_date="2020-01-01")
    path = f"/v1/memories/{kept['id']}/"
    assert acme.put(path, {"expiration_date": None}).status_code == 200
    assert acme.get(path).json()["expiration_date"] is None
    assert texts(listed(acme)) == [BEES]


def test_what_a_memory_replaced_is_deleted_with_it(acme):
    for text in ("I live in Porto.", "I moved to Lisbon."):
        body = {"messages": text, "user_id": "alice", "async_mode": False}
        assert acme.post("/v3/memories/add/", body).status_code == 200
    (newest,) = [row for row in listed(acme) if "Lisbon" in row["memory"]]
    (older,) = [row for row in listed(acme) if row["replaced_by"] == newest["id"]]
    answer = acme.delete(f"/v1/memories/{newest['id']}/?delete_linked=true").json()
    assert answer["cascade_count"] == 1
    assert acme.get(f"/v1/memories/{older['id']}/").status_code == 404
