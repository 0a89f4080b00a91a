"""What is not an archive, or no longer one, is refused whole, with a reason."""

from __future__ import annotations

import hashlib
import io
import json
import struct
import zipfile
from typing import Any

import pytest

from memories.archive.reading import Archive
from memories.archive.refusals import ArchiveRefusedError
from tests.archive.conftest import carried_out, send, taken_in
from tests.isolation.tables import fingerprint

ID = "01990d5c-8f43-7d52-9c39-5c2bb1a7c2f1"
AT = "2026-01-01T00:00:00+00:00"
MEMORY = {"id": ID, "text": "Likes olives.", "user_id": "alice", "created_at": AT,
          "updated_at": AT, "recorded_at": AT}  # fmt: skip


def lines(*rows: Any) -> bytes:
    return b"".join(
        (row if isinstance(row, bytes) else json.dumps(row).encode()) + b"\n"
        for row in rows
    )


def packed(
    contents: dict[str, bytes],
    about: dict[str, Any] | None = None,
    method: int = zipfile.ZIP_DEFLATED,
    more: dict[str, bytes] | None = None,
) -> bytes:
    """An archive of these files, its manifest right unless `about` says otherwise."""
    parts = [
        {
            "name": name,
            "rows": data.count(b"\n"),
            "bytes": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        }
        for name, data in contents.items()
    ]
    said = {"format": "mem0-archive", "version": 1, "created_at": AT, "project": {},
            "embedder": None, "vectors": False, "files": parts, **(about or {})}  # fmt: skip
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, data in {**contents, **(more or {})}.items():
            made.writestr(name, data)
        made.writestr("manifest.json", json.dumps(said))
    return out.getvalue()


def with_memory(**changes: Any) -> bytes:
    return packed({"memories.ndjson": lines({**MEMORY, **changes})})


def raw(line: bytes) -> bytes:
    return packed({"memories.ndjson": lines(line)})


def twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate name"):
        return packed({"memories.ndjson": lines(MEMORY)}) and _twice()


def _twice() -> bytes:
    out = io.BytesIO(packed({"memories.ndjson": lines(MEMORY)}))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("memories.ndjson", lines(MEMORY))
    return out.getvalue()


def bare() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("memories.ndjson", lines(MEMORY))
    return out.getvalue()


def many_names() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(2000):
            made.writestr(f"{number}.ndjson", b"")
    return out.getvalue()


def flipped(place: int) -> bytes:
    """A good archive with one bit changed."""
    data = bytearray(GOOD)
    data[place] ^= 0x10
    return bytes(data)


def read(archive: bytes) -> Any:
    """What is in an archive that is found to be right."""
    found = Archive(io.BytesIO(archive), len(archive))
    found.verify()
    return found.manifest, list(found.rows("memories"))


def encrypted() -> bytes:
    data = bytearray(GOOD)
    at = data.index(b"PK\1\2")
    struct.pack_into("<H", data, at + 8, 0x1)
    return bytes(data)


def directory_bomb() -> bytes:
    data = bytearray(GOOD)
    struct.pack_into("<L", data, len(data) - 22 + 12, 2**31)
    return bytes(data)


def unpacks_differently() -> bytes:
    """The directory promises less than there is."""
    data = bytearray(packed({"memories.ndjson": lines(MEMORY) * 50}))
    at = data.index(b"PK\1\2")
    struct.pack_into("<L", data, at + 24, 10)
    return bytes(data)


GOOD = packed({"memories.ndjson": lines(MEMORY)})
OTHER = {**MEMORY, "id": "01990d5c-8f43-7d52-9c39-5c2bb1a7c2f0"}
SPACE = {"embedder": {"name": "local/x", "dimensions": 2}, "vectors": True}
INDEX = {"embedding": "[1,0]", "context_embedding": "[1,0]",
         "lexical": "{1:1}/1000000000", "context_lexical": "{1:1}/1000000000"}  # fmt: skip


def indexed(**changes: Any) -> bytes:
    row = {**MEMORY, "index": {**INDEX, **changes}}
    return packed({"memories.ndjson": lines(row)}, SPACE)


HELD = {
    "doubt": {"fact": {"text": "b", "sources": [0]}, "reason": "c"},
    "messages": [{"role": "user", "content": "b", "said_at": AT}],
    "scope": {"user_id": "a"},
    "options": {"said_at": AT},
    "provenance": {},
    "memory_id": ID,
    "replaces": ["x"],
}

