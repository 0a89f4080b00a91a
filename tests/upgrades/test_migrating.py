"""A migration that finds a table in use waits for its turn without holding others up."""

from __future__ import annotations

import io
import uuid

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import OperationalError, connections

from mem0site.management.commands import migrate as patient


@pytest.fixture
def busy(database, monkeypatch):
    """A table that somebody has locked, and a migration that wants to change it."""
    name = f"probe_{uuid.uuid4().hex}"
    owner, other = connections["owner"], connections["owner"].copy()
    with owner.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {name} (id int)")

    def change(self, *args, **options):
        with owner.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
            try:
                cursor.execute(f"ALTER TABLE {name} ADD COLUMN more int")
            finally:
                cursor.execute("RESET lock_timeout")

    monkeypatch.setattr(migrate.Command, "handle", change)
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {name} IN ACCESS SHARE MODE")
    yield other
    other.close()
    with owner.cursor() as cursor:
        cursor.execute(f"DROP TABLE {name}")


def test_it_tries_again_when_it_could_not_have_the_lock(busy, monkeypatch):
    waited = []

    def wait(seconds):
        waited.append(seconds)
        if len(waited) == 2:
            busy.rollback()

    monkeypatch.setattr(patient.time, "sleep", wait)
    told = io.StringIO()
    call_command("migrate", stderr=told, no_color=True)
    assert waited == [1, 2]
    assert "Somebody holds a lock: trying again in 2 s." in told.getvalue()


def test_it_gives_up_in_the_end_with_the_databases_words(busy, monkeypatch):
    waited = []
    monkeypatch.setattr(patient.time, "sleep", waited.append)
    with pytest.raises(OperationalError, match="lock timeout"):
        call_command("migrate", stderr=io.StringIO())
    assert waited == list(patient.WAITS)


def test_what_fails_for_another_reason_is_not_repeated(monkeypatch):
    tried = []

    def broken(self, *args, **options):
        tried.append(1)
        raise OperationalError("no space left on device")

    monkeypatch.setattr(migrate.Command, "handle", broken)
    with pytest.raises(OperationalError, match="no space"):
        call_command("migrate")
    assert tried == [1]
