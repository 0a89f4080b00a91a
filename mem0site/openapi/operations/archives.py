"""Archives of the project, and imports into it."""

from __future__ import annotations

from typing import Any

from mem0site.openapi import samples
from mem0site.openapi.operation import (
    PAGED,
    Answer,
    Operation,
    Table,
    query,
    said,
)
from mem0site.openapi.shapes import flag, one, ref, text
from memories.archive.serializers import ArchiveRequest
from memories.archive.sources import SOURCES

ARCHIVES = "Archives and imports"
ZIP, BYTES = "application/zip", "application/octet-stream"
FILE = {"type": "string", "format": "binary"}
SUM = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
MANIFEST: dict[str, Any] = {
    "format": "mem0-archive",
    "version": 1,
    "created_at": samples.AT,
    "project": {"id": samples.PROJECT_ID, "name": "default-project"},
    "embedder": {"name": "local/wordllama", "dimensions": 256},
    "vectors": False,
    "files": [{"name": "memories.ndjson", "rows": 1, "bytes": 812, "sha256": SUM}],
}
DONE: dict[str, Any] = {
    "id": samples.OTHER_ID,
    "status": "SUCCEEDED",
    "error": None,
    "progress": {"phase": "done", "done": 1, "total": 1},
    "manifest": MANIFEST,
    "bytes": 1790,
    "sha256": SUM,
    "created_at": samples.AT,
    "completed_at": samples.LATER,
}
WAITING: dict[str, Any] = {
    "status": "PENDING",
    "progress": {"phase": "waiting", "done": 0, "total": 0},
    "manifest": None,
    "completed_at": None,
}
ARCHIVE: dict[str, Any] = {
    **DONE,
    "vectors": False,
    "expires_at": samples.LATER,
    "download": f"/v1/archives/{samples.OTHER_ID}/download/",
}
IMPORT: dict[str, Any] = {
    **DONE,
    "source": "archive",
    "dry_run": False,
    "overwrite": False,
    "report": {
        "new": 1,
        "equal": 0,
        "conflicting": 0,
        "kinds": {"memories": {"new": 1, "equal": 0, "conflicting": 0}},
        "differences": [],
    },
    "problems": [],
}

OPERATIONS: Table = {
    ("POST", "/v1/archives/"): Operation(
        "createArchive", ARCHIVES, "Ask for an archive",
        {202: Answer(ref("Archive"), {"Taken": {
            **ARCHIVE, **WAITING, "bytes": 0, "sha256": None, "download": None}},
            "Taken.")},
        ArchiveRequest, body_optional=True, examples={"Without vectors": {}},
        notes="Everything the project has, at one moment: memories in every state, "
        "their history, messages, entities, relations, quarantine, profiles, settings "
        "and webhooks (without secrets). With `vectors` nothing has to be embedded "
        "anew where the embedder is the same.",
    ),
    ("GET", "/v1/archives/"): Operation(
        "listArchives", ARCHIVES, "List archives",
        {200: Answer(ref("ArchivePage"), {"A page": samples.page_of(ARCHIVE)})},
        parameters=PAGED,
    ),
    ("GET", "/v1/archives/{transfer_id}/"): Operation(
        "getArchive", ARCHIVES, "Read how far an archive is",
        {200: Answer(ref("Archive"), {"Written": ARCHIVE})},
    ),
    ("DELETE", "/v1/archives/{transfer_id}/"): Operation(
        "deleteArchive", ARCHIVES, "Delete an archive", {200: said("It is deleted.")},
    ),
    ("GET", "/v1/archives/{transfer_id}/download/"): Operation(
        "downloadArchive", ARCHIVES, "Download an archive",
        {200: Answer(FILE, about="The file.", media=ZIP)},
    ),
    ("POST", "/v1/imports/"): Operation(
        "createImport", ARCHIVES, "Send an archive in",
        {202: Answer(ref("Import"), {"Taken": {
            **IMPORT, **WAITING, "report": None}}, "Taken.")},
        FILE, media=(ZIP, BYTES), errors=(403,),
        parameters=(
            query("source", one(*SOURCES, about=""),
                  "Whose file it is. Default: an archive of this platform."),
            query("user_id", text(minLength=1, maxLength=255),
                  "Whom it is about, where the file does not say so."),
            query("dry_run", flag(default=False),
                  "Say what would happen and write nothing."),
            query("overwrite", flag(default=False),
                  "Replace what the project has with other content."),
        ),
        notes="The body is the file itself. All of it is imported or nothing, and "
        "nothing before every row was checked. Ids are kept. What the project has with "
        "other content is reported and left as it is unless `overwrite` is set. "
        "Webhooks arrive switched off, with new secrets. Needs the right to change the "
        "project's settings.",
    ),
    ("GET", "/v1/imports/"): Operation(
        "listImports", ARCHIVES, "List imports",
        {200: Answer(ref("ImportPage"), {"A page": samples.page_of(IMPORT)})},
        parameters=PAGED,
    ),
    ("GET", "/v1/imports/{transfer_id}/"): Operation(
        "getImport", ARCHIVES, "Read what an import did or would do",
        {200: Answer(ref("Import"), {"Done": IMPORT})},
    ),
    ("DELETE", "/v1/imports/{transfer_id}/"): Operation(
        "deleteImport", ARCHIVES, "Delete an import", {200: said("It is deleted.")},
        notes="What was imported stays.",
    ),
}  # fmt: skip
