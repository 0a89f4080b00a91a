"""What our serializer fields have in common."""

from __future__ import annotations

from typing import Any, TypeVar

from rest_framework.fields import Field

T = TypeVar("T")


class RequestField(Field[T, Any, T, Any]):
    """A field of requests: a subclass checks what was sent in `to_internal_value`."""

    def to_representation(self, value: T) -> T:
        """As it is."""
        return value
