from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mem0site.embedded.postgres import EmbeddedPostgres
from mem0site.embedded.process import wait_until

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def cluster() -> Iterator[EmbeddedPostgres]:
    """One throw-away cluster for the tests that leave it as it is."""
    with EmbeddedPostgres.temporary() as postgres:
        yield postgres


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another account can enter, which pytest's own is not for root."""
    path = _enterable_folder()
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def pattern() -> Iterator[Path]:
    """A folder with a stopped, durable cluster in `pg`, made once and then copied."""
    path = _enterable_folder()
    with EmbeddedPostgres(path / "pg"):
        pass
    yield path
    shutil.rmtree(path)


@pytest.fixture
def made(pattern: Path, folder: Path) -> Path:
    """The folder of a stopped, durable cluster."""
    subprocess.run(["cp", "-a", str(pattern / "pg"), str(folder)], check=True)
    return folder / "pg"


def _enterable_folder() -> Path:
    path = Path(tempfile.mkdtemp(prefix="m0-test-")).resolve()
    path.chmod(0o755)
    return path


@pytest.fixture
def child_environment() -> dict[str, str]:
    """For Python processes that import the project."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], bool]:
    """Waits for another process to get there; False when it never does."""
    return lambda holds: wait_until(holds, seconds=30, every=0.02)
