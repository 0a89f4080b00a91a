"""What keys read of memories: noted while the answer is at hand, appended to the chains
a moment later, a batch at a time. Of a request stays who asked, about whom (digested)
and how much came back; neither what was asked nor what was answered.
"""

from __future__ import annotations

import datetime as dt
import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase

from orgs.audit.actors import SYSTEM
from orgs.audit.acts import Act
from orgs.audit.asking import actor_of
from orgs.audit.chains import PLATFORM
from orgs.audit.models import Stream
from orgs.audit.recording import Object, append, digest, entity, entry_of, plain_json
from orgs.auth import Credential
from orgs.gathering import MOST, Gatherer
from orgs.usage import observation, verbs

DATABASE = "default"
VERBS = {
    ("GET", "get"): Act.READ,
    ("GET", "history"): Act.HISTORY_READ,
    ("GET", "list"): Act.LISTED,
    ("POST", "list"): Act.LISTED,
    ("POST", verbs.SEARCH): Act.SEARCHED,
    ("GET", "profiles"): Act.PROFILE_READ,
    ("GET", "exports"): Act.EXPORT_READ,
    ("GET", "events"): Act.EVENTS_READ,
    ("GET", "entities"): Act.ENTITIES_READ,
    ("GET", "graph"): Act.GRAPH_READ,
    ("GET", "quarantine"): Act.QUARANTINE_READ,
    ("GET", "consolidations"): Act.CONSOLIDATIONS_READ,
}
"""What a method and a verb (`orgs.usage.verbs`) read."""
ROUTES = {
    ("POST", "v1/exports/get/"): Act.EXPORT_READ,
    ("POST", "v1/summary/"): Act.EXPORT_READ,
    ("POST", "v1/retention/preview/"): Act.LISTED,
    ("POST", "v1/agent-rush/memories/search/"): Act.SEARCHED,
}
"""Routes whose verb does not tell."""

Read = tuple[UUID, dict[str, Any]]
"""An entry and the organization whose it is."""


def observe(request: HttpRequest, response: HttpResponseBase) -> None:
    """Take note of a request that a key let in, if it read and was answered."""
    credential = getattr(request, "auth", None)
    if not isinstance(credential, Credential) or response.status_code >= 400:
        return
    match = observation.match(request)
    if match is None or not settings.AUDIT_READS:
        return
    act = _act(request.method or "", match.route)
    if act is not None:
        READS.record(_noted(act, request, response, credential))


def _act(method: str, route: str) -> Act | None:
    method = "GET" if method == "HEAD" else method
    found = ROUTES.get((method, route))
    return found or VERBS.get((method, verbs.verb_of(method, route)))


def _noted(
    act: Act, request: HttpRequest, response: HttpResponseBase, credential: Credential
) -> Read:
    named = observation.ids(request)
    entry = entry_of(
        act,
        actor_of(request),
        project_id=credential.project.pk,
        about=_about(request, named),
        details=_details(request, response, named),
        at=dt.datetime.now(dt.UTC),
    )
    return credential.project.organization_id, entry


def _about(request: HttpRequest, named: Mapping[str, str]) -> Object | None:
    """The memory of the address, else the first entity that was named."""
    match = observation.match(request)
    given = match.kwargs if match is not None else {}
    for name, kind in (("memory_id", "memory"), ("event_id", "event")):
        if name in given:
            return kind, _id(str(given[name]))
    for name, value in named.items():
        return entity(name.removesuffix("_id"), value)
    return None


def _id(given: str) -> str:
    """An id of ours; anything else a client sent in its place is digested."""
    try:
        return str(UUID(given))
    except ValueError:
        return digest(given)


def _details(
    request: HttpRequest, response: HttpResponseBase, named: Mapping[str, str]
) -> dict[str, Any]:
    details: dict[str, Any] = {}
    if len(named) > 1:
        details["entities"] = dict(
            entity(name.removesuffix("_id"), value) for name, value in named.items()
        )
    body = getattr(request, "parsed_body", None) or {}
    if body.get("filters"):
        details["filters"] = digest(plain_json(body["filters"]))
    returned = _returned(getattr(response, "data", None))
    if returned is not None:
        details["returned"] = returned
    return details


def _returned(data: Any) -> int | None:
    """How many rows the answer has."""
    rows = data.get("results") if isinstance(data, Mapping) else data
    return len(rows) if isinstance(rows, list) else None


def write(batch: Sequence[Read]) -> None:
    """Append a batch, all or nothing; organizations always in the same order, so that
    two processes never wait for each other."""
    whose: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for organization_id, entry in batch:
        whose[organization_id].append(entry)
    with transaction.atomic(using=DATABASE):
        for organization_id in sorted(whose):
            append(organization_id, Stream.READS, whose[organization_id])


class Reads(Gatherer[Read]):
    """What was read and is not written yet. What had to be forgotten is recorded too."""

    def __init__(self, most: int = MOST) -> None:
        super().__init__(write, "reads", DATABASE, most)

    def flush(self) -> int:
        """Write everything that waits; how much that was."""
        written = super().flush()
        lost, self.dropped = self.dropped, 0
        if lost:
            entry = entry_of(Act.READS_LOST, SYSTEM, details={"count": lost})
            append(PLATFORM, Stream.READS, [entry])
        return written


READS = Reads()
"""The process's own."""
os.register_at_fork(after_in_child=READS.begin)
