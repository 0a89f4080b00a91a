"""Connection URLs to Django's `DATABASES`, and which alias does what.

`default` is the application role, bound by row-level security. `admin` sees all
tenants: the admin site and the scheduling of jobs. `owner` owns the tables and
runs migrations. All three may point to one server. `replica`, where there is one,
takes the place of `default` for single reads (`orgs.replicas`).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from mem0.exceptions import ConfigurationError


def database(url: str, *, max_age: int, pooled: bool = False) -> dict[str, Any]:
    """One entry of `DATABASES` from a libpq URL; `?host=/dir` names a socket folder.

    Behind a pooler in transaction mode (`pooled`) the next transaction may have another
    connection of the server, so neither a cursor nor a statement prepared by name is
    kept; what the tenant's setting needs ends with its transaction anyway.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        msg = f"A database URL starts with postgresql://, not {parts.scheme or 'that'}."
        raise ConfigurationError(msg)
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "mem0site.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": max_age,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": pooled,
        "OPTIONS": {
            "connect_timeout": 3,
            **options,
        },
    }


class Router:
    """Migrations belong to `owner`; everything else starts at `default`."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        """The database of the object at hand, else `default`."""
        return getattr(getattr(hints.get("instance"), "_state", None), "db", None)

    db_for_write = db_for_read

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """All aliases are one database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Only the owner changes the schema."""
        return db == "owner"
