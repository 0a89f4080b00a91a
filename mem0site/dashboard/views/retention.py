"""What deletes itself: the project's rules, each previewed before it is saved, and how
long records are kept."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpResponse

from mem0.exceptions import ValidationError
from mem0site.dashboard import cursors
from mem0site.dashboard.forms.retention import PeriodsForm, RuleForm
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage
from memories import retention
from orgs.custody import periods
from orgs.roles import Action


class Retention(ProjectFormPage[RuleForm]):
    """The rules; a new one is shown what it would delete before it is saved."""

    template_name = "dashboard/settings_retention.html"
    form_class = RuleForm
    needs = Action.MANAGE_RETENTION

    def initial(self) -> dict[str, Any]:
        return {"days": 365}

    def context(self) -> dict[str, Any]:
        kept = periods.of(self.project)
        days = {name: getattr(kept, name) for name in PeriodsForm.base_fields}
        return {
            "rules": [
                (rule, json.dumps(rule.filters) if rule.filters else "")
                for rule in retention.rules(self.project)
            ],
            "periods": PeriodsForm(initial=days),
        }

    def save(self, form: RuleForm) -> str | HttpResponse:
        seen = json.dumps(form.asked, sort_keys=True)
        if self.request.POST.get("save") != seen:  # or it was changed after the look
            found = retention.preview(self.project, **form.asked)
            return self.answer(form=form, found=found, seen=seen)
        retention.create(self.project, form.changes)
        messages.success(self.request, "Saved. The rule runs within the hour.")
        return self.url("settings-retention")


class Remove(ProjectAction):
    """A rule is taken away."""

    back = "settings-retention"
    needs = Action.MANAGE_RETENTION

    def act(self) -> str:
        key = cursors.uuid(self.request.POST.get("rule"))
        if key is None:
            raise ValidationError("There is no such rule.")
        retention.remove(self.project, key)
        return "The rule is gone. What it deleted stays deleted."


class Periods(ProjectAction):
    """Records are kept for other times."""

    back = "settings-retention"
    needs = Action.MANAGE_RETENTION

    def act(self) -> str:
        form = PeriodsForm(self.request.POST)
        if not form.is_valid():
            raise ValidationError("A period is 1 to 365 days, or empty.")
        retention.set_periods(self.project, form.cleaned_data)
        return "Saved."
