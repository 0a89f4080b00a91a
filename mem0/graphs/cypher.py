"""The family of stores that are asked in openCypher: one set of constant statements.

What a user said is never part of a statement, only of its parameters; a relationship's
name is therefore a property, not a type. No statement needs more than openCypher 9, so
that one text serves every dialect. Times are microseconds since 1970, and what has not
ended ends in the year 9999, because properties that may be null are not portable.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from mem0.entities import ENTITY_IDS
from mem0.graphs.base import MOST_EDGES, Asked, Edge, GraphOptions, GraphStore
from mem0.memory.types import Relation, Scope

T = TypeVar("T")
Row = Mapping[str, Any]

BATCH = 200
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
FOREVER = 253_402_300_799_999_999
"""9999-12-31T23:59:59.999999Z in microseconds."""
BETWEEN = "MATCH (a:Mem0Entity)-[r:MEM0_RELATION]->(b:Mem0Entity)"

MERGE_THINGS = f"""
UNWIND $rows AS row
MERGE (n:Mem0Entity {{key: row.key}})
ON CREATE SET n.collection = $collection, n.name = row.name, n.folded = row.folded,
    n.kind = row.kind, {", ".join(f"n.{name} = row.{name}" for name in ENTITY_IDS)}
ON MATCH SET n.kind = CASE WHEN row.kind = '' THEN n.kind ELSE row.kind END
"""
MERGE_EDGES = f"""
UNWIND $rows AS row
MATCH (a:Mem0Entity {{key: row.source}})
MATCH (b:Mem0Entity {{key: row.target}})
MERGE (a)-[r:MEM0_RELATION {{key: row.key}}]->(b)
SET r.collection = $collection, r.relationship = row.relationship,
    r.memory_id = row.memory_id, r.valid_from = row.valid_from,
    r.valid_to = row.valid_to, {", ".join(f"r.{name} = row.{name}" for name in ENTITY_IDS)}
"""
ANSWER = f"""
RETURN r.key AS key, a.name AS source, a.kind AS source_type,
    r.relationship AS relationship, b.name AS target, b.kind AS target_type,
    r.memory_id AS memory_id, r.valid_from AS valid_from, r.valid_to AS valid_to,
    {", ".join(f"r.{name} AS {name}" for name in ENTITY_IDS)}
