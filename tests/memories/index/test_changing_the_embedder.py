"""A project changes its embedder while a vector store stands beside PostgreSQL."""

from __future__ import annotations

import json

from tests.memories.index.conftest import PIECES, deliver, search, stored, texts
from tests.memories.test_model_choices import allow
from tests.memories.test_reembedding import NEW, begin, due, event
from tests.memories.worker import work
from tests.openai_server import openai_server

__all__ = ["allow", "openai_server"]


def spaces(server, api):
    return {json.loads(p["payload"])["space"] for p in stored(server, api)}


def test_the_store_has_the_new_vectors_before_searches_use_them(
    acme, qdrant, allow, openai_server
):
    acme.remember(*PIECES)
    deliver(acme)
    (old,) = spaces(qdrant, acme)
    event_id = begin(acme, openai_server)
    work(acme.project)
    assert event(acme, event_id)["status"] == "RUNNING"  # the store has not heard yet
    assert "degraded" not in search(acme)
    deliver(acme)
    assert spaces(qdrant, acme) == {old, NEW}
    due(acme)
    work(acme.project)
    assert event(acme, event_id)["status"] == "SUCCEEDED"
    found = search(acme)
    assert "degraded" not in found
    assert set(texts(found)) == set(PIECES)
    deliver(acme)
    assert spaces(qdrant, acme) == {NEW}
    assert len(stored(qdrant, acme)) == 2 * len(PIECES)
