"""The audit log of the key's organization, for its owners and administrators."""

from __future__ import annotations

from typing import Any, cast

from django.http import HttpResponseBase, StreamingHttpResponse
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.utils.urls import replace_query_param

from orgs.api.organizations import OrganizationAPIView
from orgs.audit import representations, serializers, services
from orgs.audit.renderers import CSVRenderer, NDJSONRenderer
from orgs.roles import Action

JSON = cast("type[BaseRenderer]", api_settings.DEFAULT_RENDERER_CLASSES[0])


class AuditViewSet(OrganizationAPIView):
    """`GET /api/v1/orgs/organizations/{org_id}/audit/`."""

    renderer_classes = (JSON, NDJSONRenderer, CSVRenderer)

    def list(self, request: Request, org_id: str) -> HttpResponseBase:
        """Entries, newest first; `next` leads to older ones. As CSV or NDJSON all of
        them, oldest first."""
        self.require(Action.SEE_AUDIT)
        query = request.query_params
        wanted = serializers.asked(query)
        form = request.accepted_renderer.format
        if form in representations.FORMATS:
            kind, chunks = services.export(self.organization, wanted, form, query)
            return StreamingHttpResponse(chunks, content_type=kind)
        limit = serializers.asked_limit(query)
        rows, last = services.page(self.organization, wanted, limit)
        url = request.build_absolute_uri()
        following = last and replace_query_param(url, "before", str(last.pk))
        known = representations.names(rows)
        shown = [representations.entry(row, known) for row in rows]
        return Response({"next": following, "results": shown})

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Whatever is no file is JSON, errors too."""
        request.accepted_renderer = JSON()
        request.accepted_media_type = JSON.media_type
        return super().finalize_response(request, response, *args, **kwargs)
