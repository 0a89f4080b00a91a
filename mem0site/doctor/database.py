"""Whether the database is the one this program needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connections
from django.db.migrations.loader import MigrationLoader

from mem0site import checks, pipeline
from mem0site.doctor.findings import Finding, error, ok, warning
from memories import models_index
from orgs.rls import exposed_tables

OLDEST_SERVER, TESTED_SERVER = 14, 18
URLS = {
    "default": "DATABASE_URL",
    "admin": "DATABASE_ADMIN_URL",
    "owner": "DATABASE_OWNER_URL",
}
LEAST_RECALL = 0.9
"""The share of a scan's first hits that an index should find."""
FEW_CONNECTIONS = 0.1
"""The share of connections below which they count as running out."""


def reachable(alias: str) -> Iterator[Finding]:
    """A role can connect. Raises what the driver says."""
    role = connections[alias].settings_dict["USER"]
    _value(alias, "SELECT 1")
    yield ok(f"database as {alias}", f"{role} connects")


def versions() -> Iterator[Finding]:
    """PostgreSQL, pgvector and the encoding."""
    server = int(_value("default", "SHOW server_version_num")) // 10_000
    shown = f"PostgreSQL {_value('default', 'SHOW server_version')}"
    if server < OLDEST_SERVER:
        advice = f"Upgrade it to {OLDEST_SERVER} or newer."
        yield error("PostgreSQL", shown, advice)
    elif server > TESTED_SERVER:
        advice = f"The tests run on {TESTED_SERVER}; look for a newer release."
        yield warning("PostgreSQL", shown, advice)
    else:
        yield ok("PostgreSQL", shown)
    yield _pgvector()
    encoding = _value("default", "SHOW server_encoding")
    if encoding != "UTF8":
        advice = "Dump it and restore it into a database with ENCODING 'UTF8'."
        yield error("encoding", encoding, advice)


def _pgvector() -> Finding:
    version = checks.pgvector_version()
    if version is None:
        advice = "As a superuser, in this database: CREATE EXTENSION vector;"
        return error("pgvector", "the extension is not there", advice)
    shown = ".".join(map(str, version))
    if version < checks.OLDEST_PGVECTOR:
        advice = "Upgrade the package, then ALTER EXTENSION vector UPDATE;"
        return warning("pgvector", f"{shown} has a known vulnerability", advice)
    return ok("pgvector", shown)


def roles() -> Iterator[Finding]:
    """Each of the three may do what it has to and no more."""
    names = {alias: connections[alias].settings_dict["USER"] for alias in URLS}
    yield from _application(names["default"])
    for alias, why in (
        ("admin", "lost jobs would not come back, the admin site shows nothing"),
        ("owner", "backups would leave rows out"),
    ):
        if checks.bypasses_row_security(alias):
            yield ok(f"role {names[alias]}", "sees all tenants")
            continue
        advice = f"ALTER ROLE … BYPASSRLS, or give {URLS[alias]} of a role that has it."
        yield warning(
            f"role {names[alias]}", f"bound by row-level security: {why}", advice
        )


def _application(role: str) -> Iterator[Finding]:
    part = f"role {role}"
    if checks.bypasses_row_security():
        advice = (
            f"ALTER ROLE {role} NOSUPERUSER NOBYPASSRLS; nothing keeps tenants apart."
        )
        yield error(part, "row-level security does not bind it", advice)
    if _value(
        "default", "SELECT has_schema_privilege(current_user, 'public', 'CREATE')"
    ):
        advice = f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {role};"
        yield warning(part, "may create tables", advice)
    if owned := _names("default", OWNED):
        advice = "Give each to the role of DATABASE_OWNER_URL: ALTER TABLE … OWNER TO …"
        yield warning(part, f"owns {_some(owned)}, so it could take walls down", advice)
    if closed := _names("default", UNREADABLE):
        advice = (
            "As the owner: manage.py migrate, or GRANT SELECT, INSERT, UPDATE, DELETE."
        )
        yield error(part, f"may not read {_some(closed)}", advice)
    else:
        yield ok(part, "reads and writes rows of one tenant at a time")