ORDER BY valid_from DESC, key DESC LIMIT
"""
NAMED = f"{BETWEEN} WHERE r.collection = $collection AND r.memory_id IN $memory_ids"
SUPPORTED = f"""
{NAMED}
RETURN DISTINCT r.memory_id AS memory_id
"""
NEXT = f"""
{BETWEEN} WHERE r.collection = $collection AND r.memory_id > $after
RETURN DISTINCT r.memory_id AS memory_id ORDER BY memory_id LIMIT
"""
ENDS = f"""
{NAMED}
RETURN a.key AS source, b.key AS target
"""
CUT = f"""
{NAMED}
DELETE r
"""
ORPHANS = """
MATCH (n:Mem0Entity) WHERE n.key IN $keys
OPTIONAL MATCH (n)-[r:MEM0_RELATION]-(:Mem0Entity)
WITH n, count(r) AS relations
WHERE relations = 0
DELETE n
"""
EVERYTHING = "MATCH (n:Mem0Entity) WHERE n.collection = $collection DETACH DELETE n"


class Run(Protocol):
    """Asks one statement inside a transaction."""

    def __call__(self, statement: str, parameters: Mapping[str, Any]) -> list[Row]:
        """The rows of the answer, by the names of their columns."""
        ...


class CypherGraph(GraphStore):
    """A leaf says how statements are sent, and what makes keys unique and found."""

    def __init__(self, config: GraphOptions) -> None:
        super().__init__(config)
        self._ready = False
        self._readying = threading.Lock()

    @abstractmethod
    def _prepare(self) -> None:
        """Make constraints, indexes or tables, unless they exist."""

    @abstractmethod
    def _transaction(self, work: Callable[[Run], T], *, write: bool) -> T:
        """What the work answers, run in one transaction where the store has them."""

    def _within(self, work: Callable[[Run], T], *, write: bool = False) -> T:
        with self._readying:
            if not self._ready:
                self._prepare()
                self._ready = True
        return self._transaction(work, write=write)

    def _add(self, edges: Sequence[Edge]) -> None:
        for start in range(0, len(edges), BATCH):
            self._merge(edges[start : start + BATCH])

    def _merge(self, edges: Sequence[Edge]) -> None:
        things = {row["key"]: row for edge in edges for row in self._things(edge)}
        relations = {row["key"]: row for row in map(self._edge, edges)}

        def write(run: Run) -> None:
            for statement, rows in ((MERGE_THINGS, things), (MERGE_EDGES, relations)):
                given = {"rows": [*rows.values()], "collection": self.collection}
                run(statement, given)

        self._within(write, write=True)

    def _read(self, asked: Asked) -> list[Edge]:
        rows = self._within(lambda run: self._rows(run, asked))
        unique = {row["key"]: row for row in rows}.values()
        newest = sorted(
            unique, key=lambda row: (row["valid_from"], row["key"]), reverse=True
        )
        return [_restored(row) for row in newest[: asked.limit]]

    def _rows(self, run: Run, asked: Asked) -> list[Row]:
        conditions, parameters = self._conditions(asked)
        ends = ("",) if asked.names is None else ("a", "b")
        if asked.names is not None:
            parameters["names"] = sorted(asked.names)
        found: list[Row] = []
        for end in ends:
            named = [f"{end}.folded IN $names"] if end else []
            where = " AND ".join([*conditions, *named])
            statement = f"{BETWEEN} WHERE {where}{ANSWER} {asked.limit:d}"
            found += run(statement, parameters)
        return found

    def _conditions(self, asked: Asked) -> tuple[list[str], dict[str, Any]]:
        conditions, parameters = self._scope("r", asked.scope)
        if not asked.ended:
            conditions += ["r.valid_from <= $at", "r.valid_to > $at"]
            parameters["at"] = FOREVER - 1 if asked.at is None else _micros(asked.at)
        if asked.memory_ids is not None:
            conditions.append("r.memory_id IN $memory_ids")
            parameters["memory_ids"] = sorted(asked.memory_ids)
        return conditions, parameters

    def _scope(self, of: str, scope: Scope) -> tuple[list[str], dict[str, Any]]:
        """Constant conditions, the ids as parameters."""
        ids = scope.ids()
        conditions = [f"{of}.collection = $collection"]
        conditions += [f"{of}.{name} = ${name}" for name in ENTITY_IDS if name in ids]
        return conditions, {"collection": self.collection, **ids}

    def _supported(self, memory_ids: Sequence[str]) -> set[str]:
        rows = self._within(lambda run: run(SUPPORTED, self._named(memory_ids)))
        return {row["memory_id"] for row in rows}

    def _stated(self, memory_ids: Sequence[str]) -> list[Edge]:
        statement = f"{NAMED}{ANSWER} {MOST_EDGES * len(memory_ids):d}"
        rows = self._within(lambda run: run(statement, self._named(memory_ids)))
        return [_restored(row) for row in rows]

    def _memory_ids(self, after: str, limit: int) -> list[str]:
        given = {"collection": self.collection, "after": after}
        rows = self._within(lambda run: run(f"{NEXT} {limit:d}", given))
        return [row["memory_id"] for row in rows]

    def _delete(self, memory_ids: Sequence[str]) -> int:
        def cut(run: Run) -> int:
            ends = run(ENDS, self._named(memory_ids))
            if ends:
                keys = {row[end] for row in ends for end in ("source", "target")}
                run(CUT, self._named(memory_ids))
                run(ORPHANS, {"keys": sorted(keys)})
            return len(ends)

        return self._within(cut, write=True)

    def _delete_scope(self, scope: Scope) -> int:
        conditions, parameters = self._scope("n", scope)
        where = " AND ".join(conditions)

        def cut(run: Run) -> int:
            number = self._counted(run, scope)
            run(f"MATCH (n:Mem0Entity) WHERE {where} DETACH DELETE n", parameters)
            return number

        return self._within(cut, write=True)

    def _count(self, scope: Scope) -> int:
        return self._within(lambda run: self._counted(run, scope))

    def _counted(self, run: Run, scope: Scope) -> int:
        conditions, parameters = self._scope("r", scope)
        where = " AND ".join(conditions)
        (row,) = run(f"{BETWEEN} WHERE {where} RETURN count(r) AS number", parameters)
        return int(row["number"])

    def _reset(self) -> None:
        given = {"collection": self.collection}
        self._within(lambda run: run(EVERYTHING, given), write=True)

    def _named(self, memory_ids: Sequence[str]) -> dict[str, Any]:
        return {"collection": self.collection, "memory_ids": list(memory_ids)}

    def _things(self, edge: Edge) -> list[Row]:
        relation = edge.relation
        ends = (
            (relation.source, relation.source_type),
            (relation.target, relation.target_type),
        )
        return [
            {
                "key": self._key(edge.scope, name.casefold()),
                "name": name,
                "folded": name.casefold(),
                "kind": kind or "",
                **_ids(edge.scope),
            }
            for name, kind in ends
        ]

    def _edge(self, edge: Edge) -> Row:
        scope, relation = edge.scope, edge.relation
        names = (relation.source.casefold(), relation.target.casefold())
        return {
            "key": self._key(scope, *names, relation.relationship, edge.memory_id),
            "source": self._key(scope, names[0]),
            "target": self._key(scope, names[1]),
            "relationship": relation.relationship,
            "memory_id": edge.memory_id,
            "valid_from": _micros(edge.valid_from),
            "valid_to": FOREVER if edge.valid_to is None else _micros(edge.valid_to),
            **_ids(scope),
        }

    def _key(self, scope: Scope, *parts: str) -> str:
        """What is the same in one scope has one key, whoever writes it."""
        said = json.dumps([self.collection, _ids(scope), parts], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()[:40]


def _ids(scope: Scope) -> dict[str, str]:
    return {name: value or "" for name, value in scope.all_ids().items()}


def _micros(moment: dt.datetime) -> int:
    return (moment - EPOCH) // dt.timedelta(microseconds=1)


def _moment(micros: int) -> dt.datetime:
    return EPOCH + dt.timedelta(microseconds=int(micros))


def _restored(row: Row) -> Edge:
    return Edge(
        Relation(
            row["source"],
            row["relationship"],
            row["target"],
            row["source_type"] or None,
            row["target_type"] or None,
        ),
        Scope(**{name: row[name] or None for name in ENTITY_IDS}),
        row["memory_id"],
        _moment(row["valid_from"]),
        None if row["valid_to"] == FOREVER else _moment(row["valid_to"]),
    )
