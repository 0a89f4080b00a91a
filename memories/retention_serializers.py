"""Requests about retention, checked."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mem0.exceptions import ValidationError
from mem0.memory.filters import parse
from memories.fields import FlagField
from memories.retention import TIMES
from orgs import limits

MOST_DAYS = 36_500
MOST_KEPT = 365
"""Days of a period; longer is the deployment's to say."""


class PreviewRequest(serializers.Serializer[Any]):
    """How old, by which time, and of which memories."""

    days = serializers.IntegerField(min_value=1, max_value=MOST_DAYS)
    measured_by = serializers.ChoiceField(TIMES, required=False, default=TIMES[0])
    filters = serializers.JSONField(required=False, allow_null=True, default=None)

    def validate_filters(self, given: Any) -> dict[str, Any]:
        """As it was sent, once it is known to be a filter. Raises `FilterError`."""
        if given is None:
            return {}
        if not isinstance(given, dict):
            raise ValidationError("filters must be an object.")
        parse(given, limits.current().filters)
        return given


class RuleRequest(PreviewRequest):
    """A rule: the same, with a name and a switch."""

    name = serializers.CharField(
        max_length=100, required=False, allow_blank=True, default=""
    )
    enabled = FlagField(required=False, default=True)


def _days() -> serializers.IntegerField:
    return serializers.IntegerField(
        min_value=1, max_value=MOST_KEPT, required=False, allow_null=True
    )


class PeriodsRequest(serializers.Serializer[Any]):
    """What is sent is changed; null is the deployment's period again."""

    events_days = _days()
    requests_days = _days()
    deliveries_days = _days()
    exports_days = _days()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Something must be asked for. Raises `ValidationError`."""
        if not attrs:
            known = ", ".join(self.fields)
            msg = f"Nothing to change was sent; there are {known}."
            raise ValidationError(msg)
        return attrs
