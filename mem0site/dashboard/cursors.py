"""Ids that stand in a query, where anybody can write anything."""

from __future__ import annotations

from uuid import UUID


def uuid(text: str | None) -> UUID | None:
    """The id, or None for what is none."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
