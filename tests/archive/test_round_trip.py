"""Out of one project and into another: the same rows, and the same answers."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest

from memories.archive import kinds
from orgs.tenancy import tenant
from tests.archive.conftest import archived, carried_out, files, send, taken_in


def manifest(archive):
    with zipfile.ZipFile(BytesIO(archive)) as found:
        return json.loads(found.read("manifest.json"))


def switched_off(rows):
    return [{**row, "is_active": False} for row in rows]


def test_the_project_has_something_of_every_kind(full):
    found = files(archived(full.project))
    assert sorted(found) == sorted(kinds.FILES)
    assert [name for name, rows in found.items() if not rows] == []
    assert {row["state"] for row in found["memories.ndjson"]} >= {
        "active",
        "superseded",
    }


@pytest.mark.parametrize("vectors", [False, True], ids=["plain", "vectors"])
def test_an_import_into_a_new_project_has_equal_files(full, empty, vectors):
    before = archived(full.project, vectors=vectors)
    report = taken_in(empty, before)
    after = archived(empty.project, vectors=vectors)
    was, now = files(before), files(after)
    hooks = "webhooks.ndjson"
    assert now.pop(hooks) == switched_off(was.pop(hooks))
    assert now == was
    first, second = manifest(before), manifest(after)
    sums = [
        {p["name"]: p for p in each["files"] if p["name"] != hooks}
        for each in (first, second)
    ]
    assert sums[0] == sums[1]
    assert second["project"]["id"] == str(empty.project.pk)
    assert report.total("equal") == report.total("conflicting") == 0


@pytest.mark.parametrize("vectors", [False, True], ids=["plain", "vectors"])
def test_searches_answer_the_same_after_an_import(full, empty, vectors):
    taken_in(empty, archived(full.project, vectors=vectors))
    for query in ("Where does Alice live?", "allergies", "viola"):
        body = {"query": query, "filters": {"OR": [{"user_id": "*"}]}, "threshold": 0}
        before, after = (
            each.post("/v3/memories/search/", body).json()["results"]
            for each in (full, empty)
        )
        assert [hit["id"] for hit in after] == [hit["id"] for hit in before]
        assert [hit["score"] for hit in after] == pytest.approx(
            [hit["score"] for hit in before], abs=2e-3
        )


def test_history_and_graph_come_along(full, empty):
    taken_in(empty, archived(full.project))
    with tenant(full.project):
        key = full.project.history.filter(event="DELETE").first().memory_id
    told = [each.get(f"/v1/memories/{key}/history/").json() for each in (full, empty)]
    assert told[0] == told[1] != []
    path = "/v1/graph/user/alice/"
    drawn = [each.get(path).json() for each in (full, empty)]
    assert drawn[0]["relations"] == drawn[1]["relations"] != []


def test_a_second_import_finds_everything_equal(full, empty):
    archive = archived(full.project)
    first = taken_in(empty, archive)
    second = taken_in(empty, archive)
    assert second.total("equal") == first.total("new")
    assert second.total("new") == second.total("conflicting") == 0


def test_the_original_is_not_touched_by_its_copy(full, empty):
    before = archived(full.project)
    taken_in(empty, before)
    empty.delete("/v1/memories/?user_id=alice")
    empty.post("/reset", {})
    assert files(archived(full.project)) == files(before)


def test_an_archive_goes_out_and_in_by_the_api(full, empty):
    made = full.post("/v1/archives/", {"vectors": True})
    assert made.status_code == 202, made.content
    assert made.json()["download"] is None
    path = f"/v1/archives/{made.json()['id']}/"
    told = carried_out(full, path)
    assert (told["status"], told["error"]) == ("SUCCEEDED", None)
    answer = full.get(told["download"])
    archive = b"".join(answer.streaming_content)
    assert answer["content-type"] == "application/zip"
    assert len(archive) == told["bytes"] == int(answer["content-length"])
    sent = send(empty, archive)
    assert sent.status_code == 202, sent.content
    told = carried_out(empty, f"/v1/imports/{sent.json()['id']}/")
    assert (told["status"], told["error"]) == ("SUCCEEDED", None)
    assert told["report"]["new"] == sum(p["rows"] for p in told["manifest"]["files"])
    hooks = "webhooks.ndjson"
    was, now = files(archived(full.project)), files(archived(empty.project))
    assert now.pop(hooks) == switched_off(was.pop(hooks))
    assert now == was
