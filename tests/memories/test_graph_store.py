"""A graph store beside PostgreSQL holds what the memories relate, and loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from mem0.exceptions import Mem0Error
from mem0.memory.types import Relation, Scope
from mem0.utils.factory import GraphStoreFactory
from memories import graph_mirror, graph_outbox, tasks
from memories.graph import ProjectGraph
from orgs import erasure
from orgs.models import Project
from tests.memories.test_graph import say

ALICE = Scope(user_id="alice")


@pytest.fixture
def kuzu(settings, tmp_path):
    """The folder of an embedded store that the deployment's settings choose."""
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={
            "graph_store_provider": "kuzu",
            "graph_store_config": {"path": str(tmp_path / "store" / "graph.kuzu")},
        }
    )
    graph_mirror.PAUSE.end()
    yield tmp_path / "store"
    graph_mirror.PAUSE.end()


@pytest.fixture
def related(acme, kuzu):
    """A project that keeps a graph."""
    return relate(acme)


def relate(api):
    Project.objects.filter(pk=api.project.pk).update(enable_graph=True)
    api.project.refresh_from_db()
    return api


def opened(kuzu, api):
    """The project's collection, as another program opens it."""
    options = {"db": str(kuzu / "graph.kuzu")}
    options["collection_name"] = f"mem0_{api.project.pk}"
    return GraphStoreFactory.create("kuzu", options)


def mirrored(kuzu, api, scope=ALICE, **asked):
    with opened(kuzu, api) as graph:
        found = graph.relations(scope, **asked)
    return {
        (k.relation.source, k.relation.relationship, k.relation.target) for k in found
    }


def deliver(api):
    """The worker's part."""
    tasks.mirror(str(api.project.pk))


def waiting(api):
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM memories_graphchange WHERE project_id = %s",
            [api.project.pk],
        )
        return cursor.fetchone()[0]


def pass_time(api):
    """Let the time pass that rows wait for, and after which no worker still writes."""
    graph_mirror.PAUSE.end()
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE memories_graphchange SET run_at = now(), "
            "recorded_at = now() - interval '1 hour' WHERE project_id = %s",
            [api.project.pk],
        )


def test_what_is_added_edited_and_deleted_reaches_the_store(related, kuzu):
    (kept,) = related.remember("Marta works at Initech.")
    assert waiting(related) == 1
    deliver(related)
    assert waiting(related) == 0
    assert mirrored(kuzu, related) == {("Marta", "works_at", "Initech")}
    related.put(f"/v1/memories/{kept['id']}/", {"text": "Marta works at Globex."})
    deliver(related)
    assert mirrored(kuzu, related) == {("Marta", "works_at", "Globex")}
    related.delete(f"/v1/memories/{kept['id']}/")
    deliver(related)
    assert mirrored(kuzu, related) == set()


def test_what_ended_ends_in_the_store(related, kuzu):
    say(related, "I live in Porto.", day=0)
    deliver(related)
    say(related, "I moved to Lisbon.", day=10)
    deliver(related)
    truth = ProjectGraph(related.project).relations(ALICE, ended=True)
    with opened(kuzu, related) as graph:
        assert set(graph.relations(ALICE, ended=True)) == set(truth)
    now = {t for _, r, t in mirrored(kuzu, related) if r == "lives_in"}
    ever = {t for _, r, t in mirrored(kuzu, related, ended=True) if r == "lives_in"}
    assert (now, ever) == ({"Lisbon"}, {"Porto", "Lisbon"})


def test_forgotten_people_and_erased_projects_leave_the_store(related, umbrella, kuzu):
    relate(umbrella)
    for api in (related, umbrella):
        api.remember("Marta works at Initech.")
        api.remember("Bob works at Globex.", user_id="bob")
        deliver(api)
    related.delete("/v2/entities/user/bob/")
    deliver(related)
    assert mirrored(kuzu, related, Scope(user_id="bob")) == set()
    erasure.erase_project(related.project)
    deliver(related)
    assert mirrored(kuzu, related) == set()
    assert waiting(related) == 1, "repeated, lest a worker was still writing"
    pass_time(related)
    deliver(related)
    assert waiting(related) == 0
    assert mirrored(kuzu, umbrella) == {("Marta", "works_at", "Initech")}


def test_a_store_that_is_down_loses_nothing(related, kuzu):
    kuzu.write_text("in the way: no store can be opened below it")
    related.remember("Marta works at Initech.")
    with pytest.raises(Mem0Error):
        graph_mirror.deliver(related.project.pk)
    assert graph_mirror.deliver(related.project.pk) == 0, "it is left alone for a while"
    assert waiting(related) == 1
    graph = related.get("/v1/graph/user/alice/").json()
    assert [each["target"] for each in graph["relations"]] == ["Initech"]
    kuzu.unlink()
    pass_time(related)
    assert graph_outbox.sweep() >= 1
    deliver(related)
    assert mirrored(kuzu, related) == {("Marta", "works_at", "Initech")}


def test_differences_are_found_and_repaired(related, kuzu, capsys):
    old, new = related.remember("Marta works at Initech.", "Bob works at Globex.")
    deliver(related)
    with opened(kuzu, related) as graph:
        (edge,) = graph.stated([old["id"]])
        graph.delete([new["id"]])
        nobodys = replace(
            edge, memory_id="nobody's", relation=Relation("Eve", "knows", "Bob")
        )
        graph.add([nobodys])
    with pytest.raises(CommandError, match="differs"):
        call_command("reconcile_graph", related.project.pk, dry_run=True)
    assert "1 memories missing or old, 1 not in" in capsys.readouterr().out
    call_command("reconcile_graph", related.project.pk)
    call_command("reconcile_graph", related.project.pk)
    assert capsys.readouterr().out.endswith("Repaired.\nThe graph store is right.\n")
    assert mirrored(kuzu, related) == {
        ("Marta", "works_at", "Initech"),
        ("Bob", "works_at", "Globex"),
    }


def test_without_a_graph_store_nothing_is_kept_for_one(acme):
    relate(acme).remember("Marta works at Initech.")
    assert waiting(acme) == 0
    assert graph_mirror.deliver(acme.project.pk) == 0
    with pytest.raises(CommandError, match="GRAPH_STORE_PROVIDER"):
        call_command("reconcile_graph")
