"""A project that grows big gets an index, built beside everything else; searches of wide
scopes use it and find what a scan finds, those of narrow ones do not know of it."""

from __future__ import annotations

import contextlib
import functools
import time

import psycopg
import pytest
from django.db import connection, connections
from django.db.models import F

from bench import seed
from mem0.memory import lexical
from mem0.memory.filters import parse
from mem0.memory.types import Query
from mem0site import pipeline
from mem0site.doctor import database
from memories import (
    candidates,
    engine,
    hnsw,
    hnsw_building,
    hnsw_upkeep,
    wide_scopes,
)
from memories.hnsw import Space
from memories.models_index import SearchIndex
from memories.store import ProjectStore
from orgs.tenancy import tenant
from tests.conftest import make_api

MEMORIES, WIDE = 2_100, 300  # more than a project of another file has
EVERYBODY = parse({"user_id": "*"})
PATIENCE = 120.0


def configured(settings, **changes):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=changes)


@pytest.fixture
def big(settings):
    """What makes a project of this file big, and no project of another."""
    configured(settings, search_index_rows=MEMORIES, search_exact_rows=WIDE)


@pytest.fixture(scope="module")
def grown(database):
    """A project of so many memories of a few people, not indexed yet."""
    api = make_api("Grown")
    seed.fill(api.project, seed.Crowd(memories=MEMORIES, people=40))
    return api


@pytest.fixture
def indexed(grown, big):
    tend_until(lambda: is_ready(grown))
    grown.project.refresh_from_db()
    return grown


def is_ready(api):
    row = SearchIndex.unscoped.using("admin").filter(project_id=api.project.pk).first()
    return row is not None and row.state == SearchIndex.State.READY


def tend_until(done):
    until(done, hnsw_upkeep.tend)


def until(done, meanwhile=lambda: None):
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, pipeline.search_indexes()
        meanwhile()
        time.sleep(0.05)


