"""Without a platform: the same commands on a SQLite file."""

from __future__ import annotations

import json

from tests.memories.wire import BEES, UNKNOWN


def test_what_is_said_is_found(local):
    added = local("add", "I moved to Porto.", "-u", "ana").data
    (hit, *_) = local("search", "Where does ana live?", "-u", "ana").data

    assert added["status"] == "SUCCEEDED"
    assert "Porto" in hit["memory"]


def test_a_memory_is_read_changed_and_deleted(local):
    added = local("add", BEES, "--app-id", "hive", "--no-infer").data
    memory_id = added["results"][0]["id"]

    changed = local("update", memory_id, "I kept bees.").data
    assert changed["memory"] == local("get", memory_id).data["memory"] == "I kept bees."
    assert [each["event"] for each in local("history", memory_id).data] == [
        "ADD",
        "UPDATE",
    ]
    assert local("delete", memory_id).code == 0
    assert local("get", memory_id).code == 4
    assert local("list").data == []


def test_lists_are_of_somebody_or_everybody(local):
    for number, user in enumerate(("ana", "ben", "ben")):
        local("add", f"{user} says {number}.", "-u", user, "--no-infer")
    local("add", BEES, "-u", "ana", "--app-id", "hive", "--no-infer")

    assert len(local("list").data) == 4
    assert len(local("list", "-u", "ana", "--app-id", "hive").data) == 1
    assert local("entities").data[0] == {
        "type": "user",
        "name": "ana",
        "total_memories": 2,
    }


def test_all_of_somebody_or_everybody_go(local):
    for user in ("ana", "ben"):
        local("add", BEES, "-u", user, "--no-infer")

    local("delete-all", "-u", "ana", "--yes")
    left = [row["user_id"] for row in local("list").data]
    local("delete-all", "--everything", "--yes")

    assert left == ["ben"]
    assert local("list").data == []


def test_memories_go_in_and_come_out_again(local, tmp_path):
    rows = [{"memory": f"Fact number {n}.", "user_id": "ana"} for n in range(250)]
    lines = "".join(json.dumps(row) + "\n" for row in rows)

    done = local("import", stdin=lines)
    out = local("export")

    assert done.data["stored"] == 250
    assert len(out.out.splitlines()) == 250
    assert len(local("export", "-u", "nobody").out.splitlines()) == 0


def test_what_only_a_platform_has_is_refused_by_name(local):
    immutable = json.dumps({"memory": BEES, "user_id": "a", "immutable": True})

    assert "no events" in local("events").err
    assert "no events" in local("events", UNKNOWN).err
    assert "with a server only" in local("delete", UNKNOWN, "--linked").err
    assert "cannot be immutable" in local("import", stdin=immutable).err
    assert local("ping").data["status"] == "ok"


def test_it_looks_from_another_time(local):
    for year, city in ((2020, "Rome"), (2022, "Porto")):
        said = f"I live in {city}."
        local("add", said, "-u", "ana", "--timestamp", f"{year}-01-01T00:00:00Z")

    then = local("list", "-u", "ana", "--as-of", "2021-01-01").data
    hits = local(
        "search", "Where does she live?", "-u", "ana", "--as-of", "2021-01-01"
    ).data
    unknown = local("list", "-u", "ana", "--known-at", "2021-01-01").data

    assert [("Rome" in row["memory"], row["user_id"]) for row in then] == [
        (True, "ana")
    ]
    assert [("Rome" in hit["memory"]) for hit in hits] == [True]
    assert unknown == []
