from __future__ import annotations

from django.db import connections
from psycopg import sql

from orgs import erasure
from orgs.models import Project


def rows(project):
    """How many rows of a project every table holds, seen by the role that sees all."""
    counts = {}
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE column_name = 'project_id' AND table_schema = 'public'"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("SELECT count(*) FROM {} WHERE project_id = %s").format(
                    sql.Identifier(table)
                ),
                [project.pk],
            )
            (counts[table],) = cursor.fetchone()
    return {table: count for table, count in counts.items() if count}


def test_a_deleted_project_leaves_no_row_in_any_table(owner, umbrella):
    owner.api.remember("Ana lives in Porto.", "Ana likes tea.")
    owner.api.post(
        "/v3/memories/add/",
        {"messages": [{"role": "user", "content": "I moved to Rome."}], "user_id": "a"},
        **{"idempotency-key": "one"},
    )
    umbrella.remember("Umbrella has memories as well.")
    before = rows(umbrella.project)
    assert {"memories_memory", "orgs_apikey"} <= set(rows(owner.api.project))
    answer = owner.api.delete(owner.project)
    assert answer.json() == {
        "message": "Project and related data deleted successfully."
    }
    assert rows(owner.api.project) == {}
    assert not Project.objects.filter(pk=owner.api.project.pk).exists()
    assert rows(umbrella.project) == before


def test_the_key_of_a_deleted_project_is_refused_at_once(owner):
    assert owner.api.get("/v1/ping/").status_code == 200
    owner.api.delete(owner.project)
    assert owner.api.get("/v1/ping/").status_code == 401


def test_every_table_with_a_project_is_known_to_erasure():
    known = {
        model._meta.db_table for model in erasure.owned_models()
    } | erasure.OUTLIVES
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE a.attname = 'project_id' AND NOT a.attisdropped "
            "AND c.relkind IN ('r', 'p') AND NOT c.relispartition "
            "AND c.relnamespace = 'public'::regnamespace"
        )
        assert {name for (name,) in cursor.fetchall()} <= known
