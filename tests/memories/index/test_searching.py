"""Search with a vector store beside PostgreSQL: what it adds, and how it does without."""

from __future__ import annotations

import pytest

from mem0.vector_stores.base import Point
from memories import engine, vector_index
from tests.memories.index.conftest import PIECES, deliver, search, stored, texts


@pytest.fixture
def filled(acme, qdrant):
    acme.remember(*PIECES)
    deliver(acme)
    qdrant.asked.clear()
    return acme


def queries(server):
    return [body for _, path, body in server.asked if path == "/points/query"]


def test_a_big_scope_asks_the_store_for_both_arms_of_its_tenant(filled, qdrant):
    found = search(filled)
    asked = queries(qdrant)
    assert len(asked) == 2
    assert all(str(filled.project.pk) in str(body["filter"]) for body in asked)
    assert "degraded" not in found
    assert texts(found)[0] == PIECES[1]


def test_a_small_scope_is_answered_by_postgresql_alone(filled, qdrant, settings):
    settings.CONFIGURATION.vector_store_min_rows = 100
    exact = search(filled)
    assert queries(qdrant) == []
    settings.CONFIGURATION.vector_store_min_rows = 2
    near = search(filled)
    assert texts(near) == texts(exact)
    assert [hit["score"] for hit in near["results"]] == pytest.approx(
        [hit["score"] for hit in exact["results"]], abs=1e-3
    )


def test_a_store_that_is_down_degrades_search_and_says_so(filled, qdrant):
    qdrant.stop()
    found = search(filled)
    assert found["degraded"] == ["vector_store"]
    assert texts(found)[0] == PIECES[1]
    qdrant.start()
    vector_index.PAUSE.end()
    assert "degraded" not in search(filled)


def test_it_is_not_asked_again_at_once_after_it_failed(filled, qdrant):
    qdrant.stop()
    search(filled)
    qdrant.start()
    assert search(filled)["degraded"] == ["vector_store"]
    assert queries(qdrant) == []


def test_a_store_that_is_slow_is_not_waited_for(filled, qdrant, settings):
    settings.CONFIGURATION.vector_store_timeout = 0.001
    with qdrant.holding():
        assert search(filled)["degraded"] == ["vector_store"]


@pytest.mark.parametrize("path", ["/v2/memories/search/", "/search"])
def test_other_generations_say_it_where_they_answer_an_object(filled, qdrant, path):
    qdrant.stop()
    body = {
        "query": "honey",
        "filters": {"user_id": "alice"},
        "output_format": "v1.1",
    }
    assert filled.post(path, body).json()["degraded"] == ["vector_store"]


def test_a_bare_list_stays_a_bare_list(filled, qdrant):
    qdrant.stop()
    body = {"query": "honey", "user_id": "alice"}
    answer = filled.post("/v1/memories/search/", body).json()
    assert PIECES[1] in [hit["memory"] for hit in answer]


def test_only_what_postgresql_confirms_is_answered(filled, umbrella, qdrant):
    """A store that mixes tenants up, or was written to by somebody else."""
    secret = "The vault opens with 4711."
    (theirs,) = umbrella.remember(secret)
    with_theirs = stored(qdrant, filled)[0]
    vectors = vector_index.store(256)
    query = vectors.get([with_theirs["id"]])[0].vector
    payload = {
        "project_id": str(filled.project.pk),
        "space": engine.embedder(filled.project).name,
        "arm": "own",
        "user_id": "alice",
    }
    points = [
        Point("forged", query, {**payload, "memory_id": theirs["id"]}),
        Point("nonsense", query, {**payload, "memory_id": "' OR 1=1 --"}),
        Point("nothing", query, payload),
    ]
    vectors.upsert(points)
    try:
        found = search(filled, "vault", user_id="*")
    finally:
        vectors.delete([point.id for point in points])
    assert secret not in texts(found)
    assert "degraded" not in found


def test_the_rest_of_the_filter_is_checked_in_postgresql(filled, qdrant):
    filled.remember("Wax candles are for sale.", metadata={"shop": True})
    filled.remember("Mead is for sale.", metadata={"shop": True})
    filled.remember("Propolis is for sale.", metadata={"shop": True})
    deliver(filled)
    both = {"AND": [{"user_id": "alice"}, {"metadata": {"shop": True}}]}
    found = search(filled, "honey", **both)
    assert len(found["results"]) == 3
    assert {hit["metadata"]["shop"] for hit in found["results"]} == {True}


def test_another_user_is_never_a_candidate(filled, qdrant):
    filled.remember(*PIECES, user_id="bob")
    deliver(filled)
    found = search(filled, user_id="bob")
    assert {hit["user_id"] for hit in found["results"]} == {"bob"}
    assert all("user_id" not in body["filter"] for body in queries(qdrant))
