"""The drill: verify, restore under other names over what is there, kill in between."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError, call_command
from psycopg.conninfo import make_conninfo

from mem0site.backup import archive, contents, databases, restoring
from mem0site.backup.errors import BackupError
from mem0site.embedded import cluster
from mem0site.embedded.postgres import EmbeddedPostgres
from tests.backup.conftest import QUIET
from tests.conftest import make_api

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sample(database, place):
    """A backup of a few tenants with a few hundred memories."""
    for number in range(5):
        make_api(f"Sample {number}").remember(
            *[f"Fact {n} of {number}" for n in range(80)]
        )
    call_command("backup", str(place / "sample.backup"), stdout=io.StringIO())
    return place / "sample.backup"


@pytest.fixture(scope="module")
def foreign():
    """A database in another cluster, whose roles have other names."""
    with EmbeddedPostgres.temporary() as postgres:
        names = {"owner": "Boss", "app": "web user", "admin": "m0_app_admin"}
        with cluster.connect(postgres.layout, postgres._passwords, "postgres") as root:
            for use, name in names.items():
                rights = "NOBYPASSRLS" if use == "app" else "BYPASSRLS"
                root.execute(f"CREATE ROLE \"{name}\" LOGIN {rights} PASSWORD 'x'")
            root.execute('CREATE DATABASE other OWNER "Boss"')
        conninfo = make_conninfo(
            "", host=str(postgres.layout.socket), dbname="other", user="Boss"
        )
        yield databases.Database(conninfo, "x", names)


def test_a_backup_is_verified_by_restoring_it(sample):
    said = io.StringIO()
    call_command("backup", "verify", str(sample), stdout=said, stderr=io.StringIO())
    assert "checksums, walls and grants are equal" in said.getvalue()
    with archive.reading(sample) as (_, manifest):
        assert manifest.contents.total > 400


def test_a_backup_that_lies_about_itself_is_found_out(sample, tmp_path):
    lying = tmp_path / "lying.backup"
    with archive.reading(sample) as (opened, manifest), archive.writing(lying) as goal:
        manifest.contents.rows["memories_memory"].count += 1
        manifest.contents.walls["memories_job"].forced = False
        with opened.open(archive.DUMP) as dump:
            archive.add_dump(goal, dump, lambda _: None)
        archive.add_manifest(goal, manifest)
    with pytest.raises(CommandError) as caught:
        call_command("backup", "verify", str(lying), stderr=io.StringIO())
    assert "table memories_memory" in str(caught.value)
    assert "wall of memories_job" in str(caught.value)


def test_roles_may_have_other_names_where_it_is_restored(sample, foreign):
    told = restoring.restore(sample, foreign, QUIET)
    assert (told.differences, told.remarks) == ([], [])
    bound = make_conninfo(foreign.conninfo, user="web user", password="x")
    with psycopg.connect(bound) as connection:
        count = "SELECT count(*) FROM memories_memory"
        assert connection.execute(count).fetchone() == (0,)


def test_it_is_restored_over_what_is_there_when_forced(sample, foreign):
    restoring.restore(sample, foreign, QUIET, force=True)
    with foreign.connect() as connection:
        connection.execute("CREATE TABLE from_later (id int)")
        connection.execute("DROP TABLE memories_job CASCADE")
    told = restoring.restore(sample, foreign, QUIET, force=True)
    assert told.differences == []


def test_a_restore_that_fails_leaves_what_was_there(sample, foreign):
    restoring.restore(sample, foreign, QUIET, force=True)
    with foreign.connect() as connection:
        connection.execute("CREATE TABLE mine AS SELECT 1 AS kept")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restoring, "FINISH", "SELECT 1 / 0;")  # when all is there
        with pytest.raises(BackupError, match=r"changed nothing: .*division by zero"):
            restoring.restore(sample, foreign, QUIET, force=True)
    with foreign.connect() as connection:
        assert connection.execute("SELECT kept FROM mine").fetchone() == (1,)
        connection.execute("DROP TABLE mine")


def test_a_file_cut_anywhere_is_refused(sample, tmp_path, foreign):
    data, cut = sample.read_bytes(), tmp_path / "cut.backup"
    for _ in range(300):
        cut.write_bytes(data[: random.randrange(len(data))])  # noqa: S311
        with pytest.raises(BackupError):
            restoring.restore(cut, foreign, QUIET, force=True)


def test_a_byte_changed_anywhere_in_the_dump_is_noticed(sample, tmp_path):
    data, changed = bytearray(sample.read_bytes()), tmp_path / "changed.backup"
    with archive.reading(sample) as (opened, manifest):
        start = opened.getinfo(archive.DUMP).header_offset + 100
    for _ in range(100):
        place = start + random.randrange(manifest.dump.size - 100)  # noqa: S311
        data[place] ^= 1
        changed.write_bytes(data)
        with (
            pytest.raises(BackupError),
            archive.reading(changed) as (opened, found),
        ):
            archive.check(opened, found)
        data[place] ^= 1


def child(command, *arguments, database=None):
    """`manage.py` in a process of its own, on the tests' database or another."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    environment |= database or {}
    return subprocess.Popen(
        [sys.executable, "manage.py", command, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


ALONE = """
import sys
from pathlib import Path
from mem0site.embedded.alone import serve_alone
problem = serve_alone(sys.argv[1], Path(sys.argv[2]))
if problem:
    sys.exit(problem)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", sys.argv[1], *sys.argv[3:]])
"""


def alone(*arguments):
    """A command on the stopped installation of a folder; what it wrote."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.endswith(("_URL", "_PEPPERS")) and name != "SECRET_KEY"
    }
    done = subprocess.run(
        [sys.executable, "-c", ALONE, *arguments],
        cwd=ROOT,
        env=environment | {"DJANGO_SETTINGS_MODULE": "mem0site.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_a_stopped_installation_is_restored_and_backed_up(sample):
    with tempfile.TemporaryDirectory(prefix="m0-") as folder:
        Path(folder).chmod(0o755)
        code, said = alone("backup", folder)
        assert (code, "`make run` makes one" in said) == (1, True)
        code, said = alone("restore", folder, str(sample))
        assert code == 0, said
        assert "all equal" in said
        assert "Note: SECRET_KEY is not the one of the backup" in said
        code, said = alone("restore", folder, str(sample))
        assert (code, "--force" in said) == (1, True)
        code, said = alone("backup", folder, "--keep", "1")
        assert code == 0, said
        assert len(list(Path(folder, ".run", "backups").iterdir())) == 1


def test_a_backup_killed_at_any_moment_is_no_file_or_a_whole_one(tmp_path):
    whole = 0
    for round_number in range(8):
        path = tmp_path / f"{round_number}.backup"
        process = child("backup", str(path))
        time.sleep(1.0 + 0.4 * round_number)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if path.exists():
            with archive.reading(path) as (opened, manifest):
                archive.check(opened, manifest)
            whole += 1
    assert whole < 8


def test_a_restore_killed_at_any_moment_changes_all_or_nothing(sample):
    with EmbeddedPostgres.temporary() as postgres:
        scratch = databases.scratch(postgres)
        restoring.restore(sample, scratch, QUIET)
        with scratch.connect() as connection:
            connection.execute("UPDATE orgs_organization SET name = 'before'")
            connection.execute("CREATE TABLE mark (id int)")
        for round_number in range(8):
            process = child("restore", str(sample), "--force", database=postgres.env)
            time.sleep(1.0 + 0.5 * round_number)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
            settle(scratch)
            assert_one_of_both(sample, scratch)
        process = child("restore", str(sample), "--force", database=postgres.env)
        assert process.wait() == 0
        assert_one_of_both(sample, scratch, marked=False)


def settle(scratch):
    """Until the server has noticed that its client is gone."""
    others = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    )
    deadline = time.monotonic() + 60
    with scratch.connect() as connection:
        while connection.execute(others).fetchone() != (0,):
            assert time.monotonic() < deadline
            time.sleep(0.1)


def assert_one_of_both(sample, scratch, marked=None):
    with archive.reading(sample) as (_, manifest), scratch.connect() as connection:
        there = connection.execute("SELECT to_regclass('mark')").fetchone() != (None,)
        assert marked in {None, there}
        found = contents.read(connection, scratch.roles, lambda _: None)
        if there:
            names = connection.execute("SELECT DISTINCT name FROM orgs_organization")
            assert names.fetchall() == [("before",)]
        else:
            assert contents.differences(manifest.contents, found) == []
