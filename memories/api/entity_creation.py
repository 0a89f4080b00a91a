"""`POST /v1/users/` and its three sisters: announce an entity."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from mem0.exceptions import ValidationError
from memories.entity_creation import create
from orgs import limits
from orgs.api.base import ProjectAPIView


class EntityCreationView(ProjectAPIView):
    """Make a user, an agent, an app or a run known."""

    def post(self, request: Request, kind: str) -> Response:
        """The entity; a name is kept in its metadata."""
        body = request.data if isinstance(request.data, dict) else {}
        key = f"{kind}_id"
        given = body.get(key, body.get(f"{kind}Id"))
        if given is None or given == "":
            sentence = "This field is required."
            raise ValidationError(
                f"{key}: {sentence}", details={"wire": {key: [sentence]}}
            )
        entity = create(
            self.project, kind, limits.check_entity_id(given, key), _metadata(body)
        )
        metadata = entity.metadata or {}
        answer = {
            "id": entity.number,
            key: entity.name,
            "name": metadata.get("name", entity.name),
            "metadata": metadata,
            "created_at": entity.created_at,
            "updated_at": entity.updated_at,
            "graph_entities": None,
            "is_deleted": False,
            "project": str(self.project.pk),
        }
        return Response(answer, status=201)


def _metadata(body: dict[str, Any]) -> dict[str, Any] | None:
    given = body.get("metadata")
    metadata = None if given is None else limits.check_metadata(given)
    if body.get("name") in (None, ""):
        return metadata
    name = limits.check_entity_id(body["name"], "name")
    return {**(metadata or {}), "name": name}
