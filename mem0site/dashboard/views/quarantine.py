"""Quarantine: doubtful statements, approved or rejected by a person."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from mem0.exceptions import ValidationError
from mem0site.dashboard import cursors
from mem0site.dashboard.forms.quarantine import (
    LABELS,
    REASONS,
    DecisionForm,
    QuarantineFilter,
)
from mem0site.dashboard.pages import ProjectAction, ProjectPage
from memories import quarantine, representations
from memories.quarantine import Decided
from orgs.roles import Action

SHOWN = 50


class Quarantine(ProjectPage):
    """What waits for a decision, newest first, with what was said and why it is held."""

    template_name = "dashboard/quarantine.html"

    def context(self) -> dict[str, Any]:
        form = QuarantineFilter(self.request.GET or None)
        asked = form.asked() if form.is_bound else {}
        before = cursors.uuid(self.request.GET.get("before", ""))
        rows = quarantine.some(self.project, asked, limit=SHOWN, before=before)
        texts = quarantine.replaced(self.project, rows[:SHOWN])
        entries = [
            {
                **representations.quarantined(row, texts),
                "scope": row,
                "label": LABELS.get(row.reason, row.reason),
                "why": REASONS.get(row.reason, ""),
            }
            for row in rows[:SHOWN]
        ]
        return {
            "form": form,
            "entries": entries,
            "older": str(rows[SHOWN - 1].pk) if rows[SHOWN:] else "",
            "newer": before is not None,
            "narrowed": bool(asked),
            "most": quarantine.MOST,
        }


class Decide(ProjectAction):
    """Statements are remembered after all, or forgotten."""

    back = "quarantine"
    needs = Action.WRITE_MEMORIES

    def act(self) -> str:
        form = DecisionForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError(form.told())
        keys: list[UUID] | None = form.cleaned_data["keys"]
        decided, left = quarantine.decide_many(
            self.project,
            form.cleaned_data["verb"],
            keys=keys and keys[: quarantine.MOST],
            asked=QuarantineFilter(self.request.POST).asked(),
            request_id=getattr(self.request, "request_id", ""),
        )
        return _told(decided, left)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the same part of the list."""
        answer = super().post(request, *args, **kwargs)
        query = request.POST.get("query", "")
        return redirect(self.page_url() + query) if query.startswith("?") else answer


def _told(decided: list[Decided], left: int) -> str:
    """`2 approved, 1 failed: The plan is full. 7 still wait.`"""
    counts = Counter(each.status for each in decided)
    names = {"not_found": "decided already"}
    said = [f"{count} {names.get(name, name)}" for name, count in counts.items()]
    reasons = {each.detail for each in decided if each.detail}
    text = ", ".join(said) or "Nothing was decided"
    more = f" {' '.join(sorted(reasons))}" if reasons else ""
    return f"{text}.{more} {left or 'None'} still wait{'s' if left == 1 else ''}."
