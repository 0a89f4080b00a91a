"""One answered request as plain values, taken while request and response are at hand."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve

from mem0.entities import ENTITY_TYPES
from mem0.ids import uuid7
from orgs.auth import Credential
from orgs.models import Project
from orgs.privacy import hidden, modes
from orgs.usage import redaction, verbs

_IDS = {
    name: f"{kind}_id" for kind in ENTITY_TYPES for name in (f"{kind}_id", f"{kind}Id")
}  # fmt: skip
_SECRET_PARAMETER = re.compile(
    r"(?i)((?:^|&)[^&=]*(?:secret|token|passw|key)[^&=]*=)[^&]*"
)


@dataclass(slots=True)
class Observation:
    """A request of a project; the fields are those of `usage.models.ApiRequest`."""

    project_id: UUID
    key_id: UUID
    key_label: str
    verb: str
    method: str
    route: str
    path: str
    query: str
    status: int
    error_code: str
    latency: float
    request_size: int
    response_size: int
    user_id: str | None
    agent_id: str | None
    app_id: str | None
    run_id: str | None
    client: str
    request_id: str
    created_at: dt.datetime
    id: UUID = field(default_factory=uuid7)
    bodies: tuple[str, str] | None = None

    def entities(self) -> Iterator[tuple[str, str]]:
        """(type, id) of everybody the request named."""
        for kind in ENTITY_TYPES:
            name = getattr(self, f"{kind}_id")
            if name is not None:
                yield kind, name


def observe(
    request: HttpRequest, response: HttpResponseBase, latency: float
) -> Observation | None:
    """What to record of a request that took `latency` milliseconds; None where no key
    let it in."""
    credential = getattr(request, "auth", None)
    found = match(request)
    if not isinstance(credential, Credential) or found is None:
        return None
    method = request.method or ""
    verb = verbs.verb_of(method, found.route)
    named = verb != verbs.ERASE  # who was erased is not written down again
    about = ids(request) if named else {}
    route = verbs.template(found.route)
    return Observation(
        project_id=credential.project.pk,
        key_id=credential.key_id,
        key_label=credential.label,
        verb=verb,
        method=method[:8],
        route=route[:200],
        path=_plain(request.path, 1000) if named else route[:1000],
        query=_query(request, credential.project) if named else "",
        status=response.status_code,
        error_code=_error_code(response),
        latency=latency,
        request_size=_length(request),
        response_size=_size(response),
        user_id=about.get("user_id"),
        agent_id=about.get("agent_id"),
        app_id=about.get("app_id"),
        run_id=about.get("run_id"),
        client=_plain(request.headers.get("User-Agent", ""), 120),
        request_id=str(getattr(request, "request_id", ""))[:200],
        created_at=dt.datetime.now(dt.UTC),
        bodies=_bodies(request, response, credential.project)
        if named and credential.project.log_bodies
        else None,
    )


def match(request: HttpRequest) -> ResolverMatch | None:
    """The route. An answer that was repeated without asking a view has none yet."""
    if request.resolver_match is not None:
        return request.resolver_match
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None


def ids(request: HttpRequest) -> dict[str, str]:
    """The entities a request names: in its path, its query, its body or its filters."""
    found: dict[str, str] = {}
    place = match(request)
    given, route = ({}, "") if place is None else (place.kwargs, place.route)
    kind, name = given.get("entity_type"), given.get("entity_id") or given.get("name")
    if name is not None and (kind in ENTITY_TYPES or "profile" in route):
        _take(found, f"{kind or 'user'}_id", name)
    body = getattr(request, "parsed_body", None) or {}
    for part in (request.GET, body, *_filters(body.get("filters"))):
        for name, id_name in _IDS.items():
            if name in part:
                _take(found, id_name, part[name])
    return found


def _filters(filters: Any) -> Iterator[Mapping[str, Any]]:
    """The parts of a filter that all hold: the filter, and the members of its AND."""
    if not isinstance(filters, Mapping):
        return
    yield filters
    both = filters.get("AND")
    if isinstance(both, list):
        yield from (part for part in both[:20] if isinstance(part, Mapping))


def _take(found: dict[str, str], name: str, value: Any) -> None:
    if isinstance(value, str) and value and value != "*" and name not in found:
        found[name] = _plain(value.strip(), 255)


def _plain(value: str, most: int) -> str:
    """Text that the database takes."""
    if value.isascii() and "\0" not in value:
        return value[:most]
    return value[:most].encode("utf-8", "replace").decode().replace("\0", "")


def _query(request: HttpRequest, project: Project) -> str:
    given = request.META.get("QUERY_STRING", "")
    if not given:
        return ""
    if modes(project):
        asked = {name: request.GET.getlist(name) for name in request.GET}
        given = urlencode(hidden(project, asked), doseq=True, safe="[]")
    return _plain(redaction.text(_SECRET_PARAMETER.sub(r"\1…", given)), 2000)


def _error_code(response: HttpResponseBase) -> str:
    if response.status_code < 400:
        return ""
    data = getattr(response, "data", None)
    code = data.get("code") if isinstance(data, Mapping) else None
    return str(code or "")[:40]


def _length(request: HttpRequest) -> int:
    length = request.META.get("CONTENT_LENGTH") or ""
    return min(int(length), 2**31 - 1) if length.isdecimal() else 0


def _size(response: HttpResponseBase) -> int:
    return 0 if response.streaming else len(response.content)  # type: ignore[attr-defined]  # every other response has it


def _bodies(
    request: HttpRequest, response: HttpResponseBase, project: Project
) -> tuple[str, str]:
    sent = redaction.body(hidden(project, getattr(request, "parsed_body", None)))
    answered = redaction.body(hidden(project, getattr(response, "data", None)))
    return tuple(_plain(each, 2 * redaction.MOST) for each in (sent, answered))  # type: ignore[return-value]  # two of two
