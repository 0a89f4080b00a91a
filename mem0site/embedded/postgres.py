"""The embedded PostgreSQL: a cluster in one folder, served by a child of this process
over a Unix socket. It is the one door to the package for those who only need a
database: `make run` and every test of the project.
"""

from __future__ import annotations

import atexit
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from mem0site.embedded import binaries, cluster, layout, leftovers, tuning
from mem0site.embedded.credentials import kept
from mem0site.embedded.errors import EmbeddedError
from mem0site.embedded.keeper import Keeper
from mem0site.embedded.lock import FolderLock
from mem0site.embedded.logs import last_lines, open_log
from mem0site.embedded.process import spawn

LONGEST_RECOVERY = 600.0  # seconds; a crash leaves at most max_wal_size to replay
SECRETS = "secrets.json"


class EmbeddedPostgres:
    """One cluster. Start it once; it comes back by itself when it is killed.

    `folder` is created when missing. As root the server runs under another account,
    and its files move to /var/lib/mem0site when that account cannot reach `folder`.
    """

    def __init__(self, folder: Path, log: Path | None = None) -> None:
        self._folder = Path(os.path.abspath(folder))
        self._log = log
        self._throwaway = False
        self._process_id = os.getpid()
        self._layout: layout.Layout | None = None
        self._passwords: dict[str, str] = {}
        self._lock: FolderLock | None = None
        self._keeper: Keeper | None = None

    @classmethod
    def temporary(cls) -> EmbeddedPostgres:
        """A cluster for tests: fast, not durable, deleted when it is stopped."""
        postgres = cls(Path(tempfile.mkdtemp(prefix="m0-")).resolve())
        postgres._throwaway = True
        return postgres

    def __enter__(self) -> EmbeddedPostgres:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def layout(self) -> layout.Layout:
        if self._layout is None:
            raise EmbeddedError("PostgreSQL is not started.")
        return self._layout

    @property
    def env(self) -> dict[str, str]:
        """The connection URLs, by the name of the variable that carries each."""
        owner, app, admin = cluster.OWNER, cluster.APP, cluster.ADMIN
        return {
            "DATABASE_URL": self.url(app),
            "DATABASE_ADMIN_URL": self.url(admin),
            "DATABASE_OWNER_URL": self.url(owner),
            "BROKER_URL": self.broker_url,
        }

    def url(self, role: str, database: str = cluster.DATABASE) -> str:
        """A libpq URL for one role, to `mem0` unless another database is named."""
        return cluster.url(self.layout, role, self._passwords[role], database)

    @property
    def broker_url(self) -> str:
        url = self.url(cluster.BROKER, cluster.BROKER_DATABASE)
        return url.replace("postgresql://", "pgmq://", 1)

    @property
    def pid(self) -> int | None:
        """Of the current postmaster; None when it is not running."""
        return self._keeper.pid if self._keeper else None

    @property
    def failure(self) -> str | None:
        """Why the server was given up, None while it is served or restarted."""
        return self._keeper.failure if self._keeper else None

    @property
    def log(self) -> Path:
        return self._log or self.layout.home / "postgres.log"

    def start(self) -> None:
        """Return once the server answers and roles and databases exist.

        Raises EmbeddedError with one sentence; nothing is left running then.
        """
        atexit.register(self.stop)
        try:
            self._open()
            self._serve()
            cluster.provision(self.layout, self._passwords)
        except BaseException as error:
            self.stop()
            if isinstance(error, psycopg.Error):
                raise EmbeddedError(
                    f"PostgreSQL could not be set up: {error}"
                ) from error
            raise

    def stop(self, patience: float = 15.0) -> None:
        """Stop the server, at most `patience` seconds gently. Harmless when stopped."""
        if os.getpid() != self._process_id:
            return  # a forked copy of the owner is ending, not the owner
        atexit.unregister(self.stop)
        if self._keeper is not None:
            self._keeper.stop(patience)
            leftovers.clear(self.layout.data)
            self._keeper = None
        if self._lock is not None:  # else the folder is somebody else's
            layout.leave(self.layout)
            self._lock.release()
            self._lock = None
        if self._throwaway and self._layout is not None:
            layout.forget(self._layout, self._folder)

    def hurry(self) -> None:
        """Cut short a `stop` that is still waiting; recovery follows at next start."""
        if self._keeper is not None:
            self._keeper.hurry()

    def _open(self) -> None:
        """Lock the folder, end what an earlier start left, create what is missing."""
        place = self._layout = layout.settled(self._folder)
        lock = FolderLock(place.home / "lock")
        lock.take()
        self._lock = lock
        names = [cluster.SUPERUSER, *cluster.ROLES]
        if place.data.exists():
            cluster.check(place.data)
            leftovers.clear(place.data)
        self._passwords = kept(place.home / SECRETS, names)
        self._programs = binaries.reachable_by(place.account)
        if not place.data.exists():
            password = self._passwords[cluster.SUPERUSER]
            durable = not self._throwaway
            cluster.initialize(place, self._programs, password, sync=durable)

    def _serve(self) -> None:
        data = self.layout.data
        self._keeper = Keeper(self._spawn, lambda: leftovers.clear(data))
        start = self.log.stat().st_size if self.log.exists() else 0
        self._keeper.start()
        deadline = time.monotonic() + LONGEST_RECOVERY
        while not self._answers():
            if self._keeper.failure or time.monotonic() > deadline:
                raise EmbeddedError(self._explained(start))
            time.sleep(0.03)
        self._keeper.has_served()

    def _spawn(self) -> subprocess.Popen[bytes]:
        place = self.layout
        settings = tuning.ALWAYS | (
            tuning.THROWAWAY if self._throwaway else tuning.for_this_machine(place.home)
        )
        settings["unix_socket_directories"] = str(place.socket)
        command: list[str | Path] = [self._programs / "postgres", "-D", place.data]
        options = [f"--{name}={value}" for name, value in settings.items()]
        with open_log(self.log) as output:
            return spawn(
                [*command, *options],
                folder=place.home,
                environment=cluster.bare_environment(),
                output=output,
                account=place.account,
                on_parent_death=signal.SIGINT,
            )

    def _answers(self) -> bool:
        try:
            cluster.connect(self.layout, self._passwords, "postgres").close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                place = self.layout.home
                raise EmbeddedError(
                    f"The passwords in {place / SECRETS} are not those of the data in"
                    f" {place}: restore both from the same backup."
                ) from error
            return False
        return True

    def _explained(self, start: int) -> str:
        """The sentence for a server that did not come up, with its own last words."""
        lines = last_lines(self.log, 20, since=start)
        grave = [line for line in lines if "FATAL" in line or "PANIC" in line]
        words = (grave or lines or ["it said nothing"])[-1]
        words = words.rpartition("FATAL:")[2].rpartition("PANIC:")[2].strip()
        return (
            f"PostgreSQL does not start on {self.layout.data}: {words}"
            f" (log: {self.log})."
        )
