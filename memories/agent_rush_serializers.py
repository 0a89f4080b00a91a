"""Requests of the agent-rush routes, checked by the rules of that game."""

from __future__ import annotations

import re
from typing import Any

from rest_framework import serializers

from mem0.exceptions import ValidationError
from memories.fields import EntityIdField, TextField
from memories.messages import MessagesField
from memories.serializers import SearchRequest

SHORTEST, LONGEST = 50, 1_000
"""Characters of a thought."""
_ADDRESS = re.compile(r"\bhttps?://|\bwww\.\w", re.IGNORECASE)


class RushAdd(serializers.Serializer[Any]):
    """One thought: as `content`, or as the messages of an add."""

    content = TextField("memory", blank=False, required=False, allow_null=True)
    messages = MessagesField(required=False, allow_null=True)
    user_id = EntityIdField(required=False, allow_null=True)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """A text of the right length, without links."""
        said = attrs.pop("messages", None) or []
        text = attrs.get("content") or "\n".join(each["content"] for each in said)
        text = text.strip()
        if not SHORTEST <= len(text) <= LONGEST:
            msg = (
                f"content has {len(text)} characters; "
                f"{SHORTEST} to {LONGEST} are needed."
            )
            raise ValidationError(msg, error_code="agentrush_length")
        if _ADDRESS.search(text):
            msg = "content must not hold links."
            raise ValidationError(msg, error_code="agentrush_no_urls")
        return {**attrs, "content": text}


class RushSearch(SearchRequest):
    """A search; nobody needs to be named."""
