"""What other systems export: read in the forms their own documents give."""

from __future__ import annotations

import io
import json
import sqlite3
import threading
import zipfile
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.wsgi import get_wsgi_application
from django.db import connections

from memories.archive.refusals import ArchiveRefusedError
from orgs.tenancy import tenant
from tests.archive.conftest import carried_out, send, taken_in
from tests.isolation.tables import fingerprint
from tests.memories.worker import work

ONE = "11111111-1111-4111-8111-111111111111"
TWO = "22222222-2222-4222-8222-222222222222"
SERVER = {
    "results": [
        {"id": ONE, "memory": "Likes olives", "hash": "0" * 32, "user_id": "alice",
         "metadata": {"topic": "food"}, "created_at": "2025-03-01T10:00:00.000-08:00",
         "updated_at": None, "score": None, "role": "user", "actor_id": "Ali"},
        {"id": TWO, "memory": "Answers in French", "agent_id": "bot", "run_id": "r1",
         "created_at": "2025-03-02T10:00:00+00:00",
         "updated_at": "2025-03-03T10:00:00+00:00", "categories": ["style"]},
    ]
}  # fmt: skip
STORE = {
    "result": {
        "points": [
            {"id": ONE, "vector": None, "payload": {
                "data": "Likes olives", "hash": "0" * 32, "user_id": "alice",
                "topic": "food", "created_at": "2025-03-01T10:00:00.000-08:00"}},
        ]
    }
}  # fmt: skip
EDGES = {
    "nodes": [
        {"uuid": "a", "name": "Kendra", "labels": ["Entity"]},
        {"uuid": "b", "name": "Adidas shoes", "labels": ["Entity"]},
        {"uuid": "c", "name": "Puma shoes", "labels": ["Entity"]},
    ],
    "edges": [
        {"uuid": ONE, "fact": "Kendra loves Adidas shoes", "name": "LOVES",
         "source_node_uuid": "a", "target_node_uuid": "b", "group_id": "kendra",
         "created_at": "2025-01-01T00:00:00Z", "valid_at": "2024-12-01T00:00:00Z",
         "invalid_at": "2025-02-01T00:00:00Z", "expired_at": "2025-02-03T00:00:00Z",
         "episodes": ["e1"], "attributes": {"strength": 3}},
        {"uuid": TWO, "fact": "Kendra loves Puma shoes", "name": "LOVES",
         "source_node_uuid": "a", "target_node_uuid": "c", "group_id": "kendra",
         "created_at": "2025-02-03T00:00:00Z", "valid_at": "2025-02-01T00:00:00Z",
         "invalid_at": None, "expired_at": None},
    ],
}  # fmt: skip


def message(key, parent, role, text, at):
    return {
        "id": key,
        "parent": parent,
        "message": {
            "author": {"role": role},
            "create_time": at,
            "content": {"content_type": "text", "parts": [text, {"picture": 1}]},
        },
    }


CHATS = [
    {
        "conversation_id": "c-1",
        "title": "Dinner",
        "create_time": 1_700_000_000.5,
        "current_node": "m4",
        "mapping": {
            "root": {"id": "root", "parent": None, "message": None},
            "m1": message("m1", "root", "user", "I am allergic to walnuts.", 1.7e9),
            "m2": message("m2", "m1", "tool", "{}", 1.7e9 + 1),
            "edited": message("edited", "m1", "user", "I hate cats.", 1.7e9 + 2),
            "m3": message("m3", "m2", "assistant", "Noted!", None),
            "m4": message("m4", "m3", "user", "I live in Porto.", 1.7e9 + 9000),
        },
    }
]


def bytes_of(data):
    return json.dumps(data).encode()


def zipped(contents):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in contents.items():
            made.writestr(name, data)
    return out.getvalue()


def history_db(path):
    with sqlite3.connect(path) as database:
        database.execute(
            "CREATE TABLE history (id TEXT PRIMARY KEY, memory_id TEXT, old_memory TEXT,"
            " new_memory TEXT, event TEXT, created_at DATETIME, updated_at DATETIME,"
            " is_deleted INTEGER, actor_id TEXT, role TEXT)"
        )
        database.executemany(
            "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, 0, NULL, 'user')",
            [
                (TWO, ONE, None, "Likes nuts", "ADD", "2025-03-01T09:00:00-08:00", None),
                (ONE, ONE, "Likes nuts", "Likes olives", "UPDATE",
                 "2025-03-01T09:00:00-08:00", "2025-03-01T10:00:00-08:00"),
            ],
        )  # fmt: skip
    database.close()
    return path.read_bytes()


def memory(api, key=ONE):
    return api.get(f"/v1/memories/{key}/").json()


