"""The pipeline on a page of the admin site: what waits, what runs under which lease, what
was given up and why, and a button that brings it back.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mem0site import pipeline
from memories import retrying
from memories.models import Job
from orgs.audit import staff

SEE, ACT = "memories.view_job", "memories.change_job"
SHOWN = 100
CHOSEN = "_selected_action"  # the name Django's own lists give to chosen rows
Table = dict[str, list[Any]]


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page; a POST brings the job it names back, or all of them.

    Raises `PermissionDenied` for staff that may not see, or may not change, jobs.
    """
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    if request.method == "POST":
        return _retry(request)
    staff.listed(Job)
    now = pipeline.state()
    shown = {
        **context,
        "title": "Pipeline",
        "queues": queues(now),
        "running": running(now),
        "workers": workers(now),
        "deliveries": now.deliveries,
        "search_indexes": search_indexes(now),
        "dead": pipeline.dead_letters(SHOWN),
        "may_retry": request.user.has_perm(ACT),
        "days": pipeline.DAYS,
    }
    return render(request, "admin/pipeline.html", shown)


def _retry(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm(ACT):
        raise PermissionDenied
    staff.ran(Job, "retry", request.POST)
    count = retrying.retry_dead(job_id=_chosen(request))
    messages.info(request, f"{count} will be tried again.")
    return redirect("admin:pipeline")


def _chosen(request: HttpRequest) -> UUID | None:
    """The job a button names; None is all of them."""
    given = request.POST.get(CHOSEN)
    if given is None:
        return None
    try:
        return UUID(given)
    except ValueError as exc:
        raise Http404 from exc


def workers(now: pipeline.State) -> Table:
    """Who reported, and how long ago."""
    return {
        "headers": ["Process", "Last sign of life"],
        "rows": [[each.name, f"{each.silent:.0f} s ago"] for each in now.workers],
    }


def search_indexes(now: pipeline.State) -> Table:
    """The approximate indexes of big projects."""
    return {
        "headers": ["Project", "Memories", "Index"],
        "rows": [
            [each.project_id, each.memories, each.told] for each in now.search_indexes
        ],
    }


def running(now: pipeline.State) -> Table:
    """The leases, with what is left of each."""
    return {
        "headers": ["Job", "Queue", "Kind", "Attempts", "Claims", "Lease"],
        "rows": [
            [
                each.job_id,
                each.queue,
                each.kind,
                each.attempts,
                each.fence,
                f"{each.left:.0f} s left"
                if each.left >= 0
                else f"ran out {-each.left:.0f} s ago",
            ]
            for each in now.running
        ],
    }


def queues(now: pipeline.State) -> Table:
    names = ("due", "later", "running", "expired", "retrying", "dead")
    return {
        "headers": ["Queue", *(name.capitalize() for name in names), "Oldest"],
        "rows": [
            [
                each.name,
                *(getattr(each, name) for name in names),
                f"{each.oldest:.0f} s",
            ]
            for each in now.queues
        ],
    }


def dead(now: pipeline.State) -> Table:
    return {
        "headers": ["Job", "Kind", "Attempts", "When", "Why"],
        "rows": [
            [
                each.job_id,
                each.kind,
                each.attempts,
                f"{each.finished_at:%Y-%m-%d %H:%M}"
                if each.finished_at is not None
                else "–",
                each.error[:200],
            ]
            for each in now.dead
        ],
    }
