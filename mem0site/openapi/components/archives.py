"""Archives and imports."""

from __future__ import annotations

from mem0site.openapi.shapes import (
    Schema,
    array,
    flag,
    integer,
    mapping,
    maybe,
    moment,
    one,
    page,
    ref,
    text,
    thing,
    uuid,
)


def schemas() -> dict[str, Schema]:
    """The components by name."""
    return {
        "Archive": thing(_archive(), "A project as one file."),
        "ArchivePage": page(ref("Archive"), "A page of archives."),
        "ArchiveManifest": thing(_manifest(), "What is in an archive."),
        "Import": thing(_import(), "An archive that was sent in."),
        "ImportPage": page(ref("Import"), "A page of imports."),
        "ImportReport": thing(_report(), "What an import did, or would do."),
    }


def _transfer() -> dict[str, Schema]:
    progress = {
        "phase": text(
            "`waiting`, `reading`, `checking`, `writing`, `indexing`, `done`."
        ),
        "done": integer("Rows that are done."),
        "total": integer("Rows in all."),
    }
    return {
        "id": uuid(),
        "status": one("PENDING", "RUNNING", "SUCCEEDED", "FAILED"),
        "error": maybe(text("Why it failed.")),
        "progress": thing(progress),
        "manifest": maybe(ref("ArchiveManifest")),
        "bytes": integer("Size of the file."),
        "sha256": maybe(text("Checksum of the file, in hexadecimal figures.")),
        "created_at": moment(),
        "completed_at": maybe(moment()),
    }


def _archive() -> dict[str, Schema]:
    return {
        **_transfer(),
        "vectors": flag("Whether the vectors are in it."),
        "expires_at": moment("It can be downloaded until then."),
        "download": maybe(text("The path to download it from, once it is there.")),
    }


def _import() -> dict[str, Schema]:
    problem = {"file": text(), "line": integer("From 1; 0: the file as a whole."),
               "reason": text()}  # fmt: skip
    return {
        **_transfer(),
        "source": one("archive", "mem0", "zep", "chatgpt"),
        "dry_run": flag("Whether nothing was to be written."),
        "overwrite": flag("Whether what differs was to be replaced."),
        "report": maybe(ref("ImportReport")),
        "problems": array(thing(problem), "What is wrong with a refused archive."),
    }


def _counts() -> dict[str, Schema]:
    return {
        "new": integer("Rows that the project did not have."),
        "equal": integer("Rows that it has already."),
        "conflicting": integer("Rows that it has with other content."),
    }


def _report() -> dict[str, Schema]:
    difference = {
        "file": text(),
        "line": integer(),
        "key": text("The id of the row."),
        "reason": text(),
        "outcome": one("kept", "overwritten"),
    }
    return {
        **_counts(),
        "kinds": mapping(thing(_counts()), "The same for each kind of row."),
        "differences": array(thing(difference), "The first hundred conflicts."),
    }


def _manifest() -> dict[str, Schema]:
    file = {"name": text(), "rows": integer(), "bytes": integer(), "sha256": text()}
    return {
        "format": one("mem0-archive"),
        "version": integer(),
        "created_at": moment(),
        "project": thing({"id": maybe(uuid()), "name": text()}),
        "embedder": maybe(thing({"name": text(), "dimensions": integer()})),
        "vectors": flag(),
        "files": array(thing(file)),
    }
