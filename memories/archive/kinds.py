"""The kinds of rows in an archive, and their columns.

One table serves both directions: what is read of a row is what is written of it. What
can be worked out from the rest (hashes, fingerprints, search columns) is not among the
columns; `derived` are those that are worked out when a row is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mem0.entities import ENTITY_IDS


@dataclass(frozen=True, slots=True)
class Kind:
    """A file of an archive and the table behind it.

    `columns` and `derived` are name → PostgreSQL type, `key` names a row, `index` are
    the search columns, as name in the archive → column. `taken` is what else only one
    row of a project may have, as a condition between the row `e` and the new one `s`,
    and `marks` are the columns it is made of. `spoken` are the columns that say what
    people said.
    """

    name: str
    table: str
    columns: Mapping[str, str]
    derived: Mapping[str, str] = field(default_factory=dict)
    key: str = "id"
    index: Mapping[str, str] = field(default_factory=dict)
    taken: str = ""
    marks: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    of_memory: bool = False
    """Whether the row stands beside a memory (`memory_id`) and goes with it."""

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.name}.ndjson"

    @property
    def names(self) -> Mapping[str, str]:
        """The columns that tell whether a row's place is free, with their types."""
        typed = {**self.columns, **self.derived}
        return {name: typed[name] for name in (self.key, *self.marks)}


SCOPE = dict.fromkeys(ENTITY_IDS, "text")

MEMORIES = Kind(
    "memories",
    "memories_memory",
    {
        "id": "uuid", "text": "text", **SCOPE, "metadata": "jsonb",
        "categories": "text[]", "created_at": "timestamptz",
        "updated_at": "timestamptz", "recorded_at": "timestamptz",
        "expiration_date": "date", "immutable": "boolean", "state": "text",
        "replaced_by": "uuid", "synthesized": "boolean", "valid_from": "timestamptz",
        "valid_to": "timestamptz", "closed_at": "timestamptz",
        "event_start": "timestamptz", "event_end": "timestamptz",
        "attributed_to": "text", "speaker": "text", "subject": "text",
        "attribute": "text", "value": "text", "language": "text",
        "confidence": "double precision", "confirmations": "integer",
        "confirmed_at": "timestamptz", "feedback": "text", "feedback_reason": "text",
        "sources": "uuid[]", "episode_id": "uuid", "event_id": "uuid",
        "provenance": "jsonb",
    },
    derived={"hash": "text", "dedupe": "bytea"},
    index={
        "embedding": "halfvec", "context_embedding": "halfvec", "lexical": "sparsevec",
        "context_lexical": "sparsevec",
    },
    taken="e.state = 'active' AND s.state = 'active' AND e.dedupe = s.dedupe",
    marks=("state", "dedupe"),
    spoken=("text", "metadata", "value", "feedback_reason", "provenance"),
)  # fmt: skip
HISTORY = Kind(
    "history",
    "memories_history",
    {
        "id": "uuid", "memory_id": "uuid", "event": "text", "old_memory": "text",
        "new_memory": "text", **SCOPE, "metadata": "jsonb", "categories": "text[]",
        "input": "jsonb", "event_id": "uuid", "created_at": "timestamptz",
        "updated_at": "timestamptz", "recorded_at": "timestamptz",
    },
    spoken=("old_memory", "new_memory", "metadata", "input"),
)  # fmt: skip
MESSAGES = Kind(
    "messages",
    "memories_message",
    {
        "id": "uuid", "episode_id": "uuid", "event_id": "uuid", **SCOPE,
        "role": "text", "name": "text", "content": "text", "said_at": "timestamptz",
        "recorded_at": "timestamptz",
    },
    derived={"thread_id": "uuid"},
    spoken=("content",),
    index={"embedding": "halfvec", "terms": "sparsevec"},
)  # fmt: skip
ENTITIES = Kind(
    "entities",
    "memories_entity",
    {
        "id": "uuid", "number": "bigint", "type": "text", "name": "text",
        "metadata": "jsonb", "created_at": "timestamptz", "updated_at": "timestamptz",
    },
    taken="(e.type = s.type AND e.name = s.name) OR e.number = s.number",
    marks=("type", "name", "number"),
    spoken=("metadata",),
)  # fmt: skip
RELATIONS = Kind(
    "relations",
    "memories_memoryrelation",
    {
        "id": "uuid", "memory_id": "uuid", "source": "text", "relationship": "text",
        "target": "text", "source_type": "text", "target_type": "text",
    },
    derived={"source_key": "text", "target_key": "text"},
    spoken=("source", "target"),
    of_memory=True,
)  # fmt: skip
ACCESSES = Kind(
    "accesses",
    "memories_access",
    {"memory_id": "uuid", "touched_at": "timestamptz[]"},
    key="memory_id",
    of_memory=True,
)
QUARANTINE = Kind(
    "quarantine",
    "memories_quarantined",
    {
        "id": "uuid", **SCOPE, "text": "text", "reason": "text", "held": "jsonb",
        "event_id": "uuid", "created_at": "timestamptz", "expires_at": "timestamptz",
    },
    derived={"fingerprint": "bytea"},
    taken="e.fingerprint = s.fingerprint",
    marks=("fingerprint",),
    spoken=("text", "held"),
)  # fmt: skip
PROFILES = Kind(
    "profiles",
    "memories_profile",
    {
        "id": "uuid", "entity_type": "text", "entity_id": "text", "status": "text",
        "error": "text", "generation_count": "integer", "schema": "jsonb",
        "data": "jsonb", "evidence": "jsonb", "method": "text",
        "memory_count": "integer", "created_at": "timestamptz",
        "completed_at": "timestamptz",
    },
    taken="e.entity_type = s.entity_type AND e.entity_id = s.entity_id",
    marks=("entity_type", "entity_id"),
    spoken=("data", "evidence"),
)  # fmt: skip

KINDS = (
    MEMORIES, HISTORY, MESSAGES, ENTITIES, RELATIONS, ACCESSES, QUARANTINE, PROFILES
)  # fmt: skip
"""In the order in which they are written: a memory before what stands beside it."""
SETTINGS = "settings"
WEBHOOKS = "webhooks"
RULES, HOLDS = "retention", "holds"
NAMES = (*(kind.name for kind in KINDS), SETTINGS, WEBHOOKS, RULES, HOLDS)
"""An archive of an earlier version has fewer of them."""
FILES = frozenset(f"{name}.ndjson" for name in NAMES)
