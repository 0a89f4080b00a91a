"""`reconcile_index` finds and repairs differences, `rebuild_index` starts over."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from mem0.vector_stores.base import Point
from memories import index_upkeep, vector_index
from tests.memories.index.conftest import PIECES, deliver, memory_ids, search, stored


@pytest.fixture
def filled(acme, qdrant):
    acme.remember(*PIECES)
    deliver(acme)
    return acme


def reconcile(*projects, **options):
    out = io.StringIO()
    names = [str(api.project.pk) for api in projects]
    call_command("reconcile_index", *names, stdout=out, **options)
    return out.getvalue()


def test_a_store_that_is_right_is_left_alone(filled):
    assert reconcile(filled) == "The vector store is right.\n"


def test_missing_old_and_orphaned_points_are_found_and_repaired(filled, qdrant):
    before = sorted(map(str, stored(qdrant, filled)))
    store = vector_index.store(256)
    mine = stored(qdrant, filled)
    store.delete([mine[0]["id"]])
    changed = store.get([mine[1]["id"]])[0]
    store.upsert([Point(changed.id, changed.vector, {**changed.payload, "digest": ""})])
    store.upsert(
        [Point("stray", changed.vector, {**changed.payload, "memory_id": str(uuid4())})]
    )
    with pytest.raises(CommandError, match="differs"):
        reconcile(filled, dry_run=True)
    said = reconcile(filled)
    assert "1 missing, 1 old, 1 without a memory" in said
    assert sorted(map(str, stored(qdrant, filled))) == before
    assert reconcile(filled) == "The vector store is right.\n"


def test_points_of_a_project_that_is_gone_are_found(filled, qdrant):
    store = vector_index.store(256)
    nobody = str(uuid4())
    payload = {"project_id": nobody, "memory_id": str(uuid4()), "space": "x"}
    store.upsert([Point("left over", [1.0] * 256, payload)])
    assert index_upkeep.orphans().orphaned == 1
    assert nobody not in str(qdrant.points())
    assert len(stored(qdrant, filled)) == 2 * len(PIECES)


def test_a_store_that_lost_everything_is_rebuilt(filled, qdrant):
    before = memory_ids(qdrant, filled)
    qdrant.client.delete_collection("mem0_256")
    vector_index._store.cache_clear()
    call_command("rebuild_index", str(filled.project.pk), stdout=io.StringIO())
    assert memory_ids(qdrant, filled) == before
    assert "degraded" not in search(filled)


def test_it_can_be_emptied_first(filled, qdrant):
    before = memory_ids(qdrant, filled)
    index_upkeep.drop()
    assert qdrant.points() == []
    assert index_upkeep.rebuild(filled.project) == len(PIECES)
    assert memory_ids(qdrant, filled) == before


def test_one_project_cannot_be_rebuilt_in_an_emptied_store(filled):
    with pytest.raises(CommandError, match="name no project"):
        call_command("rebuild_index", str(filled.project.pk), drop=True)


def test_a_store_that_does_not_answer_is_named(filled, qdrant):
    qdrant.stop()
    with pytest.raises(CommandError, match="qdrant"):
        reconcile(filled)


def test_a_project_that_does_not_exist_is_named(filled):
    with pytest.raises(CommandError, match="There is no project"):
        call_command("rebuild_index", str(uuid4()))


def test_without_a_vector_store_there_is_nothing_to_reconcile():
    with pytest.raises(CommandError, match="VECTOR_STORE_PROVIDER"):
        call_command("reconcile_index")
