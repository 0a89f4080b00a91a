"""Memories laid out in the shape of a schema, without a language model.

A property gets the memories that share words with its name, its description or its
options, or are tagged with them: arrays collect, texts join, numbers and dates are
read out. The same memories and the same schema always give the same answer, and
every part of it names the memories it came from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from mem0.memory.types import Record
from memories import readings, schemas
from memories.items import Items
from memories.notes import Note, Notes, Wanted
from memories.schemas import Node

COLLECTED, JOINED = 0.35, 0.6
"""How well, against the best, a memory must fit to be collected, to be joined."""
MOST_JOINED = 5
MOST_VALUES = 200_000
"""Values in the arrays of one answer; whatever would follow is left out."""
MOST_EVIDENCE = 100
"""Memories named as the source of one property."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An object of the schema: `evidence` has the memories of each property by its
    path, `unfilled` the required ones nothing was found for. `valid` is false where
    the schema allows no empty value and nothing was found."""

    data: dict[str, Any]
    evidence: Mapping[str, Sequence[str]]
    unfilled: Sequence[str] = ()
    valid: bool = True
    method: str = "rules"


def lay_out(schema: Node, records: Sequence[Record]) -> Answer:
    """The memories (newest first) in the shape of a schema from `schemas.read_schema`."""
    filler = _Filler(Notes([Note.of(record) for record in records]))
    shape = next(iter(schemas.variants(schema)), schema)
    data = filler.properties(shape, filler.notes.all, "", frozenset())
    return Answer(
        data,
        {path: ids[:MOST_EVIDENCE] for path, ids in filler.evidence.items()},
        filler.unfilled,
        schemas.is_valid(schema, data),
    )


@dataclass(slots=True)
class _Filler:
    notes: Notes
    evidence: dict[str, list[str]] = field(default_factory=dict)
    unfilled: list[str] = field(default_factory=list)
    left: int = MOST_VALUES

    def properties(
        self, node: Node, among: Sequence[Note], path: str, around: frozenset[int]
    ) -> dict[str, Any]:
        """An object with whatever of its properties can be said."""
        required = set(node.get("required", []))
        given: dict[str, Any] = {}
        for name, inside in node.get("properties", {}).items():
            place = f"{path}.{name}" if path else name
            value = self._value(name, inside, among, place, around)
            self._settle(given, name, inside, value, place, needed=name in required)
        for name in required - given.keys():
            given[name] = None
            self.unfilled.append(f"{path}.{name}" if path else name)
        return given

    def _settle(
        self,
        given: dict[str, Any],
        name: str,
        node: Any,
        value: Any,
        place: str,
        *,
        needed: bool,
    ) -> None:
        if value is not None and schemas.is_valid(node, value):
            given[name] = value
            return
        self.evidence.pop(place, None)
        if needed:
            self.unfilled.append(place)
        if needed or schemas.allows_null(node) or "default" in node:
            given[name] = schemas.empty(node)
        elif schemas.is_valid(node, []):
            given[name] = []

    def _value(
        self,
        name: str,
        node: Any,
        among: Sequence[Note],
        place: str,
        around: frozenset[int],
    ) -> Any:
        """The value of a property, None where nothing fits any of its shapes."""
        for shape in schemas.variants(node):
            wanted = Wanted.of(name, shape, around)
            value: Any
            match shape["type"]:
                case "object":
                    value = self._object(shape, among, place, wanted)
                case "array":
                    value = self._array(name, shape, among, place, wanted)
                case _:
                    value = self._scalar(name, shape, among, place, wanted)
            if value is not None:
                return value
        return None

    def _object(
        self, shape: Node, among: Sequence[Note], place: str, wanted: Wanted
    ) -> dict[str, Any] | None:
        """A nested object; the words of its own name are weak hints inside it."""
        before, missing = len(self.evidence), len(self.unfilled)
        around = wanted.around | frozenset(wanted.own)
        value = self.properties(shape, among, place, around)
        if len(self.evidence) > before:
            return value
        del self.unfilled[missing:]
        return None

    def _array(
        self, name: str, shape: Node, among: Sequence[Note], place: str, wanted: Wanted
    ) -> list[Any] | None:
        items = Items.of(name, shape.get("items", {}), wanted)
        found: list[Any] = []
        known: set[bytes] = set()
        most = min(int(shape.get("maxItems", MOST_VALUES)), MOST_VALUES)
        for note in self.notes.fitting(items.wanted, among, share=COLLECTED):
            for value in items.of_one(note):
                said = orjson.dumps(value)
                if len(found) < most and self.left > 0 and said not in known:
                    known.add(said)
                    found.append(value)
                    self.left -= items.width
                    self._credit(place, note)
            if self.left <= 0:
                break
        return found or None

    def _scalar(
        self, name: str, shape: Node, among: Sequence[Note], place: str, wanted: Wanted
    ) -> Any:
        kind = readings.pattern_kind(name, shape)
        read = readings.reader(shape)
        fitting = self.notes.fitting(wanted, among, share=JOINED)
        if kind:
            # An address tells by itself what it is: any memory may have it.
            return self._first(name, shape, [*fitting, *among], place, wanted)
        if read is readings.texts:
            return self._joined(fitting[:MOST_JOINED], shape, place, wanted)
        if wanted.everything:
            return None
        fitting = self.notes.fitting(wanted, among, share=0.0)
        return self._first(name, shape, fitting, place, wanted)

    def _first(
        self,
        name: str,
        shape: Node,
        notes: Sequence[Note],
        place: str,
        wanted: Wanted,
    ) -> Any:
        for note in notes:
            for value in readings.values(name, shape, note, wanted):
                if schemas.is_valid(shape, value):
                    self._credit(place, note)
                    return value
        return None

    def _joined(
        self, notes: Sequence[Note], shape: Node, place: str, wanted: Wanted
    ) -> str | None:
        """The fitting texts as one; a filled slot speaks for itself."""
        parts: list[str] = []
        for note in notes:
            part = next(readings.texts(note, wanted, shape))
            if parts and (note.value == part or not _fits(shape, [*parts, part])):
                continue
            self._credit(place, note)
            parts.append(part)
            if note.value == part:
                break
        return " ".join(parts) or None

    def _credit(self, place: str, note: Note) -> None:
        ids = self.evidence.setdefault(place, [])
        if note.id not in ids[-MOST_EVIDENCE:]:
            ids.append(note.id)


def _fits(shape: Node, parts: Sequence[str]) -> bool:
    most = shape.get("maxLength")
    return most is None or len(" ".join(parts)) <= int(most)
