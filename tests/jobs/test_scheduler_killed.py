"""A scheduler killed between a task it sent and its own note of that goes on, with the
same schedule file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from mem0site.broker import libpq_parameters
from mem0site.embedded.process import wait_until

ROOT = Path(__file__).resolve().parents[2]


def scheduler(folder: Path, failpoints: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "celery", "--app", "mem0site", "beat"]
    command += ["--schedule", str(folder / "schedule"), "--pidfile", ""]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "mem0site.settings"}
    environment |= {"FAILPOINTS": failpoints, "FAILPOINTS_ALLOWED": "1"}
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log
        )


def sent() -> int:
    """Messages the scheduler has left for workers."""
    with psycopg.connect(**libpq_parameters(os.environ["BROKER_URL"])) as broker:
        ((count,),) = broker.execute("SELECT count(*) FROM pgmq.q_beat").fetchall()
    return int(count)


@pytest.mark.long
def test_a_killed_scheduler_goes_on_where_it_was(broker, tmp_path):
    broker.connection.execute("SELECT pgmq.create('beat')")
    for turn in (1, 2, 5):
        dying = scheduler(tmp_path, f"beat.sent=kill@{turn}")
        assert dying.wait(120) == -9
    before = sent()
    assert before >= 3
    living = scheduler(tmp_path, "")
    try:
        assert wait_until(lambda: sent() > before + 3, seconds=120, every=0.2), (
            tmp_path / "log"
        ).read_text()
    finally:
        living.terminate()
        living.wait(30)
