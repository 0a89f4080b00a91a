"""A backup brings back what was there, walls included, or nothing is touched."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace

import psycopg
import pytest
from django.db import connections
from psycopg.conninfo import make_conninfo

from mem0site.backup import archive, contents, grants, restoring
from mem0site.backup.errors import BackupError
from tests.backup.conftest import QUIET


def as_application(database):
    """A connection with the role that row-level security binds."""
    given = connections["default"].settings_dict
    conninfo = make_conninfo(database.conninfo, user=given["USER"])
    return psycopg.connect(conninfo, password=given["PASSWORD"], autocommit=True)


def tampered(backup, path, *, dump=None, **changes):
    """A copy with another dump or manifest."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(path, "w") as goal:
        manifest = json.loads(source.read(archive.MANIFEST)) | changes
        goal.writestr(archive.DUMP, dump or source.read(archive.DUMP))
        goal.writestr(archive.MANIFEST, json.dumps(manifest))
    return path


def is_empty(database):
    tables = "SELECT 1 FROM pg_tables WHERE schemaname = 'public'"
    with database.connect() as connection:
        return connection.execute(tables).fetchone() is None


def test_every_table_comes_back_equal(restored, keeper):
    database, told = restored
    assert told.differences == []
    assert told.manifest.contents.rows["memories_memory"].count >= 2
    with database.connect() as connection:
        texts = connection.execute(
            "SELECT text FROM memories_memory WHERE project_id = %s ORDER BY 1",
            [keeper.project.pk],
        ).fetchall()
    assert [text for (text,) in texts] == ["Ada lives in Berlin", "Ada plays the cello"]


def test_the_walls_stand_again(restored, keeper):
    database, _ = restored
    with as_application(database) as connection:
        count = "SELECT count(*) FROM memories_memory"
        assert connection.execute(count).fetchone() == (0,)
        with connection.transaction():
            connection.execute(
                "SELECT set_config('app.project_id', %s, true)",
                [str(keeper.project.pk)],
            )
            assert connection.execute(count).fetchone() == (2,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("ALTER TABLE memories_memory DISABLE ROW LEVEL SECURITY")


def test_a_difference_is_named(restored):
    database, told = restored
    with database.connect() as connection, connection.transaction(force_rollback=True):
        connection.execute("UPDATE memories_memory SET text = text || '!'")
        connection.execute("DELETE FROM orgs_apikey")
        connection.execute("ALTER TABLE memories_job NO FORCE ROW LEVEL SECURITY")
        connection.execute(
            f"REVOKE DELETE ON memories_event FROM {database.roles['app']}"
        )
        found = contents.read(connection, database.roles, lambda _: None)
    said = "\n".join(contents.differences(told.manifest.contents, found))
    assert "table memories_memory" in said
    assert "but not the same ones" in said
    assert "table orgs_apikey" in said
    assert "memories_job: row-level security is not forced" in said
    assert "wall of memories_event: grants" in said


def test_a_database_in_use_is_left_alone(restored, backup):
    database, _ = restored
    with pytest.raises(BackupError, match="--force"):
        restoring.restore(backup, database, QUIET)


@pytest.mark.parametrize("share", [0.02, 0.5, 0.999])
def test_a_cut_file_is_refused(backup, tmp_path, share, empty):
    cut = tmp_path / "cut.backup"
    data = backup.read_bytes()
    cut.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(BackupError, match="not a whole backup"):
        restoring.restore(cut, empty, QUIET)
    assert is_empty(empty)


def test_a_dump_that_was_changed_is_refused(backup, tmp_path, empty):
    with zipfile.ZipFile(backup) as source:
        dump = bytearray(source.read(archive.DUMP))
    dump[len(dump) // 2] ^= 1
    path = tampered(backup, tmp_path / "changed.backup", dump=bytes(dump))
    with pytest.raises(BackupError, match="changed or cut"):
        restoring.restore(path, empty, QUIET)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"migrations": ["orgs.9999_from_the_future"]}, "later version"),
        ({"format": 99}, "later version"),
        ({"contents": None}, "no readable manifest"),
    ],
)
def test_what_this_version_does_not_understand_is_refused(
    backup, tmp_path, empty, changes, words
):
    path = tampered(backup, tmp_path / "other.backup", **changes)
    with pytest.raises(BackupError, match=words):
        restoring.restore(path, empty, QUIET)


@pytest.mark.parametrize("data", [b"", b"not a zip at all", None])
def test_what_is_no_backup_is_refused(tmp_path, empty, data):
    path = tmp_path / "no.backup"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(BackupError):
        restoring.restore(path, empty, QUIET)


def test_a_script_that_was_cut_is_not_committed(backup, empty, monkeypatch):
    """As when whoever sends it is killed: its end says that it was whole."""
    monkeypatch.setattr(restoring, "WHOLE", b"\n")
    with pytest.raises(BackupError, match=r"changed nothing: .*the script was cut"):
        restoring.restore(backup, empty, QUIET)
    assert is_empty(empty)


def test_other_secrets_are_remarked_on(backup, settings):
    settings.SECRET_KEY = "another"
    with archive.reading(backup) as (_, manifest):
        (remark,) = restoring._remarks(manifest, grants.Grants())
    assert remark.startswith("SECRET_KEY is not the one of the backup")


def test_grants_follow_the_roles_to_their_names_here():
    names = {"m0_app": "m0_admin", "m0_admin": "Other one", "m0_owner": "m0_owner"}
    line = (
        "ALTER DEFAULT PRIVILEGES FOR ROLE m0_owner GRANT SELECT ON TABLES TO m0_app;"
    )
    assert grants._renamed(line, names) == (
        'ALTER DEFAULT PRIVILEGES FOR ROLE "m0_owner" GRANT SELECT ON TABLES TO "m0_admin";'
    )
    line = "GRANT SELECT ON TABLE public.m0_app TO m0_admin;"
    assert grants._renamed(line, names) == (
        'GRANT SELECT ON TABLE public.m0_app TO "Other one";'
    )


def test_a_role_that_exists_nowhere_is_left_out(restored):
    database, told = restored
    assert replace(database).roles == told.manifest.roles
    wanted = told.manifest.contents
    some = next(iter(wanted.walls))
    wanted.walls[some].grants.append("grafana SELECT")
    allowed = grants.Grants(unknown={"grafana"})
    assert "grafana SELECT" not in allowed.without(wanted).walls[some].grants
    wanted.walls[some].grants.pop()
