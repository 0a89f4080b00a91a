"""The usage and request log endpoints."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param
from rest_framework.viewsets import ViewSetMixin

from orgs.api.base import ProjectAPIView
from orgs.usage import log, representations, serializers, services

PAGE = 50


class UsageView(ProjectAPIView):
    """`GET /v1/usage/`."""

    def get(self, request: Request) -> Response:
        """Counts and latencies of a period: in all, by interval, verb and key."""
        query = request.query_params
        found = services.usage(
            self.project,
            serializers.asked_period(query),
            verb=serializers.asked_verb(query),
            key_id=serializers.asked_key(query),
        )
        return Response(representations.usage(found))


class RequestViewSet(ViewSetMixin, ProjectAPIView):
    """`GET /v1/requests/`: the log of the last thirty days."""

    def list(self, request: Request) -> Response:
        """Requests, newest first; `next` leads to older ones."""
        query = request.query_params
        limit = serializers.asked_limit(query, PAGE)
        rows = log.requests(self.project, serializers.asked_requests(query), limit + 1)
        page, following = rows[:limit], None
        if len(rows) > limit:
            url = request.build_absolute_uri()
            following = replace_query_param(url, "before", str(page[-1].pk))
        return Response(
            {
                "next": following,
                "results": [representations.request(row) for row in page],
            }
        )

    def retrieve(self, request: Request, log_id: str) -> Response:
        """One request, with its bodies where the project keeps them."""
        return Response(representations.detail(*log.request(self.project, log_id)))
