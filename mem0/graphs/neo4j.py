"""Neo4j, a server or Aura, from version 5 on."""

from __future__ import annotations

from pydantic import AliasChoices, Field

from mem0.graphs.bolt import BoltGraph, BoltOptions
from mem0.providers.options import from_environment

VARIABLES = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD")


class Neo4jConfig(BoltOptions):
    """What is left out is read from NEO4J_URI, NEO4J_USERNAME, NEO4J_PASSWORD."""

    url: str = Field(
        default_factory=lambda: (
            from_environment(VARIABLES[:1]) or "bolt://localhost:7687"
        ),
        validation_alias=AliasChoices("url", "uri"),
    )


class Neo4jGraph(BoltGraph):
    """Nodes `Mem0Entity` and relationships `MEM0_RELATION` of one database."""

    provider = "neo4j"
    variables = VARIABLES
    schema = (
        "CREATE CONSTRAINT mem0_entity_key IF NOT EXISTS "
        "FOR (n:Mem0Entity) REQUIRE n.key IS UNIQUE",
        "CREATE INDEX mem0_entity_name IF NOT EXISTS "
        "FOR (n:Mem0Entity) ON (n.collection, n.folded)",
        "CREATE INDEX mem0_relation_memory IF NOT EXISTS "
        "FOR ()-[r:MEM0_RELATION]-() ON (r.memory_id)",
    )
