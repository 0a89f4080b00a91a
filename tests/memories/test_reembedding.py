"""A project changes its embedder: nothing is missed, whatever happens on the way."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from mem0.memory.filters import Condition
from mem0.memory.types import Scope
from mem0site.embedded.process import wait_until
from memories import reembedding, services
from orgs.models import Project
from orgs.tenancy import tenant
from tests.memories.test_model_choices import allow, patch, shown
from tests.memories.worker import work
from tests.openai_server import Reply, failure, openai_server

__all__ = ["allow", "openai_server"]

ROOT = Path(__file__).resolve().parents[2]
TEXTS = ["I keep bees.", "The hives gave honey.", "My brother restores bicycles."]
NEW = "openai/text-embedding-3-small/64"


def chosen(server, dims=64):
    return {
        "provider": "openai",
        "config": {
            "model": "text-embedding-3-small",
            "embedding_dims": dims,
            "base_url": server.url,
            "api_key": "sk-canary",
        },
    }


def begin(api, server, **options):
    answer = patch(api, embedder=chosen(server, **options))
    assert answer.status_code == 200, answer.content
    return answer.json()["event_id"]


def event(api, event_id):
    return api.get(f"/v1/event/{event_id}/").json()


def spaces(api):
    """How many rows have a vector of which length, memories and messages together."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT vector_dims(v), count(*) FROM ("
            " SELECT embedding AS v FROM memories_memory WHERE project_id = %(p)s"
            " UNION ALL SELECT context_embedding FROM memories_memory"
            "  WHERE project_id = %(p)s"
            " UNION ALL SELECT embedding FROM memories_message WHERE project_id = %(p)s"
            ") held GROUP BY 1",
            {"p": api.project.pk},
        )
        return dict(cursor.fetchall())


def found(api, query="Who has honey?", user="alice"):
    body = {"query": query, "filters": {"user_id": user}, "threshold": 0}
    hits = api.post("/v3/memories/search/", body).json()["results"]
    return {hit["memory"]: hit["score_breakdown"]["semantic"] for hit in hits}


def embedded(server):
    """Every text the server was asked to embed."""
    asked = [r for r in server.requests if r.path.endswith("/embeddings")]
    return [text for request in asked for text in request.texts]


