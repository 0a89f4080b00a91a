from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from mem0site.embedded import binaries, leftovers
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.postgres import EmbeddedPostgres
from mem0site.embedded.process import is_alive, spawn

HOLDER = Path(__file__).with_name("holder.py")


def write(url: str, value: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS kept (value int)")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])


def read(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT value FROM kept")]


def answers(url: str) -> bool:
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True


@pytest.fixture
def held(made, child_environment, eventually):
    """Another process that serves a cluster, and what it said about it."""
    child = subprocess.Popen(
        [sys.executable, str(HOLDER), str(made), "wait"],
        env=child_environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with child:
        assert child.stdout is not None
        yield child, json.loads(child.stdout.readline())
        child.kill()
    assert eventually(lambda: leftovers.servers_in(made / "data") == [])


def test_a_killed_server_comes_back_with_its_data(made, eventually):
    with EmbeddedPostgres(made) as postgres:
        url = postgres.env["DATABASE_OWNER_URL"]
        for value in range(2):
            write(url, value)
            killed = postgres.pid or 0
            os.kill(killed, signal.SIGKILL)
            assert eventually(lambda pid=killed: postgres.pid != pid)
            assert eventually(lambda: answers(url))
        assert read(url) == [0, 1]
        assert postgres.failure is None


def test_data_survive_a_killed_supervisor_and_its_server_does_not(
    made, held, eventually
):
    holder, facts = held
    write(facts["DATABASE_OWNER_URL"], 7)
    holder.kill()
    assert eventually(lambda: not is_alive(facts["pid"]))
    with EmbeddedPostgres(made) as postgres:
        assert read(postgres.env["DATABASE_OWNER_URL"]) == [7]
        assert postgres.env["DATABASE_OWNER_URL"] == facts["DATABASE_OWNER_URL"]


def test_a_second_holder_is_refused_with_the_first_ones_id(made, held):
    holder, facts = held
    with pytest.raises(EmbeddedError, match=f"in use by process {holder.pid}"):
        EmbeddedPostgres(made).start()
    assert is_alive(facts["pid"])
    assert answers(facts["DATABASE_URL"])


def test_a_server_left_behind_is_stopped_first(made, eventually):
    postgres = EmbeddedPostgres(made)
    postgres.start()
    write(postgres.env["DATABASE_OWNER_URL"], 3)
    place = postgres.layout
    postgres.stop()
    program = binaries.reachable_by(place.account) / "postgres"
    with (made / "log").open("wb") as output:
        stale = spawn(
            [program, "-D", place.data, "-k", place.socket, "-h", ""],
            folder=place.home,
            environment={},
            output=output,
            account=place.account,
        )
    with stale:
        assert eventually((place.socket / ".s.PGSQL.5432").exists)
        with postgres:
            assert not is_alive(stale.pid)
            assert read(postgres.env["DATABASE_OWNER_URL"]) == [3]


def test_a_stale_lock_file_with_a_reused_id_is_no_obstacle(made):
    postgres = EmbeddedPostgres(made)
    with postgres:
        pass
    (postgres.layout.data / "postmaster.pid").write_text(f"{os.getpid()}\n/x\n")
    with postgres:
        assert answers(postgres.env["DATABASE_URL"])


def test_nothing_is_left_running_after_a_stop(made):
    with EmbeddedPostgres(made) as postgres:
        data = postgres.layout.data
        assert postgres.pid in leftovers.servers_in(data)
        assert len(leftovers.servers_in(data)) > 3
    assert leftovers.servers_in(data) == []
    assert postgres.pid is None


def test_a_forgotten_stop_is_made_up_for_at_exit(made, child_environment):
    command = [sys.executable, str(HOLDER), str(made), "exit"]
    done = subprocess.run(
        command, env=child_environment, capture_output=True, text=True, check=True
    )
    assert not is_alive(json.loads(done.stdout)["pid"])
    assert leftovers.servers_in(made / "data") == []


def test_a_temporary_cluster_is_deleted_when_stopped():
    with EmbeddedPostgres.temporary() as postgres:
        home = postgres.layout.home
        assert (home / "data" / "PG_VERSION").exists()
    assert not home.exists()
