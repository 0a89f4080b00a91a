"""The graph of somebody: relations, their course in time, ways between two things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.graphs.base import Known
from mem0.memory.filters import Filter
from mem0.memory.ranking import Hit
from mem0.memory.types import Relation, Scope
from memories import graph
from memories.graph_serializers import GraphRequest, PathsRequest
from memories.models import Event
from orgs import limits
from orgs.api.base import ProjectAPIView
from orgs.models import Project

SHOWN = 25
"""Relations beside the hits of a search."""


class GraphViewSet(ViewSetMixin, ProjectAPIView):
    """What the memories of a user, an agent, an app or a run relate."""

    def retrieve(self, request: Request, entity_type: str, entity_id: str) -> Response:
        """Things and the relations between them; `name` for one thing's own."""
        scope, asked = self._asked(GraphRequest, entity_type, entity_id)
        found = graph.ProjectGraph(self.project).relations(
            scope,
            [asked["name"]] if asked["name"] else None,
            at=asked["at"],
            ended=asked["ended"],
            limit=asked["limit"],
        )
        return Response({"nodes": nodes(found), "relations": list(map(known, found))})

    def timeline(self, request: Request, entity_type: str, entity_id: str) -> Response:
        """Every relation, ended ones too, in the order in which they began."""
        scope, asked = self._asked(GraphRequest, entity_type, entity_id)
        found = graph.ProjectGraph(self.project).relations(
            scope,
            [asked["name"]] if asked["name"] else None,
            ended=True,
            limit=asked["limit"],
        )
        ordered = sorted(found, key=lambda each: each.valid_from)
        return Response({"relations": list(map(known, ordered))})

    def paths(self, request: Request, entity_type: str, entity_id: str) -> Response:
        """Ways from one thing to another, shortest first."""
        scope, asked = self._asked(PathsRequest, entity_type, entity_id)
        found = graph.ProjectGraph(self.project).paths(
            scope,
            asked["source"],
            asked["target"],
            max_hops=asked["max_hops"],
            limit=asked["limit"],
            at=asked["at"],
        )
        return Response({"paths": [[bare(step) for step in way] for way in found]})

    def _asked(
        self, serializer: type[Any], entity_type: str, entity_id: str
    ) -> tuple[Scope, dict[str, Any]]:
        name = limits.check_entity_id(entity_id, "entity_id")
        asked = self.validated(serializer, self.request.query_params.dict())
        return Scope(**{f"{entity_type}_id": name}), asked


def answering(
    project: Project, asked: Mapping[str, Any], where: Filter, hits: Sequence[Hit]
) -> list[dict[str, Any]]:
    """The relations that belong to the answer of a search."""
    records = [hit.record for hit in hits]
    at = asked["view"].as_of
    found = graph.about(project, asked["query"], where, records, limit=SHOWN, at=at)
    return list(map(known, found))


def added(project: Project, event: Event) -> dict[str, Any]:
    """What the memories of an add relate, as callers of graphs read it."""
    ids = [each["id"] for each in event.results]
    found = graph.stated_by(project, ids)
    return {
        "added_entities": [[bare(each) for each in stated] for stated in found],
        "deleted_entities": [],
    }


def known(found: Known) -> dict[str, Any]:
    """A relation with what supports it; `target` goes by both names it has had."""
    return {
        **bare(found.relation),
        "destination": found.relation.target,
        "source_type": found.relation.source_type,
        "target_type": found.relation.target_type,
        "memory_ids": list(found.memory_ids),
        "valid_from": found.valid_from,
        "valid_to": found.valid_to,
    }


def bare(relation: Relation) -> dict[str, str]:
    """A relation by itself."""
    return {
        "source": relation.source,
        "relationship": relation.relationship,
        "target": relation.target,
    }


def nodes(found: Sequence[Known]) -> list[dict[str, Any]]:
    """The things that relations stand between, by how many of them."""
    degrees: dict[str, dict[str, Any]] = {}
    for each in found:
        relation = each.relation
        for name, kind in (
            (relation.source, relation.source_type),
            (relation.target, relation.target_type),
        ):
            node = degrees.setdefault(
                name.casefold(), {"name": name, "type": kind, "relations": 0}
            )
            node["type"] = node["type"] or kind
            node["relations"] += 1
    return sorted(degrees.values(), key=lambda node: (-node["relations"], node["name"]))
