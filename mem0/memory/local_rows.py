"""Records, messages and vectors as SQLite keeps them, and back.

A record is one JSON text; what is searched by has columns of its own. Vectors are
the bytes of 32-bit floats, sparse ones pairs of term and weight.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mem0.entities import ENTITY_IDS
from mem0.memory.context import Part
from mem0.memory.decisions import fingerprint
from mem0.memory.types import Index, Record, Scope, Vector

SPARSE = np.dtype([("term", "<i4"), ("weight", "<f4")])

_MOMENTS = (
    "created_at", "updated_at", "recorded_at", "valid_from", "valid_to", "closed_at",
    "event_start", "event_end", "confirmed_at",
)  # fmt: skip
_FIELDS = tuple(field.name for field in dataclasses.fields(Record))
COLUMNS = (
    "id", *ENTITY_IDS, "state", "created_at", "fingerprint", "subject", "attribute",
    "replaced_by", "episode_id", "record",
)  # fmt: skip
INDEXED = ("model", "embedding", "context_embedding", "lexical", "context_lexical")


def record_text(record: Record) -> str:
    """A record as JSON."""
    values = {name: getattr(record, name) for name in _FIELDS}
    values["scope"] = record.scope.ids()
    for name in (*_MOMENTS, "expiration_date"):
        values[name] = values[name] and values[name].isoformat()
    return json.dumps(values, ensure_ascii=False)


def record(text: str) -> Record:
    """The record of its JSON."""
    values = json.loads(text)
    for name in _MOMENTS:
        if values.get(name):
            values[name] = dt.datetime.fromisoformat(values[name])
    if values["expiration_date"]:
        values["expiration_date"] = dt.date.fromisoformat(values["expiration_date"])
    if values["categories"] is not None:
        values["categories"] = tuple(values["categories"])
    values["sources"] = tuple(values["sources"])
    values["scope"] = Scope(**values["scope"])
    return Record(**values)


def columns(new: Record) -> tuple[Any, ...]:
    """What is written of a record, in the order of `COLUMNS`."""
    return (
        new.id,
        *new.scope.all_ids().values(),
        new.state,
        micros(new.created_at),
        fingerprint(new),
        new.subject and new.subject.casefold(),
        new.attribute,
        new.replaced_by,
        new.episode_id,
        record_text(new),
    )


def indexed(index: Index) -> tuple[Any, ...]:
    """What a memory is found by, in the order of `INDEXED`."""
    return (
        index.model,
        dense(index.embedding),
        dense(index.context_embedding),
        sparse(index.lexical),
        sparse(index.context_lexical),
    )


def dense(vector: Vector) -> bytes:
    """The bytes of a vector."""
    return np.asarray(vector, "<f4").tobytes()


def from_dense(data: bytes) -> NDArray[np.float32]:
    """The vector of its bytes."""
    return np.frombuffer(data, "<f4")


def sparse(weights: Mapping[int, float]) -> bytes:
    """The bytes of a sparse vector, terms ascending."""
    return np.array(sorted(weights.items()), SPARSE).tobytes()


def from_sparse(data: bytes) -> NDArray[Any]:
    """Terms and weights of a sparse vector's bytes, as an array of `SPARSE`."""
    return np.frombuffer(data, SPARSE)


def part(embedding: bytes, terms: bytes) -> Part:
    """A message's part of its two columns."""
    found = from_sparse(terms)
    pairs = zip(found["term"].tolist(), found["weight"].tolist(), strict=True)
    return Part(from_dense(embedding).tolist(), dict(pairs))


def micros(moment: dt.datetime) -> int:
    """Microseconds since 1970: whole numbers keep the order of times exactly."""
    return (moment - _EPOCH) // dt.timedelta(microseconds=1)


def from_micros(value: int) -> dt.datetime:
    """The time of its microseconds."""
    return _EPOCH + dt.timedelta(microseconds=value)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def pinned(ids: Mapping[str, str]) -> tuple[str, list[str]]:
    """A condition that holds for rows with these ids, and its parameters."""
    if not ids:
        return "1", []
    return " AND ".join(f"{name} = ?" for name in ids), list(ids.values())
