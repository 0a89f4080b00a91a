"""The flat surface of the open-source server: `/memories`, `/search`, `/entities`.

Clients that know about self-hosting speak it as soon as a host is configured. It is
the same project, the same services and the same limits as under the versions; only
paths, answers and the header of the key differ. Every add is carried out at once.
"""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError, ValidationError
from mem0.memory.filters import And, has_positive_entity
from mem0.memory.validity import View
from memories import entities, representations, services
from memories.api import adds
from memories.api.flat_base import FlatView, of, optional_scope, scope_of
from memories.api.memories import (
    visible,
    with_degraded,
)
from memories.api.operations import as_results
from memories.fields import check_memory_id
from memories.resetting import reset
from memories.serializers import AddRequest, SearchRequest, UpdateRequest, hoisted
from memories.versions import V3
from orgs import limits
from orgs.custody.api import asked_by
from orgs.pagination import Listing, Page

LISTED, ALL_LISTED = 100, 1_000
"""Memories of a list that says nothing about its length: of somebody, of everybody."""
NO_FILTER = "filters must contain at least one of: user_id, agent_id, run_id."


class FlatMemoryViewSet(ViewSetMixin, FlatView):
    """Add, list, search, read, change and delete memories."""

    def add(self, request: Request) -> Response:
        """Remember what was said, now."""
        body = dict(request.data) if isinstance(request.data, dict) else {}
        if not hoisted(body.get("filters")):
            scope_of(body)
        if body.get("prompt") and not body.get("custom_instructions"):
            body["custom_instructions"] = body["prompt"]
        command = adds.command(self.validated(AddRequest, body))
        event = services.add(self.project, command, request_id=self.request_id)
        return Response({"results": event.results})

    def list(self, request: Request) -> Response:
        """Memories of somebody or, without an id, of the whole project."""
        query = request.query_params
        scope = optional_scope(query)
        raw = query.get("top_k", query.get("limit"))
        limit = LISTED if scope else ALL_LISTED
        if raw is not None:
            limit = limits.check_integer(raw, "top_k", 0, ALL_LISTED)
        view = View(show_expired=query.get("show_expired", "").lower() == "true")
        where = visible(of(scope) if scope else And(()), view)
        with self.operation("GET_ALL", where) as done:
            records = services.get_all(self.project, where=where, limit=limit)
            done.metadata = {"count": len(records)}
        return Response({"results": [representations.memory(each) for each in records]})

    def search(self, request: Request) -> Response:
        """Memories that answer a query, best first."""
        asked = self.validated(SearchRequest)
        if not has_positive_entity(asked["where"]):
            raise ValidationError(NO_FILTER)
        threshold = asked.get("threshold")
        with self.operation("SEARCH", asked["where"]) as done:
            answer = services.search(
                self.project,
                query=asked["query"],
                where=visible(asked["where"], asked["view"]),
                limit=asked["top_k"],
                threshold=V3.threshold if threshold is None else threshold,
                reference=asked["reference_date"],
                use_criteria=asked["use_criteria"],
                view=asked["view"],
            )
            done.results = as_results(answer.hits)
        found = [representations.hit(hit) for hit in answer.hits]
        if isinstance(request.data, dict) and request.data.get("explain") is True:
            found = [{**hit, "score_details": hit["score_breakdown"]} for hit in found]
        return Response(with_degraded({"results": found}, answer.pool.degraded))

    def retrieve(self, request: Request, memory_id: str) -> Response:
        """One memory, null if there is none of this id."""
        key = check_memory_id(memory_id)
        try:
            with self.operation("GET", memory_id=key):
                record = services.get(self.project, key)
        except MemoryNotFoundError:
            return Response(None)
        return Response(representations.memory(record))

    def update(self, request: Request, memory_id: str) -> Response:
        """Change text, metadata or expiry."""
        changes = self.validated(UpdateRequest)
        key = check_memory_id(memory_id)
        with self.operation("UPDATE", memory_id=key) as done:
            _, after = services.update(self.project, key, **changes)
            done.results = [representations.result("UPDATE", after)]
        return Response({"message": "Memory updated successfully!"})

    def destroy(self, request: Request, memory_id: str) -> Response:
        """Delete one memory."""
        key = check_memory_id(memory_id)
        with self.operation("DELETE", memory_id=key) as done:
            services.delete(self.project, key)
            done.results = [{"id": key, "event": "DELETE"}]
        return Response({"message": "Memory deleted successfully"})

    def destroy_all(self, request: Request) -> Response:
        """Delete the memories of somebody; nobody named is an error, never a wipe."""
        services.delete_all(
            self.project,
            where=of(scope_of(request.query_params)),
            event_type="DELETE_ALL",
            request_id=self.request_id,
        )
        return Response({"message": "All relevant memories deleted"})

    def history(self, request: Request, memory_id: str) -> Response:
        """Every change of one memory, oldest first."""
        entries = services.history(self.project, check_memory_id(memory_id))
        return Response([representations.history(entry) for entry in entries])

    def reset(self, request: Request) -> Response:
        """Delete everything the project remembers."""
        reset(self.project, request_id=self.request_id)
        return Response({"message": "All memories reset"})


class FlatEntityViewSet(ViewSetMixin, FlatView):
    """Who has memories here."""

    def list(self, request: Request) -> Response:
        """Every entity, newest first; `id` is the client's own."""
        page = Page(Listing("entities", self.project), 1, ALL_LISTED, given=False)
        rows, _ = entities.list_entities(self.project, page)
        return Response([_entity(row) for row in rows[:ALL_LISTED]])

    def destroy(self, request: Request, entity_type: str, name: str) -> Response:
        """Delete an entity and everything about it."""
        entity_id = limits.check_entity_id(name, "entity id")
        entities.delete(self.project, entity_type, entity_id, asked_by(self))
        return Response({"message": "Entity deleted successfully"})


def _entity(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("type", "total_memories", "created_at", "updated_at")
    return {"id": row["name"], **{name: row[name] for name in kept}}
