"""The approximate index of a big project: what it is made of.

Four indexes on the partition that holds the project, each of its rows alone, so that
other tenants neither pay for it nor stand in the way of what it finds: a graph (HNSW)
for each of the two arms of meaning, an inverted index of the words, and an order of its
own that draws rows by lot. The tables' owner builds them (`memories.hnsw_upkeep`),
searches of wide scopes read them (`memories.wide_scopes`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from uuid import UUID

DRAWN, WORDS, OWN, CONTEXT = "drawn", "words", "own", "context"
PARTS = (DRAWN, WORDS, OWN, CONTEXT)
"""In the order in which they are built: what takes long comes last."""
GRAPHS = {OWN: "embedding", CONTEXT: "context_embedding"}
"""The column of each graph."""
NAME = re.compile(
    r"wide_(?:(drawn|words)_([0-9a-f]{32})|(own|context)_([0-9a-f]{32})_\d+)"
)
PATTERN = f"^{NAME.pattern}$"
"""The same for PostgreSQL."""


@dataclass(frozen=True, slots=True)
class Space:
    """The vectors of one project in one space; `model` is the number on its rows."""

    project_id: UUID
    model: int
    dimensions: int

    def names(self) -> dict[str, str]:
        """The name of each part's index."""
        return {part: self._name(part) for part in PARTS}

    def _name(self, part: str) -> str:
        which = f"_{self.model}" if part in GRAPHS else ""
        return f"wide_{part}_{self.project_id.hex}{which}"

    def definition(self, part: str, partition: str) -> str:
        """The statement that builds a part, beside whatever else goes on."""
        rows = f"project_id = '{self.project_id}'"
        if part in GRAPHS:
            what = f"hnsw (({self.vector(GRAPHS[part])}) halfvec_ip_ops)"
            rows += f" AND embedding_model_id = {self.model}"
        elif part == WORDS:
            # Without a list of what is pending, which every search would have to read.
            what = "gin (memory_terms(context_lexical)) WITH (fastupdate = off)"
        else:
            what = "btree (uuid_hash(id))"
        name = self._name(part)
        return (
            f"CREATE INDEX CONCURRENTLY {name} ON {partition} USING {what} WHERE {rows}"
        )

    def vector(self, column: str) -> str:
        """A column as vectors of this length, as the index has it."""
        return f"{column}::halfvec({self.dimensions})"


@dataclass(frozen=True, slots=True)
class Big:
    """A project that should have an index; `partition` is the table of its rows."""

    space: Space
    name: str
    memories: int
    partition: str


@dataclass(frozen=True, slots=True)
class Built:
    """A part as the catalogue has it; `progress` is from 0 to 1, `size` in bytes."""

    valid: bool
    progress: float
    size: int
