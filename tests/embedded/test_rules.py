from __future__ import annotations

import json
import stat

import pytest

from mem0site.embedded.console import Console
from mem0site.embedded.credentials import kept, write_private
from mem0site.embedded.logs import LARGEST, last_lines, open_log
from mem0site.embedded.restarts import Restarts
from mem0site.embedded.tuning import GB, MB, durable


def test_delays_grow_and_the_fifth_death_in_a_minute_ends_it():
    restarts = Restarts()
    delays = [restarts.after_death(now) or 0 for now in (0, 1, 2, 3)]
    assert delays == sorted(delays)
    assert 0 < delays[0] < delays[3] <= 5
    assert restarts.after_death(4) is None


def test_deaths_far_apart_are_forgiven():
    restarts = Restarts()
    delays = [restarts.after_death(now) for now in range(0, 1000, 61)]
    assert set(delays) == {delays[0]}


@pytest.mark.parametrize(
    ("memory", "buffers", "maintenance"),
    [
        (512 * MB, "64MB", "64MB"),
        (2 * GB, "256MB", "128MB"),
        (4 * GB, "1024MB", "256MB"),
        (24 * GB, "2048MB", "1024MB"),
    ],
)
def test_memory_settings_follow_the_machine(memory, buffers, maintenance):
    settings = durable(memory, shared=2 * GB, disk=100 * GB)
    assert settings["shared_buffers"] == buffers
    assert settings["maintenance_work_mem"] == maintenance
    assert settings["max_wal_size"] == "4GB"


def test_a_small_shared_memory_turns_parallel_index_builds_off():
    settings = durable(16 * GB, shared=64 * MB, disk=10 * GB)
    assert settings["max_parallel_maintenance_workers"] == "0"
    assert settings["max_wal_size"] == "1GB"


def test_secrets_are_drawn_once_and_only_their_owner_reads_them(tmp_path):
    path = tmp_path / "secrets.json"
    first = kept(path, ["one"])
    second = kept(path, ["one", "two"])
    assert second["one"] == first["one"] != second["two"]
    assert len(second["two"]) >= 40
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert json.loads(path.read_text()) == second


def test_a_private_file_replaces_what_an_interrupted_write_left(tmp_path):
    (tmp_path / "env.new").write_text("half")
    write_private(tmp_path / "env", "whole")
    assert [path.read_text() for path in tmp_path.iterdir()] == ["whole"]


def test_a_log_that_grew_large_is_put_aside(tmp_path):
    log = tmp_path / "logs" / "web.log"
    open_log(log).close()
    log.write_bytes(b"x" * (LARGEST + 1))
    with open_log(log) as stream:
        stream.write(b"one\n\ntwo\nthree\n")
    assert log.with_name("web.log.1").stat().st_size == LARGEST + 1
    assert last_lines(log, 2) == ["two", "three"]
    assert last_lines(log, 5, since=5) == ["two", "three"]


def test_a_step_shows_its_title_and_its_seconds(capsys):
    console = Console()
    with console.step("Starting"):
        pass
    console.table(("memory", "score"), [("Likes [tea]", "0.9")])
    printed = capsys.readouterr().out
    assert "Starting … 0.0 s" in printed
    assert "Likes [tea]" in printed
