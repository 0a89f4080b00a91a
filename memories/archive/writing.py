"""Rows of an archive against those of a project, and into it: statements and batches.

Everything happens in the tenant's open transaction. A batch is compared, then what is
new is inserted and, if asked, what differs is overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from memories import graph_outbox, index_outbox, terms
from memories.archive.deriving import derived
from memories.archive.kinds import MEMORIES, Kind
from memories.archive.rows import Row
from memories.archive.snapshots import fetch
from memories.vectors import from_sparsevec


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its line, and as the database takes it."""

    line: int
    key: UUID
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Compared:
    """A batch against what is there. `taken` are rows whose place another has, by
    whatever else is unique."""

    new: list[Placed]
    equal: list[Placed]
    different: list[Placed]
    taken: list[Placed]


@dataclass(frozen=True, slots=True)
class Target:
    """Where rows go: `model` is the number of the vector space whose vectors may be
    taken over, or None."""

    project_id: UUID
    model: int | None


def placed(kind: Kind, line: int, row: Row, target: Target) -> Placed:
    """A row as the database takes it, with what can be worked out."""
    values = row.model_dump(mode="json", by_alias=True)
    index = values.pop("index", None)
    values |= derived(kind.name, row)
    if kind.index:
        usable = index if index is not None and target.model is not None else {}
        values |= {name: usable.get(name) for name in kind.index}
        values["embedding_model_id"] = target.model if usable else None
    return Placed(line, getattr(row, kind.key), values)


def compare(kind: Kind, batch: Sequence[Placed], target: Target) -> Compared:
    """Sort a batch by what the project has already."""
    given = _given(batch, target, kind.names)
    found = {key: (there, taken) for key, there, taken in fetch(_places(kind), given)}
    known = [row for row in batch if found[row.key][0]]
    equal = _equal(kind, known, target)
    sorted_ = Compared([], [], [], [])
    seen: set[Any] = set()
    for row in batch:
        there, taken = found[row.key]
        if row.key in equal:
            sorted_.equal.append(row)
        elif taken or _repeats(kind, row, seen):
            sorted_.taken.append(row)
        elif there:
            sorted_.different.append(row)
        else:
            sorted_.new.append(row)
    return sorted_


def _equal(kind: Kind, known: Sequence[Placed], target: Target) -> set[UUID]:
    """Those of the rows that are there as they are. What is new is not asked about: it
    would all be sent twice."""
    if not known:
        return set()
    given = _given(known, target, kind.columns)
    return {key for key, same in fetch(_comparison(kind), given) if same}


def _repeats(kind: Kind, row: Placed, seen: set[Any]) -> bool:
    """Whether an earlier row of the batch says the same, where that is not allowed."""
    marks = _marks(kind, row.values)
    twice = bool(seen.intersection(marks))
    seen.update(marks)
    return twice


def _marks(kind: Kind, values: dict[str, Any]) -> list[Any]:
    if kind.name == "memories":
        return [values["dedupe"]] if values["state"] == "active" else []
    if kind.name == "entities":
        return [(values["type"], values["name"]), values["number"]]
    if kind.name == "quarantine":
        return [values["fingerprint"]]
    if kind.name == "profiles":
        return [(values["entity_type"], values["entity_id"])]
    return []


def write(
    kind: Kind, new: Sequence[Placed], changed: Sequence[Placed], target: Target
) -> None:
    """Insert the new rows, and overwrite those that are there with the changed ones."""
    rows = [*new, *changed]
    if not rows:
        return
    if kind is MEMORIES:
        _count_out(target.project_id, [row.key for row in changed])
    fetch(_insertion(kind), _given(rows, target, _columns(kind)))
    if kind is MEMORIES:
        keys = [row.key for row in rows]
        _count(target.project_id, [row.values["lexical"] for row in rows], sign=1)
        index_outbox.mark(target.project_id, keys)
        graph_outbox.mark(target.project_id, keys)


