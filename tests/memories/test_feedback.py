from __future__ import annotations

import pytest


def give(api, **body):
    return api.post("/v1/feedback/", body)


def test_feedback_is_kept_with_its_reason(acme):
    (kept,) = acme.remember("I live in Porto.")
    answer = give(
        acme, memory_id=kept["id"], feedback="negative", feedback_reason="old"
    )
    assert answer.status_code == 200
    assert answer.json() == {
        "id": kept["id"],
        "feedback": "NEGATIVE",
        "feedback_reason": "old",
    }
    assert acme.get(f"/v1/memories/{kept['id']}/").json()["feedback"] == "NEGATIVE"


def test_null_takes_feedback_back(acme):
    (kept,) = acme.remember("I live in Porto.")
    give(acme, memory_id=kept["id"], feedback="POSITIVE", feedback_reason="right")
    answer = give(acme, memory_id=kept["id"], feedback=None, feedback_reason=None)
    assert answer.json()["feedback"] is None
    assert acme.get(f"/v1/memories/{kept['id']}/").json()["feedback"] is None


def test_feedback_is_no_change_of_the_memory(acme):
    (kept,) = acme.remember("I live in Porto.")
    before = acme.get(f"/v1/memories/{kept['id']}/").json()
    give(acme, memory_id=kept["id"], feedback="VERY_NEGATIVE")
    after = acme.get(f"/v1/memories/{kept['id']}/").json()
    assert after["updated_at"] == before["updated_at"]
    assert len(acme.get(f"/v1/memories/{kept['id']}/history/").json()) == 1


@pytest.mark.parametrize("memory_id", [None, "m1", "", 7, {}])
def test_an_id_that_is_none_is_refused(acme, memory_id):
    answer = give(acme, memory_id=memory_id, feedback="POSITIVE")
    assert (answer.status_code, answer.json()["error"]) == (400, "Invalid memory_id")


def test_a_missing_id_is_refused(acme):
    answer = give(acme, feedback="POSITIVE")
    assert (answer.status_code, answer.json()["error"]) == (400, "Invalid memory_id")


@pytest.mark.parametrize("word", ["GOOD", "", 1, ["POSITIVE"]])
def test_an_unknown_word_is_refused(acme, word):
    (kept,) = acme.remember("I live in Porto.")
    assert give(acme, memory_id=kept["id"], feedback=word).status_code == 400


def test_memories_of_others_cannot_be_judged(acme, umbrella):
    (kept,) = acme.remember("I live in Porto.")
    answer = give(umbrella, memory_id=kept["id"], feedback="POSITIVE")
    assert (answer.status_code, answer.json()["error"]) == (404, "Memory not found!")
    assert acme.get(f"/v1/memories/{kept['id']}/").json()["feedback"] is None
