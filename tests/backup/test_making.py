"""A backup is a whole file or none, and old ones go when they are told to."""

from __future__ import annotations

import datetime as dt
import stat
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from mem0site.backup import archive, databases, making, programs, retention
from mem0site.backup.errors import BackupError
from tests.backup.conftest import QUIET

NOW = dt.datetime(2030, 1, 31, 12, 0, tzinfo=dt.UTC)


def touched(folder, *ages):
    """Files named as backups of so many days ago."""
    paths = [folder / retention.name(NOW - dt.timedelta(days=age)) for age in ages]
    for path in paths:
        path.write_bytes(b"")
    return paths


def test_the_file_tells_what_it_holds(backup, keeper):
    with archive.reading(backup) as (opened, manifest):
        archive.check(opened, manifest)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert manifest.roles == databases.ours().roles
    assert "orgs.0001_initial" in manifest.migrations
    assert manifest.contents.walls["memories_memory"].forced
    assert "mem0site_counter" not in manifest.contents.rows  # emptied by any crash


def test_no_secret_is_in_the_manifest(backup, settings):
    with archive.reading(backup) as (opened, _):
        text = opened.read(archive.MANIFEST).decode()
    given = databases.ours()
    for secret in (settings.SECRET_KEY, *settings.API_KEY_PEPPERS, given.password):
        assert f'"{secret}"' not in text


def test_a_failed_dump_leaves_no_file(place, monkeypatch):
    monkeypatch.setattr(making, "OPTIONS", ("--no-such-option",))
    before = set(place.iterdir())
    with pytest.raises(BackupError, match="no-such-option"):
        making.make(databases.ours(), place / "failed.backup", QUIET)
    assert set(place.iterdir()) == before


def test_a_role_that_would_leave_rows_out_is_refused(place):
    given = connections["default"].settings_dict
    ours = databases.ours()
    conninfo = ours.conninfo.replace(
        f"user={ours.roles['owner']}", f"user={given['USER']}"
    )
    bound = replace(ours, conninfo=conninfo, password=given["PASSWORD"])
    with pytest.raises(BackupError, match="BYPASSRLS"):
        making.make(bound, place / "bound.backup", QUIET)


def test_a_database_that_is_down_is_told_in_a_sentence(place):
    down = replace(databases.ours(), conninfo="host=/nonexistent dbname=mem0")
    with pytest.raises(BackupError, match="cannot be reached"):
        making.make(down, place / "down.backup", QUIET)
    assert not (place / "down.backup").exists()


def test_a_folder_that_is_not_there_is_told(place):
    with pytest.raises(CommandError, match="does not exist"):
        call_command("backup", str(place / "no" / "such.backup"))


def test_an_existing_file_is_never_overwritten(backup):
    before = backup.read_bytes()
    with pytest.raises(CommandError, match="exists"):
        call_command("backup", str(backup))
    assert backup.read_bytes() == before


def test_numbers_that_keep_nothing_are_refused(place):
    for option in ("keep", "keep_days"):
        with pytest.raises(CommandError, match="from 1 on"):
            call_command("backup", str(place), **{option: 0})


def test_a_folder_gets_a_dated_file_and_loses_old_ones(tmp_path, keeper, settings):
    old = touched(tmp_path, 3000, 2000)
    settings.BACKUP_FOLDER = str(tmp_path)
    said = StringIO()
    call_command("backup", keep=2, stdout=said, stderr=StringIO())
    newest, *rest = retention.backups(tmp_path)
    assert newest not in old
    assert rest == [old[1]]
    assert f"{old[0].name} is deleted." in said.getvalue()


def test_the_newest_stays_whatever_its_age(tmp_path):
    first, second = touched(tmp_path, 100, 200)
    other = tmp_path / "mem0-by-hand.backup"
    other.write_bytes(b"")
    assert retention.prune(tmp_path, keep=None, days=30, now=NOW) == [second]
    assert first.exists()
    assert other.exists()


def test_an_older_program_is_not_used_for_a_newer_server(monkeypatch):
    newest = max(each.major for each in programs.known())
    assert programs.for_server(1).major <= newest
    with pytest.raises(BackupError, match=f"postgresql-client-{newest + 1}"):
        programs.for_server(newest + 1)
