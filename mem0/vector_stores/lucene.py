"""What Elasticsearch and OpenSearch share: one REST interface and one query language."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from mem0.exceptions import VectorStoreError
from mem0.vector_stores.base import Hit, Point, clamp
from mem0.vector_stores.pushdown import TIMES, Leaf, Tree, fold
from mem0.vector_stores.tags import TaggedStore, document, key, restore, wanted

PAGE = 1000


class LuceneStore(TaggedStore):
    """A leaf sends requests, describes the vector field and writes the kNN query.

    Scores of both are `(1 + cosine) / 2`. A write returns once searches see it.
    """

    @abstractmethod
    def _send(self, method: str, path: str, body: Any = None) -> Any:
        """The decoded answer; a list is sent as one JSON per line; None for a 404."""

    @abstractmethod
    def _settings(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """(index settings, mapping of the vector field)."""

    @abstractmethod
    def _knn(
        self, vector: Sequence[float], where: dict[str, Any] | None, limit: int
    ) -> dict[str, Any]:
        """The body of a search for the nearest."""

    @abstractmethod
    def _length(self, field: Mapping[str, Any]) -> int:
        """The dimensions a mapping of the vector field declares."""

    @property
    def _path(self) -> str:
        return "/" + quote(self.collection, safe="")

    def _create(self) -> int | None:
        mapping = self._send("GET", f"{self._path}/_mapping")
        if mapping is not None:
            [index] = (
                mapping.values()
            )  # under its own name, also when asked by an alias
            return self._length(index["mappings"]["properties"]["vector"])
        settings, vector = self._settings()
        stored = {"type": "keyword", "index": False, "doc_values": False}
        properties = {
            "key": {"type": "keyword"},
            "id": stored,
            "payload": stored,
            "tags": {"type": "keyword"},
            "vector": vector,
            **{name: {"type": "double"} for name in sorted(TIMES)},
        }
        mappings = {"dynamic": False, "properties": properties}
        self._send("PUT", self._path, {"settings": settings, "mappings": mappings})
        return None

    def _upsert(self, points: Sequence[Point]) -> None:
        lines: list[dict[str, Any]] = []
        for point in points:
            name = key(point.id)
            lines.append({"index": {"_id": name}})
            lines.append({"key": name, "vector": [*point.vector], **document(point)})
        self._bulk(lines)

    def _bulk(self, lines: Sequence[dict[str, Any]]) -> None:
        if not lines:
            return
        answer = (
            self._send("POST", f"{self._path}/_bulk?refresh=true", list(lines)) or {}
        )
        for item in answer.get("items", []):
            for outcome in item.values():
                if "error" in outcome:
                    msg = f"{self.provider} refused a write: {outcome['error'].get('reason')}"
                    raise VectorStoreError(msg)

    def _search(
        self, vector: Sequence[float], where: Tree | None, limit: int
    ) -> list[Hit]:
        body = self._knn(vector, compiled(where), limit)
        found = self._ask({**body, "size": limit, "_source": ["id", "payload"]})
        return [
            Hit(point.id, clamp(2 * hit["_score"] - 1), point.payload)
            for hit in found
            for point in [restore(hit["_source"])]
        ]

    def _ask(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        answer = self._send("POST", f"{self._path}/_search", body)
        if answer is None:
            msg = f"{self.provider} has no index {self.collection}."
            raise VectorStoreError(msg, suggestion="Call create on the store.")
        found: list[dict[str, Any]] = answer["hits"]["hits"]
        return found

    def _get(self, ids: Sequence[str]) -> list[Point]:
        if not ids:
            return []
        body = {"ids": [key(point_id) for point_id in ids]}
        found = self._send("POST", f"{self._path}/_mget", body) or {"docs": []}
        entries = [entry["_source"] for entry in found["docs"] if entry.get("found")]
        return [restore(entry, entry["vector"]) for entry in entries]

    def _scan(self, where: Tree | None) -> Iterator[Point]:
        body: dict[str, Any] = {
            "query": compiled(where) or {"match_all": {}},
            "size": PAGE,
            "sort": [{"key": "asc"}],
            "_source": ["id", "payload"],
        }
        while found := self._ask(body):
            yield from (restore(hit["_source"]) for hit in found)
            body["search_after"] = found[-1]["sort"]

    def _delete(self, ids: Sequence[str]) -> None:
        self._bulk([{"delete": {"_id": key(point_id)}} for point_id in ids])

    def _drop(self) -> None:
        self._send("DELETE", self._path)


def compiled(tree: Tree | None) -> dict[str, Any] | None:
    """The query DSL of a tree."""
    return (
        None if tree is None else fold(tree, leaf=_condition, every=_every, some=_some)
    )


def _every(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"filter": list(parts)}}


def _some(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {"bool": {"should": list(parts), "minimum_should_match": 1}}


def _condition(leaf: Leaf) -> dict[str, Any]:
    if leaf.operator not in ("in", "exists"):
        return {"range": {leaf.path[0]: {leaf.operator: leaf.value}}}
    asked = {"terms": {"tags": wanted(leaf)}}
    return {"bool": {"must_not": [asked]}} if leaf.negated else asked
