"""Our TypeScript client, built by its own tools where it stands, once for all workers
of a test run: who comes second neither builds nor packs under the first one's hands.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.acceptance.javascript import node
from tests.acceptance.sdk import ROOT

FOLDER = ROOT / "clients" / "typescript"


@cache
def built() -> Path:
    """The folder of the client, its compiler installed and its code compiled."""
    assert not node.missing(), node.missing()
    installed, compiled = (
        FOLDER / "node_modules" / name for name in ("complete", "built")
    )
    sources = [
        *FOLDER.glob("*.json"),
        *FOLDER.glob("src/**/*"),
        *FOLDER.glob("scripts/*"),
    ]
    with alone():
        if not is_newer(installed, [FOLDER / "package-lock.json"]):
            npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
            installed.touch()
        if not ((FOLDER / "dist").exists() and is_newer(compiled, sources)):
            npm("run", "--silent", "build")
            compiled.touch()
    return FOLDER


def is_newer(stamp: Path, files: list[Path]) -> bool:
    """Whether what the stamp stands for was made from the files as they are."""
    if not stamp.exists():
        return False
    return stamp.stat().st_mtime_ns >= max(each.stat().st_mtime_ns for each in files)


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """While no other process of this checkout is in here."""
    place = ROOT / ".run" / "typescript"
    place.mkdir(parents=True, exist_ok=True)
    with (place / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@cache
def packed() -> Path:
    """An empty project that has the packed client installed, as its users have it."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    folder = ROOT / ".run" / "typescript" / worker
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    built()
    with alone():
        npm("pack", "--silent", "--pack-destination", str(folder))
    (tarball,) = folder.glob("*.tgz")
    (folder / "package.json").write_text('{"private": true, "type": "module"}\n')
    npm("install", "--offline", "--no-audit", "--no-fund", str(tarball), cwd=folder)
    return folder


def npm(*words: str, cwd: Path = FOLDER) -> str:
    """What an npm command printed; it has to succeed."""
    done = subprocess.run(
        ["npm", *words], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    return done.stdout


def run_node(
    *words: str, cwd: Path, home: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Node at work, quiet and kept to this machine."""
    environment = node.environment(home) | variables
    environment["PATH"] = os.environ["PATH"]
    return subprocess.run(
        ["node", *words],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
