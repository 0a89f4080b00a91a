"""The event endpoints: what became of an operation, and what changed lately."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError
from memories import events, representations
from memories.pagination import asked_page, envelope
from orgs.api.base import ProjectAPIView

UNKNOWN = "Event not found or you don't have permission to access it."


class EventViewSet(ViewSetMixin, ProjectAPIView):
    """Read operations and changes of the project."""

    def list(self, request: Request) -> Response:
        """Operations, newest first, optionally of one type or status."""
        page = asked_page(request, default=50)
        rows, count = events.list_events(
            self.project,
            event_type=request.query_params.get("event_type"),
            status=request.query_params.get("status"),
            limit=page.size,
            offset=page.offset,
        )
        found = [representations.event(row) for row in rows]
        return Response(envelope(request, page, found, count))

    def retrieve(self, request: Request, event_id: str) -> Response:
        """One operation."""
        try:
            key = UUID(event_id)
        except ValueError:
            raise MemoryNotFoundError(UNKNOWN) from None
        row = events.get_event(self.project, key)
        if row is None:
            raise MemoryNotFoundError(UNKNOWN)
        return Response(representations.event(row))

    def changes(self, request: Request) -> Response:
        """Changes of all memories, newest first."""
        page = asked_page(request, size_name="limit", default=100)
        entries, count = events.list_changes(
            self.project, limit=page.size, offset=page.offset
        )
        found = [representations.history(entry) for entry in entries]
        return Response(envelope(request, page, found, count))
