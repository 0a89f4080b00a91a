"""`POST /v1/memories/categorize/`: tag memories again."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from mem0.exceptions import ValidationError
from mem0.memory.filters import has_positive_entity
from memories import categorizing
from memories.serializers import CategorizeRequest
from orgs.api.base import ProjectAPIView


class CategorizeView(ProjectAPIView):
    """Tag a selection of memories again, soon."""

    def post(self, request: Request) -> Response:
        """Take the job; its event says when it is done and how many were changed."""
        asked = self.validated(CategorizeRequest)
        if not has_positive_entity(asked["where"]):
            msg = "filters: name a user, an agent, an app or a run; * stands for any."
            raise ValidationError(msg)
        event = categorizing.again(
            self.project,
            where=asked["where"],
            only_missing=asked["only_missing"],
            categories=asked["custom_categories"],
            request_id=self.request_id,
        )
        return Response(
            {
                "message": "The memories will be categorized again.",
                "status": event.status,
                "event_id": str(event.pk),
                "matched": event.metadata["matched"],
            }
        )
