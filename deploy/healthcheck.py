"""Whether the container's process is alive; the exit code says it.

A web server answers `/healthz`. A worker and beat touch `ALIVE_FILE` every ten seconds
(mem0site/celery.py). Neither asks the database: a process is not restarted because
something else is down. Free of Django, because it runs every few seconds.
"""

from __future__ import annotations

import http.client
import os
import sys
import time
from pathlib import Path

OLDEST = 60.0
"""Seconds since the last sign of life."""


def web(port: int, host: str) -> bool:
    """Whether the web server answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        connection.request("GET", "/healthz", headers={"Host": host})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def background(file: Path) -> bool:
    """Whether the process touched its file a short while ago."""
    try:
        return time.time() - file.stat().st_mtime < OLDEST
    except OSError:
        return False


def main() -> int:
    """0 where the process lives. `web` is what nobody touches a file for."""
    alive = Path(os.environ.get("ALIVE_FILE", "/tmp/alive"))  # noqa: S108  the image's own
    if alive.exists():
        return 0 if background(alive) else 1
    host = os.environ.get("ALLOWED_HOSTS", "").partition(",")[0].strip()
    port = int(os.environ.get("PORT", "8000"))
    return 0 if web(port, host or "127.0.0.1") else 1


if __name__ == "__main__":
    sys.exit(main())
