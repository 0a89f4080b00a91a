"""Receipts of erasures, for whoever asked for one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError, PermissionDeniedError
from orgs.api.base import ProjectAPIView
from orgs.custody import holds, ledger
from orgs.custody.ledger import Asked
from orgs.custody.models import Hold
from orgs.custody.serializers import HoldRequest
from orgs.pagination import Listing, asked_page, envelope
from orgs.roles import Action, allows, project_role


class ErasureViewSet(ViewSetMixin, ProjectAPIView):
    """The ledger of the project, and the receipt of each erasure."""

    def list(self, request: Request) -> Response:
        """Receipts, newest first."""
        page = asked_page(request, Listing("erasures", self.project))
        found, count = ledger.listed(self.project, page)
        return Response(
            envelope(
                request, page, found, count,
                show=ledger.receipt, position=lambda line: [str(line.pk)],
            )
        )  # fmt: skip

    def retrieve(self, request: Request, erasure_id: str) -> Response:
        """One receipt, by its id or by that of the event of the deletion."""
        try:
            key = UUID(erasure_id)
        except ValueError:
            raise MemoryNotFoundError(ledger.UNKNOWN) from None
        return Response(ledger.receipt(ledger.get(self.project.pk, key)))


class HoldViewSet(ViewSetMixin, ProjectAPIView):
    """Legal holds of the project."""

    def list(self, request: Request) -> Response:
        """Holds, newest first, lifted ones too."""
        page = asked_page(request, Listing("holds", self.project))
        found, count = holds.listed(self.project, page)
        return Response(
            envelope(
                request, page, found, count,
                show=represented, position=lambda hold: [str(hold.pk)],
            )
        )  # fmt: skip

    def create(self, request: Request) -> Response:
        """Hold the project, or somebody in it."""
        self._require()
        asked = self.validated(HoldRequest)
        hold = holds.place(
            self.project,
            asked.get("entity_type", ""),
            asked.get("entity_id", ""),
            asked["reason"],
            asked_by(self).by,
        )
        return Response(represented(hold), status=201)

    def lift(self, request: Request, hold_id: str) -> Response:
        """End a hold."""
        self._require()
        try:
            key = UUID(hold_id)
        except ValueError:
            raise MemoryNotFoundError(holds.UNKNOWN) from None
        return Response(represented(holds.lift(self.project, key, asked_by(self).by)))

    def _require(self) -> None:
        role = project_role(self.project, self.credential.created_by_id)
        if not allows(role, Action.MANAGE_HOLDS):
            raise PermissionDeniedError(
                "Only administrators of the project set and lift legal holds."
            )


def represented(hold: Hold) -> dict[str, Any]:
    """A hold as clients read it."""
    return {
        "id": str(hold.pk),
        "entity_type": hold.kind or None,
        "entity_id": hold.name or None,
        "reason": hold.reason,
        "set_by": hold.set_by,
        "created_at": hold.created_at,
        "lifted_by": hold.lifted_by or None,
        "lifted_at": hold.lifted_at,
    }


def asked_by(view: ProjectAPIView) -> Asked:
    """On whose word: that of the key the request came with."""
    return Asked(f"key {view.credential.label}", view.request_id)
