"""All component schemas that no serializer makes, by name."""

from __future__ import annotations

from mem0site.openapi.components import (
    archives,
    audit,
    consolidations,
    custody,
    entities,
    errors,
    exports,
    filters,
    graph,
    memories,
    organizations,
    quarantine,
    requests,
    usage,
    webhooks,
)
from mem0site.openapi.shapes import Schema


def schemas() -> dict[str, Schema]:
    """Name → schema. A name given twice is a mistake and raises `ValueError`."""
    found: dict[str, Schema] = {"Message": requests.MESSAGE}
    for module in (
        filters,
        memories,
        entities,
        exports,
        archives,
        quarantine,
        consolidations,
        graph,
        webhooks,
        organizations,
        usage,
        audit,
        custody,
        errors,
    ):
        made = module.schemas()
        if twice := found.keys() & made.keys():
            raise ValueError(f"Components named twice: {sorted(twice)}")
        found |= made
    return found
