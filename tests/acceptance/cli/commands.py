"""The official command line, as a person or a script runs it.

There are two of the same version, one from PyPI and one from npm; a `Cli` runs either
with a home directory of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.acceptance.alone import alone
from tests.acceptance.javascript import node
from tests.acceptance.sdk import ROOT

VERSION = "0.2.13"
KINDS = ("python", "node")
HERE = Path(__file__).parent
GUARD, PATIENCE = HERE / "guard", HERE / "patience.cjs"


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything it wrote, on one line: boxes and line ends are decoration."""
        return " ".join((self.out + self.err).replace("│", " ").split())

    @property
    def data(self) -> Any:
        """Its output, where that is JSON."""
        return json.loads(self.out)


@dataclass(frozen=True)
class Cli:
    """One of the two programs, with a home and what it is told by the environment."""

    kind: str
    home: Path
    variables: dict[str, str] = field(default_factory=dict)

    def run(self, *args: str, stdin: str | None = None) -> Done:
        """Run a command to its end. Without `stdin` there is no pipe to read."""
        return self._done([str(_program(self.kind)), *args], stdin)

    def shell(self, script: str) -> Done:
        """Run a script in which this program is called `mem0`."""
        here = f'PATH="{_program(self.kind).parent}:$PATH"'
        return self._done(["bash", "-euc", f"{here}\n{script}"], None)

    def ok(self, *args: str, stdin: str | None = None) -> Done:
        """Run a command that has to succeed."""
        done = self.run(*args, stdin=stdin)
        assert done.code == 0, done.said
        return done

    def read(self, *args: str) -> Any:
        """What a command answers with `-o json`, taken out of its envelope if any."""
        data = self.ok(*args, "-o", "json").data
        return data["data"] if isinstance(data, dict) and "command" in data else data

    def agent(self, *args: str) -> Any:
        """What a command tells a program that asks for JSON: an envelope."""
        return self.ok("--json", *args).data

    def without(self, *names: str) -> Cli:
        """The same program that is not told these variables."""
        kept = {k: v for k, v in self.variables.items() if k not in names}
        return Cli(self.kind, self.home, kept)

    def strangers(self) -> list[str]:
        """The hosts outside this machine that a command wanted to reach."""
        file = node.outside(self.home)
        return file.read_text().split() if file.exists() else []

    def _done(self, command: list[str], stdin: str | None) -> Done:
        done = subprocess.run(
            command,
            cwd=self.home,
            env=self._environment(),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    def _environment(self) -> dict[str, str]:
        made = node.environment(self.home)
        made["NODE_OPTIONS"] += f" --require {PATIENCE}"
        return made | {"COLUMNS": "200", "PYTHONPATH": str(GUARD)} | self.variables


def _program(kind: str) -> Path:
    if kind == "node":
        package = node.installed("@mem0/cli", VERSION)
        return package.parents[1] / ".bin" / "mem0"
    folder = ROOT / ".run" / "sdk" / f"cli-{VERSION}"
    with alone(folder):
        if not (folder / "complete").exists():
            _run(sys.executable, "-m", "venv", "--clear", str(folder))
            python = folder / "bin" / "python"
            _run(str(python), "-m", "pip", "install", "--quiet", f"mem0-cli=={VERSION}")
            (folder / "complete").touch()
    return folder / "bin" / "mem0"


def _run(*command: str) -> None:
    quiet = os.environ | {"PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        command, env=quiet, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
