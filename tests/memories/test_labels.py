"""Lists of which little matches look at little, and say the same as if they looked at all."""

from __future__ import annotations

import importlib
import json

import pytest
from django.db import connection, connections

from bench import seed
from mem0.memory.filters import Condition, all_of
from memories import labels, services
from memories.sql_filters import compile as compile_filter
from memories.store import ProjectStore
from orgs.tenancy import tenant
from tests.conftest import make_api

MANY = 2_000
MIGRATION = importlib.import_module("memories.migrations.0019_lists_of_big_projects")


@pytest.fixture(scope="module")
def crowd(database):
    """A project in which one memory in five hundred is a rare one."""
    api = make_api("Crowd")
    seed.fill(api.project, seed.Crowd(MANY, people=200, rare=500))
    yield api.project
    seed.empty(api.project)


def category(*names):
    return Condition("categories", "in", names)


def metadata(name, *values):
    if len(values) == 1:
        return Condition("metadata", "eq", values[0], (name,))
    return Condition("metadata", "in", values, (name,))


RARE_METADATA = metadata(*next(iter(seed.RARE_METADATA.items())))


def looked_at(project, where):
    """Rows the list's statement touched, as the application's role, and the indexes
    that led there."""
    with tenant(project), connection.cursor() as cursor:
        condition, parameters = compile_filter(labels.narrowed(where))
        cursor.execute(
            "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) SELECT m.text "  # noqa: S608
            f"FROM memories_memory m WHERE m.project_id = %s AND {condition} "
            "ORDER BY m.created_at DESC, m.id DESC LIMIT 51",
            [project.pk, *parameters],
        )
        (found,) = cursor.fetchone()
    plan = json.loads(found) if isinstance(found, str) else found
    nodes = list(below(plan[0]["Plan"]))
    touched = [
        node["Actual Rows"] * node["Actual Loops"]
        + node.get("Rows Removed by Filter", 0)
        + node.get("Rows Removed by Index Recheck", 0)
        for node in nodes
        if "Scan" in node["Node Type"] and node["Node Type"] != "Bitmap Index Scan"
    ]
    return sum(touched), {n["Index Name"] for n in nodes if "Index Name" in n}


def below(node):
    yield node
    for each in node.get("Plans", ()):
        yield from below(each)


@pytest.mark.parametrize(
    "where",
    [
        category(seed.RARE_CATEGORY),
        category("no such thing"),
        category("neither", "nor"),
        RARE_METADATA,
        metadata("ticket", "T-7"),
        metadata("desk", "none"),
        metadata("desk", "none", "lost and found"),
        all_of(category("food"), metadata("desk", "none")),
        all_of(Condition("agent_id", "eq", "support"), RARE_METADATA),
        Condition("state", "eq", seed.RARE_STATE),
        Condition("state", "in", (seed.RARE_STATE, "no such state")),
        Condition("user_id", "eq", "nobody"),
    ],
    ids=str,
)
def test_what_hardly_any_memory_has_is_found_without_reading_the_project(
    crowd, monkeypatch, where
):
    monkeypatch.setattr(labels, "FEW", 50)
    rows, _ = looked_at(crowd, where)
    assert rows <= 40


def test_what_has_expired_is_found_by_its_day(crowd):
    long_ago = Condition("expiration_date", "lt", "1999-01-01")
    rows, indexes = looked_at(crowd, long_ago)
    assert rows == 0
    assert any(name.endswith("expiration_date_idx") for name in indexes)


def test_what_many_have_is_read_from_the_newest(crowd, monkeypatch):
    monkeypatch.setattr(labels, "FEW", 50)
    rows, _ = looked_at(crowd, category("food"))
    assert rows < MANY / 4


@pytest.mark.parametrize("few", [labels.FEW, 3])
@pytest.mark.parametrize(
    "where", [category(seed.RARE_CATEGORY, "legal"), RARE_METADATA, category("food")]
)
def test_the_list_and_its_count_are_those_of_the_whole_condition(
    crowd, monkeypatch, where, few
):
    monkeypatch.setattr(labels, "FEW", few)
    store, (condition, parameters) = ProjectStore(crowd), compile_filter(where)
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT id::text FROM memories_memory m "  # noqa: S608
            f"WHERE m.project_id = %s AND {condition} "
            "ORDER BY m.created_at DESC, m.id DESC",
            [crowd.pk, *parameters],
        )
        expected = [key for (key,) in cursor.fetchall()]
    assert [each.id for each in store.find(where, limit=None)] == expected
    assert store.count(where) == len(expected) > 3


