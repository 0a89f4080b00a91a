"""What views share that leave an event behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from mem0.memory.filters import Filter
from mem0.memory.ranking import Hit
from memories import recording
from memories.recording import Operation
from orgs.api.base import ProjectAPIView


class RecordedAPIView(ProjectAPIView):
    """A view whose operations are on record."""

    def operation(
        self, event_type: str, where: Filter | None = None, **more: Any
    ) -> AbstractContextManager[Operation]:
        """Record what is done inside with what the request asked, if it succeeds."""
        data = self.request.data
        body = data if isinstance(data, Mapping) else {}
        return recording.operation(
            self.project,
            event_type,
            payload={**self.request.query_params.dict(), **body, **more},
            request_id=self.request_id,
            where=where,
        )


def as_results(hits: Sequence[Hit]) -> list[dict[str, Any]]:
    """Hits as the event of a search names them."""
    return [{"id": hit.record.id, "score": hit.score} for hit in hits]
