"""The values the engine works with. All are frozen; none knows a database or a wire."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mem0.entities import ENTITY_IDS
from mem0.memory.frozen import frozen

Vector = Sequence[float]
Sparse = Mapping[int, float]
"""Term id → weight; see `mem0.memory.lexical` for how ids and weights are made."""

State = Literal["active", "superseded", "merged", "disputed", "retracted"]
Event = Literal[
    "ADD",
    "UPDATE",
    "DELETE",
    "SUPERSEDE",
    "DISPUTE",
    "MERGE",
    "CONFIRM",
    "RETRACT",
    "RESTORE",
    "CATEGORIZE",
    "STRUCTURE",
    "NOOP",
]
Speaker = Literal["user", "assistant"]
GateMode = Literal["strict", "normal", "keep-everything"]
"""How much doubt keeps a statement out: any, the usual, none."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose memory it is: the client's own ids, at least one of them given."""

    user_id: str | None = None
    agent_id: str | None = None
    app_id: str | None = None
    run_id: str | None = None

    def all_ids(self) -> dict[str, str | None]:
        """The four ids by wire name, None for one that is not set."""
        return {name: getattr(self, name) for name in ENTITY_IDS}

    def ids(self) -> dict[str, str]:
        """The ids that are set, by wire name."""
        pairs = self.all_ids().items()
        return {name: value for name, value in pairs if value is not None}

    def __bool__(self) -> bool:
        return bool(self.ids())


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that was said. `role` is as sent; `name` is the speaker's, if known."""

    role: str
    content: str
    said_at: dt.datetime
    name: str | None = None
    id: str = ""
    episode_id: str = ""
    metadata: Mapping[str, Any] = field(default_factory=dict)
    event_id: str = ""
    """The operation that told it, where operations have ids."""


@dataclass(frozen=True, slots=True)
class Relation:
    """How one thing stands to another: Ana, `lives_in`, Porto.

    Names are as they were said; two that differ in case only are one thing. The
    relationship is a word in snake case, a type one of `mem0.memory.relations`.
    """

    source: str
    relationship: str
    target: str
    source_type: str | None = None
    target_type: str | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One statement an extractor found, before it is compared with what is known.

    `text` stands alone (no "I", no "yesterday"), in the language it was said in.
    `sources` are indices into the messages given; `supersedes` are indices into
    the known memories given. `subject`, `attribute` and `value` are set when the
    statement fills a slot ("Ana", "home", "Porto"); a `closes` fact says that the
    slot or the statement no longer holds. `unlike` are more of the known memories that
    a model says it ends, though nothing in the words has to do with them.
    """

    text: str
    sources: tuple[int, ...]
    attributed_to: Speaker = "user"
    speaker: str | None = None
    event_start: dt.datetime | None = None
    event_end: dt.datetime | None = None
    categories: tuple[str, ...] | None = None
    subject: str | None = None
    attribute: str | None = None
    value: str | None = None
    single_valued: bool = False
    closes: bool = False
    supersedes: tuple[int, ...] = ()
    unlike: tuple[int, ...] = ()
    language: str | None = None
    confidence: float = 1.0
    rule: str | None = None
    relations: tuple[Relation, ...] | None = None
    """As a language model found them; None: nobody looked."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that is not believed without a person's word, and why."""

    fact: Fact
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """What an extractor made of some messages.

    `dropped` counts refusals by reason, the `doubtful` among them.
    """

    facts: tuple[Fact, ...]
    dropped: Mapping[str, int] = field(default_factory=dict)
    model: str = "rules"
    usage: Mapping[str, int] = field(default_factory=dict)
    doubtful: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class Instructions:
    """What a project or a call asks of the extraction."""

    custom_instructions: str | None = None
    agent_custom_instructions: str | None = None
    includes: str | None = None
    excludes: str | None = None
    categories: Mapping[str, str] | None = None
    """Category name → description; None means the default catalog."""
    use_case: str | None = None
    """What the memories are for."""
    depth: str | None = None
    """How much detail: a word such as `low` or `high`."""
    multilingual: bool = True
    """Whether facts stay in the language they were said in; False asks for English,
    which needs a language model."""
    categorize_later: bool = False
    """Leave the categories of facts to a job that follows."""
    timezone: str = "UTC"
    gate: GateMode = "normal"


@dataclass(frozen=True, slots=True)
class Index:
    """How one memory can be found: its own text and the context it was said in."""

    model: str
    """Name of the embedding model; vectors of two models are never compared."""
    embedding: Vector
    lexical: Sparse
    context_embedding: Vector
    context_lexical: Sparse


@frozen(frozen=True, slots=True)
class Record:
    """One memory as the engine sees it. Times are aware and in UTC.

    `created_at` is when it was said, `recorded_at` when the store learned it;
    it holds from `valid_from` until `valid_to` (None: still), which the store learned
    at `closed_at`; `event_start` to `event_end` is the time it speaks of, if it names
    one.
    """

    id: str
    text: str
    scope: Scope
    created_at: dt.datetime
    updated_at: dt.datetime
    recorded_at: dt.datetime | None = None
    metadata: Mapping[str, Any] | None = None
    categories: tuple[str, ...] | None = None
    expiration_date: dt.date | None = None
    immutable: bool = False
    state: State = "active"
    replaced_by: str | None = None
    synthesized: bool = False
    valid_from: dt.datetime | None = None
    valid_to: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    event_start: dt.datetime | None = None
    event_end: dt.datetime | None = None
    attributed_to: Speaker | None = None
    speaker: str | None = None
    subject: str | None = None
    attribute: str | None = None
    value: str | None = None
    language: str | None = None
    confidence: float = 1.0
    confirmations: int = 0
    confirmed_at: dt.datetime | None = None
    feedback: str | None = None
    sources: tuple[str, ...] = ()
    """Ids of the messages it came from."""
    episode_id: str | None = None
    provenance: Mapping[str, Any] = field(default_factory=dict)
    """Model or rule, prompt version, source event."""


@dataclass(frozen=True, slots=True)
class Change:
    """One write the engine decided: the record as it will be, and as it was."""

    event: Event
    record: Record
    previous: Record | None = None
    index: Index | None = None
    """Given whenever the text, and so what it is found by, is new."""
    relations: tuple[Relation, ...] | None = None
    """What a new text says of things; None: read it from the text, with
    `mem0.memory.relations.stated`, if relations are kept."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One change of one memory, readable after the memory is gone."""

    id: str
    memory_id: str
    event: Event
    old_memory: str | None
    new_memory: str | None
    created_at: dt.datetime
    updated_at: dt.datetime
    scope: Scope = field(default_factory=Scope)
    metadata: Mapping[str, Any] | None = None
    categories: tuple[str, ...] | None = None
    input: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A search, ready for a store: what is asked, inside which scope, how many."""

    text: str
    model: str
    embedding: Vector
    terms: Sparse
    """Terms of the query, weight 1 (or their count); a store multiplies by its idf."""
    where: Any
    """The parsed filter, see `mem0.memory.filters`."""
    limit: int
    """How many candidates the ranking wants to see."""
    related: Mapping[str, float] = field(default_factory=dict)
    """Memory id → what a graph says of its nearness; these come among the candidates."""
    near: Sequence[str] | None = None
    """Ids that an index beside the store found near by their vectors. None: the store
    scores every row of the scope on every arm itself."""
    degraded: tuple[str, ...] = ()
    """Parts of the search that did not answer, such as `vector_store`."""


@frozen(frozen=True, slots=True)
class Candidate:
    """A record with its raw score on each arm, and the record's place in its episode."""

    record: Record
    arms: Mapping[str, float]
