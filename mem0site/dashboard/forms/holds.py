"""Forms about legal holds."""

from __future__ import annotations

from typing import Any

from django import forms

from mem0site.dashboard.forms.memories import KINDS
from mem0site.dashboard.forms.settings import ChangeForm
from orgs.custody.serializers import HoldRequest

WHOSE = "Whose? Write their id, as the API has it."
WHOLE = "The whole project needs no id: choose whose it is, or leave it empty."


class HoldForm(ChangeForm):
    """What must not be deleted, and why."""

    checked_by = HoldRequest

    entity_type = forms.ChoiceField(
        required=False,
        choices=[("", "The whole project"), *KINDS],
        label="What is held",
    )
    entity_id = forms.CharField(
        required=False,
        max_length=255,
        label="Id",
        help_text="Of the user, agent, app or run; it may be one without memories yet.",
    )
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="A case or a file number. It is shown to whoever is refused a deletion.",
    )

    def clean_entity_id(self) -> str:
        """Of somebody, and of nobody when the whole project is held."""
        name = str(self.cleaned_data["entity_id"])
        if self.cleaned_data.get("entity_type") and not name:
            raise forms.ValidationError(WHOSE)
        if name and not self.cleaned_data.get("entity_type"):
            raise forms.ValidationError(WHOLE)
        return name

    def body(self) -> dict[str, Any]:
        """Without an entity it is the project."""
        return {name: value for name, value in self.cleaned_data.items() if value}