HOSTILE: dict[str, tuple[Any, str]] = {
    "nothing": (b"", "cut short, or not a zip"),
    "text": (b"hello" * 100, "cut short, or not a zip"),
    "cut": (GOOD[:-40], "cut short, or not a zip"),
    "cut in front": (GOOD[60:], "not a whole zip file|damaged"),
    "padded": (GOOD + b"more", "cut short, or not a zip"),
    "no manifest": (bare, "has no manifest.json"),
    "manifest that is none": (packed({}, {"format": "tar"}), "manifest.json: format"),
    "version to come": (packed({}, {"version": 2}), "manifest.json: version"),
    "manifest with more": (packed({}, {"hint": 1}), "manifest.json: hint"),
    "file beside the manifest": (
        packed({}, more={"memories.ndjson": b""}), "do not agree about it"),
    "wrong size": (packed(
        {"memories.ndjson": b""},
        {"files": [{"name": "memories.ndjson", "rows": 0, "bytes": 9,
                    "sha256": "0" * 64}]}), "size is not the one"),
    "wrong sum": (packed(
        {"memories.ndjson": lines(MEMORY)},
        {"files": [{"name": "memories.ndjson", "rows": 1,
                    "bytes": len(lines(MEMORY)), "sha256": "0" * 64}]}),
        "checksum is not"),
    "wrong count": (packed(
        {"memories.ndjson": lines(MEMORY)},
        {"files": [{"name": "memories.ndjson", "rows": 2,
                    "bytes": len(lines(MEMORY)), "sha256": "0" * 64}]}),
        "has 1 rows, the manifest says 2"),
    "path outside": (packed({}, more={"../memories.ndjson": b""}), "no archive has"),
    "absolute path": (packed({}, more={"/etc/passwd": b""}), "no archive has"),
    "folder": (packed({}, more={"a/memories.ndjson": b""}), "no archive has"),
    "zip inside": (packed({}, more={"archive.zip": GOOD}), "no archive has"),
    "file twice": (twice, "comes twice"),
    "too many files": (many_names, "more files than archives have"),
    "huge directory": (directory_bomb, "more files than archives have"),
    "encrypted": (encrypted, "encrypted or packed"),
    "unknown packing": (
        packed({"memories.ndjson": lines(MEMORY)}, method=zipfile.ZIP_BZIP2),
        "encrypted or packed"),
    "bomb": (lambda: packed({"memories.ndjson": b" " * 8_000_000 + b"\n"}),
             "unpacks to far more"),
    "more than promised": (unpacks_differently, "size is not|damaged"),
    "line that does not end": (
        packed({"memories.ndjson": lines(MEMORY)[:-1]}), "middle of a row"),
    "not JSON": (raw(b"{"), "line 1: it is not valid JSON"),
    "empty line": (raw(b""), "line 1: it is not valid JSON"),
    "not an object": (raw(b"[1]"), "line 1"),
    "NaN": (raw(json.dumps({**MEMORY, "confidence": float("nan")}).encode()), "JSON"),
    "infinite": (raw(b'{"confidence":1e999}'), "line 1"),
    "too deep for a parser": (raw(b"[" * 5000 + b"]" * 5000), "line 1"),
    "deep metadata": (with_memory(metadata={"a": json.loads("[" * 40 + "]" * 40)}),
                      "levels deep"),
    "deep provenance": (with_memory(provenance={"a": json.loads("[" * 80 + "]" * 80)}),
                        "nested deeper"),
    "NUL": (with_memory(text="a\0b"), "NUL"),
    "NUL in metadata": (with_memory(metadata={"a": "\0"}), "NUL"),
    "NUL in a key": (with_memory(provenance={"\0": 1}), "NUL"),
    "half a character": (raw(json.dumps(MEMORY).replace("olives", "\\ud800").encode()),
                         "JSON"),
    "no bytes of UTF-8": (raw(b'{"id":"\xff"}'), "JSON"),
    "unknown column": (with_memory(project_id=ID), "project_id"),
    "missing column": (packed({"memories.ndjson": lines({"id": ID})}), "line 1: text"),
    "nobody's": (with_memory(user_id=None), "one of user_id"),
    "no id": (with_memory(id="1; DROP TABLE"), "line 1: id"),
    "unknown state": (with_memory(state="deleted"), "state"),
    "time without offset": (with_memory(created_at="2026-01-01T00:00:00"), "created_at"),
    "long id of somebody": (with_memory(user_id="a" * 256), "user_id"),
    "id twice": (packed({"memories.ndjson": lines(MEMORY, MEMORY)}), "comes twice"),
    "out of order": (packed({"memories.ndjson": lines(MEMORY, OTHER)}), "ascending"),
    "vectors unannounced": (with_memory(index=INDEX), "of which space"),
    "short vector": (indexed(embedding="[1]"), "does not have 2 dimensions"),
    "vector of words": (indexed(embedding='["a","b"]'), "half-precision"),
    "endless vector": (indexed(embedding="[1e300,1]"), "half-precision"),
    "sparse nonsense": (indexed(lexical="{1:1}"), "sparse"),
    "sparse out of order": (indexed(lexical="{2:1,1:1}/1000000000"), "lexical holds"),
    "relation of nothing": (packed({"relations.ndjson": lines(
        {"id": ID, "memory_id": ID, "source": "a", "relationship": "b",
         "target": "c"})}), "a memory that is nowhere"),
    "quarantine of nothing": (packed({"quarantine.ndjson": lines(
        {"id": ID, "user_id": "a", "text": "b", "reason": "c", "held": {},
         "created_at": AT, "expires_at": AT})}), "quarantine.ndjson, line 1"),
    "quarantine that replaces nothing": (packed({"quarantine.ndjson": lines(
        {"id": ID, "user_id": "a", "text": "b", "reason": "c", "held": HELD,
         "created_at": AT, "expires_at": AT})}), "quarantine.ndjson, line 1"),
    "unknown setting": (packed({"settings.ndjson": lines(
        {"project": {"plan": "enterprise"}})}), "project.plan is no setting"),
    "wrong setting": (packed({"settings.ndjson": lines(
        {"project": {"gate": "open"}})}), "settings.ndjson, line 1"),
    "settings twice": (packed({"settings.ndjson": lines(
        {"project": {}}, {"project": {}})}), "more than one row"),
    "webhook inside": (packed({"webhooks.ndjson": lines(
        {"name": "a", "url": "https://127.0.0.1/", "event_types": ["memory_add"],
         "is_active": True, "created_at": AT})}), "webhooks.ndjson, line 1"),
    "webhook of unknown events": (packed({"webhooks.ndjson": lines(
        {"name": "a", "url": "https://example.com/", "event_types": ["x"],
         "is_active": True, "created_at": AT})}), "not an event type"),
}  # fmt: skip


