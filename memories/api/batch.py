"""Many memories in one request: all are changed, or none is."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from mem0.exceptions import ValidationError
from memories import services
from memories.serializers import BatchRequest, UpdateRequest
from orgs import limits
from orgs.api.base import ProjectAPIView


class BatchView(ProjectAPIView):
    """Update or delete up to a thousand memories."""

    def put(self, request: Request) -> Response:
        """Change text or metadata of each."""
        items = self._items("updated")
        updates = [
            {
                "memory_id": item["memory_id"],
                **self.validated(
                    UpdateRequest, {k: v for k, v in item.items() if k != "memory_id"}
                ),
            }
            for item in items
        ]
        count = services.batch_update(self.project, updates)
        return Response({"message": f"Successfully updated {count} memories"})

    def delete(self, request: Request) -> Response:
        """Delete each."""
        ids = [item["memory_id"] for item in self._items("deleted")]
        count = services.batch_delete(self.project, list(dict.fromkeys(ids)))
        return Response({"message": f"Successfully deleted {count} memories"})

    def _items(self, verb: str) -> list[dict[str, str]]:
        most = limits.current().batch
        raw = dict(self.request.data).get("memories")
        if isinstance(raw, list) and len(raw) > most:
            msg = f"Maximum of {most} memories can be {verb} in a single request"
            raise ValidationError(msg)
        items: list[dict[str, str]] = self.validated(BatchRequest)["memories"]
        return items
