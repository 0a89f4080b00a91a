"""Rows of the memory table as the engine's records, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson

from mem0.memory.decisions import fingerprint
from mem0.memory.types import HistoryEntry, Record, Scope
from memories.models import History
from memories.representations import text_hash

COLUMNS = (
    "id", "text", "user_id", "agent_id", "app_id", "run_id", "metadata", "categories",
    "created_at", "updated_at", "recorded_at", "expiration_date", "immutable", "state",
    "replaced_by", "synthesized", "valid_from", "valid_to", "closed_at", "event_start",
    "event_end", "attributed_to", "speaker", "subject", "attribute", "value", "language",
    "confidence", "confirmations", "confirmed_at", "feedback", "sources", "episode_id",
    "provenance",
)  # fmt: skip
"""What is read of a memory; the search columns stay in the database."""

AS_TEXT = frozenset(
    {
        "id", "metadata", "provenance", "created_at", "updated_at", "recorded_at",
        "valid_from", "valid_to", "closed_at", "event_start", "event_end", "confirmed_at",
        "replaced_by", "episode_id",
    }
)  # fmt: skip
"""Columns read as text and parsed here, which costs a tenth of what the driver takes."""


_scope = lru_cache(maxsize=4096)(Scope)  # the rows of an answer have few


SELECTED = ", ".join(
    f"m.{name}::text" if name in AS_TEXT else f"m.{name}" for name in COLUMNS
).replace("m.sources", "m.sources::text[]")


def record(row: Sequence[Any]) -> Record:
    """The record of a row selected with `SELECTED`."""
    (
        key, text, user_id, agent_id, app_id, run_id, metadata, categories, created_at,
        updated_at, recorded_at, expiration_date, immutable, state, replaced_by,
        synthesized, valid_from, valid_to, closed_at, event_start, event_end,
        attributed_to, speaker, subject, attribute, value, language, confidence, confirmations,
        confirmed_at, feedback, sources, episode_id, provenance,
    ) = row  # fmt: skip
    return Record(
        id=key,
        text=text,
        scope=_scope(user_id, agent_id, app_id, run_id),
        created_at=dt.datetime.fromisoformat(created_at),
        updated_at=dt.datetime.fromisoformat(updated_at),
        recorded_at=dt.datetime.fromisoformat(recorded_at),
        metadata=orjson.loads(metadata),
        categories=None if categories is None else tuple(categories),
        expiration_date=expiration_date,
        immutable=immutable,
        state=state,
        replaced_by=replaced_by,
        synthesized=synthesized,
        valid_from=_moment(valid_from),
        valid_to=_moment(valid_to),
        closed_at=_moment(closed_at),
        event_start=_moment(event_start),
        event_end=_moment(event_end),
        attributed_to=attributed_to,
        speaker=speaker,
        subject=subject,
        attribute=attribute,
        value=value,
        language=language,
        confidence=confidence,
        confirmations=confirmations,
        confirmed_at=_moment(confirmed_at),
        feedback=feedback,
        sources=tuple(sources),
        episode_id=episode_id,
        provenance=orjson.loads(provenance),
    )


def values(new: Record) -> dict[str, Any]:
    """What is written of a record, by column."""
    now = dt.datetime.now(dt.UTC)
    event_id = new.provenance.get("event_id")
    return {
        "id": UUID(new.id),
        "text": new.text,
        "hash": text_hash(new.text),
        "dedupe": fingerprint(new),
        **new.scope.all_ids(),
        "metadata": json_text(new.metadata or {}),
        "categories": None if new.categories is None else list(new.categories),
        **{name: getattr(new, name) for name in PLAIN},
        "recorded_at": new.recorded_at or now,
        "closed_at": new.closed_at or (None if new.state == "active" else now),
        "replaced_by": new.replaced_by and UUID(new.replaced_by),
        "sources": [UUID(source) for source in new.sources],
        "episode_id": new.episode_id and UUID(new.episode_id),
        "event_id": event_id and UUID(str(event_id)),
        "provenance": json_text(dict(new.provenance)),
    }


PLAIN = (
    "created_at", "updated_at", "expiration_date", "immutable", "state", "synthesized",
    "valid_from", "valid_to", "event_start", "event_end", "attributed_to", "speaker",
    "subject", "attribute", "value", "language", "confidence", "confirmations",
    "confirmed_at", "feedback",
)  # fmt: skip


def entry(row: History) -> HistoryEntry:
    """A history row as the engine's entry."""
    return HistoryEntry(
        id=str(row.pk),
        memory_id=str(row.memory_id),
        event=row.event,  # type: ignore[arg-type]  # only the engine writes it
        old_memory=row.old_memory,
        new_memory=row.new_memory,
        created_at=row.created_at,
        updated_at=row.updated_at,
        scope=row.scope,
        metadata=row.metadata,
        categories=None if row.categories is None else tuple(row.categories),
        input=tuple(row.input),
    )


def json_text(value: Any) -> str:
    """A value as the text of a jsonb column."""
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS).decode()


def _moment(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)