def test_a_page_deep_in_the_list_is_the_part_of_the_whole(crowd):
    store = ProjectStore(crowd)
    whole = [each.id for each in store.find(all_of(), limit=None)]
    assert len(whole) == MANY
    deep = store.find(all_of(), limit=50, offset=1_000)
    assert [each.id for each in deep] == whole[1_000:1_050]
    after = services.position(deep[-1])
    further = store.find(category("food"), limit=10, offset=5, after=after)
    foods = [each.id for each in store.find(category("food"), limit=None, after=after)]
    assert [each.id for each in further] == foods[5:15]


VALUES = ["1", 1, 1.5, 100, True, "true", False, "ünï ✓", "", "a=b", "x" * 2_000]


@pytest.fixture(scope="module")
def valued(database):
    """A project with a memory for each value."""
    api = make_api("Values")
    for number, value in enumerate(VALUES):
        api.remember(f"Value number {number}.", metadata={"value": value})
    api.remember("No scalar.", metadata={"value": [1, "1"]})
    api.remember("Deeper.", metadata={"value": {"value": 1}})
    return api


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_told_from_those_that_look_like_it(valued, value):
    found = ProjectStore(valued.project).find(metadata("value", value), limit=None)
    assert [record.metadata["value"] for record in found] == [value]
    assert isinstance(found[0].metadata["value"], bool) is isinstance(value, bool)


def test_a_number_is_the_same_whatever_its_zeros(valued):
    store = ProjectStore(valued.project)
    assert store.count(metadata("value", 1.0)) == store.count(metadata("value", 1)) == 1
    assert store.count(metadata("value", 1e2, "ünï ✓", "none")) == 2


def test_a_changed_memory_is_found_by_what_it_has_now(acme):
    (stored,) = acme.remember("It changes.", metadata={"value": "old"})
    store, path = ProjectStore(acme.project), f"/v1/memories/{stored['id']}/"
    assert store.count(metadata("value", "old")) == 1
    assert acme.put(path, {"metadata": {"value": "new"}}).status_code == 200
    assert store.count(metadata("value", "old")) == 0
    assert store.count(metadata("value", "new")) == 1
    assert acme.delete(path).status_code == 200
    assert store.count(metadata("value", "new")) == 0


def told(project, name, value):
    with tenant(project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT memories_labelled('metadata', %s, ARRAY[%s::jsonb], 10)::text[]",
            [name, json.dumps(value)],
        )
        (found,) = cursor.fetchone()
    return found


def test_a_tenant_is_told_nothing_of_anothers_memories(acme, umbrella):
    theirs = umbrella.remember("Ours alone.", metadata={"secret": "same"})
    assert told(acme.project, "secret", "same") == []
    mine = acme.remember("Mine.", metadata={"secret": "same"})
    assert told(acme.project, "secret", "same") == [mine[0]["id"]]
    assert told(umbrella.project, "secret", "same") == [theirs[0]["id"]]


def test_without_a_tenant_nothing_is_told(acme):
    acme.remember("Mine.", metadata={"secret": "outside"})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT memories_labelled('metadata', 'secret', "
            "ARRAY['\"outside\"'::jsonb], 10)"
        )
        assert cursor.fetchone() == ([],)


def test_a_label_is_of_one_project_alone(acme, umbrella):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(DISTINCT memories_label(p, 'metadata', 'a', '1')) "
            "FROM unnest(%s::uuid[]) p",
            [[acme.project.pk, umbrella.project.pk]],
        )
        assert cursor.fetchone() == (2,)


def test_the_indexes_are_built_beside_the_use_of_a_table_with_rows(acme):
    acme.remember("A row.")
    owner = connections["owner"]
    with owner.cursor() as cursor:
        cursor.execute("DROP INDEX memory_states")
        for _ in range(2):  # the second time there is nothing left to do
            with owner.schema_editor(atomic=False) as editor:
                MIGRATION.build(None, editor)
        cursor.execute(
            "SELECT count(*), bool_and(i.indisvalid) FROM pg_index i "
            "JOIN pg_inherits h ON h.inhrelid = i.indexrelid "
            "WHERE h.inhparent = 'memory_states'::regclass"
        )
        parts, valid = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_inherits "
            "WHERE inhparent = 'memories_memory'::regclass"
        )
        assert (parts, valid) == (*cursor.fetchone(), True)
