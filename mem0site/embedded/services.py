"""The site's own processes: how each is called, started, watched and stopped. What one
leaves behind in its process group ends with it, so that a restarted web server finds
its port free.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from mem0site.broker import QUEUES
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.logs import last_lines, open_log
from mem0site.embedded.options import Options
from mem0site.embedded.process import spawn
from mem0site.embedded.restarts import MOST_DEATHS, WINDOW, Restarts


@dataclass
class Service:
    """One child and the rule for its restarts. `patience`: seconds to end by itself."""

    name: str
    command: list[str]
    log: Path
    patience: float = 20.0
    settled: bool = False
    _restarts: Restarts = field(default_factory=Restarts)
    _process: subprocess.Popen[bytes] | None = None
    _due: float | None = None
    _log_start: int = 0

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def start(self, folder: Path, environment: Mapping[str, str]) -> None:
        with open_log(self.log) as output:
            self._log_start = self.log.stat().st_size
            self._process = spawn(
                self.command, folder=folder, environment=environment, output=output
            )

    def tend(self, folder: Path, environment: Mapping[str, str], now: float) -> None:
        """Start the child again when it died and its delay is over.

        Raises EmbeddedError when it died while starting up, or dies too often.
        """
        if self._process is None or self._process.poll() is None:
            return
        if self._due is None:
            self._sweep()
            self._due = now + self._delay(now)
        if now >= self._due:
            self._due = None
            self.start(folder, environment)

    def _delay(self, now: float) -> float:
        delay = self._restarts.after_death(now)
        if not self.settled:
            raise EmbeddedError(self._epitaph("ended while starting"))
        if delay is None:
            often = f"died {MOST_DEATHS} times in {WINDOW:.0f} seconds"
            raise EmbeddedError(self._epitaph(often))
        return delay

    def _epitaph(self, what: str) -> str:
        lines = last_lines(self.log, 12, since=self._log_start)
        words = "".join(f"\n    {line}" for line in lines)
        return f"The {self.name} {what}; its last words in {self.log}:{words}"

    def stop(self) -> None:
        """SIGTERM, then SIGQUIT, then SIGKILL to its whole group; returns when over."""
        for number, patience in ((signal.SIGTERM, self.patience), (signal.SIGQUIT, 5)):
            self._signal(number)
            if self._ended_within(patience):
                break
        self._sweep()
        self._process = None

    def _ended_within(self, seconds: float) -> bool:
        """Polled, because a second Ctrl-C ends the process while we wait."""
        deadline = time.monotonic() + seconds
        while self._process is not None and self._process.poll() is None:
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True

    def _signal(self, number: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)

    def kill(self) -> None:
        """End everything in the child's process group, the child included.

        Waits for nothing, so that a signal handler may call it.
        """
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def _sweep(self) -> None:
        self.kill()
        if self._process is not None:
            self._process.wait()


def site_services(options: Options) -> list[Service]:
    """Web server, worker and scheduler, in the order in which they are stopped."""
    return [
        Service("web server", _web(options), options.logs / "web.log"),
        Service("worker", _worker(options), options.logs / "worker.log"),
        Service("scheduler", _beat(options), options.logs / "beat.log", patience=5.0),
    ]


def _web(options: Options) -> list[str]:
    command = [sys.executable, "-m", "mem0site.serving", "--host", options.host]
    command += ["--port", str(options.port)]
    return [*command, "--workers", str(options.web_workers)]


def _worker(options: Options) -> list[str]:
    command = [*_celery("worker"), "--pool", "prefork", "--queues", ",".join(QUEUES)]
    command += ["--concurrency", str(options.concurrency)]
    return [*command, "--without-gossip", "--without-mingle", "--without-heartbeat"]


def _beat(options: Options) -> list[str]:
    schedule = options.run / "beat-schedule"
    return [*_celery("beat"), "--schedule", str(schedule), "--pidfile", ""]


def _celery(command: str) -> list[str]:
    head = [sys.executable, "-m", "celery", "--app", "mem0site", command]
    return [*head, "--loglevel", "INFO"]
