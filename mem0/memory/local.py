"""`LocalStore`: the engine's store in one SQLite file, with an index beside it.

SQLite is the truth: every change is one transaction there. A vector store and a graph
store, where they are chosen, are told afterwards (`mem0.memory.local_index`,
`mem0.memory.local_graph`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from mem0.graphs.base import GraphStore
from mem0.memory import history, local_rows as rows
from mem0.memory.context import Part
from mem0.memory.filters import Filter, entity_ids, match, scope_filter
from mem0.memory.local_candidates import Finder
from mem0.memory.local_database import EVERY_TABLE, Database
from mem0.memory.local_graph import LocalGraph
from mem0.memory.local_index import Index, ScanIndex, StoreIndex, note
from mem0.memory.local_messages import Messages
from mem0.memory.local_tables import Tables
from mem0.memory.local_writing import Writer
from mem0.memory.ranking import Pool
from mem0.memory.store import Place, Placed, Reindex
from mem0.memory.types import (
    Change,
    HistoryEntry,
    Message,
    Query,
    Record,
    Scope,
    Vector,
)
from mem0.vector_stores.base import VectorStore

ORDER = "ORDER BY created_at DESC, id DESC"


class LocalStore:
    """Memories of one file; see `mem0.memory.store.MemoryStore`.

    `model` names the embedding model in use and `dimensions` the length of its
    vectors. Raises what the vector store raises when it cannot be opened.
    """

    def __init__(
        self,
        path: str,
        model: str,
        dimensions: int,
        vectors: VectorStore | None = None,
        graph: GraphStore | None = None,
    ) -> None:
        self.database = Database(path)
        self.messages = Messages(self.database, model)
        self.index: Index = ScanIndex(self.database, model)
        self.graph: LocalGraph | None = None
        with contextlib.ExitStack() as opened:
            opened.callback(self.database.close)
            if graph is not None:
                opened.callback(graph.close)
            if vectors is not None:
                opened.callback(vectors.close)
                self.index = StoreIndex(self.database, model, vectors, dimensions)
            if graph is not None:
                self.graph = LocalGraph(self.database, graph)
            opened.pop_all()  # nothing failed: `close` lets go of them
        tables = Tables(self.database, model)
        self.database.on_rollback = tables.clear
        self.finder = Finder(self.database, tables, self.index)

    @contextlib.contextmanager
    def locked(self, *scopes: Scope) -> Iterator[None]:
        """A transaction; all writers wait in line, those of other processes too."""
        with self.database.transaction(write=True) as outermost:
            yield
        if outermost:
            self.index.flush()
            if self.graph is not None:
                self.graph.flush()

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction in which several reads see the same."""
        with self.database.transaction():
            yield

    def get(self, memory_id: str) -> Record | None:
        """The memory with this id, whatever its state."""
        found = self.get_many([memory_id])
        return found[0] if found else None

    def get_many(self, memory_ids: Sequence[str]) -> list[Record]:
        """Those of the memories that exist, in the order asked."""
        with self.reading():
            found = [self._records("id = ?", [key]) for key in memory_ids]
        return [record for records in found for record in records]

    def find(
        self, where: Filter, *, limit: int | None, offset: int = 0
    ) -> list[Record]:
        """Memories that match, newest first, in a stable order."""
        found: list[Record] = []
        with self.reading():
            for record in self._matching(where):
                if limit is not None and len(found) >= offset + limit:
                    break
                found.append(record)
        return found[offset:]

    def count(self, where: Filter) -> int:
        """How many memories match."""
        with self.reading():
            return sum(1 for _ in self._matching(where))

    def approach(self, query: Query) -> Query:
        """As it is: the index is part of this store."""
        return query

    def candidates(self, query: Query) -> Pool:
        """The best rows of the scope by the sum of all arms, each arm's score given."""
        with self.reading():
            return self.finder.pool(query)

    def twins(self, fingerprints: Sequence[bytes]) -> dict[bytes, Record]:
        """Active memories with these fingerprints."""
        condition = "state = 'active' AND fingerprint = ?"
        with self.reading():
            found = {key: self._records(condition, [key]) for key in fingerprints}
        return {key: records[0] for key, records in found.items() if records}

    def slots(
        self, scope: Scope, wanted: Sequence[tuple[str, str]], *, at: dt.datetime
    ) -> list[Record]:
        """Memories of the scope, in any run, in one of the slots: what stands, and
        what held at a time."""
        condition = (
            "state IN ('active', 'disputed', 'superseded') AND subject = ? AND attribute = ? "
            "AND user_id IS ? AND agent_id IS ? AND app_id IS ?"
        )
        ids = [scope.user_id, scope.agent_id, scope.app_id]
        with self.reading():
            return [
                record
                for subject, attribute in dict.fromkeys(wanted)
                for record in self._records(
                    condition, [subject.casefold(), attribute, *ids]
                )
                if record.state != "superseded" or _held(record, at)
            ]

    def similar(
        self, scope: Scope, model: str, vectors: Sequence[Vector], *, limit: int
    ) -> list[list[tuple[Record, float]]]:
        """For each vector the nearest active memories of exactly this scope."""
        with self.reading():
            return [self.finder.similar(scope, each, limit) for each in vectors]

    def ancestors(self, memory_id: str) -> list[Record]:
        """The memories this one replaced, directly or through others."""
        condition = """id IN (
            WITH RECURSIVE older (id) AS (
              SELECT id FROM memory_record WHERE replaced_by = ?
              UNION
              SELECT n.id FROM memory_record n JOIN older o ON n.replaced_by = o.id
            ) SELECT id FROM older)"""
        return self._records(condition, [memory_id])

    def history(self, memory_id: str) -> list[HistoryEntry]:
        """Changes of one memory, oldest first."""
        return history.read(self.database, memory_id)

    def wordings(
        self, memory_ids: Sequence[str], known_at: dt.datetime
    ) -> dict[str, str]:
        """What the memories said at a time, by their history."""
        return history.wordings(self.database, memory_ids, known_at)

    def recent_messages(
        self, scope: Scope, *, before: dt.datetime, limit: int
    ) -> list[Message]:
        """The last messages of the scope said at or before a time, oldest first."""
        return self.messages.recent(scope, before, limit)

    def place(self, scope: Scope, said_at: dt.datetime, *, radius: int) -> Place:
        """Where messages said at this time belong, with up to `radius` neighbours."""
        return self.messages.place(scope, said_at, radius)

    def around(
        self, message_ids: Sequence[str], *, radius: int
    ) -> Mapping[str, Sequence[Placed]]:
        """Each message that exists with its neighbours in the episode, in order."""
        return self.messages.around(message_ids, radius)

    def sourced(self, message_ids: Sequence[str]) -> list[tuple[str, Sequence[str]]]:
        """Memories that came from one of the messages: their id and all their sources."""
        condition = "id IN (SELECT memory_id FROM memory_source WHERE message_id = ?)"
        with self.reading():
            found = {
                record.id: record.sources
                for key in message_ids
                for record in self._records(condition, [key])
            }
        return list(found.items())

    def apply(
        self,
        changes: Sequence[Change],
        *,
        messages: Sequence[tuple[Message, Part]] = (),
        scope: Scope | None = None,
        model: str = "",
    ) -> Sequence[str]:
        """Write everything or nothing."""
        with self.locked():
            if messages and scope is not None:
                self.messages.add(messages, scope)
            spoken = {
                message.id: {"role": message.role, "content": message.content}
                for message, _ in messages
            }
            orphans = self._writer().write(changes, spoken)
            if self.graph is not None:
                self.graph.keep(changes)
            return orphans

    def reindex(self, contexts: Sequence[Reindex]) -> None:
        """Replace the contexts of stored memories."""
        with self.locked():
            self._writer().reindex(contexts)

    def forget_messages(self, where: Filter) -> None:
        """Delete what was said by whom the filter names, if it says nothing else."""
        ids = entity_ids(where)
        if where == scope_filter(Scope(**ids)):
            with self.locked():
                self.messages.forget(ids)

    def reset(self) -> None:
        """Delete everything, history too. Of the other stores, only what is ours."""
        with self.locked():
            if self.graph is not None:
                self.graph.note_all()
            if self.index.external:
                known = self.database.all("SELECT id FROM memory_record")
                note(self.database, [key for (key,) in known])
            self._writer()  # a new version: whoever keeps rows reads them again
            for table in EVERY_TABLE:
                self.database.run(f"DELETE FROM {table}")  # noqa: S608  fixed names

    def close(self) -> None:
        """Let go of the file and of the stores beside it."""
        if self.graph is not None:
            self.graph.close()
        self.index.close()
        self.database.close()

    def _writer(self) -> Writer:
        return Writer(self.database, self.messages, noted=self.index.external)

    def _matching(self, where: Filter) -> Iterator[Record]:
        condition, values = rows.pinned(entity_ids(where))
        sql = f"SELECT record FROM memory_record WHERE {condition} {ORDER}"  # noqa: S608  fixed columns
        for (text,) in self.database.stream(sql, values):
            record = rows.record(text)
            if match(where, record):
                yield record

    def _records(self, condition: str, values: Sequence[object]) -> list[Record]:
        sql = f"SELECT record FROM memory_record WHERE {condition} {ORDER}"  # noqa: S608  fixed conditions
        return [rows.record(text) for (text,) in self.database.all(sql, values)]


def _held(record: Record, at: dt.datetime) -> bool:
    since, until = record.valid_from, record.valid_to
    return since is not None and until is not None and since <= at < until
