"""Odd but real requests: what the official clients were seen to send."""

from __future__ import annotations

import json
from urllib.parse import quote, urlencode

import pytest
from django.test import Client

UNKNOWN = "019a0000-0000-7000-8000-000000000000"
BEES = "I keep bees."


def tenant(api):
    return {
        "org_id": str(api.project.organization_id),
        "project_id": str(api.project.pk),
    }


def texts(rows):
    return [row["memory"] for row in rows]


def query(path, **parameters):
    return f"{path}?{urlencode(parameters)}"


def listed(api, **ids):
    return api.get(query("/v1/memories/", **(ids or {"user_id": "alice"}))).json()


# Adding


def test_an_add_with_ids_in_filters_and_a_timestamp_near_the_epoch_is_queued(acme):
    body = {
        "messages": [{"role": "user", "content": "hi"}],
        "filters": {"user_id": "alice"},
        "timestamp": 5,
    }
    answer = acme.post("/v3/memories/add/", body)
    assert answer.status_code == 200
    assert answer.json()["status"] == "PENDING"
    event = acme.get(f"/v1/event/{answer.json()['event_id']}/").json()
    assert event["payload"]["user_id"] == "alice"


def test_a_plain_string_of_the_first_generation_is_stored(acme):
    body = {
        "messages": "plain string",
        "user_id": "alice",
        "infer": False,
        "output_format": "v1.1",
        "version": "v2",
        **tenant(acme),
    }
    (stored,) = acme.post("/v1/memories/", body).json()["results"]
    assert stored["memory"] == "plain string"


def test_an_add_of_the_first_generation_answers_a_bare_array(acme):
    (queued,) = acme.post("/v1/memories/", {"messages": BEES, "user_id": "a"}).json()
    assert queued["status"] == "PENDING"
    assert queued["event_id"]
    assert queued["memory"] == ""
    assert queued["event"] == "ADD"


def test_a_single_object_is_a_message(acme):
    body = {
        "messages": {"role": "user", "content": BEES},
        "user_id": "alice",
        "infer": False,
    }
    (stored,) = acme.post("/v3/memories/add/", body).json()["results"]
    assert stored["memory"] == BEES


@pytest.mark.parametrize("messages", [[], "", None, 5, [5], [[]]])
@pytest.mark.parametrize("path", ["/v1/memories/", "/v3/memories/add/"])
def test_messages_that_are_none_are_refused(acme, path, messages):
    answer = acme.post(path, {"messages": messages, "user_id": "alice"})
    assert answer.status_code == 400
    assert "messages" in answer.json()["detail"]


def test_a_blank_message_is_no_memory(acme):
    acme.remember(" ", BEES)
    assert texts(listed(acme)) == [BEES]


def test_a_number_is_an_id(acme):
    acme.remember(BEES, user_id=42)
    (kept,) = listed(acme, user_id="42")
    assert kept["user_id"] == "42"


@pytest.mark.parametrize(
    "name", ["søren", "李雷", "a%b", "a&b=c", "a=b", "a b", "x/y", "me@example.org"]
)
def test_an_id_may_hold_any_character(acme, name):
    acme.remember(BEES, user_id=name)
    acme.remember("I fear bees.", user_id="bob")
    assert texts(listed(acme, user_id=name)) == [BEES]
    page = acme.post("/v3/memories/", {"filters": {"user_id": name}}).json()
    assert texts(page["results"]) == [BEES]


def test_deduced_memories_are_memories_of_their_own(acme):
    body = {
        "messages": [{"role": "user", "content": "Bees and bread, that is me."}],
        "user_id": "alice",
        "infer": False,
        "deduced_memories": [BEES, "I bake rye bread."],
    }
    answer = acme.post("/v3/memories/add/", body)
    assert texts(answer.json()["results"]) == [BEES, "I bake rye bread."]


def test_unknown_keys_are_ignored_and_not_kept(acme):
    body = {
        "messages": BEES,
        "user_id": "alice",
        "apiKey": "m0-secret",
        "host": "https://example.org",
        "tags": ["a"],
        "enable_graph": True,
    }
    answer = acme.post("/v3/memories/add/", body)
    event = acme.get(f"/v1/event/{answer.json()['event_id']}/")
    assert b"m0-secret" not in event.content


def test_camel_case_ids_name_somebody(acme):
    body = {"messages": BEES, "userId": "alice", "infer": False}
    assert acme.post("/v3/memories/add/", body).status_code == 200
    assert texts(listed(acme)) == [BEES]