def walls() -> Iterator[Finding]:
    """Every table with a `project_id` is closed to other tenants."""
    if exposed := exposed_tables():
        advice = (
            "Run the migrations; if that does not help, ENABLE and FORCE it by hand."
        )
        yield error("row-level security", f"not forced on {_some(exposed)}", advice)
    else:
        count = _value("default", WALLED)
        yield ok("row-level security", f"forced on all {count} tables of tenants")


def migrations() -> Iterator[Finding]:
    """The schema is the one of this version."""
    loader = MigrationLoader(connections["default"])
    known = set(loader.graph.nodes)
    applied = {
        key for key in loader.applied_migrations if key[0] in loader.migrated_apps
    }
    missing = sorted(f"{app}.{name}" for app, name in known - applied)
    later = sorted(
        f"{app}.{name}" for app, name in applied - set(loader.disk_migrations)
    )
    if missing:
        advice = "manage.py migrate --database owner"
        yield error(
            "migrations", f"{len(missing)} not applied: {_some(missing)}", advice
        )
    if later:
        advice = "The database was migrated by a later version: upgrade this one."
        yield warning("migrations", f"not known here: {_some(later)}", advice)
    if not missing and not later:
        yield ok("migrations", f"all {len(known)} are applied")


def indexes() -> Iterator[Finding]:
    """Indexes that a broken-off CREATE INDEX CONCURRENTLY left slow writes for nothing."""
    if broken := _names("default", INVALID):
        advice = "REINDEX INDEX CONCURRENTLY each, or drop it, as the owner."
        yield warning("indexes", f"not valid: {_some(broken)}", advice)
    found = [each for each in pipeline.search_indexes() if each.recall is not None]
    if low := [each for each in found if (each.recall or 0) < LEAST_RECALL]:
        advice = "Raise SEARCH_EXACT_ROWS, or use a vector store; docs/operating.md."
        yield warning("search indexes", f"{low[0].project_id}: {low[0].told}", advice)
    # Those of big projects are built, dropped and built again by themselves.
    if waiting := [
        each
        for each in pipeline.search_indexes()
        if each.state != models_index.SearchIndex.State.READY
    ]:
        advice = "manage.py search_indexes lists them; docs/operating.md, Big projects."
        first = waiting[0]
        yield warning(
            "search indexes",
            f"{len(waiting)} not ready; project {first.project_id}: {first.told}",
            advice,
        )


def room() -> Iterator[Finding]:
    """Connections are left."""
    used, most = _row("admin", CONNECTIONS)
    if most - used < most * FEW_CONNECTIONS:
        advice = (
            "Raise max_connections, or run fewer processes, or put a pooler in front."
        )
        yield warning("connections", f"{used} of {most} are in use", advice)
    else:
        yield ok("connections", f"{used} of {most} in use")


def _row(alias: str, statement: str) -> tuple[Any, ...]:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
        row: tuple[Any, ...] = cursor.fetchone() or ()
    return row


def _value(alias: str, statement: str) -> Any:
    return _row(alias, statement)[0]


def _names(alias: str, statement: str) -> list[str]:
    with connections[alias].cursor() as cursor:
        cursor.execute(statement)
        return [name for (name,) in cursor.fetchall()]


def _some(names: list[str], most: int = 5) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


UNREADABLE = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND NOT has_table_privilege(oid, 'SELECT') ORDER BY 1
"""
OWNED = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND NOT relispartition AND pg_get_userbyid(relowner) = current_user ORDER BY 1
"""
WALLED = """
SELECT count(*) FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND NOT relispartition AND relforcerowsecurity
"""
INVALID = r"""
SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
 WHERE NOT i.indisvalid AND c.relnamespace = 'public'::regnamespace
   AND c.relname NOT LIKE 'wide\_%' ORDER BY 1
"""
CONNECTIONS = """
SELECT (SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL),
       current_setting('max_connections')::int
         - current_setting('superuser_reserved_connections')::int
"""
