"""File → database, in one transaction: a restore that fails leaves what was there.

The script of pg_restore goes through psql together with what has to happen before it
(the old tables go) and after it (the grants, under the names the roles have here).
"""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from django.db.migrations.loader import MigrationLoader

from mem0site.backup import archive, contents, grants, making, programs
from mem0site.backup.children import CHUNK, running
from mem0site.backup.databases import Database
from mem0site.backup.errors import BackupError
from mem0site.backup.progress import Progress

SCRIPT = ("--no-owner", "--no-privileges", "--no-comments", "--file=-")
PSQL = (
    "--no-psqlrc",
    "--quiet",
    "--single-transaction",
    "--no-password",
    "--variable=ON_ERROR_STOP=1",
)
LONGEST_HEADER = 200  # lines


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back, and what an operator has to know about it."""

    manifest: archive.Manifest
    differences: list[str]
    remarks: list[str]


def restore(
    path: Path, database: Database, progress: Progress, *, force: bool = False
) -> Restored:
    """Replace the contents of `database` by those of a backup.

    Statistics are yet to be gathered (`analyze`). Raises BackupError, for a database
    with organizations or accounts unless `force`; nothing is changed then.
    """
    with archive.reading(path) as (opened, manifest), database.connect() as connection:
        with progress.step("Checking the file"):
            archive.check(opened, manifest)
        _refuse(manifest, connection, force=force)
        server = connection.info.server_version // 10_000
        tools = programs.for_server(max(manifest.postgresql, server))
        allowed = grants.of_dump(
            tools, opened, manifest.roles, database.roles, connection
        )
        with progress.step("Restoring"):
            _run(tools, opened, database, server, allowed.statements)
        with progress.step("Comparing") as step:
            found = contents.read(connection, database.roles, step.name)
        left_out = allowed.without(manifest.contents)
        return Restored(
            manifest, contents.differences(left_out, found), _remarks(manifest, allowed)
        )


def analyze(database: Database) -> None:
    """Gather statistics, else the first searches are planned blindly. They remember
    values of rows, so it is done when the erasures were repeated, and not before."""
    with database.connect() as connection:
        connection.execute("ANALYZE")


def _refuse(
    manifest: archive.Manifest, connection: psycopg.Connection, *, force: bool
) -> None:
    loader = MigrationLoader(None)
    known = {f"{app}.{name}" for app, name in loader.disk_migrations}
    if unknown := sorted(set(manifest.migrations) - known - _replaced(loader)):
        msg = (
            f"The backup is of version {manifest.version} and has migrations this version "
            f"does not know ({', '.join(unknown[:3])}): restore it with a later version."
        )
        raise BackupError(msg)
    if not force and _is_in_use(connection):
        msg = (
            "The database is not empty: it has organizations or accounts. Restoring "
            "replaces everything in it; say --force to do so."
        )
        raise BackupError(msg)


def _replaced(loader: MigrationLoader) -> set[str]:
    """Migrations that are gone because another one stands for them."""
    squashed = loader.disk_migrations.values()
    return {f"{app}.{name}" for each in squashed for app, name in each.replaces}


def _is_in_use(connection: psycopg.Connection) -> bool:
    for table in ("orgs_organization", "orgs_user"):
        ((there,),) = connection.execute(
            "SELECT to_regclass(%s) IS NOT NULL", [f"public.{table}"]
        ).fetchall()
        if there and connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone():  # noqa: S608
            return True
    return False


def _run(
    tools: programs.Programs,
    opened: zipfile.ZipFile,
    database: Database,
    server: int,
    granting: str,
) -> None:
    with _sql(CLEAR) as before, _sql(FINISH + granting) as after:
        files = [f"--file={before}", "--file=-", f"--file={after}"]
        command = [tools.path("psql"), *PSQL, *files, f"--dbname={database.conninfo}"]
        with running(command, database.environment()) as psql:
            _script(tools, opened, psql.goal, server)
            if psql.ended():
                msg = f"The restore failed and changed nothing: {psql.words()}"
                raise BackupError(msg)


@contextmanager
def _sql(text: str) -> Iterator[str]:
    """The name of a file with some statements."""
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(text)
        file.flush()
        yield file.name


def _script(
    tools: programs.Programs, opened: zipfile.ZipFile, goal: IO[bytes], server: int
) -> None:
    """Write the script of the dump to psql, and that it is whole.

    Raises BackupError when pg_restore cannot read the dump. When psql takes no more
    of it, psql says why.
    """
    command = [tools.path("pg_restore"), *SCRIPT]
    with opened.open(archive.DUMP) as dump, running(command) as reader:
        feeder = reader.feed(dump)
        try:
            _pump(reader.source, goal, server)
        except BrokenPipeError:
            reader.kill()
        feeder.join()
        if reader.ended() > 0:
            msg = f"pg_restore failed: {reader.words()}"
            raise BackupError(msg)
    with suppress(BrokenPipeError):
        goal.write(WHOLE)
        goal.flush()


def _pump(source: IO[bytes], goal: IO[bytes], server: int) -> None:
    """Copy the script. A newer pg_restore begins with a setting that servers before
    17 do not have."""
    for _ in range(LONGEST_HEADER):
        line = source.readline()
        if server >= 17 or not line.startswith(b"SET transaction_timeout"):
            goal.write(line)
    while chunk := source.read(CHUNK):
        goal.write(chunk)


def _remarks(manifest: archive.Manifest, allowed: grants.Grants) -> list[str]:
    """What is not in a database and has to fit it."""
    now = making.keys()
    remarks = [
        f"{name} is not the one of the backup: {CONSEQUENCES[name]}"
        for name, digest in manifest.keys.items()
        if now.get(name) != digest
    ]
    remarks += [
        f"The role {role} does not exist here, so its grants were left out."
        for role in sorted(allowed.unknown)
    ]
    return remarks


CONSEQUENCES = {
    "SECRET_KEY": "people sign in again, and stored provider keys cannot be read.",
    "API_KEY_PEPPERS": "API keys do not open until it is given (with SECRET_KEY, from "
    "which it is derived by default).",
}
CLEAR = """
SET lock_timeout = '60s';
SET client_min_messages = warning;
DO $$
DECLARE each text;
BEGIN
  -- All names first: what goes with another has none any more when its turn comes.
  FOREACH each IN ARRAY ARRAY(
    SELECT format('DROP %s IF EXISTS %s CASCADE',
                  CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                               WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE'
                               ELSE 'TABLE' END, c.oid::regclass)
      FROM pg_class c
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
       AND NOT relispartition AND NOT EXISTS (
         SELECT FROM pg_depend
          WHERE classid = 'pg_class'::regclass AND objid = c.oid AND objsubid = 0
            AND (deptype = 'e' OR relkind = 'S' AND deptype IN ('a', 'i')))
    UNION ALL
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
      FROM pg_proc p
     WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
       SELECT FROM pg_depend
        WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e')
    UNION ALL
    SELECT format('DROP TYPE IF EXISTS %s CASCADE', t.oid::regtype)
      FROM pg_type t
     WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd', 'r')
       AND NOT EXISTS (
         SELECT FROM pg_depend
          WHERE classid = 'pg_type'::regclass AND objid = t.oid AND deptype IN ('e', 'i')))
  LOOP
    EXECUTE each;
  END LOOP;
