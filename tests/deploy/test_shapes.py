"""The shapes that docs/operating.md promises, with the servers they are made of.

Each starts the processes with the image's own entrypoint: what Compose and Kubernetes
run, without the containers around.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from mem0site.embedded import cluster
from tests.deploy import servers
from tests.deploy.programs import DEPLOY, program
from tests.deploy.servers import Child, free_port, over_tcp, wait_until

ROOT = DEPLOY.parent
TOKEN = "shape-token"
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def primary():
    with servers.primary() as postgres:
        yield postgres


def environment(postgres, **more: str) -> dict[str, str]:
    """As deploy/compose.yaml gives it, with the addresses of this machine."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "mem0site.settings",
        "SECRET_KEY": "shapes",
        "MEMORY_PARTITIONS": "4",
        "LOG_LEVEL": "WARNING",
        "OPERATOR_TOKEN": TOKEN,
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "DATABASE_URL": over_tcp(postgres.url(cluster.APP), servers.PRIMARY),
        "DATABASE_ADMIN_URL": over_tcp(postgres.url(cluster.ADMIN), servers.PRIMARY),
        "DATABASE_OWNER_URL": over_tcp(postgres.url(cluster.OWNER), servers.PRIMARY),
        **more,
    }


def entry(*arguments: str, given: dict[str, str]) -> str:
    """What a command of the image printed."""
    done = subprocess.run(
        ["sh", str(DEPLOY / "entrypoint.sh"), *arguments],
        env=given, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    return done.stdout


@contextlib.contextmanager
def platform(given: dict[str, str], folder: Path):
    """Two web servers, two workers and beat, behind the proxy; their addresses."""
    with contextlib.ExitStack() as stack:
        ports = [free_port(), free_port()]
        entry("migrate", given=given)

        def start(name: str, *, label: str, **more: str) -> Child:
            own = {**given, "ALIVE_FILE": str(folder / label), **more}
            command = ["sh", DEPLOY / "entrypoint.sh", name]
            child = Child(command, environment=own, folder=ROOT)
            stack.callback(child.stop)
            return child

        for port in ports:
            metrics = str(folder / f"metrics-{port}")
            start("web", label=f"web-{port}", HOST="127.0.0.1", PORT=str(port),
                  WEB_WORKERS="1", METRICS_FOLDER=metrics)  # fmt: skip
        for label in ("worker-1", "worker-2"):
            start("worker", label=label, WORKER_CONCURRENCY="2")
        start("beat", label="beat")
        proxy = free_port()
        caddy = Child(
            [program("caddy"), "run", "--config", DEPLOY / "Caddyfile", "--adapter", "caddyfile"],
            environment={
                "SITE_ADDRESS": f"http://127.0.0.1:{proxy}",
                "UPSTREAM": " ".join(f"127.0.0.1:{port}" for port in ports),
                "HOME": str(folder),
            },
        )  # fmt: skip
        stack.callback(caddy.stop)
        for port in [*ports, proxy]:
            wait_until(functools.partial(ready, port), f"port {port}", 120)
        yield proxy, ports


def ready(port: int) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        answer = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5)
        return answer.status_code == 200
    return False


def health(given: dict[str, str], file: Path, port: int) -> int:
    own = {**given, "ALIVE_FILE": str(file), "PORT": str(port)}
    command = [sys.executable, str(DEPLOY / "healthcheck.py")]
    return subprocess.run(command, env=own, check=False).returncode


def new_key(given: dict[str, str], name: str) -> str:
    said = entry("create_organization", name, "--plan", "enterprise", given=given)
    project = said.split()[-1]
    return entry("create_key", project, "--name", "shape", given=given).split()[-1]


def remembers(client: httpx.Client, number: int) -> None:
    """A sentence is added in the background and found when its event says so."""
    text = f"Person {number} was born in the year {1900 + number}."
    body = {"messages": [{"role": "user", "content": text}], "user_id": f"u{number}"}
    answer = client.post("/v3/memories/add/", json=body)
    assert answer.status_code == 200, answer.text
    event = answer.json()["event_id"]

    def done() -> bool:
        answer = client.get(f"/v1/event/{event}/")
        assert answer.status_code == 200, answer.text
        assert answer.json()["status"] != "FAILED", answer.text
        return answer.json()["status"] == "SUCCEEDED"

    wait_until(done, f"event {event}", every=0.5)
    query = {"query": "birth year", "filters": {"user_id": f"u{number}"}}
    found = client.post("/v3/memories/search/", json=query)
    assert found.status_code == 200, found.text
    assert str(1900 + number) in found.text


