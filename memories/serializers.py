"""Requests, checked and translated into plain values. Nothing is written here.

Unknown keys are ignored, as the hosted platform does: older clients send many
that have lost their meaning, some clients their whole configuration.
"""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from mem0.entities import ENTITY_IDS
from mem0.exceptions import ValidationError
from mem0.memory.filters import (
    And,
    Condition,
    Filter,
    all_of,
    parse,
    scope_filter,
)
from mem0.memory.packing import MEMORIES, TEMPLATES
from mem0.memory.types import Scope
from mem0.memory.validity import View
from memories.fields import (
    EntityIdField,
    ExpirationField,
    FilterField,
    FlagField,
    InstantField,
    MemoryIdField,
    MetadataField,
    MomentField,
    NumberField,
    TextField,
    TimezoneField,
    check_memory_id,
)
from memories.messages import MessagesField
from memories.schemas import read_schema
from orgs import limits

USUAL, PACKED = 10, 100
"""Hits of a search that does not say how many: usually, and for a budget of tokens."""
MOST_TOKENS = 1_000_000
VIEW = ("as_of", "known_at", "show_expired", "latest_only", "include_merged")
CAMEL_IDS = {
    "userId": "user_id",
    "agentId": "agent_id",
    "appId": "app_id",
    "runId": "run_id",
}


