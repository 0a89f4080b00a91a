"""Whose memories are: four kinds of entity, each named by a client's own id."""

from __future__ import annotations

from typing import Any, Literal

EntityType = Literal["user", "agent", "app", "run"]
ENTITY_TYPES: tuple[EntityType, ...] = ("user", "agent", "app", "run")
ENTITY_IDS = tuple(f"{kind}_id" for kind in ENTITY_TYPES)
"""The names of the ids on the wire and in every table."""
EVERYBODY: dict[str, Any] = {"OR": [{name: "*"} for name in ENTITY_IDS]}
"""A filter that all memories pass: each belongs to somebody."""
