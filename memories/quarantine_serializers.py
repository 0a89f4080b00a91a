"""Requests about the quarantine."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework import serializers

from mem0.entities import ENTITY_IDS
from mem0.exceptions import ValidationError
from memories.quarantine import MOST
from memories.serializers import ScopedRequest


class QuarantineRequest(ScopedRequest):
    """Which entries: by whom they are about and why they are held."""

    reason = serializers.CharField(max_length=40, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Without the ids that are none."""
        return {
            name: value
            for name, value in attrs.items()
            if name not in ENTITY_IDS or value is not None
        }


class DecisionsRequest(serializers.Serializer[Any]):
    """One decision about several entries: `ids`, or `filters` for all that match."""

    action = serializers.ChoiceField(choices=("approve", "reject"))
    ids = serializers.ListField(
        child=serializers.UUIDField(),
        required=False,
        allow_empty=False,
        max_length=MOST,
    )
    filters = QuarantineRequest(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Exactly one way to say which. An empty filter means everything that waits."""
        keys: list[UUID] | None = attrs.pop("ids", None)
        filters = attrs.pop("filters", None)
        if (keys is None) == (filters is None):
            msg = "Either ids or filters is needed, not both."
            raise ValidationError(msg)
        unique = None if keys is None else list(dict.fromkeys(keys))
        return {**attrs, "keys": unique, "asked": filters or {}}
