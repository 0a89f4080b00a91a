"""What a row of each kind has to look like before any row is written.

Every column is named, typed and bounded as in the database; nothing else may stand in a
row. A text holds no NUL, a number is finite, a time has an offset.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    model_validator,
)

from mem0.exceptions import ValidationError
from mem0.memory.types import Event, State
from orgs import limits

MOST_DEPTH = 64


def _stored(text: str) -> str:
    if "\0" in text:
        msg = "a text holds the NUL character, which no database stores"
        raise ValueError(msg)
    return text


def _json(value: Any) -> Any:
    """A JSON value that the database takes: no NUL, finite, not too deep."""
    level, depth = [value], 1
    while level:
        if depth > MOST_DEPTH:
            msg = f"it is nested deeper than {MOST_DEPTH} levels"
            raise ValueError(msg)
        level = [child for each in level for child in _children(each)]
        depth += 1
    return value


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, str):
        _stored(value)
    elif isinstance(value, float) and not math.isfinite(value):
        msg = "a number is not finite"
        raise ValueError(msg)
    elif isinstance(value, dict):
        return [*value.keys(), *value.values()]
    elif isinstance(value, list):
        return value
    return ()


def _metadata(value: dict[str, Any]) -> dict[str, Any]:
    try:
        return limits.check_metadata(value)
    except ValidationError as exc:
        raise ValueError(exc.message) from exc


def _moment(value: dt.datetime) -> dt.datetime:
    if not 1 <= value.astimezone(dt.UTC).year <= 9999:
        msg = "the year is out of range"
        raise ValueError(msg)
    return value


Text = Annotated[str, AfterValidator(_stored)]
Moment = Annotated[AwareDatetime, AfterValidator(_moment)]
Json = Annotated[Any, AfterValidator(_json)]
JsonObject = Annotated[dict[str, Any], AfterValidator(_json)]
Metadata = Annotated[dict[str, Any], AfterValidator(_metadata)]
Number = Annotated[float, Field(allow_inf_nan=False)]
Whole = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
EntityId = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_stored)]


Word12 = Annotated[Text, Field(max_length=12)]
Word20 = Annotated[Text, Field(max_length=20)]
Word32 = Annotated[Text, Field(max_length=32)]
Word40 = Annotated[Text, Field(max_length=40)]
Word100 = Annotated[Text, Field(max_length=100)]
Word255 = Annotated[Text, Field(max_length=255)]


class Row(BaseModel):
    """A row of any kind."""

    model_config = ConfigDict(extra="forbid")


class Scoped(Row):
    """A row about somebody."""

    user_id: EntityId | None = None
    agent_id: EntityId | None = None
    app_id: EntityId | None = None
    run_id: EntityId | None = None


class MemoryIndex(Row):
    """The search columns of a memory, as the database writes them."""

    embedding: str
    context_embedding: str
    lexical: str
    context_lexical: str


class MessageIndex(Row):
    """The search columns of a message."""

    embedding: str
    terms: str


class MemoryRow(Scoped):
    """A memory in any state, with its validity and both clocks."""

    id: UUID
    text: Annotated[str, Field(min_length=1), AfterValidator(_stored)]
    metadata: Metadata = Field(default_factory=dict)
    categories: list[Text] | None = None
    created_at: Moment
    updated_at: Moment
    recorded_at: Moment
    expiration_date: dt.date | None = None
    immutable: bool = False
    state: State = "active"
    replaced_by: UUID | None = None
    synthesized: bool = False
    valid_from: Moment | None = None
    valid_to: Moment | None = None
    closed_at: Moment | None = None
    event_start: Moment | None = None
    event_end: Moment | None = None
    attributed_to: Literal["user", "assistant"] | None = None
    speaker: Word255 | None = None
    subject: Word255 | None = None
    attribute: Word100 | None = None
    value: Text | None = None
    language: Word12 | None = None
    confidence: Number = 1.0
    confirmations: Whole = 0
    confirmed_at: Moment | None = None
    feedback: Literal["POSITIVE", "NEGATIVE", "VERY_NEGATIVE"] | None = None
    feedback_reason: Text | None = None
    sources: list[UUID] = Field(default_factory=list)
    episode_id: UUID | None = None
    event_id: UUID | None = None
    provenance: JsonObject = Field(default_factory=dict)
    index: MemoryIndex | None = None

    @model_validator(mode="after")
    def about_somebody(self) -> MemoryRow:
        """A memory about nobody could be found by nobody."""
        if not (self.user_id or self.agent_id or self.app_id or self.run_id):
            msg = "one of user_id, agent_id, app_id and run_id is needed"
            raise ValueError(msg)
        return self


class HistoryRow(Scoped):
    """One change of one memory."""

    id: UUID
    memory_id: UUID
    event: Event
    old_memory: Text | None = None
    new_memory: Text | None = None
    metadata: JsonObject | None = None
    categories: list[Text] | None = None
    input: Annotated[list[Any], AfterValidator(_json)] = Field(default_factory=list)
    event_id: UUID | None = None
    created_at: Moment
    updated_at: Moment
    recorded_at: Moment


class MessageRow(Scoped):
    """One thing that was said."""

    id: UUID
    episode_id: UUID
    event_id: UUID | None = None
    role: Word32
    name: Word255 | None = None
    content: Text
    said_at: Moment
    recorded_at: Moment
    index: MessageIndex | None = None


class EntityRow(Row):
    """Somebody or something that has memories."""

    id: UUID
    number: Annotated[int, Field(ge=0, lt=2**63, strict=True)]
    type: Literal["user", "agent", "app", "run"]
    name: EntityId
    metadata: JsonObject | None = None
    created_at: Moment
    updated_at: Moment


class RelationRow(Row):
    """One relation, as one memory states it."""

    id: UUID
    memory_id: UUID
    source: Word100
    relationship: Word100
    target: Word100
    source_type: Word100 | None = None
    target_type: Word100 | None = None


class AccessRow(Row):
    """When searches returned a memory."""

    memory_id: UUID
    touched_at: Annotated[list[Moment], Field(max_length=1000)]


class QuarantineRow(Scoped):
    """A statement that waits for a person's word."""

    id: UUID
    text: Text
    reason: Word40
    held: JsonObject
    event_id: UUID | None = None
    created_at: Moment
    expires_at: Moment


