"""Database → file. The dump and the numbers in the manifest come from one snapshot, so
that what goes on meanwhile is in both or in neither."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import zipfile
from pathlib import Path

import psycopg
from django.conf import settings

import mem0
from mem0site.backup import archive, contents, programs
from mem0site.backup.children import running
from mem0site.backup.databases import Database
from mem0site.backup.errors import BackupError
from mem0site.backup.progress import Progress

SNAPSHOT = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
OPTIONS = (
    "--format=custom",
    "--compress=1",  # most of it are vectors, which do not get smaller
    "--no-unlogged-table-data",
    "--no-password",
)


def make(database: Database, path: Path, progress: Progress) -> archive.Manifest:
    """Back the database up to a new file at `path`.

    Raises BackupError; there is no file then.
    """
    with database.connect() as connection:
        _refuse_bound_role(connection)
        if not applied(connection):
            msg = "There is nothing to back up: the database has no tables of ours."
            raise BackupError(msg)
        major = connection.info.server_version // 10_000
        tools = programs.for_server(major)
        connection.execute(SNAPSHOT)
        with archive.writing(path) as opened:
            dump = _dump(database, connection, tools, opened, progress)
            manifest = _manifest(database, connection, dump, progress)
            archive.add_manifest(opened, manifest)
        connection.execute("COMMIT")
    return manifest


def keys() -> dict[str, str]:
    """Digests that tell whether the secrets at hand are those of a backup."""
    peppers = ",".join(sorted(settings.API_KEY_PEPPERS))
    secrets = {"SECRET_KEY": settings.SECRET_KEY, "API_KEY_PEPPERS": peppers}
    return {
        name: hmac.digest(secret.encode(), b"backup", hashlib.sha256).hex()[:16]
        for name, secret in secrets.items()
    }


def _refuse_bound_role(connection: psycopg.Connection) -> None:
    ((free,),) = connection.execute(
        "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    ).fetchall()
    if not free:
        msg = (
            "The owner's role is bound by row-level security and would leave rows out: "
            "ALTER ROLE … BYPASSRLS, or give DATABASE_OWNER_URL of a role that has it."
        )
        raise BackupError(msg)


def _dump(
    database: Database,
    connection: psycopg.Connection,
    tools: programs.Programs,
    opened: zipfile.ZipFile,
    progress: Progress,
) -> archive.Dump:
    ((snapshot,),) = connection.execute("SELECT pg_export_snapshot()").fetchall()
    command = [tools.path("pg_dump"), *OPTIONS, f"--snapshot={snapshot}"]
    command.append(f"--dbname={database.conninfo}")
    with (
        progress.step("Dumping") as step,
        running(command, database.environment()) as child,
    ):
        dump = archive.add_dump(opened, child.source, step.bytes)
        if child.ended():
            msg = f"pg_dump failed: {child.words()}"
            raise BackupError(msg)
    return dump


def _manifest(
    database: Database,
    connection: psycopg.Connection,
    dump: archive.Dump,
    progress: Progress,
) -> archive.Manifest:
    with progress.step("Counting") as step:
        found = contents.read(connection, database.roles, step.name)
    return archive.Manifest(
        format=archive.FORMAT,
        made_at=dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        version=mem0.__version__,
        postgresql=connection.info.server_version // 10_000,
        database=connection.info.dbname,
        roles=dict(database.roles),
        keys=keys(),
        migrations=applied(connection),
        contents=found,
        dump=dump,
    )


def applied(connection: psycopg.Connection) -> list[str]:
    """The migrations a database has, as `app.name`; none where it is empty."""
    ((table,),) = connection.execute(
        "SELECT to_regclass('public.django_migrations')"
    ).fetchall()
    if table is None:
        return []
    rows = connection.execute("SELECT app || '.' || name FROM django_migrations")
    return sorted(name for (name,) in rows.fetchall())
