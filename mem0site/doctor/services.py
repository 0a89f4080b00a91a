"""What is reached over the network, each asked as the platform will ask it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from celery import current_app
from django.conf import settings
from django.core.cache import caches

from mem0site.doctor.findings import Finding, ok, warning
from memories import engine, graph_mirror, vector_index
from orgs.models import Project

SAMPLE = "The doctor looks whether you answer."
MOST_TOKENS = 512
"""Room for models that think before they say a word."""


def broker() -> Iterator[Finding]:
    """A connection is opened and closed again."""
    with current_app.connection_for_write() as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=5)
        transport = connection.transport_cls
    yield ok("broker", f"{transport} answers")


def cache() -> Iterator[Finding]:
    """Both caches keep a value."""
    for name in ("default", "ratelimit"):
        key, kept = f"doctor:{uuid.uuid4().hex}", caches[name]
        kept.add(key, 1, timeout=60)
        where = "Redis" if settings.CONFIGURATION.cache_url.get_secret_value() else ""
        if kept.get(key) != 1:
            advice = "Correct CACHE_URL: until then rate limits let everything pass."
            yield warning(f"cache ({name})", "does not keep what it is given", advice)
        else:
            yield ok(f"cache ({name})", f"{where or 'PostgreSQL'} keeps values")
        kept.delete(key)


def language_model() -> Iterator[Finding]:
    """It answers a short question, with the key of the settings."""
    model = engine.unmetered(Project())
    if model is None:
        yield ok("language model", "none is configured: rules extract")
        return
    question = [{"role": "user", "content": f"{SAMPLE} Answer with one word."}]
    model.complete(question, max_tokens=MOST_TOKENS)
    yield ok("language model", f"{model.model} answers")


def embedder() -> Iterator[Finding]:
    """It embeds a sentence into as many numbers as it says."""
    made = engine.embedder_of(engine.deployment_space())
    ((*vector,),) = made.embed([SAMPLE])
    yield ok("embedder", f"{made.name} answers with {len(vector)} dimensions")


def vector_store() -> Iterator[Finding]:
    """It can be reached, if there is one."""
    if vector_index.is_configured():
        made = engine.embedder_of(engine.deployment_space())
        points = vector_index.store(made.dimensions).count()
        name = settings.CONFIGURATION.vector_store_provider
        yield ok("vector store", f"{name} answers and has {points:,} points")


def graph_store() -> Iterator[Finding]:
    """It can be reached, if there is one."""
    name = settings.CONFIGURATION.graph_store_provider
    if name:
        with graph_mirror.store(uuid.UUID(int=0)) as graph:
            graph.memory_ids(limit=1)
        yield ok("graph store", f"{name} answers")
