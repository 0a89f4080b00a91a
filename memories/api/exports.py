"""Exports and the summary: memories in another form."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import Mem0Error, MemoryNotFoundError
from memories import exports, waiting
from memories.export_serializers import (
    ExportQuery,
    ExportRequest,
    FilteredRequest,
    export_id,
)
from memories.models_exports import Export
from memories.summary import summarize
from orgs.api.base import ProjectAPIView
from orgs.pagination import Listing, asked_page, envelope


class ExportViewSet(ViewSetMixin, ProjectAPIView):
    """Ask for an export, read it."""

    def create(self, request: Request) -> Response:
        """Take the request; oldest clients read an export with the same call."""
        body = request.data if isinstance(request.data, dict) else {}
        if "memory_export_id" in body and "schema" not in body:
            return self.read(request)
        asked = self.validated(ExportRequest)
        export = exports.create(
            self.project,
            schema=asked["schema"],
            filters=asked["filters"],
            where=asked["where"],
            instructions=asked["export_instructions"] or "",
        )
        return Response(
            {
                "message": exports.RECEIVED,
                "id": str(export.pk),
                "status": exports.status(export),
            },
            status=201,
        )

    def list(self, request: Request) -> Response:
        """Every export that was asked for, newest first, without its data."""
        page = asked_page(request, Listing("exports", self.project))
        rows, count = exports.list_exports(self.project, page)
        return Response(
            envelope(
                request, page, rows, count,
                show=describe, position=lambda row: [str(row.pk)],
            )
        )  # fmt: skip

    def read(self, request: Request) -> Response:
        """The export itself, nothing around it; 202 while it is being built."""
        asked = self.validated(ExportQuery)
        wait = waiting.seconds(request.query_params.get("wait", exports.PATIENCE))
        if asked["by_id"] and asked["export_id"] is None:
            raise MemoryNotFoundError(exports.UNKNOWN)
        export = (
            exports.by_id(self.project, asked["export_id"])
            if asked["by_id"]
            else exports.latest(self.project, asked["where"])
        )
        export = exports.finished(self.project, export, wait)
        return self._answer(export)

    def describe(self, request: Request, identifier: str) -> Response:
        """How an export was made, and which memories each property came from."""
        key = export_id(identifier)
        if key is None:
            raise MemoryNotFoundError(exports.UNKNOWN)
        export = exports.by_id(self.project, key)
        return Response({**describe(export), "evidence": export.evidence})

    def _answer(self, export: Export) -> Response:
        found = exports.status(export)
        if found == "PENDING":
            body = {"status": found, "message": exports.RUNNING, "id": str(export.pk)}
            return Response(body, status=202, headers={"Retry-After": "2"})
        if found == "FAILED":
            reason = export.job.error if export.job else None
            raise Mem0Error(
                f"The export could not be built: {reason or 'its job is gone'}",
                error_code="export_failed",
            )
        return Response(export.data, headers={"X-Export-Method": export.method})


def describe(export: Export) -> dict[str, Any]:
    """How an export was asked for and made."""
    return {
        "id": str(export.pk),
        "status": exports.status(export),
        "method": export.method or None,
        "valid": export.valid,
        "filters": export.filters,
        "schema": export.schema,
        "memory_count": export.memory_count,
        "created_at": export.created_at,
        "completed_at": export.completed_at,
    }


class SummaryView(ProjectAPIView):
    """What is known, in a few lines."""

    def post(self, request: Request) -> Response:
        """Summarize the memories that hold today and match."""
        asked = self.validated(FilteredRequest)
        summary = summarize(self.project, asked["where"])
        return Response(
            {
                "summary": summary.text,
                "filters": asked["filters"],
                "memory_count": summary.memory_count,
                "status": "SUCCEEDED",
                "method": summary.method,
            }
        )