class ScopedRequest(serializers.Serializer[Any]):
    """Entity ids beside the other fields; a blank or null id is no id."""

    user_id = EntityIdField(required=False, allow_null=True)
    agent_id = EntityIdField(required=False, allow_null=True)
    app_id = EntityIdField(required=False, allow_null=True)
    run_id = EntityIdField(required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Accept camelCase names of the ids, then check every field."""
        if isinstance(data, dict):
            data = {CAMEL_IDS.get(key, key): value for key, value in data.items()}
        values: dict[str, Any] = super().to_internal_value(data)
        return values


class AddRequest(ScopedRequest):
    """Messages to remember something of."""

    messages = MessagesField()
    metadata = MetadataField(required=False, allow_null=True, default=None)
    infer = FlagField(required=False, default=True)
    async_mode = FlagField(required=False, default=True)
    expiration_date = ExpirationField(required=False, allow_null=True, default=None)
    timestamp = MomentField(required=False, allow_null=True, default=None)
    observation_datetime = MomentField(required=False, allow_null=True, default=None)
    observation_date = MomentField(required=False, allow_null=True, default=None)
    timezone = TimezoneField(required=False, allow_null=True, default=None)
    custom_instructions = TextField(
        "instructions", required=False, allow_null=True, default=None
    )
    agent_custom_instructions = TextField(
        "instructions", required=False, allow_null=True, default=None
    )
    includes = TextField("instructions", required=False, allow_null=True, default=None)
    excludes = TextField("instructions", required=False, allow_null=True, default=None)
    custom_categories = serializers.JSONField(
        required=False, allow_null=True, default=None
    )
    structured_data_schema = serializers.JSONField(
        required=False, allow_null=True, default=None
    )
    immutable = FlagField(required=False, default=False)
    output_format = serializers.CharField(
        required=False, allow_null=True, default=None, max_length=10
    )
    enable_graph = FlagField(required=False, default=False)
    deduced_memories = serializers.ListField(
        child=TextField("memory", blank=False), required=False, max_length=1000
    )

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """Typed clients carry the ids in `filters`."""
        values = super().to_internal_value(data)
        return {**values, "carried": hoisted(data.get("filters"))}

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Find the scope, which may hide in `filters`, and the time of speaking."""
        ids = {name: attrs.pop(name, None) for name in ENTITY_IDS}
        for name, value in attrs.pop("carried", {}).items():
            ids[name] = ids[name] or value
        attrs["scope"] = Scope(**ids)
        if not attrs["scope"]:
            msg = "At least one of user_id, agent_id, app_id, run_id is required."
            raise ValidationError(msg)
        observed = attrs.pop("observation_datetime"), attrs.pop("observation_date")
        attrs["timestamp"] = attrs["timestamp"] or observed[0] or observed[1]
        attrs["custom_categories"] = category_catalog(attrs["custom_categories"])
        if attrs["structured_data_schema"] is not None:
            attrs["structured_data_schema"] = read_schema(
                attrs["structured_data_schema"]
            )
        if not attrs["infer"] and any("parts" in each for each in attrs["messages"]):
            msg = "Images and documents can only be read with infer: true."
            raise ValidationError(msg)
        return attrs


class ListRequest(ScopedRequest):
    """Which memories to list."""

    filters = FilterField(required=False, allow_null=True)
    categories = serializers.ListField(
        child=serializers.CharField(max_length=255), required=False, max_length=100
    )
    metadata = MetadataField(required=False, allow_null=True)
    keywords = serializers.CharField(required=False, max_length=1000, allow_blank=True)
    start_date = serializers.CharField(required=False, max_length=64, allow_null=True)
    end_date = serializers.CharField(required=False, max_length=64, allow_null=True)
    show_expired = FlagField(required=False, default=False)
    latest_only = FlagField(required=False, default=False)
    include_merged = FlagField(required=False, default=False)
    as_of = InstantField(required=False, allow_null=True, default=None)
    known_at = InstantField(required=False, allow_null=True, default=None)
    fields_ = serializers.ListField(
        child=serializers.CharField(max_length=64), required=False, max_length=64
    )
    output_format = serializers.CharField(
        required=False, allow_null=True, max_length=10, default=None
    )
    enable_graph = FlagField(required=False, default=False)

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        """`fields` is a name serializers keep for themselves."""
        if isinstance(data, dict) and data.get("fields") is not None:
            data = {**data, "fields_": data["fields"]}
        return super().to_internal_value(data)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Gather everything that narrows the answer in one filter tree."""
        scope = Scope(**{name: attrs.pop(name, None) for name in ENTITY_IDS})
        attrs["top_level_ids"] = bool(scope)
        parts: list[Filter] = []
        if attrs.get("filters") is not None:
            parts.append(attrs["filters"])
        if scope:
            parts.append(ids_filter(scope))
        parts += self._narrowing(attrs)
        attrs["where"] = all_of(*parts)
        attrs["view"] = View(**{name: attrs[name] for name in VIEW})
        attrs["fields"] = attrs.pop("fields_", None)
        return attrs

    def _narrowing(self, attrs: dict[str, Any]) -> list[Filter]:
        raw: dict[str, Any] = {}
        if attrs.get("categories"):
            raw["categories"] = {"in": attrs["categories"]}
        if attrs.get("metadata"):
            raw["metadata"] = attrs["metadata"]
        if attrs.get("keywords"):
            raw["keywords"] = {"icontains": attrs["keywords"]}
        between = {
            operator: attrs[name]
            for name, operator in (("start_date", "gte"), ("end_date", "lte"))
            if attrs.get(name)
        }
        if between:
            raw["created_at"] = between
        return [parse(raw)] if raw else []


class SearchRequest(ListRequest):
    """What to look for."""

    query = TextField("query", blank=False)
    top_k = NumberField("top_k", required=False)
    limit = NumberField("top_k", required=False)
    threshold = serializers.FloatField(
        required=False, min_value=0, max_value=1, allow_null=True
    )
    rerank = FlagField(required=False, default=False)
    use_criteria = FlagField(required=False, default=True)
    reference_date = MomentField(required=False, allow_null=True, default=None)
    explain = FlagField(required=False, default=False)
    explain_ids = serializers.ListField(
        child=MemoryIdField(), required=False, max_length=20, default=list
    )
    max_tokens = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=MOST_TOKENS,
        default=None,
    )
    context_template = TextField(
        "instructions", required=False, allow_null=True, default=None
    )
    answerability = FlagField(required=False, default=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """As for a list; `limit` is the old name of `top_k`."""
        attrs = super().validate(attrs)
        limit = attrs.pop("limit", None)
        usual = PACKED if attrs["max_tokens"] else USUAL
        attrs["top_k"] = attrs.get("top_k") or limit or usual
        template = attrs["context_template"]
        if template and template not in TEMPLATES and MEMORIES not in template:
            named = ", ".join(TEMPLATES)
            msg = f"context_template must be one of {named}, or a text with {MEMORIES}."
            raise ValidationError(msg)
        return attrs


class UpdateRequest(serializers.Serializer[Any]):
    """What to change of a memory; at least one thing."""

    text = TextField("memory", blank=False, required=False, allow_null=True)
    memory = TextField("memory", blank=False, required=False, allow_null=True)
    data_ = TextField("memory", blank=False, required=False, allow_null=True)
    metadata = MetadataField(required=False, allow_null=True)
    timestamp = MomentField(required=False, allow_null=True)
    expiration_date = ExpirationField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """`memory` and `data` are other names of `text`."""
        for alias in ("memory", "data_"):
            attrs.setdefault("text", attrs.pop(alias, None))
        if attrs["text"] is None:
            del attrs["text"]
        if attrs.get("timestamp", ...) is None:
            del attrs["timestamp"]
        if not attrs:
            msg = "At least one of text, metadata, timestamp, expiration_date is required."
            raise ValidationError(msg)
        return attrs


class CategorizeRequest(serializers.Serializer[Any]):
    """Which memories to tag again, and with which catalog."""

    filters = FilterField()
    only_missing = FlagField(required=False, default=False)
    custom_categories = serializers.JSONField(
        required=False, allow_null=True, default=None
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The catalog as one mapping."""
        catalog = category_catalog(attrs.pop("custom_categories"))
        return {**attrs, "where": attrs.pop("filters"), "custom_categories": catalog}


class BatchRequest(serializers.Serializer[Any]):
    """Memories to change or to delete: objects with `memory_id`, or bare ids."""

    memories = serializers.ListField(allow_empty=False)

    def validate_memories(self, items: list[Any]) -> list[dict[str, Any]]:
        """Each entry as an object with a valid `memory_id`."""
        checked = []
        for number, item in enumerate(items):
            entry = {"memory_id": item} if isinstance(item, str) else item
            if not isinstance(entry, dict) or "memory_id" not in entry:
                msg = f"memories[{number}]: memory_id is required."
                raise ValidationError(msg)
            checked.append({**entry, "memory_id": check_memory_id(entry["memory_id"])})
        return checked


def ids_filter(scope: Scope) -> Filter:
    """The ids as conditions; `*` asks for anybody."""
    anybody: list[Filter] = [
        Condition(name, "exists") for name, value in scope.ids().items() if value == "*"
    ]
    named = Scope(**{n: v for n, v in scope.ids().items() if v != "*"})
    return all_of(*anybody, scope_filter(named)) if named else And(tuple(anybody))


def hoisted(filters: Any) -> dict[str, str]:
    """Entity ids that typed clients put into `filters` of an add."""
    if not isinstance(filters, dict):
        return {}
    found: dict[str, str] = {}
    for key, value in filters.items():
        name = CAMEL_IDS.get(key, key)
        if key == "AND" and isinstance(value, list):
            for part in value:
                found |= hoisted(part)
        elif name in ENTITY_IDS and value is not None:
            found[name] = limits.check_entity_id(value, name)
    return found


def category_catalog(raw: Any) -> dict[str, str] | None:
    """`[{name: description}, …]` as one mapping. Raises `ValidationError`."""
    if raw is None:
        return None
    if not isinstance(raw, list):
        msg = f'custom_categories: Expected a list of items but got type "{type(raw).__name__}"'
        raise ValidationError(msg)
    catalog: dict[str, str] = {}
    for item in raw:
        if not isinstance(item, dict):
            msg = f'Expected a dictionary of items but got type "{type(item).__name__}"'
            raise ValidationError(msg)
        for name, description in item.items():
            catalog[limits.check_entity_id(name, "custom_categories")] = str(
                description or ""
            )[:1000]
    return catalog