def test_memories_as_the_server_lists_them_come_in_with_their_ids(empty):
    report = taken_in(empty, bytes_of(SERVER), source="mem0")
    assert report.kinds["memories"]["new"] == 2
    first = memory(empty)
    assert (first["memory"], first["user_id"]) == ("Likes olives", "alice")
    assert first["metadata"] == {"topic": "food"}
    assert first["created_at"].startswith("2025-03-01T18:00:00")
    assert (first["attributed_to"], first["actor"]) == ("user", "Ali")
    assert memory(empty, TWO)["categories"] == ["style"]
    assert taken_in(empty, bytes_of(SERVER), source="mem0").total("equal") == 2


def test_a_dump_of_the_vector_store_is_read_as_well(empty):
    taken_in(empty, bytes_of(STORE), source="mem0")
    assert memory(empty)["metadata"] == {"topic": "food"}
    found = empty.post(
        "/v3/memories/search/", {"query": "olives", "filters": {"user_id": "alice"}}
    )
    assert [hit["id"] for hit in found.json()["results"]] == [ONE]


def test_history_comes_from_the_sqlite_file(empty, tmp_path):
    database = history_db(tmp_path / "history.db")
    both = zipped({"memories.json": bytes_of(SERVER), "data/history.db": database})
    report = taken_in(empty, both, source="mem0")
    assert report.kinds["history"]["new"] == 2
    told = empty.get(f"/v1/memories/{ONE}/history/").json()
    assert [row["new_memory"] for row in told] == ["Likes nuts", "Likes olives"]
    assert told[1]["old_memory"] == "Likes nuts"


def test_changes_may_stand_among_memories_before_what_they_are_of(empty):
    change = {
        "id": "c-1", "memory_id": ONE, "event": "UPDATE", "old_memory": "Likes nuts",
        "new_memory": "Likes olives", "created_at": "2025-03-01T17:00:00Z",
    }  # fmt: skip
    report = taken_in(empty, bytes_of([change, *SERVER["results"]]), source="mem0")
    assert report.kinds["memories"]["new"] == 2
    (told,) = empty.get(f"/v1/memories/{ONE}/history/").json()
    assert (told["old_memory"], told["user_id"]) == ("Likes nuts", "alice")


def test_facts_of_a_graph_keep_their_validity_and_relations(empty):
    report = taken_in(empty, bytes_of(EDGES), source="zep")
    assert report.kinds["memories"]["new"] == report.kinds["relations"]["new"] == 2
    old, new = memory(empty), memory(empty, TWO)
    assert old["valid_from"].startswith("2024-12-01")
    assert old["valid_to"].startswith("2025-02-01")
    assert old["closed_at"].startswith("2025-02-03")
    assert (new["valid_to"], new["user_id"]) == (None, "kendra")
    assert old["metadata"] == {"strength": 3}
    with tenant(empty.project):
        stated = empty.project.relations.values_list("source", "relationship", "target")
        assert ("Kendra", "loves", "Puma shoes") in stated
    body = {"query": "shoes", "filters": {"user_id": "kendra"}}
    latest = {**body, "latest_only": True}
    found = empty.post("/v3/memories/search/", latest).json()["results"]
    assert [hit["id"] for hit in found] == [TWO]
    then = {**body, "as_of": "2025-01-15"}
    found = empty.post("/v3/memories/search/", then).json()["results"]
    assert [hit["id"] for hit in found] == [ONE]


def test_conversations_of_chatgpt_are_extracted_from_with_their_time(empty):
    export = zipped({"conversations.json": bytes_of(CHATS), "user.json": b"{}",
                     "chat.html": b"<html>"})  # fmt: skip
    asked = {"source": "chatgpt", "user_id": "alice"}
    dry = taken_in(empty, export, dry_run=True, **asked)
    assert dry.kinds["conversations"] == {"new": 2, "equal": 0, "conflicting": 0}
    with tenant(empty.project):
        assert empty.project.jobs.count() == 0
    taken_in(empty, export, **asked)
    while work(empty.project):
        pass
    known = empty.get("/v1/memories/?user_id=alice").json()
    texts = " ".join(row["memory"] for row in known)
    assert "walnuts" in texts
    assert "Porto" in texts
    assert "cats" not in texts
    (allergy,) = [row for row in known if "walnuts" in row["memory"]]
    assert allergy["created_at"].startswith("2023-11-14T22:13:20")
    assert allergy["metadata"]["conversation"] == "c-1/0"
    again = taken_in(empty, export, **asked)
    assert again.kinds["conversations"] == {"new": 0, "equal": 2, "conflicting": 0}


