"""Which projects should have an approximate index, and bringing that about.

Only the owner of the tables may build one, so this works where `DATABASE_OWNER_URL` is at
hand. Each look (`tend`) takes a moment: it reads from the catalogue how far a build is,
drops what is not wanted or was broken off, and begins one part if none is being built.
A part that PostgreSQL gave up is tried again, later each time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils import timezone

from memories import hnsw, hnsw_building, vector_index
from memories.hnsw import Big, Built, Space
from memories.models_index import SearchIndex

KEPT = 0.5
"""The share of the rows an index is built at below which it is dropped again."""
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=1), dt.timedelta(hours=6)
NO_OWNER = (
    "Waits for the owner of the tables: give the workers DATABASE_OWNER_URL, or run "
    "manage.py search_indexes with it from time to time."
)
GAVE_UP = "PostgreSQL gave the last build up; its log says why."
State = SearchIndex.State


def tend() -> None:
    """Bring the indexes nearer to what they should be.

    Of two looks at a time the second does nothing.
    """
    wanted = bigs()
    if not wanted and not _is_anything_left():
        return
    try:
        if not hnsw_building.owns_tables():
            _wait_for_owner(wanted)
            return
        with hnsw_building.alone() as alone:
            if alone:
                _clear(wanted)
                _build(wanted)
    finally:
        connections["owner"].close()


def rows() -> list[SearchIndex]:
    """How far each is, the biggest project first; for those who run the server."""
    return list(SearchIndex.unscoped.using("admin").all())


def bigs() -> list[Big]:
    """The projects that should have an index, the biggest first, by what was last
    counted."""
    least = settings.CONFIGURATION.search_index_rows
    if not least or vector_index.is_configured():
        return []
    with connections["admin"].cursor() as cursor:
        cursor.execute(BIGS, {"least": least, "kept": int(least * KEPT)})
        return [
            Big(Space(project, model, dimensions), name, memories, partition)
            for project, model, dimensions, name, memories, partition in cursor
        ]


def _clear(wanted: Sequence[Big]) -> None:
    """Take away what is not wanted, and what is left of builds that were broken off."""
    _forget([big.space.project_id for big in wanted])
    names = {name for big in wanted for name in big.space.names().values()}
    building = hnsw_building.at_work()
    for name, built in hnsw_building.indexes().items():
        if name not in names:
            hnsw_building.stop(name)
            hnsw_building.drop(name)
        elif not built.valid and name != building:
            hnsw_building.drop(name)


def _build(wanted: Sequence[Big]) -> None:
    """Note how far each is, and begin the next part."""
    building = hnsw_building.at_work()
    found = hnsw_building.indexes()
    for big in wanted:
        names = big.space.names()
        missing = [part for part, name in names.items() if not _valid(found, name)]
        row = _row(big)
        if missing and row.ready_at is not None:
            _withdraw(row)
        if not missing:
            _finish(row)
        elif building == names[missing[0]]:
            _go_on(row, missing[0], found.get(building))
        elif building or not _is_due(row, missing[0]):
            _wait(row)
        else:
            _begin(row, missing[0])
            hnsw_building.begin(big, missing[0])
            building = names[missing[0]]


def _valid(found: dict[str, Built], name: str) -> bool:
    return name in found and found[name].valid


def _row(big: Big) -> SearchIndex:
    row: SearchIndex
    row, _ = SearchIndex.unscoped.using("admin").get_or_create(
        project_id=big.space.project_id,
        defaults={"memories": big.memories, "state": State.WAITING},
    )
    row.space, row.memories = big.name, big.memories
    return row


def _is_due(row: SearchIndex, part: str) -> bool:
    """Whether the part may be begun: the first time, or long enough after the last."""
    return row.part != part or row.run_at <= timezone.now()


def _begin(row: SearchIndex, part: str) -> None:
    row.attempts = row.attempts + 1 if row.part == part else 1
    wait = min(FIRST_WAIT * 2 ** (row.attempts - 1), LONGEST_WAIT)
    row.run_at = timezone.now() + wait
    _go_on(row, part, None)


def _go_on(row: SearchIndex, part: str, built: Built | None) -> None:
    row.state, row.part, row.note = State.BUILDING, part, ""
    row.progress = built.progress if built else 0.0
    row.save(using="admin")


def _wait(row: SearchIndex, note: str = "") -> None:
    row.state, row.progress = State.WAITING, 0.0
    row.note = note or (GAVE_UP if row.attempts else "")
    row.save(using="admin")


def _finish(row: SearchIndex) -> None:
    """From now on searches use it."""
    if row.state != State.READY:
        row.state, row.part, row.note = State.READY, "", ""
        row.progress, row.attempts, row.ready_at = 1.0, 0, timezone.now()
    row.save(using="admin")
    _serve(row.project_id, row.space)


def _withdraw(row: SearchIndex) -> None:
    """A part is gone, or the project has moved to another space."""
    row.ready_at = None
    _serve(row.project_id, "")


def _serve(project_id: UUID, space: str) -> None:
    """Have searches use the index of a space, or none."""
    with connections["admin"].cursor() as cursor:
        cursor.execute(
            "UPDATE orgs_project SET indexed_model = %s "
            "WHERE id = %s AND indexed_model <> %s",
            [space, project_id, space],
        )


def _forget(wanted: Sequence[UUID]) -> None:
    """Projects that are not big any more are searched without an index."""
    gone = SearchIndex.unscoped.using("admin").exclude(project_id__in=wanted)
    for project_id in gone.values_list("project_id", flat=True):
        _serve(project_id, "")
    gone.delete()


def _wait_for_owner(wanted: Sequence[Big]) -> None:
    """Say so, unless who has the owner's role comes by in time."""
    for big in wanted:
        row = _row(big)
        if row.state == State.WAITING:  # else who has the role is at it
            _wait(row, NO_OWNER)


def _is_anything_left() -> bool:
    with connections["admin"].cursor() as cursor:
        cursor.execute(LEFT, [hnsw.PATTERN])
        return bool(cursor.fetchone()[0])


# Sums of counts are looked up project by project: there are as many rows as terms.
BIGS = """
SELECT p.id, e.id, e.dimensions, e.name, counted.documents, held.partition
  FROM orgs_project p
  CROSS JOIN LATERAL (
    SELECT documents FROM memories_termfrequency
     WHERE project_id = p.id AND term = 0 OFFSET 0) counted
  JOIN memories_embeddingmodel e ON e.name = p.embedding_model
  LEFT JOIN memories_searchindex s ON s.project_id = p.id
  CROSS JOIN LATERAL (
    SELECT tableoid::regclass::text FROM memories_memory
     WHERE project_id = p.id LIMIT 1) held (partition)
 WHERE counted.documents >= CASE WHEN s.id IS NULL THEN %(least)s ELSE %(kept)s END
 ORDER BY counted.documents DESC
"""
LEFT = """
SELECT EXISTS (SELECT FROM memories_searchindex)
    OR EXISTS (SELECT FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relname ~ %s)
"""
