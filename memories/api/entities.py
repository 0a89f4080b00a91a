"""The entity endpoints: who has memories here."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.exceptions import ValidationError
from memories import entities, representations
from orgs import limits
from orgs.api.base import ProjectAPIView
from orgs.custody.api import asked_by
from orgs.pagination import Listing, asked_page, envelope


class EntityViewSet(ViewSetMixin, ProjectAPIView):
    """List, read and delete entities."""

    def list(self, request: Request) -> Response:
        """Every entity, newest first: all of them unless a page is asked for,
        because clients that delete everybody read one answer only."""
        listing = Listing("entities", self.project)
        page = asked_page(request, listing, default=1000, maximum=1000)
        rows, totals = entities.list_entities(self.project, page)
        owner = str(self.project.organization)
        body = envelope(
            request, page, rows, sum(totals.values()),
            show=lambda row: representations.entity(row, owner),
            position=lambda row: [row["created_at"].isoformat(), str(row["id"])],
        )  # fmt: skip
        return Response(
            body | {f"total_{kind}s": count for kind, count in totals.items()}
        )

    def retrieve(self, request: Request, entity_type: str, name: str) -> Response:
        """One entity, as a list of one."""
        row = entities.details(self.project, entity_type, _name(name))
        return Response([representations.entity(row, str(self.project.organization))])

    def destroy(self, request: Request, entity_type: str, name: str) -> Response:
        """Delete an entity and everything about it."""
        return self._delete(entity_type, _name(name))

    def destroy_by_number(
        self, request: Request, entity_type: str, name: str
    ) -> Response:
        """The older form: the entity is named by the number that a list gave."""
        if not name.isdecimal() or len(name) > 18:
            raise ValidationError("Invalid entity ID. Must be an integer.")
        found = entities.name_of(self.project, entity_type, int(name))
        return self._delete(entity_type, found)

    def _delete(self, entity_type: str, name: str) -> Response:
        event, line = entities.delete(self.project, entity_type, name, asked_by(self))
        return Response(
            {
                "message": "Delete in progress. This may take some time.",
                "event_id": str(event.pk),
                "receipt_id": str(line.pk),
            }
        )


def _name(raw: str) -> str:
    return limits.check_entity_id(raw, "entity name")
