"""Consolidation: start a run, look at what it did, undo it, let it run by itself."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError
from memories import consolidations
from memories.consolidation_serializers import (
    ConsolidationRequest,
    ConsolidationSettingsRequest,
)
from memories.models_consolidation import (
    Consolidation,
    ConsolidationChange,
    ConsolidationSettings,
)
from orgs.api.base import ProjectAPIView
from orgs.pagination import Listing, asked_page, envelope


class ConsolidationViewSet(ViewSetMixin, ProjectAPIView):
    """Runs of consolidation."""

    def start(self, request: Request) -> Response:
        """Take a run for later."""
        asked = self.validated(ConsolidationRequest)
        run = consolidations.start(self.project, request_id=self.request_id, **asked)
        return Response(represented(run), status=202)

    def list(self, request: Request) -> Response:
        """Runs, newest first."""
        page = asked_page(request, Listing("consolidations", self.project))
        found, count = consolidations.get_all(self.project, page)
        return Response(
            envelope(request, page, found, count, show=represented, position=_position)
        )

    def retrieve(self, request: Request, run_id: str) -> Response:
        """One run with a page of what it did, or would do."""
        run = self._run(run_id)
        listing = Listing("consolidation-changes", self.project, str(run.pk))
        page = asked_page(request, listing)
        found, count = consolidations.changes(self.project, run, page)
        listed = envelope(request, page, found, count, show=_change, position=_position)
        return Response({**represented(run), "changes": listed})

    def undo(self, request: Request, run_id: str) -> Response:
        """Put everything back."""
        run = consolidations.undo(self.project, self._run(run_id).pk)
        return Response(represented(run))

    def _run(self, run_id: str) -> Consolidation:
        try:
            key = UUID(run_id)
        except ValueError:
            raise MemoryNotFoundError(consolidations.UNKNOWN) from None
        return consolidations.get(self.project, key)


class ConsolidationSettingsView(ProjectAPIView):
    """Whether and how often a project is consolidated by itself."""

    def get(self, request: Request) -> Response:
        """The settings."""
        return Response(_settings(consolidations.read_settings(self.project)))

    def post(self, request: Request) -> Response:
        """Change what was sent and nothing else."""
        changes = self.validated(ConsolidationSettingsRequest)
        row = consolidations.change_settings(self.project, changes)
        return Response(_settings(row))


def represented(run: Consolidation) -> dict[str, Any]:
    """A run as clients read it."""
    return {
        "id": str(run.pk),
        "status": consolidations.status(run),
        "user_id": run.user_id,
        "dry_run": run.dry_run,
        "scheduled": run.scheduled,
        "patterns": run.patterns,
        "expire": run.expire or None,
        "owners": run.owners,
        "owners_done": run.owners_done,
        "merged": run.merged,
        "superseded": run.superseded,
        "synthesized": run.synthesized,
        "expired": run.expired,
        "event_id": run.event_id and str(run.event_id),
        "created_at": run.created_at,
        "completed_at": run.completed_at,
        "undone_at": run.undone_at,
        "kept_when_undone": run.kept_when_undone,
    }


def _position(row: Consolidation | ConsolidationChange) -> list[str]:
    return [str(row.pk)]


def _change(row: ConsolidationChange) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "memory_id": str(row.memory_id),
        "memory": row.text,
        "others": row.others,
        "reason": row.reason,
    }


def _settings(row: ConsolidationSettings) -> dict[str, Any]:
    return {
        "enabled": row.enabled,
        "every_days": row.every_days,
        "patterns": row.patterns,
        "last_run_at": row.last_run_at,
    }
