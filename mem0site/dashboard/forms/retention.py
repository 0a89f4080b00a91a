"""Forms about what deletes itself."""

from __future__ import annotations

from typing import Any

from django import forms

from mem0site.dashboard.forms.settings import ChangeForm
from mem0site.dashboard.forms.shared import SharedForm
from memories.retention_serializers import MOST_DAYS, MOST_KEPT, RuleRequest

AGES = (
    ("created_at", "was said"),
    ("recorded_at", "was learned"),
    ("updated_at", "was last changed"),
)
ASKED = ("days", "measured_by", "filters")
"""What a preview is asked for."""


class OptionalJSON(forms.JSONField):
    """JSON, or nothing, which is an empty field and not the word null."""

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else super().prepare_value(value)


class RuleForm(ChangeForm):
    """A rule: how old, by which time, and which memories."""

    checked_by = RuleRequest

    name = forms.CharField(max_length=100, required=False)
    days = forms.IntegerField(
        min_value=1, max_value=MOST_DAYS, label="Older than (days)"
    )
    measured_by = forms.ChoiceField(choices=AGES, label="Counted from when it")
    filters = OptionalJSON(
        required=False,
        label="Only memories that match a filter",
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text='As in a search: {"user_id": "alice"}, {"categories": {"in": '
        '["travel"]}}, {"state": "superseded"}, {"metadata": {"env": "test"}}. Empty: '
        "all memories of the project.",
    )

    @property
    def asked(self) -> dict[str, Any]:
        """The rule as a preview takes it."""
        return {name: self.changes[name] for name in ASKED}


class EditRuleForm(SharedForm, RuleForm):
    """A rule that is there."""

    about = "this rule"


def _days(label: str, usual: str) -> forms.IntegerField:
    return forms.IntegerField(
        min_value=1, max_value=MOST_KEPT, required=False, label=label,
        help_text=f"In days. Empty: {usual}.",
    )  # fmt: skip


class PeriodsForm(SharedForm):
    """How many days what is recorded beside the memories is kept."""

    about = "these periods"

    events_days = _days("Events", "as this server is set")
    requests_days = _days("Request log", "30 days")
    deliveries_days = _days("Webhook deliveries", "30 days")
    exports_days = _days("Exports and archives", "as this server is set")
