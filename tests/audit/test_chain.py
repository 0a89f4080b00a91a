"""The chain: nobody can alter it who runs the application, and whoever can is found out."""

from __future__ import annotations

import contextlib
import io
import os
import threading
import uuid

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from orgs import audit, services
from orgs.audit import verifying, walls
from orgs.audit.models import Entry, Head
from orgs.audit.reading import log_of
from orgs.tenancy import tenant


@pytest.fixture
def organization(database):
    """One with a log of five entries of its own."""
    made = services.create_organization(name="Hooli")
    for number in range(5):
        audit.record(
            audit.Act.KEY_CREATED,
            organization=made,
            about=("api_key", number),
            n=number,
        )
    return made


def entries(organization, **where):
    rows = Entry.objects.using("admin").filter(organization_id=organization.pk)
    return list(rows.filter(**where).order_by("stream", "seq"))


@contextlib.contextmanager
def as_owner():
    """Somebody who owns the tables, and switches the trigger off."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        owner.execute("ALTER TABLE audit_entry DISABLE TRIGGER USER")
        yield owner
        owner.execute("ALTER TABLE audit_entry ENABLE TRIGGER USER")


def verified(organization, *more):
    """What `manage.py audit verify` prints; raises when it finds something."""
    said, complained = io.StringIO(), io.StringIO()
    call_command(
        "audit", "verify", "--organization", str(organization.pk), *more,
        stdout=said, stderr=complained,
    )  # fmt: skip
    return said.getvalue()


def faults(organization):
    found = verifying.verify((organization.pk, 0))
    return [(fault.seq, fault.says) for fault in found.faults]


def test_a_chain_that_nobody_touched_is_whole(organization):
    assert faults(organization) == []
    rows = entries(organization)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert verified(organization).split()[2] == str(len(rows))


def test_what_is_recorded_goes_with_the_transaction_that_does_it(organization):
    before = len(entries(organization))
    with transaction.atomic():
        audit.record(audit.Act.KEY_REVOKED, organization=organization)
        transaction.set_rollback(True)
    assert len(entries(organization)) == before
    assert faults(organization) == []


def test_parallel_writers_make_one_unbroken_chain(organization):
    before = len(entries(organization))

    def write(name):
        try:
            for number in range(10):
                with tenant(organization.projects.get()):
                    audit.record(
                        audit.Act.KEY_CREATED, organization=organization, who=name,
                        n=number,
                    )  # fmt: skip
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=[n]) for n in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    rows = entries(organization)
    assert [row.seq for row in rows] == list(range(1, before + 41))
    assert faults(organization) == []
    of_each = {n: [] for n in range(4)}
    for row in rows:
        if "who" in row.said():
            of_each[row.said()["who"]].append(row.said()["n"])
    assert of_each == {n: list(range(10)) for n in range(4)}


STATEMENTS = [
    "UPDATE audit_entry SET action = 'nothing'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "TRUNCATE audit_head",
    "UPDATE audit_head SET seq = 0",
    "DELETE FROM audit_head",
    "INSERT INTO audit_entry SELECT * FROM audit_entry",
    "INSERT INTO audit_head SELECT * FROM audit_head",
    "ALTER TABLE audit_entry DISABLE TRIGGER USER",
    "DROP TRIGGER append_only ON audit_entry",
    "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "'BEGIN RETURN OLD; END'",
]


@pytest.mark.parametrize("role", ["DATABASE_URL", "DATABASE_ADMIN_URL"])
@pytest.mark.parametrize("statement", STATEMENTS)
def test_the_application_can_neither_alter_nor_remove_an_entry(
    organization, statement, role
):
    with psycopg.connect(os.environ[role]) as connection:
        connection.execute(
            "SELECT set_config('app.organization_id', %s, true),"
            " set_config('app.audit_cut', 'on', true)",
            [str(organization.pk)],
        )
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
    assert faults(organization) == []


def test_the_application_cannot_cut_the_log(organization):
    with (
        psycopg.connect(os.environ["DATABASE_URL"]) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(
            "SELECT audit_cut(%s, 0::smallint, now(), 100)", [organization.pk]
        )


@pytest.mark.parametrize(
    "statement", ["UPDATE audit_entry SET ip = ''", "DELETE FROM audit_entry", "TRUNCATE audit_entry"]
)  # fmt: skip
def test_the_owner_is_refused_as_well_until_the_trigger_is_off(organization, statement):
    with (
        psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"),
    ):
        owner.execute(statement)


def test_there_are_no_holes_in_the_wall():
    assert walls.holes("default") == []
    assert walls.holes("admin") == []
    assert "UPDATE audit_entry" in walls.holes("owner")


def test_the_log_of_others_is_not_seen(organization):
    other = services.create_organization(name="Umbrella")
    assert not Entry.objects.filter(organization_id=organization.pk).exists()
    with log_of(other.pk):
        assert not Entry.objects.filter(organization_id=organization.pk).exists()
        assert not Head.objects.filter(organization_id=organization.pk).exists()
    with tenant(organization.projects.get()):
        with log_of(organization.pk):
            assert Entry.objects.count() == len(entries(organization))
        assert not Entry.objects.exists()


ALTERATIONS = [
    "actor = 'somebody else'", "actor_id = gen_random_uuid()", "ip = '203.0.113.9'",
    "action = 'key.revoked'", "at = at + interval '1 microsecond'", "object_id = '7'",
    "object_kind = 'other'", "details = '{}'", "after = 'x'", "before = 'x'",
    "in_project = gen_random_uuid()", "request_id = 'x'", "id = gen_random_uuid()",
    "actor_kind = 'staff'", "format = 2",
]  # fmt: skip


@pytest.mark.parametrize("change", ALTERATIONS)
def test_an_entry_the_owner_altered_is_found(organization, change):
    with as_owner() as owner:
        owner.execute(
            f"UPDATE audit_entry SET {change} WHERE organization_id = %s AND seq = 3",  # noqa: S608
            [organization.pk],
        )
    assert faults(organization) == [(3, "is not what was written")]
    with pytest.raises(CommandError, match="1 faults"):
        verified(organization)


def test_an_entry_that_was_hashed_anew_is_found_by_the_next(organization):
    with as_owner() as owner:
        owner.execute(
            "UPDATE audit_entry e SET action = 'none', hash = audit_hash(p.hash,"
            ' jsonb_populate_record(e, \'{"action": "none"}\')) FROM audit_entry p'
            " WHERE e.organization_id = %(o)s AND e.stream = 0 AND e.seq = 3"
            " AND p.organization_id = %(o)s AND p.stream = 0 AND p.seq = 2",
            {"o": organization.pk},
        )
    assert faults(organization) == [(4, "is not what was written")]


def test_entries_that_were_removed_are_found(organization):
    last = len(entries(organization))
    with as_owner() as owner:
        owner.execute(
            "DELETE FROM audit_entry WHERE organization_id = %s AND seq IN (2, %s)",
            [organization.pk, last],
        )
    assert faults(organization) == [(2, "is missing"), (last, "is missing")]


def test_entries_that_changed_places_are_found(organization):
    with as_owner() as owner:
        for seq, other in ((2, -3), (3, 2), (-3, 3)):
            owner.execute(
                "UPDATE audit_entry SET seq = %s WHERE organization_id = %s AND seq = %s",
                [other, organization.pk, seq],
            )
    assert [seq for seq, _ in faults(organization)][:2] == [2, 3]


def test_an_entry_that_was_put_in_is_found(organization):
    last = len(entries(organization))
    with as_owner() as owner:
        owner.execute(
            "INSERT INTO audit_entry SELECT (jsonb_populate_record(e, jsonb_build_object("
            "'id', gen_random_uuid(), 'seq', %s::int))).* FROM audit_entry e"
            " WHERE organization_id = %s AND seq = 2",
            [last + 1, organization.pk],
        )
    assert (last + 1, "is not what was written") in faults(organization)
    assert (last + 1, "stands behind the end of the chain") in faults(organization)


def test_a_tail_that_was_cut_with_its_head_shows_against_a_noted_head(
    organization, tmp_path
):
    noted = tmp_path / "heads.txt"
    noted.write_text(verified(organization))
    assert verified(organization, "--known", str(noted))
    last = len(entries(organization))
    with as_owner() as owner:
        owner.execute(
            "DELETE FROM audit_entry WHERE organization_id = %s AND seq = %s",
            [organization.pk, last],
        )
        owner.execute(
            "UPDATE audit_head h SET seq = e.seq, hash = e.hash FROM audit_entry e"
            " WHERE h.organization_id = e.organization_id AND h.organization_id = %s"
            " AND h.stream = 0 AND e.stream = 0 AND e.seq = %s",
            [organization.pk, last - 1],
        )
    assert faults(organization) == []
    with pytest.raises(CommandError, match="1 faults"):
        verified(organization, "--known", str(noted))


def test_a_list_of_heads_that_is_none_is_refused(organization, tmp_path):
    noted = tmp_path / "heads.txt"
    noted.write_text("nonsense")
    with pytest.raises(CommandError, match="earlier run"):
        verified(organization, "--known", str(noted))


def test_ids_are_digested_with_a_key(settings):
    one = audit.digest("alice@example.org")
    assert one == audit.digest("alice@example.org")
    settings.AUDIT_KEY = uuid.uuid4().hex
    assert one != audit.digest("alice@example.org")


def test_text_that_a_database_does_not_take_is_taken(organization):
    audit.record(
        audit.Act.KEY_CREATED,
        organization=organization,
        about=("api_key", "a\0b\ud800" + "x" * 100),
        name="n\0\ud800" + "ü" * 500,
        parts={"b", "a"},
    )
    (*_, row) = entries(organization)
    assert row.object_id == "ab?" + "x" * 61
    assert len(row.said()["name"]) == 200
    assert row.said()["parts"] == ["a", "b"]
    assert faults(organization) == []
