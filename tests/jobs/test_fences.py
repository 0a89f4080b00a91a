"""Executions may repeat, effects cannot: leases, fences, duplicate messages."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

from django.db import connection, connections

from mem0site.embedded.process import wait_until
from memories import jobs, services
from orgs.tenancy import tenant
from tests.jobs.conftest import add, alter, event, job, texts
from tests.openai_server import failure, parrot


def in_thread(call: Any, *arguments: Any) -> threading.Thread:
    def run() -> None:
        try:
            call(*arguments)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def effects(api: Any) -> dict[str, int]:
    """How much there is of everything that one add leaves behind."""
    with tenant(api.project), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(documents), 0) FROM memories_termdelta")
        documents = int(cursor.fetchone()[0])
        return {
            "memories": api.project.memories.count(),
            "history": api.project.history.exclude(event="CATEGORIZE").count(),
            "messages": api.project.messages.count(),
            "documents": documents,
        }


ONCE = {"memories": 1, "history": 1, "messages": 1, "documents": 1}


def test_a_message_that_comes_twice_has_one_effect(acme, broker, model):
    event_id = add(acme, "I live in Porto.")
    key = job(acme, event_id).pk
    services.run_job(acme.project.pk, key)
    done = event(acme, event_id)
    services.run_job(acme.project.pk, key)
    assert effects(acme) == ONCE
    assert len(model.prompts) == 1
    assert event(acme, event_id) == done


def test_two_workers_with_the_same_message_have_one_effect(acme, broker, model):
    event_id = add(acme, "I live in Porto.")
    key = job(acme, event_id).pk
    workers = [in_thread(services.run_job, acme.project.pk, key) for _ in range(4)]
    for worker in workers:
        worker.join()
    assert effects(acme) == ONCE
    assert len(model.prompts) == 1
    assert event(acme, event_id)["status"] == "SUCCEEDED"


class Overtaken:
    """A model that thinks so long that another worker does the job meanwhile."""

    def __init__(self, api: Any, then: Any) -> None:
        self.api, self.then, self.asked = api, then, 0
        self.event_id = ""

    def __call__(self, request: Any) -> Any:
        self.asked += 1
        if self.asked > 1:
            return parrot(request)
        alter(self.api, self.event_id, "lease_until = now() - interval '1 second'")
        key = job(self.api, self.event_id).pk
        in_thread(services.run_job, self.api.project.pk, key).join()
        self.done = event(self.api, self.event_id)
        connections.close_all()
        return self.then(request)


def test_a_worker_whose_lease_was_lost_keeps_nothing(acme, broker, model):
    model.responder = overtaken = Overtaken(acme, parrot)
    overtaken.event_id = add(acme, "I live in Porto.")
    broker.work()
    assert overtaken.asked >= 2  # and once more for the categories
    assert overtaken.done["status"] == "SUCCEEDED"
    assert effects(acme) == ONCE
    assert event(acme, overtaken.event_id) == overtaken.done
    assert job(acme, overtaken.event_id).fence == 2


def test_a_failure_after_the_lease_was_lost_is_not_the_jobs_failure(
    acme, broker, model
):
    model.responder = overtaken = Overtaken(acme, lambda request: failure(401))
    overtaken.event_id = add(acme, "I live in Porto.")
    broker.work()
    assert overtaken.asked >= 2  # and once more for the categories
    assert event(acme, overtaken.event_id) == overtaken.done
    assert overtaken.done["status"] == "SUCCEEDED"
    assert job(acme, overtaken.event_id).status == "done"


def claimed(api: Any, text: str = "I live in Porto.") -> tuple[str, jobs.Claim]:
    event_id = add(api, text)
    held = jobs.claim(api.project.pk, job(api, event_id).pk)
    assert held is not None
    return event_id, held


def test_a_held_job_cannot_be_claimed_until_its_lease_ends(acme, broker):
    event_id, held = claimed(acme)
    assert jobs.claim(acme.project.pk, held.job_id) is None
    alter(acme, event_id, "lease_until = now() - interval '1 second'")
    again = jobs.claim(acme.project.pk, held.job_id)
    assert again is not None
    assert (held.fence, again.fence) == (1, 2)


def test_a_lease_is_extended_from_now_as_long_as_it_is_held(acme, broker, settings):
    event_id, held = claimed(acme)
    before = job(acme, event_id).lease_until
    assert before is not None
    settings.JOB_LEASE_SECONDS = 600
    assert jobs.extend(held)
    after = job(acme, event_id).lease_until
    assert after is not None
    assert (after - before).total_seconds() > 500
    alter(acme, event_id, "fence = fence + 1")
    kept = job(acme, event_id).lease_until
    assert not jobs.extend(held)
    assert job(acme, event_id).lease_until == kept


def test_a_lease_is_kept_alive_while_the_work_goes_on(acme, broker, settings):
    event_id, held = claimed(acme)
    first = job(acme, event_id).lease_until
    settings.JOB_LEASE_SECONDS = 0.3
    with jobs.leased(held):
        assert wait_until(
            lambda: job(acme, event_id).lease_until != first, seconds=30, every=0.05
        )


def test_a_job_that_is_not_due_is_not_claimed(acme, broker):
    event_id = add(acme, "I live in Porto.")
    alter(acme, event_id, "run_at = now() + interval '1 hour'")
    assert jobs.claim(acme.project.pk, job(acme, event_id).pk) is None


def test_a_job_of_another_project_is_not_claimed(acme, umbrella, broker):
    event_id = add(acme, "I live in Porto.")
    assert jobs.claim(umbrella.project.pk, job(acme, event_id).pk) is None
    services.run_job(umbrella.project.pk, UUID(str(job(acme, event_id).pk)))
    assert event(acme, event_id)["status"] == "PENDING"
    assert texts(acme) == []