END $$;
RESET lock_timeout;
"""
# A script that ends early, because whoever sends it was killed, must not be committed.
WHOLE = b"\nSET mem0.whole = 'yes';\n"
FINISH = """
DO $$ BEGIN
  IF current_setting('mem0.whole', true) IS DISTINCT FROM 'yes' THEN
    RAISE EXCEPTION 'the script was cut';
  END IF;
END $$;
-- Where the database has default privileges, new tables came with more than the dump
-- grants; what it grants follows.
DO $$
DECLARE each text;
BEGIN
  FOREACH each IN ARRAY ARRAY(
    SELECT DISTINCT format('REVOKE ALL ON %s %s FROM %s',
             CASE relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass,
             CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
      FROM pg_class c, aclexplode(c.relacl)
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
       AND grantee <> relowner AND NOT EXISTS (
         SELECT FROM pg_depend
          WHERE classid = 'pg_class'::regclass AND objid = c.oid AND deptype = 'e')
    UNION ALL
    SELECT DISTINCT format('REVOKE ALL ON ROUTINE %s FROM %s', p.oid::regprocedure,
                           grantee::regrole)
      FROM pg_proc p, aclexplode(p.proacl)
     WHERE pronamespace = 'public'::regnamespace AND grantee NOT IN (0, proowner)
       AND NOT EXISTS (
         SELECT FROM pg_depend
          WHERE classid = 'pg_proc'::regclass AND objid = p.oid AND deptype = 'e'))
  LOOP
    EXECUTE each;
  END LOOP;
END $$;
"""
