"""The event endpoints: what became of an operation, and what changed lately."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError
from memories import events, representations, retrying, unlearning
from orgs.api.base import ProjectAPIView
from orgs.pagination import Listing, asked_page, envelope

UNKNOWN = "Event not found or you don't have permission to access it."


class EventViewSet(ViewSetMixin, ProjectAPIView):
    """Read operations and changes of the project."""

    def list(self, request: Request) -> Response:
        """Operations, newest first, optionally of one type or status."""
        query = request.query_params
        narrowing = {name: query.get(name) for name in ("event_type", "status")}
        listing = Listing("events", self.project, repr(narrowing))
        page = asked_page(request, listing, default=50)
        rows, count = events.list_events(self.project, page=page, **narrowing)
        return Response(
            envelope(
                request, page, rows, count,
                show=representations.event, position=lambda row: [str(row.pk)],
            )
        )  # fmt: skip

    def retrieve(self, request: Request, event_id: str) -> Response:
        """One operation."""
        row = events.get_event(self.project, _key(event_id))
        if row is None:
            raise MemoryNotFoundError(UNKNOWN)
        return Response(representations.event(row))

    def retry(self, request: Request, event_id: str) -> Response:
        """Carry out a failed operation again."""
        row = retrying.retry_event(self.project, _key(event_id))
        return Response(representations.event(row))

    def unlearn(self, request: Request, event_id: str) -> Response:
        """Take back everything that an add taught."""
        key = _key(event_id)
        done = unlearning.unlearn(self.project, key, request_id=self.request_id)
        return Response(representations.event(done))

    def changes(self, request: Request) -> Response:
        """Changes of all memories, newest first."""
        listing = Listing("changes", self.project)
        page = asked_page(request, listing, size_name="limit")
        entries, count = events.list_changes(self.project, page)
        return Response(
            envelope(
                request, page, entries, count,
                show=representations.history, position=lambda entry: [entry.id],
            )
        )  # fmt: skip


def _key(event_id: str) -> UUID:
    try:
        return UUID(event_id)
    except ValueError:
        raise MemoryNotFoundError(UNKNOWN) from None
