from __future__ import annotations


def test_what_was_added_is_found(acme):
    (kept,) = acme.remember("I live in Porto with my dog Rex.")
    answer = acme.post(
        "/v3/memories/search/",
        {"query": "where does she live?", "filters": {"user_id": "alice"}},
    )
    assert answer.status_code == 200, answer.content
    (hit,) = answer.json()["results"]
    assert hit["id"] == kept["id"]
    assert hit["memory"] == "I live in Porto with my dog Rex."
    assert 0 < hit["score"] <= 1
    assert set(hit["score_breakdown"]) >= {"semantic", "bm25", "entity"}
