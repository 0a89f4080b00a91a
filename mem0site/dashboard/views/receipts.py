"""Receipts of what was erased in an organization, its erased projects included."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse

from mem0.exceptions import MemoryNotFoundError
from mem0site.dashboard import askers
from mem0site.dashboard.pages import OrganizationPage
from orgs.custody import ledger
from orgs.custody.models import Erasure, State

SHOWN = 100


class Receipts(OrganizationPage):
    """The latest, newest first."""

    template_name = "dashboard/receipts.html"

    def context(self) -> dict[str, Any]:
        rows = ledger.of_organization(self.organization.pk, SHOWN)
        return {"rows": rows, "names": _names(self)}


class Receipt(OrganizationPage):
    """One erasure: how far it is, what went, and that nothing is left."""

    template_name = "dashboard/receipt.html"

    def line(self) -> Erasure:
        """The line of the ledger. Raises `MemoryNotFoundError`."""
        key = self.kwargs["receipt_id"]
        line = ledger.one_of_organization(self.organization.pk, key)
        if line is None:
            raise MemoryNotFoundError(ledger.UNKNOWN)
        return line

    def context(self) -> dict[str, Any]:
        line = self.line()
        return {
            "line": line,
            "receipt": ledger.receipt(line),
            "asked_by": askers.told([line.requested_by])[line.requested_by],
            "running": line.state in (State.RUNNING, State.VERIFYING),
            "project_name": _names(self).get(line.tenant_id),
        }


class ReceiptFile(Receipt):
    """The receipt as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """JSON, as the API answers it."""
        line = self.line()
        written = json.dumps(ledger.receipt(line), indent=2, default=_iso)
        answer = HttpResponse(written + "\n", content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="receipt-{line.pk}.json"'
        return answer


def _names(page: OrganizationPage) -> dict[Any, str]:
    """Of the projects that are still there."""
    return {each.pk: each.name for each in page.place.projects}


def _iso(value: Any) -> str:
    return str(value.isoformat())
