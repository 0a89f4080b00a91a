"""Many rows: neither memory nor time run away, and a killed process leaves nothing."""

from __future__ import annotations

import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from typing import ClassVar

import pytest
from django.db import connection

from memories.archive import exporting, importing
from memories.archive.manifest import Origin
from memories.archive.packing import Packer
from memories.archive.reading import Archive
from orgs.tenancy import tenant
from tests.archive.conftest import taken_in
from tests.isolation.tables import fingerprint

AT = "2026-01-01T00:00:00+00:00"
ROWS = int(os.environ.get("ARCHIVE_ROWS", "3000"))
ROW = (
    '{"id":"01990d5c-%04x-7000-8000-%012x","text":"Fact number %d about tea and towns.",'
    '"user_id":"user-%d","created_at":"' + AT + '","updated_at":"' + AT + '",'
    '"recorded_at":"' + AT + '"}'
)


def many(rows: int) -> bytes:
    """An archive of so many memories."""
    out = io.BytesIO()
    packer = Packer(out)
    lines = ((ROW % (n >> 16, n, n, n % 1000)).encode() for n in range(rows))
    packer.add("memories.ndjson", lines)
    packer.close(Origin(name="many"))
    return out.getvalue()


def limits() -> set[str]:
    """What ends a statement or a transaction that takes long, as it is at the moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT setting FROM pg_settings WHERE name IN ('statement_timeout', "
            "'transaction_timeout', 'idle_in_transaction_session_timeout')"
        )
        return {setting for (setting,) in cursor.fetchall()}


class Watched(io.BytesIO):
    """A file that notes the limits of the transaction it is written in."""

    seen: ClassVar[list[set[str]]] = []

    def write(self, data) -> int:
        if connection.in_atomic_block:
            self.seen.append(limits())
        return super().write(data)


def test_no_limit_ends_the_one_transaction_of_an_archive(empty):
    """Reading one moment and writing all or nothing take as long as they take."""
    data, seen = many(2), []
    importing.write(
        empty.project,
        Archive(io.BytesIO(data), len(data)),
        tell=lambda done, total: seen.append(limits()),
    )
    exporting.write(empty.project, Watched())
    assert seen == [{"0"}]
    assert Watched.seen
    assert all(each == {"0"} for each in Watched.seen)
    assert limits() != {"0"}


@pytest.mark.long
def test_thousands_of_memories_go_in_and_out_in_bounded_memory(empty):
    archive = many(ROWS)
    begun, before = time.monotonic(), peak()
    report = taken_in(empty, archive)
    imported = time.monotonic() - begun
    assert report.kinds["memories"]["new"] == ROWS
    begun = time.monotonic()
    with tempfile.TemporaryFile() as out:
        exporting.write(empty.project, out, vectors=True)
        size = out.tell()
    exported = time.monotonic() - begun
    grown = peak() - before
    print(  # noqa: T201  the numbers of the proof
        f"in (checked, written, embedded) {imported:.0f} s, out with vectors "
        f"{exported:.0f} s, {size / 1e6:.0f} MB, peak memory grew by {grown:.0f} MB"
    )
    assert grown < 200


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


KILLED = """
import io, os, sys, django
django.setup()
from memories.archive import importing
from memories.archive.reading import Archive
from orgs.models import Project
file = open(sys.argv[1], "rb")
archive = Archive(file, os.path.getsize(sys.argv[1]))
project = Project.objects.select_related("organization").get(pk=sys.argv[2])
importing.write(project, archive, tell=lambda done, total: print(done, flush=True))
"""


@pytest.mark.long
@pytest.mark.parametrize("after", [500, 2_000, 4_000])
def test_a_process_killed_while_it_writes_leaves_nothing(empty, tmp_path, after):
    file = tmp_path / "many.zip"
    file.write_bytes(many(5_000))
    taken_in(empty, many(1))  # the project has its vector space
    before = fingerprint(empty.project.pk)
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(KILLED), file, str(empty.project.pk)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    ) as process:
        for line in process.stdout:
            if int(line) >= after:
                process.send_signal(signal.SIGKILL)
                break
    assert process.returncode == -signal.SIGKILL
    assert settled(empty, before)
    assert taken_in(empty, file.read_bytes()).kinds["memories"]["new"] == 4_999


def settled(api, before) -> bool:
    """The server notices that its client is gone, and takes everything back."""
    for _ in range(50):
        with tenant(api.project):
            count = api.project.memories.count()
        if count == 1 and fingerprint(api.project.pk) == before:
            return True
        time.sleep(0.1)
    return False
