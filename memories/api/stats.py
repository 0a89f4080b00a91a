"""The project in numbers, and what its memories can be filtered by."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from memories import stats
from orgs.api.base import ProjectAPIView


class StatsView(ProjectAPIView):
    """`GET /v1/stats/`."""

    def get(self, request: Request) -> Response:
        """Whole numbers only."""
        return Response(stats.stats(self.project))


class EntityFiltersView(ProjectAPIView):
    """`GET /v1/entities/filters/`: what a form offers to filter by."""

    def get(self, request: Request) -> Response:
        """Event types, categories, users, and the fields of a filter."""
        return Response(stats.filters(self.project))
