"""What is asked of a project: the overview, the usage in detail."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from mem0site.dashboard import ranges
from mem0site.dashboard.pages import ProjectPage
from mem0site.dashboard.ranges import Range
from orgs.models import Project
from orgs.plans import plan_of
from orgs.usage import histogram, services
from orgs.usage.periods import Period
from orgs.usage.services import Usage

COUNTED = 100_000
"""Memories counted at most; the page must not wait for more."""
LATEST = 8
MOST_USERS = 200


class RangePage(ProjectPage):
    """A page about a stretch of time: `?range=7d`."""

    @property
    def range(self) -> Range:
        """The stretch that was asked for."""
        return ranges.chosen(self.request.GET)

    def link(self, bounds: Mapping[str, str], **more: str) -> str:
        """The address of the requests in some bounds."""
        return f"{self.url('requests')}?{ranges.query(**bounds, **more)}"

    def charts(self, found: Usage) -> dict[str, Any]:
        """What every page about a stretch of time shows."""
        bounds = ranges.span(found.period)
        return {
            "range": self.range,
            "ranges": ranges.RANGES,
            "found": found,
            "requests_chart": ranges.outcome_chart(found, self.link),
            "latency_chart": ranges.latency_chart(found, self.link),
            "latency": {f"p{n}": found.total.percentile(n) for n in (50, 95, 99)},
            "links": {
                "all": self.link(bounds),
                "errors": self.link(bounds, status="error"),
                "add": self.link(bounds, verb="add"),
                "search": self.link(bounds, verb="search"),
                **{f"p{n}": self._slower(found, n) for n in (50, 95, 99)},
            },
        }

    def active(self, period: Period, *, limit: int) -> tuple[list[dict[str, Any]], int]:
        """The most active users with their requests, and how many were active."""
        bounds = ranges.span(period)
        top, active = services.active_entities(self.project, period, limit=limit)
        rows = [
            {"name": name, "requests": n, "link": self.link(bounds, user_id=name)}
            for name, n in top
        ]
        return rows, active

    def _slower(self, found: Usage, percent: int) -> str:
        """The requests that took about as long as a percentile, or longer."""
        least = histogram.beginning(found.total.percentile(percent) or 0)
        return self.link(ranges.span(found.period), slower_than=str(least))


class Overview(RangePage):
    """The first look at a project."""

    template_name = "dashboard/overview.html"

    def context(self) -> dict[str, Any]:
        found = services.usage(self.project, self.range.period(), named=False)
        before = services.usage(self.project, found.period.before(), named=False)
        memories = self.project.memories.order_by()[: COUNTED + 1].count()
        return {
            **self.charts(found),
            "adds": found.of("add"),
            "searches": found.of("search"),
            "memories": memories,
            "memories_are_more": memories > COUNTED,
            **self._people(found),
            "changes": _changes(found, before),
            "events": list(self.project.events.order_by("-id")[:LATEST]),
            "plan": plan_of(self.organization),
            "room": _room(self.project, memories),
        }

    def _people(self, found: Usage) -> dict[str, Any]:
        earlier = services.active_entities(
            self.project, found.period.before(), limit=1
        )[1]
        top, active = self.active(found.period, limit=6)
        moved = ranges.change(active, earlier, good=1)
        return {"top": top, "active": active, "active_change": moved}


class ActiveUsers(RangePage):
    """Who was named by requests in a period, most first."""

    template_name = "dashboard/usage_users.html"

    def context(self) -> dict[str, Any]:
        top, active = self.active(self.range.period(), limit=MOST_USERS)
        names = {each["name"] for each in top}
        known = self.project.entities.filter(type="user", name__in=names)
        return {
            "known": set(known.values_list("name", flat=True)),
            "range": self.range,
            "ranges": ranges.RANGES,
            "top": top,
            "active": active,
            "most": MOST_USERS,
        }


class UsageDetail(RangePage):
    """Usage by verb and by key, as a page or as a file."""

    template_name = "dashboard/usage.html"

    def context(self) -> dict[str, Any]:
        found = services.usage(self.project, self.range.period())
        bounds = ranges.span(found.period)
        verbs = [
            {"name": name, "numbers": each, "link": self.link(bounds, verb=name)}
            for name, each in _most(found.verbs)
        ]
        keys = [
            {
                "name": found.labels.get(key, ("a key that is gone", ""))[0],
                "label": found.labels.get(key, ("", ""))[1],
                "numbers": each,
                "link": self.link(bounds, key_id=str(key)),
            }
            for key, each in _most(found.keys)
        ]
        return {
            **self.charts(found),
            "tables": [("By what they do", verbs), ("By key", keys)],
            "plan": plan_of(self.organization),
        }


class UsageFile(RangePage):
    """The series of a range as CSV."""

    template_name = "dashboard/usage.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One row for each interval."""
        found = services.usage(self.project, self.range.period(), named=False)
        answer = HttpResponse(content_type="text/csv; charset=utf-8")
        name = f"usage-{self.range.name}.csv"
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        rows = csv.writer(answer)
        rows.writerow(["start", "requests", "errors", "p50_ms", "p95_ms", "p99_ms"])
        for at, each in sorted(found.series.items()):
            times = (each.percentile(n) for n in (50, 95, 99))
            rows.writerow([at.isoformat(), each.requests, each.errors, *times])
        return answer


def _changes(now: Usage, before: Usage) -> dict[str, ranges.Change | None]:
    """How the figures moved since the period before."""
    total, old = now.total, before.total
    p95 = (total.percentile(95), old.percentile(95))
    return {
        "requests": ranges.change(total.requests, old.requests),
        "errors": ranges.change(total.errors, old.errors, good=-1),
        "add": ranges.change(now.of("add").requests, before.of("add").requests),
        "search": ranges.change(
            now.of("search").requests, before.of("search").requests
        ),
        "p95": ranges.change(*p95, good=-1, unit=" ms"),
    }


def _most(by_name: dict[Any, services.Numbers]) -> list[tuple[Any, services.Numbers]]:
    return sorted(by_name.items(), key=lambda pair: -pair[1].requests)


def _room(project: Project, memories: int) -> dict[str, Any] | None:
    """How full the plan is; None where it has no limit."""
    most = plan_of(project.organization).memories
    if most is None:
        return None
    share = min(memories / most, 1.0)
    style = "bad" if share >= 0.95 else "warn" if share >= 0.8 else ""
    return {"most": most, "percent": round(share * 100, 1), "style": style}