@pytest.mark.parametrize(
    "export",
    [
        bytes_of(["Likes olives.", "Lives in Porto."]),
        bytes_of(
            {"memories": [{"content": "Likes olives."}, {"text": "Lives in Porto."}]}
        ),
        "• Likes olives.\n• Lives in Porto.\n".encode(),
        zipped({"memories.txt": b"1. Likes olives.\n2. Lives in Porto.\n"}),
    ],
    ids=["list", "objects", "lines", "zip"],
)
def test_a_list_of_memories_of_chatgpt_is_kept_word_for_word(empty, export):
    report = taken_in(empty, export, source="chatgpt", user_id="alice")
    assert report.kinds["memories"]["new"] == 2
    known = empty.get("/v1/memories/?user_id=alice").json()
    assert {row["memory"] for row in known} == {"Likes olives.", "Lives in Porto."}


WRONG = {
    "no JSON": ("mem0", b"hello", "not valid JSON"),
    "no list": ("mem0", b"{}", "no list of memories"),
    "no text": ("mem0", bytes_of([{"id": ONE, "created_at": 1}]), "line 1: it has no text"),
    "no id": ("mem0", bytes_of([{"memory": "a", "created_at": 1}]), "id is missing"),
    "no time": ("mem0", bytes_of([{"id": ONE, "memory": "a", "user_id": "b"}]),
                "created_at is missing"),
    "nobody": ("mem0", bytes_of([{"id": ONE, "memory": "a", "created_at": 1}]),
               "names nobody"),
    "no object": ("mem0", bytes_of([1]), "not an object"),
    "NUL": ("mem0", bytes_of([{"id": ONE, "memory": "a\0", "created_at": 1,
                               "user_id": "b"}]), "NUL"),
    "wild time": ("zep", bytes_of([{"uuid": ONE, "fact": "a", "created_at": "soon"}]),
                  "created_at"),
    "no edges": ("zep", b'{"nodes": []}', "no list of edges"),
    "chat of nobody": ("chatgpt", bytes_of(CHATS), "names nobody"),
    "nothing known": ("chatgpt", zipped({"chat.html": b""}), "nothing in it is known"),
    "bomb": ("chatgpt", zipped({"conversations.json": b" " * 9_000_000}),
             "unpacks to more"),
    "sqlite of something else": ("mem0", b"SQLite format 3\0" + b"\0" * 100, "cannot be read"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_is_refused_whole(empty, name):
    source, data, reason = WRONG[name]
    before = fingerprint(empty.project.pk)
    with pytest.raises(ArchiveRefusedError, match=reason):
        taken_in(empty, data, source=source)
    assert fingerprint(empty.project.pk) == before


def test_a_foreign_file_can_be_sent_to_the_api(empty):
    sent = send(empty, bytes_of(EDGES), "?source=zep&user_id=kim&dry_run=true")
    assert sent.status_code == 202, sent.content
    told = carried_out(empty, f"/v1/imports/{sent.json()['id']}/")
    assert (told["status"], told["source"]) == ("SUCCEEDED", "zep")
    assert told["report"]["kinds"]["memories"]["new"] == 2
    assert empty.get("/v1/memories/?user_id=kim").json() == []
    assert send(empty, b"", "?source=lotus").status_code == 400


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def host(database):
    """A server that speaks the hosted API: this one, over a socket."""
    with make_server(
        "127.0.0.1", 0, get_wsgi_application(), handler_class=Quiet
    ) as server:

        def serve():
            server.serve_forever(poll_interval=0.05)
            connections.close_all()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_account_is_read_through_the_official_api(
    full, empty, host, tmp_path, capsys
):
    key = tmp_path / "key"
    key.write_text(full.key)
    asked = ["import_from", "hosted", str(empty.project.pk), "--host", host,
             "--api-key-file", str(key), "--history"]  # fmt: skip
    call_command(*asked, "--dry-run")
    assert empty.get("/v1/memories/?user_id=alice").json() == []
    call_command(*asked)
    assert "memories" in capsys.readouterr().out
    for user in ("alice", "bob"):
        was, now = (
            {
                row["id"]: row["memory"]
                for row in api.get(f"/v1/memories/?user_id={user}").json()
            }
            for api in (full, empty)
        )
        assert was.items() <= now.items()
    (kept,) = empty.get("/v1/memories/?user_id=bob").json()
    assert len(empty.get(f"/v1/memories/{kept['id']}/history/").json()) >= 2


def test_the_command_says_what_is_missing(empty):
    with pytest.raises(CommandError, match="Name the file"):
        call_command("import_from", "zep", str(empty.project.pk))
    with pytest.raises(CommandError, match="--api-key-file"):
        call_command("import_from", "hosted", str(empty.project.pk))
