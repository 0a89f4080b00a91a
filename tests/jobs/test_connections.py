"""What a worker's connections go through between two tasks."""

from __future__ import annotations

import contextlib
import time
import uuid

import pytest
from celery.app.trace import build_tracer
from celery.fixups.django import DjangoWorkerFixup
from django.db import connection

from mem0site.celery import app


@pytest.fixture
def carry_out():
    """Runs a task as a worker does, and says which connection it had."""
    fixup = DjangoWorkerFixup(app).install()

    @app.task(name="tests.which_connection")
    def which():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])

    tracer = build_tracer(which.name, which, app=app)

    def run() -> int:
        key = str(uuid.uuid4())
        request = {"id": key, "task": which.name, "delivery_info": {}}
        served = tracer(key, (), {}, request)[0]
        assert isinstance(served, int), served
        return served

    yield run
    app.tasks.pop(which.name)
    del fixup


def test_the_next_task_has_the_connection_of_the_one_before(carry_out):
    assert carry_out() == carry_out() == carry_out()


def test_a_connection_the_server_ended_does_not_meet_the_next_task(carry_out):
    first = carry_out()
    other = connection.copy()
    with contextlib.closing(other), other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [first])
    assert carry_out() != first


def test_a_connection_that_is_too_old_is_opened_anew(carry_out):
    first = carry_out()
    connection.close_at = time.monotonic() - 1
    assert carry_out() != first
