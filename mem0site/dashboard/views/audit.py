"""The audit log: who did what, from where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.urls import reverse

from mem0.exceptions import ValidationError
from mem0site.dashboard import cursors
from mem0site.dashboard.forms.audit import ACTIONS, AuditFilter
from mem0site.dashboard.pages import ProjectPage
from mem0site.dashboard.templatetags.ui import words
from orgs.audit import representations, services
from orgs.audit.entries import Wanted
from orgs.audit.models import Entry
from orgs.audit.serializers import asked
from orgs.roles import Action

SHOWN = 50
DIGESTS = ("filters", "entities", "address")
"""Details that tell people nothing; files have them."""
NAMES = {"size": "bytes"}
OF_PROJECT = {
    "memory": "memories-memory",
    "webhook": "webhooks-one",
    "event": "events-detail",
    "archive": "transfers-transfer",
}
"""Kinds that have a page each: the name of its address."""
LISTED = {"key": "keys", "project": "settings"}
"""Kinds that have a page together."""


class AuditPage(ProjectPage):
    """What is asked of the log of the project's organization."""

    needs = Action.SEE_AUDIT

    def query(self) -> dict[str, str]:
        """The conditions that make sense; a mistyped one narrows nothing."""
        sent: dict[str, str] = self.request.GET.dict()
        given = {name: value for name, value in sent.items() if value}
        if given.pop("here", ""):
            given["project"] = str(self.project.pk)
        given.setdefault("stream", "administration")
        return {name: value for name, value in given.items() if _is_sound(name, value)}


class Log(AuditPage):
    """Entries, newest first."""

    template_name = "dashboard/audit.html"

    def context(self) -> dict[str, Any]:
        query = self.query()
        wanted = asked(query)
        rows, last = services.page(self.organization, wanted, SHOWN)
        known = representations.names(rows)
        return {
            "form": AuditFilter(self.request.GET or None),
            "rows": [self._row(row, known) for row in rows],
            "older": str(last.pk) if last else "",
            "newer": wanted.before is not None,
            "narrowed": len(query) > 1 or wanted != Wanted(stream=wanted.stream),
            "files": [(name, self._file(name)) for name in representations.FORMATS],
        }

    def _row(self, row: Entry, known: Mapping[UUID, str]) -> dict[str, Any]:
        account = representations.account_of(row)
        return {
            "entry": row,
            "does": ACTIONS.get(row.action, row.action),
            "actor": representations.actor_name(row, known) or row.actor_kind,
            "object": known.get(account, "") if account else row.object_id,
            "link": self._link(row),
            "details": [
                (
                    NAMES.get(name, words(name)),
                    _said(value),
                    self._detail_link(name, value),
                )
                for name, value in row.said().items()
                if name not in DIGESTS and value not in (None, "", [], {})
            ],
        }

    def _detail_link(self, name: str, value: Any) -> str:
        """A receipt has a page; nothing else that is told has one."""
        receipt = cursors.uuid(str(value)) if name == "receipt" else None
        if receipt is None:
            return ""
        return self._address("receipts-receipt", self.organization.pk, receipt)

    def _link(self, row: Entry) -> str:
        """The page of the object, where it has one in a project that is still there."""
        if row.object_kind in {"account", "invitation"}:
            return self._address("members", self.organization.pk)
        if row.object_kind == "organization":
            return self._address("organization", self.organization.pk)
        here = {project.pk for project in self.place.projects}
        if row.in_project not in here or row.action.endswith(("deleted", "erased")):
            return ""
        ids = [self.organization.pk, row.in_project]
        if row.object_kind in LISTED:
            return self._address(LISTED[row.object_kind], *ids)
        name = OF_PROJECT.get(row.object_kind, "")
        return self._address(name, *ids, row.object_id) if name else ""

    def _address(self, name: str, *ids: Any) -> str:
        return reverse(f"dashboard:{name}", args=list(ids))

    def _file(self, name: str) -> str:
        query = self.request.GET.copy()
        query.pop("before", None)
        query["as"] = name
        return f"{self.url('audit-file')}?{query.urlencode()}"


class File(AuditPage):
    """Everything that matches, as a file."""

    template_name = "dashboard/audit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """CSV, or one JSON object a line."""
        name = request.GET.get("as", "csv")
        if name not in representations.FORMATS:
            raise Http404
        query = self.query()
        kind, chunks = services.export(self.organization, asked(query), name, query)
        answer: HttpResponseBase = StreamingHttpResponse(chunks, content_type=kind)
        answer.headers["Content-Disposition"] = f'attachment; filename="audit.{name}"'
        return answer  # type: ignore[return-value]  # pages answer with one or the other


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{name} {_said(each)}" for name, each in value.items())
    return {"True": "yes", "False": "no"}.get(str(value), str(value))


def _is_sound(name: str, value: str) -> bool:
    try:
        asked({name: value})
    except ValidationError:
        return False
    return True
