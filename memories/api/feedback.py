"""`POST /v1/feedback/`: what people think of a memory."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from memories import feedback
from memories.export_serializers import FeedbackRequest
from orgs.api.base import ProjectAPIView


class FeedbackView(ProjectAPIView):
    """Give feedback or take it back."""

    def post(self, request: Request) -> Response:
        """Replace the feedback of one memory by what was sent."""
        asked = self.validated(FeedbackRequest)
        feedback.give(
            self.project,
            asked["memory_id"],
            asked["feedback"],
            asked["feedback_reason"],
        )
        return Response(
            {
                "id": asked["memory_id"],
                "feedback": asked["feedback"],
                "feedback_reason": asked["feedback_reason"],
            }
        )
