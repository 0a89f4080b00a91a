"""Who only reads does not hear of a connection that was lost; who writes does."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection

from orgs.rereading import reread
from orgs.tenancy import tenant


class Losing:
    """Ends the connection of this thread, when it is armed, by the first statement about
    memories."""

    def __init__(self) -> None:
        self.armed, self.seen = False, 0

    def __call__(self, execute, sql, params, many, context):
        if "memories_memory" in sql:
            self.seen += 1
            if self.armed:
                self.armed = False
                self.end(connection.connection.info.backend_pid)
        return execute(sql, params, many, context)

    def end(self, pid):
        other = connection.copy()  # of the same role, which may end its own
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        other.close()


@pytest.fixture
def losing():
    ends = Losing()
    with connection.execute_wrapper(ends):
        yield ends


def test_a_list_and_a_search_are_made_once_more(acme, losing, caplog):
    body = {"filters": {"user_id": "nobody"}}
    losing.armed = True
    assert acme.post("/v3/memories/", body).status_code == 200
    assert "A read is made once more" in caplog.text
    asked = {"query": "bees", **body}
    losing.armed, losing.seen = True, 0
    assert acme.post("/v3/memories/search/", asked).status_code == 200
    assert not losing.armed
    assert losing.seen > 1


def test_a_write_is_not_repeated_and_says_to_come_back(acme, losing):
    (kept,) = acme.remember("I keep bees.")
    losing.armed = True
    answer = acme.put(f"/v1/memories/{kept['id']}/", {"text": "I keep wasps."})
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["Retry-After"]
    assert acme.get(f"/v1/memories/{kept['id']}/").json()["memory"] == "I keep bees."


def test_what_a_limit_broke_off_is_not_repeated(database):
    tried = []

    @reread
    def slow():
        tried.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 20")
            try:
                cursor.execute("SELECT pg_sleep(5)")
            finally:
                cursor.execute("RESET statement_timeout")

    with pytest.raises(OperationalError, match="statement timeout"):
        slow()
    assert tried == [1]


def test_inside_a_transaction_nothing_is_repeated(acme, losing):
    tried = []
    losing.armed = True

    @reread
    def look():
        tried.append(1)
        return acme.project.memories.count()

    with pytest.raises(OperationalError), tenant(acme.project):
        look()
    assert tried == [1]