# Listing


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


# Searching


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


# One memory


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


# Deleting many


@pytest.mark.parametrize("written", [repr, json.dumps], ids=["python", "json"])
def test_a_deletion_takes_filters_as_a_python_literal_or_json(acme, written):
    acme.remember(BEES)
    acme.remember("I fear bees.", user_id="bob")
    path = query("/v1/memories/", filters=written({"user_id": "alice"}))
    assert acme.delete(path).status_code == 200
    assert listed(acme) == []
    assert len(listed(acme, user_id="bob")) == 1


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"filters": "{}"},
        {"filters": "__import__('os')"},
        {"user_id": ""},
        {"metadata": "{}"},
    ],
)
def test_a_deletion_that_names_nobody_is_refused(acme, parameters):
    acme.remember(BEES)
    assert acme.delete(query("/v1/memories/", **parameters)).status_code == 400
    assert texts(listed(acme)) == [BEES]


def test_four_wildcards_delete_everything_of_the_project_alone(acme, umbrella):
    acme.remember(BEES, run_id="r-1")
    acme.remember("I fear bees.", user_id="bob")
    umbrella.remember("I keep secrets.")
    answer = acme.delete("/v1/memories/?user_id=*&agent_id=*&app_id=*&run_id=*")
    assert answer.status_code == 200
    assert listed(acme) == listed(acme, user_id="bob") == []
    assert texts(listed(umbrella)) == ["I keep secrets."]


def test_several_ids_delete_only_what_has_them_all(acme):
    acme.remember(BEES, run_id="r-1")
    acme.remember("I bake rye bread.")
    assert acme.delete("/v1/memories/?user_id=alice&run_id=r-1").status_code == 200
    assert texts(listed(acme)) == ["I bake rye bread."]


# Entities


@pytest.mark.parametrize("name", [quote("al ice/x", safe=""), "al%20ice/x"])
def test_an_entity_with_a_slash_is_deleted(acme, name):
    acme.remember(BEES, user_id="al ice/x")
    answer = acme.delete(f"/v2/entities/user/{name}/?{urlencode(tenant(acme))}")
    assert answer.status_code == 200
    assert listed(acme, user_id="al ice/x") == []


def test_an_entity_is_deleted_by_the_number_a_list_gave(acme):
    acme.remember(BEES)
    (entity,) = acme.get("/v1/entities/").json()["results"]
    assert acme.delete(f"/v1/entities/user/{entity['id']}/").status_code == 200
    assert listed(acme) == []


def test_an_entity_is_not_named_by_a_word_where_a_number_belongs(acme):
    answer = acme.delete("/v1/entities/user/alice/")
    assert answer.status_code == 400
    assert answer.json()["error"] == "Invalid entity ID. Must be an integer."


def test_an_unknown_kind_of_entity_is_refused(acme):
    answer = acme.delete("/v2/entities/robot/x/")
    assert answer.status_code == 400
    assert answer.json()["message"] == "Invalid entity type"


# Paths, keys and tenants


def test_doubled_slashes_are_one(acme):
    assert acme.get("/v1//ping///").json()["status"] == "ok"


def test_a_forgotten_slash_loses_no_body(acme):
    body = {"messages": BEES, "user_id": "alice", "infer": False}
    assert acme.post("/v3/memories/add", body).status_code == 200
    assert texts(listed(acme)) == [BEES]


def test_a_batch_of_deletions_is_read_from_the_body(acme):
    (kept,) = acme.remember(BEES)
    answer = acme.delete("/v1/batch/", {"memories": [kept["id"]]})
    assert answer.json()["message"] == "Successfully deleted 1 memories"


def test_a_key_may_be_a_bearer(acme):
    answer = acme.get("/v1/ping/", authorization=f"Bearer {acme.key}")
    assert answer.status_code == 200


@pytest.mark.parametrize("headers", [{}, {"authorization": "Token m0-wrong"}])
def test_a_bad_key_is_refused_in_json(headers):
    answer = Client().get("/v1/ping/", headers=headers)
    assert answer.status_code == 401
    assert answer["content-type"].startswith("application/json")
    assert isinstance(answer.json()["detail"], str)


def test_ids_of_another_tenant_are_never_followed(acme, umbrella):
    umbrella.remember("I keep secrets.")
    path = query("/v1/memories/", user_id="alice", **tenant(umbrella))
    answer = acme.get(path)
    assert answer.status_code == 404
    assert b"secrets" not in answer.content
