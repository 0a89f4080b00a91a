"""Operations: what became of each, why one failed, and trying it again."""

from __future__ import annotations

import json
from typing import Any

from mem0.exceptions import MemoryNotFoundError
from mem0site.dashboard import cursors
from mem0site.dashboard.forms.logs import EventFilter
from mem0site.dashboard.pages import ProjectAction, ProjectPage
from memories import retrying, unlearning
from memories.models import Event, EventStatus, JobStatus
from orgs.roles import Action

SHOWN = 50


class Events(ProjectPage):
    """The operations of the project, newest first."""

    template_name = "dashboard/events.html"

    def context(self) -> dict[str, Any]:
        form = EventFilter(self.request.GET)
        form.is_valid()
        asked = {
            "user_id": form.cleaned_data.get("q"),
            "event_type": form.cleaned_data.get("type"),
            "status": form.cleaned_data.get("status"),
        }
        narrowing = {name: value for name, value in asked.items() if value}
        rows = self.project.events.filter(**narrowing).defer("payload", "results")
        part = cursors.part(self.request, rows, SHOWN)
        return {
            "form": form,
            "rows": part.rows,
            **part.pager(),
            "narrowed": bool(narrowing),
        }


class EventDetail(ProjectPage):
    """One operation."""

    template_name = "dashboard/event.html"

    def context(self) -> dict[str, Any]:
        row: Event | None = self.project.events.filter(
            pk=self.kwargs["event_id"]
        ).first()
        if row is None:
            raise MemoryNotFoundError(retrying.UNKNOWN)
        job = self.project.jobs.filter(event=row).first()
        return {
            "row": row,
            "job": job,
            "is_going": row.status in {EventStatus.PENDING, EventStatus.RUNNING},
            "can_retry": job is not None and job.status == JobStatus.DEAD,
            "can_unlearn": unlearning.has_left(self.project, row),
            "payload": _pretty(row.payload),
            "results": row.results,
            "dropped": row.dropped,
        }


class Retry(ProjectAction):
    """The button that tries a failed operation again."""

    back = "events-detail"
    needs = Action.WRITE_MEMORIES

    def back_arguments(self) -> list[Any]:
        return [self.kwargs["event_id"]]

    def act(self) -> str:
        retrying.retry_event(self.project, self.kwargs["event_id"])
        return "It will be tried again."


class Unlearn(Retry):
    """The button that takes back everything an add taught."""

    def act(self) -> str:
        done = unlearning.unlearn(self.project, self.kwargs["event_id"])
        deleted, restored = done.metadata["deleted"], done.metadata["restored"]
        return f"Unlearned: {deleted} deleted, {restored} put back as they were."


def _pretty(data: Any) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False, default=str)
