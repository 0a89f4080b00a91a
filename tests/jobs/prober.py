"""Looks at the health of a server twice a second, from a process of its own: among a
crowd's threads it would measure how long it waits for its interpreter.

    python -m tests.jobs.prober 127.0.0.1:8000

Prints status (0: none) and seconds of each look until its input ends.
"""

from __future__ import annotations

import http.client
import select
import sys
import time

EVERY = 0.5


def look(address: str) -> int:
    """The status, on a connection of its own, as probes ask."""
    connection = http.client.HTTPConnection(address, timeout=60)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    while not select.select([sys.stdin], [], [], EVERY)[0]:
        begun = time.monotonic()
        status = look(sys.argv[1])
        print(status, time.monotonic() - begun, flush=True)  # noqa: T201  its answer
