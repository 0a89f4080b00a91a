"""The memory endpoints. Every route carries its `Version`; the views are the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSetMixin

from mem0.entities import ENTITY_IDS
from mem0.exceptions import ValidationError
from mem0.memory.filters import (
    And,
    Filter,
    all_of,
    decode_query_parameter,
    has_positive_entity,
    parse,
    parse_query_parameter,
)
from mem0.memory.types import Scope
from mem0.memory.validity import NOW, View
from memories import explanations, representations, services, waiting
from memories.api import adds, graphs
from memories.api.operations import RecordedAPIView, as_results
from memories.fields import check_memory_id
from memories.serializers import (
    AddRequest,
    ListRequest,
    SearchRequest,
    UpdateRequest,
    ids_filter,
)
from memories.versions import Version
from orgs import limits
from orgs.pagination import Listing, Page, asked_page, envelope


class MemoryViewSet(ViewSetMixin, RecordedAPIView):
    """Add, list, search, read, change and delete memories."""

    def add(self, request: Request, version: Version) -> Response:
        """Remember what was said: now, or (the default) soon."""
        asked = self.validated(AddRequest)
        command = adds.command(asked)
        wrapped = version.always_wrapped or self._wants_object(asked)
        if asked["infer"] and asked["async_mode"]:
            limit = waiting.seconds(request.query_params.get("wait", 0))
            event = services.accept(self.project, command, request_id=self.request_id)
            if limit:
                event = waiting.for_event(self.project, event, limit)
            if waiting.over(event):
                return Response(adds.settled(event, version, wrapped=wrapped))
            return Response(adds.queued(event, version, wrapped=wrapped))
        event = services.add(self.project, command, request_id=self.request_id)
        body = adds.stored(event, version, wrapped=wrapped)
        if isinstance(body, dict) and asked["enable_graph"]:
            body["relations"] = graphs.added(self.project, event)
        return Response(body)

    def list(self, request: Request, version: Version) -> Response:
        """Matching memories, newest first."""
        asked = self.validated(ListRequest, self._list_input())
        where = self._where(asked, version, version.nobody_listed)
        page = asked_page(request, self._listing(asked))
        if version.always_paged or page.given or page.by_cursor:
            return self._page(page, where, asked)
        limit = self._limit(request)
        with self.operation("GET_ALL", where) as done:
            records = services.get_all(
                self.project,
                where=where,
                limit=limit,
                offset=page.offset,
                view=asked["view"],
            )
            done.metadata = {"count": len(records)}
        rows = [representations.memory(record, asked["fields"]) for record in records]
        return Response(self._wrap(rows, asked))

    def search(self, request: Request, version: Version) -> Response:
        """Memories that answer a query, best first."""
        asked = self.validated(SearchRequest)
        threshold = asked.get("threshold")
        where = self._where(asked, version, version.nobody_searched)
        with self.operation("SEARCH", where) as done:
            answer = services.search(
                self.project,
                query=asked["query"],
                where=where,
                limit=asked["top_k"],
                threshold=version.threshold if threshold is None else threshold,
                reference=asked["reference_date"],
                use_criteria=asked["use_criteria"],
                view=asked["view"],
                related=asked["enable_graph"],
                decays=version.decays,
            )
            answer, more = explanations.added(self.project, answer, asked)
            done.results = as_results(answer.hits)
        rows = [representations.hit(hit, asked["fields"]) for hit in answer.hits]
        body = {"results": rows} if version.always_wrapped else self._wrap(rows, asked)
        body = explanations.joined(body, more)
        if isinstance(body, dict) and self._related(asked):
            body["relations"] = graphs.answering(
                self.project, asked, where, answer.hits
            )
        return Response(with_degraded(body, answer.pool.degraded))

    def retrieve(self, request: Request, memory_id: str) -> Response:
        """One memory, also an expired or superseded one."""
        memory_id = check_memory_id(memory_id)
        with self.operation("GET", memory_id=memory_id) as done:
            record = services.get(self.project, memory_id)
            done.ids = record.scope.ids()
        return Response(representations.memory(record))

    def update(self, request: Request, memory_id: str) -> Response:
        """Change text, metadata, time or expiry."""
        memory_id = check_memory_id(memory_id)
        changes = self.validated(UpdateRequest)
        with self.operation("UPDATE", memory_id=memory_id) as done:
            before, after = services.update(self.project, memory_id, **changes)
            done.ids = after.scope.ids()
            done.results = [representations.result("UPDATE", after)]
        return Response(
            {
                **representations.memory(after),
                "event": "UPDATE",
                "previous_memory": before.text,
            }
        )

    def destroy(self, request: Request, memory_id: str) -> Response:
        """Delete one memory, with the ones it replaced when `delete_linked` is true."""
        linked = request.query_params.get("delete_linked", "").lower() == "true"
        memory_id = check_memory_id(memory_id)
        with self.operation("DELETE", memory_id=memory_id) as done:
            cascade = services.delete(self.project, memory_id, delete_linked=linked)
            done.results = [{"id": memory_id, "event": "DELETE"}]
            done.metadata = {"deleted": 1 + cascade}
        body: dict[str, Any] = {"message": "Memory deleted successfully!"}
        if linked:
            body["cascade_count"] = cascade
        return Response(body)

    def history(self, request: Request, memory_id: str) -> Response:
        """Every change of one memory, oldest first."""
        entries = services.history(self.project, check_memory_id(memory_id))
        return Response([representations.history(entry) for entry in entries])

    def destroy_all(self, request: Request, version: Version) -> Response:
        """Delete whatever matches. Without any filter: an error, never a wipe."""
        event = services.delete_all(
            self.project,
            where=deletion_filter(request),
            event_type="DELETE_ALL",
            request_id=self.request_id,
        )
        return Response(
            {
                "message": "Delete in progress. This may take some time.",
                "event_id": str(event.pk),
                "deleted_count": event.metadata["deleted"],
            }
        )

    def of_entity(self, request: Request, entity_type: str, entity_id: str) -> Response:
        """The memories of one entity, 100 a page."""
        name = limits.check_entity_id(entity_id, "entity_id")
        where = visible(ids_filter(Scope(**{f"{entity_type}_id": name})), NOW)
        listing = Listing(f"memories of {entity_type}", self.project, name)
        page = asked_page(request, listing, size_name="", default=100)
        with self.operation("GET_ALL", where) as done:
            records, count = services.get_page(self.project, where=where, page=page)
            done.metadata = {"count": count}
            shown = envelope(
                request, page, records, count,
                show=representations.of_entity, position=services.position,
            )  # fmt: skip
        return Response(shown)

    def _related(self, asked: Mapping[str, Any]) -> bool:
        return bool(asked["enable_graph"] or self.project.enable_graph)

    def _wants_object(self, asked: dict[str, Any]) -> bool:
        """A request names the form of older answers, or else its project does."""
        return bool((asked["output_format"] or self.project.version) == "v1.1")

    def _wrap(self, rows: Sequence[Any], asked: dict[str, Any]) -> Any:
        """A bare list, or an object for callers of v1.1 and graphs."""
        if self._wants_object(asked) or asked["enable_graph"]:
            return {"results": rows, "relations": []}
        return rows

    def _listing(self, asked: dict[str, Any]) -> Listing:
        """The day is no part of it: a list may be read across midnight."""
        narrowed = repr((asked["where"], asked["view"]))
        return Listing("memories", self.project, narrowed)

    def _page(self, page: Page, where: Filter, asked: dict[str, Any]) -> Response:
        with self.operation("GET_ALL", where) as done:
            records, count = services.get_page(
                self.project, where=where, page=page, view=asked["view"]
            )
            done.metadata = {"count": count}
            shown = envelope(
                self.request, page, records, count,
                show=lambda record: representations.memory(record, asked["fields"]),
                position=services.position,
            )  # fmt: skip
        return Response(shown)

    def _where(
        self, asked: dict[str, Any], version: Version, nobody: dict[str, str]
    ) -> Filter:
        if asked["top_level_ids"] and not version.ids_at_top:
            msg = (
                "Top-level entity parameters (user_id, agent_id, app_id, run_id) are not "
                'supported here; put them in filters, e.g. {"filters": {"user_id": "alice"}}.'
            )
            raise ValidationError(msg)
        where: Filter = asked["where"]
        if not has_positive_entity(where):
            raise ValidationError(next(iter(nobody.values())), details={"wire": nobody})
        return visible(where, asked["view"])

    def _list_input(self) -> dict[str, Any]:
        """A list asked with GET has its parameters in the query string."""
        if self.request.method != "GET":
            return dict(self.request.data)
        query = self.request.query_params
        asked: dict[str, Any] = query.dict()
        for name in ("categories", "fields"):
            if name in query:
                asked[name] = [
                    part for value in query.getlist(name) for part in value.split(",")
                ]
        for name in ("filters", "metadata"):
            if name in asked:
                asked[name] = decode_query_parameter(asked[name])
        return asked

    @staticmethod
    def _limit(request: Request) -> int:
        raw = request.query_params.get("limit")
        if raw is None and isinstance(request.data, dict):
            raw = request.data.get("limit")
        if raw is None:
            return 100
        limit = int(str(raw)[:10]) if str(raw).isdecimal() else 0
        if limit < 1:
            raise ValidationError("limit must be a positive number")
        if limit > 200:
            raise ValidationError("limit must be <= 200")
        return limit


def with_degraded(body: Any, parts: Sequence[str]) -> Any:
    """The answer with what had to be done without; a bare array has no place for it."""
    if parts and isinstance(body, dict):
        return {**body, "degraded": list(parts)}
    return body


def visible(where: Filter, view: View) -> Filter:
    """Without what the view does not show, such as the expired and the merged."""
    return all_of(where, view.condition(timezone.now()))


def deletion_filter(request: Request) -> Filter:
    """What a `DELETE /v1/memories/` names. Raises `ValidationError` when nothing."""
    query = request.query_params
    parts: list[Filter] = []
    ids = {
        name: limits.check_entity_id(query[name], name)
        for name in ENTITY_IDS
        if name in query
    }
    if ids and set(ids.values()) == {"*"} and len(ids) == len(ENTITY_IDS):
        return And(())
    if ids:
        parts.append(ids_filter(Scope(**ids)))
    if "filters" in query:
        parts.append(parse_query_parameter(query["filters"]))
    if "metadata" in query:
        parts.append(parse({"metadata": decode_query_parameter(query["metadata"])}))
    where = all_of(*parts)
    if not has_positive_entity(where):
        msg = (
            "One of the filters: app_id, user_id, agent_id, run_id is required! "
            "To delete everything, pass * for all four."
        )
        raise ValidationError(msg)
    return where
