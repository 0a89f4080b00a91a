"""Node and npm: whether they are here, and what npm installs below `.run/sdk`.

Node is no part of the platform, so a machine may lack it. Without it the tests that
need it are left out with a word about it, except in CI, where they fail.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.acceptance.alone import alone
from tests.acceptance.sdk import ROOT

NEEDED = 20
FOLDER = Path(__file__).parent
GUARD = FOLDER / "loopback.cjs"
PASSED_ON = ("PATH", "LANG", "LC_ALL", "TMPDIR")


@cache
def missing() -> str:
    """Why JavaScript cannot run here; empty when it can."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            return f"{program} is not installed: install Node {NEEDED} or newer."
    said = subprocess.run(
        ["node", "--version"], capture_output=True, text=True, check=False
    )
    version = said.stdout.strip()
    if int(version.removeprefix("v").split(".")[0] or 0) < NEEDED:
        return f"Node is {version or 'broken'}: install Node {NEEDED} or newer."
    return ""


def required() -> bool:
    """Whether a machine without Node is an error: it is in CI."""
    return os.environ.get("CI", "").lower() in {"1", "true"}


def installed(package: str, version: str) -> Path:
    """The folder of a package from npm, installed when it is not there yet."""
    assert not missing(), missing()
    name = package.replace("/", "-").removeprefix("@")
    folder = ROOT / ".run" / "sdk" / f"npm-{name}-{version}"
    complete = folder / "complete"
    with alone(folder):
        if not complete.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            (folder / "package.json").write_text('{"private": true}\n')
            _install(folder, f"{package}@{version}")
            complete.touch()
    return folder / "node_modules" / package


def environment(home: Path) -> dict[str, str]:
    """Of a Node program: its home, no telemetry, and no way out of the machine.

    `false` is in lower case because the JavaScript clients compare it letter by letter.
    """
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    return kept | {
        "HOME": str(home),
        "MEM0_DIR": str(home / ".mem0"),
        "MEM0_TELEMETRY": "false",
        "NODE_OPTIONS": f"--require {GUARD}",
        "NO_COLOR": "1",
        "OUTSIDE": str(outside(home)),
    }


def outside(home: Path) -> Path:
    """The file with the hosts that a program wanted to reach."""
    return home / "outside.log"


def _install(folder: Path, what: str) -> None:
    command = ["npm", "install", "--ignore-scripts", "--legacy-peer-deps"]
    quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--omit=optional"]
    done = subprocess.run(
        [*command, *quiet, what],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"npm cannot install {what}: {done.stderr[-2000:]}"
