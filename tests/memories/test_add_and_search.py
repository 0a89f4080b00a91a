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


def test_a_great_number_in_metadata_comes_back(acme):
    (kept,) = acme.remember("I live in Porto.", metadata={"a": 1e300})
    memory = f"/v1/memories/{kept['id']}/"
    for path in (memory, f"{memory}history/", "/v1/memories/events/", "/v1/events/"):
        answer = acme.get(path)
        assert answer.status_code == 200
        assert b"1e300" in answer.content.replace(b"1e+300", b"1e300")
