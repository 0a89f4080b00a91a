"""T-ERA to the end: a dump, the files, and an older backup with the ledger replayed."""

from __future__ import annotations

import io
import logging
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

import tests.settings as own
from mem0site.backup import databases, programs, restoring
from mem0site.embedded import cluster
from orgs import erasure
from orgs.models import Project
from tests.backup.conftest import QUIET
from tests.conftest import Api, make_api
from tests.erasure.canary import (
    ask,
    checksum,
    hits,
    plant,
    prepare,
    sealed_hits,
    word,
    written,
)
from tests.memories.worker import work

pytestmark = pytest.mark.long


def plant_more(api: Api, user: str, said: str) -> None:
    """What only a long test has the time for: files, refusals, rules, holds."""
    where = {"filters": {"user_id": user}}
    mine = ask(api, "GET", f"/v1/memories/?user_id={user}")
    change = {"memory_id": mine[0]["id"], "text": f"I moved to {said} again."}
    ask(api, "PUT", "/v1/batch/", {"memories": [change]})
    ask(api, "POST", "/v1/memories/categorize/", where)
    ask(api, "GET", f"/v1/graph/user/{user}/")
    ask(api, "GET", f"/v1/memories/{mine[0]['id']}/why/")
    ask(api, "POST", "/v1/retention/rules/", {"days": 9, "name": said, **where})
    held = {"entity_type": "user", "entity_id": user, "reason": f"About {user}."}
    hold = ask(api, "POST", "/v1/holds/", held)["id"]
    ask(api, "DELETE", f"/v1/holds/{hold}/")
    ask(api, "POST", "/v1/archives/", {"vectors": True})
    work(api.project)
    for method, path, body in (
        ("POST", "/v3/memories/search/", {"query": said, "user_id": user}),
        ("GET", f"/v1/memories/?user_id={user}&page=0&about={said}", None),
        ("POST", "/v3/memories/add/", {"messages": said, "user_id": user, "x": {}}),
        ("GET", f"/v2/entities/user/{user}/profile/", None),
    ):
        api.call(method, path, body)
    written()


def dump() -> bytes:
    """The whole database as pg_dump writes it."""
    ours = databases.ours()
    with ours.connect() as connection:
        major = connection.info.server_version // 10_000
    tool = programs.for_server(major).path("pg_dump")
    return subprocess.run(
        [tool, "--format=plain", "--no-password", f"--dbname={ours.conninfo}"],
        env=ours.environment(),
        capture_output=True,
        check=True,
    ).stdout


def spoken_of(text: bytes, *words: str) -> list[bytes]:
    """Lines with one of the words, as they are or as bytes are written."""
    sought = [form for w in words for form in (w.encode(), w.encode().hex().encode())]
    return [
        line[:200] for line in text.splitlines() if any(each in line for each in sought)
    ]


def in_files(folder: Path, *words: str, wal: bool = False) -> list[Path]:
    """Files of an installation with one of the words."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and ("pg_wal" in path.parts) == wal:
            data = path.read_bytes()
            found += [path] if any(each.encode() in data for each in words) else []
    return found


def rewritten() -> None:
    """What is dead leaves the files: tables are written anew, and the planner forgets
    the values it remembered as common."""
    postgres = own._postgres
    with cluster.connect(postgres.layout, postgres._passwords, "mem0") as root:
        root.execute("ANALYZE")
        root.execute("VACUUM (FULL)")
        root.execute("CHECKPOINT")


def grants() -> list[tuple[Any, ...]]:
    """Who may do what with which table: the audit log is to be appended to only."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, grantee, privilege_type "
            "FROM information_schema.role_table_grants "
            "WHERE table_schema = 'public' ORDER BY 1, 2, 3"
        )
        return list(cursor.fetchall())


def restored_as_it_was(backup: Path) -> None:
    """The backup, as somebody restores it who knows of no ledger."""
    connections.close_all()
    told = restoring.restore(backup, databases.ours(), QUIET, force=True)
    assert told.differences == []


def doomed() -> tuple[Project, str]:
    """A project that will be deleted, and what it says."""
    api, said = make_api("Doomed"), word()
    api.remember(f"I keep {said}.")
    return api.project, said


