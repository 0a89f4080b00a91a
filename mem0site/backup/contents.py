"""What is in a database, in numbers that a copy has to repeat.

A table's checksum is the sum of a hash of each row's text, so it does not depend on the
order of rows, and a row that is doubled or missing changes it. Tables that PostgreSQL
empties after a crash (UNLOGGED) are counters and caches: they are neither dumped nor
compared.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import psycopg
from psycopg import sql
from pydantic import BaseModel

Told = Callable[[str], None]


class Rows(BaseModel):
    """How many rows a table has, and their checksum."""

    count: int
    checksum: str


class Wall(BaseModel):
    """Who may do what with a table: row-level security, its policies, and grants to
    others than the owner, with roles named by their use."""

    forced: bool
    policies: list[str]
    grants: list[str]


class Contents(BaseModel):
    """Everything that is compared. A partitioned table is one table of `rows`; each
    of its partitions has a wall of its own."""

    rows: dict[str, Rows]
    walls: dict[str, Wall]
    objects: dict[str, int]

    @property
    def total(self) -> int:
        """Rows of all tables together."""
        return sum(each.count for each in self.rows.values())


def read(
    connection: psycopg.Connection, roles: Mapping[str, str], told: Told
) -> Contents:
    """The contents as the connection's transaction sees them; `told` gets each table."""
    rows = {}
    for (table,) in connection.execute(TABLES).fetchall():
        told(table)
        rows[table] = _rows(connection, table)
    return Contents(
        rows=rows, walls=_walls(connection, roles), objects=_objects(connection)
    )


def differences(wanted: Contents, found: Contents) -> list[str]:
    """One sentence for each thing that is not the same; none when all is."""
    return [
        *_unequal("table", wanted.rows, found.rows, _about_rows),
        *_unequal("wall of", wanted.walls, found.walls, _about_wall),
        *_unequal(
            "number of", wanted.objects, found.objects, lambda a, b: f"{a} → {b}"
        ),
    ]


def _rows(connection: psycopg.Connection, table: str) -> Rows:
    found = connection.execute(sql.SQL(CHECKSUM).format(sql.Identifier(table)))
    ((count, checksum),) = found.fetchall()
    return Rows(count=count, checksum=str(checksum))


def _walls(connection: psycopg.Connection, roles: Mapping[str, str]) -> dict[str, Wall]:
    uses = {name: use for use, name in roles.items() if use != "owner"}
    walls = {}
    for table, forced, policies, grants in connection.execute(WALLS).fetchall():
        named = [f"{uses.get(who, who)} {what}" for who, what in grants]
        walls[table] = Wall(forced=forced, policies=policies, grants=sorted(named))
    return walls


def _objects(connection: psycopg.Connection) -> dict[str, int]:
    return dict(connection.execute(OBJECTS).fetchall())


def _unequal(
    kind: str,
    wanted: Mapping[str, Any],
    found: Mapping[str, Any],
    about: Callable[[Any, Any], str],
) -> list[str]:
    said = []
    for name in sorted(wanted.keys() | found.keys()):
        if name not in found:
            said.append(f"{kind} {name}: missing")
        elif name not in wanted:
            said.append(f"{kind} {name}: not in the backup")
        elif wanted[name] != found[name]:
            said.append(f"{kind} {name}: {about(wanted[name], found[name])}")
    return said


def _about_rows(wanted: Rows, found: Rows) -> str:
    if wanted.count != found.count:
        return f"{wanted.count} rows → {found.count}"
    return f"{wanted.count} rows, but not the same ones"


def _about_wall(wanted: Wall, found: Wall) -> str:
    if wanted.forced != found.forced:
        return "row-level security is not forced" if wanted.forced else "is forced now"
    if wanted.policies != found.policies:
        return f"policies {wanted.policies} → {found.policies}"
    return f"grants {wanted.grants} → {found.grants}"


TABLES = """
SELECT relname FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
   AND NOT relispartition AND relpersistence = 'p'
 ORDER BY relname
"""
CHECKSUM = """
SELECT count(*), coalesce(sum(('x' || left(encode(
         sha256(convert_to(each::text, 'UTF8')), 'hex'), 16))::bit(64)::bigint), 0)
  FROM {} each
"""
WALLS = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
       ARRAY(SELECT format('%s %s: %s, %s', polname, polcmd,
                           pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
               FROM pg_policy WHERE polrelid = c.oid ORDER BY polname),
       ARRAY(SELECT ARRAY[CASE WHEN grantee = 0 THEN 'PUBLIC'
                               ELSE pg_get_userbyid(grantee) END, what]
               FROM (SELECT grantee, privilege_type AS what FROM aclexplode(c.relacl)
                     UNION ALL
                     SELECT acl.grantee, privilege_type || ' of ' || attname
                       FROM pg_attribute a, aclexplode(a.attacl) acl
                      WHERE a.attrelid = c.oid AND NOT a.attisdropped) granted
              WHERE grantee <> c.relowner)
  FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
 ORDER BY c.relname
"""
OBJECTS = """
SELECT 'indexes', count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
 WHERE c.relnamespace = 'public'::regnamespace AND i.indisvalid
UNION ALL
SELECT 'constraints', count(*) FROM pg_constraint
 WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
UNION ALL
SELECT 'sequences', count(*) FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'
UNION ALL
SELECT 'triggers', count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
 WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT 'functions', count(*) FROM pg_proc p
 WHERE pronamespace = 'public'::regnamespace AND NOT EXISTS (
   SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
