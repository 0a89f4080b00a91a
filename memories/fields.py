"""Serializer fields for what the wire calls an id, a time, a filter, a message list."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from rest_framework.fields import BooleanField

from mem0.exceptions import ValidationError
from mem0.memory.filters import Filter, parse
from orgs import limits
from orgs.fields import RequestField


class EntityIdField(RequestField[str]):
    """A client's own id of somebody: text, trimmed; numbers become text."""

    def to_internal_value(self, data: Any) -> str:
        """Raises `mem0.exceptions.ValidationError`."""
        return limits.check_entity_id(data, str(self.field_name))


class MetadataField(RequestField[dict[str, Any]]):
    """A JSON object within the limits."""

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Raises `mem0.exceptions.ValidationError`."""
        return limits.check_metadata(data)


class MomentField(RequestField[dt.datetime]):
    """Epoch seconds or an ISO 8601 date or time."""

    def to_internal_value(self, data: Any) -> dt.datetime:
        """Raises `mem0.exceptions.ValidationError`."""
        return limits.check_timestamp(data, str(self.field_name))


class InstantField(MomentField):
    """A time to look from; a bare date is the end of that day (UTC)."""

    def to_internal_value(self, data: Any) -> dt.datetime:
        """Raises `mem0.exceptions.ValidationError`."""
        at = super().to_internal_value(data)
        if isinstance(data, str) and len(data.strip()) == len("2026-01-31"):
            at += dt.timedelta(days=1, microseconds=-1)
        return at


class ExpirationField(RequestField[dt.date]):
    """`YYYY-MM-DD`, the last day on which a memory is shown."""

    def to_internal_value(self, data: Any) -> dt.date:
        """Raises `mem0.exceptions.ValidationError`."""
        return limits.check_expiration_date(data)


class MemoryIdField(RequestField[str]):
    """The UUID of a memory."""

    def to_internal_value(self, data: Any) -> str:
        """Raises `mem0.exceptions.ValidationError`."""
        return check_memory_id(data)


class TimezoneField(RequestField[str]):
    """The name of a time zone, such as Europe/Lisbon."""

    def to_internal_value(self, data: Any) -> str:
        """Raises `mem0.exceptions.ValidationError`."""
        try:
            return ZoneInfo(data).key
        except (ZoneInfoNotFoundError, ValueError, TypeError, OSError):
            msg = f"{self.field_name}: {str(data)[:64]!r} is not a time zone such as Europe/Lisbon."
            raise ValidationError(msg) from None


class TextField(RequestField[str]):
    """A text of at most `limits.<bound>` bytes; blank means absent."""

    def __init__(self, bound: str, *, blank: bool = True, **options: Any) -> None:
        super().__init__(**options)
        self.bound, self.blank = bound, blank

    def to_internal_value(self, data: Any) -> str | None:  # type: ignore[override]  # blank is none
        """Raises `mem0.exceptions.ValidationError`."""
        most = getattr(limits.current(), self.bound)
        text = limits.check_text(data, str(self.field_name), most, blank=self.blank)
        return text if text.strip() else None


class NumberField(RequestField[int]):
    """A whole number between 1 and `limits.<bound>`."""

    def __init__(self, bound: str, **options: Any) -> None:
        super().__init__(**options)
        self.bound = bound

    def to_internal_value(self, data: Any) -> int:
        """Raises `mem0.exceptions.ValidationError`."""
        most = getattr(limits.current(), self.bound)
        return limits.check_integer(data, str(self.field_name), 1, most)


class FilterField(RequestField[Filter]):
    """The filter language, parsed to its tree."""

    def to_internal_value(self, data: Any) -> Filter:
        """Raises `mem0.exceptions.FilterError`."""
        return parse(data, limits.current().filters)


class FlagField(BooleanField):
    """A boolean that is really one: `"yes"` or 1 are told apart from true."""

    def to_internal_value(self, data: Any) -> bool:
        """Accepts booleans and, from query strings, `true` and `false`."""
        if isinstance(data, str):
            data = {"true": True, "false": False}.get(data.lower(), data)
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


def check_memory_id(value: Any) -> str:
    """The id of a memory from a path or a body, in its canonical form."""
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise ValidationError(
            "memory_id should be a valid UUID", error_code="invalid_memory_id"
        ) from None
