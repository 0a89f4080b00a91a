"""What is shown of a memory's life, and what people's judgement does to its rank."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from orgs.tenancy import tenant
from tests.memories.wire import texts

ALICE = {"user_id": "alice"}
YESTERDAY = (dt.datetime.now(dt.UTC) - dt.timedelta(days=1)).date().isoformat()
TODAY = dt.datetime.now(dt.UTC).date().isoformat()


def search(api, query, **more):
    body = {"query": query, "filters": ALICE, "threshold": 0, **more}
    answer = api.post("/v3/memories/search/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def listed(api, **more):
    answer = api.post("/v3/memories/", {"filters": ALICE, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def give(api, memory_id, feedback):
    body = {"memory_id": memory_id, "feedback": feedback}
    assert api.post("/v1/feedback/", body).status_code == 200


@pytest.fixture
def twins(acme):
    """Two memories that answer alike."""
    return [row["id"] for row in acme.remember("Bees hum in May.", "Bees hum in June.")]


@pytest.mark.parametrize("word", ["NEGATIVE", "VERY_NEGATIVE"])
def test_bad_feedback_puts_a_memory_behind_its_equal(acme, twins, word):
    for judged, other in (twins, reversed(twins)):
        for key in twins:
            give(acme, key, None)
        give(acme, judged, word)
        assert [hit["id"] for hit in search(acme, "Bees hum")] == [other, judged]


def test_good_feedback_puts_a_memory_before_its_equal(acme, twins):
    for judged, other in (twins, reversed(twins)):
        give(acme, other, None)
        give(acme, judged, "POSITIVE")
        assert [hit["id"] for hit in search(acme, "Bees hum")] == [judged, other]
        give(acme, judged, None)


def test_feedback_that_is_taken_back_counts_no_more(acme, twins):
    before = search(acme, "Bees hum")
    give(acme, twins[0], "VERY_NEGATIVE")
    give(acme, twins[0], None)
    after = search(acme, "Bees hum")
    assert [hit["score"] for hit in after] == [hit["score"] for hit in before]


def test_feedback_does_not_hide_what_a_threshold_lets_through(acme, twins):
    give(acme, twins[0], "VERY_NEGATIVE")
    found = search(acme, "Bees hum in May.", threshold=0.5)
    assert twins[0] in [hit["id"] for hit in found]


def test_the_last_day_is_inclusive(acme):
    acme.remember("I keep bees.", expiration_date=TODAY)
    acme.remember("I keep wasps.", expiration_date=YESTERDAY)
    assert texts(listed(acme)) == ["I keep bees."]
    assert texts(search(acme, "insects")) == ["I keep bees."]


def test_what_has_expired_is_shown_to_who_asks(acme):
    (old,) = acme.remember("I keep wasps.", expiration_date=YESTERDAY)
    assert listed(acme) == search(acme, "wasps") == []
    assert len(listed(acme, show_expired=True)) == 1
    assert len(search(acme, "wasps", show_expired=True)) == 1
    assert acme.get(f"/v1/memories/{old['id']}/").status_code == 200


def test_a_cleared_date_brings_a_memory_back(acme):
    (old,) = acme.remember("I keep wasps.", expiration_date=YESTERDAY)
    acme.put(f"/v1/memories/{old['id']}/", {"expiration_date": None})
    assert len(listed(acme)) == 1


def say(api, text, day):
    body = {
        "messages": text,
        **ALICE,
        "timestamp": 1_760_000_000 + day * 86_400,
        "async_mode": False,
    }
    return api.post("/v1/memories/", body).json()


def test_what_was_replaced_is_shown_unless_only_the_latest_is_wanted(acme):
    say(acme, "I live in Lisbon.", 0)
    (new,) = say(acme, "I moved to Porto.", 5)
    for found in (listed, lambda api, **more: search(api, "home", **more)):
        assert len(found(acme)) == 2
        assert [m["id"] for m in found(acme, latest_only=True)] == [new["id"]]


@pytest.fixture
def merged(acme):
    """A memory that was merged into another."""
    kept, folded = acme.remember("I keep bees.", "I have some bees.")
    with tenant(acme.project), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE memories_memory SET state = 'merged', replaced_by = %s, "
            "closed_at = now() WHERE project_id = %s AND id = %s",
            [kept["id"], acme.project.pk, folded["id"]],
        )
    return kept["id"], folded["id"]


def test_what_was_merged_is_hidden_unless_asked_for(acme, merged):
    kept, folded = merged
    for found in (listed, lambda api, **more: search(api, "bees", **more)):
        assert [m["id"] for m in found(acme)] == [kept]
        assert {m["id"] for m in found(acme, include_merged=True)} == {kept, folded}
        assert [m["id"] for m in found(acme, latest_only=True, include_merged=True)] == [kept]  # fmt: skip
    assert acme.get(f"/v1/memories/{folded}/").json()["state"] == "merged"


def test_deleting_takes_the_merged_and_the_replaced_along_if_asked(acme, merged):
    kept, folded = merged
    answer = acme.delete(f"/v1/memories/{kept}/?delete_linked=true").json()
    assert answer["cascade_count"] == 1
    assert acme.get(f"/v1/memories/{folded}/").status_code == 404


def test_deleting_leaves_the_replaced_otherwise(acme):
    (old,) = say(acme, "I live in Lisbon.", 0)
    (new,) = say(acme, "I moved to Porto.", 5)
    answer = acme.delete(f"/v1/memories/{new['id']}/")
    assert "cascade_count" not in answer.json()
    assert acme.get(f"/v1/memories/{old['id']}/").status_code == 200
