"""A connection that the server ended is noticed before a query meets it, and a
transaction begins with its first query."""

from __future__ import annotations

import contextlib
import select

import pytest
from django.db import ProgrammingError, connection

from orgs.models import Organization
from orgs.tenancy import tenant


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


def said(tmp_path, work) -> list[str]:
    """The queries that left for the server while `work` was done."""
    connection.ensure_connection()
    pgconn = connection.connection.pgconn
    with (tmp_path / "said").open("w+b") as trace:
        pgconn.trace(trace.fileno())
        work()
        pgconn.untrace()
        trace.seek(0)
        lines = trace.read().decode(errors="replace").splitlines()
    return [line.split("\t")[-1] for line in lines if "\tF\t" in line]


def test_a_tenants_transaction_begins_with_its_first_query(acme, tmp_path):
    def work():
        with tenant(acme.project):
            assert acme.project.events.count() == 0

    first, last = said(tmp_path, work)
    assert "BEGIN; SELECT set_config('app.project_id'" in first
    assert "memories_event" in first
    assert "COMMIT" in last


def test_a_transaction_without_a_query_is_never_begun(acme, tmp_path):
    def work():
        with tenant(acme.project):
            pass

    assert said(tmp_path, work) == []


def test_an_opening_that_was_not_sent_is_not_sent_later(acme, tmp_path):
    def work():
        with contextlib.suppress(KeyError), tenant(acme.project):
            raise KeyError
        Organization.objects.first()

    (only,) = said(tmp_path, work)
    assert "set_config" not in only


def test_a_first_query_that_fails_leaves_nothing_behind(acme):
    with pytest.raises(ProgrammingError), tenant(acme.project):
        connection.cursor().execute("SELECT nothing FROM nowhere")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.project_id', true)")
        assert not cursor.fetchone()[0]


def executed(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def executed_after_many(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.executemany("SELECT %s", [["one"], ["two"]])
    return executed(statement)


def executed_by_name(statement: str) -> str:
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def prepared(statement: str) -> str:
    with connection.cursor() as cursor:
        return cursor.prepared(statement, {})[0][0]


def copied(statement: str) -> str:
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ({statement}) TO STDOUT") as out,
    ):
        return b"".join(bytes(row) for row in out).decode().strip()


WAYS = (executed, executed_after_many, executed_by_name, prepared, copied)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_every_way_to_ask_is_inside_the_transaction(acme, way):
    with tenant(acme.project):
        found = way("SELECT current_setting('app.project_id', true)")
        assert connection.connection.info.transaction_status.name == "INTRANS"
    assert found == str(acme.project.pk)


KEPT = "SELECT count(*) FROM pg_prepared_statements"


def test_the_server_keeps_only_the_statements_it_is_asked_to():
    connection.close()
    with connection.cursor() as cursor:
        for _ in range(10):
            cursor.execute("SELECT %s", ["the same"])
        cursor.execute(KEPT)
        assert cursor.fetchone() == (0,)
        for value in range(10):
            cursor.prepared("SELECT %(value)s::int", {"value": value})
        cursor.execute(KEPT)
        assert cursor.fetchone() == (1,)


def test_nothing_is_prepared_where_the_next_transaction_may_be_elsewhere(monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    connection.close()
    with connection.cursor() as cursor:
        assert cursor.prepared("SELECT %(value)s::int", {"value": 7}) == [(7,)]
        cursor.execute(KEPT)
        assert cursor.fetchone() == (0,)
    connection.close()