class ProfileRow(Row):
    """What is known of one entity, in the project's shape."""

    id: UUID
    entity_type: Literal["user", "agent", "app", "run"]
    entity_id: EntityId
    status: Literal["pending", "succeeded", "failed", "insufficient_data"]
    error: Text | None = None
    generation_count: Whole = 0
    schema_: JsonObject = Field(default_factory=dict, alias="schema")
    data: Json = None
    evidence: JsonObject = Field(default_factory=dict)
    method: Word20 = ""
    memory_count: Whole = 0
    created_at: Moment
    completed_at: Moment | None = None


class SettingsRow(Row):
    """The project's settings; checked in full by who applies them."""

    project: JsonObject
    profiles: JsonObject | None = None
    consolidation: JsonObject | None = None
    periods: JsonObject | None = None
    graph_read_at: Moment | None = None


class WebhookRow(Row):
    """An endpoint, without its secret."""

    name: Word255
    url: Annotated[str, Field(max_length=2048), AfterValidator(_stored)]
    event_types: Annotated[list[Word40], Field(min_length=1, max_length=100)]
    is_active: bool
    created_at: Moment


class RuleRow(Row):
    """A rule about which memories delete themselves."""

    name: Word100
    days: Whole
    measured_by: Word20
    filters: JsonObject
    enabled: bool
    created_at: Moment


class HoldRow(Row):
    """A legal hold that stands: of somebody, or without kind and name of the project."""

    kind: Literal["", "user", "agent", "app", "run"]
    name: Word255
    reason: Annotated[Text, Field(min_length=1)]
    set_by: Word100
    created_at: Moment


ROWS: dict[str, type[Row]] = {
    "memories": MemoryRow,
    "history": HistoryRow,
    "messages": MessageRow,
    "entities": EntityRow,
    "relations": RelationRow,
    "accesses": AccessRow,
    "quarantine": QuarantineRow,
    "profiles": ProfileRow,
    "settings": SettingsRow,
    "webhooks": WebhookRow,
    "retention": RuleRow,
    "holds": HoldRow,
}
"""By the name of the kind."""
