"""`/v1/quarantine/`: doubtful statements, for a person to decide about."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError
from memories import quarantine, representations
from memories.quarantine_serializers import DecisionsRequest, QuarantineRequest
from orgs.api.base import ProjectAPIView
from orgs.pagination import Listing, asked_page, envelope


class QuarantineViewSet(ViewSetMixin, ProjectAPIView):
    """List, read and decide."""

    def list(self, request: Request) -> Response:
        """What waits, newest first, 50 a page."""
        asked = self.validated(QuarantineRequest, request.query_params.dict())
        listing = Listing("quarantine", self.project, repr(sorted(asked.items())))
        page = asked_page(request, listing, default=50)
        rows, count = quarantine.listed(self.project, asked, page)
        texts = quarantine.replaced(self.project, rows)
        return Response(
            envelope(
                request, page, rows, count,
                show=lambda row: representations.quarantined(row, texts),
                position=lambda row: [str(row.pk)],
            )
        )  # fmt: skip

    def retrieve(self, request: Request, entry_id: str) -> Response:
        """One entry that waits for a decision."""
        row = quarantine.get(self.project, _key(entry_id))
        texts = quarantine.replaced(self.project, [row])
        return Response(representations.quarantined(row, texts))

    def approve(self, request: Request, entry_id: str) -> Response:
        """Remember what was held back after all."""
        event = quarantine.approve(
            self.project, _key(entry_id), request_id=self.request_id
        )
        return Response(
            {
                "message": "The statement was approved.",
                "event_id": str(event.pk),
                "results": event.results,
                "dropped": event.dropped,
            }
        )

    def reject(self, request: Request, entry_id: str) -> Response:
        """Forget what is held back."""
        event = quarantine.reject(
            self.project, _key(entry_id), request_id=self.request_id
        )
        message = "The statement was rejected."
        return Response({"message": message, "event_id": str(event.pk)})

    def bulk(self, request: Request) -> Response:
        """Decide about several, by id or by what they have in common."""
        asked = self.validated(DecisionsRequest)
        decided, left = quarantine.decide_many(
            self.project, **asked, request_id=self.request_id
        )
        results: list[dict[str, Any]] = [asdict(each) for each in decided]
        return Response({"results": results, "remaining": left})


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        msg = "Nothing in quarantine has this id."
        raise MemoryNotFoundError(msg) from None
