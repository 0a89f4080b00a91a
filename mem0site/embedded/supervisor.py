"""`make run`: PostgreSQL, the preparation of the database, web server, worker and
scheduler, in this order; then it watches over them until it is told to stop, and stops
them in the opposite order of need. It reads as the list of what happens.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from typing import Any

import httpx

from mem0site.embedded.commands import Manage
from mem0site.embedded.console import Console
from mem0site.embedded.demo import show_demo
from mem0site.embedded.environment import for_children, installation, save
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.interrupted_make import InterruptedMake
from mem0site.embedded.options import Options
from mem0site.embedded.postgres import EmbeddedPostgres
from mem0site.embedded.services import Service, site_services
from mem0site.embedded.stopping import Stopped, StopSignals

READY_WITHIN = 60.0  # seconds
LOOK_EVERY = 0.3  # seconds between two looks at the children


class Supervisor:
    """Runs once. `run` returns the exit code."""

    def __init__(self, options: Options, console: Console) -> None:
        self._options, self._console = options, console
        self._signals = StopSignals(on_second=self._force)
        self._postgres: EmbeddedPostgres | None = None
        self._services: list[Service] = []
        self._environment: dict[str, str] = {}
        self._make = InterruptedMake(os.getppid())

    def run(self) -> int:
        """Serve until asked to stop (0) or until something cannot go on (1)."""
        self._signals.install()
        try:
            self._start()
            self._watch(lambda: False)
        except Stopped:
            self._console.say("\nStopping …")
        except EmbeddedError as error:
            self._console.complain(str(error))
            return 1
        finally:
            self._stop()
        self._console.say("Everything is stopped; the data are kept in .run.")
        return 0

    def _start(self) -> None:
        self._options.claim_folders()
        self._options.check_port()
        urls = self._database_urls()
        values = installation(self._options, urls)
        save(self._options, values)
        self._environment = for_children(values)
        seeded = self._prepare()
        self._serve()
        self._introduce(seeded)

    def _database_urls(self) -> dict[str, str]:
        if self._options.external:
            names = [name for name in os.environ if name.endswith("_URL")]
            known = ("DATABASE_", "BROKER_")
            return {name: os.environ[name] for name in names if name.startswith(known)}
        run = self._options.run
        postgres = EmbeddedPostgres(run / "pg", log=self._options.logs / "postgres.log")
        with self._console.step("Starting PostgreSQL"):
            self._postgres = postgres
            with self._signals.interruptible():
                postgres.start()
        return postgres.env

    def _prepare(self) -> dict[str, Any]:
        manage = Manage(self._options, self._environment)
        step = self._console.step("Preparing the database")
        with step, self._signals.interruptible():
            manage.migrate()
            return manage.seed_demo()

    def _serve(self) -> None:
        # The counters of processes that are gone.
        shutil.rmtree(self._options.run / "metrics", ignore_errors=True)
        with self._console.step("Starting web server, worker and scheduler"):
            for service in site_services(self._options):
                self._services.append(service)
                service.start(self._options.root, self._environment)
            self._watch(self._is_ready, READY_WITHIN)
            for service in self._services:
                service.settled = True

    def _is_ready(self) -> bool:
        return self._readiness() is None

    def _readiness(self) -> str | None:
        """None when everything answers, otherwise what does not."""
        try:
            answer = httpx.get(
                f"{self._options.url}/readyz", timeout=5, trust_env=False
            )
        except httpx.HTTPError:
            return "the web server does not answer"
        return None if answer.status_code == 200 else answer.text[:500]

    def _watch(self, done: Callable[[], bool], limit: float = float("inf")) -> None:
        """Keep everything alive until `done`. Raises EmbeddedError after `limit` s."""
        deadline = time.monotonic() + limit
        while not done():
            self._signals.pause(LOOK_EVERY)
            if self._make.gave_up():
                raise Stopped
            self._tend()
            if time.monotonic() > deadline:
                reason = self._readiness()
                raise EmbeddedError(
                    f"Not ready after {limit:.0f} s: {reason} (logs: {self._options.logs})"
                )

    def _tend(self) -> None:
        if self._postgres is not None and self._postgres.failure:
            raise EmbeddedError(f"{self._postgres.failure} (log: {self._postgres.log})")
        for service in self._services:
            service.tend(self._options.root, self._environment, time.monotonic())

    def _introduce(self, seeded: dict[str, Any]) -> None:
        """Show the main job on real input, then where everything is."""
        with self._signals.interruptible():
            show_demo(self._options.run / "env", self._console)
        say, url = self._console.say, self._options.url
        say()
        if seeded.get("created") or seeded.get("api_key"):
            say("Made for you, shown this once:")
        if seeded.get("created"):
            say(f"  Sign-in     {seeded['email']}  {seeded['password']}")
        if seeded.get("api_key"):
            say(f"  API key     {seeded['api_key']}  (also in .run/env)")
        say(f"API           {url}")
        say(f"API reference {url}/docs/api/")
        say(f"Dashboard     {url}/dashboard/")
        say(f"Logs          {self._options.logs}")
        say("Stop with Ctrl-C.")

    def _stop(self) -> None:
        """Web server, worker, scheduler, PostgreSQL; nothing is left running."""
        for service in self._services:
            service.stop()
        if self._postgres is not None:
            self._postgres.stop()

    def _force(self) -> None:
        """The second Ctrl-C: no more patience with anybody."""
        for service in self._services:
            service.kill()
        if self._postgres is not None:
            self._postgres.hurry()
