"""Pages by number, however deep: the same rows from either end, found in an index."""

from __future__ import annotations

import importlib
import json

import pytest
from django.db import connection, connections
from django.utils import timezone

from bench import seed
from mem0.memory.filters import Condition, Filter, all_of
from mem0.memory.validity import View
from memories import listing
from memories.store import ProjectStore
from orgs.tenancy import tenant
from tests.conftest import make_api
from tests.memories.test_labels import below

SIZE = 13
MIGRATION = importlib.import_module("memories.migrations.0021_listed_index")
ANYBODY: Filter = Condition("user_id", "exists", True)


@pytest.fixture(scope="module")
def crowd(database):
    """A client of a project of 130 memories, some of them expired or merged."""
    api = make_api("Pages")
    seed.fill(api.project, seed.Crowd(130, people=9))
    yield api
    seed.empty(api.project)


def shown() -> Filter:
    return all_of(ANYBODY, View().condition(timezone.now()))


def read(api, number, where, size=SIZE):
    return api.post(f"/v3/memories/?page={number}&page_size={size}", {"filters": where})


@pytest.mark.parametrize("where", [{"user_id": "*"}, {"agent_id": "*"}, {"AND": [
    {"user_id": "*"}, {"categories": {"in": ["food", "travel"]}}]}])  # fmt: skip
def test_all_pages_together_are_the_list(crowd, where):
    whole = read(crowd, 1, where, 200).json()
    first = read(crowd, 1, where).json()
    last = -(-whole["count"] // SIZE)
    pages = [read(crowd, number, where).json() for number in range(1, last + 1)]
    told = [each["id"] for page in pages for each in page["results"]]
    assert told == [each["id"] for each in whole["results"]]
    assert len(told) == whole["count"] > 2 * SIZE
    assert {page["count"] for page in pages} == {whole["count"]}
    assert [bool(page["next"]) for page in pages] == [True] * (last - 1) + [False]
    assert pages[0]["results"] == first["results"]
    assert read(crowd, last + 1, where).status_code == 404
    assert read(crowd, 10**8, where).status_code == 404


@pytest.mark.parametrize("limit", [1, 13, 200])
def test_every_part_is_the_same_from_either_end(crowd, limit):
    store = ProjectStore(crowd.project)
    whole = store.find(shown(), limit=None)
    for offset in range(0, len(whole) + 2, 11):
        found = store.find(shown(), limit=limit, offset=offset, count=len(whole))
        assert found == store.find(shown(), limit=limit, offset=offset)
        assert found == whole[offset : offset + limit]


@pytest.mark.parametrize("offset", [50, 100])
def test_what_is_skipped_is_skipped_in_an_index(crowd, offset):
    with tenant(crowd.project), connection.cursor() as cursor:
        condition, values, end = listing.part(
            crowd.project.pk, shown(), SIZE, offset, None, 120
        )
        for other in ("seqscan", "bitmapscan", "sort"):  # else a small table is read
            cursor.execute(f"SET LOCAL enable_{other} = off")
        cursor.execute(
            "EXPLAIN (FORMAT JSON) SELECT m.text FROM memories_memory m "  # noqa: S608
            f"WHERE m.project_id = %s AND {condition} {end}",
            [crowd.project.pk, *values],
        )
        (found,) = cursor.fetchone()
    plan = json.loads(found) if isinstance(found, str) else found
    (node,) = [
        node
        for node in below(plan[0]["Plan"])
        if node["Node Type"] == "Index Only Scan"
    ]
    backwards = node["Scan Direction"] == "Backward"
    assert backwards == (offset == 100)


def test_the_longest_ids_fit_into_the_index(acme):
    owner = {"user_id": "𝔘" * 255, "agent_id": "𝔄" * 255}
    assert acme.remember("Reads much.", **owner)
    found = read(acme, 1, {"user_id": owner["user_id"]}).json()
    assert [each["memory"] for each in found["results"]] == ["Reads much."]


def test_the_index_is_built_beside_the_use_of_a_table_with_rows(acme):
    acme.remember("A row.")
    owner = connections["owner"]
    with owner.cursor() as cursor:
        for turn in (MIGRATION.go_back, MIGRATION.build, MIGRATION.build):
            with owner.schema_editor(atomic=False) as editor:
                turn(None, editor)
        cursor.execute(
            "SELECT count(*), bool_and(i.indisvalid) FROM pg_index i "
            "JOIN pg_inherits h ON h.inhrelid = i.indexrelid "
            "WHERE h.inhparent = 'memory_listed'::regclass"
        )
        parts, valid = cursor.fetchone()
        cursor.execute(
            "SELECT count(*), to_regclass('memory_newest') FROM pg_inherits "
            "WHERE inhparent = 'memories_memory'::regclass"
        )
        assert (parts, None) == cursor.fetchone()
        assert valid
