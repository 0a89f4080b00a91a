"""`python -m mem0site.serving`: the web server with its processes."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import time
from typing import Any

from granian.constants import Interfaces
from granian.server import MPServer

from mem0site.configuration import Configuration
from mem0site.serving.newcomers import REFUSE

SPARE = 10
"""Threads for probes, and for those who have to be told that there is no place."""
CALM = 0.5
"""Seconds that who was let in has to say what it wants."""
PATIENCE = 15
"""Seconds that a worker has to answer what it has begun."""


class Server(MPServer):
    """Stops when nobody new has come for a moment; told twice, at once."""

    _stopping = False

    def signal_handler_interrupt(self, *given: Any) -> None:
        """Called in the main thread, for SIGTERM and SIGINT."""
        if not self._stopping:
            self._stopping = True
            for worker in self.wrks:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(worker.inner.pid, REFUSE)
            time.sleep(CALM)
        super().signal_handler_interrupt(*given)  # type: ignore[no-untyped-call]


def main() -> None:
    """Serve until a signal says otherwise."""
    given = _arguments()
    # A worker that is only being loaded ignores it, as it inherits.
    signal.signal(REFUSE, signal.SIG_IGN)
    configured = Configuration()
    Server(
        "mem0site.serving.worker:application",
        address=given.host,
        port=given.port,
        interface=Interfaces.WSGI,
        workers=given.workers,
        blocking_threads=configured.web_threads + configured.web_waiting + SPARE,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
    ).serve()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m mem0site.serving", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2, help="processes")
    return parser.parse_args()


if __name__ == "__main__":
    main()
