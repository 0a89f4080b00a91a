"""Questions to a graph, checked."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mem0.graphs.base import MOST_HOPS
from memories.fields import FlagField, MomentField, TextField

MOST_RELATIONS = 1_000


class GraphRequest(serializers.Serializer[Any]):
    """Which relations, of whom and when."""

    name = TextField("query", required=False, allow_null=True, default=None)
    at = MomentField(required=False, allow_null=True, default=None)
    ended = FlagField(required=False, default=False)
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_RELATIONS, default=100
    )


class PathsRequest(serializers.Serializer[Any]):
    """From where to where, and how far."""

    source = TextField(  # type: ignore[assignment]  # taken by the metaclass
        "query", blank=False
    )
    target = TextField("query", blank=False)
    at = MomentField(required=False, allow_null=True, default=None)
    max_hops = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST_HOPS, default=3
    )
    limit = serializers.IntegerField(
        required=False, min_value=1, max_value=50, default=10
    )
