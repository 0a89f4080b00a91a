"""Getting, listing, searching."""

from __future__ import annotations

import pytest

from tests.acceptance.javascript.sdk import NEWEST, OLDER
from tests.acceptance.sdk import Refused

BEES, TEA, VIOLIN = "I keep bees.", "I like tea.", "My sister plays the violin."


def texts(rows):
    return {row["memory"] for row in rows}


def test_one_memory_is_read(client):
    (stored,) = client.store(BEES)
    kept = client.get(stored["id"])
    assert (kept["memory"], kept[client.word("user_id")]) == (BEES, "alice")
    assert kept["metadata"] in (None, {})


def test_only_the_memories_of_the_one_who_is_asked_for_are_listed(client, umbrella):
    umbrella.remember("I keep secrets.")
    client.store(BEES)
    client.store(TEA, user_id="bob")
    assert texts(client.listed()) == {BEES}


def test_the_list_of_somebody_unknown_is_empty(client):
    assert client.listed(user_id="nobody") == []


def test_pages_follow_each_other(client):
    client.store(BEES, TEA)
    options = client.who(user_id="alice")
    pages = [
        client.getAll(options | client.spelled(page=number, page_size=1))
        for number in (1, 2)
    ]
    assert [page["count"] for page in pages] == [2, 2]
    assert texts(row for page in pages for row in page["results"]) == {BEES, TEA}
    assert pages[0]["next"]
    assert pages[0]["previous"] is None
    assert pages[1]["next"] is None
    assert pages[1]["previous"]


def test_a_page_behind_the_last_is_refused(client):
    client.store(BEES)
    options = client.who(user_id="alice") | client.spelled(page=9, page_size=5)
    with pytest.raises(Refused, match="Invalid page") as refused:
        client.getAll(options)
    assert refused.value.name == "MemoryNotFoundError"


@NEWEST
def test_a_list_is_an_envelope_without_pages_too(client):
    client.store(BEES)
    answer = client.getAll({"filters": {"user_id": "alice"}})
    assert (answer["count"], answer["next"], answer["previous"]) == (1, None, None)


@OLDER
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_a_list_is_a_bare_array(client, version):
    client.store(BEES)
    answer = client.getAll({"user_id": "alice", "api_version": version})
    assert [row["memory"] for row in answer] == [BEES]


@OLDER
def test_pages_of_version_2_are_envelopes(client):
    client.store(BEES, TEA)
    where = {"AND": [{"user_id": "alice"}]}
    options = {"api_version": "v2", "filters": where, "page": 1, "page_size": 1}
    answer = client.getAll(options)
    assert (answer["count"], len(answer["results"])) == (2, 1)


@OLDER
def test_filters_narrow_a_list_of_version_2(client):
    client.store(BEES, run_id="r-1")
    client.store(TEA)
    where = {"AND": [{"user_id": "alice"}, {"run_id": "r-1"}]}
    assert texts(client.getAll({"api_version": "v2", "filters": where})) == {BEES}


@NEWEST
@pytest.mark.parametrize(
    "where",
    [
        {"userId": "alice", "AND": [{"createdAt": {"gte": "2001-01-01"}}]},
        {"user_id": "alice", "created_at": {"gte": "2001-01-01"}},
    ],
    ids=["camelCase", "snake_case"],
)
def test_filters_are_understood_in_both_spellings(client, where):
    client.store(BEES)
    client.store(TEA, timestamp=978_000_000)
    assert texts(client.getAll({"filters": where})["results"]) == {BEES}


@NEWEST
def test_every_option_of_a_list_is_understood(client):
    client.store(BEES, expiration_date="2020-01-01")
    options = {
        "filters": {"user_id": "alice"},
        "page": 1,
        "pageSize": 5,
        "startDate": "2020-01-01",
        "endDate": "2199-01-01",
        "latestOnly": True,
        "showExpired": True,
    }
    assert texts(client.getAll(options)["results"]) == {BEES}
    assert client.listed() == []


def test_the_best_hit_comes_first_with_a_score(client):
    client.store(VIOLIN, TEA)
    hits = client.found("Who plays the violin?", threshold=0.0)
    assert hits[0]["memory"] == VIOLIN
    assert all(0 < hit["score"] <= 1 for hit in hits)


def test_top_k_bounds_the_hits(client):
    client.store(VIOLIN, TEA)
    assert len(client.found("violin", top_k=1, threshold=0.0)) == 1


def test_the_memories_of_another_project_are_not_found(client, umbrella):
    umbrella.remember(VIOLIN)
    client.store(TEA)
    assert texts(client.found("violin", threshold=0.0)) <= {TEA}


def test_fields_keep_the_keys_that_are_asked_for(client):
    client.store(VIOLIN)
    (hit,) = client.found("violin", fields=["memory", "score"])
    assert set(hit) == {"id", "memory", "score"}


@OLDER
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_hits_are_a_bare_array(client, version):
    client.store(VIOLIN)
    answer = client.search("violin", {"user_id": "alice", "api_version": version})
    assert [hit["memory"] for hit in answer] == [VIOLIN]


@OLDER
@pytest.mark.parametrize("version", ["v1", "v2"])
def test_hits_are_wrapped_on_request(client, version):
    client.store(VIOLIN)
    options = {"user_id": "alice", "api_version": version, "output_format": "v1.1"}
    assert texts(client.search("violin", options)["results"]) == {VIOLIN}


@OLDER
def test_filters_narrow_a_search_of_version_2(client):
    client.store(VIOLIN, run_id="r-1")
    client.store("My brother plays the violin too.")
    where = {"AND": [{"user_id": "alice"}, {"run_id": "r-1"}]}
    answer = client.search("violin", {"api_version": "v2", "filters": where})
    assert texts(answer) == {VIOLIN}


@NEWEST
def test_every_option_of_a_search_is_understood(client):
    client.store(VIOLIN, expiration_date="2020-01-01", metadata={"aB": 1})
    options = {
        "filters": {"userId": "alice"},
        "metadata": {"aB": 1},
        "topK": 3,
        "threshold": 0.0,
        "rerank": True,
        "latestOnly": True,
        "fields": ["memory"],
        "showExpired": True,
        "referenceDate": 1_700_000_000,
        "keywordSearch": True,
        "source": "OPENCLAW",
    }
    assert texts(client.search("violin", options)["results"]) == {VIOLIN}


@NEWEST
def test_a_score_says_what_it_is_made_of(client):
    client.store(VIOLIN)
    (hit,) = client.found("violin")
    assert set(hit["scoreBreakdown"]) >= {"semantic", "bm25", "entity"}


@NEWEST
@pytest.mark.parametrize("method", ["search", "getAll"])
def test_ids_beside_filters_are_refused_by_the_client(client, method):
    given = [{"userId": "alice"}] if method == "getAll" else ["q", {"userId": "alice"}]
    with pytest.raises(Refused, match="Top-level entity parameters"):
        getattr(client, method)(*given)
