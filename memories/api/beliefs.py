"""`/v1/memories/{id}/why/`: what a memory rests on."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from memories import beliefs
from memories.fields import check_memory_id
from orgs.api.base import ProjectAPIView


class WhyView(ProjectAPIView):
    """Why a memory is believed."""

    def get(self, request: Request, memory_id: str) -> Response:
        """Its sources, its origin, its confirmations, its history and its links."""
        belief = beliefs.why(self.project, check_memory_id(memory_id))
        return Response(beliefs.told(belief))
