"""Many memories in one request: all are changed, or none is."""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response

from mem0.exceptions import ValidationError
from memories import services
from memories.api.operations import RecordedAPIView
from memories.serializers import BatchRequest, UpdateRequest
from orgs import limits


class BatchView(RecordedAPIView):
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
        with self.operation("UPDATE") as done:
            count = services.batch_update(self.project, updates)
            done.results = changed("UPDATE", [each["memory_id"] for each in updates])
            done.metadata = {"updated": count}
        return Response({"message": f"Successfully updated {count} memories"})

    def delete(self, request: Request) -> Response:
        """Delete each."""
        ids = [item["memory_id"] for item in self._items("deleted")]
        with self.operation("DELETE") as done:
            count = services.batch_delete(self.project, list(dict.fromkeys(ids)))
            done.results = changed("DELETE", ids)
            done.metadata = {"deleted": count}
        return Response({"message": f"Successfully deleted {count} memories"})

    def _items(self, verb: str) -> list[dict[str, str]]:
        most = limits.current().batch
        raw = dict(self.request.data).get("memories")
        if isinstance(raw, list) and len(raw) > most:
            msg = f"Maximum of {most} memories can be {verb} in a single request"
            raise ValidationError(msg)
        items: list[dict[str, str]] = self.validated(BatchRequest)["memories"]
        return items


def changed(event: str, memory_ids: list[str]) -> list[dict[str, str]]:
    """Memories as the event of a batch names them."""
    return [{"id": memory_id, "event": event} for memory_id in memory_ids]