def orphans(kind: Kind, batch: Sequence[Placed], target: Target) -> list[int]:
    """Lines of rows that stand beside a memory which is nowhere."""
    wanted = {UUID(row.values["memory_id"]) for row in batch}
    found = fetch(
        "SELECT id FROM memories_memory WHERE project_id = %s AND id = ANY(%s)",
        [target.project_id, list(wanted)],
    )
    missing = {str(key) for key in wanted - {key for (key,) in found}}
    return [row.line for row in batch if row.values["memory_id"] in missing]


def _given(
    rows: Sequence[Placed], target: Target, columns: Iterable[str]
) -> dict[str, Any]:
    names = list(columns)
    chosen = [{name: row.values[name] for name in names} for row in rows]
    return {"project": target.project_id, "rows": orjson.dumps(chosen).decode()}


def _columns(kind: Kind) -> dict[str, str]:
    """All columns that are written, with their types."""
    search = {**kind.index, "embedding_model_id": "smallint"} if kind.index else {}
    return {**kind.columns, **kind.derived, **search}


def _recordset(columns: Mapping[str, str]) -> str:
    typed = ", ".join(f"{name} {type_}" for name, type_ in columns.items())
    return f"json_to_recordset(%(rows)s::json) AS s({typed})"


def _places(kind: Kind) -> str:
    """By key: whether the row is there, and whether another has its place."""
    taken = "false"
    if kind.taken:
        taken = (
            f"EXISTS (SELECT 1 FROM {kind.table} e WHERE e.project_id = %(project)s "  # noqa: S608  our own names
            f"AND e.{kind.key} <> s.{kind.key} AND ({kind.taken}))"
        )
    return (
        f"SELECT s.{kind.key}, EXISTS (SELECT 1 FROM {kind.table} e "  # noqa: S608  our own names
        f"WHERE e.project_id = %(project)s AND e.{kind.key} = s.{kind.key}), {taken} "
        f"FROM {_recordset(kind.names)}"
    )


def _comparison(kind: Kind) -> str:
    """By key: whether the row that is there is the same."""
    theirs = ", ".join(f"s.{name}" for name in kind.columns)
    ours = ", ".join(f"e.{name}" for name in kind.columns)
    return (
        f"SELECT s.{kind.key}, (SELECT to_jsonb(o) = to_jsonb(n) FROM "  # noqa: S608  our own names
        f"(SELECT {ours} FROM {kind.table} e WHERE e.project_id = %(project)s "
        f"AND e.{kind.key} = s.{kind.key}) o, (SELECT {theirs}) n) "
        f"FROM {_recordset(kind.columns)}"
    )


def _insertion(kind: Kind) -> str:
    names = list(_columns(kind))
    changed = ", ".join(f"{n} = excluded.{n}" for n in names if n != kind.key)
    reset = ""
    if kind.index:
        reset = ", next_embedding = NULL"
    if kind is MEMORIES:
        reset += ", next_context_embedding = NULL"
    return (
        f"INSERT INTO {kind.table} (project_id, {', '.join(names)}) "  # noqa: S608  our own names
        f"SELECT %(project)s, {', '.join(f's.{name}' for name in names)} "
        f"FROM {_recordset(_columns(kind))} "
        f"ON CONFLICT (project_id, {kind.key}) DO UPDATE SET {changed}{reset}"
    )


def _count_out(project_id: UUID, keys: Sequence[UUID]) -> None:
    """Count the terms of memories out that are overwritten."""
    if keys:
        found = fetch(
            "SELECT lexical::text FROM memories_memory WHERE project_id = %s "
            "AND id = ANY(%s)",
            [project_id, list(keys)],
        )
        _count(project_id, [text for (text,) in found], sign=-1)


def _count(project_id: UUID, lexical: Iterable[str | None], *, sign: int) -> None:
    """Count terms in or out; a memory without an index has none yet."""
    texts = [text for text in lexical if text is not None]
    counted = [t for text in texts for t in (terms.ALL, *from_sparsevec(text))]
    terms.add_delta(project_id, counted, sign=sign)
