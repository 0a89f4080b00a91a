"""The request log: a list that is narrowed, and each request by itself."""

from __future__ import annotations

import dataclasses
import json
from typing import Any
from uuid import UUID

from django.conf import settings

from mem0.entities import ENTITY_TYPES
from mem0.exceptions import ValidationError
from mem0site.dashboard.curl import command
from mem0site.dashboard.forms.logs import RequestFilter
from mem0site.dashboard.pages import ProjectPage
from orgs.usage import log
from orgs.usage.models import RequestBody
from orgs.usage.serializers import asked_requests

SHOWN = 50


class Requests(ProjectPage):
    """What was asked of the project, newest first."""

    template_name = "dashboard/requests.html"

    def context(self) -> dict[str, Any]:
        wanted = self._wanted()
        rows = log.requests(self.project, wanted, SHOWN + 1)
        shown = rows[:SHOWN]
        return {
            "form": RequestFilter(self.request.GET),
            "rows": shown,
            "older": str(shown[-1].pk) if len(rows) > SHOWN else "",
            "newer": wanted.before is not None,
            "narrowed": dataclasses.replace(wanted, before=None) != log.Wanted(),
            "bounds": (wanted.start, wanted.end),
        }

    def _wanted(self) -> log.Wanted:
        """The conditions that make sense; a mistyped one narrows nothing."""
        given: dict[str, str] = self.request.GET.dict()
        query = {name: value for name, value in given.items() if value}
        query["request_id"] = query.pop("q", query.get("request_id", ""))
        sound = {
            name: value for name, value in query.items() if _makes_sense(name, value)
        }
        return asked_requests(sound)


class RequestDetail(ProjectPage):
    """One request."""

    template_name = "dashboard/request.html"

    def context(self) -> dict[str, Any]:
        row, kept = log.request(self.project, str(self.kwargs["log_id"]))
        ids = [(name, getattr(row, f"{name}_id")) for name in ENTITY_TYPES]
        return {
            "row": row,
            "ids": [(name, value) for name, value in ids if value],
            "bodies": _bodies(kept),
            "curl": command(row, kept, settings.PUBLIC_URL),
            "event": self._event(row.request_id),
        }

    def _event(self, request_id: str) -> UUID | None:
        """The operation this request began, where there was one."""
        found = self.project.events.filter(request_id=request_id)
        key: UUID | None = (
            found.values_list("pk", flat=True).first() if request_id else None
        )
        return key


def _makes_sense(name: str, value: str) -> bool:
    try:
        asked_requests({name: value})
    except ValidationError:
        return False
    return True


def _bodies(kept: RequestBody | None) -> list[tuple[str, str, str]]:
    """(id, heading, text) of what was kept."""
    if kept is None:
        return []
    parts = (("sent", "Sent", kept.request), ("answered", "Answered", kept.response))
    return [(key, heading, _pretty(text)) for key, heading, text in parts if text]


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:  # it was cut
        return text
