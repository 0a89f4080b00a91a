"""All the parts in the order an operator fixes them: what others rest on first."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mem0site.doctor import background, database, machine, services, settings
from mem0site.doctor.findings import Examined, Finding, State

START = (
    "Start it (`make run`, or your own), and correct {url}: host, port, name, role, "
    "password."
)
PROVIDER = "Correct {names}; see whether its address can be reached from here."
QUERY = "See the sentence; the role of DATABASE_URL may lack a privilege."

SETTINGS = (
    Examined("secrets", settings.secrets, "See docs/settings.md."),
    Examined("hosts", settings.hosts, "See docs/settings.md."),
    Examined("checks", settings.system_checks, "Run manage.py check."),
)
CONNECTIONS = tuple(
    Examined(
        f"database as {alias}",
        partial(database.reachable, alias),
        START.format(url=name),
    )
    for alias, name in database.URLS.items()
)
INSIDE = (
    Examined("PostgreSQL", database.versions, QUERY),
    Examined("roles", database.roles, QUERY),
    Examined("migrations", database.migrations, QUERY),
    Examined("row-level security", database.walls, QUERY),
    Examined("indexes", database.indexes, QUERY),
    Examined("connections", database.room, QUERY),
    Examined("clock", machine.clock, QUERY),
    Examined("worker", background.worker, "manage.py migrate --database owner"),
    Examined("jobs", background.jobs, "manage.py migrate --database owner"),
    Examined("webhooks", background.webhooks, "manage.py migrate --database owner"),
    Examined("cache", services.cache, PROVIDER.format(names="CACHE_URL")),
)
"""What can be asked only where the database answers."""
AROUND = (
    Examined("broker", services.broker, PROVIDER.format(names="BROKER_URL")),
    Examined("disk", machine.disk, "See the sentence."),
    Examined("backups", machine.backups, "Correct BACKUP_FOLDER."),
)
PROVIDERS = (
    Examined(
        "language model",
        services.language_model,
        PROVIDER.format(names="LLM_PROVIDER, LLM_MODEL, LLM_CONFIG or its key"),
    ),
    Examined(
        "embedder",
        services.embedder,
        PROVIDER.format(names="EMBEDDER_PROVIDER, EMBEDDER_CONFIG or its key"),
    ),
    Examined(
        "vector store",
        services.vector_store,
        PROVIDER.format(names="VECTOR_STORE_PROVIDER or VECTOR_STORE_CONFIG"),
    ),
    Examined(
        "graph store",
        services.graph_store,
        PROVIDER.format(names="GRAPH_STORE_PROVIDER or GRAPH_STORE_CONFIG"),
    ),
)


def examine(*, providers: bool = True) -> Iterator[Finding]:
    """Every finding as it is made. `providers` asks models and stores, which may cost."""
    for part in SETTINGS:
        yield from part.findings()
    answers = True
    for part in CONNECTIONS:
        for finding in part.findings():
            answers = answers and finding.state is State.OK
            yield finding
    for part in (
        *(INSIDE if answers else ()),
        *AROUND,
        *(PROVIDERS if providers else ()),
    ):
        yield from part.findings()
