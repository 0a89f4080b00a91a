"""The database's half of the wall, asked in SQL as the application's own role: what
would happen if a query forgot its tenant.
"""

from __future__ import annotations

import contextlib
import json
import os
import uuid
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connections
from psycopg import sql

from orgs import auth
from orgs.models import Project
from orgs.rls import enable_statements, exposed_tables
from orgs.tenancy import tenant
from orgs.usage import rollup
from orgs.usage.recorder import RECORDER
from tests.conftest import Api
from tests.isolation.tables import fingerprint, tenant_tables
from tests.isolation.tenants import possessions, unlimited

FILLED = {
    "memories_entity", "memories_event", "memories_history", "memories_job",
    "memories_memory", "memories_message", "memories_termdelta", "orgs_apikey",
    "usage_apirequest", "usage_entityday", "usage_requestbody", "usage_usagedelta",
    "usage_usagehour",
}  # fmt: skip


@contextlib.contextmanager
def application(project: uuid.UUID | None = None) -> Iterator[psycopg.Connection]:
    """A transaction of the application's role, in a tenant or in none; rolled back."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        if project is not None:
            connection.execute(
                "SELECT set_config('app.project_id', %s, true)", [str(project)]
            )
        yield connection
        connection.rollback()


def visible(connection: psycopg.Connection, table: str, other_than: Any = None) -> int:
    """How many rows of a table are seen, or how many that are not of one project."""
    count = sql.SQL("SELECT count(*) FROM {} WHERE project_id IS DISTINCT FROM %s")
    row = connection.execute(count.format(sql.Identifier(table)), [other_than])
    return int((row.fetchone() or (0,))[0])


@pytest.fixture(scope="module")
def umbrella() -> Api:
    """A tenant with a row in every table that an ordinary client fills."""
    api = unlimited("Umbrella")
    Project.objects.filter(pk=api.project.pk).update(log_bodies=True)
    auth.forget(api.project.pk)
    possessions(api)
    rollup.fold()
    api.post("/v3/memories/add/", {"messages": "I live in Porto.", "user_id": "u"})
    RECORDER.flush()
    return api


@pytest.fixture(scope="module")
def acme() -> Api:
    return unlimited("Acme")


def test_the_tables_are_not_empty(umbrella):
    """Else no rows would prove nothing."""
    found = fingerprint(umbrella.project.pk)
    assert {name for name, (count, _) in found.items() if count} >= FILLED


def test_nothing_is_visible_without_a_tenant(umbrella):
    with application() as connection:
        seen = {table: visible(connection, table) for table in tenant_tables()}
    assert len(seen) > len(FILLED)
    assert {table: count for table, count in seen.items() if count} == {}


def test_nothing_is_visible_after_a_tenants_transaction_has_ended(umbrella):
    """The setting reads as '' then, which must be nobody and not an error."""
    with application(umbrella.project.pk) as connection:
        assert visible(connection, "memories_memory") == 1
        connection.commit()
        for table in tenant_tables():
            assert visible(connection, table) == 0, table


def test_a_tenant_sees_its_own_rows_only(umbrella, acme):
    with application(acme.project.pk) as connection:
        for table in tenant_tables():
            assert visible(connection, table, acme.project.pk) == 0, table
        assert visible(connection, "orgs_apikey") == 1


def test_every_table_of_tenants_forces_a_policy_for_reads_and_writes():
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            """
            SELECT c.relname FROM pg_class c
             WHERE c.relname = ANY(%s) AND c.relrowsecurity AND c.relforcerowsecurity
               AND EXISTS (
                 SELECT 1 FROM pg_policy p
                  WHERE p.polrelid = c.oid AND p.polcmd = '*'
                    AND p.polqual IS NOT NULL AND p.polwithcheck IS NOT NULL)
             ORDER BY 1
            """,
            [tenant_tables()],
        )
        walled = [name for (name,) in cursor.fetchall()]
    assert walled == tenant_tables()
    assert exposed_tables() == []


def rows_of(project: uuid.UUID) -> Iterator[tuple[str, dict[str, Any]]]:
    """One row of the project from each table that has some."""
    with connections["admin"].cursor() as cursor:
        for table in tenant_tables():
            cursor.execute(
                f"SELECT to_jsonb(t) FROM {table} t WHERE project_id = %s LIMIT 1",  # noqa: S608
                [project],
            )
            for (row,) in cursor.fetchall():
                yield table, json.loads(row) if isinstance(row, str) else row


def test_a_row_cannot_be_written_into_another_tenant(umbrella, acme):
    before = fingerprint(umbrella.project.pk)
    tried = 0
    for table, row in rows_of(umbrella.project.pk):
        insert = sql.SQL(
            "INSERT INTO {0} SELECT (jsonb_populate_record(NULL::{0}, %s::jsonb)).*"
        ).format(sql.Identifier(table))
        for project in (acme.project.pk, None):
            with (
                application(project) as connection,
                pytest.raises(psycopg.errors.InsufficientPrivilege, match="security"),
            ):
                connection.execute(insert, [json.dumps(row)])
            tried += 1
    assert tried >= 2 * len(FILLED)
    assert fingerprint(umbrella.project.pk) == before


def test_the_rows_of_another_tenant_cannot_be_changed_moved_or_deleted(umbrella, acme):
    before = fingerprint(umbrella.project.pk)
    theirs, ours = str(umbrella.project.pk), str(acme.project.pk)
    with application(acme.project.pk) as connection:
        for table in tenant_tables():
            name = sql.Identifier(table)
            move = sql.SQL("UPDATE {} SET project_id = %s WHERE project_id = %s")
            delete = sql.SQL("DELETE FROM {} WHERE project_id = %s")
            assert not connection.execute(move.format(name), [ours, theirs]).rowcount
            assert not connection.execute(delete.format(name), [theirs]).rowcount
        connection.commit()
    assert fingerprint(umbrella.project.pk) == before


def test_a_row_of_ones_own_cannot_be_given_away(umbrella, acme):
    with application(acme.project.pk) as connection:
        give = "UPDATE orgs_apikey SET project_id = %s WHERE project_id = %s"
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(give, [umbrella.project.pk, acme.project.pk])


def test_the_digest_of_a_key_shows_the_row_of_that_key_and_nothing_else(umbrella, acme):
    with tenant(umbrella.project):
        digest = bytes(umbrella.project.api_keys.get().digest).hex()
    with application() as connection:
        connection.execute("SELECT set_config('app.key_digest', %s, true)", [digest])
        seen = {table: visible(connection, table) for table in tenant_tables()}
        assert {table: n for table, n in seen.items() if n} == {"orgs_apikey": 1}
        close = "UPDATE orgs_apikey SET revoked_at = now()"
        assert not connection.execute(close).rowcount


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE memories_memory DISABLE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON memories_history",
        "CREATE TABLE mine (id int)",
        "SET ROLE m0_admin",
        "SET SESSION AUTHORIZATION m0_owner",
        "TRUNCATE memories_memory",
        "COPY memories_memory TO PROGRAM 'true'",
    ],
)
def test_the_application_cannot_take_the_wall_down(statement):
    with (
        application() as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_row_security_cannot_be_switched_off_to_see_more():
    with application() as connection:
        connection.execute("SET LOCAL row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT count(*) FROM memories_memory")


@pytest.fixture
def unguarded() -> Iterator[str]:
    """A table with a project and a row, and without a policy, as a careless
    migration would make it."""
    table = f"careless_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(f"CREATE TABLE {table} AS SELECT gen_random_uuid() project_id")
        yield table
        owner.execute(f"DROP TABLE {table}")


def test_a_table_without_a_policy_is_noticed_until_it_has_one(unguarded):
    """What these tests say of every table, said of one where it does not hold."""
    with application() as connection:
        assert visible(connection, unguarded) == 1
        assert unguarded in tenant_tables()
    assert exposed_tables() == [unguarded]
    with pytest.raises(SystemCheckError, match=unguarded):
        call_command("check", databases=["default"])
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        for statement in enable_statements(unguarded):
            owner.execute(statement)
    assert exposed_tables() == []
    with application() as connection:
        assert visible(connection, unguarded) == 0


def test_a_policy_that_is_switched_off_is_noticed():
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE memories_history DISABLE ROW LEVEL SECURITY")
        found = owner.execute(
            "SELECT relrowsecurity FROM pg_class WHERE relname = 'memories_history'"
        )
        assert found.fetchone() == (False,)
        owner.rollback()
    assert exposed_tables() == []
