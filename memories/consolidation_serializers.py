"""Requests for consolidation, checked."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mem0.exceptions import ValidationError
from memories.fields import EntityIdField
from memories.health import SIGNS

MOST_DAYS = 365


class ConsolidationRequest(serializers.Serializer[Any]):
    """A run: over everybody or one user, for real or only to look."""

    user_id = EntityIdField(required=False, allow_null=True, default=None)
    dry_run = serializers.BooleanField(required=False, default=False)
    patterns = serializers.BooleanField(required=False, allow_null=True, default=None)
    expire = serializers.ChoiceField(
        list(SIGNS), required=False, allow_null=True, default=None
    )


class ConsolidationSettingsRequest(serializers.Serializer[Any]):
    """What is sent is changed."""

    enabled = serializers.BooleanField(required=False)
    every_days = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_DAYS
    )
    patterns = serializers.BooleanField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something must be asked for. Raises `ValidationError`."""
        if not attrs:
            known = ", ".join(self.fields)
            msg = f"Nothing to change was sent; there are {known}."
            raise ValidationError(msg)
        return attrs