def works(given: dict[str, str], folder: Path) -> None:
    """Two tenants at once, each with many clients, over both web servers."""
    with platform(given, folder) as (proxy, ports):
        url = f"http://127.0.0.1:{proxy}"
        keys = [new_key(given, name) for name in ("One", "Two")]
        with ThreadPoolExecutor(6) as pool:
            headers = [{"Authorization": f"Token {key}"} for key in keys]
            with (
                httpx.Client(base_url=url, headers=headers[0], timeout=30) as one,
                httpx.Client(base_url=url, headers=headers[1], timeout=30) as two,
            ):
                clients = [one, two] * 6
                list(pool.map(remembers, clients, range(12)))
                listed = one.post("/v3/memories/", json={"filters": {"user_id": "u1"}})
                assert listed.json()["count"] == 0  # it is the other tenant's
        answered = [requests_of(port) for port in ports]
        assert all(answered), answered
        assert httpx.get(f"{url}/metrics").status_code == 404
        assert health(given, folder / "none", ports[0]) == 0
        for label in ("worker-1", "worker-2", "beat"):
            assert health(given, folder / label, 1) == 0


def requests_of(port: int) -> float:
    headers = {"Authorization": f"Bearer {TOKEN}"}
    text = httpx.get(f"http://127.0.0.1:{port}/metrics", headers=headers).text
    return sum(
        float(line.split()[-1])
        for line in text.splitlines()
        if line.startswith("mem0_http_requests_total{") and "/v3/" in line
    )


def test_s1_valkey_or_redis_as_broker_and_counters(primary, tmp_path):
    with servers.redis() as url:
        works(environment(primary, BROKER_URL=url, CACHE_URL=f"{url[:-1]}1"), tmp_path)


def test_s2_rabbitmq_and_pgbouncer_in_transaction_mode(primary, tmp_path):
    with servers.rabbitmq() as broker, servers.pgbouncer(primary) as bouncer:
        given = environment(primary, BROKER_URL=broker, DATABASE_POOLED="true")
        for name in ("DATABASE_URL", "DATABASE_ADMIN_URL"):
            given[name] = given[name].replace(servers.PRIMARY, bouncer)
        works(given, tmp_path)


def test_postgresql_as_broker(primary, tmp_path):
    broker = over_tcp(primary.broker_url, servers.PRIMARY)
    works(environment(primary, BROKER_URL=broker), tmp_path)


def test_s3_a_replica_answers_and_never_less_than_was_written(primary):
    with servers.redis() as cache:
        given = environment(primary, BROKER_URL=cache, CACHE_URL=f"{cache[:-1]}1")
        entry("migrate", given=given)
        with servers.standby(primary) as standby:
            app = given["DATABASE_URL"].replace(servers.PRIMARY, servers.STANDBY)
            root = over_tcp(servers.superuser(primary), servers.STANDBY)
            own = {
                "DATABASE_REPLICA_URL": app,
                "STANDBY_SUPERUSER": root,
                "STANDBY_PID": str(standby.process.pid),
            }
            done = subprocess.run(
                [sys.executable, "-m", "tests.deploy.replica_story"],
                env={**given, **own}, cwd=ROOT, capture_output=True, text=True,
                check=False, timeout=300,
            )  # fmt: skip
    assert done.returncode == 0, done.stderr[-4000:]
    told = json.loads(done.stdout.splitlines()[-1])
    assert told == {
        "both_caught_up": True,
        "from_replica": ["Alice keeps bees in Ghent"],
        "counts_on_replica": [2, 0],
        "writer_reads_primary": True,
        "own_write": told["own_write"],
        "own_list": 2,
        "others_read_replica": True,
        "back_on_replica": True,
        "after_resume": 2,
        "without_replica": told["without_replica"],
        "where_without": False,
    }
    assert "Alice sold her bees to Carol" in told["own_write"]
    assert len(told["without_replica"]) == 2
