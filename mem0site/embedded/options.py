"""What `make run` takes from its environment, checked before anything starts."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mem0site.embedded.errors import EmbeddedError

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Options:
    """`root` is the checkout; everything that is written goes to `run` in it."""

    root: Path
    host: str
    port: int
    concurrency: int
    external: bool

    @classmethod
    def read(cls, environment: Mapping[str, str], root: Path = ROOT) -> Options:
        """Raises EmbeddedError for a value that makes no sense."""
        external = bool(environment.get("DATABASE_URL"))
        if external and not environment.get("BROKER_URL"):
            raise EmbeddedError(
                "DATABASE_URL names an external database, so BROKER_URL has to name"
                " a broker: pgmq://, redis:// or amqp://."
            )
        return cls(
            root=root,
            host=environment.get("HOST") or "127.0.0.1",
            port=_number(environment, "PORT", 8000, 65535),
            concurrency=_number(environment, "WORKER_CONCURRENCY", 2, 256),
            external=external,
        )

    @property
    def run(self) -> Path:
        return self.root / ".run"

    @property
    def logs(self) -> Path:
        return self.run / "logs"

    @property
    def web_workers(self) -> int:
        return min(2, os.cpu_count() or 1)

    @property
    def url(self) -> str:
        """Where this machine reaches the server."""
        anywhere = self.host in {"0.0.0.0", "::", ""}  # noqa: S104
        host = "127.0.0.1" if anywhere else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    def claim_folders(self) -> None:
        """Raises EmbeddedError when the checkout cannot be written to."""
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
            probe = self.run / "writable"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise EmbeddedError(
                f"The folder {self.run} cannot be written to: {error.strerror}."
            ) from error

    def check_port(self) -> None:
        """Raises EmbeddedError when somebody else listens where we are to listen."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise EmbeddedError(self._no_port(error)) from error

    def _no_port(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return (
                f"Port {self.port} is in use by another program:"
                " choose another one, for example `PORT=8123 make run`."
            )
        return f"The server cannot listen on {self.host}:{self.port}: {error.strerror}."


def _number(
    environment: Mapping[str, str], name: str, default: int, largest: int
) -> int:
    text = environment.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= largest):
        raise EmbeddedError(f"{name} is a number from 1 to {largest}, not {text!r}.")
    return int(text)
