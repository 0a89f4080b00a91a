"""What deletes itself: the project's rules, each previewed before it is saved or changed,
and how long records are kept."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict

from mem0.exceptions import ValidationError
from mem0site.dashboard import cursors, drafts
from mem0site.dashboard.forms.retention import EditRuleForm, PeriodsForm, RuleForm
from mem0site.dashboard.pages import ProjectAction, ProjectFormPage
from memories import retention
from orgs.custody import periods
from orgs.models import Project
from orgs.roles import Action


class Retention(ProjectFormPage[RuleForm]):
    """The rules; a new one is shown what it would delete before it is saved."""

    template_name = "dashboard/settings_retention.html"
    form_class = RuleForm
    needs = Action.MANAGE_RETENTION

    def initial(self) -> dict[str, Any]:
        return {"days": 365}

    def context(self) -> dict[str, Any]:
        typed = drafts.take(self.request, self.url("settings-retention-periods"))
        return {
            "rules": [
                (rule, json.dumps(rule.filters) if rule.filters else "")
                for rule in retention.rules(self.project)
            ],
            "periods": _periods(self.project, typed),
        }

    def save(self, form: RuleForm) -> str | HttpResponse:
        seen = json.dumps([form.asked, self.version()], sort_keys=True)
        if self.request.POST.get("save") != seen:  # or it was changed after the look
            found = retention.preview(self.project, **form.asked)
            return self.answer(form=form, found=found, seen=seen)
        self.keep(form)
        return self.url("settings-retention")

    def version(self) -> str:
        """What it was when it was looked at."""
        return ""

    def keep(self, form: RuleForm) -> None:
        """Write it down."""
        retention.create(self.project, form.changes)
        messages.success(self.request, "Saved. The rule runs within the hour.")


class Rule(Retention):
    """One of the rules, to be changed; its switch stays as it is."""

    form_class = EditRuleForm

    def enter(self) -> None:
        """404 for a rule that is not of this project."""
        super().enter()
        self.rule = retention.get(self.project, self.kwargs["rule_id"])

    def initial(self) -> dict[str, Any]:
        values = {name: getattr(self.rule, name) for name in RuleForm.base_fields}
        return {**values, "filters": self.rule.filters or None}

    def context(self) -> dict[str, Any]:
        return {**super().context(), "edited": self.rule}

    def version(self) -> str:
        return self.rule.updated_at.isoformat()

    def keep(self, form: RuleForm) -> None:
        asked = {name: form.changes[name] for name in RuleForm.base_fields}
        retention.change(self.project, self.rule.pk, asked)
        runs = " It runs within the hour." if self.rule.enabled else " It is off."
        messages.success(self.request, f"Saved.{runs}")


class _OfRule(ProjectAction):
    """A button beside a rule."""

    back = "settings-retention"
    needs = Action.MANAGE_RETENTION

    @property
    def key(self) -> UUID:
        """Which one. Raises `ValidationError`."""
        key = cursors.uuid(self.request.POST.get("rule"))
        if key is None:
            raise ValidationError("There is no such rule.")
        return key


class Remove(_OfRule):
    """A rule is taken away."""

    def act(self) -> str:
        retention.remove(self.project, self.key)
        return "The rule is gone. What it deleted stays deleted."


class Switch(_OfRule):
    """A rule rests, or works again."""

    def act(self) -> str:
        on = self.request.POST.get("enabled") == "on"
        retention.change(self.project, self.key, {"enabled": on})
        if on:
            return "The rule is on. It runs within the hour."
        return "The rule is off: it deletes nothing until it is on again."


class Periods(ProjectAction):
    """Records are kept for other times."""

    back = "settings-retention"
    typed = True
    needs = Action.MANAGE_RETENTION

    def act(self) -> str:
        form = _periods(self.project, self.request.POST)
        if not form.is_valid():
            told = form.non_field_errors() or ["A period is 1 to 365 days, or empty."]
            raise ValidationError(str(told[0]))
        retention.set_periods(self.project, form.cleaned_data)
        return "Saved."


def _periods(project: Project, typed: QueryDict | None) -> PeriodsForm:
    kept = periods.of(project)
    days = {name: getattr(kept, name) for name in PeriodsForm.base_fields}
    return PeriodsForm(typed, initial=days)
