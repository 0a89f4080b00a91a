"""The official Python client: installed, started, called.

Each version lives in a virtual environment of its own below `.run/sdk`, made once.
A `Driver` is a process in it; a `Client` looks like the official client to a test
and raises `Refused` where the official one raises.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.alone import alone

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = Path(__file__).parent / "drivers" / "client.py"
VERSIONS = ("0.1.118", "1.0.11", "2.2.1")
MODES = ("sync", "async")
EVERY = [(version, mode) for version in VERSIONS for mode in MODES]


class Refused(Exception):  # noqa: N818  named for what the client did
    """What the official client raised."""

    def __init__(self, name: str, message: str, code: str | None, body: Any) -> None:
        super().__init__(f"{name}: {message}")
        self.name, self.message, self.code, self.body = name, message, code, body


def installed(version: str) -> Path:
    """The interpreter of a version's environment, made when it is not there yet."""
    folder = ROOT / ".run" / "sdk" / version
    python, complete = folder / "bin" / "python", folder / "complete"
    with alone(folder):
        if not complete.exists():
            _run(sys.executable, "-m", "venv", "--clear", str(folder))
            _run(str(python), "-m", "pip", "install", "--quiet", f"mem0ai=={version}")
            complete.touch()
    return python


def environment(home: Path) -> dict[str, str]:
    """Of a process that uses the client: quiet, and with its files in `home`."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "COV_", "MEM0_"))
    }
    return inherited | {"MEM0_TELEMETRY": "False", "MEM0_DIR": str(home)}


def _run(*command: str) -> None:
    subprocess.run(
        command,
        check=True,
        env=os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"},
        stdout=subprocess.DEVNULL,
    )


class Driver:
    """A process with the client of one version, sync or async."""

    def __init__(self, version: str, mode: str, home: Path) -> None:
        self.version, self.mode = version, mode
        self.log = home / "driver.log"
        with self.log.open("wb") as errors:
            self._process = subprocess.Popen(
                [str(installed(version)), str(SCRIPT), mode],
                cwd=home,
                env=environment(home),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def ask(self, **request: Any) -> Any:
        """What the client returned. Raises `Refused` for what it raised."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, self.log.read_text()[-2000:]
        answer = json.loads(line)
        if "raised" in answer:
            raise Refused(**answer["raised"])
        return answer["returned"]

    def stop(self) -> None:
        """End the process: its input is over."""
        self._process.communicate()


@dataclass(frozen=True)
class Client:
    """A constructed client; any method of the official one can be called on it.

    `listed` and `found` ask the same of every version, each in its own words.
    """

    driver: Driver
    construct: Mapping[str, Any]

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):
            raise AttributeError(method)

        def call(*args: Any, **kwargs: Any) -> Any:
            return self.driver.ask(
                construct=dict(self.construct),
                method=method,
                args=list(args),
                kwargs=kwargs,
            )

        return call

    def project(self, method: str, **kwargs: Any) -> Any:
        """A method of `client.project`."""
        return getattr(self, f"project.{method}")(**kwargs)

    @property
    def newest(self) -> bool:
        """Whether the version speaks the third generation of the API."""
        return self.driver.version.startswith("2.")

    def listed(self, **ids: str) -> list[dict[str, Any]]:
        """The memories of somebody."""
        return rows(self.get_all(**self._who(ids)))

    def found(self, query: str, user_id: str = "alice", **options: Any) -> Any:
        """The hits of a search among the memories of a user."""
        return rows(self.search(query, **self._who({"user_id": user_id}), **options))

    def store(self, *texts: str, **options: Any) -> list[dict[str, Any]]:
        """Add texts word for word; what the client was told about each."""
        messages = [{"role": "user", "content": text} for text in texts]
        given = {"user_id": "alice", "infer": False, "async_mode": False, **options}
        stored: list[dict[str, Any]] = self.add(messages, **given)["results"]
        return stored

    def _who(self, ids: Mapping[str, str]) -> dict[str, Any]:
        return {"filters": dict(ids)} if self.newest else dict(ids)


def rows(answer: Any) -> list[dict[str, Any]]:
    """The memories of a list or a search, bare or in an envelope."""
    found: list[dict[str, Any]] = (
        answer if isinstance(answer, list) else answer["results"]
    )
    return found
