"""A project becomes an archive: every row as it is at one moment.

PostgreSQL writes the rows as JSON, page by page in the order of their keys, so they are
the same bytes for the same rows, wherever they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import IO, Any

import orjson

from memories.archive import custody, kinds, preferences
from memories.archive.kinds import Kind
from memories.archive.manifest import Manifest, Origin, Space
from memories.archive.packing import Packer
from memories.archive.snapshots import fetch, many_of, snapshot
from memories.candidates import model_id
from orgs.models import Project

AT_A_TIME = 1000
"""Rows read at once."""

Tell = Callable[[int, int], None]
"""Is given how many rows are done, and of how many."""


def write(
    project: Project,
    out: IO[bytes],
    *,
    vectors: bool = False,
    tell: Tell = lambda done, total: None,
) -> Manifest:
    """Write the archive of a project; what is in it.

    With `vectors` it can be imported without embedding anything, where the embedder is
    the same. Holds one transaction open that only reads.
    """
    packer = Packer(out)
    with snapshot(project):
        now = Project.objects.select_related("organization").get(pk=project.pk)
        progress = _Progress(tell, sum(many_of(now.pk, k.table) for k in kinds.KINDS))
        for kind in kinds.KINDS:
            found = _rows(now, kind, vectors=vectors and bool(kind.index))
            packer.add(kind.file, progress.through(found))
        packer.add("settings.ndjson", _dumped([preferences.settings_of(now)]))
        packer.add("webhooks.ndjson", _dumped(preferences.webhooks_of(now)))
        packer.add("retention.ndjson", _dumped(custody.rules_of(now)))
        packer.add("holds.ndjson", _dumped(custody.holds_of(now)))
    tell(progress.total, progress.total)
    return packer.close(
        Origin(id=now.pk, name=now.name), space_of(now), vectors=vectors
    )


def space_of(project: Project) -> Space | None:
    """The vector space of a project, once it has one."""
    if not project.embedding_model or not project.embedding_dimensions:
        return None
    return Space(name=project.embedding_model, dimensions=project.embedding_dimensions)


def selected(kind: Kind) -> str:
    """The columns of a kind."""
    return ", ".join(f"t.{name}" for name in kind.columns)


def _rows(project: Project, kind: Kind, *, vectors: bool) -> Iterator[bytes]:
    indexed = ""
    if vectors:
        pairs = ", ".join(f"'{name}', t.{name}::text" for name in kind.index)
        indexed = (
            f", CASE WHEN t.embedding_model_id = %(model)s AND t.{next(iter(kind.index))}"
            f" IS NOT NULL THEN jsonb_build_object({pairs}) END AS index"
        )
    sql = (
        f"SELECT r.{kind.key}, to_jsonb(r)::text FROM ("  # noqa: S608  fixed names
        f"SELECT {selected(kind)}{indexed} FROM {kind.table} t "
        f"WHERE t.project_id = %(project)s AND t.{kind.key} > %(after)s "
        f"ORDER BY t.{kind.key} LIMIT %(limit)s) r ORDER BY 1"
    )
    given: dict[str, Any] = {
        "project": project.pk,
        "model": model_id(project.embedding_model) if vectors else 0,
        "after": "00000000-0000-0000-0000-000000000000",
        "limit": AT_A_TIME,
    }
    while page := fetch(sql, given):
        for _, text in page:
            yield text.encode()
        given["after"] = page[-1][0]


def _dumped(rows: Any) -> Iterator[bytes]:
    for row in rows:
        # As PostgreSQL writes times: with the offset in figures.
        yield orjson.dumps(
            row,
            default=preferences.moment,
            option=orjson.OPT_PASSTHROUGH_DATETIME | orjson.OPT_SORT_KEYS,
        )


class _Progress:
    """Counts rows on their way."""

    def __init__(self, tell: Tell, total: int) -> None:
        self.tell, self.total, self.done = tell, total, 0

    def through(self, rows: Iterator[bytes]) -> Iterator[bytes]:
        """The same rows, counted."""
        for row in rows:
            yield row
            self.done += 1
            if self.done % AT_A_TIME == 0:
                self.tell(self.done, self.total)
