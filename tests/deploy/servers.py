"""Real servers for the shapes of docs/operating.md: a primary with a standby, PgBouncer,
Redis and RabbitMQ. Those that no wheel brings come from Debian's packages."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
import pytest

from mem0site.embedded import cluster, tuning
from mem0site.embedded.postgres import EmbeddedPostgres
from mem0site.embedded.process import leashed
from tests.deploy.programs import DEPLOY, program

PRIMARY, STANDBY = "127.0.71.1", "127.0.71.2"
"""Loopback addresses nobody else listens on: the port is PostgreSQL's own."""
REPLICATED = {
    "listen_addresses": PRIMARY,
    "wal_level": "replica",
    "max_wal_senders": "4",
    "synchronous_commit": "on",
    "shared_buffers": "64MB",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(
    true: Callable[[], object], what: str, seconds: float = 60, every: float = 0.1
) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not within {seconds} s: {what}"
        time.sleep(every)


def listens(port: int, host: str = "127.0.0.1") -> bool:
    try:
        socket.create_connection((host, port), timeout=1).close()
    except OSError:
        return False
    return True


class Child:
    """A process with its children, and what it said."""

    def __init__(self, command, *, environment=None, folder=None, user=None):
        self.log = tempfile.TemporaryFile()  # noqa: SIM115  closed in stop
        self.process = subprocess.Popen(
            [str(part) for part in command],
            env={
                "PATH": os.environ["PATH"],
                "LC_ALL": "C.UTF-8",
                **(environment or {}),
            },
            cwd=folder or "/tmp",  # noqa: S108
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
        )

    def words(self) -> str:
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-4000:]

    def alive(self) -> bool:
        assert self.process.poll() is None, self.words()
        return True

    def stop(self, number: int = signal.SIGTERM) -> None:
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(30)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.log.close()


@contextlib.contextmanager
def primary() -> Iterator[EmbeddedPostgres]:
    """A cluster whose log can be streamed, on TCP as well."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in REPLICATED.items():
            patch.setitem(tuning.THROWAWAY, name, value)
        with EmbeddedPostgres.temporary() as postgres:
            yield postgres


def over_tcp(url: str, address: str) -> str:
    """A URL of the cluster's socket as one of an address."""
    parts = urlsplit(url)
    who = f"{parts.username}:{quote(parts.password)}"
    return f"{parts.scheme}://{who}@{address}{parts.path}"


@contextlib.contextmanager
def standby(postgres: EmbeddedPostgres) -> Iterator[Child]:
    """A streaming replica of the cluster, at `STANDBY`."""
    place, programs = postgres.layout, postgres._programs
    data = place.home / "standby"
    source = over_tcp(superuser(postgres), PRIMARY)
    copy: list[str | Path] = [
        programs / "pg_basebackup",
        "-D",
        data,
        "-R",
        "-X",
        "stream",
        "-d",
        source,
    ]
    subprocess.run(
        leashed([*copy, "--checkpoint=fast"], place.account, signal.SIGTERM),
        env=cluster.bare_environment(),
        check=True,
        cwd=place.home,
    )
    settings = {**tuning.ALWAYS, **tuning.THROWAWAY, **REPLICATED}
    settings |= {"listen_addresses": STANDBY, "unix_socket_directories": ""}
    options = [f"--{name}={value}" for name, value in settings.items()]
    command: list[str | Path] = [programs / "postgres", "-D", data, *options]
    child = Child(
        leashed(command, place.account, signal.SIGINT),
        environment=cluster.bare_environment(),
        folder=place.home,
    )
    try:
        wait_until(lambda: child.alive() and listens(5432, STANDBY), "the standby")
        yield child
    finally:
        child.stop(signal.SIGINT)


def superuser(postgres: EmbeddedPostgres) -> str:
    return postgres.url(cluster.SUPERUSER, "postgres")


@contextlib.contextmanager
def pgbouncer(postgres: EmbeddedPostgres) -> Iterator[str]:
    """PgBouncer as deploy/pgbouncer starts it; its address. It refuses to be root."""
    program("pgbouncer")
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="m0-bouncer-"))
    files = folder / "files"
    shutil.copytree(DEPLOY / "pgbouncer", files)
    folder.chmod(0o777)
    environment = {
        "APP_PASSWORD": postgres._passwords[cluster.APP],
        "ADMIN_PASSWORD": postgres._passwords[cluster.ADMIN],
        "DATABASE_HOST": PRIMARY,
        "DATABASE_PORT": "5432",
        "LISTEN_ADDRESS": "127.0.0.1",
        "LISTEN_PORT": str(port),
        "PGBOUNCER_FOLDER": str(folder / "run"),
        # Fewer than the threads of the platform, so that they have to share.
        "PGBOUNCER_OPTIONS": "default_pool_size = 3",
        "PATH": "/usr/sbin:/usr/bin:/bin",
    }
    nobody = "nobody" if os.getuid() == 0 else None
    child = Child(["sh", files / "start.sh"], environment=environment, user=nobody)
    try:
        wait_until(lambda: child.alive() and listens(port), "PgBouncer")
        yield f"127.0.0.1:{port}"
    finally:
        child.stop(signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """A Redis with nothing on disk; its URL."""
    port = free_port()
    server = program("redis-server")
    child = Child([server, "--port", port, "--save", "", "--appendonly", "no"])
    try:
        wait_until(lambda: child.alive() and listens(port), "Redis")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        child.stop()


@contextlib.contextmanager
def rabbitmq() -> Iterator[str]:
    """A RabbitMQ of one node; its URL."""
    port, distribution = free_port(), free_port()
    folder = Path(tempfile.mkdtemp(prefix="m0-rabbit-"))
    config = folder / "rabbitmq.conf"
    config.write_text(f"listeners.tcp.1 = 127.0.0.1:{port}\n")
    environment = {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"m0-{port}@localhost",
        "RABBITMQ_CONFIG_FILE": str(config),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_DIST_PORT": str(distribution),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "PATH": "/usr/lib/rabbitmq/bin:/usr/sbin:/usr/bin:/bin",
    }
    server = next(Path("/usr/lib/rabbitmq").glob("lib/*/sbin/rabbitmq-server"), None)
    assert server, "rabbitmq-server is missing: apt-get install rabbitmq-server"
    child = Child([server], environment=environment, folder=folder)
    try:
        wait_until(lambda: child.alive() and listens(port), "RabbitMQ", 120)
        yield f"amqp://guest:guest@127.0.0.1:{port}//"
    finally:
        child.stop()
        shutil.rmtree(folder, ignore_errors=True)


def ask(url: str, sql: str):
    """The only value of the only row."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(sql).fetchone()
    return row[0] if row else None
