"""The elements of an array: what one memory puts into it, as a value or an object."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jsonschema import Draft202012Validator

from memories import readings, schemas
from memories.notes import Note, Wanted
from memories.schemas import Node

TEXT = {"memory", "text", "content", "fact", "statement", "note", "value", "detail"}
SAID = {"created_at", "timestamp", "recorded_at"}
TIME = {"date", "time", "when", *SAID}
"""Names of properties that ask for the memory itself, and for its time."""


@dataclass(frozen=True, slots=True)
class Column:
    """One property of the objects of an array, read once for all of them."""

    name: str
    shape: Node
    wanted: Wanted
    validator: Draft202012Validator

    @classmethod
    def of(cls, name: str, node: Any) -> Column:
        """The column of a property's schema; of several shapes the first."""
        shape = next(iter(schemas.variants(node)), {"type": "string"})
        wanted = Wanted.of(name, shape, ())
        return cls(name, shape, wanted, Draft202012Validator(node))

    def read(self, note: Note) -> Any:
        """What a memory says of the property, None if that is nothing of its schema."""
        value = self._value(note)
        return value if value is not None and self.takes(value) else None

    def takes(self, value: Any) -> bool:
        """Whether the value is of the property's schema."""
        return bool(self.validator.is_valid(value))

    def _value(self, note: Note) -> Any:
        key, kind = self.name.lower(), self.shape["type"]
        if key in TEXT:
            return note.text
        if key in {"id", "memory_id"}:
            return note.id
        if key in {"category", "categories"} and note.categories:
            return list(note.categories) if kind == "array" else note.categories[0]
        if key in TIME or readings.reader(self.shape) is readings.times:
            return self._time(key, note)
        return None if kind in {"object", "array"} else self._said(note)

    def _time(self, key: str, note: Note) -> str:
        """The date a memory names, else when it happens, else when it was said."""
        happens = None if key in SAID else note.event_start
        said = (happens or note.said_at).isoformat()
        named: Iterator[str] = iter(())
        if key not in SAID:
            named = readings.times(note, self.wanted, self.shape)
        return next(named, said[:10] if self.shape.get("format") == "date" else said)

    def _said(self, note: Note) -> Any:
        about = set(self.wanted.own) & (note.words | note.slot)
        by_itself = readings.reader(self.shape) in (readings.numbers, readings.options)
        if about or by_itself or readings.pattern_kind(self.name, self.shape):
            found = readings.values(self.name, self.shape, note, self.wanted)
            return next(found, None)
        return None


@dataclass(frozen=True, slots=True)
class Items:
    """How memories become elements: `columns` for objects, none for plain values."""

    name: str
    shape: Node
    wanted: Wanted
    columns: Sequence[Column]
    validator: Draft202012Validator
    empty: Mapping[str, Any]

    @classmethod
    def of(cls, name: str, node: Any, around: Wanted) -> Items:
        """The elements of an array's `items`; the words of both lead to memories."""
        shape: Node = next(iter(schemas.variants(node)), {"type": "string"})
        own = Wanted.of(name, shape, ()).own
        objects = shape["type"] == "object"
        inside: Node = shape.get("properties", {}) if objects else {}
        required = shape.get("required") or inside
        return cls(
            name,
            shape,
            Wanted({**own, **around.own}, around.around),
            [Column.of(each, sub) for each, sub in inside.items()],
            Draft202012Validator(node),
            {each: schemas.empty(inside.get(each, {})) for each in required},
        )

    @property
    def width(self) -> int:
        """Values in one element."""
        return max(1, len(self.columns))

    def of_one(self, note: Note) -> Iterator[Any]:
        """What one memory puts into the array."""
        match self.shape["type"]:
            case "object":
                made = self._object(note)
                values: Iterator[Any] = iter([made] if made else [])
            case "array":
                values = iter(())
            case _:
                values = readings.values(self.name, self.shape, note, self.wanted)
        yield from (value for value in values if self.validator.is_valid(value))

    def _object(self, note: Note) -> dict[str, Any]:
        read = {column.name: column.read(note) for column in self.columns}
        made = {name: value for name, value in read.items() if value is not None}
        if note.text not in made.values():
            # An object that says nothing of its memory is of no use: a free text does.
            made |= self._free_text(made, note)
        return {**self.empty, **made}

    def _free_text(self, made: Mapping[str, Any], note: Note) -> dict[str, Any]:
        for column in self.columns:
            free = column.name not in made and not column.shape.get("format")
            if free and column.takes(note.text):
                return {column.name: note.text}
        return {}