def due(api):
    """Let the time pass that a job waits for, and the lease of a dead worker end."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE memories_job SET run_at = now(), "
            "lease_until = now() - interval '1 second' "
            "WHERE project_id = %s AND status IN ('queued', 'running')",
            [api.project.pk],
        )


def job_id(api, event_id):
    with tenant(api.project):
        return api.project.jobs.get(event_id=event_id).pk


def test_everything_is_embedded_anew_and_found_by_it(acme, allow, openai_server):
    acme.remember(*TEXTS)
    before = found(acme)
    event_id = begin(acme, openai_server)
    assert spaces(acme) == {256: 9}
    assert found(acme) == before
    assert shown(acme)["next_embedding_model"] == NEW
    work(acme.project)
    done = event(acme, event_id)
    assert done["status"] == "SUCCEEDED"
    assert (done["metadata"]["done"], done["metadata"]["total"]) == (6, 6)
    assert spaces(acme) == {64: 9}
    assert shown(acme)["embedding_model"] == NEW
    assert shown(acme)["next_embedding_model"] is None
    assert sorted(embedded(openai_server)) == sorted(TEXTS)
    assert set(found(acme)) == set(TEXTS)
    assert openai_server.requests[-1].path.endswith("/embeddings")


def test_the_new_vectors_are_those_a_new_project_would_have(
    acme, umbrella, allow, openai_server
):
    patch(umbrella, embedder=chosen(openai_server))
    for api in (acme, umbrella):
        api.remember(TEXTS[0], run_id="r")
        api.remember(TEXTS[1], run_id="r")
    begin(acme, openai_server)
    work(acme.project)
    assert vectors(acme) == vectors(umbrella)


def vectors(api):
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "SELECT text, embedding::text, context_embedding::text "
            "FROM memories_memory WHERE project_id = %s ORDER BY text",
            [api.project.pk],
        )
        return cursor.fetchall()


def test_what_is_written_meanwhile_is_in_both_spaces(acme, allow, openai_server):
    acme.remember(TEXTS[0])
    begin(acme, openai_server)
    acme.remember(TEXTS[1])
    assert embedded(openai_server) == [TEXTS[1]]
    assert TEXTS[1] in found(acme)
    (edited,) = acme.remember(TEXTS[2], user_id="bob")
    acme.put(f"/v1/memories/{edited['id']}/", {"text": "He sold the bicycles."})
    (gone,) = acme.remember("Forget this.", user_id="bob")
    acme.delete(f"/v1/memories/{gone['id']}/")
    work(acme.project)
    assert set(spaces(acme)) == {64}
    assert set(found(acme)) == {TEXTS[0], TEXTS[1]}
    assert set(found(acme, user="bob")) == {"He sold the bicycles."}


def test_writes_go_on_while_the_new_embedder_is_down(acme, allow, openai_server):
    acme.remember(TEXTS[0])
    event_id = begin(acme, openai_server)
    openai_server.reply(failure(503), failure(503))
    acme.remember(TEXTS[1])
    work(acme.project)
    waiting = event(acme, event_id)
    assert waiting["status"] == "PENDING"
    assert waiting["error"]
    assert set(spaces(acme)) == {256}
    due(acme)
    work(acme.project)
    assert event(acme, event_id)["status"] == "SUCCEEDED"
    assert set(spaces(acme)) == {64}


def test_a_refused_key_ends_it_and_the_project_stays_as_it_is(
    acme, allow, openai_server
):
    acme.remember(*TEXTS)
    before = found(acme)
    event_id = begin(acme, openai_server)
    openai_server.reply(failure(401, "Incorrect API key provided: sk-canary."))
    work(acme.project)
    failed = event(acme, event_id)
    assert failed["status"] == "FAILED"
    assert "sk-canary" not in failed["error"]
    assert shown(acme)["next_embedding_model"] is None
    assert found(acme) == before
    begin(acme, openai_server)
    work(acme.project)
    assert set(spaces(acme)) == {64}


def test_a_second_change_is_refused_while_one_goes_on(acme, allow, openai_server):
    acme.remember(*TEXTS)
    event_id = begin(acme, openai_server)
    refused = patch(acme, embedder=chosen(openai_server, dims=32))
    assert refused.status_code == 409
    assert event_id in refused.json()["detail"]


def test_the_present_embedder_chosen_again_stops_it(acme, allow, openai_server):
    acme.remember(*TEXTS)
    event_id = begin(acme, openai_server)
    assert "event_id" not in patch(acme, embedder=None).json()
    work(acme.project)
    stopped = event(acme, event_id)
    assert stopped["status"] == "FAILED"
    assert "another embedder was chosen" in stopped["error"]
    assert set(spaces(acme)) == {256}
    begin(acme, openai_server, dims=32)
    work(acme.project)
    assert set(spaces(acme)) == {32}


def test_a_server_that_still_knows_the_old_space_follows(acme, allow, openai_server):
    acme.remember(*TEXTS)
    one, other = (Project.objects.get(pk=acme.project.pk) for _ in range(2))
    begin(acme, openai_server)
    work(acme.project)
    command = services.AddCommand(
        messages=[{"role": "user", "content": "The smoker is new."}],
        scope=Scope(user_id="alice"),
        infer=False,
    )
    services.add(one, command)
    assert one.embedding_model == NEW
    assert set(spaces(acme)) == {64}
    where = Condition("user_id", "eq", "alice")
    answer = services.search(other, query="The smoker is new.", where=where)
    assert other.embedding_model == NEW
    assert answer.hits[0].record.text == "The smoker is new."
    assert answer.hits[0].breakdown["semantic"] == 1


def worker(api, event_id):
    """A process that carries the job out, as a worker does."""
    code = (
        "import sys, uuid, django; django.setup();"
        "from memories import services;"
        "services.run_job(*map(uuid.UUID, sys.argv[1:]))"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "mem0site.settings",
        "OUTBOUND_ALLOWED_HOSTS": "127.0.0.1",
    }
    ids = [str(api.project.pk), str(job_id(api, event_id))]
    return subprocess.Popen(
        [sys.executable, "-c", code, *ids], cwd=ROOT, env=environment
    )


def test_a_killed_worker_is_replaced_where_it_was(acme, allow, openai_server):
    texts = [f"Fact {n}: there are {n} of them." for n in range(reembedding.BATCH + 16)]
    for start in range(0, len(texts), 20):
        acme.remember(*texts[start : start + 20])
    before = found(acme, texts[7])
    event_id = begin(acme, openai_server)
    openai_server.reply(Reply(), Reply(hang=600))
    child = worker(acme, event_id)
    try:
        asked = wait_until(lambda: len(openai_server.requests) == 2, 60)
    finally:
        child.kill()
        child.wait(10)
    assert asked
    halfway = event(acme, event_id)
    assert halfway["status"] == "RUNNING"
    assert halfway["metadata"]["done"] == reembedding.BATCH
    assert set(spaces(acme)) == {256}
    assert found(acme, texts[7]) == before
    due(acme)
    services.run_job(acme.project.pk, job_id(acme, event_id))
    assert event(acme, event_id)["status"] == "SUCCEEDED"
    assert set(spaces(acme)) == {64}
    assert [len(request.texts) for request in openai_server.requests] == [64, 16, 16]


def test_the_command_moves_projects_to_the_deployments_embedder(
    acme, allow, openai_server
):
    acme.remember(*TEXTS)
    begin(acme, openai_server)
    work(acme.project)
    out = io.StringIO()
    call_command("reembed", str(acme.project.pk), here=True, stdout=out)
    assert "6 of 6" in out.getvalue()
    assert set(spaces(acme)) == {256}
    assert shown(acme)["embedder"] is None
    out = io.StringIO()
    call_command("reembed", str(acme.project.pk), stdout=out)
    assert "in the space of local/" in out.getvalue()


def test_the_command_wants_to_know_which_projects():
    with pytest.raises(CommandError, match="--all"):
        call_command("reembed")
