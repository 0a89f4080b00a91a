"""`/v1/agent-rush/`: the demonstration of the command line, inside the key's project.

On the hosted platform it is a game whose memories everybody sees. Here a project is a
tenant, so they are the project's own, under an app of their own.
"""

from __future__ import annotations

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.memory.filters import all_of
from mem0.memory.types import Scope
from memories import representations, services
from memories.agent_rush_serializers import RushAdd, RushSearch
from memories.api import adds
from memories.api.memories import visible
from memories.api.operations import RecordedAPIView, as_results
from memories.serializers import ids_filter
from memories.versions import V3

APP = "agent-rush"


class AgentRushViewSet(ViewSetMixin, RecordedAPIView):
    """Add a thought, search what was thought."""

    def add(self, request: Request) -> Response:
        """Keep the text word for word, now."""
        asked = self.validated(RushAdd)
        command = services.AddCommand(
            messages=[{"role": "user", "content": asked["content"]}],
            scope=Scope(user_id=asked.get("user_id"), app_id=APP),
            infer=False,
        )
        event = services.add(self.project, command, request_id=self.request_id)
        return Response(adds.stored(event, V3, wrapped=True))

    def search(self, request: Request) -> Response:
        """What was added here and answers the query, best first."""
        asked = self.validated(RushSearch)
        where = all_of(asked["where"], ids_filter(Scope(app_id=APP)))
        with self.operation("SEARCH", where) as done:
            answer = services.search(
                self.project,
                query=asked["query"],
                where=visible(where, asked["view"]),
                limit=asked["top_k"],
                view=asked["view"],
            )
            done.results = as_results(answer.hits)
        return Response({"results": [representations.hit(hit) for hit in answer.hits]})

    def handle_exception(self, exc: Exception) -> Response:
        """That client reads `error.code`; the other keys stay."""
        response: Response = super().handle_exception(exc)
        body = response.data
        response.data = {
            **body,
            "error": {"code": body["code"], "message": body["detail"]},
        }
        return response
