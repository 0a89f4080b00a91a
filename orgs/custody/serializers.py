"""Bodies of requests about holds."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mem0.entities import ENTITY_TYPES
from mem0.exceptions import ValidationError
from orgs import limits

EVERYBODY = "* is nobody's id: to hold everybody, hold the whole project."


class HoldRequest(serializers.Serializer[Any]):
    """A hold of somebody, or without an entity of the whole project."""

    reason = serializers.CharField(max_length=1000)
    entity_type = serializers.ChoiceField(ENTITY_TYPES, required=False)
    entity_id = serializers.CharField(max_length=255, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Both of the entity or none."""
        if ("entity_type" in attrs) != ("entity_id" in attrs):
            raise ValidationError("entity_type and entity_id go together.")
        if "entity_id" in attrs:
            if attrs["entity_id"].strip() == "*":
                raise ValidationError(EVERYBODY)
            attrs["entity_id"] = limits.check_entity_id(attrs["entity_id"], "entity_id")
        return attrs
