"""Memory health: what is wrong with the memories, and tidying up with a preview."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from mem0.exceptions import ValidationError
from mem0site.dashboard import cursors, ranges
from mem0site.dashboard.charts import Chart, Series
from mem0site.dashboard.forms.health import TIDY, RunForm, ScheduleForm
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage, ProjectPage
from memories import consolidations, health, quarantine, services
from memories.models_consolidation import Consolidation
from orgs.pagination import Listing
from orgs.roles import Action

SHOWN = 50
LATEST = 8

TITLES = {
    "junk": "Junk",
    "duplicate": "Duplicates",
    "stale": "Stale memories",
    "unused": "Never found",
    "disliked": "Disliked",
    "doubtful": "Doubtful",
}
"""How each of `health.SIGNS` is called."""


class Health(ProjectFormPage[ScheduleForm]):
    """The numbers, the growth, and the runs that tidied up."""

    template_name = "dashboard/health.html"
    form_class = ScheduleForm
    changes = Action.UPDATE_PROJECT

    def initial(self) -> dict[str, Any]:
        row = consolidations.read_settings(self.project)
        return {name: getattr(row, name) for name in ScheduleForm.base_fields}

    def context(self) -> dict[str, Any]:
        runs = self.project.consolidations.select_related("job").order_by("-id")
        found = health.summary(self.project)
        return {
            "health": found,
            "signs": [
                {"name": name, "title": TITLES[name], "count": count}
                for name, count in found.signs.items()
            ],
            "waiting": quarantine.count(self.project, most=1_000),
            "growth": self._growth(),
            "runs": [shown(run) for run in runs[:LATEST]],
            "junk_from": health.JUNK,
        }

    def save(self, form: ScheduleForm) -> str:
        consolidations.change_settings(self.project, form.cleaned_data)
        messages.success(self.request, "Saved.")
        return self.url("health")

    def _growth(self) -> Chart:
        grown = health.growth(self.project, now=timezone.now())
        days = [day for day, _ in grown]
        return Chart(
            [f"{day:%b %-d}" for day in days],
            [Series("memories", [count for _, count in grown])],
            links=[self._said_on(day) for day in days],
        )

    def _said_on(self, day: dt.date) -> str:
        query = ranges.query(since=day.isoformat(), until=day.isoformat())
        return f"{self.url('memories')}?{query}"


class Suspects(ProjectPage):
    """The memories that show a sign, oldest first, with what speaks against each."""

    template_name = "dashboard/health_suspects.html"

    def context(self) -> dict[str, Any]:
        sign = self.kwargs["sign"]
        if sign not in TITLES:
            raise Http404
        listing = Listing("pages: health", self.project, sign)
        after = cursors.position(self.request, listing)
        rows = health.suspects(self.project, sign, limit=SHOWN, after=after)
        last = rows[SHOWN - 1].record if rows[SHOWN:] else None
        return {
            "sign": sign,
            "title": TITLES[sign],
            "meaning": health.SIGNS[sign],
            "titles": TITLES,
            "rows": [
                (each, [TITLES[name] for name in each.signs]) for each in rows[:SHOWN]
            ],
            "older": listing.sign(services.position(last)) if last else "",
            "newer": after is not None,
        }


class Run(ProjectPage):
    """One run: how far it is, what it did or would do."""

    template_name = "dashboard/health_run.html"

    def enter(self) -> None:
        """404 for a run that is not of this project."""
        super().enter()
        self.run: Consolidation = consolidations.get(
            self.project, self.kwargs["run_id"]
        )

    def context(self) -> dict[str, Any]:
        rows = self.project.consolidation_changes.filter(consolidation=self.run)
        part = cursors.part(self.request, rows, SHOWN, oldest_first=True)
        return {"each": shown(self.run), "changes": part.rows, **part.pager()}


class Progress(Run):
    """The part of a run's page that tells how far it is; asked again and again."""

    template_name = "dashboard/parts/run_progress.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The part; once the run is over, the page is loaded anew."""
        answer = self.answer()
        if consolidations.status(self.run) not in {"PENDING", "RUNNING"}:
            answer.headers["HX-Refresh"] = "true"
        return answer


class Start(ProjectAction):
    """A run begins: a preview, or for real."""

    back = "health"
    needs = Action.WRITE_MEMORIES

    def act(self) -> str:
        """Nothing is said: the page of the run tells."""
        form = RunForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError("There is no such way of tidying up.")
        run = consolidations.start(
            self.project,
            dry_run=not form.cleaned_data["for_real"],
            expire=form.expire,
            request_id=getattr(self.request, "request_id", ""),
        )
        self.started = run
        return ""

    def page_url(self) -> str:
        """The new run, where there is one."""
        run: Consolidation | None = getattr(self, "started", None)
        return super().page_url() if run is None else self.url("health-run", run.pk)


class Undo(ProjectAction):
    """Everything that a run did is put back."""

    back = "health-run"
    needs = Action.WRITE_MEMORIES

    def back_arguments(self) -> list[Any]:
        return [self.kwargs["run_id"]]

    def act(self) -> str:
        run = consolidations.undo(self.project, self.kwargs["run_id"])
        kept = run.kept_when_undone
        more = f" {kept} had changed since and stay as they are." if kept else ""
        return f"Everything is as it was before.{more}"


def shown(run: Consolidation) -> dict[str, Any]:
    """A run as the pages tell it."""
    status = consolidations.status(run)
    counts = {
        "folded": run.merged,
        "closed": run.superseded,
        "written down": run.synthesized,
        "put out of sight": run.expired,
    }
    return {
        "run": run,
        "status": status,
        "is_going": status in {"PENDING", "RUNNING"},
        "what": TITLES.get(run.expire, "Duplicates and contradictions"),
        "tidies": run.expire or TIDY,
        "counts": {name: count for name, count in counts.items() if count},
        "found": sum(counts.values()),
        "can_undo": status == "SUCCEEDED" and not run.dry_run,
    }
