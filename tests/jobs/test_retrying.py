"""Dead jobs come back when somebody asks for it, and only then."""

from __future__ import annotations

import uuid

import pytest
from django.core.management import CommandError, call_command

from tests.jobs.conftest import add, alter, event, texts
from tests.openai_server import failure, parrot


@pytest.fixture
def dead(acme, broker, model) -> str:
    """An event whose job was given up."""
    model.responder = lambda request: failure(401)
    event_id = add(acme, "I live in Porto.")
    broker.work()
    assert event(acme, event_id)["status"] == "FAILED"
    model.responder = parrot
    return event_id


def retry(api, event_id):
    return api.post(f"/v1/event/{event_id}/retry/", {})


def test_a_failed_event_can_be_tried_again(acme, broker, dead):
    answer = retry(acme, dead)
    assert answer.status_code == 200
    assert (answer.json()["status"], answer.json()["error"]) == ("PENDING", None)
    broker.work()
    assert event(acme, dead)["status"] == "SUCCEEDED"
    assert len(texts(acme)) == 1
    assert retry(acme, dead).status_code == 409


def test_what_waits_or_never_ran_in_the_background_is_not_tried_again(acme, broker):
    waiting = add(acme, "I live in Porto.")
    assert retry(acme, waiting).status_code == 409
    acme.remember("I like tea.")
    at_once = acme.get("/v1/events/").json()["results"][0]["id"]
    assert retry(acme, at_once).status_code == 409
    assert retry(acme, uuid.uuid4()).status_code == 404
    assert retry(acme, "x").status_code == 404


def test_the_command_lists_and_retries(acme, broker, dead, capsys):
    alter(acme, dead, "run_at = 'epoch'")  # ahead of what other tests left behind
    call_command("jobs", "list")
    lines = capsys.readouterr().out.splitlines()
    (line,) = [each for each in lines if str(acme.project.pk) in each]
    assert "  dead  " in line
    job = line.split()[0]
    call_command("jobs", "retry", job)
    assert capsys.readouterr().out == "1 job will run again.\n"
    broker.work()
    assert event(acme, dead)["status"] == "SUCCEEDED"
    with pytest.raises(CommandError, match="no dead job"):
        call_command("jobs", "retry", job)


def test_all_of_a_project_come_back_and_nobody_elses(
    acme, umbrella, broker, model, dead, capsys
):
    model.responder = lambda request: failure(401)
    theirs = add(umbrella, "I live in Faro.")
    broker.work()
    model.responder = parrot
    call_command("jobs", "retry", "--project", str(acme.project.pk))
    broker.work()
    assert event(acme, dead)["status"] == "SUCCEEDED"
    assert event(umbrella, theirs)["status"] == "FAILED"
