"""Misconfiguration is a system check with an id and a hint, not a surprise at night."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import (
    CheckMessage,
    Error,
    Tags,
    Warning as CheckWarning,
    register,
)
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections

from mem0.exceptions import ConfigurationError
from mem0.utils.factory import (
    EmbedderFactory,
    Factory,
    GraphStoreFactory,
    LlmFactory,
    VectorStoreFactory,
)
from orgs.audit import walls
from orgs.rls import exposed_tables

logger = logging.getLogger(__name__)

WALLED = {"default": "DATABASE_URL", "replica": "DATABASE_REPLICA_URL"}
"""Connections that row-level security has to bind, and the setting of each."""
OLDEST_PGVECTOR = (0, 8, 2)


@register(Tags.security)
def secret_key_is_set(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """Without a secret, sessions and key digests can be forged."""
    if settings.SECRET_KEY:
        return []
    return [
        Error(
            "SECRET_KEY is not set.",
            hint="Give 50 random characters in the environment variable SECRET_KEY.",
            id="mem0site.E001",
        )
    ]


PROVIDERS: tuple[tuple[str, Factory[Any]], ...] = (
    ("llm", LlmFactory),
    ("embedder", EmbedderFactory),
    ("vector_store", VectorStoreFactory),
    ("graph_store", GraphStoreFactory),
)
"""Settings `<NAME>_PROVIDER` and `<NAME>_CONFIG`, and who makes what they name."""


@register()
def providers_exist(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[CheckMessage]:
    """A provider or an option that does not exist is told before the first request."""
    problems: list[CheckMessage] = []
    for name, factory in PROVIDERS:
        provider = getattr(settings.CONFIGURATION, f"{name}_provider")
        if not provider:
            continue
        try:
            factory.check(provider, getattr(settings.CONFIGURATION, f"{name}_config"))
        except ConfigurationError as exc:
            setting = f"{name.upper()}_PROVIDER"
            hint = f"Correct {setting} or {name.upper()}_CONFIG."
            problems.append(
                Error(f"{setting}: {exc.message}", hint=hint, id="mem0site.E004")
            )
    return problems


@register(Tags.database)
def tenants_are_walled_off(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **kwargs: Any,
) -> list[CheckMessage]:
    """The application's role must be bound by row-level security."""
    if not databases or "default" not in databases:
        return []
    try:
        return _database_problems()
    except DatabaseError as exc:
        return [
            CheckWarning(f"The database does not answer: {exc}", id="mem0site.W001")
        ]


def _database_problems() -> list[CheckMessage]:
    problems: list[CheckMessage] = [
        Error(
            "The application's database role is a superuser or has BYPASSRLS, "
            "so nothing keeps tenants apart.",
            hint=f"Connect ({setting}) as a role with NOSUPERUSER NOBYPASSRLS.",
            id="mem0site.E002",
        )
        for alias, setting in WALLED.items()
        if alias in settings.DATABASES and bypasses_row_security(alias)
    ]
    if not bypasses_row_security("admin"):
        problems.append(
            CheckWarning(
                "The admin role is bound by row-level security: lost jobs are not found "
                "again, and the admin site shows no tenant's rows.",
                hint="Give DATABASE_ADMIN_URL of a role with BYPASSRLS.",
                id="mem0site.W003",
            )
        )
    problems += [
        Error(
            f"The table {table} has a project_id and no forced row-level security.",
            hint="Add orgs.rls.enable() to the migration that creates it.",
            id="mem0site.E003",
        )
        for table in exposed_tables()
    ]
    if found := walls.holes():
        problems.append(
            CheckWarning(
                "The application's database role may write the audit log other than by "
                f"appending to it: {', '.join(found)}.",
                hint="Give the tables to another role (DATABASE_OWNER_URL) and run migrate.",
                id="mem0site.W005",
            )
        )
    version = pgvector_version()
    if version is not None and version < OLDEST_PGVECTOR:
        problems.append(
            CheckWarning(
                f"pgvector {'.'.join(map(str, version))} has a known vulnerability.",
                hint="Upgrade the vector extension to 0.8.4 or later.",
                id="mem0site.W002",
            )
        )
    return problems


def bypasses_row_security(alias: str = "default") -> bool:
    """Whether the role of a connection is one that policies do not bind."""
    with connections[alias].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def pgvector_version() -> tuple[int, ...] | None:
    """The installed version of the extension, None before the first migration."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT extversion FROM pg_extension WHERE extname = 'vector'")
        row = cursor.fetchone()
    return tuple(int(part) for part in row[0].split(".")) if row else None


def refuse_open_walls() -> None:
    """Stop a server whose database role row-level security does not bind.

    Raises `ImproperlyConfigured`. A database that does not answer is no reason to
    stop: `/readyz` tells of it, and the wall stands on its side.
    """
    for alias, setting in WALLED.items():
        if alias in settings.DATABASES:
            _refuse_open_wall(alias, setting)


def _refuse_open_wall(alias: str, setting: str) -> None:
    try:
        if bypasses_row_security(alias):
            msg = (
                "The application's database role is a superuser or has BYPASSRLS, so "
                f"nothing keeps tenants apart: connect ({setting}) as another role."
            )
            raise ImproperlyConfigured(msg)
    except DatabaseError:
        logger.warning(
            "The database could not be asked whether it keeps tenants apart."
        )
    finally:
        connections[alias].close()
