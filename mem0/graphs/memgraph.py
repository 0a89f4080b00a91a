"""Memgraph, from version 2.11 on."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from mem0.graphs.bolt import BoltGraph, BoltOptions
from mem0.providers.options import from_environment

VARIABLES = ("MEMGRAPH_URI", "MEMGRAPH_USERNAME", "MEMGRAPH_PASSWORD")


class MemgraphConfig(BoltOptions):
    """What is left out is read from MEMGRAPH_URI, MEMGRAPH_USERNAME, MEMGRAPH_PASSWORD."""

    url: str = Field(
        default_factory=lambda: (
            from_environment(VARIABLES[:1]) or "bolt://localhost:7687"
        ),
        validation_alias=AliasChoices("url", "uri"),
    )


class MemgraphGraph(BoltGraph):
    """Nodes `Mem0Entity` and relationships `MEM0_RELATION` of one database."""

    provider = "memgraph"
    variables = VARIABLES
    schema = (
        "CREATE CONSTRAINT ON (n:Mem0Entity) ASSERT n.key IS UNIQUE",
        "CREATE INDEX ON :Mem0Entity(key)",
        "CREATE INDEX ON :Mem0Entity(folded)",
        "CREATE EDGE INDEX ON :MEM0_RELATION(memory_id)",
    )
    exists = ("already exists",)
