"""Facts of Zep and Graphiti: edges of their graphs, with the time in which they hold.

Read is JSON of edges (a list, or `{"edges": […], "nodes": […]}`) as the endpoints and
clients of both give them: `uuid`, `fact`, `name`, `created_at`, `expired_at`,
`valid_at`, `invalid_at`, `source_node_uuid`, `target_node_uuid`, `episodes`,
`attributes`, `group_id`, and where they are given the names of the nodes; see
https://help.getzep.com/sdk-reference/graph/edge/get-edge and `EntityEdge` in
`graphiti_core/edges.py` of https://github.com/getzep/graphiti

`valid_at` and `invalid_at` become the validity of a memory; `expired_at` is when the
graph learned that a fact no longer holds. The edge itself becomes a relation.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import IO, Any

from memories.archive.refusals import refused
from memories.archive.sources import files
from memories.archive.sources.collecting import (
    Collection,
    each,
    key_of,
    made_key,
    moment,
    parsed,
)

MOST_NAME = 100


def collect(found: Collection, file: IO[bytes], size: int) -> None:
    """Note every fact of the file."""
    contents = files.read(
        file, size, lambda name: name.endswith((".json", ".ndjson")), "edges"
    )
    nodes: dict[str, str] = {}
    edges: list[tuple[str, list[Any]]] = []
    for name, data in contents.items():
        given = parsed(name, data)
        if isinstance(given, Mapping):
            nodes |= _names(given.get("nodes"))
            given = next(
                (given[k] for k in ("edges", "facts", "results") if k in given), None
            )
        if not isinstance(given, list):
            raise refused(name, "there is no list of edges in it")
        nodes |= _names(given)
        edges.append((name, [e for e in given if not _is_node(e)]))
    for name, items in edges:
        each(found, name, items, _Facts(found, nodes).read)


def _is_node(item: Any) -> bool:
    return isinstance(item, Mapping) and "fact" not in item and "labels" in item


def _names(items: Any) -> dict[str, str]:
    """Names of nodes by their UUID."""
    if not isinstance(items, list):
        return {}
    return {
        str(each["uuid"]): str(each["name"])
        for each in items
        if _is_node(each) and "uuid" in each and "name" in each
    }


class _Facts:
    def __init__(self, found: Collection, nodes: Mapping[str, str]) -> None:
        self.found, self.nodes = found, nodes

    def read(self, edge: Mapping[str, Any]) -> None:
        """One edge. Raises `KeyError` and `ValueError`."""
        recorded = moment(edge["created_at"], "created_at")
        fact = edge["fact"]
        if recorded is None or not isinstance(fact, str) or not fact.strip():
            msg = "it has no fact, or no created_at"
            raise ValueError(msg)
        since = moment(edge.get("valid_at"), "valid_at")
        until = moment(edge.get("invalid_at"), "invalid_at")
        closed = moment(edge.get("expired_at"), "expired_at")
        ended = until or closed
        row: dict[str, Any] = {
            "id": key_of(edge["uuid"], recorded),
            "text": fact,
            "created_at": recorded,
            "valid_from": since,
            "valid_to": ended,
            "state": "superseded" if ended else "active",
            "closed_at": (closed or until) if ended else None,
            "metadata": self._attributes(edge),
            "provenance": {"episodes": edge.get("episodes") or []},
        }
        user = edge.get("user_id") or self.found.user_id or edge.get("group_id")
        self.found.memory(row, user_id=user)
        self._relate(edge, row)

    def _attributes(self, edge: Mapping[str, Any]) -> dict[str, Any]:
        given = edge.get("attributes")
        return dict(given) if isinstance(given, Mapping) else {}

    def _relate(self, edge: Mapping[str, Any], row: Mapping[str, Any]) -> None:
        ends = [self._end(edge, side) for side in ("source", "target")]
        name = re.sub(r"\W+", "_", str(edge.get("name") or "")).strip("_").lower()
        if not (all(ends) and name):
            return
        self.found.add(
            "relations",
            {
                "id": made_key(row["created_at"], row["id"], "relation"),
                "memory_id": row["id"],
                "source": ends[0],
                "relationship": name[:MOST_NAME],
                "target": ends[1],
            },
        )

    def _end(self, edge: Mapping[str, Any], side: str) -> str:
        known = self.nodes.get(str(edge.get(f"{side}_node_uuid")), "")
        return str(edge.get(f"{side}_node_name") or known)[:MOST_NAME]
