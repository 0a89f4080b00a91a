"""A database to back up or to restore into: how it is reached, and who its roles are."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from django.db import connections
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Conninfo

from mem0site.backup.errors import BackupError
from mem0site.embedded.postgres import EmbeddedPostgres

ROLES = {"owner": "owner", "app": "default", "admin": "admin"}
"""What a role is for → the alias of `DATABASES` that connects as it."""


@dataclass(frozen=True, slots=True)
class Database:
    """`conninfo` connects as the owner; the password stays out of command lines."""

    conninfo: str
    password: str
    roles: Mapping[str, str]

    def connect(self) -> psycopg.Connection:
        """As the owner. Raises BackupError when the database cannot be reached."""
        try:
            connection = psycopg.connect(
                self.conninfo, password=self.password or None, autocommit=True
            )
        except psycopg.OperationalError as exc:
            msg = f"The database cannot be reached: {_first_line(exc)}"
            raise BackupError(msg) from exc
        for statement in (
            "SET statement_timeout = 0",
            "SET idle_in_transaction_session_timeout = 0",
            "SET timezone = 'UTC'",
            "SET datestyle = 'ISO'",
            "SET extra_float_digits = 1",
            "SET bytea_output = 'hex'",
        ):
            connection.execute(statement)
        return connection

    def environment(self) -> dict[str, str]:
        """For PostgreSQL's programs: none of the caller's PG… variables, the password."""
        kept = {
            name: value for name, value in os.environ.items() if name[:2] not in {"PG"}
        }
        return kept | {"PGPASSWORD": self.password, "LC_ALL": "C"}


def ours() -> Database:
    """The database of the settings."""
    given = connections["owner"].settings_dict
    known = {option.keyword.decode() for option in Conninfo.get_defaults()}
    options = {  # the driver's own are none of libpq's, which the programs read
        name: value for name, value in given["OPTIONS"].items() if name in known
    }
    conninfo = make_conninfo(
        "",
        dbname=given["NAME"],
        user=given["USER"],
        host=given["HOST"] or None,
        port=given["PORT"] or None,
        **options,
    )
    roles = {
        use: connections[alias].settings_dict["USER"] for use, alias in ROLES.items()
    }
    return Database(conninfo, given["PASSWORD"], roles)


def scratch(postgres: EmbeddedPostgres) -> Database:
    """The empty database of a cluster that was started for this."""
    urls = postgres.env
    names = {
        "owner": "DATABASE_OWNER_URL",
        "app": "DATABASE_URL",
        "admin": "DATABASE_ADMIN_URL",
    }
    parts = {use: conninfo_to_dict(urls[name]) for use, name in names.items()}
    owner = parts["owner"]
    password = str(owner.pop("password"))
    roles = {use: str(each["user"]) for use, each in parts.items()}
    return Database(make_conninfo("", **owner), password, roles)


def _first_line(exc: Exception) -> str:
    return (str(exc).strip().splitlines() or [type(exc).__name__])[0]
