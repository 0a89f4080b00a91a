"""The official JavaScript client, as a test calls it.

A `NodeDriver` is a process with one version of it; a `Client` has the official
client's methods under their own names and raises `Refused` where that one rejects.
The two generations spell everything differently: options are given here in snake_case
and `spelled` for the version that is asked.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.javascript import node
from tests.acceptance.sdk import Driver, rows

SCRIPT = node.FOLDER / "driver.cjs"
VERSIONS = ("2.4.6", "3.3.1")


def only(version: str) -> pytest.MarkDecorator:
    """The test runs with this version of the client."""
    return pytest.mark.parametrize("node_driver", [version], indirect=True)


OLDER = only("2.4.6")
NEWEST = only("3.3.1")


class NodeDriver(Driver):
    """A process with the JavaScript client of one version."""

    def __init__(self, version: str, home: Path, **variables: str) -> None:
        package = node.installed("mem0ai", version)
        self.version, self.mode = version, "node"
        self.outside = node.outside(home)
        self.log = home / "driver.log"
        with self.log.open("wb") as errors:
            self._process = subprocess.Popen(
                ["node", str(SCRIPT), str(package)],
                cwd=home,
                env=node.environment(home) | variables,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )

    def strangers(self) -> list[str]:
        """The hosts outside this machine that the client wanted to reach."""
        return self.outside.read_text().split() if self.outside.exists() else []


@dataclass(frozen=True)
class Client:
    """A constructed client; any method of the official one can be called on it.

    `store`, `listed` and `found` ask the same of both versions.
    """

    driver: NodeDriver
    construct: Mapping[str, Any]

    def __getattr__(self, method: str) -> Callable[..., Any]:
        if method.startswith("_"):
            raise AttributeError(method)

        def call(*args: Any) -> Any:
            return self.driver.ask(
                construct=dict(self.construct), method=method, args=list(args)
            )

        return call

    @property
    def newest(self) -> bool:
        """Whether the version speaks the third generation of the API."""
        return self.driver.version.startswith("3.")

    def word(self, name: str) -> str:
        """A name of the API as this version spells it."""
        return re.sub(r"_([a-z])", _upper, name) if self.newest else name

    def spelled(self, **options: Any) -> dict[str, Any]:
        """Options, or what is expected of an answer, as this version spells them."""
        return {self.word(name): value for name, value in options.items()}

    def who(self, **ids: str) -> dict[str, Any]:
        """Whose memories a list or a search is about."""
        return {"filters": ids} if self.newest else ids

    def store(self, *texts: str, **options: Any) -> list[dict[str, Any]]:
        """Add texts word for word; what the client was told about each."""
        messages = [{"role": "user", "content": text} for text in texts]
        given = {"user_id": "alice", "infer": False, "async_mode": False, **options}
        return rows(self.add(messages, self.spelled(**given)))

    def listed(self, **ids: str) -> list[dict[str, Any]]:
        """The memories of somebody, of Alice unless told otherwise."""
        return rows(self.getAll(self.who(**(ids or {"user_id": "alice"}))))

    def found(self, query: str, user_id: str = "alice", **options: Any) -> Any:
        """The hits of a search among the memories of a user."""
        given = self.who(user_id=user_id) | self.spelled(**options)
        return rows(self.search(query, given))


def _upper(match: re.Match[str]) -> str:
    return match[1].upper()