def test_a_restore_whose_replay_fails_keeps_the_ledger_and_says_where(
    acme, tmp_path, monkeypatch
):
    said, user = word(), f"u-{word()}"
    acme.remember(f"I keep {said}.", user_id=user)
    backup = tmp_path / "older.backup"
    call_command("backup", str(backup), stdout=io.StringIO(), stderr=io.StringIO())
    ask(acme, "DELETE", f"/v2/entities/user/{user}/")
    quiet = {"force": True, "stdout": io.StringIO(), "stderr": io.StringIO()}
    with monkeypatch.context() as patched:
        patched.setattr(
            "mem0site.management.commands.restore.exposed_tables", lambda: ["x"]
        )
        with pytest.raises(CommandError, match="--ledger") as failed:
            call_command("restore", str(backup), **quiet)
    assert hits(said)
    kept = Path(str(failed.value).rsplit(" ", 1)[1])
    call_command("replay_erasures", ledger=[kept], stdout=io.StringIO())
    assert hits(said, user) == {}
    kept.unlink()
    with pytest.raises(CommandError, match="--force"):
        call_command("restore", str(backup), stdout=io.StringIO())
    assert hits(said, user) == {}


def receipt(api: Api, key: str) -> dict[str, Any]:
    found: dict[str, Any] = ask(api, "GET", f"/v1/erasures/{key}/")
    return found


def test_an_erased_user_is_in_no_dump_no_file_and_no_restored_backup(
    acme, tmp_path, caplog
):
    caplog.set_level(logging.INFO)
    prepare(acme)
    said, user, run = word(), f"u-{word()}", f"r-{word()}"
    gone, said_there = doomed()
    acme.remember("My city is Rome.", user_id="bystander")
    plant(acme, user, said, run)
    plant_more(acme, user, said)
    before = checksum(acme.project, "bystander")
    assert len(hits(said, user, run)) >= 12
    backup, copy = tmp_path / "older.backup", tmp_path / "ledger.ndjson"
    call_command("backup", str(backup), stdout=io.StringIO(), stderr=io.StringIO())

    keys = [
        ask(acme, "DELETE", f"/v2/entities/{kind}/{name}/")["receipt_id"]
        for kind, name in (("user", user), ("run", run))
    ]
    erasure.erase_project(Project.objects.get(pk=gone.pk))
    written()
    with copy.open("w") as file:
        call_command("export_erasures", stdout=file)
    words = (said, user, run, said_there)
    assert spoken_of(dump(), *words) == []
    assert sealed_hits(acme.project, *words) == 0
    home = own._postgres.layout.home
    dead = in_files(home, *words)
    rewritten()
    assert in_files(home, *words) == []
    assert not any(each in caplog.text for each in (said, run, said_there))
    print(  # noqa: T201  the numbers of the proof
        f"{len(dead)} files with dead rows before they were written anew, "
        f"{len(in_files(home, *words, wal=True))} of the write-ahead log"
    )

    said_so, held_apart = io.StringIO(), grants()
    call_command("restore", str(backup), force=True, stdout=said_so, stderr=said_so)
    assert grants() == held_apart
    assert remembered(*words) == 0
    assert_gone_again(acme, words, before, keys)
    assert not Project.objects.filter(pk=gone.pk).exists()

    restored_as_it_was(backup)
    assert spoken_of(dump(), said_there)
    assert len(hits(said, user, run)) >= 12
    call_command("replay_erasures", ledger=[copy], stdout=said_so)
    assert_gone_again(acme, words, before, keys)
    assert not Project.objects.filter(pk=gone.pk).exists()


def remembered(*words: str) -> int:
    """Columns whose statistics hold one of the words."""
    postgres = own._postgres
    with cluster.connect(postgres.layout, postgres._passwords, "mem0") as root:
        ((count,),) = root.execute(
            "SELECT count(*) FROM pg_stats WHERE pg_stats::text ~ %s", ["|".join(words)]
        ).fetchall()
    return int(count)


def assert_gone_again(
    api: Api, words: tuple[str, ...], before: dict[str, str], keys: list[str]
) -> None:
    assert spoken_of(dump(), *words) == []
    assert sealed_hits(api.project, *words) == 0
    assert checksum(api.project, "bystander") == before
    told = [receipt(api, key) for key in keys]
    assert [(each["status"], each["replays"]) for each in told] == [("complete", 1)] * 2
    rewritten()
    assert in_files(own._postgres.layout.home, *words) == []
