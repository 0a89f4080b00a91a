"""Making a cluster: initdb, then roles and databases. Each step can be repeated, so a
start that was killed half-way is completed by the next one.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from mem0site.broker import install_pgmq
from mem0site.embedded.account import give
from mem0site.embedded.binaries import MAJOR
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.layout import PORT, Layout
from mem0site.embedded.process import leashed

SUPERUSER = "postgres"
OWNER, APP, ADMIN, BROKER = "m0_owner", "m0_app", "m0_admin", "m0_broker"
ROLES = (OWNER, APP, ADMIN, BROKER)
DATABASE, BROKER_DATABASE = "mem0", "broker"
REVISION = "1"  # of what `provision` makes; raise it when that changes

NOTHING = "NOSUPERUSER NOCREATEROLE NOREPLICATION LOGIN"
ATTRIBUTES = {
    OWNER: f"{NOTHING} CREATEDB BYPASSRLS",
    APP: f"{NOTHING} NOCREATEDB NOBYPASSRLS",
    ADMIN: f"{NOTHING} NOCREATEDB BYPASSRLS",
    BROKER: f"{NOTHING} NOCREATEDB NOBYPASSRLS",
}
TIMEOUTS = {
    OWNER: {"lock_timeout": "3s", "idle_in_transaction_session_timeout": "5min"},
    APP: {
        "statement_timeout": "15s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "30s",
        "transaction_timeout": "60s",
    },
    ADMIN: {
        "statement_timeout": "60s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "30s",
        "transaction_timeout": "120s",
    },
    BROKER: {
        "statement_timeout": "15s",
        "lock_timeout": "3s",
        "idle_in_transaction_session_timeout": "30s",
    },
}


def bare_environment() -> dict[str, str]:
    """What PostgreSQL's programs need, and no PGHOST or LC_ALL of the caller."""
    return {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


def initialize(layout: Layout, programs: Path, password: str, *, sync: bool) -> None:
    """Create the data folder, under another name until it is complete.

    Raises EmbeddedError with initdb's last words.
    """
    scratch = layout.home / "data.new"
    shutil.rmtree(scratch, ignore_errors=True)
    file, name = tempfile.mkstemp(dir=layout.home)
    try:
        with os.fdopen(file, "w") as stream:
            stream.write(password)
        give(Path(name), layout.account)
        _initdb(layout, programs, [f"--pgdata={scratch}", f"--pwfile={name}"], sync)
    finally:
        os.unlink(name)
    scratch.rename(layout.data)


def _initdb(layout: Layout, programs: Path, where: list[str], sync: bool) -> None:
    command: list[str | Path] = [
        programs / "initdb",
        *where,
        f"--username={SUPERUSER}",
        "--auth-local=scram-sha-256",
        "--auth-host=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        "--data-checksums",
        *([] if sync else ["--no-sync"]),
    ]
    done = subprocess.run(
        leashed(command, layout.account, signal.SIGTERM),
        cwd=layout.home,
        env=bare_environment(),
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if done.returncode:
        words = (done.stderr.strip().splitlines() or ["initdb failed"])[-1]
        raise EmbeddedError(f"PostgreSQL could not create {layout.data}: {words}")


def check(data: Path) -> None:
    """Raises EmbeddedError for a folder this PostgreSQL cannot serve."""
    try:
        version = (data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise EmbeddedError(
            f"The data folder {data} is broken (PG_VERSION is missing):"
            " restore a backup, or move the folder away to start with an empty one."
        ) from None
    if version != MAJOR:
        raise EmbeddedError(
            f"The data in {data} were made by PostgreSQL {version}, this is {MAJOR}:"
            " convert them with pg_upgrade, or move the folder away."
        )


def provision(layout: Layout, passwords: Mapping[str, str]) -> None:
    """Create roles, databases, pgvector and the message queue, as far as missing."""
    done = layout.home / "provisioned"
    if done.exists() and done.read_text() == REVISION:
        return
    with connect(layout, passwords, "postgres") as connection:
        for role in ROLES:
            _make_role(connection, role, passwords[role])
        _make_database(connection, DATABASE, OWNER, [APP, ADMIN])
        _make_database(connection, BROKER_DATABASE, BROKER, [])
        _execute(connection, "ALTER DATABASE broker SET synchronous_commit = off")
    for database in ("template1", DATABASE):
        with connect(layout, passwords, database) as connection:
            _execute(connection, "CREATE EXTENSION IF NOT EXISTS vector")
    install_pgmq(url(layout, BROKER, passwords[BROKER], BROKER_DATABASE))
    done.write_text(REVISION)


def connect(
    layout: Layout, passwords: Mapping[str, str], database: str
) -> psycopg.Connection:
    """As the bootstrap superuser; statements commit one by one."""
    return psycopg.connect(
        host=str(layout.socket),
        port=PORT,
        user=SUPERUSER,
        password=passwords[SUPERUSER],
        dbname=database,
        connect_timeout=3,
        autocommit=True,
    )


def url(layout: Layout, role: str, password: str, database: str) -> str:
    """A libpq URL through the Unix socket; every part is URL-safe already."""
    return f"postgresql://{role}:{password}@/{database}?host={layout.socket}"


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    verb = "ALTER" if found.fetchone() else "CREATE"
    statement = f"{verb} ROLE {{}} {ATTRIBUTES[role]} PASSWORD {{}}"
    connection.execute(
        _composed(statement, sql.Identifier(role), sql.Literal(password))
    )
    for name, value in TIMEOUTS[role].items():
        parts = sql.Identifier(role), sql.Identifier(name), sql.Literal(value)
        connection.execute(_composed("ALTER ROLE {} SET {} = {}", *parts))


def _make_database(
    connection: psycopg.Connection, name: str, owner: str, guests: list[str]
) -> None:
    found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
    if not found.fetchone():
        parts = sql.Identifier(name), sql.Identifier(owner)
        connection.execute(_composed("CREATE DATABASE {} OWNER {}", *parts))
    _execute(connection, f"REVOKE ALL ON DATABASE {name} FROM PUBLIC")
    for guest in guests:
        _execute(connection, f"GRANT CONNECT ON DATABASE {name} TO {guest}")


def _composed(statement: str, *parts: sql.Composable) -> sql.Composed:
    return sql.SQL(statement).format(*parts)


def _execute(connection: psycopg.Connection, statement: str) -> None:
    connection.execute(sql.SQL(statement))
