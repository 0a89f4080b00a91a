from __future__ import annotations

import pytest

from tests.acceptance.generations import FIRST, MIDDLE, NEWEST

PORTO = "I live in Porto near the river."
VIOLIN = "My sister plays the violin."


def test_the_best_answer_comes_first(client):
    client.store(VIOLIN, PORTO)
    hits = client.found("which town is home?", threshold=0.0)
    assert hits[0]["memory"] == PORTO


def test_a_score_lies_between_nothing_and_one(client):
    client.store(VIOLIN, PORTO)
    scores = [hit["score"] for hit in client.found("violin", threshold=0.0)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_a_score_says_what_it_is_made_of(client):
    client.store(VIOLIN)
    (hit,) = client.found("violin")
    assert set(hit["score_breakdown"]) >= {"semantic", "bm25", "entity"}


def test_top_k_bounds_the_hits(client):
    client.store(VIOLIN, PORTO)
    assert len(client.found("violin", top_k=1, threshold=0.0)) == 1


def test_a_threshold_keeps_weak_hits_out(client):
    client.store(VIOLIN)
    assert client.found("tax return", threshold=0.99) == []


def test_only_the_memories_of_the_one_who_is_asked_for_are_searched(client):
    client.store(VIOLIN, user_id="bob")
    client.store(PORTO)
    assert {hit["memory"] for hit in client.found("violin", threshold=0.0)} == {PORTO}


def test_a_search_for_somebody_unknown_finds_nothing(client):
    client.store(VIOLIN)
    assert client.found("violin", user_id="nobody") == []


def test_the_memories_of_another_project_are_not_found(client, umbrella):
    umbrella.remember(VIOLIN)
    client.store(PORTO)
    assert {hit["memory"] for hit in client.found("violin", threshold=0.0)} == {PORTO}


def test_fields_keep_the_keys_that_are_asked_for(client):
    client.store(VIOLIN)
    (hit,) = client.found("violin", fields=["memory", "score"])
    assert set(hit) == {"id", "memory", "score"}


def test_options_of_other_servers_do_no_harm(client):
    client.store(VIOLIN)
    options = {
        "rerank": False,
        "keyword_search": True,
        "filter_memories": True,
        "enable_graph": False,
        "source": "OPENCLAW",
        "api_version": "v2",
    }
    (hit,) = client.found("violin", **options)
    assert hit["memory"] == VIOLIN


@FIRST
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_hits_are_a_bare_array(client, version):
    client.store(VIOLIN)
    answer = client.search("violin", version=version, user_id="alice")
    assert [hit["memory"] for hit in answer] == [VIOLIN]


@FIRST
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_hits_are_wrapped_on_request(client, version):
    client.store(VIOLIN)
    answer = client.search(
        "violin", version=version, user_id="alice", output_format="v1.1"
    )
    assert [hit["memory"] for hit in answer["results"]] == [VIOLIN]
    assert answer["relations"] == []


@FIRST
def test_filters_narrow_a_search_of_version_2(client):
    client.store(VIOLIN, run_id="r-1")
    client.store("My brother plays the violin too.")
    where = {"AND": [{"user_id": "alice"}, {"run_id": "r-1"}]}
    answer = client.search("violin", version="v2", filters=where)
    assert [hit["memory"] for hit in answer] == [VIOLIN]


@MIDDLE
def test_ids_may_stand_beside_filters_or_inside_them(client):
    client.store(VIOLIN)
    beside = client.search("violin", user_id="alice", limit=4)["results"]
    inside = client.search("violin", filters={"user_id": "alice"})["results"]
    assert [hit["memory"] for hit in beside] == [VIOLIN]
    assert [hit["id"] for hit in inside] == [hit["id"] for hit in beside]


@MIDDLE
def test_a_limit_is_another_name_of_top_k(client):
    client.store(VIOLIN, PORTO)
    answer = client.search("violin", user_id="alice", limit=1, threshold=0.0)
    assert len(answer["results"]) == 1


@NEWEST
def test_filters_narrow_a_search(client):
    client.store(VIOLIN, metadata={"topic": "family"})
    client.store("My brother plays the violin too.", metadata={"topic": "noise"})
    where = {"AND": [{"user_id": "alice"}, {"metadata": {"topic": "family"}}]}
    answer = client.search("violin", filters=where)
    assert [hit["memory"] for hit in answer["results"]] == [VIOLIN]


@NEWEST
def test_typed_options_of_a_search_are_understood(client):
    client.store(VIOLIN, expiration_date="2020-01-01", metadata={"topic": "family"})
    options = {
        "name": "SearchMemoryOptions",
        "filters": {"user_id": "alice"},
        "metadata": {"topic": "family"},
        "top_k": 3,
        "rerank": False,
        "threshold": 0.0,
        "fields": ["memory"],
        "show_expired": True,
        "reference_date": "2026-01-01",
        "latest_only": True,
        "keyword_search": True,
    }
    (hit,) = client.search("violin", options=options)["results"]
    assert hit["memory"] == VIOLIN


@NEWEST
def test_a_search_may_be_reranked(client):
    client.store(VIOLIN, PORTO)
    answer = client.search("violin", filters={"user_id": "alice"}, rerank=True)
    assert answer["results"][0]["memory"] == VIOLIN
