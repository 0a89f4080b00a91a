"""A connection that the server ended is noticed before a query meets it."""

from __future__ import annotations

import select

from django.db import connection

from orgs.models import Organization


def ended_by_the_server() -> int:
    """The process that served the connection, which it has lost by now."""
    connection.ensure_connection()
    process: int = connection.connection.info.backend_pid
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 10000)", [process])
            assert cursor.fetchone() == (True,)
    finally:
        other.close()
    waiting = select.poll()
    waiting.register(connection.connection.fileno(), select.POLLIN)
    assert waiting.poll(10_000), "the end arrives"
    return process


def as_a_request_begins() -> None:
    connection.health_check_enabled = True
    connection.health_check_done = False


def test_a_connection_the_server_ended_is_opened_anew():
    process = ended_by_the_server()
    as_a_request_begins()
    assert Organization.objects.count() >= 0
    assert connection.connection.info.backend_pid != process


def test_a_connection_that_is_alive_is_kept_and_asked_nothing(tmp_path):
    connection.ensure_connection()
    opened = connection.connection
    with (tmp_path / "said").open("w+b") as said:
        opened.pgconn.trace(said.fileno())
        as_a_request_begins()
        connection.close_if_health_check_failed()
        opened.pgconn.untrace()
        assert said.read() == b""
    assert connection.connection is opened


def test_a_closed_connection_is_not_usable():
    connection.ensure_connection()
    connection.connection.close()
    assert not connection.is_usable()
    connection.close()
