from __future__ import annotations

from typing import Any

import psycopg
import pytest

from mem0site.embedded.postgres import EmbeddedPostgres


def rows(url: str, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(statement).fetchall()


def test_roles_have_exactly_the_stated_attributes(cluster):
    found = rows(
        cluster.env["DATABASE_URL"],
        "SELECT rolname, rolsuper, rolbypassrls, rolcreatedb, rolcreaterole,"
        " rolreplication, rolcanlogin FROM pg_roles WHERE rolname LIKE 'm0%'"
        " ORDER BY rolname",
    )
    assert found == [
        ("m0_admin", False, True, False, False, False, True),
        ("m0_app", False, False, False, False, False, True),
        ("m0_broker", False, False, False, False, False, True),
        ("m0_owner", False, True, True, False, False, True),
    ]


def test_each_url_connects_as_its_role(cluster):
    names = ("DATABASE_URL", "DATABASE_ADMIN_URL", "DATABASE_OWNER_URL")
    found = [
        rows(cluster.env[name], "SELECT current_user, current_database()")[0]
        for name in names
    ]
    assert found == [("m0_app", "mem0"), ("m0_admin", "mem0"), ("m0_owner", "mem0")]


def test_databases_belong_to_the_owner_and_the_broker(cluster):
    found = rows(
        cluster.env["DATABASE_URL"],
        "SELECT datname, pg_get_userbyid(datdba), datlocprovider, datlocale,"
        " pg_encoding_to_char(encoding) FROM pg_database"
        " WHERE datname IN ('mem0', 'broker') ORDER BY datname",
    )
    assert found == [
        ("broker", "m0_broker", "b", "C.UTF-8", "UTF8"),
        ("mem0", "m0_owner", "b", "C.UTF-8", "UTF8"),
    ]


@pytest.mark.parametrize("role", ["m0_app", "m0_admin"])
@pytest.mark.parametrize(
    "statement", ["CREATE TABLE t (i int)", "CREATE SCHEMA s", "CREATE TEMP TABLE t ()"]
)
def test_roles_that_serve_cannot_change_the_schema(cluster, role, statement):
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with psycopg.connect(cluster.url(role)) as connection, refused:
        connection.execute(statement)


def test_the_application_cannot_read_the_broker(cluster):
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(cluster.url("m0_app", "broker"))


def test_a_wrong_password_is_refused(cluster):
    url = cluster.env["DATABASE_URL"].replace("m0_app:", "m0_app:not-")
    with pytest.raises(psycopg.OperationalError, match="password authentication"):
        psycopg.connect(url)


def test_new_databases_have_pgvector(cluster):
    owner = cluster.env["DATABASE_OWNER_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("CREATE DATABASE fresh")
    try:
        found = rows(
            cluster.url("m0_owner", "fresh"), "SELECT '[3,4]'::vector <-> '[0,0]'"
        )
        assert found == [(5.0,)]
    finally:
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute("DROP DATABASE fresh")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("statement_timeout", "15s"),
        ("lock_timeout", "3s"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("transaction_timeout", "1min"),
        ("listen_addresses", ""),
        ("jit", "off"),
        ("random_page_cost", "1.1"),
        ("wal_compression", "pglz"),
        ("data_checksums", "on"),
    ],
)
def test_the_application_runs_under_the_stated_settings(cluster, setting, value):
    assert rows(cluster.env["DATABASE_URL"], f"SHOW {setting}") == [(value,)]


def test_the_broker_does_not_wait_for_the_disk(made):
    with EmbeddedPostgres(made) as postgres:
        broker = postgres.broker_url.replace("pgmq://", "postgresql://")
        assert rows(broker, "SHOW synchronous_commit") == [("off",)]
        assert rows(postgres.env["DATABASE_URL"], "SHOW synchronous_commit") == [
            ("on",)
        ]
        assert rows(postgres.env["DATABASE_URL"], "SHOW fsync") == [("on",)]


def test_failed_statements_do_not_reach_the_log(cluster):
    fails = pytest.raises(psycopg.errors.DivisionByZero)
    with psycopg.connect(cluster.env["DATABASE_URL"]) as connection, fails:
        connection.execute("SELECT 1 / 0 AS kanarienvogel")
    fails = pytest.raises(psycopg.errors.InvalidTextRepresentation)
    with psycopg.connect(cluster.env["DATABASE_URL"]) as connection, fails:
        connection.execute("SELECT 'kanarienvogel'::int")
    assert "kanarienvogel" not in cluster.log.read_text()
