"""What is written to PostgreSQL reaches the vector store, and nothing is lost on the way."""

from __future__ import annotations

import pytest
from django.db import connections

from mem0.exceptions import Mem0Error
from memories import index_outbox, tasks, vector_index
from orgs import erasure
from tests.memories.index.conftest import (
    PIECES,
    age_erasures,
    deliver,
    due_now,
    erasures,
    memory_ids,
    search,
    stored,
    texts,
    waiting,
)


def test_an_add_is_a_point_for_the_text_and_one_for_its_context(acme, qdrant):
    made = acme.remember(PIECES[0], agent_id="keeper")
    assert waiting(acme) == 1
    assert stored(qdrant, acme) == []
    deliver(acme)
    points = stored(qdrant, acme)
    assert len(points) == 2
    assert memory_ids(qdrant, acme) == [made[0]["id"]]
    assert {point["agent_id"] for point in points} == {"keeper"}
    assert waiting(acme) == 0


def test_what_was_said_is_not_in_the_store(acme, qdrant):
    acme.remember(PIECES[0], metadata={"color": "canary-yellow"})
    deliver(acme)
    assert "bees" not in str(stored(qdrant, acme))
    assert "canary" not in str(stored(qdrant, acme))


def test_a_new_text_replaces_the_vectors(acme, qdrant):
    (made,) = acme.remember(PIECES[0])
    deliver(acme)
    before = [vector for _, vector in qdrant.points()]
    acme.put(f"/v1/memories/{made['id']}/", {"text": "I sold my bees in spring."})
    assert waiting(acme) == 1
    deliver(acme)
    after = [vector for _, vector in qdrant.points()]
    assert len(stored(qdrant, acme)) == 2
    assert before != after


def test_a_deleted_memory_leaves_the_store(acme, qdrant):
    first, second = acme.remember(*PIECES[:2])
    deliver(acme)
    acme.delete(f"/v1/memories/{first['id']}/")
    deliver(acme)
    assert memory_ids(qdrant, acme) == [second["id"]]


def test_deleting_everything_of_a_user_leaves_nothing_of_them(acme, qdrant):
    acme.remember(*PIECES[:3])
    acme.remember(PIECES[3], user_id="bob")
    deliver(acme)
    acme.delete("/v1/memories/?user_id=alice")
    deliver(acme)
    assert {point["user_id"] for point in stored(qdrant, acme)} == {"bob"}


def test_a_message_completes_the_contexts_before_it_in_the_store_too(acme, qdrant):
    acme.remember(PIECES[0], run_id="r")
    deliver(acme)
    acme.remember(PIECES[1], run_id="r")
    assert waiting(acme) == 2
    deliver(acme)
    assert len(stored(qdrant, acme)) == 4


def test_an_erased_project_leaves_the_store(acme, umbrella, qdrant):
    acme.remember(*PIECES)
    umbrella.remember(PIECES[0])
    deliver(acme)
    deliver(umbrella)
    erasure.erase_project(acme.project)
    deliver(acme)
    assert stored(qdrant, acme) == []
    assert len(stored(qdrant, umbrella)) == 2


def test_an_erasure_is_repeated_after_a_worker_that_was_still_writing(acme, qdrant):
    acme.remember(PIECES[0])
    deliver(acme)
    store = vector_index.store(256)
    late = store.get([point["id"] for point in stored(qdrant, acme)])
    erasure.erase_project(acme.project)
    deliver(acme)
    store.upsert(late)
    assert erasures(acme) == 1
    age_erasures(acme)
    deliver(acme)
    assert stored(qdrant, acme) == []
    assert erasures(acme) == 0


def test_a_store_that_is_down_loses_nothing(acme, qdrant):
    qdrant.stop()
    made = acme.remember(*PIECES)
    with pytest.raises(Mem0Error, match="qdrant"):
        deliver(acme)
    tasks.index(str(acme.project.pk))
    assert waiting(acme) == len(made)
    qdrant.start()
    due_now(acme)
    deliver(acme)
    assert memory_ids(qdrant, acme) == sorted(result["id"] for result in made)
    assert waiting(acme) == 0


def test_rows_of_a_worker_that_died_are_delivered_by_another(acme, qdrant):
    acme.remember(PIECES[0])
    assert index_outbox.OUTBOX.claim(acme.project.pk) is not None
    assert deliver(acme) == 0
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE memories_indexchange SET lease_until = now() - interval '1 second' "
            "WHERE project_id = %s",
            [acme.project.pk],
        )
    assert deliver(acme) == 1
    assert len(stored(qdrant, acme)) == 2


def test_what_failed_is_tried_in_smaller_parts(acme, qdrant):
    acme.remember(*PIECES)
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE memories_indexchange SET attempts = 7 WHERE project_id = %s",
            [acme.project.pk],
        )
    held = index_outbox.OUTBOX.claim(acme.project.pk)
    assert len(held.row_ids) == 2


def test_the_sweep_hints_at_what_waits(acme, qdrant):
    acme.remember(PIECES[0])
    assert index_outbox.sweep() >= 1


def test_without_a_vector_store_nothing_is_kept_for_one(acme):
    acme.remember(PIECES[0])
    assert waiting(acme) == 0
    assert deliver(acme) == 0
    assert texts(search(acme)) == [PIECES[0]]
