"""What keeps the log as it was written: who may do what to its tables.

The application and the admin role may read entries, and append them by calling
`audit_append`, which belongs to the owner; they cannot insert, change or delete. A
trigger refuses the same to everybody, the owner included, who would have to disable it.
"""

from __future__ import annotations

from django.db import connections

TABLES = ("audit_entry", "audit_head")
WRITES = ("INSERT", "UPDATE", "DELETE", "TRUNCATE")
APPEND = "audit_append(uuid, smallint, jsonb)"
CUT = "audit_cut(uuid, smallint, timestamptz, integer)"


def statements() -> list[str]:
    """What the owner revokes and grants."""
    tables = ", ".join(TABLES)
    found = [
        f"REVOKE ALL ON {tables} FROM PUBLIC",
        f"REVOKE ALL ON FUNCTION {APPEND}, {CUT} FROM PUBLIC",
    ]
    for role in sorted(_roles("default", "admin")):
        found += [
            f"REVOKE ALL ON {tables} FROM {role}",
            f"GRANT SELECT ON {tables} TO {role}",
            f"GRANT EXECUTE ON FUNCTION {APPEND} TO {role}",
        ]
    for role in sorted(_roles("admin") - _roles("default")):
        found.append(f"GRANT EXECUTE ON FUNCTION {CUT} TO {role}")
    return found


def holes(alias: str = "default") -> list[str]:
    """What the role of a connection may do to the log although it should not."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            """
            SELECT verb || ' ' || name FROM unnest(%s::text[]) name, unnest(%s::text[]) verb
             WHERE to_regclass(name) IS NOT NULL
               AND has_table_privilege(current_user, to_regclass(name), verb)
             ORDER BY 1
            """,
            [list(TABLES), list(WRITES)],
        )
        return [hole for (hole,) in cursor.fetchall()]


def _roles(*aliases: str) -> set[str]:
    """Roles of connections, quoted; the owner's own is not one to take rights from."""
    quote = connections["owner"].ops.quote_name
    names = {connections[alias].settings_dict["USER"] for alias in aliases}
    names -= {connections["owner"].settings_dict["USER"], ""}
    return {quote(name) for name in names}
