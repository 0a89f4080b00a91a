"""Our TypeScript client, built by its own tools where it stands."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

from tests.acceptance.javascript import node
from tests.acceptance.sdk import ROOT

FOLDER = ROOT / "clients" / "typescript"


@cache
def built() -> Path:
    """The folder of the client, its compiler installed and its code compiled."""
    assert not node.missing(), node.missing()
    lock, installed = FOLDER / "package-lock.json", FOLDER / "node_modules" / "complete"
    if not installed.exists() or installed.stat().st_mtime_ns < lock.stat().st_mtime_ns:
        npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
        installed.touch()
    npm("run", "--silent", "build")
    return FOLDER


@cache
def packed() -> Path:
    """An empty project that has the packed client installed, as its users have it."""
    folder = ROOT / ".run" / "typescript"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    built()
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
