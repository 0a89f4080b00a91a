"""One backup of the tests' own database, and one database that it was restored into."""

from __future__ import annotations

import io
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from psycopg.conninfo import make_conninfo

from mem0site.backup import databases, making, restoring
from mem0site.backup.databases import Database
from mem0site.backup.progress import Progress
from tests.conftest import Api, make_api

QUIET = Progress(io.StringIO())


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="m0-backup-"))
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="module")
def keeper(database: None) -> Api:
    """A tenant with something to lose."""
    api = make_api("Keeper")
    api.remember("Ada lives in Berlin", "Ada plays the cello")
    return api


@pytest.fixture(scope="module")
def backup(keeper: Api, place: Path) -> Path:
    path = place / "made.backup"
    making.make(databases.ours(), path, QUIET)
    return path


@contextmanager
def empty_database() -> Iterator[Database]:
    """Another database of the same server, with the same roles."""
    ours, name = databases.ours(), f"copy_{uuid.uuid4().hex[:12]}"
    with ours.connect() as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield replace(ours, conninfo=make_conninfo(ours.conninfo, dbname=name))
    with ours.connect() as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def empty() -> Iterator[Database]:
    """For what is refused: it stays empty."""
    with empty_database() as made:
        yield made


@pytest.fixture(scope="module")
def restored(backup: Path) -> Iterator[tuple[Database, restoring.Restored]]:
    with empty_database() as made:
        yield made, restoring.restore(backup, made, QUIET)