def names(api):
    """The indexes of a project, valid or not, by what the catalogue has."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, i.indisvalid FROM pg_index i "
            "JOIN pg_class c ON c.oid = i.indexrelid WHERE c.relname LIKE %s",
            [f"wide\\_%{api.project.pk.hex}%"],
        )
        return dict(cursor.fetchall())


def asked(api, text, where=EVERYBODY, limit=100):
    embedder = engine.embedder(api.project)
    (vector,) = embedder.embed([text], query=True)
    terms = lexical.query_terms(text)
    return Query(text, embedder.name, vector, terms, where, limit)


def best(pool, k=10):
    return [candidate.record.id for candidate in pool.candidates[:k]]


def texts(api, count, where="TRUE"):
    """Some of its memories, half of the words of each."""
    with tenant(api.project), connection.cursor() as cursor:
        cursor.execute(
            "SELECT id::text, text FROM memories_memory WHERE project_id = %s "  # noqa: S608  ours
            f"AND state = 'active' AND {where} ORDER BY md5(id::text) LIMIT %s",
            [api.project.pk, count],
        )
        rows = cursor.fetchall()
    return [(key, " ".join(text.split()[::2])) for key, text in rows]


def both(api, query):
    """What the index finds, and what a scan does."""
    with tenant(api.project):
        return (
            wide_scopes.by_index(api.project, query),
            candidates.pool(api.project.pk, query),
        )


def test_a_project_that_grew_is_indexed_in_the_background(indexed):
    space = Space(
        indexed.project.pk, model_of(indexed), indexed.project.embedding_dimensions
    )
    assert names(indexed) == dict.fromkeys(space.names().values(), True)
    assert indexed.project.indexed_model == indexed.project.embedding_model
    told = shown(indexed)
    assert (told.state, told.told, told.memories) == ("ready", "ready", MEMORIES)


def model_of(api):
    with tenant(api.project):
        return candidates.model_id(api.project.embedding_model)


def test_a_wide_search_uses_its_indexes_as_the_role_that_policies_bind(
    indexed, monkeypatch
):
    query = asked(indexed, "1234")  # the number of one of them
    monkeypatch.setattr(wide_scopes, "LOOKED", 50)  # of 2,100 it may as well sort all
    plans = []

    def explained(execute, sql, params, many, context):
        if "memories_memory m" in sql and "count(*) FROM (SELECT 1" not in sql:
            with connection.connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql}", params)
                plans.append("\n".join(line for (line,) in cursor.fetchall()))
        return execute(sql, params, many, context)

    with tenant(indexed.project), connection.execute_wrapper(explained):
        assert wide_scopes.by_index(indexed.project, query) is not None
    near, ranked = plans
    hexed = indexed.project.pk.hex
    assert f"wide_own_{hexed}" in near
    assert f"wide_context_{hexed}" in near
    assert "Function Scan on memory_worded" in ranked
    assert f"wide_drawn_{hexed}" in ranked


def test_the_owner_asks_the_index_of_words_for_one_tenant_alone(indexed, umbrella):
    (term,) = lexical.analyze("1234")  # the number of one of them
    sql = "SELECT memory_worded(%s::int[], 100)"

    def worded(project):
        with tenant(project), connection.cursor() as cursor:
            cursor.execute(sql, [[term]])
            return [key for (key,) in cursor.fetchall()]

    (found,) = worded(indexed.project)
    assert "1234" in ProjectStore(indexed.project).get(str(found)).text
    assert worded(umbrella.project) == []
    with connection.cursor() as cursor:
        cursor.execute(sql, [[term]])
        assert cursor.fetchall() == []
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM memories_memory WHERE project_id = %s "
            "AND memory_terms(context_lexical) && %s::int[]",
            [indexed.project.pk, [term]],
        )
        plan = "".join(line for (line,) in cursor.fetchall())
    connections["owner"].close()
    assert f"wide_words_{indexed.project.pk.hex}" in plan


def test_pgvector_has_taken_the_settings_for_one_transaction(indexed):
    query = asked(indexed, "green tea in Porto")
    named = ("hnsw.iterative_scan", "hnsw.ef_search", "hnsw.max_scan_tuples")

    def read():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT " + ", ".join(f"current_setting('{each}')" for each in named)
            )
            return cursor.fetchone()

    with tenant(indexed.project):
        assert wide_scopes.by_index(indexed.project, query) is not None
        assert read() == ("relaxed_order", "1000", "50000")
    with tenant(indexed.project):
        assert read() == ("off", "40", "20000")


def test_the_index_finds_what_a_scan_finds(indexed):
    known, kept, found, scanned = texts(indexed, 20), [], 0, 0
    for key, words in known:
        by_index, by_scan = both(indexed, asked(indexed, words))
        assert len(by_index.candidates) == len(by_scan.candidates)
        found += key in best(by_index)
        scanned += key in best(by_scan)
        kept.append(len(set(best(by_index)) & set(best(by_scan))) / 10)
    assert found >= scanned - 1
    assert sum(kept) / len(kept) >= 0.95


def test_a_wide_search_is_scored_like_a_scan(indexed):
    """Moments are estimates from rows drawn by lot, so scores differ a little."""
    _, words = texts(indexed, 1)[0]
    by_index, by_scan = both(indexed, asked(indexed, words))
    exact = {each.record.id: each.arms for each in by_scan.candidates}
    for each in by_index.candidates:
        for arm in set(each.arms) - {"session"} if each.record.id in exact else ():
            expected = exact[each.record.id][arm]
            assert each.arms[arm] == pytest.approx(expected, abs=1e-3)
    for arm, moments in by_scan.stats.items():
        near = functools.partial(pytest.approx, rel=0.2, abs=0.1)
        assert by_index.stats[arm].mean == near(moments.mean)
        assert by_index.stats[arm].std == near(moments.std)
    assert by_index.size == pytest.approx(by_scan.size, rel=0.1)


@pytest.mark.parametrize(
    "filters",
    [
        {"user_id": "*"},
        {"AND": [{"user_id": "*"}, {"metadata": {"source": "email"}}]},
        {"AND": [{"user_id": "*"}, {"categories": {"in": ["legal"]}}]},
        {"AND": [{"user_id": "*"}, {"metadata": {"ticket": "T-7"}}]},
        {"agent_id": "support"},
        {"user_id": "person-1"},
    ],
)
def test_no_answer_is_shorter_than_that_of_a_scan(indexed, settings, filters):
    def lengths():
        body = {"query": "green tea", "filters": filters, "threshold": 0}
        return [
            len(indexed.post("/v2/memories/search/", {**body, "top_k": most}).json())
            for most in (10, 120)
        ]

    by_index = lengths()
    configured(settings, search_exact_rows=2 * MEMORIES)
    assert by_index == lengths()
    assert by_index[0] == min(10, by_index[1])


def test_where_a_filter_leaves_the_graph_too_few_the_scope_is_scanned(indexed):
    where = parse({"AND": [{"user_id": "*"}, {"metadata": {"source": "email"}}]})
    scope = ProjectStore(indexed.project).count(where)
    assert WIDE < scope < MEMORIES
    query = asked(indexed, "green tea in Porto", where, limit=scope + 1)
    by_index, by_scan = both(indexed, query)
    assert by_index is None
    assert len(by_scan.candidates) == scope


def test_a_narrow_scope_is_scanned_whatever_the_index_offers(indexed):
    where = parse({"user_id": "person-1"})
    query = asked(indexed, "green tea in Porto", where)
    by_index, by_scan = both(indexed, query)
    assert by_index is None
    assert by_scan.size <= WIDE
    same = ProjectStore(indexed.project).candidates(query)
    assert best(same, 100) == best(by_scan, 100)


def test_a_search_without_an_index_asks_nothing_more(
    acme, big, django_assert_num_queries
):
    acme.remember("I adopted a grey cat.")
    query = asked(acme, "cat", parse({"user_id": "alice"}))
    acme.project.refresh_from_db()
    ProjectStore(acme.project).candidates(query)
    with django_assert_num_queries(2):
        ProjectStore(acme.project).candidates(query)


def test_what_a_wide_search_finds_belongs_to_its_tenant(indexed, umbrella):
    umbrella.remember("Green tea in Porto.")
    with tenant(umbrella.project):
        theirs = wide_scopes.by_index(
            indexed.project, asked(indexed, "green tea in Porto")
        )
    assert theirs is None


def test_new_and_deleted_memories_are_seen_at_once(indexed):
    (added,) = indexed.remember("A zeppelin hangs over the quay.", user_id="person-1")
    body = {"query": "zeppelin over the quay", "filters": {"user_id": "*"}}

    def found():
        answer = indexed.post("/v2/memories/search/", body | {"threshold": 0})
        return [hit["id"] for hit in answer.json()]

    assert found()[0] == added["id"]
    indexed.delete(f"/v1/memories/{added['id']}/")
    assert added["id"] not in found()


@contextlib.contextmanager
def held_up(api):
    """A writer that never ends, for which a build has to wait."""
    given = connections["owner"].get_connection_params()
    given = {name: value for name, value in given.items() if not name.startswith("c")}
    with psycopg.connect(**given) as writer:
        writer.execute(
            "SELECT set_config('app.project_id', %s, true)", [str(api.project.pk)]
        )
        writer.execute(
            "UPDATE memories_memory SET updated_at = updated_at WHERE project_id = %s",
            [api.project.pk],
        )
        yield
        writer.rollback()
    connections["owner"].close()


def test_a_build_that_was_broken_off_is_cleared_away_and_tried_again(indexed):
    lost = Space(indexed.project.pk, 0, 1).names()[hnsw.DRAWN]
    assert hnsw_building.drop(lost)
    with held_up(indexed):
        tend_until(lambda: hnsw_building.at_work() == lost and lost in names(indexed))
        hnsw_upkeep.tend()
        indexed.project.refresh_from_db()
        assert indexed.project.indexed_model == ""
        assert not names(indexed)[lost]
        assert shown(indexed).told == "building drawn, 0%"
        assert "search indexes" in {each.part for each in database.indexes()}
        hnsw_building.stop(lost)
        until(lambda: hnsw_building.at_work() is None)
    hnsw_upkeep.tend()
    assert lost not in names(indexed)
    assert shown(indexed).told.startswith("waiting. PostgreSQL gave the last build up")
    rows = SearchIndex.unscoped.using("admin").filter(project_id=indexed.project.pk)
    rows.update(run_at=F("begun_at"))
    tend_until(lambda: is_ready(indexed))
    indexed.project.refresh_from_db()
    assert indexed.project.indexed_model == indexed.project.embedding_model
    assert all(names(indexed).values())


def test_a_graph_that_does_not_fit_into_memory_is_built_all_the_same(
    indexed, settings, monkeypatch
):
    """Of which PostgreSQL gives notice to its client, and that has gone."""
    monkeypatch.setattr(hnsw_building, "LEAST_MEMORY", 1)
    configured(settings, search_index_memory=1)
    (graph,) = (name for name in names(indexed) if name.startswith("wide_own"))
    assert hnsw_building.drop(graph)
    tend_until(lambda: hnsw_building.at_work() == graph)
    until(lambda: hnsw_building.at_work() is None)
    assert names(indexed)[graph]


def shown(api):
    (found,) = [
        each
        for each in pipeline.search_indexes()
        if each.project_id == str(api.project.pk)
    ]
    return found


def test_without_the_owners_role_it_waits_and_says_for_what(
    grown, big, monkeypatch, indexed
):
    rows = SearchIndex.unscoped.using("admin").filter(project_id=indexed.project.pk)
    rows.update(state=SearchIndex.State.WAITING, run_at=F("begun_at"))
    connections["owner"].close()
    application = connections.settings["default"]
    for name in ("USER", "PASSWORD"):
        monkeypatch.setitem(connections.settings["owner"], name, application[name])
    hnsw_upkeep.tend()
    assert "DATABASE_OWNER_URL" in shown(indexed).told


def test_a_project_that_shrank_has_no_index(indexed, settings):
    configured(settings, search_index_rows=3 * MEMORIES)
    tend_until(lambda: not names(indexed))
    indexed.project.refresh_from_db()
    assert indexed.project.indexed_model == ""
    body = {"query": "green tea", "filters": {"user_id": "*"}, "top_k": 20}
    assert len(indexed.post("/v2/memories/search/", body).json()) == 20
