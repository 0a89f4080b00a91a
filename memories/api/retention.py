"""Retention: rules about what deletes itself, what they would delete now, and periods."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.entities import ENTITY_IDS
from mem0.exceptions import MemoryNotFoundError, PermissionDeniedError
from mem0.memory.types import Record
from memories import retention
from memories.retention_serializers import (
    PeriodsRequest,
    PreviewRequest,
    RuleRequest,
)
from orgs.api.base import ProjectAPIView
from orgs.custody import periods
from orgs.custody.models import RetentionPeriods, RetentionRule
from orgs.roles import Action, allows, project_role


class RetentionViewSet(ViewSetMixin, ProjectAPIView):
    """What a project keeps, and for how long. Administrators change it."""

    def retrieve(self, request: Request) -> Response:
        """All rules and periods."""
        return Response(
            {
                "rules": [represented(rule) for rule in retention.rules(self.project)],
                "periods": _periods(periods.of(self.project)),
            }
        )

    def change_periods(self, request: Request) -> Response:
        """Change the periods that were sent and nothing else."""
        self._require()
        asked = self.validated(PeriodsRequest)
        return Response(_periods(retention.set_periods(self.project, asked)))

    def create(self, request: Request) -> Response:
        """Add a rule."""
        self._require()
        rule = retention.create(self.project, self.validated(RuleRequest))
        return Response(represented(rule), status=201)

    def update(self, request: Request, rule_id: str) -> Response:
        """Replace a rule."""
        self._require()
        asked = self.validated(RuleRequest)
        return Response(
            represented(retention.change(self.project, _key(rule_id), asked))
        )

    def destroy(self, request: Request, rule_id: str) -> Response:
        """Take a rule away."""
        self._require()
        retention.remove(self.project, _key(rule_id))
        return Response({"message": "Rule deleted. What it deleted stays deleted."})

    def preview(self, request: Request) -> Response:
        """What a rule would delete now."""
        self._require()
        found = retention.preview(self.project, **self.validated(PreviewRequest))
        return Response(
            {
                "count": found.count,
                "held": found.held,
                "oldest": found.oldest[0].created_at if found.oldest else None,
                "results": [_sample(record) for record in found.oldest],
            }
        )

    def _require(self) -> None:
        role = project_role(self.project, self.credential.created_by_id)
        if not allows(role, Action.MANAGE_RETENTION):
            raise PermissionDeniedError(
                "Only administrators of the project decide what is deleted by itself."
            )


def represented(rule: RetentionRule) -> dict[str, Any]:
    """A rule as clients read it."""
    return {
        "id": str(rule.pk),
        "name": rule.name,
        "days": rule.days,
        "measured_by": rule.measured_by,
        "filters": rule.filters,
        "enabled": rule.enabled,
        "last_run_at": rule.last_run_at,
        "last_removed": rule.last_removed,
        "created_at": rule.created_at,
        "updated_at": rule.updated_at,
    }


def _periods(row: RetentionPeriods) -> dict[str, int | None]:
    return {f"{kind}_days": getattr(row, f"{kind}_days") for kind in periods.KINDS}


def _sample(record: Record) -> dict[str, Any]:
    return {
        "id": record.id,
        "memory": record.text,
        **dict.fromkeys(ENTITY_IDS),
        **record.scope.ids(),
        "created_at": record.created_at,
        "recorded_at": record.recorded_at,
        "updated_at": record.updated_at,
    }


def _key(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError:
        raise MemoryNotFoundError(retention.UNKNOWN) from None
