from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from celery import Celery

from mem0site.broker import QUEUES, celery_options, install_pgmq

HERE = Path(__file__).parent


@pytest.fixture
def worker(cluster, tmp_path, child_environment):
    """Starts workers that write their marks to `tmp_path`; all are ended at last."""
    started = []

    def start() -> subprocess.Popen[bytes]:
        path = f"{HERE}{os.pathsep}{child_environment['PYTHONPATH']}"
        urls = {"BROKER_URL": cluster.broker_url, "TASK_FOLDER": str(tmp_path)}
        command = [sys.executable, "-m", "celery", "--app", "pgmq_app", "worker"]
        command += ["--concurrency", "1", "--queues", ",".join(QUEUES)]
        command += ["--without-gossip", "--without-mingle"]
        with (tmp_path / "log").open("ab") as log:
            child = subprocess.Popen(
                command,
                env={**child_environment, **urls, "PYTHONPATH": path},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(child)
        return child

    yield start
    for child in started:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


@pytest.fixture
def send(cluster):
    """Sends a task to the worker's application, as the web server would."""
    app = Celery("sender", set_as_current=False)
    app.conf.update(celery_options(cluster.broker_url))

    def deliver(name: str, queue: str) -> None:
        app.send_task("pgmq_app.note", [name], queue=queue)

    yield deliver
    app.close()


def marks(path: Path) -> list[str]:
    return path.read_text().split() if path.exists() else []


@pytest.mark.slow
def test_tasks_run_once_and_those_of_a_killed_worker_come_back(
    worker, send, tmp_path, eventually
):
    first = worker()
    for queue in QUEUES:
        send(queue, queue)
    assert eventually(lambda: all(marks(tmp_path / queue) for queue in QUEUES))
    assert (tmp_path / "heartbeat").exists()
    send("slow", "extract")
    assert eventually(lambda: marks(tmp_path / "slow"))
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    second = worker()
    assert eventually(lambda: len(marks(tmp_path / "slow")) == 2)
    second.terminate()
    assert second.wait(timeout=30) == 0
    assert [len(marks(tmp_path / queue)) for queue in QUEUES] == [1, 1, 1, 1]


def test_installing_the_queue_twice_changes_nothing(cluster):
    url = cluster.broker_url
    with psycopg.connect(url.replace("pgmq://", "postgresql://")) as connection:
        query = "SELECT count(*) FROM pg_proc WHERE pronamespace = 'pgmq'::regnamespace"
        before = connection.execute(query).fetchone()
        install_pgmq(url)
        after = connection.execute(query).fetchone()
        assert after == before
        assert after is not None
        assert after[0] > 50
