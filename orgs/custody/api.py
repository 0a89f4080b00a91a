"""Receipts of erasures, for whoever asked for one."""

from __future__ import annotations

from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import MemoryNotFoundError
from orgs.api.base import ProjectAPIView
from orgs.custody import ledger
from orgs.custody.ledger import Asked
from orgs.pagination import Listing, asked_page, envelope


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


def asked_by(view: ProjectAPIView) -> Asked:
    """On whose word: that of the key the request came with."""
    return Asked(f"key {view.credential.label}", view.request_id)