def made(name: str) -> bytes:
    data = HOSTILE[name][0]
    return data() if callable(data) else data


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_archive_is_refused_and_nothing_written(empty, name):
    before = fingerprint(empty.project.pk)
    with pytest.raises(ArchiveRefusedError, match=HOSTILE[name][1]) as caught:
        taken_in(empty, made(name))
    assert caught.value.message.startswith("Nothing was imported. ")
    assert caught.value.details["problems"]
    assert fingerprint(empty.project.pk) == before


def test_a_changed_bit_is_noticed_wherever_it_counts():
    good, noticed = read(GOOD), 0
    for place in range(len(GOOD)):
        try:
            assert read(flipped(place)) == good, place
        except ArchiveRefusedError:
            noticed += 1
    assert noticed > len(GOOD) * 0.8


def test_the_good_one_is_imported(empty):
    assert taken_in(empty, GOOD).total("new") == 1


def test_every_problem_has_its_line(empty):
    bad = [{**MEMORY, "id": ID[:-3] + f"{n:03x}", "state": "odd"} for n in range(120)]
    with pytest.raises(ArchiveRefusedError) as caught:
        taken_in(empty, packed({"memories.ndjson": lines(*bad)}))
    assert "And 117 more." in caught.value.message
    problems = caught.value.details["problems"]
    assert [each["line"] for each in problems] == list(range(1, 101))


def test_a_refusal_is_told_by_the_api(empty):
    sent = send(empty, with_memory(state="odd"))
    assert sent.status_code == 202
    told = carried_out(empty, f"/v1/imports/{sent.json()['id']}/")
    assert told["status"] == "FAILED"
    assert told["error"].startswith("Nothing was imported. memories.ndjson, line 1: ")
    assert told["problems"][0]["line"] == 1
    assert told["report"] is None
    assert empty.get("/v1/memories/?user_id=alice").json() == []


def test_what_is_no_file_is_refused_at_once(empty):
    answer = empty.post("/v1/imports/", {"memories": []})
    assert answer.status_code == 400
    assert "application/zip" in answer.json()["detail"]


def test_a_file_that_is_too_large_is_refused_at_once(empty, settings):
    settings.CONFIGURATION = settings.CONFIGURATION.model_copy(
        update={"archive_bytes": 2000}
    )
    answer = send(empty, b"0" * 2001)
    assert answer.status_code == 413
    assert "import_archive" in answer.json()["detail"]
