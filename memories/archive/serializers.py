"""What archives and imports are asked for, and how they are told of."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers

from memories.archive import services
from memories.archive.importing import CONVERSATIONS
from memories.archive.kinds import NAMES
from memories.archive.models import Direction, Transfer
from memories.archive.sources import ARCHIVE, SOURCES
from memories.fields import EntityIdField, FlagField


class ArchiveRequest(serializers.Serializer[Any]):
    """An archive: with or without its vectors."""

    vectors = FlagField(required=False, default=False)


class ImportQuery(serializers.Serializer[Any]):
    """How an archive is to be imported; in the query string, the body is the file."""

    source = serializers.ChoiceField(  # type: ignore[assignment]  # taken by the metaclass
        choices=list(SOURCES), required=False, default=ARCHIVE
    )
    user_id = EntityIdField(required=False, default="")
    dry_run = FlagField(required=False, default=False)
    overwrite = FlagField(required=False, default=False)


def key_of(text: str) -> UUID | None:
    """The id of an archive or import; None for text that is none."""
    try:
        return UUID(text)
    except ValueError:
        return None


def represented(row: Transfer) -> dict[str, Any]:
    """An archive or an import as clients read it."""
    shown: dict[str, Any] = {
        "id": str(row.pk),
        "status": services.status(row),
        "error": services.error_of(row),
        "progress": {
            "phase": row.progress.get("phase", "waiting"),
            "done": row.progress.get("done", 0),
            "total": row.progress.get("total", 0),
        },
        "manifest": row.manifest,
        "bytes": row.size,
        "sha256": row.sha256 or None,
        "created_at": row.created_at,
        "completed_at": row.completed_at,
    }
    if row.direction == Direction.EXPORT:
        ready = services.is_ready(row)
        return {
            **shown,
            "vectors": bool(row.options.get("vectors")),
            "expires_at": row.expires_at,
            "download": f"/v1/archives/{row.pk}/download/" if ready else None,
        }
    return {
        **shown,
        "source": row.options.get("source", ARCHIVE),
        "dry_run": bool(row.options.get("dry_run")),
        "overwrite": bool(row.options.get("overwrite")),
        "report": _report(row.report),
        "problems": (row.report or {}).get("problems", []),
    }


def _report(report: dict[str, Any] | None) -> dict[str, Any] | None:
    if not report or "error" in report:
        return None
    counts = ("new", "equal", "conflicting")
    kinds = report["kinds"]
    return {
        **{name: report[name] for name in counts},
        # The database sorts keys; people expect memories first.
        "kinds": {
            name: kinds[name] for name in (*NAMES, CONVERSATIONS) if name in kinds
        },
        "differences": report["differences"],
    }
