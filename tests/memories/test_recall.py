"""Once a day it is seen whether the index of a big project finds what a scan finds."""

from __future__ import annotations

import dataclasses

import pytest
from django.db import OperationalError
from django.utils import timezone

from bench import seed
from mem0site import pipeline
from mem0site.doctor import database
from memories import candidates, recall, wide_scopes
from memories.models_index import SearchIndex
from orgs.tenancy import tenant
from tests.conftest import make_api

FEW = 150  # more than a pool has


@pytest.fixture
def big(settings):
    """A project that counts as big, with the row of an index that is ready; the queries
    find the same without the index itself, which tests of wide scopes build."""
    changes = {"search_exact_rows": 5, "search_index_rows": FEW}
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(update=changes)
    api = make_api("Recalled")
    seed.fill(api.project, seed.Crowd(memories=FEW, people=4))
    api.project.refresh_from_db()
    api.project.indexed_model = api.project.embedding_model
    api.project.save(update_fields=["indexed_model"])
    others = SearchIndex.unscoped.using("admin").all()
    others.update(recall_at=timezone.now())
    with tenant(api.project):
        api.project.search_indexes.create(
            space=api.project.embedding_model, memories=FEW, state="ready", progress=1
        )
    yield api
    with tenant(api.project):
        api.project.search_indexes.all().delete()
    api.project.indexed_model = ""
    api.project.save(update_fields=["indexed_model"])


def told(api):
    (found,) = [
        each
        for each in pipeline.search_indexes()
        if each.project_id == str(api.project.pk)
    ]
    return found


def test_what_an_index_finds_is_looked_at_once_a_day(big):
    assert told(big).recall is None
    found = recall.look_at_next()
    assert found is not None
    assert found >= 0.9
    assert told(big).recall == found
    assert told(big).told == f"ready, finds {found:.0%} of what a scan finds first"
    assert recall.look_at_next() is None
    rows = SearchIndex.unscoped.using("admin").filter(project_id=big.project.pk)
    rows.update(recall_at=timezone.now() - 2 * recall.EVERY)
    assert recall.look_at_next() is not None


def test_an_index_that_misses_much_is_told_of(big, monkeypatch):
    def blind(project, query):
        return dataclasses.replace(candidates.pool(project.pk, query), candidates=[])

    monkeypatch.setattr(wide_scopes, "by_index", blind)
    assert recall.look_at_next() == 0
    warned = [str(finding) for finding in database.indexes()]
    assert [line for line in warned if "finds 0% of what a scan" in line]


def test_a_scan_that_takes_too_long_is_no_answer(big, monkeypatch):
    def late(project_id, query):
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(candidates, "pool", late)
    assert recall.look_at_next() is None
    assert told(big).told == "ready"
