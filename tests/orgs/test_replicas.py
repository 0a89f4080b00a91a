"""When a read may go to a replica. With a real one: tests/deploy/test_shapes.py."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection, connections

from orgs import replicas
from orgs.tenancy import tenant


@pytest.fixture
def replica():
    """A second connection to the same server, which says that it replays nothing."""
    connections.settings["replica"] = dict(connections.settings["default"])
    replicas.PAUSE.end()
    yield
    connections["replica"].close()
    del connections["replica"]
    del connections.settings["replica"]
    replicas.PAUSE.end()


@pytest.fixture
def caught_up(replica, monkeypatch):
    monkeypatch.setattr(replicas, "FRESH", "SELECT true OR %s = '' OR %s = 0")


@replicas.reads
def alias_of(project) -> str:
    with tenant(project):
        return connection.alias


def test_without_a_replica_reads_are_as_ever(acme):
    assert not replicas.configured()
    assert alias_of(acme.project) == "default"


def test_a_replica_that_has_everything_is_asked(acme, caught_up):
    assert alias_of(acme.project) == "replica"
    assert connection.alias == "default"


def test_whatever_is_unclear_is_read_from_the_primary(acme, replica):
    assert alias_of(acme.project) == "default"  # it says it is no replica


def test_inside_a_transaction_nothing_moves(acme, caught_up):
    with tenant(acme.project):
        assert alias_of(acme.project) == "default"


def test_a_write_is_noted_with_its_position(acme, replica):
    assert cache.get(f"written:{acme.project.pk}") is None
    acme.remember("Alice counts swifts")
    first = cache.get(f"written:{acme.project.pk}")
    acme.remember("Alice counts swallows")
    with connection.cursor() as cursor:
        second = cache.get(f"written:{acme.project.pk}")
        cursor.execute("SELECT %s::pg_lsn > %s::pg_lsn", [second, first])
        assert cursor.fetchone()[0] is True


def test_what_the_replica_cannot_answer_is_asked_again(acme, caught_up):
    asked = []

    @replicas.reads
    def fails_there(project):
        asked.append(connection.alias)
        if connection.alias == "replica":
            raise OperationalError("canceling statement due to conflict with recovery")
        return len(asked)

    assert fails_there(acme.project) == 2
    assert asked == ["replica", "default"]
    assert alias_of(acme.project) == "default"  # it is left alone for a while


def test_a_replica_that_is_away_is_not_waited_for_twice(acme, replica):
    connections.settings["replica"]["HOST"] = "/nowhere"
    assert alias_of(acme.project) == "default"
    assert replicas.PAUSE.lasts


def test_a_mistake_of_ours_is_not_hidden(acme, caught_up):
    @replicas.reads
    def wrong(project):
        raise ValueError(connection.alias)

    with pytest.raises(ValueError, match="replica"):
        wrong(acme.project)
    assert connection.alias == "default"
