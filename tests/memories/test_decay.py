"""A project with decay: use lifts, disuse sinks, and no search waits for it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from memories import accesses
from orgs.models import Project
from orgs.tenancy import tenant

ALICE = {"user_id": "alice"}
OLD = 1_700_000_000


@pytest.fixture
def decaying(acme):
    Project.objects.filter(pk=acme.project.pk).update(decay=True)
    acme.project.refresh_from_db()
    return acme


def search(api, version="v3", **more):
    where = ALICE if version == "v1" else {"filters": ALICE}
    body = {"query": "bees", "threshold": 0, **where, **more}
    answer = api.post(f"/{version}/memories/search/", body)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"] if version == "v3" else answer.json()


def accessed(api):
    with tenant(api.project):
        return {
            str(row.memory_id): row.touched_at for row in api.project.accesses.all()
        }


def touch(api, memory_id, *days):
    now = dt.datetime.now(dt.UTC)
    times = [now - dt.timedelta(days=day) for day in days]
    with tenant(api.project), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO memories_access (project_id, memory_id, touched_at) "
            "VALUES (%s, %s, %s) ON CONFLICT (project_id, memory_id) "
            "DO UPDATE SET touched_at = excluded.touched_at",
            [api.project.pk, memory_id, times],
        )


def test_what_was_left_alone_sinks_and_says_so(decaying):
    (old,) = decaying.remember("I keep bees.", timestamp=OLD)
    (hit,) = search(decaying)
    assert hit["score_breakdown"]["decay"] == pytest.approx(0.3, abs=0.01)
    touch(decaying, old["id"], *[0] * 20)
    (again,) = search(decaying)
    assert again["score_breakdown"]["decay"] > 1.4
    assert again["score"] > hit["score"]
    assert again["score"] <= 1


def test_use_decides_between_equals(decaying):
    one, two = decaying.remember("Bees hum in May.", "Bees hum in June.", timestamp=OLD)
    for used in (one, two):
        with tenant(decaying.project):
            decaying.project.accesses.all().delete()
        touch(decaying, used["id"], 0, 1, 2)
        assert search(decaying)[0]["id"] == used["id"]


def test_a_search_touches_what_it_returns_and_nothing_else(decaying):
    near, far = decaying.remember("I keep bees.", "The sky was red.")
    search(decaying, top_k=1)
    search(decaying, top_k=1)
    touched = accessed(decaying)
    assert list(touched) == [near["id"]]
    assert len(touched[near["id"]]) == 2
    assert far["id"] not in touched


def test_only_the_last_twenty_are_kept(decaying, behind, monkeypatch):
    monkeypatch.setattr(accesses, "BEHIND", behind)
    (kept,) = decaying.remember("I keep bees.")
    for _ in range(25):
        accesses.touch(decaying.project, [kept["id"]])
    assert accessed(decaying) == {}, "no search waits for it"
    behind.flush()
    before = accessed(decaying)[kept["id"]]
    accesses.touch(decaying.project, [kept["id"]])
    behind.flush()
    times = accessed(decaying)[kept["id"]]
    assert len(before) == len(times) == 20
    assert times == sorted(times, reverse=True)
    assert times[1:] == before[:-1]


def test_the_threshold_is_read_before_decay(decaying):
    decaying.remember("I keep bees.", timestamp=OLD)
    (hit,) = search(decaying, query="I keep bees.", threshold=0.6)
    assert hit["score"] < 0.6


@pytest.mark.parametrize("version", ["v1", "v2"])
def test_older_searches_know_no_decay(decaying, version):
    decaying.remember("I keep bees.", timestamp=OLD)
    (hit,) = search(decaying, version)
    assert "decay" not in hit["score_breakdown"]
    assert accessed(decaying) == {}


def test_a_project_without_decay_knows_none(acme):
    (kept,) = acme.remember("I keep bees.", timestamp=OLD)
    for _ in range(2):
        (hit,) = search(acme)
        assert "decay" not in hit["score_breakdown"]
    assert [len(times) for times in accessed(acme).values()] == [1], "once a day"
    assert list(accessed(acme)) == [kept["id"]]


def test_a_deleted_memory_leaves_no_accesses(decaying):
    (kept,) = decaying.remember("I keep bees.")
    search(decaying)
    assert accessed(decaying)
    decaying.delete(f"/v1/memories/{kept['id']}/")
    accesses.touch(decaying.project, [kept["id"]])  # written after it was deleted
    assert accessed(decaying) == {}


def test_the_accesses_of_others_are_not_seen(decaying, umbrella):
    Project.objects.filter(pk=umbrella.project.pk).update(decay=True)
    (kept,) = decaying.remember("I keep bees.")
    accesses.touch(umbrella.project, [kept["id"]])
    assert accessed(umbrella) == {}
    assert accessed(decaying) == {}


def test_an_explanation_has_the_factor(decaying):
    decaying.remember("I keep bees.", timestamp=OLD)
    (hit,) = search(decaying, explain=True)
    assert hit["explanation"]["factors"]["decay"] == pytest.approx(0.3, abs=0.01)
